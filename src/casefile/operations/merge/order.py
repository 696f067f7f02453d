"""What a merge does to the status: events whose order decides it, and one that neither side had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from casefile.changes.change import parts_of
from casefile.changes.merge import Conflict, Merged
from casefile.changes.sameness import ABSENT, ids_of
from casefile.custody.circumstances import NO_CONNECTIONS
from casefile.custody.course import Course
from casefile.custody.folding import fold, fold_case
from casefile.custody.joining import ONE_DAY, case_of, status_of
from casefile.custody.now import OFFICIAL
from casefile.custody.view import View
from casefile.model.dates import LAST_DAY, Day
from casefile.model.records import Case
from casefile.model.settings import Settings
from casefile.model.words import LEDGER, PROCEEDINGS

CONNECTIONS = (None, OFFICIAL, "relative")
"""The connections of a source to the person on which the status may depend."""
Data = Mapping[str, Any]


class Facts(NamedTuple):
    """Facts outside a record that decide the status: the settings, and the connections of known sources."""

    settings: Settings
    connections: Mapping[str, str | None] = NO_CONNECTIONS


def readings(facts: Facts) -> list[Callable[[Case], Course]]:
    """Return the ways to fold a case: a source that is not known may have any connection.

    The first one is that of sources which state nothing.
    """
    return [partial(_fold, facts, word) for word in CONNECTIONS]


def _fold(facts: Facts, unknown: str | None, case: Case) -> Course:
    cited = {str(getattr(each, "source", each)) for event in case.events for each in event.sources}
    connections = {each: facts.connections.get(each, unknown) for each in cited}
    return fold_case(case, facts.settings, connections)


def in_one_order(kind: str, base: Data | None, ours_last: Data, merged: Merged, facts: Facts) -> Merged:
    """Return the merge with its ledgers in the order that they have in both directions, or in conflict there.

    `merged` has the new entries of their side behind those of ours, `ours_last` the same the other way round.
    Where dates overlap, only the place in the file decides which event came last. Where the two orders give
    one view of custody on every day, that of the smaller ids is taken; else a person has to choose one. The
    order of other ledgers decides nothing.
    """
    data = merged.data
    torn = {(*parts_of(each.field), "")[0] for each in merged.conflicts if parts_of(each.field)[1:] == ()}
    for name in (PROCEEDINGS, LEDGER):
        ours, theirs = (_by_id(each, name) for each in (merged.data, ours_last))
        if torn & {"", name} or [*ours] == [*theirs] or ours.keys() != theirs.keys():
            continue
        first, last = (
            {**data, name: [ours[each] for each in pick([*ours], [*theirs])]} for pick in (min, max)
        )
        if name == LEDGER and not _agree(kind, first, last, facts):
            orders = [ours[each] for each in theirs], [theirs[each] for each in ours]
            asked = Conflict(LEDGER, (base or {}).get(LEDGER, ABSENT), *orders)
            others = (each for each in merged.conflicts if parts_of(each.field)[0] != LEDGER)
            return Merged({**data, LEDGER: asked.ours}, (*others, asked))
        data = first
    return replace(merged, data=data)


def has_a_status_of_its_own(
    kind: str, merged: Data, sides: tuple[Data, Data], today: Day, facts: Facts
) -> bool:
    """Return whether the status after a merge is that of neither side: today, or on any day after all events.

    Sources that are not known are read as if they stated no connection.
    """
    if merged.get(LEDGER) in [side.get(LEDGER) for side in sides]:
        return False
    cases = [case_of(kind, each) for each in (merged, *sides)]
    dates = (each.date for each in (cases[0].events if cases[0] else ()))
    days = [day for date in dates for day in (date.earliest, date.latest) if day < LAST_DAY]
    if not days:
        return False
    last = max(days) + ONE_DAY
    as_unstated = readings(facts)[0]
    folded = [as_unstated(each) if each else fold(()) for each in cases]
    later = (Day.fromordinal(turn) for course in folded for turn in course.turns)
    return any(
        new not in others
        for day in {today, last, *(each for each in later if each > last)}
        for new, *others in [[status_of(course.on(day)) for course in folded]]
    )


def _by_id(data: Data, name: str) -> dict[str, Any]:
    entries = data.get(name) or []
    return dict(zip(ids_of(entries) or (), entries, strict=False))


def _agree(kind: str, one: Data, other: Data, facts: Facts) -> bool:
    """Return whether two ledgers give one view on every day, whatever the connections of their sources."""
    first, second = case_of(kind, one), case_of(kind, other)
    if first is None or second is None:
        return True
    return all(_is_one_view(fold_as(first), fold_as(second)) for fold_as in readings(facts))


def _is_one_view(one: Course, other: Course) -> bool:
    """Return whether two courses give one view on each day: restrictions, charges, flags in any order."""
    days = (Day.fromordinal(day) for day in sorted(one.turns | other.turns))
    return all(_without_order(one.on(day)) == _without_order(other.on(day)) for day in days)


def _without_order(view: View) -> tuple[object, ...]:
    sets = view.restrictions, view.charges, view.flags, view.grounds
    return replace(view, restrictions=(), charges=(), flags=(), grounds=(), rule=None), *map(frozenset, sets)
