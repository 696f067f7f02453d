"""Dates in as few characters as a column of a list has: `28 May 2025`, `28 May–4 Jun 2025`, `by 4 Jun 2025`."""

from __future__ import annotations

from functools import lru_cache

from casefile.dates.calendar_days import Day
from casefile.dates.day_names import MONTHS
from casefile.dates.edtf_date import When


def brief_day(day: Day) -> str:
    """Return a day with a short month: `4 Jun 2025`."""
    return f"{day.day} {_month(day)} {day.year}"


@lru_cache(maxsize=4096)
def brief_date(text: str | None) -> str:
    """Return a date of the ledger in short; text that is not a date is returned unchanged, "" for None.

    A doubtful date ends with a question mark. A period of more than a year is shown by its months.
    """
    date = When.find(text) if text else None
    if date is None:
        return text or ""
    return f"{_span(date)}{'?' if date.doubtful else ''}"


def _span(date: When) -> str:
    first, last = date.earliest, date.latest
    if date.open_start:
        return f"by {brief_day(last)}"
    if date.open_end:
        return f"from {brief_day(first)}"
    if first == last:
        return brief_day(first)
    whole_months = first.day == 1 and (last + ONE_DAY).day == 1
    if first.year != last.year:
        return f"{_month(first)} {first.year}–{_month(last)} {last.year}"
    if whole_months and (first.month, last.month) == (1, 12):
        return str(first.year)
    if first.month == last.month:
        return f"{_month(first)} {first.year}" if whole_months else f"{first.day}–{brief_day(last)}"
    start = _month(first) if whole_months else f"{first.day} {_month(first)}"
    return f"{start}–{_month(last)} {last.year}" if whole_months else f"{start}–{brief_day(last)}"


ONE_DAY = Day.resolution


def _month(day: Day) -> str:
    return MONTHS[day.month - 1][:3]
