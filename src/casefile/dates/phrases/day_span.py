"""The span of days that a phrase may mean, and the days from which the phrase is counted."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from casefile.dates.calendar_days import FIRST_DAY, BadDate, Day, month_end, month_of, month_start
from casefile.dates.edtf_date import When


class PhraseContext(Struct, frozen=True):
    """The days from which a phrase is counted.

    `today` is the day on which the phrase is spoken. `edge` is the day from which a weekday or a date without
    a year is searched: the last one up to this day, or with `ahead` the first one from this day on.
    """

    today: Day
    edge: Day
    ahead: bool = False


class DaySpan(NamedTuple):
    """The first and the last day that a phrase may mean; the day of an open side is no bound.

    `about` is whether the span, which is then a day, a month or a year, is only approximate.
    """

    first: Day
    last: Day
    about: bool = False
    open_start: bool = False
    open_end: bool = False


def single_day_span(day: Day) -> DaySpan:
    """Return the span of a single day: from it to itself."""
    return DaySpan(day, day)


def whole_month(year: int, month: int) -> DaySpan:
    """Return the span of a whole month. Raises BadDate if the number of the month is not from 1 to 12."""
    if not 1 <= month <= 12:
        raise BadDate("there is no month with this number", "write it like 2025-05")
    number = month_of(Day(year, month, 1))
    return DaySpan(month_start(number), month_end(number))


def is_whole_year(first: Day, last: Day) -> bool:
    """Return whether two days are the first and the last day of the same year."""
    return first == Day(first.year, 1, 1) and last == Day(first.year, 12, 31)


def is_whole_month(first: Day, last: Day) -> bool:
    """Return whether two days are the first and the last day of the same month."""
    return first.day == 1 and last == month_end(month_of(first))


def span_to_date(span: DaySpan, asked: PhraseContext) -> When | None:
    """Return a span as a date of the grammar; None if it ends before it starts, or starts by `FIRST_DAY`.

    Unless `asked.ahead` is set, days after today are removed, and a span that begins after today gives None.
    An approximate span that loses days so becomes a set of the days that are left.
    """
    if not asked.ahead:
        if span.first > asked.today:
            return None
        if span.about and _about(span).latest > asked.today:
            span = DaySpan(_about(span).earliest, asked.today)
        span = span._replace(last=min(span.last, asked.today))
    if min(span.first, span.last) <= FIRST_DAY or span.first > span.last:
        return None
    return _about(span) if span.about else _shortest(span)


def _about(span: DaySpan) -> When:
    """Return a day, a month or a year as a date with the mark `~`."""
    return When.parse(f"{_shortest(DaySpan(span.first, span.last))}~")


def _shortest(span: DaySpan) -> When:
    """Return a whole month or year as a date of that precision, any other span by its first and last day."""
    first, last = span.first, span.last
    if not (span.open_start or span.open_end):
        if is_whole_year(first, last):
            return When.parse(f"{first.year:04}")
        if is_whole_month(first, last):
            return When.parse(f"{first.year:04}-{first.month:02}")
    return When.span(first, last, open_start=span.open_start, open_end=span.open_end)
