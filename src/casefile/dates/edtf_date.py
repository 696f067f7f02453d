"""A date as its source states it: the text, and the days between which it lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from casefile.dates.calendar_days import FIRST_DAY, BadDate, Day
from casefile.dates.date_errors import refusal
from casefile.dates.date_grammar import take_apart
from casefile.dates.english_dates import spoken
from casefile.dates.pydantic_text import AsText

TOO_LATE = 100_000_000
"""No integer from here on is a year, nor the digits of a day."""


@dataclass(frozen=True, slots=True)
class When(AsText):
    """A date of the grammar, equal to another one where the text is the same.

    It has no order of its own: two dates are only in order where their bounds do not overlap, so whoever
    compares says which bound is meant. `earliest` and `latest` are the outermost days that are possible;
    an open side stands at the first or the last day of all and must never be shown as a day.
    """

    text: str
    earliest: Day = field(compare=False)
    latest: Day = field(compare=False)
    open_start: bool = field(default=False, compare=False)
    open_end: bool = field(default=False, compare=False)
    lasting: bool = field(default=False, compare=False)
    doubtful: bool = field(default=False, compare=False)
    approximate: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> When:
        """Read a date; raise BadDate where the text is none."""
        return _parse(text)

    @classmethod
    def find(cls, text: str) -> When | None:
        """Return the date that a text is; None where it is none.

        No refusal is worded, which takes fifty times as long as to read a date.
        """
        try:
            return _read(text)
        except BadDate:
            return None

    @classmethod
    def span(cls, earliest: Day, latest: Day, open_start: bool = False, open_end: bool = False) -> When:
        """Return some day between two days, both included; a bound on an open side is not looked at."""
        if earliest == latest and not (open_start or open_end):
            return _parse(earliest.isoformat())
        start = "" if open_start else earliest.isoformat()
        end = "" if open_end else latest.isoformat()
        return _parse(f"[{start}..{end}]")

    @property
    def first_known(self) -> Day:
        """The first day that is stated; for an open start that is the last day."""
        return self.latest if self.open_start else self.earliest

    @property
    def last_known(self) -> Day:
        """The last day that is stated; for an open end that is the first day."""
        return self.earliest if self.open_end else self.latest

    def as_days(self) -> tuple[str | None, str | None]:
        """Return the first and the last day as ISO text; None for an open side."""
        first = None if self.open_start else self.earliest.isoformat()
        return first, None if self.open_end else self.latest.isoformat()

    @property
    def day(self) -> Day | None:
        """The day that is meant, where it is a single one and nothing makes it doubtful."""
        vague = self.doubtful or self.approximate or self.open_start or self.open_end
        return self.earliest if self.earliest == self.latest and not vague else None

    def words(self) -> str:
        """Return the date in plain English: `28 May 2025`, `by 4 June 2025`, `from May 2025 on`."""
        parts = take_apart(self.text)
        return spoken(parts) if parts else self.text

    def __str__(self) -> str:
        return self.text

    @classmethod
    def taken(cls, value: object) -> When:
        """Take what a record holds in the place of a date: text, or a plain integer such as 2025."""
        if isinstance(value, When):
            return value
        if isinstance(value, str):
            return _parse(str(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return _parse(str(min(max(value, -1), TOO_LATE)))
        if isinstance(value, list | tuple):
            raise BadDate("to YAML a date in square brackets is a list", 'put quotes around it: "[a..b]"')
        raise BadDate(
            "a date is text", "write it like 2025-05-28; leave the field out where nothing is stated"
        )


def _parse(text: str) -> When:
    found = _read(text)
    if found is None:
        raise refusal(text)
    return found


@lru_cache(maxsize=1 << 13)
def _read(text: str) -> When | None:
    parts = take_apart(text)
    if parts is None:
        return None
    ends = [end for end in (parts.start, parts.end) if end]
    return When(
        text=text,
        earliest=parts.earliest,
        latest=parts.latest,
        open_start=parts.start is None,
        open_end=parts.end is None,
        lasting=parts.form == "interval",
        doubtful=any(end.doubtful for end in ends),
        approximate=any(end.approximate for end in ends),
    )


def find_misordered_dates(dates: Iterable[When]) -> Iterator[int]:
    """Yield the place of each date that stands behind one that must come after it."""
    newest_start = FIRST_DAY
    for place, date in enumerate(dates):
        if date.latest < newest_start:
            yield place
        newest_start = max(newest_start, date.earliest)


def in_order(dates: Iterable[When]) -> bool:
    """Tell whether no date stands behind one that must come after it."""
    return next(find_misordered_dates(dates), None) is None
