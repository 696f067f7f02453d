"""Section V: under each of the five categories what bears on it, either way, without concluding."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from msgspec import Struct

from casefile.custody.spoken import day_words, order_word
from casefile.exporters.as_wgad.custody import charges, orders
from casefile.exporters.as_wgad.form import NONE_ON_RECORD, Fact, Item, Section
from casefile.exporters.as_wgad.notices import notices
from casefile.exporters.as_wgad.subject import Subject, Told, cited, stated
from casefile.model.events import (
    Access,
    Detention,
    Event,
    Finding,
    Health,
    Hearing,
    IllTreatment,
    Interrogation,
    Listing,
    Search,
    Statement,
    Transfer,
    Verdict,
)
from casefile.model.records import Statute
from casefile.model.words import OPEN_ENDED, word
from casefile.publication.course import PublishedCourse
from casefile.views.due.judge import brings_before_a_judge
from casefile.views.due.ledger import places_after

REMARK = (
    "Each list holds what the register records that bears on the category, whichever way it points. No entry "
    "says that the detention was arbitrary, or that it was not: that is for the submitter to argue and for "
    "the Working Group to decide. A judgement stands here only as the finding of the body that made it."
)
Facts = Callable[[Subject], Iterator[Fact]]


class Category(Struct, frozen=True):
    """One of the five categories: its number, what it is about, what to ask, and what bears on it."""

    number: str
    about: str
    ask: str
    facts: tuple[Facts, ...]


def arbitrary(subject: Subject) -> Section:
    """Answer section V."""
    items = [_item(subject, place, each) for place, each in enumerate(CATEGORIES, 1)]
    other = (*_grounds(subject, OPEN_ENDED), *_found(subject, ""))
    under = ", ".join(each.number for each, item in zip(CATEGORIES, items, strict=True) if item.known)
    overview = Item(
        "V", "Categories under which facts are listed here", (Fact(under),) if under else (),
        "Which facts bear on any of the five categories?",
    )  # fmt: skip
    rest = Item(
        "V.6", "Other grounds and findings on record", tuple(other), counted=False, nothing=NONE_ON_RECORD
    )
    return Section(
        "V. Reasons why the deprivation of liberty may be considered arbitrary", (overview, *items, rest),
        REMARK, wide=True,
    )  # fmt: skip


def _item(subject: Subject, place: int, category: Category) -> Item:
    """List what bears on a category: what is said of the person first, then what is said of a group."""
    found = [fact for facts in category.facts for fact in facts(subject)] + [
        *_found(subject, category.number)
    ]
    found.sort(key=lambda fact: bool(fact.group))
    asks = f"Category {category.number}: {category.about}"
    questions = _should_be_served(subject) if category.number == "I" else ()
    return Item(f"V.{place}", asks, tuple(found), category.ask, questions, counted=False)


def _warrants(subject: Subject) -> Iterator[Fact]:
    taken, searched = subject.of(Detention), subject.of(Search)
    yield from subject.facts(
        taken, lambda each: _warrant("arrest", each.warrant), dated=True, field="warrant"
    )
    yield from subject.facts(
        taken,
        lambda each: (
            f"Law named at the arrest: {subject.named(each.legal_basis)}" if each.legal_basis else ""
        ),
        dated=True,
        field="legal_basis",
    )
    yield from charges(subject)
    yield from subject.headlines(orders(subject))
    yield from subject.facts(
        searched, lambda each: _warrant("search", each.warrant), dated=True, field="warrant"
    )


def _warrant(where: str, said: str | None) -> str:
    return f"Warrant at the {where}: {stated(said)}" if stated(said) else ""


def _terms(subject: Subject) -> Iterator[Fact]:
    """Say until when the last order or sentence ran, where the person may be held beyond it."""
    view = subject.view
    if view.until is None or not view.held_possible:
        return
    tense = "ended" if view.until < subject.day else "runs until"
    yield Fact(f"The last {order_word(view)} on record {tense} {day_words(view.until)}")


def _should_be_served(subject: Subject) -> tuple[str, ...]:
    """Ask about custody that goes on, or may, after the term of a sentence; nothing is asserted."""
    course = subject.published.row.course
    if not isinstance(course, PublishedCourse) or not subject.view.held_possible:
        return ()
    return tuple(
        f"The sentence should be served since about {day_words(end)}; no release is recorded. "
        "Does the custody go on, and on which legal basis?"
        for end in course.sentences_over
    )


EXPRESSION = frozenset({"expression", "association", "assembly", "opinion", "profession"})
DISCRIMINATION = frozenset({"discrimination"})
"""Kinds of grounds, by the category that rests on them."""


def _grounds(subject: Subject, kinds: Collection[str]) -> Iterator[Fact]:
    for each in subject.case.grounds:
        if each.kind in kinds:
            work = f"the work or act in question: {each.work}" if each.work else ""
            kind = f"Ground, as reported: {word(each.kind)}"
            yield Fact("; ".join(filter(None, (kind, each.text, work))), cited(each.sources))


def _capacity(subject: Subject) -> Iterator[Fact]:
    if stated(subject.case.person.capacity):
        yield Fact(f"Targeted as, as reported: {stated(subject.case.person.capacity)}")


def _criticism(subject: Subject) -> Iterator[Fact]:
    """Say what named critics say against the law that is applied."""
    for name in subject.published.row.statutes:
        statute = subject.statute(name)
        for each in statute.criticism if isinstance(statute, Statute) else ():
            by = f" ({', '.join(map(subject.named, each.by))})" if each.by else ""
            yield Fact(f"Said against {subject.named(name)}{by}: {each.text}", cited(each.sources))


def _listings(subject: Subject) -> Iterator[Fact]:
    yield from subject.headlines(subject.of(Listing))


def _counsel(subject: Subject) -> Iterator[Fact]:
    yield from subject.headlines(subject.of(Access, around=True))
    yield from subject.headlines(each for each in subject.of(Interrogation) if stated(each.event.counsel))


def _hearings(subject: Subject) -> Iterator[Fact]:
    """Yield how open each hearing was, whether the person was there, and which kind of court it was."""
    for told in subject.of(Hearing):
        said = [stated(told.event.openness), stated(told.event.presence), _court(told.event.court_kind)]
        if any(said):
            stage = stated(told.event.stage)
            what = f"Hearing ({stage})" if stage else "Hearing"
            yield subject.fact(told, f"{what}: {', '.join(filter(None, said))}", dated=True)

    for trial in subject.of(Verdict):
        court = _court(trial.event.court_kind)
        if court:
            yield subject.fact(trial, f"Verdict: {court}", dated=True, field="court_kind")


def _court(kind: str | None) -> str:
    return f"{stated(kind)} court" if stated(kind) else ""


def _before_a_judge(subject: Subject) -> Iterator[Fact]:
    """Yield the first hearing or verdict after the arrest, by the rule of `due`, without its delay."""
    entries = [each for each in subject.entries if each.event.stands]
    events = [each.event for each in entries]
    start = next((at for at, event in enumerate(events) if isinstance(event, Detention)), None)
    if start is None:
        return
    judged = (at for at in places_after(events, start) if brings_before_a_judge(events[start], events[at]))
    first = next(judged, None)
    if first is not None:
        what = "The verdict is the first" if isinstance(events[first], Verdict) else "The first court"
        yield subject.fact(entries[first], f"{what} hearing on record", dated=True)


def _statements(subject: Subject) -> Iterator[Fact]:
    yield from subject.headlines(subject.of(Statement, around=True))


def _treatment(subject: Subject) -> Iterator[Fact]:
    for told in subject.of(IllTreatment):
        methods = ", ".join(filter(None, (stated(told.event.confinement), *told.event.methods)))
        said = ". ".join(filter(None, (methods, told.event.summary)))
        yield subject.fact(told, f"Ill-treatment, as reported{f': {said}' if said else ''}", dated=True)
    yield from subject.headlines(each for each in subject.of(Health) if stated(each.event.care))


def _immigration(subject: Subject) -> Iterator[Fact]:
    held = [each for each in subject.entries if _as_a_migrant(each.event)]
    yield from subject.headlines(held)
    if held:
        yield from subject.headlines(subject.of(Hearing))


def _as_a_migrant(event: Event) -> bool:
    return (isinstance(event, Detention) and event.kind == "immigration") or (
        isinstance(event, Transfer) and event.basis == "immigration"
    )


def _vulnerable(subject: Subject) -> Iterator[Fact]:
    for each in subject.case.person.vulnerabilities:
        yield Fact(f"What makes custody more dangerous for the person: {each}")


def _found(subject: Subject, number: str) -> tuple[Fact, ...]:
    """Return the findings of named bodies under a category, or under none."""
    found = [
        each
        for each in subject.of(Finding, around=True)
        if number in each.event.categories or not (number or each.event.categories)
    ]
    return tuple(fact for told in found for fact in _finding(subject, told))


def _finding(subject: Subject, told: Told[Finding]) -> Iterator[Fact]:
    event = told.event
    by = ", ".join(map(subject.named, event.by)) or "a body not named"
    what = ", ".join(filter(None, (stated(event.kind), event.reference)))
    said = ". ".join(filter(None, (event.outcome, event.summary)))
    yield subject.fact(
        told, f"Finding of {by}{f' ({what})' if what else ''}{f': {said}' if said else ''}", dated=True
    )


CATEGORIES: tuple[Category, ...] = (
    Category(
        "I", "no legal basis can be invoked",
        "Which law was invoked, was there a warrant, and did an order or sentence run out?",
        (_warrants, _terms),
    ),
    Category(
        "II", "it results from the exercise of rights or freedoms",
        "Which publication, opinion, membership or act drew the arrest, and who says so?",
        (lambda subject: _grounds(subject, EXPRESSION), _capacity, _criticism, _listings),
    ),
    Category(
        "III", "the norms of a fair trial were not observed",
        "Was counsel there from the start, were hearings open, was a judge prompt, was a confession forced?",
        (partial(notices, dated=True), _counsel, _before_a_judge, _hearings, _statements, _treatment),
    ),
    Category(
        "IV", "prolonged administrative custody of asylum seekers, immigrants or refugees without review",
        "Is the person held as a migrant, and could a court review it?", (_immigration,),
    ),
    Category(
        "V", "discrimination contrary to international law",
        "Is the person held for origin, language, religion, opinion, gender, disability or another status?",
        (lambda subject: _grounds(subject, DISCRIMINATION), _vulnerable),
    ),
)  # fmt: skip
"""The five categories by which the Working Group works, in our own words."""
