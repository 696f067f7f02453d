"""The days that a phrase may mean, and what it is counted from."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from casefile.dates.calendar_days import FIRST_DAY, BadDate, Day, month_end, month_of, month_start
from casefile.dates.edtf_date import When


class PhraseContext(Struct, frozen=True):
    """What a phrase is counted from.

    `today` is the day on which it is said. `edge` is where a weekday or a date without a year is looked
    for: the last one up to that day, the first one from it on where `ahead` is set.
    """

    today: Day
    edge: Day
    ahead: bool = False


class DaySpan(NamedTuple):
    """The first and the last day that is meant; `about` where a day, a month or a year is only near."""

    first: Day
    last: Day
    about: bool = False
    open_start: bool = False
    open_end: bool = False


def one(day: Day) -> DaySpan:
    """Return a single day."""
    return DaySpan(day, day)


def whole_month(year: int, month: int) -> DaySpan:
    """Return the days of a month; raise BadDate where there is none of that number."""
    if not 1 <= month <= 12:
        raise BadDate("there is no such month", "write it like 2025-05")
    number = month_of(Day(year, month, 1))
    return DaySpan(month_start(number), month_end(number))


def is_whole_year(first: Day, last: Day) -> bool:
    """Return whether two days are the first and the last one of a year."""
    return first == Day(first.year, 1, 1) and last == Day(first.year, 12, 31)


def is_whole_month(first: Day, last: Day) -> bool:
    """Return whether two days are the first and the last one of a month."""
    return first.day == 1 and last == month_end(month_of(first))


def span_to_date(span: DaySpan, asked: PhraseContext) -> When | None:
    """Return a span as a date of the grammar, cut off after today; None where it lies after today wholly."""
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
    """Write a day, a month or a year with the mark for about."""
    return When.parse(f"{_shortest(DaySpan(span.first, span.last))}~")


def _shortest(span: DaySpan) -> When:
    """Write a whole month or year by its name, everything else by its days."""
    first, last = span.first, span.last
    if not (span.open_start or span.open_end):
        if is_whole_year(first, last):
            return When.parse(f"{first.year:04}")
        if is_whole_month(first, last):
            return When.parse(f"{first.year:04}-{first.month:02}")
    return When.span(first, last, open_start=span.open_start, open_end=span.open_end)
