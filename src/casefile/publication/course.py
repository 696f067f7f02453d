"""The published course: what the published ledger says, without whatever the full one knows to be otherwise.

A reader may infer from it that something is withheld, never what; nothing is published that the register
knows to be false.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from casefile.custody.counting import Sure
from casefile.custody.course import Course
from casefile.custody.state import CERTAINTIES
from casefile.custody.view import View
from casefile.model.dates import Day
from casefile.publication.spells import UNKNOWN, Held, spells_in_both

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
        spells, days_held = told.spells, told.days_held
        if (spells, days_held) != (full.spells, full.days_held):
            spells, days_held = spells_in_both(
                _held(told, Course.surely_held(self, day)), _held(full, self.full.surely_held(day))
            )
        if agreed:
            weaker = max(told.certainty, full.certainty, key=CERTAINTIES.index)
            return replace(told, certainty=weaker, spells=spells, days_held=days_held, **differing)
        kept = {name: getattr(told, name) for name in STANDS_ON_BARE_DAYS}
        return replace(NOTHING, spells=spells, days_held=days_held, **{**kept, **differing})


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


def _held(view: View, sure: Sequence[Sure | None]) -> list[Held]:
    return [Held(*each) for each in zip(view.spells, sure, strict=True)]
