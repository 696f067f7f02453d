"""Decide whether two states of files are one case: a person is identified by events and names alone."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from casefile.model.case_names import own_names
from casefile.model.plain_data import Data, groups
from casefile.names import fold_text


def is_same_case(one: Data, other: Data) -> bool:
    """Return whether two states under one id are one case: an event in common, or a name without events.

    The names count only where one of them has no events. An id may be given to another person, so states that
    share neither are two cases: to take one case for two shows two records, but to take two for one shows the
    values of one person as those of another.
    """
    events, others = (_event_ids(each) for each in (one, other))
    if events and others:
        return not events.isdisjoint(others)
    names = ({fold_text(name) for name in own_names(each)} for each in (one, other))
    return not set.isdisjoint(*names)


def has_events_of_case(events: AbstractSet[str], case: AbstractSet[str]) -> bool:
    """Return whether events are those of a case that had another id and perhaps another name.

    Both are random ids of events (`event_ids`). One may be the same in two cases by chance, so two of the
    case's events must be among them, or its only one.
    """
    return bool(case) and len(events & case) >= min(ENOUGH, len(case))


ENOUGH = 2


def _event_ids(data: Data) -> frozenset[str]:
    return frozenset(str(event["id"]) for event in groups(data.get("events")) if "id" in event)
