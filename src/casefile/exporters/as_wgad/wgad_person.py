"""Answers of the questionnaire about the identity of the person, and statements of sources that differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from casefile.custody.status_text import format_date
from casefile.exporters.as_wgad.wgad_details import value_words
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.exporters.as_wgad.wgad_subject import WgadSubject, citations_of, format_stated_word
from casefile.model.minors import contradicts_age
from casefile.model.plain_data import items, mapping
from casefile.model.record_shapes import shape_of
from casefile.model.source import Claim
from casefile.model.vocabularies import word

BY_THE_SUBMITTER = "given by the submitter"
FAMILY, FIRST = ("family name", "surname"), ("first name", "given name", "first names")


def papers(subject: WgadSubject, keys: Collection[str]) -> Iterator[WgadFact]:
    """Yield the text that the submitter's identity file has under the first of these keys.

    Such data, for example from a passport, are in no record.
    """
    text = subject.papers.take(*keys)
    if text:
        yield WgadFact(text, remark=BY_THE_SUBMITTER)


def other_papers(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the lines of the identity file whose keys no item of the questionnaire uses."""
    for key, value in subject.papers.without(*questionnaire().keys_of("papers"), *FAMILY, *FIRST):
        yield WgadFact(f"{key}: {value}" if key else value, remark=BY_THE_SUBMITTER)


def family_name(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the family name if the submitter gave it, else the whole name: names are never split by guess."""
    return _part_of_name(subject, FAMILY)


def first_name(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the first name if the submitter gave it, else the whole name."""
    return _part_of_name(subject, FIRST)


def _part_of_name(subject: WgadSubject, keys: Collection[str]) -> Iterator[WgadFact]:
    whole = _unsplit_name(subject)
    if subject.papers.take(*keys):
        yield from papers(subject, keys)
    elif whole:
        yield WgadFact(whole, remark="the full name; the register does not split it")


def _unsplit_name(subject: WgadSubject) -> str:
    split = subject.papers.take(*FAMILY) and subject.papers.take(*FIRST)
    return "" if split else (subject.case.person.name or "")


def which_part_of_name(subject: WgadSubject) -> Iterator[str]:
    """Yield a question about the parts of the name if the submitter did not give both of them."""
    if _unsplit_name(subject):
        yield "Which part of the name is the family name, and which the first name?"


def person(subject: WgadSubject, fields: Sequence[str], template: str = "{}") -> Iterator[WgadFact]:
    """Yield the value of the first of these fields of the person that is stated; a list item by item.

    `template` is the text around the value, with `{}` in its place.
    """
    shape, data = shape_of("case").fields["person"], mapping(subject.published.data.get("person"))
    for name in [each for each in fields if each in data][:1]:
        field, value = shape.fields[name], data[name]
        texts = [value_words(subject, field.item(each), each) for each in items(value)]
        yield from (
            WgadFact(template.format(each)) for each in texts or [value_words(subject, field, value)] if each
        )


def other_names(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the other names of the person, each with its kind and language."""
    for each in subject.case.person.other_names:
        kind = f"also: {format_stated_word(each.kind)}" if format_stated_word(each.kind) else "also"
        yield WgadFact(
            each.name, citations_of(each.sources), remark=", ".join(filter(None, (kind, each.lang)))
        )


def birth(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the date of birth, the age as stated, and whether the person is a minor.

    The last is left out if birth or age contradicts it.
    """
    person = subject.case.person
    if person.birth:
        yield WgadFact(person.birth.words())
    if person.age:
        as_of = f", as stated {format_date(person.age.as_of.text)}" if person.age.as_of else ""
        yield WgadFact(f"{person.age.years} years{as_of}")
    dates = (event.date for event in subject.case.events)
    if person.minor in {"minor", "adult"} and not contradicts_age(person, dates):
        yield WgadFact("under 18" if person.minor == "minor" else "an adult")


def affiliations(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the affiliations of the person: `Kloop: video operator (former staff)`."""
    for each in subject.case.person.affiliations:
        role = f": {each.role}" if each.role else ""
        relation = f" ({format_stated_word(each.relation)})" if format_stated_word(each.relation) else ""
        yield WgadFact(f"{subject.named(each.organization)}{role}{relation}", citations_of(each.sources))


def statements(subject: WgadSubject, fields: tuple[str, ...]) -> Iterator[WgadFact]:
    """Yield the claims about the fields whose paths begin with one of these texts.

    A claim is a value that contradicts the one in the record.
    """
    return _statements(subject, (each for each in subject.case.claims if each.field.startswith(fields)))


def other_statements(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the claims about fields that no item of the questionnaire covers, each with its field."""
    placed = questionnaire().claims
    others = (each for each in subject.case.claims if not each.field.startswith(placed))
    return _statements(subject, others, with_field=True)


def _statements(
    subject: WgadSubject, claims: Iterable[Claim], *, with_field: bool = False
) -> Iterator[WgadFact]:
    """Yield the value of each claim, and the value that the register follows if the claim was decided."""
    for each in claims:
        about = word(each.field.replace(".", ", ")) if with_field else ""
        yield WgadFact(str(each.value), citations_of(each.sources), about)
        settled = each.resolution
        if settled and settled.value is not None:
            by = f", decided by {subject.named(settled.by)}" if settled.by else ""
            day = f", {settled.date.words()}" if settled.date else ""
            reason = f": {settled.reason}" if settled.reason else ""
            yield WgadFact(f"The register follows “{settled.value}”{by}{day}{reason}", about=about)
