"""Days: the bounds that a record may contain, arithmetic with days and months, the error of invalid dates."""

from __future__ import annotations

from datetime import date, timedelta

Day = date
"""A day of the Gregorian calendar, without clock or time zone."""

FIRST_DAY = Day(1000, 1, 1)
LAST_DAY = Day(9999, 12, 31)
"""The first and the last day that a date of a record may have."""

HIJRI_YEARS, BUDDHIST_YEARS = range(1300, 1500), range(2440, 2601)
"""Years of the Hijri and the Buddhist calendars; as Gregorian years they are taken for a mistake."""


class BadDate(ValueError):
    """A value is not a valid date or duration.

    `message` describes the problem and `hint` the expected form. Neither contains the value, so both may be
    logged. `instead` is the probably intended value, made from the text: show it only to the person who typed
    the text. It is empty if it would be a guess.
    """

    def __init__(self, message: str, hint: str, instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.instead = instead


def days_later(day: Day, days: int) -> Day:
    """Return the day `days` days later, or earlier if negative; at least `FIRST_DAY`, at most `LAST_DAY`."""
    ordinal = day.toordinal() + days
    return Day.fromordinal(min(max(ordinal, FIRST_DAY.toordinal()), LAST_DAY.toordinal()))


def months_later(day: Day, months: int) -> Day:
    """Return the same day `months` months later, or the last day of that month if it is shorter.

    The result is at most `LAST_DAY`. A negative number goes back, at most to December 999, which is before
    `FIRST_DAY`.
    """
    month = month_of(day) + months
    if month > month_of(LAST_DAY):
        return LAST_DAY
    last = month_end(month)
    return last.replace(day=min(day.day, last.day))


def month_of(day: Day) -> int:
    """Return the number of the month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def month_start(month: int) -> Day:
    """Return the first day of a month, given as its number from the year 0 (`month_of`).

    The result is at least `FIRST_DAY`.
    """
    if month < month_of(FIRST_DAY):
        return FIRST_DAY
    return Day(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> Day:
    """Return the last day of a month, given as its number from the year 0 (`month_of`).

    The result is at most `LAST_DAY`. For each month before the year 1000 it is 31 December 999.
    """
    if month >= month_of(LAST_DAY):
        return LAST_DAY
    return month_start(month + 1) - timedelta(days=1)
