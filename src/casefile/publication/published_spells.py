"""The spells of custody, and the days held, that the published entries and the full ledgers all show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from casefile.custody.custody_view import Spell
from casefile.custody.day_counts import Range, Sure, count, merge_spells
from casefile.publication.list_pairs import pair_up

UNKNOWN = "unknown"


class HeldSpell(NamedTuple):
    """A spell as one course has it, and the days of which that course is sure; None if of none."""

    spell: Spell
    sure: Sure | None


def spells_in_all(
    published: Sequence[HeldSpell], fulls: Sequence[Sequence[HeldSpell]]
) -> tuple[tuple[Spell, ...], int]:
    """Return the spells that each full course knows too, and the least number of days held.

    A spell counts whole, up to its newest published sign, or with its first day. It never counts up to the
    day on which a full course ends it: the number would give that day.
    """
    found = [_pair_spells(published, full) for full in fulls]
    groups = [
        (each, [pairs[at] for pairs in found])
        for at, each in enumerate(published)
        if all(at in pairs for pairs in found)
    ]
    sure = [(one, others) for one, others in groups if one.sure and all(other.sure for other in others)]
    days = (_days_in_all(*group) for group in sure)
    least = count(each for each in days if each)
    spells = tuple(merge_spells([each.spell for each in (one, *others)]) for one, others in groups)
    return spells, max(least, 1) if sure else 0


def _pair_spells(published: Sequence[HeldSpell], full: Sequence[HeldSpell]) -> dict[int, HeldSpell]:
    """Return for each spell, by its place, the one of the full course with its beginning and end, or one.

    Each of the full course's is given once: where two are published in place of one, one of them goes.
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
    """Return the most days that the published course alone gives of a spell and the full ones are sure of.

    As in any course, only the first day is certain of a spell whose end is not known.
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


def _covers(sure: Sure, first: int, last: int) -> bool:
    return sure.first <= first and last <= sure.last
