"""The periods of custody (spells), and the days held, on which published entries and full ledgers agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from casefile.custody.custody_view import Spell
from casefile.custody.day_counts import CertainDays, Range, count, merge_spells
from casefile.publication.list_pairs import pair_up

UNKNOWN = "unknown"


class HeldSpell(NamedTuple):
    """A period of custody in one course, and the days of it that are certain there; None if no day is."""

    spell: Spell
    sure: CertainDays | None


class SharedSpell(NamedTuple):
    """A period of custody as all courses give it; `place` is its index in the published course.

    `is_sure`: no course doubts that there was such a period. `days` are those that all courses are sure of.
    """

    place: int
    spell: Spell
    is_sure: bool
    days: Range | None


def spells_in_all(
    published: Sequence[HeldSpell], fulls: Sequence[Sequence[HeldSpell]]
) -> tuple[SharedSpell, ...]:
    """Return the published periods of custody that each full course contains too.

    The days of a period are counted to its end, to the newest published sign of custody, or only its first
    day. They are never counted to the day on which a full course ends the period: the number would reveal
    that day.
    """
    found = [_pair_spells(published, full) for full in fulls]
    return tuple(
        _shared(at, each, [pairs[at] for pairs in found])
        for at, each in enumerate(published)
        if all(at in pairs for pairs in found)
    )


def least_days(spells: Iterable[SharedSpell]) -> int:
    """Return the least number of days in custody in these periods: at least 1 if one is certain, else 0."""
    sure = [each.days for each in spells if each.is_sure]
    return max(count(days for days in sure if days), 1) if sure else 0


def _shared(place: int, one: HeldSpell, others: Sequence[HeldSpell]) -> SharedSpell:
    every = (one, *others)
    spell, is_sure = merge_spells([each.spell for each in every]), all(each.sure for each in every)
    return SharedSpell(place, spell, is_sure, _days_in_all(one, others))


def _pair_spells(published: Sequence[HeldSpell], full: Sequence[HeldSpell]) -> dict[int, HeldSpell]:
    """Return the counterpart of each published spell in the full course, by the index of the published one.

    A counterpart has the same start and end, else the same start, else the same end. No spell of the full
    course is used twice: if two are published in place of one, one of them has no counterpart.
    """
    one, other = ([each.spell for each in spells] for spells in (published, full))
    places = pair_up(one, other, _same, _same_start, _same_end)
    return {at: full[of] for at, of in places.items()}


def _same(one: Spell, other: Spell) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _same_start(one: Spell, other: Spell) -> bool:
    return one.start == other.start != UNKNOWN


def _same_end(one: Spell, other: Spell) -> bool:
    return one.end == other.end != UNKNOWN


def _days_in_all(published: HeldSpell, fulls: Sequence[HeldSpell]) -> Range | None:
    """Return the longest range of days of a spell that the published course gives and all full ones confirm.

    The result is None if a course is sure of no day. Only the first day is certain of a spell whose end is
    not known.
    """
    sure = [each.sure for each in fulls if each.sure]
    if published.sure is None or len(sure) < len(fulls):
        return None
    first, shown, last = published.sure
    same_end = all(_same_end(published.spell, each.spell) for each in fulls)
    ends = (last, shown, first) if same_end else (first,)
    return next(
        (
            (first, end)
            for end in ends
            if first <= end <= last and all(_covers(each, first, end) for each in sure)
        ),
        None,
    )


def _covers(sure: CertainDays, first: int, last: int) -> bool:
    return sure.first <= first and last <= sure.last
