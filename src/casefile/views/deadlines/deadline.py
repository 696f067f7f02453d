"""One deadline, and the number of days until it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from casefile.dates import Day, Duration, When
from casefile.model.consent import last_sure_day
from casefile.model.plain_data import plain_fields

KINDS: Mapping[str, str] = {
    "urgent": "The person is in danger now: ask for medical care, a visit or news.",
    "order_ends": "Orders are often extended without notice; ask before this day.",
    "sentence_ends": "The person may be released on this day; ask the family.",
    "restriction_ends": "A temporary ban may be extended without a report.",
    "lapsed": "The person is held without an order, or was released without a report.",
    "sentence_over": "Custody after the end of a term has no basis (WGAD, category I).",
    "return": "Whether a person on leave went back is seldom reported.",
    "hearing": "An observer, a lawyer or a colleague can attend.",
    "hearing_passed": "The result of a hearing is soon hard to find.",
    "appeal": "After this day an appeal is not possible.",
    "reply": "No reply by this day is also a fact to record.",
    "consent": "Data must not be published after the consent has ended.",
    "clock": "The risk of ill-treatment is highest before the first court hearing (ICCPR art. 7, 9(3)).",
    "death_unproved": "A death that one source reports must be checked.",
    "stale": "Old information becomes less certain.",
}
"""Why a team needs each kind of deadline in the output of `--json`.

They are in the order in which the deadlines of one day are shown.
"""
GROUP_OF: Mapping[str, str] = {"urgent": "urgent", "stale": "quiet"}
"""The kinds of rows that are no deadlines, with their groups."""
RANKS: Mapping[str, int] = {kind: place for place, kind in enumerate(KINDS)}


class Due(Struct, frozen=True):
    """A deadline: its date, its kind, its record, and the event that sets it.

    `days` counts from the day of the query: negative is past, 0 is that day, or a date that is not known to
    the day and may be that day. `event` is empty if no single event sets the deadline. `text` describes the
    row in words and is never more certain than the ledger.
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
        """Return the group of the row: `urgent`, `overdue`, `today`, `ahead`, or `quiet` without news.

        A report of danger and missing news are not deadlines.
        """
        if self.kind in GROUP_OF:
            return GROUP_OF[self.kind]
        return "overdue" if self.days < 0 else "ahead" if self.days else "today"

    def as_data(self) -> dict[str, object]:
        """Return the row as plain data for the output of `--json`."""
        return plain_fields(self, "event")


class DeadlineWindow(Struct, frozen=True):
    """How far ahead to look (`within`), and the time without news after which custody is stale.

    For `stale`, None means the setting `stale_days` of the register.
    """

    within: Duration = Duration("P14D")
    stale: Duration | None = None

    def near(self, found: Iterable[Due], day: Day) -> tuple[Due, ...]:
        """Return the deadlines that are overdue or due within the window; the longest overdue first.

        A time limit for an appeal is left out if it ended longer ago than the window looks ahead.
        """
        last = (self.within.add_to(day) - day).days
        kept = (each for each in found if each.days <= last and not self._is_over(each, day))
        return tuple(sorted(kept, key=_place))

    def _is_over(self, each: Due, day: Day) -> bool:
        return each.kind == "appeal" and self.within.add_to(each.date.latest) < day


EVER = Duration("P9999Y")
"""A window without end, for callers that want every deadline."""


def deadlines_ahead(deadlines: Iterable[Due]) -> tuple[Due, ...]:
    """Return the deadlines of today and later, the nearest first; missing news is not a deadline."""
    ahead = (each for each in deadlines if each.urgency in {"today", "ahead"})
    return tuple(sorted(ahead, key=_place))


def _place(each: Due) -> tuple[int, int, str, str, str]:
    return each.days, RANKS[each.kind], each.name, each.record, each.event


def days_off(kind: str, date: When, day: Day) -> int:
    """Return the number of days from a day to the date of a deadline.

    A consent counts to the last day on which it is certainly valid, as in exports. If it may have ended on
    any day up to a last one, it is at least one day overdue.
    """
    if kind != "consent":
        return days_to(date, day)
    ahead = (last_sure_day(date) - day).days
    return min((date.latest - day).days, -1) if ahead < 0 and date.open_start else ahead


def days_to(date: When, day: Day) -> int:
    """Return the number of days to a date: to its first day if ahead, from its last day if past.

    The number is 0 on every day that may be the date. For a date with an open start only the last day is
    known.
    """
    first = date.first_known
    return (first - day).days if first > day else min((date.latest - day).days, 0)
