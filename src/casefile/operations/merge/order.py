"""What a merge does to the status: events whose order decides it, and one that neither side had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casefile.changes.change import parts_of
from casefile.changes.merge import Conflict, Merged
from casefile.changes.sameness import ABSENT, ids_of
from casefile.custody.course import Course
from casefile.custody.joining import ONE_DAY, case_of, course_of, status_of
from casefile.custody.view import View
from casefile.model.dates import LAST_DAY, Day

EVENTS = "events"
Data = Mapping[str, Any]


def in_one_order(kind: str, base: Data | None, ours_last: Data, merged: Merged) -> Merged:
    """Return the merge with its events in the order that it has in both directions, or in conflict there.

    `merged` has the new events of their side behind those of ours, `ours_last` the same the other way round.
    Where dates overlap, only the place in the file decides which event came last. Where the two orders give
    one view of custody on every day, that of the smaller ids is taken; else a person has to choose one.
    """
    if any(each.field in {"", EVENTS} for each in merged.conflicts):
        return merged
    ours, theirs = (_by_id(each) for each in (merged.data, ours_last))
    if [*ours] == [*theirs] or ours.keys() != theirs.keys():
        return merged
    first = {**merged.data, EVENTS: [ours[each] for each in min([*ours], [*theirs])]}
    last = {**merged.data, EVENTS: [ours[each] for each in max([*ours], [*theirs])]}
    cases = case_of(kind, first), case_of(kind, last)
    if None in cases or _agree(*map(course_of, cases)):
        return replace(merged, data=first)
    orders = [ours[each] for each in theirs], [theirs[each] for each in ours]
    asked = Conflict(EVENTS, (base or {}).get(EVENTS, ABSENT), *orders)
    others = (each for each in merged.conflicts if parts_of(each.field)[0] != EVENTS)
    return Merged({**merged.data, EVENTS: asked.ours}, (*others, asked))


def has_a_status_of_its_own(kind: str, ours: Data, theirs: Data, merged: Data) -> bool:
    """Return whether the last status after a merge is that of neither side."""
    if merged.get(EVENTS) in (ours.get(EVENTS), theirs.get(EVENTS)):
        return False
    cases = [case_of(kind, each) for each in (merged, ours, theirs)]
    dates = (each.date for each in (cases[0].events if cases[0] else ()))
    days = [day for date in dates for day in (date.earliest, date.latest) if day < LAST_DAY]
    if not days:
        return False
    last = max(days) + ONE_DAY
    new, one, other = (status_of(course_of(each).on(last)) for each in cases)
    return new not in {one, other}


def _by_id(data: Data) -> dict[str, Any]:
    events = data.get(EVENTS) or []
    return dict(zip(ids_of(events) or (), events, strict=False))


def _agree(one: Course, other: Course) -> bool:
    """Return whether two courses give one view on each day: restrictions, charges, flags in any order."""
    days = (Day.fromordinal(day) for day in sorted(one.turns | other.turns))
    return all(_without_order(one.on(day)) == _without_order(other.on(day)) for day in days)


def _without_order(view: View) -> tuple[object, ...]:
    sets = view.restrictions, view.charges, view.flags, view.grounds
    return replace(view, restrictions=(), charges=(), flags=(), grounds=(), rule=None), *map(frozenset, sets)
