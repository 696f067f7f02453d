"""Days and months in plain English, for whoever needs no other date."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def spoken_day(day: date) -> str:
    """Say a day: `28 May 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
