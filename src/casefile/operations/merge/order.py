"""What a merge does to the status: events whose order decides it, and one that neither side had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casefile.changes.change import parts_of
from casefile.changes.merge import Conflict, Merged
from casefile.changes.sameness import ABSENT, ids_of
from casefile.custody.circumstances import NO_CONNECTIONS, circumstances
from casefile.custody.course import Course
from casefile.custody.folding import fold
from casefile.custody.jurisdictions import SHIPPED
from casefile.custody.view import View
from casefile.model.admit import admit
from casefile.model.dates import LAST_DAY, Day
from casefile.model.records import Case
from casefile.model.settings import Settings

EVENTS = "events"
DEFAULTS = Settings.model_validate({"schema": "casefile/settings/1"})
Data = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


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
    cases = _case(kind, first), _case(kind, last)
    if None in cases or _agree(*map(_course, cases)):
        return replace(merged, data=first)
    orders = [ours[each] for each in theirs], [theirs[each] for each in ours]
    asked = Conflict(EVENTS, (base or {}).get(EVENTS, ABSENT), *orders)
    others = (each for each in merged.conflicts if parts_of(each.field)[0] != EVENTS)
    return Merged({**merged.data, EVENTS: asked.ours}, (*others, asked))


def has_a_status_of_its_own(kind: str, ours: Data, theirs: Data, merged: Data) -> bool:
    """Return whether the last status after a merge is that of neither side."""
    if merged.get(EVENTS) in (ours.get(EVENTS), theirs.get(EVENTS)):
        return False
    cases = [_case(kind, each) for each in (merged, ours, theirs)]
    dates = (each.date for each in (cases[0].events if cases[0] else ()))
    days = [day for date in dates for day in (date.earliest, date.latest) if day < LAST_DAY]
    if not days:
        return False
    last = max(days) + ONE_DAY
    new, one, other = (_status(_course(each).on(last)) for each in cases)
    return new not in {one, other}


def _by_id(data: Data) -> dict[str, Any]:
    events = data.get(EVENTS) or []
    return dict(zip(ids_of(events) or (), events, strict=False))


def _case(kind: str, data: Data) -> Case | None:
    record = admit(kind, data).record
    return record if isinstance(record, Case) and record.events else None


def _course(case: Case | None) -> Course:
    """Fold the ledger of a case by the settings of a new register: sources and laws are not known here."""
    if case is None:
        return fold(())
    return fold(case.events, circumstances(case, DEFAULTS, NO_CONNECTIONS, SHIPPED))


def _agree(one: Course, other: Course) -> bool:
    """Return whether two courses give one view on each day: restrictions, charges, flags in any order."""
    days = (Day.fromordinal(day) for day in sorted(one.turns | other.turns))
    return all(_without_order(one.on(day)) == _without_order(other.on(day)) for day in days)


def _without_order(view: View) -> tuple[object, ...]:
    sets = view.restrictions, view.charges, view.flags
    return replace(view, restrictions=(), charges=(), flags=()), *map(frozenset, sets)


def _status(view: View) -> tuple[object, ...]:
    return view.possible, view.basis, view.disputed
