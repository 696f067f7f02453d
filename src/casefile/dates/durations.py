"""How long something lasts, as ISO 8601 writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from casefile.dates.calendar_days import BadDate, Day, days_later, months_later
from casefile.dates.date_errors import LONGEST, first_that_fits
from casefile.dates.date_mistakes import Misreading
from casefile.dates.pydantic_text import AsText
from casefile.plural import number

UNITS = ("year", "month", "week", "day", "hour", "minute")

_NUMBER = "(0|[1-9][0-9]{0,5})"
PATTERN = (
    rf"^P(?=.*[1-9])({_NUMBER}Y)?({_NUMBER}M)?({_NUMBER}W)?({_NUMBER}D)?"
    rf"(T(?=[0-9])({_NUMBER}H)?({_NUMBER}M)?)?$"
)
"""A duration of ISO 8601, down to minutes and longer than nothing; the JSON Schemas carry it."""

_iso = re.compile(PATTERN)
_short = re.compile(r"([0-9]+y)?([0-9]+m)?([0-9]+w)?([0-9]+d)?", re.IGNORECASE)


ISO = "write it like P6Y, P5Y6M, P14D or PT3H"
OPTION = "write it like 14d, 2w, 3m, 6y, or P14D"

UNREADABLE = Misreading("this is not a duration", ISO)

MISREADINGS = (
    Misreading(
        "a duration begins with a P",
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
    Misreading("a number has no unit", ISO, ((r"[-+]?[0-9]+", ""),)),
    Misreading("a duration is longer than nothing", ISO, ((r"-.*|P[0YMWDTHS]*", ""),)),
    Misreading("a duration has whole numbers", "write the smaller unit, like P1Y6M", ((r"P.*[.,].*", ""),)),
    Misreading("seconds are not kept", "write minutes, like PT30M", ((r"P.*[0-9]S", ""),)),
    Misreading("hours stand behind a T", ISO, ((r"P(?P<days>([0-9]+D)?)(?P<n>[0-9]+)H", "P{days}T{n}H"),)),
    Misreading(
        "a number has one to six digits and no zero in front",
        ISO,
        ((r"P(.*[A-Z])?0[0-9].*|P.*[0-9]{7}.*", ""),),
    ),
)


class Lengths(NamedTuple):
    """The parts of a duration, largest first."""

    years: int
    months: int
    weeks: int
    days: int
    hours: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Duration(AsText):
    """A length of time, equal to another one where the text is the same."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read a duration such as P6Y, P5Y6M, P14D or PT3H; raise BadDate where the text is none."""
        if not _iso.fullmatch(text):
            raise _refusal(text)
        return cls(text)

    @classmethod
    def find(cls, text: str) -> Duration | None:
        """Return the duration that a text is; None where it is none."""
        return cls(text) if _iso.fullmatch(text) else None

    @classmethod
    def from_option(cls, text: str) -> Duration:
        """Read what is typed: also 14d, 2w, 3m (months), 6y, 5y6m; the result holds the ISO form."""
        try:
            return cls.parse(f"P{text.upper()}" if text and _short.fullmatch(text) else text)
        except BadDate as bad:
            raise BadDate(bad.message, OPTION, bad.instead) from None

    def add_to(self, day: Day) -> Day:
        """Return the latest day on which what began on `day` can end, 9999-12-31 at the latest.

        Years and months go by the calendar (31 January and a month: the last of February), then weeks and
        days. What has no hour may begin late: a part of a day counts as one.
        """
        length = _lengths(self.text)
        later = months_later(day, length.years * 12 + length.months)
        minutes = length.hours * 60 + length.minutes
        return days_later(later, length.weeks * 7 + length.days + -(-minutes // (24 * 60)))

    def words(self) -> str:
        """Return the duration in plain English: `5 years and 6 months`."""
        said = [number(count, unit) for count, unit in zip(_lengths(self.text), UNITS, strict=True) if count]
        return " and ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def taken(cls, value: object) -> Duration:
        """Take what a record holds in the place of a duration: text of the ISO form."""
        if isinstance(value, Duration):
            return value
        if isinstance(value, str):
            return Duration.parse(str(value))
        raise BadDate("a duration is text", ISO)


@lru_cache(maxsize=1 << 12)
def _lengths(text: str) -> Lengths:
    found = _iso.fullmatch(text)
    return Lengths(*(int(found[unit] or 0) if found else 0 for unit in (2, 4, 6, 8, 11, 13)))


def _refusal(text: str) -> BadDate:
    """Say why a text is no duration, in words that quote nothing of it."""
    if len(text) > LONGEST:
        return UNREADABLE.said()
    tidy = text.strip().upper()
    bad = UNREADABLE.said(tidy)
    if not _iso.fullmatch(tidy):
        bad = first_that_fits(tidy, MISREADINGS) or UNREADABLE.said()
    return bad if _iso.fullmatch(bad.instead) else BadDate(bad.message, bad.hint)
