"""One thing that is due, and how far off it is."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefile.dates import Day, Duration, When
from casefile.model.consent import last_sure_day
from casefile.model.plain_data import plain_fields

KINDS = (
    "order_ends", "sentence_ends", "restriction_ends", "lapsed", "sentence_over", "return", "hearing",
    "hearing_passed", "appeal", "reply", "consent", "clock", "death_unproved", "stale",
)  # fmt: skip
"""What may be due, in the order in which things of one day are told."""


class Due(Struct, frozen=True):
    """Something that is due: when, what, of which record, by which entry.

    `days` counts from the day that was asked: negative is past, 0 is that day, or may be it where the date is
    not known to the day. `event` is empty where no single entry sets the deadline. `text` says the row in
    words, never more certain than the ledger.
    """

    date: When
    days: int
    kind: str
    record: str
    name: str
    event: str
    text: str

    @property
    def urgency(self) -> str:
        """Where the row belongs: overdue, today, ahead; quiet if it is no deadline but a silence."""
        if self.kind == "stale":
            return "quiet"
        return "overdue" if self.days < 0 else "ahead" if self.days else "today"

    def as_data(self) -> dict[str, object]:
        """Return the row as the contract's JSON."""
        return plain_fields(self, "event")


class Window(Struct, frozen=True):
    """How far ahead a reader looks, and after how much silence custody is stale (absent: `stale_days`)."""

    within: Duration = Duration("P14D")
    stale: Duration | None = None

    def near(self, found: Iterable[Due], day: Day) -> tuple[Due, ...]:
        """Return what is overdue, or due within the window; what is longest overdue first.

        A time for an appeal that ended longer ago than the reader looks ahead is over.
        """
        last = (self.within.add_to(day) - day).days
        kept = (each for each in found if each.days <= last and not self._is_over(each, day))
        return tuple(sorted(kept, key=_place))

    def _is_over(self, each: Due, day: Day) -> bool:
        return each.kind == "appeal" and self.within.add_to(each.date.latest) < day


EVER = Duration("P9999Y")
"""How far ahead whoever looks at all of it looks."""


def deadlines_ahead(owed: Iterable[Due]) -> tuple[Due, ...]:
    """Return the deadlines of today and later, the nearest first; a silence is not a deadline."""
    ahead = (each for each in owed if each.urgency in {"today", "ahead"})
    return tuple(sorted(ahead, key=_place))


def _place(each: Due) -> tuple[int, int, str, str, str]:
    return each.days, KINDS.index(each.kind), each.name, each.record, each.event


def days_off(kind: str, date: When, day: Day) -> int:
    """Return the number of days from a day to the date of a deadline.

    A consent counts to the last day on which it is surely valid, as in exports. One that may have ended on
    any day up to a last one is at least one day overdue.
    """
    if kind != "consent":
        return days_to(date, day)
    ahead = (last_sure_day(date) - day).days
    return min((date.latest - day).days, -1) if ahead < 0 and date.open_start else ahead


def days_to(date: When, day: Day) -> int:
    """Return how far off a date is: to its first day while that is ahead, from its last once it is past.

    On every day that may be the date it is 0. Of a date with an open start only the last day is known.
    """
    first = date.first_known
    return (first - day).days if first > day else min((date.latest - day).days, 0)
