"""The days on which an answer may change: on all others it is that of the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from casefile.custody.stored_course import StoredReadings, store_readings
from casefile.custody.turning_days import turning_days
from support.stories import STORIES, course_of, read

ASKED = (
    "silent-after-prison-before-probation",
    "stated-term-over-before-probation",
    "supervision-breached-with-its-end",
    "silent-after-a-term",
    "lost-for-long",
    "order-lapses",
    "absolved-in-the-only-case",
)


PATHS = {path.stem: path for path in STORIES}


@pytest.mark.parametrize("name", ASKED)
def test_a_stored_course_turns_on_the_same_days(name, ledger):
    story = read(PATHS[name])
    course = course_of(story, ledger(*story["events"]))
    stored = replace(course, states=StoredReadings(store_readings(course.states)))
    assert turning_days(stored) == turning_days(course)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_changes_on_turning_days_alone(name, ledger):
    story = read(PATHS[name])
    course = course_of(story, ledger(*story["events"]))
    turning = turning_days(course)
    day = date.fromisoformat(min(each["date"] for each in story["events"])) - timedelta(days=1)
    before = replace(course.on(day), days_held=(0, 0), spell_days=())
    for _ in range(9 * 366):
        day += timedelta(days=1)
        view = replace(course.on(day), days_held=(0, 0), spell_days=())
        assert view == before or day.toordinal() in turning, day
        before = view
