"""Section IV: what happened, the authorities' own version apart from it, and what contradicts what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from casefile.custody.spoken import day_words
from casefile.exporters.as_wgad.details import details
from casefile.exporters.as_wgad.form import NONE_ON_RECORD, Fact, Item, Section
from casefile.exporters.as_wgad.identity import differing_elsewhere
from casefile.exporters.as_wgad.notices import notices
from casefile.exporters.as_wgad.subject import Subject, Told, stated
from casefile.model.events import (
    Confirmation,
    Death,
    Detention,
    Disappearance,
    Event,
    Intervention,
    Note,
    OfficialResponse,
)

REMARK = (
    "Entries that are disputed, refuted or retracted are marked so. What is said of a group does not name "
    "this person. The authorities' own version stands apart from what others report."
)


ELSEWHERE = (OfficialResponse, Intervention, Note)
"""Of what is said of a group: what has an item of its own, or may be about somebody else."""


def account(subject: Subject) -> Section:
    """Answer section IV."""

    def in_order(entries: Iterable[Told[Event]]) -> Iterator[Fact]:
        return subject.headlines(entries, lambda each: details(subject, each))

    told = [each for each in subject.entries if not isinstance(each.event, OfficialResponse)]
    around = [each for each in subject.around if not isinstance(each.event, ELSEWHERE)]
    items = (
        Item(
            "IV.1", "Circumstances of the arrest", tuple(_circumstances(subject)),
            "How did the arrest happen: who was there, what was said, was force used?",
        ),
        Item(
            "IV.2", "What happened, in order", tuple(in_order(told)), "What happened, in order?",
        ),
        Item(
            "IV.3", "What is reported of a group that the person is counted with",
            tuple(in_order(around)), open=("Which of it happened to this person?",), counted=False,
            nothing=NONE_ON_RECORD,
        ),
        Item(
            "IV.4", "The authorities' own version", tuple(_version(subject)),
            "What do the authorities say themselves?",
        ),
        Item(
            "IV.5", "Statements that contradict each other in other points", differing_elsewhere(subject),
            counted=False, nothing=NONE_ON_RECORD,
        ),
        Item(
            "IV.6", f"Entries for later than {day_words(subject.day)}",
            tuple(in_order(subject.later)),
            counted=False, nothing=NONE_ON_RECORD,
        ),
    )  # fmt: skip
    return Section("IV. Circumstances of the arrest or the detention", items, REMARK, wide=True)


def _circumstances(subject: Subject) -> Iterator[Fact]:
    """Say what the entries tell of the taking itself."""
    yield from subject.facts(subject.of(Detention), lambda each: each.summary or "", field="summary")
    yield from subject.facts(
        subject.of(Detention),
        lambda each: f"Force used: {stated(each.force)}" if stated(each.force) else "",
        field="force",
    )
    yield from notices(subject)
    gone = subject.of(Disappearance)
    yield from subject.facts(
        gone, lambda each: f"Last seen: {each.last_seen}" if each.last_seen else "", field="last_seen"
    )
    yield from subject.facts(gone, lambda each: each.circumstances or "", field="circumstances")


def _version(subject: Subject) -> Iterator[Fact]:
    """Say what the authorities say themselves, of this person and of a group; none of it is taken over."""
    for told in subject.of(OfficialResponse, around=True):
        position = stated(told.event.position)
        said = ". ".join(filter(None, (position.capitalize(), told.event.summary)))
        if said:
            yield subject.fact(told, said, dated=True)
    for kind, field, says in OFFICIAL:
        yield from subject.facts(subject.of(kind), says, dated=True, field=field)


OFFICIAL: tuple[tuple[type[Event], str, Callable[[Any], str]], ...] = (
    (Detention, "reasons", lambda each: f"Reasons given: {each.reasons}" if each.reasons else ""),
    (
        Detention,
        "recorded",
        lambda each: f"Day of the official record: {each.recorded.words()}" if each.recorded else "",
    ),
    (
        Confirmation,
        "whereabouts",
        lambda each: f"Whereabouts: {stated(each.whereabouts)}" if stated(each.whereabouts) else "",
    ),
    (
        Death,
        "official_cause",
        lambda each: f"Cause of death: {each.official_cause}" if each.official_cause else "",
    ),
)
"""What the authorities say in entries of other types, and the field that holds it."""
