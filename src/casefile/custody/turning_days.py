"""Find the days on which the answer for a case may change; between them only the days held are counted up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct
from msgspec.structs import astuple

from casefile.custody.course import Course
from casefile.custody.custody_view import View
from casefile.custody.time_rules import days_until_turns, ends_of_probation
from casefile.dates import FIRST_DAY, LAST_DAY, Day


def turning_days(course: Course) -> frozenset[int]:
    """Return the days, as ordinals, on which the view of a course may change; on some it stays the same.

    The rules of time compare a day with the days of states and news, and with days a fixed time later: the
    end of an order, the day after it, the day on which the newest sign of custody goes stale. Before the
    first of these days nothing is known.
    """
    dated = {*_numbers((course.bounds, course.news))}
    first, last = min(dated, default=0), LAST_DAY.toordinal()
    days = {day for readings in course.states for day in _numbers(readings) if day >= first} | dated
    states = (state for readings in course.states for state in readings)
    days |= {end for state in states for end in ends_of_probation(state) if end is not None}
    after = days_until_turns(course.stale_days)
    found = frozenset(min(day + later, last) for day in days for later in after)
    return found | turning_days(course.disputed) if course.disputed else found


def days_between(turns: Collection[int], day: int) -> tuple[int, int]:
    """Return the first and the last day, as ordinals, between which the view is the same as on a day.

    `turns` are the turning days of the course. The range begins on one of them, or on `FIRST_DAY`, and ends
    before the next, or on `LAST_DAY`.
    """
    return (
        max((turn for turn in turns if turn <= day), default=FIRST_DAY.toordinal()),
        min((turn - 1 for turn in turns if turn > day), default=LAST_DAY.toordinal()),
    )


def have_same_answers(
    one: Course, other: Course, answer_of: Callable[[View], object], since: Day = FIRST_DAY
) -> bool:
    """Return whether two courses give the same answer on each day from `since` on.

    `answer_of` returns the parts of a view that are compared.
    """
    turns = (Day.fromordinal(each) for each in turning_days(one) | turning_days(other))
    days = sorted({since, *(day for day in turns if day > since)})
    return all(answer_of(one.on(day)) == answer_of(other.on(day)) for day in days)


def _numbers(value: object) -> Iterator[int]:
    """Yield all whole numbers in nested tuples and structs, ordinals and others, but no booleans."""
    if isinstance(value, tuple | Struct):
        for each in value if isinstance(value, tuple) else astuple(value):
            yield from _numbers(each)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
