"""What a merge does to the status: events whose order decides it, and one that neither side had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casefile.changes.merge import Conflict, Merged
from casefile.changes.sameness import ABSENT, ids_of
from casefile.custody.circumstances import NO_CONNECTIONS, circumstances
from casefile.custody.course import Course
from casefile.custody.folding import fold
from casefile.custody.jurisdictions import SHIPPED
from casefile.model.admit import admit
from casefile.model.dates import LAST_DAY, Day
from casefile.model.records import Case
from casefile.model.settings import Settings

EVENTS = "events"
DEFAULTS = Settings.model_validate({"schema": "casefile/settings/1"})
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
    cases = [_case(kind, {**merged.data, EVENTS: each}) for each in orders]
    if None in cases or _statuses(cases[0]) == _statuses(cases[1]):
        return None
    return Conflict(EVENTS, (base or {}).get(EVENTS, ABSENT), *orders)


def has_a_status_of_its_own(kind: str, ours: Data, theirs: Data, merged: Data) -> bool:
    """Return whether the last status after a merge is that of neither side."""
    if merged.get(EVENTS) in (ours.get(EVENTS), theirs.get(EVENTS)):
        return False
    cases = [_case(kind, each) for each in (merged, ours, theirs)]
    days = [day for day in _days(cases[0]) if day < LAST_DAY.toordinal()]
    if not days:
        return False
    last = Day.fromordinal(max(days))
    new, one, other = (_status(_course(each), last) for each in cases)
    return new not in {one, other}


def _by_id(data: Data) -> dict[str, Any]:
    events = data.get(EVENTS, [])
    return dict(zip(ids_of(events) or (), events, strict=False))


def _case(kind: str, data: Data) -> Case | None:
    record = admit(kind, data).record
    return record if isinstance(record, Case) and record.events else None


def _course(case: Case | None) -> Course:
    """Fold the ledger of a case by the settings of a new register: sources and laws are not known here."""
    if case is None:
        return fold(())
    return fold(case.events, circumstances(case, DEFAULTS, NO_CONNECTIONS, SHIPPED))


def _statuses(case: Case | None) -> list[tuple[object, ...]]:
    """Return what may be true of custody on every day on which an event may be the last one."""
    course = _course(case)
    return [_status(course, Day.fromordinal(day)) for day in sorted({*_days(case)})]


def _days(case: Case | None) -> Iterator[int]:
    """Yield the first and the last day of each event and the day after; of an open date the last of days."""
    for event in case.events if case else ():
        for day in (event.date.earliest, event.date.latest):
            yield day.toordinal()
            yield min(day.toordinal() + ONE_DAY, LAST_DAY.toordinal())


def _status(course: Course, day: Day) -> tuple[object, ...]:
    view = course.on(day)
    return view.possible, view.basis, view.disputed
