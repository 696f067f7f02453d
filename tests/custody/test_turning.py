"""The days on which an answer may change: on all others it is that of the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casefile.custody.turning import turning_days
from support.stories import STORIES, course_of, read

ASKED = (
    "silent-after-prison-before-probation",
    "stated-term-over-before-probation",
    "supervision-breached-with-its-end",
    "silent-after-a-term",
    "lost-for-long",
    "order-lapses",
)


PATHS = {path.stem: path for path in STORIES}


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_changes_on_turning_days_alone(name, ledger):
    story = read(PATHS[name])
    course = course_of(story, ledger(*story["events"]))
    turning = turning_days(course)
    day = date.fromisoformat(min(each["date"] for each in story["events"])) - timedelta(days=1)
    before = course.on(day)
    for _ in range(9 * 366):
        day += timedelta(days=1)
        view = course.on(day)
        same = (view.status, view.possible, view.certainty) == (
            before.status,
            before.possible,
            before.certainty,
        )
        assert same or day.toordinal() in turning, day
        before = view
