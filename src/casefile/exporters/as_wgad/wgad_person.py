"""Answers of the questionnaire on who the person is, and what sources say differently of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from casefile.custody.status_text import said_date
from casefile.exporters.as_wgad.wgad_details import value_words
from casefile.exporters.as_wgad.wgad_form import Fact
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.exporters.as_wgad.wgad_subject import Subject, cited, stated
from casefile.model.plain_data import items, mapping
from casefile.model.record_shapes import shape_of
from casefile.model.source import Claim
from casefile.model.vocabularies import word

BY_THE_SUBMITTER = "given by the submitter"
FAMILY, FIRST = ("family name", "surname"), ("first name", "given name", "first names")


def papers(subject: Subject, keys: Collection[str]) -> Iterator[Fact]:
    """Yield what the papers of the person, which no record has, contain under one of these keys."""
    text = subject.papers.take(*keys)
    if text:
        yield Fact(text, remark=BY_THE_SUBMITTER)


def other_papers(subject: Subject) -> Iterator[Fact]:
    """Yield the lines of the papers that no item asks for."""
    for key, value in subject.papers.without(*questionnaire().keys_of("papers"), *FAMILY, *FIRST):
        yield Fact(f"{key}: {value}" if key else value, remark=BY_THE_SUBMITTER)


def family_name(subject: Subject) -> Iterator[Fact]:
    """Yield the family name if the submitter gave it, else the whole name: none is split by guess."""
    return _part_of_name(subject, FAMILY)


def first_name(subject: Subject) -> Iterator[Fact]:
    """Yield the first name as `family_name` does."""
    return _part_of_name(subject, FIRST)


def _part_of_name(subject: Subject, keys: Collection[str]) -> Iterator[Fact]:
    whole = _unsplit_name(subject)
    if subject.papers.take(*keys):
        yield from papers(subject, keys)
    elif whole:
        yield Fact(whole, remark="the whole name, which the register does not split")


def _unsplit_name(subject: Subject) -> str:
    split = subject.papers.take(*FAMILY) and subject.papers.take(*FIRST)
    return "" if split else (subject.case.person.name or "")


def which_part_of_name(subject: Subject) -> Iterator[str]:
    """Ask for the parts of a name that nobody has split."""
    if _unsplit_name(subject):
        yield "Which part of the name is the family name, and which the first name?"


def person(subject: Subject, fields: Sequence[str], says: str = "{}") -> Iterator[Fact]:
    """Yield what the first of these fields of the person that is stated says, of a list item by item."""
    shape, data = shape_of("case").fields["person"], mapping(subject.published.data.get("person"))
    for name in [each for each in fields if each in data][:1]:
        field, value = shape.fields[name], data[name]
        said = [value_words(subject, field.item(each), each) for each in items(value)]
        yield from (Fact(says.format(each)) for each in said or [value_words(subject, field, value)] if each)


def other_names(subject: Subject) -> Iterator[Fact]:
    """Yield the other names of the person, each with its kind and language."""
    for each in subject.case.person.other_names:
        kind = f"also: {stated(each.kind)}" if stated(each.kind) else "also"
        yield Fact(each.name, cited(each.sources), remark=", ".join(filter(None, (kind, each.lang))))


def birth(subject: Subject) -> Iterator[Fact]:
    """Yield the date of birth and the age."""
    person = subject.case.person
    if person.birth:
        yield Fact(person.birth.words())
    if person.age:
        as_of = f", as stated {said_date(person.age.as_of.text)}" if person.age.as_of else ""
        yield Fact(f"{person.age.years} years{as_of}")
    if person.minor in {"minor", "adult"}:
        yield Fact("under 18" if person.minor == "minor" else "an adult")


def affiliations(subject: Subject) -> Iterator[Fact]:
    """Yield the ties to organisations: `Kloop: video operator (former staff)`."""
    for each in subject.case.person.affiliations:
        role = f": {each.role}" if each.role else ""
        relation = f" ({stated(each.relation)})" if stated(each.relation) else ""
        yield Fact(f"{subject.named(each.organization)}{role}{relation}", cited(each.sources))


def statements(subject: Subject, fields: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the contradicting statements about these fields."""
    return _statements(subject, (each for each in subject.case.claims if each.field.startswith(fields)))


def other_statements(subject: Subject) -> Iterator[Fact]:
    """Yield the contradicting statements that belong beside no item, each with its field."""
    placed = questionnaire().claims
    others = (each for each in subject.case.claims if not each.field.startswith(placed))
    return _statements(subject, others, with_field=True)


def _statements(subject: Subject, claims: Iterable[Claim], *, with_field: bool = False) -> Iterator[Fact]:
    """Yield what each source says, and what the register follows where that was settled; all stay."""
    for each in claims:
        about = word(each.field.replace(".", ", ")) if with_field else ""
        yield Fact(str(each.value), cited(each.sources), about)
        settled = each.resolution
        if settled and settled.value is not None:
            by = f", decided by {subject.named(settled.by)}" if settled.by else ""
            day = f", {settled.date.words()}" if settled.date else ""
            reason = f": {settled.reason}" if settled.reason else ""
            yield Fact(f"The register follows “{settled.value}”{by}{day}{reason}", about=about)
