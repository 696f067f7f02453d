"""Section I: who the person is, and the statements about it that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from casefile.custody.spoken import day_words, said_date
from casefile.exporters.as_wgad.form import Fact, Item, Section
from casefile.exporters.as_wgad.given import Given
from casefile.exporters.as_wgad.subject import Subject, cited, stated
from casefile.model.person import Affiliation, OtherName
from casefile.model.source import Claim
from casefile.model.words import word
from casefile.pages.countries import country_name

PLACED: Mapping[str, tuple[str, ...]] = {
    "I.1": ("person.name", "person.other_names"),
    "I.3": ("person.gender",),
    "I.4": ("person.birth", "person.age", "person.minor"),
    "I.5": ("person.nationalities",),
    "I.7": ("person.occupation", "person.capacity", "person.affiliations", "person.descriptor"),
}
"""Fields of a record whose contradicting statements stand beside an item; all others stand in section IV."""
PAPERS = (
    ("I.6 (a)", "Identity document: kind", ("document", "kind"), "Which identity document is there?"),
    ("I.6 (b)", "Identity document: issued by", ("issued by", "issuer"), "Who issued the identity document?"),
    ("I.6 (c)", "Identity document: issued on", ("issued on", "date"), "When was it issued?"),
    ("I.6 (d)", "Identity document: number", ("number", "no"), "Which number has it?"),
)
FAMILY, FIRST = ("family name", "surname"), ("first name", "given name", "first names")
RESIDENCE = ("residence", "usual residence", "address")
BY_THE_SUBMITTER = "given by the submitter"


def identity(subject: Subject, given: Given) -> Section:
    """Answer section I; `given` are the papers of this person, which no record holds."""
    person = subject.case.person
    split = given.take(*FAMILY) and given.take(*FIRST)
    ask_which = ("Which part of the name is the family name, and which the first name?",)
    whole = "" if split else (person.name or "")
    items = (
        Item(
            "I.1", "Family name", (*_name(given.take(*FAMILY), whole), *map(_other, person.other_names)),
            "What is the family name?", ask_which if whole else (), differing(subject, "I.1"),
        ),
        Item("I.2", "First name", tuple(_name(given.take(*FIRST), whole)), "What is the first name?"),
        Item(
            "I.3", "Sex", _facts(stated(person.gender)), "Which sex do the papers state?",
            differing=differing(subject, "I.3"),
        ),
        Item(
            "I.4", "Date of birth, or age at the time of detention", tuple(_birth(subject)),
            "When was the person born, or how old when detained?", differing=differing(subject, "I.4"),
        ),
        Item(
            "I.5", "Nationality or nationalities", _facts(*map(country_name, person.nationalities)),
            "Which nationality has the person?", differing=differing(subject, "I.5"),
        ),
        *_papers(given),
        Item(
            "I.7", "Profession or activity, if believed to be relevant to the arrest",
            tuple(_activity(subject)), "What does the person do, and was that why?",
            differing=differing(subject, "I.7"),
        ),
        Item(
            "I.8", "Address of usual residence", tuple(_given(given.take(*RESIDENCE))),
            "Where does the person usually live?",
        ),
    )  # fmt: skip
    return Section("I. Identity", items)


def _name(part: str, whole: str) -> Iterator[Fact]:
    """Say a part of a name if the submitter gave it, the whole one otherwise: none is split by guess."""
    if part:
        yield from _given(part)
    elif whole:
        yield Fact(whole, remark="the whole name, which the register does not split")


def _other(other: OtherName) -> Fact:
    kind = stated(other.kind)
    about = ", ".join(part for part in (f"also: {kind}" if kind else "also", other.lang or "") if part)
    return Fact(other.name, cited(other.sources), remark=about)


def _birth(subject: Subject) -> Iterator[Fact]:
    person = subject.case.person
    if person.birth:
        yield Fact(person.birth.words())
    if person.age:
        as_of = f", as stated {said_date(person.age.as_of.text)}" if person.age.as_of else ""
        yield Fact(f"{person.age.years} years{as_of}")
    if person.minor in {"minor", "adult"}:
        yield Fact("under 18" if person.minor == "minor" else "an adult")


def _papers(given: Given) -> Iterator[Item]:
    taken = {key for _, _, keys, _ in PAPERS for key in keys} | {*FAMILY, *FIRST, *RESIDENCE}
    rest = tuple(
        Fact(f"{key}: {value}" if key else value, remark=BY_THE_SUBMITTER)
        for key, value in given.without(*taken)
    )
    for place, (number, asks, keys, ask) in enumerate(PAPERS):
        yield Item(number, asks, (*_given(given.take(*keys)), *(rest if place == 0 else ())), ask)


def _activity(subject: Subject) -> Iterator[Fact]:
    person = subject.case.person
    if person.occupation:
        yield Fact(person.occupation)
    elif person.descriptor:
        yield Fact(person.descriptor)
    if stated(person.capacity):
        yield Fact(f"targeted as: {stated(person.capacity)}")
    for each in person.affiliations:
        yield Fact(_tie(subject, each), cited(each.sources))


def _tie(subject: Subject, each: Affiliation) -> str:
    """Say what ties the person to an organisation: `Kloop: video operator (former staff)`."""
    role = f": {each.role}" if each.role else ""
    relation = f" ({stated(each.relation)})" if stated(each.relation) else ""
    return f"{subject.named(each.organization)}{role}{relation}"


def differing(subject: Subject, number: str) -> tuple[Fact, ...]:
    """Return the contradicting statements that belong beside an item."""
    return tuple(_statements(subject, (each for each in subject.case.claims if _placed(each) == number)))


def differing_elsewhere(subject: Subject) -> tuple[Fact, ...]:
    """Return the contradicting statements that belong beside no item, each with what it is about."""
    found = (each for each in subject.case.claims if not _placed(each))
    return tuple(_statements(subject, found, with_field=True))


def _placed(claim: Claim) -> str:
    return next((number for number, fields in PLACED.items() if claim.field.startswith(fields)), "")


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


def _given(text: str) -> Iterator[Fact]:
    if text:
        yield Fact(text, remark=BY_THE_SUBMITTER)


def _facts(*texts: str) -> tuple[Fact, ...]:
    return tuple(Fact(text) for text in texts if text)


def state(subject: Subject) -> tuple[str, ...]:
    """Say what the form rests on: which case, as seen on which day, before whom."""
    publication = subject.publication
    return (
        f"Case {subject.published.id}, {country_name(subject.case.country)}",
        f"The situation on {day_words(subject.day)}, as known in {publication.known_at}",
    )
