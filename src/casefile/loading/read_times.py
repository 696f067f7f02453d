"""When is read: the day in the world and the moment of the register, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from shlex import quote

from msgspec import Struct

from casefile.dates import BadDate, Day, When
from casefile.errors import BadInput


class Clocks(Struct, frozen=True):
    """When is read, as typed: the day in the world, the moment of the register; and the time it is now."""

    now: datetime
    on: str | None = None
    known_at: str | None = None


def local_day(timezone: str | None, now: datetime) -> Day:
    """Return the day that a moment falls on in a timezone, UTC where none is named."""
    return now.astimezone(_zone(timezone)).date()


def _zone(timezone: str | None) -> tzinfo:
    if not timezone:
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - where a timezone is named

    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            "CF611", "casefile.yaml names a timezone that is not known", "such as Asia/Bishkek"
        ) from error


def day_typed(text: str | None, today: Day) -> Day:
    """Return the day that was typed for --on, today where none was; else BadInput CF601."""
    if text is None:
        return today
    day = date_typed(text, "--on", lambda: today).day
    if day is None:
        raise BadInput("CF601", "--on takes a single day", "such as --on 2025-06-10")
    return day


def date_typed(text: str, option: str, today: Callable[[], Day]) -> When:
    """Read a date as typed: `today`, or one of the grammar; of a phrase only the hint says what it may be."""
    if text == "today":
        return When.parse(today().isoformat())
    try:
        return When.parse(text)
    except BadDate as bad:
        meant = bad.instead or _spoken(text, today(), single=option == "--on")
        hint = f"did you mean {option} {quote(meant)}?" if meant else bad.hint
        raise BadInput("CF601", f"{option}: {bad.message}", hint) from bad


def _spoken(text: str, today: Day, *, single: bool) -> str:
    """Say which date a phrase means, of what has happened or is to come; nothing where it is not clear."""
    if not any(char.isalpha() for char in text):
        return ""
    from casefile.dates.phrases import parse_phrase  # noqa: PLC0415 - where a phrase is typed

    found = parse_phrase(text, today) or parse_phrase(text, today, ahead=True)
    return found.text if found and (found.day or not single) else ""
