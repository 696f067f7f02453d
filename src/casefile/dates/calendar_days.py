"""Days and months of the calendar, kept inside the years that a record can name."""

from __future__ import annotations

from datetime import date, timedelta

Day = date
"""A day of the calendar, without clock or zone."""

FIRST_DAY = Day(1000, 1, 1)
LAST_DAY = Day(9999, 12, 31)
"""Before and after these no date is written, and every bound stops here."""

HIJRI_YEARS, BUDDHIST_YEARS = range(1300, 1500), range(2440, 2601)
"""Years in which no event of a register happened, but which stand in dates of other calendars."""


class BadDate(ValueError):
    """A text is no date, or no duration, that casefile reads.

    `message` says what is wrong and `hint` what to write; neither quotes the text, so both may stand in a
    log. `instead` is what may be meant, made from the text: show it only to whoever typed it. It is empty
    where it would be a guess.
    """

    def __init__(self, message: str, hint: str, instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.instead = instead


def days_later(day: Day, days: int) -> Day:
    """Return the day so many days later, or earlier where `days` is negative."""
    ordinal = day.toordinal() + days
    return Day.fromordinal(min(max(ordinal, FIRST_DAY.toordinal()), LAST_DAY.toordinal()))


def months_later(day: Day, months: int) -> Day:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    month = month_of(day) + months
    if month > month_of(LAST_DAY):
        return LAST_DAY
    last = month_end(month)
    return last.replace(day=min(day.day, last.day))


def month_of(day: Day) -> int:
    """Return the month of a day, counted from the year 0."""
    return day.year * 12 + day.month - 1


def month_start(month: int) -> Day:
    """Return the first day of a month that is counted from the year 0."""
    if month < month_of(FIRST_DAY):
        return FIRST_DAY
    return Day(month // 12, month % 12 + 1, 1)


def month_end(month: int) -> Day:
    """Return the last day of a month that is counted from the year 0."""
    if month >= month_of(LAST_DAY):
        return LAST_DAY
    return month_start(month + 1) - timedelta(days=1)
