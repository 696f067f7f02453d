"""Calendar days and months in English, for code that does not need the grammar of dates."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_in_english(day: date) -> str:
    """Return a day in English, with the month as a word: `28 May 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
