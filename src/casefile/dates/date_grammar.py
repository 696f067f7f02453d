"""The grammar of dates: parse a text as one date, an interval or a set.

It is EDTF (ISO 8601-2): levels 0 and 1 without times, seasons, centuries (20XX) and years outside 1000 to
9999, and from level 2 the set `[a..b]`, which means one unknown day of a span. An interval must state its
start; its end may be open (`2025-05-28/..`), and so may one end of a set.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from casefile.dates.calendar_days import (
    FIRST_DAY,
    HIJRI_YEARS,
    LAST_DAY,
    BadDate,
    Day,
    days_later,
    month_end,
    month_of,
    month_start,
)

Precision = Literal["day", "month", "year", "decade"]

TOLERANCE: dict[Precision, int] = {"day": 3, "month": 1, "year": 12, "decade": 12}
"""How far the mark `~` extends a date in both directions, by precision: days for a day, else months."""

ONE = (
    r"([1-9][0-9]{3}(-XX(-XX)?|-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]|XX))?)?"
    r"|[1-9][0-9]{2}X)[?~%]?"
)
"""The pattern of one date: a day, a month, a year or a decade, with at most one mark at its end."""

PATTERN = rf"^({ONE}(/({ONE}|\.\.))?|\[({ONE}\.\.({ONE})?|\.\.{ONE})\])$"
"""The pattern of the grammar, also for the JSON Schemas. It accepts impossible days and reversed spans."""

_one = re.compile(ONE)
_set = re.compile(r"\[(.*)\.\.(.*)\]")
_interval = re.compile(r"([^/]*)/([^/]*)")


class StatedDate(NamedTuple):
    """One parsed date: its precision, its first and last day without the effect of marks, and its marks.

    `doubtful` is the mark `?`, `approximate` the mark `~`; `%` sets both.
    """

    precision: Precision
    first: Day
    last: Day
    doubtful: bool = False
    approximate: bool = False

    @property
    def earliest(self) -> Day:
        """The earliest day that is possible, extended if the date is approximate."""
        if not self.approximate:
            return self.first
        if self.precision == "day":
            return days_later(self.first, -TOLERANCE["day"])
        return month_start(month_of(self.first) - TOLERANCE[self.precision])

    @property
    def latest(self) -> Day:
        """The latest day that is possible, extended if the date is approximate."""
        if not self.approximate:
            return self.last
        if self.precision == "day":
            return days_later(self.last, TOLERANCE["day"])
        return month_end(month_of(self.last) + TOLERANCE[self.precision])


class DateParts(NamedTuple):
    """A parsed date: one date, an interval or a set, with its two ends.

    An open side is None. For the form `one`, `start` and `end` are the same date.
    """

    form: Literal["one", "interval", "set"]
    start: StatedDate | None
    end: StatedDate | None

    @property
    def earliest(self) -> Day:
        """The earliest day that is possible; `FIRST_DAY` if the start is open."""
        return self.start.earliest if self.start else FIRST_DAY

    @property
    def latest(self) -> Day:
        """The latest day that is possible; `LAST_DAY` if the end is open."""
        return self.end.latest if self.end else LAST_DAY


@lru_cache(maxsize=1 << 12)
def parse_date_parts(text: str) -> DateParts | None:
    """Parse a text of the grammar; return None if the text does not have the form of a date.

    Raises BadDate for a day that its month does not have (30 February) and for an end before the start.
    """
    one = _parse_date(text)
    if one:
        return DateParts("one", one, one)
    found = _interval.fullmatch(text)
    if found:
        start, end = _parse_date(found[1]), _parse_date(found[2])
        known = start and (end or found[2] == "..")
        return _check_order(DateParts("interval", start, end)) if known else None
    found = _set.fullmatch(text)
    if found:
        start, end = _parse_date(found[1]), _parse_date(found[2])
        known = (start or end) and (start or not found[1]) and (end or not found[2])
        return _check_order(DateParts("set", start, end)) if known else None
    return None


def _parse_date(text: str) -> StatedDate | None:
    """Return one parsed date; None if the form is wrong. Raises BadDate if the month has no such day."""
    if not _one.fullmatch(text):
        return None
    body = text.rstrip("?~%")
    mark = text[len(body) :]
    marks = (mark in ("?", "%"), mark in ("~", "%"))
    year, month, day = (*(part for part in body.split("-") if part != "XX"), "", "")[:3]
    if day:
        known = _day(int(year), int(month), int(day))
        return StatedDate("day", known, known, *marks)
    if month:
        first = Day(int(year), int(month), 1)
        return StatedDate("month", first, month_end(month_of(first)), *marks)
    if year.endswith("X"):
        decade = int(year[:3]) * 10
        return StatedDate("decade", Day(decade, 1, 1), Day(decade + 9, 12, 31), *marks)
    return StatedDate("year", Day(int(year), 1, 1), Day(int(year), 12, 31), *marks)


def _day(year: int, month: int, day: int) -> Day:
    try:
        return Day(year, month, day)
    except ValueError:
        again = "check the day, or write only the month"
        hint = again if year not in HIJRI_YEARS else "write the Gregorian date, such as 2026-11-23"
        raise BadDate("this month does not have that day", hint) from None


def _check_order(parts: DateParts) -> DateParts:
    """Return the parts unchanged. Raises BadDate if the end is before the start, both without marks."""
    if parts.start and parts.end and parts.start.first > parts.end.last:
        raise BadDate("the range ends before it starts", "write the earlier date first")
    return parts
