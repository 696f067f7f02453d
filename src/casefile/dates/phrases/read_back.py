"""Format a date for confirmation before it is stored: with weekdays, and with the days that `~` includes."""

from __future__ import annotations

from casefile.dates.calendar_days import Day, days_later
from casefile.dates.day_names import MONTHS, day_in_english
from casefile.dates.edtf_date import When
from casefile.dates.english_dates import DASH, marks_in_english, without_shared
from casefile.dates.phrases.day_span import is_whole_month, is_whole_year

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BESIDE = {-1: "yesterday", 0: "today", 1: "tomorrow"}
FAR = 14
"""Greatest distance from today, in days, that is shown; a larger one does not help to see a mistake."""


def describe_days(when: When, today: Day) -> str:
    """Return the days of a date in English: `some day between Monday 23 and Wednesday 25 November 2026`.

    For a single day within two weeks of `today`, its distance from today is added. An interval is returned
    without weekdays. An approximate date is followed by the first and the last day that it includes.
    """
    if when.lasting:
        return when.words()
    if when.approximate and not (when.open_start or when.open_end):
        return f"{when.words()} ({_days(when.earliest, when.latest)})"
    marks = marks_in_english(doubtful=when.doubtful, approximate=when.approximate)
    return marks + _read_back_day(when, today)


def _read_back_day(when: When, today: Day) -> str:
    if when.open_start:
        return f"{_weekday(when.latest)} or earlier"
    if when.open_end:
        return f"{_weekday(when.earliest)} or later"
    if when.earliest == when.latest:
        return _weekday(when.earliest) + _away(when.earliest, today)
    return _span(when.earliest, when.latest)


def _weekday(day: Day) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_in_english(day)}"


def _away(day: Day, today: Day) -> str:
    """Return the distance of a day from today in parentheses; empty if it is more than `FAR` days."""
    days = (day - today).days
    if abs(days) > FAR:
        return ""
    return f" ({BESIDE.get(days) or (f'in {days} days' if days > 0 else f'{-days} days ago')})"


def _span(first: Day, last: Day) -> str:
    """Return a span in English: by its month or year if it is a whole one, else by its ends."""
    if is_whole_year(first, last):
        return f"some day in {first.year}"
    if is_whole_month(first, last):
        return f"some day in {MONTHS[first.month - 1]} {first.year}"
    left = without_shared(_weekday(first), first, last)
    if last == days_later(first, 1):
        return f"{left} or {_weekday(last)}"
    return f"some day between {left} and {_weekday(last)}"


def _days(first: Day, last: Day) -> str:
    """Return two days with a dash, such as 25 to 31 May, and with the years only if they are different."""
    left, right = without_shared(day_in_english(first), first, last), day_in_english(last)
    if first.year == last.year:
        right = right.removesuffix(f" {last.year}")
    return f"{left}{DASH if left.isdecimal() else f' {DASH} '}{right}"
