"""Divide days into stretches on which an answer stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from casefile.dates import Day

T = TypeVar("T")


class Stretch(NamedTuple, Generic[T]):
    """Consecutive days, both ends included, on which the answer is the same."""

    first: Day
    last: Day
    answer: T


def stretches(answer: Callable[[Day], T], days: Iterable[Day]) -> tuple[Stretch[T], ...]:
    """Return the stretches of days with the same answer; `answer` is called for these days and days between.

    Between two consecutive days of `days` the answer may change at most once. Then binary search finds the
    day of the change, and `answer` is called for few days.
    """
    known = {day: answer(day) for day in sorted({*days})}
    for before, after in pairwise(tuple(known)):
        if known[before] != known[after]:
            last = _last_with(answer, known[before], before, after)
            known |= {last: known[before], last + DAY: answer(last + DAY)}
    return tuple(_merged(sorted(known.items(), key=lambda item: item[0])))


DAY = timedelta(days=1)


def _last_with(answer: Callable[[Day], T], same: T, before: Day, after: Day) -> Day:
    """Return the last day before `after` with the answer `same`, which `before` has."""
    while after - before > DAY:
        middle = before + (after - before) // 2
        before, after = (middle, after) if answer(middle) == same else (before, middle)
    return before


def _merged(found: list[tuple[Day, T]]) -> Iterator[Stretch[T]]:
    first, same, last = None, None, None
    for day, answer in found:
        if first is not None and last is not None and answer != same:
            yield Stretch(first, last, same)  # type: ignore[arg-type]
            first = None
        first, same, last = first or day, answer, day
    if first is not None and last is not None:
        yield Stretch(first, last, same)  # type: ignore[arg-type]
