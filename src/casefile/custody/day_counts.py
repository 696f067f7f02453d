"""Compute the times in custody, and the number of days held, at the end of one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from casefile.custody.custody_view import Spell
from casefile.custody.state import FIRST, ClosedSpell, DateSpan, State
from casefile.custody.time_rules import SeenState

Range = tuple[int, int]
"""The first and the last day of a period, as ordinals."""
DayCount = tuple[int, int | None]
"""The least and the greatest number of days in custody; the greatest is None if it is not known."""


class CertainDays(NamedTuple):
    """The certain days of one time in custody, as ordinals from `first` to `last`; none if last < first.

    `shown` is the last of them that an entry itself shows. For the days after it there is only no news of an
    end.
    """

    first: int
    shown: int
    last: int


def spells_of(seen: SeenState) -> tuple[Spell, ...]:
    """Return the times in custody of one possible state, the present one last."""
    state = seen.state
    spells = [
        Spell(
            each.start.text,
            each.end.text if each.end else "unknown",
            each.basis,
            each.certain,
            each.closed_by,
        )
        for each in state.spells
    ]
    if state.started:
        end = "ongoing" if len(seen.possible) == 1 else "unknown"
        spells.append(Spell(state.started.text, end, state.basis, certain=True, closed_by=None))
    return tuple(spells)


def starts_of(state: State) -> tuple[DateSpan, ...]:
    """Return the dates on which the times in custody of a state began, the present one last."""
    return (*(each.start for each in state.spells), *([state.started] if state.started else []))


def merge_all_spells(views: Sequence[tuple[Spell, ...]]) -> tuple[Spell, ...]:
    """Return the times in custody of several possible states, merged; values that differ are unknown.

    `views` has the times in custody of each state.
    """
    if all(each == views[0] for each in views):
        return views[0]
    return tuple(merge_spells(same_place) for same_place in zip_longest(*views))


def merge_spells(spells: Sequence[Spell | None]) -> Spell:
    """Return one time in custody made of the same one in several courses or states.

    Values on which they differ are unknown. It is uncertain if it is None in one of them.
    """
    there = [spell for spell in spells if spell]
    first, *rest = there
    return Spell(
        start=first.start if all(each.start == first.start for each in rest) else "unknown",
        end=first.end if all(each.end == first.end for each in rest) else "unknown",
        basis=first.basis if all(each.basis == first.basis for each in rest) else None,
        certain=len(there) == len(spells) and all(each.certain for each in there),
        closed_by=first.closed_by if all(each.closed_by == first.closed_by for each in rest) else None,
    )


def days_held(seen: SeenState) -> DayCount:
    """Return the least and the greatest number of days that the person was held by the end of the day.

    Both end days count. The least number counts certain days: for a lapsed order only the days up to its end
    or to the newest sign of custody. The greatest is None if an end, or the first start, is not known.
    """
    least, most = _days_between(certain_days_of(seen), _possible_days_of(seen))
    is_again = seen.state.started is None and "held" in seen.possible  # detained again, on an unknown day
    return least, None if is_again else most


def days_by_spell(seen: SeenState) -> tuple[DayCount, ...]:
    """Return the least and the greatest number of days in each time in custody, by the end of the day."""
    pairs = zip(certain_days_of(seen), _possible_days_of(seen), strict=True)
    return tuple([_days_between([sure], [perhaps]) for sure, perhaps in pairs])


def merge_day_counts(counted: Sequence[DayCount]) -> DayCount:
    """Return the least and the greatest of the numbers of days that several possible states give.

    The greatest is None if it is None in one of them.
    """
    most = [days for _, days in counted if days is not None]
    return min(days for days, _ in counted), max(most) if len(most) == len(counted) else None


def _days_between(sure: Iterable[CertainDays | None], perhaps: Iterable[Range | None]) -> DayCount:
    """Return the number of days that are certain, and of those that are possible; None for no known end.

    `sure` and `perhaps` have the certain and the possible days of each time in custody.
    """
    certain = [(each.first, each.last) for each in sure if each]
    least = max(count(certain), 1) if certain else 0
    possible = [*perhaps]
    known = [each for each in possible if each]
    return least, max(count(known), least) if len(known) == len(possible) else None


def _possible_days_of(seen: SeenState) -> tuple[Range | None, ...]:
    """Return the possible days of each time in custody, as ordinals; None if its start or end is unknown."""
    state, day = seen.state, seen.day
    found = [(each.start.first, min(each.end.last, day)) if each.end else None for each in state.spells]
    if state.started:
        found.append((state.started.first, day) if len(seen.possible) == 1 else None)
    return tuple([each if each and each[0] > FIRST else None for each in found])


def certain_days_of(seen: SeenState) -> tuple[CertainDays | None, ...]:
    """Return the certain days of each time in custody of one possible state; None for one not certain."""
    state = seen.state
    found = [_certain_days_of_closed(each, seen.day) if each.certain else None for each in state.spells]
    if state.started:
        found.append(_certain_days_of_ongoing(seen, state.started))
    return tuple(found)


def merge_certain_days(views: Sequence[tuple[CertainDays | None, ...]]) -> tuple[CertainDays | None, ...]:
    """Return the days of each time in custody that are certain in all of several possible states.

    `views` has the certain days of each state; an item of the result is None if one state has no such days.
    """
    return tuple(
        _intersect_days([each for each in place if each], len(place)) for place in zip_longest(*views)
    )


def count(ranges: Iterable[Range]) -> int:
    """Return the number of days in ranges of ordinals; days in several ranges count once."""
    days, counted_to = 0, 0
    for first, last in sorted(ranges):
        start = max(first, counted_to + 1)
        if last >= start:
            days += last - start + 1
            counted_to = last
    return days


def _certain_days_of_closed(spell: ClosedSpell, day: int) -> CertainDays:
    """Return the certain days of a time in custody that is over: from its latest start to its earliest end.

    If no end is stated, that is one day. There is none if the start may be after the end. `day` is an
    ordinal.
    """
    start = min(spell.start.last, day)
    end = min(spell.end.first, day) if spell.end else start
    return CertainDays(start, end, end)


def _certain_days_of_ongoing(seen: SeenState, started: DateSpan) -> CertainDays:
    """Return the certain days of the present time in custody.

    They last up to the day itself if the custody is certain; up to the end of its order if that has run out;
    else up to the newest sign of custody.
    """
    state = seen.state
    start = min(started.last, seen.day)
    shown = max(start, min(seen.proof.first, seen.day)) if seen.proof else start
    if "whereabouts_unknown" in state.flags:
        return CertainDays(start, shown, shown)
    if seen.certainty in {"stated", "presumed"} and len(seen.possible) == 1:
        return CertainDays(start, shown, max(start, seen.day))
    if seen.certainty == "lapsed" and state.until is not None:
        return CertainDays(start, shown, max(shown, min(state.until, seen.day)))
    return CertainDays(start, shown, shown)


def _intersect_days(there: Sequence[CertainDays], states: int) -> CertainDays | None:
    """Return the days of one time in custody that are certain in each possible state: their intersection.

    `there` has the days of each state that has any; the result is None if these are fewer than `states`.
    """
    if len(there) < states:
        return None
    return CertainDays(
        max(each.first for each in there), min(each.shown for each in there), min(each.last for each in there)
    )
