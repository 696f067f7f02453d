"""A date after today of something that has happened is refused, with the year that was probably meant."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.editing.edit_plans import Correction, plan_event, plan_update
from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.errors import BadInput

TODAY = date(2026, 12, 3)
CASE = "kg-2025-aaaaa"
SOURCES = {"sources": ["occrp-2025-06-04"]}
NOTE = {"summary": "A call.", **SOURCES}


def written(desk, planner, *, future_ok=False):
    how = WriteOptions(dry_run=True, today=None if future_ok else lambda: TODAY)
    return write(desk, planner, how).records


def note(day):
    return plan_event([CASE], "note", NOTE | {"date": day}, TODAY)


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2026-12-04", "2025-12-04"),
        ("2027-01-15", "2026-01-15"),
        ("2027-02", "2026-02"),
        ("[2026-12-28..2026-12-30]", "[2025-12-28..2025-12-30]"),
        ("2062-07-01", "2026-07-01"),
    ],
)
def test_a_later_day_is_refused_with_the_year_that_is_probably_meant(desk, day, meant):
    with pytest.raises(BadInput) as refused:
        written(desk, note(day))

    assert refused.value.code == "CF644"
    assert f" {meant}?" in refused.value.hint
    assert "--future-ok" in refused.value.hint
    assert written(desk, note(day), future_ok=True)


@pytest.mark.parametrize("day", ["2026-12-03", "2026-12", "2026", "2026-12-01/..", "[..2027-01-01]"])
def test_a_day_that_may_have_come_is_taken(desk, day):
    assert written(desk, note(day))


@pytest.mark.parametrize(
    ("kind", "fields", "taken"),
    [
        ("hearing", {"date": "2027-01-15", "outcome": "scheduled"}, True),
        ("hearing", {"date": "2027-01-15", "outcome": "cancelled"}, True),
        ("hearing", {"date": "2027-01-15", "outcome": "extended"}, False),
        ("hearing", {"date": "2026-12-01", "outcome": "extended", "until": "2027-01-15"}, True),
        ("verdict", {"date": "2026-12-01", "outcome": "convicted", "appeal_until": "2027-01-15"}, True),
    ],
)
def test_only_what_is_announced_or_ends_may_be_ahead(desk, kind, fields, taken):
    planner = plan_event([CASE], kind, fields | SOURCES, TODAY)
    if taken:
        assert written(desk, planner)
        return
    with pytest.raises(BadInput, match="today"):
        written(desk, planner)


def test_only_dates_that_the_write_changes_are_compared_with_today(desk):
    (noted,) = write(desk, note("2027-05-28"), WriteOptions(commit=False)).records

    assert written(desk, note("2026-12-01"))
    assert written(desk, plan_update(CASE, [Correction("set", "person.occupation", "editor")], TODAY))
    with pytest.raises(BadInput):
        written(
            desk, plan_update(CASE, [Correction("set", f"events.{noted.event}.date", "2027-05-29")], TODAY)
        )
