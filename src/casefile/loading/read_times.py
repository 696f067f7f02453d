"""Parse the two times of a query, as typed: the day asked about, and the register as of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from shlex import quote

from msgspec import Struct

from casefile.dates import BadDate, Day, When
from casefile.errors import BadInput


class QueryTimes(Struct, frozen=True):
    """The two times of a query as typed: `on`, the day asked about, and `known_at`; and the present time."""

    now: datetime
    on: str | None = None
    known_at: str | None = None


def local_day(timezone: str | None, now: datetime) -> Day:
    """Return the day of a time in a timezone; in UTC if no timezone is named.

    Raises BadInput CF611 for an unknown timezone.
    """
    return now.astimezone(_zone(timezone)).date()


def _zone(timezone: str | None) -> tzinfo:
    if not timezone:
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - where a timezone is named

    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput("CF611", "unknown timezone in casefile.yaml", "such as Asia/Bishkek") from error


def parse_day(text: str | None, today: Day) -> Day:
    """Return the day that was typed for --on, or today; raise BadInput CF601 if it is no single day."""
    if text is None:
        return today
    day = parse_date(text, "--on", lambda: today).day
    if day is None:
        raise BadInput("CF601", "--on needs a single day", "for example --on 2025-06-10")
    return day


def parse_date(text: str, option: str, today: Callable[[], Day]) -> When:
    """Parse a date as typed: EDTF, or a phrase such as `yesterday`; raise BadInput CF601 otherwise.

    For a phrase without its year the hint of the error suggests the date that it may mean.
    """
    if text == "today":
        return When.parse(today().isoformat())
    try:
        return When.parse(text)
    except BadDate as bad:
        from casefile.dates.phrases import parse_clear_phrase, suggested_date  # noqa: PLC0415 - where a phrase is typed

        spoken = parse_clear_phrase(text, today())
        if spoken is not None:
            return spoken
        near = suggested_date(text, today())
        meant = bad.instead or (near.text if near and (near.day or option != "--on") else "")
        hint = f"did you mean {option} {quote(meant)}?" if meant else bad.hint
        raise BadInput("CF601", f"{option}: {bad.message}", hint) from bad
