"""Durations of ISO 8601, such as the length of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from casefile.dates.calendar_days import BadDate, Day, days_later, months_later
from casefile.dates.date_errors import LONGEST, find_mistake
from casefile.dates.date_mistakes import DateMistake
from casefile.dates.pydantic_text import AsText
from casefile.plural import number

UNITS = ("year", "month", "week", "day", "hour", "minute")

_NUMBER = "(0|[1-9][0-9]{0,5})"
PATTERN = (
    rf"^P(?=.*[1-9])({_NUMBER}Y)?({_NUMBER}M)?({_NUMBER}W)?({_NUMBER}D)?"
    rf"(T(?=[0-9])({_NUMBER}H)?({_NUMBER}M)?)?$"
)
"""The pattern of a duration of ISO 8601, also for the JSON Schemas.

It accepts whole numbers of years to minutes, each of at most six digits, and not zero as a whole.
"""

_iso = re.compile(PATTERN)
_short = re.compile(r"([0-9]+y)?([0-9]+m)?([0-9]+w)?([0-9]+d)?", re.IGNORECASE)


ISO = "write it like P6Y, P5Y6M, P14D or PT3H"
OPTION = "write it like 14d, 2w, 3m, 6y, or P14D"

UNREADABLE = DateMistake("this is not a duration", ISO)

MISTAKES = (
    DateMistake(
        "a duration starts with a P",
        ISO,
        (
            (r"(?P<n>[0-9]+)\s*y(ea)?r?s?", "P{n}Y"),
            (r"(?P<n>[0-9]+)\s*(m|months?)", "P{n}M"),
            (r"(?P<n>[0-9]+)\s*w(eeks?)?", "P{n}W"),
            (r"(?P<n>[0-9]+)\s*d(ays?)?", "P{n}D"),
            (r"(?P<n>[0-9]+)\s*h(ours?)?", "PT{n}H"),
            (r"(?P<n>[0-9]+)\s*min(utes?)?", "PT{n}M"),
        ),
    ),
    DateMistake("a number has no unit", ISO, ((r"[-+]?[0-9]+", ""),)),
    DateMistake("a duration must be longer than zero", ISO, ((r"-.*|P[0YMWDTHS]*", ""),)),
    DateMistake("a duration has whole numbers", "write the smaller unit, like P1Y6M", ((r"P.*[.,].*", ""),)),
    DateMistake("seconds are not accepted", "write minutes, like PT30M", ((r"P.*[0-9]S", ""),)),
    DateMistake("hours must follow a T", ISO, ((r"P(?P<days>([0-9]+D)?)(?P<n>[0-9]+)H", "P{days}T{n}H"),)),
    DateMistake(
        "a number has one to six digits and no leading zero",
        ISO,
        ((r"P(.*[A-Z])?0[0-9].*|P.*[0-9]{7}.*", ""),),
    ),
)


class DurationParts(NamedTuple):
    """The numbers in a duration, by unit, largest unit first; 0 for a unit that is not stated."""

    years: int
    months: int
    weeks: int
    days: int
    hours: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Duration(AsText):
    """A length of time. Two durations are equal if their texts are the same: P7D is not equal to P1W.

    Make one with `parse`, `find` or `from_option`: the constructor does not check the text.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Parse a duration such as P6Y, P5Y6M, P14D or PT3H. Raises BadDate if the text is not a duration."""
        if not _iso.fullmatch(text):
            raise _make_duration_error(text)
        return cls(text)

    @classmethod
    def find(cls, text: str) -> Duration | None:
        """Return the duration that a text states in ISO form; None if it is not a duration."""
        return cls(text) if _iso.fullmatch(text) else None

    @classmethod
    def from_option(cls, text: str) -> Duration:
        """Parse the value of a command option: the ISO form, or a short form such as 14d, 2w, 3m, 6y, 5y6m.

        `m` means months. The result contains the ISO form. Raises BadDate, whose hint names the short forms,
        if the text is not a duration.
        """
        try:
            return cls.parse(f"P{text.upper()}" if text and _short.fullmatch(text) else text)
        except BadDate as bad:
            raise BadDate(bad.message, OPTION, bad.instead) from None

    def add_to(self, day: Day) -> Day:
        """Return the latest day on which a period of this length that began on `day` can end.

        Years and months are added first, by the calendar (31 January and a month: the last of February), then
        weeks and days. Hours and minutes together are rounded up to whole days, because the hour of the
        beginning is not known. The result is at most 9999-12-31.
        """
        length = _lengths(self.text)
        later = months_later(day, length.years * 12 + length.months)
        minutes = length.hours * 60 + length.minutes
        return days_later(later, length.weeks * 7 + length.days + -(-minutes // (24 * 60)))

    def words(self) -> str:
        """Return the duration in plain English: `5 years and 6 months`, `1 year, 2 months and 3 days`."""
        parts = [number(count, unit) for count, unit in zip(_lengths(self.text), UNITS, strict=True) if count]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def taken(cls, value: object) -> Duration:
        """Return the duration for a value of a field in a record: text in ISO form, or a `Duration`.

        Raises BadDate for any other value.
        """
        if isinstance(value, Duration):
            return value
        if isinstance(value, str):
            return Duration.parse(str(value))
        raise BadDate("a duration is text", ISO)


@lru_cache(maxsize=1 << 12)
def _lengths(text: str) -> DurationParts:
    found = _iso.fullmatch(text)
    return DurationParts(*(int(found[unit] or 0) if found else 0 for unit in (2, 4, 6, 8, 11, 13)))


def _make_duration_error(text: str) -> BadDate:
    """Return the error for a text that is not a duration. Message and hint contain nothing of the text.

    `instead` is a valid duration, or empty if no correction is known.
    """
    if len(text) > LONGEST:
        return UNREADABLE.as_error()
    tidy = text.strip().upper()
    bad = UNREADABLE.as_error(tidy)
    if not _iso.fullmatch(tidy):
        bad = find_mistake(tidy, MISTAKES) or UNREADABLE.as_error()
    return bad if _iso.fullmatch(bad.instead) else BadDate(bad.message, bad.hint)
