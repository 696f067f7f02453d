"""Divide a range of days into stretches on which a value stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from casefile.dates import Day

T = TypeVar("T")


class Stretch(NamedTuple, Generic[T]):
    """Consecutive days, both ends included, on which a function of the day has the same value."""

    first: Day
    last: Day
    answer: T


def stretches(answer: Callable[[Day], T], turns: Iterable[Day], last: Day) -> tuple[Stretch[T], ...]:
    """Return the stretches of days with the same result of `answer`, from the first of `turns` to `last`.

    `turns` are the days on which the result may change; `answer` is called for these alone, as far as they
    are not after `last`. Raises ValueError if there are no such days.
    """
    answers = [(day, answer(day)) for day in sorted({*turns}) if day <= last]
    same = [next(days) for _, days in groupby(answers, key=lambda each: each[1])]
    ends = [*(day - DAY for day, _ in same[1:]), last]
    return tuple(Stretch(day, end, found) for (day, found), end in zip(same, ends, strict=True))


DAY = timedelta(days=1)
