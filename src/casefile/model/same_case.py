"""Decide whether two states of files are one case, by the ids of their events and the names of the person.

An id may be given to another person. If neither is proved, a publication treats the states as two cases: it
must not show values of one person as those of another. For your team they are one case, because a corrected
name is far more frequent than a reused id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from casefile.model.plain_data import Data, groups
from casefile.names import fold_text


def is_same_case(one: Data, other: Data) -> bool:
    """Return whether two states under one id are surely one case.

    They share the id of an event, or a folded name (`fold_text`) if one of them has no events.
    """
    if _event_ids(one) and _event_ids(other):
        return have_common_event(one, other)
    return not _names(one).isdisjoint(_names(other))


def is_another_case(one: Data, other: Data, between: Iterable[Data] = ()) -> bool:
    """Return whether two states under one id are surely two cases.

    Both have events, and they share no event and no name. Names alone prove nothing: one may be corrected.
    `between` are further states under that id; those that share an event or a name with one state and with
    the other, directly or through each other, show that it is one case.
    """
    if (first := next(_event_ids_of(one), None)) and first == next(_event_ids_of(other), None):
        return False  # nearly always: a common event, found without reading the ledgers
    if not (_event_ids(one) and _event_ids(other)):
        return False
    linked, left = [one], [other, *between]
    while more := [each for each in left if any(_have_common_event_or_name(each, known) for known in linked)]:
        if other in more:
            return False
        linked, left = more, [each for each in left if each not in more]
    return True


def _have_common_event_or_name(one: Data, other: Data) -> bool:
    return have_common_event(one, other) or not _names(one).isdisjoint(_names(other))


def have_common_event(one: Data, other: Data) -> bool:
    """Return whether two cases have an event with the same id."""
    return not _event_ids(one).isdisjoint(_event_ids(other))


IN_ANY_COMMITS = 2
"""The number of common events that show one case under two ids: one random id may be equal by chance."""
IN_ONE_COMMIT = 1
"""That number if one commit removed the first file and added the second, as after a change of the id."""


def has_events_of_case(
    events: AbstractSet[str], case: AbstractSet[str], needed: int = IN_ANY_COMMITS
) -> bool:
    """Return whether events are those of a case that had another id and perhaps another name.

    Both sets contain ids of events. At least `needed` of them must be common, or all of `case` if it has
    fewer. False if `case` is empty.
    """
    return bool(case) and len(events & case) >= min(needed, len(case))


def _event_ids(data: Data) -> frozenset[str]:
    return frozenset(_event_ids_of(data))


def _event_ids_of(data: Data) -> Iterator[str]:
    return (str(event["id"]) for event in groups(data.get("events")) if "id" in event)


def _names(data: Data) -> frozenset[str]:
    from casefile.model.case_names import own_names  # noqa: PLC0415 - the model: `log` needs it only without a common event

    return frozenset(fold_text(name) for name in own_names(data))
