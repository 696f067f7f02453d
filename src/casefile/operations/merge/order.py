"""What a merge does to the status: events whose order decides it, and one that neither side had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casefile.changes.merge import Conflict, Merged
from casefile.changes.sameness import ABSENT, ids_of
from casefile.custody.course import Course
from casefile.custody.folding import fold
from casefile.model.admit import admit
from casefile.model.dates import LAST_DAY, Day
from casefile.model.events import Event
from casefile.model.records import Case

EVENTS = "events"
Data = Mapping[str, Any]
ONE_DAY = 1


def order_conflict(kind: str, base: Data | None, ours_last: Data, merged: Merged) -> Conflict | None:
    """Return the conflict between two orders of the same events; None where both give one status.

    `merged` has the new events of their side behind those of ours, `ours_last` the same the other way round.
    Where dates overlap, only the place in the file decides which event came last: who merges whom must not
    decide whether a person is held.
    """
    if any(each.field in {"", EVENTS} for each in merged.conflicts):
        return None
    ours, theirs = (_by_id(each) for each in (merged.data, ours_last))
    if [*ours] == [*theirs] or ours.keys() != theirs.keys():
        return None
    orders = [ours[each] for each in theirs], [theirs[each] for each in ours]
    events = [_events(kind, {**merged.data, EVENTS: each}) for each in orders]
    if not all(events) or _statuses(events[0]) == _statuses(events[1]):
        return None
    return Conflict(EVENTS, (base or {}).get(EVENTS, ABSENT), *orders)


def has_a_status_of_its_own(kind: str, ours: Data, theirs: Data, merged: Data) -> bool:
    """Return whether the last status after a merge is that of neither side."""
    if merged.get(EVENTS) in (ours.get(EVENTS), theirs.get(EVENTS)):
        return False
    events = _events(kind, merged)
    days = [day for day in _days(events) if day < LAST_DAY.toordinal()]
    if not days:
        return False
    last = Day.fromordinal(max(days))
    one, other, new = (_status(fold(_events(kind, each)), last) for each in (ours, theirs, merged))
    return new not in {one, other}


def _by_id(data: Data) -> dict[str, Any]:
    events = data.get(EVENTS, [])
    return dict(zip(ids_of(events) or (), events, strict=False))


def _events(kind: str, data: Data) -> Sequence[Event]:
    record = admit(kind, data).record
    return record.events if isinstance(record, Case) else ()


def _statuses(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """Return what may be true of custody on every day on which an event may be the last one."""
    course = fold(events)
    return [_status(course, Day.fromordinal(day)) for day in sorted({*_days(events)})]


def _days(events: Sequence[Event]) -> Iterator[int]:
    """Yield the first and the last day of each event and the day after; of an open date the last of days."""
    for event in events:
        for day in (event.date.earliest, event.date.latest):
            yield day.toordinal()
            yield min(day.toordinal() + ONE_DAY, LAST_DAY.toordinal())


def _status(course: Course, day: Day) -> tuple[object, ...]:
    view = course.on(day)
    return view.possible, view.basis, view.disputed
