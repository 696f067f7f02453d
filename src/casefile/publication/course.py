"""The published course: what the published ledger says, without whatever the full one knows to be otherwise.

A reader may infer from it that something is withheld, never what; nothing is published that the register
knows to be false.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from casefile.custody import CERTAINTIES, Spell, View
from casefile.custody.course import Course
from casefile.model.dates import FIRST_DAY, LAST_DAY, Day

UNKNOWN = "unknown"
OTHERS = tuple(
    each.name
    for each in fields(View)
    if each.name not in {"status", "possible", "certainty", "spells", "days_held"}
)
"""What is left out where it differs; the five are weakened by rules of their own."""
NOTHING = View(status=UNKNOWN, certainty="uncertain", possible=())
STANDS_ON_BARE_DAYS = frozenset({"charges", "flags"})
"""What a bare unknown may still say, where both courses say it."""


@dataclass(frozen=True, slots=True)
class PublishedCourse(Course):
    """The course of what is published, beside the full one, which only ever takes away from what it says."""

    full: Course | None = None

    def on(self, day: Day) -> View:
        """Return what may be published about the end of a day."""
        told = Course.on(self, day)
        if self.full is None:
            return told
        full = self.full.on(day)
        agreed = _agree(told, full)
        differing = {name: getattr(NOTHING, name) for name in OTHERS if _untellable(name, told, full, agreed)}
        differing["spells"] = _common_spells(told, full)
        differing["days_held"] = self._days_held(told, full, day)
        if agreed:
            weaker = max(told.certainty, full.certainty, key=CERTAINTIES.index)
            return replace(told, certainty=weaker, **differing)
        kept = {name: getattr(told, name) for name in STANDS_ON_BARE_DAYS}
        return replace(NOTHING, **{**kept, **differing})

    def _days_held(self, told: View, full: View, day: Day) -> tuple[int, int | None]:
        """Count the days on which both courses say held; how many more there were stays open.

        As in any course, of a spell whose end nobody knows its first day alone is certain.
        """
        if told.spells == full.spells and told.days_held == full.days_held:
            return told.days_held
        pairs = [(spell, _counterpart(spell, full.spells)) for spell in told.spells]
        if any(spell.end == UNKNOWN or not other or other.end != spell.end for spell, other in pairs):
            certain = {other for spell, other in pairs if other and other.certain and spell.certain}
            return min(len(certain), told.days_held[0]), None
        days = [*self._turns(day.toordinal()), day.toordinal() + 1]
        least = sum(
            after - here for here, after in pairwise(days) if self._held_in_both(Day.fromordinal(here))
        )
        return min(least, told.days_held[0]), None

    def _held_in_both(self, day: Day) -> bool:
        return self.full is not None and Course.on(self, day).status == self.full.on(day).status == "held"

    def _turns(self, last: int) -> list[int]:
        """Return the days up to the last one on which either course may take a turn."""
        found = {last}
        for number in _ordinals([self.as_data(), self.full.as_data() if self.full else None]):
            found |= {number, number + 1, number + self.stale_days, number + self.stale_days + 1}
        return sorted(number for number in found if FIRST_DAY.toordinal() < number <= last)


def published_course(told: Course, full: Course) -> Course:
    """Return what may be said of a course whose ledger is published only in part."""
    if told == full:
        return told
    return PublishedCourse(
        told.bounds, told.states, told.rules, told.news, told.stale_days, told.disputed, full
    )


def _untellable(name: str, told: View, full: View, agreed: bool) -> bool:
    """Tell whether a field must go: the courses differ in it, or it says too much for a bare day."""
    return getattr(told, name) != getattr(full, name) or not (agreed or name in STANDS_ON_BARE_DAYS)


def _agree(told: View, full: View) -> bool:
    return told.status == full.status and {*told.possible} == {*full.possible}


def _common_spells(told: View, full: View) -> tuple[Spell, ...]:
    """Cut the spells to what both courses say of them."""
    if told.spells == full.spells:
        return told.spells
    return tuple(filter(None, (_common_spell(spell, full.spells) for spell in told.spells)))


def _common_spell(told: Spell, spells: tuple[Spell, ...]) -> Spell | None:
    """Cut a spell where the full course says something else; one that it does not know goes."""
    full = _counterpart(told, spells)
    if full is None:
        return None
    return Spell(
        start=told.start if told.start == full.start else UNKNOWN,
        end=told.end if told.end == full.end else UNKNOWN,
        basis=told.basis if told.basis == full.basis else None,
        certain=told.certain and full.certain,
        closed_by=told.closed_by if told.closed_by == full.closed_by else None,
    )


def _counterpart(told: Spell, spells: tuple[Spell, ...]) -> Spell | None:
    """Return the spell of the full course that begins, or else ends, as this one does."""
    return next((each for each in spells if each.start == told.start), None) or next(
        (each for each in spells if each.end == told.end), None
    )


def _ordinals(data: object) -> Iterator[int]:
    """Yield every day of the calendar that stands anywhere in a stored course."""
    if isinstance(data, dict):
        for value in data.values():
            yield from _ordinals(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _ordinals(value)
    elif isinstance(data, int) and FIRST_DAY.toordinal() <= data <= LAST_DAY.toordinal():
        yield data
