"""A date as its source states it: the text, and the earliest and latest day that it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from casefile.dates.calendar_days import FIRST_DAY, BadDate, Day
from casefile.dates.date_errors import make_date_error
from casefile.dates.date_grammar import parse_date_parts
from casefile.dates.english_dates import date_in_english, since_in_english, takes_preposition, when_in_english
from casefile.dates.pydantic_text import AsText

TOO_LATE = 100_000_000
"""Integers from here on are neither a year nor the eight digits of a day (20250528)."""


@dataclass(frozen=True, slots=True)
class When(AsText):
    """A date of the grammar, with the first and the last day that it may mean.

    Two dates are equal if their texts are the same. Dates have no order of their own, because their bounds
    may overlap: code that compares dates must choose `earliest` or `latest`. The bound of an open side
    (`open_start`, `open_end`) is `FIRST_DAY` or `LAST_DAY` and must never be shown as a day. `lasting` is
    whether the date is an interval, so that the event lasts. `doubtful` and `approximate` are whether one of
    its ends has the mark `?` or `~` (`%` is both). Make one with `parse`, `find` or `span`: the constructor
    checks nothing.
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
        """Parse a date. Raises BadDate if the text is not a date, or an impossible one: 30 February."""
        return _parse(text)

    @classmethod
    def find(cls, text: str) -> When | None:
        """Return the date that a text states; None if it is not a date, or an impossible one.

        Unlike `parse`, it does not look for the mistake, which takes fifty times as long as parsing.
        """
        try:
            return _read(text)
        except BadDate:
            return None

    @classmethod
    def span(cls, earliest: Day, latest: Day, open_start: bool = False, open_end: bool = False) -> When:
        """Return the date `[earliest..latest]`: one unknown day between two days, both included.

        If both are the same day, it is the date of that day. The bound of an open side is ignored. Raises
        BadDate if `latest` is before `earliest`, or if both sides are open.
        """
        if earliest == latest and not (open_start or open_end):
            return _parse(earliest.isoformat())
        start = "" if open_start else earliest.isoformat()
        end = "" if open_end else latest.isoformat()
        return _parse(f"[{start}..{end}]")

    @property
    def first_known(self) -> Day:
        """The earliest day that the date may mean; if its start is open, the latest day."""
        return self.latest if self.open_start else self.earliest

    @property
    def last_known(self) -> Day:
        """The latest day that the date may mean; if its end is open, the earliest day."""
        return self.earliest if self.open_end else self.latest

    def as_days(self) -> tuple[str | None, str | None]:
        """Return the earliest and the latest day as ISO text; None for an open side."""
        first = None if self.open_start else self.earliest.isoformat()
        return first, None if self.open_end else self.latest.isoformat()

    @property
    def day(self) -> Day | None:
        """The day of the date if it is one certain day without marks; else None."""
        vague = self.doubtful or self.approximate or self.open_start or self.open_end
        return self.earliest if self.earliest == self.latest and not vague else None

    def words(self) -> str:
        """Return the date in plain English: `28 May 2025`, `by 4 June 2025`, `from May 2025 on`."""
        parts = parse_date_parts(self.text)
        return date_in_english(parts) if parts else self.text

    def since_words(self) -> str:
        """Return the date as the start of a state: `since 28 May 2025`, `since 4 June 2025 at the latest`."""
        parts = parse_date_parts(self.text)
        return since_in_english(parts) if parts else f"since {self.text}"

    @property
    def takes_preposition(self) -> bool:
        """Whether `when_words` begins with `on` or `in`, so not with `by`, `from`, `between` or `about`."""
        parts = parse_date_parts(self.text)
        return parts is None or takes_preposition(parts)

    def when_words(self) -> str:
        """Return the date with its preposition: `on 28 May 2025`, `in May 2025`, `by 4 June 2025`."""
        parts = parse_date_parts(self.text)
        return when_in_english(parts) if parts else f"in {self.text}"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def taken(cls, value: object) -> When:
        """Return the date for a value of a field in a record: text, or an integer such as 2025 or 20250528.

        A `When` is returned unchanged. Raises BadDate for any other value, and for a text or an integer that
        is not a date.
        """
        if isinstance(value, When):
            return value
        if isinstance(value, str):
            return _parse(str(value))
        if isinstance(value, int) and not isinstance(value, bool):
            return _parse(str(min(max(value, -1), TOO_LATE)))
        if isinstance(value, list | tuple):
            raise BadDate("in YAML, a date in square brackets is a list", 'put quotes around it: "[a..b]"')
        raise BadDate("a date is text", "write it like 2025-05-28; omit the field if nothing is stated")


def _parse(text: str) -> When:
    found = _read(text)
    if found is None:
        raise make_date_error(text)
    return found


@lru_cache(maxsize=1 << 13)
def _read(text: str) -> When | None:
    parts = parse_date_parts(text)
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
    """Yield the index of each date that is certainly earlier than one that precedes it."""
    newest_start = FIRST_DAY
    for place, date in enumerate(dates):
        if date.latest < newest_start:
            yield place
        newest_start = max(newest_start, date.earliest)


def in_order(dates: Iterable[When]) -> bool:
    """Return whether no date is certainly earlier than one that precedes it (`find_misordered_dates`)."""
    return next(find_misordered_dates(dates), None) is None
