"""Format dates in few characters, for the columns of lists: `28 May 2025`, `by 4 Jun 2025`."""

from __future__ import annotations

from functools import lru_cache

from casefile.dates.calendar_days import Day
from casefile.dates.day_names import MONTHS
from casefile.dates.edtf_date import When

TO = "\u2013"
"""The dash between the two ends of a period."""


def brief_day(day: Day) -> str:
    """Return a day with a short month: `4 Jun 2025`."""
    return f"{day.day} {_month(day)} {day.year}"


@lru_cache(maxsize=4096)
def brief_date(text: str | None) -> str:
    """Return a date of the ledger in short; text that is not a date is returned unchanged, "" for None.

    Intervals, sets and approximate dates are all shown by the first and the last day that they may mean:
    `2025-05-28~` as a period of seven days. A period over the end of a year is shown by its months. A
    doubtful date ends with a question mark.
    """
    date = When.find(text) if text else None
    if date is None:
        return text or ""
    if date.open_start:
        words = f"by {brief_day(date.latest)}"
    elif date.open_end:
        words = f"from {brief_day(date.earliest)}"
    else:
        words = _period(date.earliest, date.latest)
    return f"{words}{'?' if date.doubtful else ''}"


def _period(first: Day, last: Day) -> str:
    """Return the days from `first` to `last`: a day, a month, a year, or two of them with a dash between.

    If the years differ, only months and years are shown.
    """
    if first == last:
        return brief_day(first)
    end = f"{_month(last)} {last.year}"
    if first.year != last.year:
        return f"{_month(first)} {first.year}{TO}{end}"
    same_month = first.month == last.month
    if first.day == 1 and (last + Day.resolution).day == 1:
        whole_year = (first.month, last.month) == (1, 12)
        return str(first.year) if whole_year else end if same_month else f"{_month(first)}{TO}{end}"
    start = str(first.day) if same_month else f"{first.day} {_month(first)}"
    return f"{start}{TO}{brief_day(last)}"


def _month(day: Day) -> str:
    return MONTHS[day.month - 1][:3]
