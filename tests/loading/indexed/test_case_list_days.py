"""How a case is listed over days in a row is how it is listed on each of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from casefile.dates import FIRST_DAY, LAST_DAY, Day
from casefile.loading.indexed.case_list_builder import make_list_row
from casefile.loading.indexed.deadline_builder import make_deadline_row
from casefile.register import Register, read_entry
from casefile.views.case_counts import standing
from casefile.views.case_rows import case_row_text, make_case_row
from casefile.views.deadlines.deadline_rules import find_deadlines
from casefile.views.deadlines.valid_ledger import ledger_of

ROOT = Path(__file__).resolve().parents[3]
PATHS = ["casefile.yaml", *(str(each.relative_to(ROOT)) for each in sorted(ROOT.glob("cases/**/*.yaml")))]
REGISTER = Register(read_entry(path, (ROOT / path).read_bytes()) for path in PATHS)
ROWS = [row for row in REGISTER.rows if row.course is not None]
ASKED = [Day(2025, 5, 27), Day(2025, 6, 10), Day(2025, 7, 21), Day(2026, 11, 26), FIRST_DAY, LAST_DAY]


def case_row_json(row, day):
    return json.dumps(make_case_row(row, row.course.on(day), day).as_data(), ensure_ascii=False)


def in_words(row, day):
    view = row.course.on(day)
    return [*case_row_text(make_case_row(row, view, day), standing(view), view, day)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_case_is_listed_equally_on_each_day_of_a_range(row):
    day, last = Day(2025, 3, 1), Day(2027, 6, 1)
    lengths = []
    while day < last:
        line = make_list_row(1, row, row.course, day.toordinal())
        assert line.first <= day.toordinal() <= line.last
        end = min(last.toordinal(), line.last)
        for number in range(max(line.first, day.toordinal() - 40), end + 1):
            assert line.json(number) == case_row_json(row, Day.fromordinal(number)), Day.fromordinal(number)
            assert json.loads(line.row_text) == in_words(row, Day.fromordinal(number))
        lengths.append(end + 1 - day.toordinal())
        day = Day.fromordinal(end) + timedelta(days=1)
    assert max(lengths) > 100  # what nobody changes lasts


@pytest.mark.parametrize("day", ASKED, ids=str)
def test_any_day_may_be_asked_about(day):
    for row in ROWS:
        line = make_list_row(1, row, row.course, day.toordinal())
        assert line.json(day.toordinal()) == case_row_json(row, day)
        for number in (line.first, line.last):
            assert line.json(number) == case_row_json(row, Day.fromordinal(number))


class UpTo80:
    """A course in which the days held stop growing while all else stays as it is."""

    def __init__(self, course):
        self.course = course

    def on(self, day):
        view = self.course.on(day)
        least, most = view.days_held
        return replace(view, days_held=(min(least, 80), most if most is None else min(most, 80)))


@pytest.mark.parametrize("course_of", [lambda row: row.course, lambda row: UpTo80(row.course)])
def test_where_more_changes_than_the_days_held_a_day_is_listed_alone(monkeypatch, course_of):
    monkeypatch.setattr(
        "casefile.loading.indexed.case_list_builder.turning_days", lambda _course: frozenset()
    )
    alone = 0
    for row in ROWS:
        course = course_of(row)
        for number in range(Day(2025, 5, 20).toordinal(), Day(2025, 8, 20).toordinal(), 3):
            line = make_list_row(1, row, course, number)
            alone += line.first == line.last
            for each in (line.first, number, line.last):
                day = Day.fromordinal(each)
                said = json.dumps(make_case_row(row, course.on(day), day).as_data(), ensure_ascii=False)
                assert line.json(each) == said
    assert alone


LEDGERS = [row for row in REGISTER.rows if row.kind in {"case", "situation", "organization"}]


def due_on(row, day):
    found = find_deadlines(ledger_of(REGISTER, row, day, None))
    return [[each.date.text, each.kind, each.event, each.text] for each in found]


@pytest.mark.parametrize("row", LEDGERS, ids=lambda row: row.id)
def test_the_same_deadlines_apply_on_each_day_of_a_range(row):
    day, last = Day(2025, 3, 1), Day(2027, 12, 1)
    while day < last:
        told = make_deadline_row(REGISTER, row.id, 1, day, "")
        assert told.first <= day.toordinal() <= told.last
        end = min(last.toordinal(), told.last)
        for number in range(max(told.first, day.toordinal() - 40), end + 1):
            found = json.loads(told.deadlines)[2] if told.deadlines else []
            assert found == due_on(row, Day.fromordinal(number)), Day.fromordinal(number)
        day = Day.fromordinal(end) + timedelta(days=1)


@pytest.mark.parametrize("day", ASKED, ids=str)
def test_deadlines_are_the_same_on_each_day_of_their_stored_range(day):
    for row in LEDGERS:
        told = make_deadline_row(REGISTER, row.id, 1, day, "")
        found = json.loads(told.deadlines)[2] if told.deadlines else []
        for number in (told.first, day.toordinal(), told.last):
            assert found == due_on(row, Day.fromordinal(number)), row.id
