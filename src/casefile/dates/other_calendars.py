"""Find years of other calendars that were written in a date by mistake, and convert them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from casefile.dates.calendar_days import BUDDHIST_YEARS, HIJRI_YEARS, Day
from casefile.dates.date_grammar import DateParts, StatedDate, parse_date_parts
from casefile.dates.edtf_date import When

Days = tuple[int, int]
"""The ordinals (`date.toordinal`) of the first and the last day that may be meant."""


class CalendarReading(NamedTuple):
    """The Gregorian date of a text that is read as a date of another calendar, and that calendar's name."""

    calendar: str
    date: When


class Calendar(NamedTuple):
    """A calendar: its name, the years by which it is recognised, and its conversion.

    `start_of` returns the ordinal of the first day of a month, given year and month. `tolerance` is the
    number of days by which this may be wrong.
    """

    name: str
    years: range
    start_of: Callable[[int, int], int]
    tolerance: int = 0


NOWRUZ_1300 = Day(1921, 3, 21).toordinal()
SOLAR_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Leap years of the Solar Hijri calendar from 1210 to 1634, as the remainder of the year divided by 33."""
HIJRI_EPOCH = 227_015
"""The ordinal of 1 Muharram of the year 1, which is 16 July 622 of the Julian calendar."""
BUDDHIST_ERA = 543


def _solar(year: int, month: int) -> int:
    """Return the ordinal of the first day of a Solar Hijri month, from the year 1300 on.

    The first six months have 31 days, the others 30, and the last one 29 in a common year.
    """
    leaps = sum(each % 33 in SOLAR_LEAP for each in range(1300, year))
    return NOWRUZ_1300 + 365 * (year - 1300) + leaps + 30 * (month - 1) + min(month - 1, 6)


def _lunar(year: int, month: int) -> int:
    """Return the ordinal of the first day of a month of the tabular Islamic calendar.

    Eleven of thirty years are leap years.
    """
    return HIJRI_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2


def _buddhist(year: int, month: int) -> int:
    """Return the ordinal of the first day of a month of the Thai calendar as it has been since 1941."""
    return Day(year - BUDDHIST_ERA, month, 1).toordinal()


CALENDARS: Mapping[str, Calendar] = {
    "solar_hijri": Calendar("Solar Hijri", HIJRI_YEARS, _solar),
    "lunar_hijri": Calendar("lunar Hijri", HIJRI_YEARS, _lunar, tolerance=1),
    "buddhist": Calendar("Buddhist", BUDDHIST_YEARS, _buddhist),
}
"""The calendars by their name in the settings of a register.

A lunar month begins when the new moon is seen, so its days may be wrong by one.
"""


def is_of_another(when: When) -> bool:
    """Return whether a date has a year that only makes sense in another calendar (1300-1499, 2440-2600)."""
    if when.earliest.year >= HIJRI_YEARS.stop and when.latest.year < BUDDHIST_YEARS.start:
        return False  # fast path for nearly every date
    return any(_has_year_of(when.text, each) for each in CALENDARS.values())


def describe_readings(text: str, used: str | None) -> str:
    """Return the Gregorian dates that a text may mean in other calendars, as words; empty if there are none.

    `used` and the exception are those of `readings`. Show the result only to the person who typed the date.
    """
    found = [f"{each.date.text} ({each.calendar})" for each in readings(text, used)]
    return f"in the Gregorian calendar: {', or '.join(found)}" if found else ""


def readings(text: str, used: str | None = None) -> tuple[CalendarReading, ...]:
    """Return the Gregorian dates that a text may mean as a date of another calendar, one for each calendar.

    Only calendars in whose years (see `Calendar`) the date is are tried. `used` is the calendar of the
    country, a key of CALENDARS, or None if it is not known: if the date has a year of that calendar, only
    this one is tried. A calendar gives no date if it has no such day; the result is empty if none gives one.
    Raises BadDate if the text is impossible as a Gregorian date, such as 1404-02-31.
    """
    fitting = {word: each for word, each in CALENDARS.items() if _has_year_of(text, each)}
    chosen = [fitting[used]] if used in fitting else [*fitting.values()]
    read = ((each, _read(text, each)) for each in chosen)
    return tuple(CalendarReading(each.name, date) for each, date in read if date is not None)


def _has_year_of(text: str, calendar: Calendar) -> bool:
    parts = parse_date_parts(text)
    ends = [end for end in (parts.start, parts.end) if end] if parts else []
    return any(end.first.year in calendar.years or end.last.year in calendar.years for end in ends)


def _read(text: str, calendar: Calendar) -> When | None:
    """Return the Gregorian date of a text read in a calendar; None if it is not a date there."""
    parts = parse_date_parts(text)
    if parts is None:
        return None
    start, end = (_days(each, calendar) if each else None for each in (parts.start, parts.end))
    if any(stated and not days for stated, days in ((parts.start, start), (parts.end, end))):
        return None
    return _to_date(parts, start, end)


def _days(stated: StatedDate, calendar: Calendar) -> Days | None:
    """Return the days, as ordinals, that one end of a date may mean; None if it is not in the calendar."""
    first, last = stated.first, stated.last
    if not (first.year in calendar.years and last.year in calendar.years):
        return None
    begins = calendar.start_of(first.year, first.month)
    if stated.precision == "day":
        day = begins + first.day - 1
        return (
            (day - calendar.tolerance, day + calendar.tolerance)
            if day < _start_of_next_month(calendar, last)
            else None
        )
    return begins - calendar.tolerance, _start_of_next_month(calendar, last) - 1 + calendar.tolerance


def _start_of_next_month(calendar: Calendar, day: Day) -> int:
    """Return the ordinal of the first day of the month after the month of a day."""
    return calendar.start_of(day.year + day.month // 12, day.month % 12 + 1)


def _to_date(parts: DateParts, start: Days | None, end: Days | None) -> When:
    first = Day.fromordinal(start[0]) if start else Day.min
    last = Day.fromordinal(end[1]) if end else Day.max
    if parts.form == "interval":
        return When.parse(f"{first.isoformat()}/{last.isoformat() if end else '..'}")
    return When.span(first, last, open_start=start is None, open_end=end is None)
