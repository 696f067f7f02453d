"""The days on which an answer may change: on all others it is that of the day before."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from casefile.custody.course import Course
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


def restored(course):
    """Return the course as the index gives it back."""
    return Course.from_data(json.loads(json.dumps(course.as_data())))


PATHS = {path.stem: path for path in STORIES}


@pytest.mark.parametrize("form", [lambda course: course, restored], ids=["folded", "restored"])
@pytest.mark.parametrize("name", ASKED)
def test_an_answer_changes_on_turning_days_alone(name, form, ledger):
    story = read(PATHS[name])
    course = form(course_of(story, ledger(*story["events"])))
    turning = turning_days(course)
    day = date.fromisoformat(min(each["date"] for each in story["events"])) - timedelta(days=1)
    before = replace(course.on(day), days_held=(0, 0), spell_days=())
    for _ in range(9 * 366):
        day += timedelta(days=1)
        view = replace(course.on(day), days_held=(0, 0), spell_days=())
        assert view == before or day.toordinal() in turning, day
        before = view


@pytest.mark.sample(3)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_course_from_the_index_has_the_same_turning_days(path, ledger):
    story = read(path)
    course = course_of(story, ledger(*story["events"]))
    assert turning_days(restored(course)) == turning_days(course)
