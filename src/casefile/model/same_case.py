"""Decide whether two states of files are one case: a person is identified by events and names alone.

An id may be given to another person. Where the states prove neither, a publication takes them for two: it
must not show values of one person as those of another. Your team sees one, because nothing contradicts it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from casefile.model.plain_data import Data, groups
from casefile.names import fold_text


def is_same_case(one: Data, other: Data) -> bool:
    """Return whether two states under one id are surely one case.

    They share an event, or a name where one of them has no events.
    """
    events, others = _event_ids(one), _event_ids(other)
    if events and others:
        return not events.isdisjoint(others)
    return not _names(one).isdisjoint(_names(other))


def is_another_case(one: Data, other: Data) -> bool:
    """Return whether two states under one id are surely two cases.

    Both have events or both have names, and they share none of either.
    """
    events, others = _event_ids(one), _event_ids(other)
    if not events.isdisjoint(others):
        return False
    names, other_names = _names(one), _names(other)
    is_comparable = bool(events and others) or bool(names and other_names)
    return is_comparable and names.isdisjoint(other_names)


def has_events_of_case(events: AbstractSet[str], case: AbstractSet[str]) -> bool:
    """Return whether events are those of a case that had another id and perhaps another name.

    Both are random ids of events (`event_ids`). One may be the same in two cases by chance, so two of the
    case's events must be among them, or its only one.
    """
    return bool(case) and len(events & case) >= min(ENOUGH, len(case))


ENOUGH = 2


def _event_ids(data: Data) -> frozenset[str]:
    return frozenset(str(event["id"]) for event in groups(data.get("events")) if "id" in event)


def _names(data: Data) -> frozenset[str]:
    from casefile.model.case_names import own_names  # noqa: PLC0415 - the model: `log` needs it only without a common event

    return frozenset(fold_text(name) for name in own_names(data))
