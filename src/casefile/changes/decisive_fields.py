"""The fields of an event that decide the custody status, as short phrases for the line of the event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from casefile.dates import BadDate, When
from casefile.model.plain_data import Data, groups, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import LEDGER, PROCEEDINGS, word


class Phrase(NamedTuple):
    """A part of the line that shows an event, and the names of the fields that it is made from."""

    text: str
    fields: tuple[str, ...]


PHRASES: Mapping[str, Mapping[str, str]] = {
    "seen_by": {
        "nobody": "seen by nobody",
        "person": "confirmed by the person",
        "family": "seen by the family",
        "lawyer": "seen by a lawyer",
        "observer": "seen by an observer",
        "source": "seen by the source",
        "custodian": "known only from the custodian",
    },
    "then": {
        "held": "then held",
        "free": "then free",
        "home_guarded": "then under house arrest",
        "elsewhere": "then elsewhere",
    },
}
"""Phrases for who saw a release and where the person went, by field and by value."""
DECISIONS = frozenset({"hearing", "verdict"})
"""Types of events whose `against` is the id of the event that they decide on."""
OF_TWO: Mapping[str, str] = {"into_proceeding": "into {}", "from_proceeding": "from {}"}
"""Fields for the second proceeding of a step that concerns two, with the text for each."""


def describe_decisive_fields(
    shape: Shape,
    entry: Data,
    record: Data | None = None,
    *,
    iso: bool = False,
) -> Iterator[Phrase]:
    """Yield phrases for fields that decide the status and that `line_of` does not show, such as `then held`.

    They are the fields in PHRASES. `shape` is that of the event, `entry` its data. With `record`, the phrases
    also name the event that a decision is about, and the proceeding where the record has several of them:
    leave it out for readers who may not see these. `iso` writes days as `2025-05-28`, otherwise in words.
    """
    if record is not None:
        yield from _decided_event(entry, record, iso=iso)
        yield from _proceeding(entry, record)
    for name, phrases in PHRASES.items():
        value = entry.get(name)
        if shape.key(name) and isinstance(value, str) and value in phrases:
            yield Phrase(phrases[value], (name,))


def _decided_event(entry: Data, record: Data, *, iso: bool) -> Iterator[Phrase]:
    """Yield the phrase for the event that a decision is about: `about the verdict of 8 July 2024`."""
    if str(entry.get("type")) not in DECISIONS or "against" not in entry:
        return
    for event in groups(record.get(LEDGER)):
        if event.get("id") == entry["against"] and "type" in event:
            text = f"about the {word(str(event['type']))}{_date_phrase(event.get('date'), iso=iso)}"
            yield Phrase(text, ("against",))


def _date_phrase(date: object, *, iso: bool) -> str:
    try:
        when = When.parse(str(date))
    except BadDate:
        return ""
    if when.day is None:
        return f" ({when.words()})"
    return f" of {when.day.isoformat() if iso else when.words()}"


def _proceeding(entry: Data, record: Data) -> Iterator[Phrase]:
    """Yield the phrase for the proceeding of an event, if the record has more than one: `proceeding tax`."""
    named = entry.get("proceeding")
    if not isinstance(named, str) or not _has_several_proceedings(record):
        return
    others = [name for name in OF_TWO if isinstance(entry.get(name), str)]
    texts = (OF_TWO[name].format(entry[name]) for name in others)
    yield Phrase(" ".join((f"proceeding {named}", *texts)), ("proceeding", *others))


def _has_several_proceedings(record: Data) -> bool:
    """Return whether a record lists or names more than one proceeding."""
    names = _proceeding_ids(record)
    first = next(names, None)
    return any(each != first for each in names)


def _proceeding_ids(record: Data) -> Iterator[str]:
    """Yield the ids of the proceedings that a record lists, then those that its events name."""
    for group in groups(record.get(PROCEEDINGS)):
        if isinstance(group.get("id"), str):
            yield str(group["id"])
    for event in groups(record.get(LEDGER)):
        for name in ("proceeding", *OF_TWO):
            if isinstance(event.get(name), str):
                yield str(event[name])
        yield from map(str, items(event.get("absorbs")))
