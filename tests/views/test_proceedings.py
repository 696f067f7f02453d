"""The proceedings of a case on a day: listed or only named, open or closed, and what comes next."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.views.proceedings import proceedings

CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-aaaaa",
    "country": "KG",
    "person": {"identification": "named", "name": "A Person"},
    "proceedings": [{"id": "main", "kind": "criminal"}, {"id": "quiet"}],
}
OPENED = {"type": "case", "date": "2025-03-01", "step": "opened", "proceeding": "main"}
HEARING = {"type": "hearing", "date": "2025-05-10", "outcome": "scheduled", "proceeding": "main"}
VERDICT = {"type": "verdict", "date": "2025-06-10", "outcome": "acquitted", "proceeding": "main"}
CLOSED = {"type": "case", "date": "2025-07-01", "step": "closed", "proceeding": "main"}


@pytest.fixture
def on():
    """Return a function that gives the proceedings of a case with these entries on a day, by their ids."""

    def run(day, *entries):
        events = [{"id": f"a{at:04d}", **each} for at, each in enumerate(entries)]
        found = proceedings({**CASE, "events": events}, date.fromisoformat(day))
        return {each.id: (each.kind, each.is_open, each.next) for each in found}

    return run


def test_one_that_no_entry_names_is_neither_open_nor_closed(on):
    assert on("2025-03-02") == {"main": ("criminal", None, None), "quiet": (None, None, None)}


def test_an_entry_opens_it_and_the_next_one_is_named(on):
    assert on("2025-03-02", OPENED, HEARING)["main"] == ("criminal", True, "2025-05-10")
    assert on("2025-05-11", OPENED, HEARING)["main"] == ("criminal", True, None)


@pytest.mark.parametrize(
    ("verdict", "day", "is_open"),
    [
        ({}, "2025-06-11", True),
        ({"in_force": "2025-06-20"}, "2025-06-19", True),
        ({"in_force": "2025-06-20"}, "2025-06-20", False),
    ],
)
def test_a_verdict_closes_it_from_the_day_on_which_it_is_in_force(on, verdict, day, is_open):
    assert on(day, OPENED, {**VERDICT, **verdict})["main"][1] is is_open


def test_it_is_closed_and_opened_again(on):
    reopened = {**CLOSED, "date": "2025-08-01", "step": "reopened"}
    assert on("2025-07-02", OPENED, CLOSED)["main"][1] is False
    assert on("2025-08-02", OPENED, CLOSED, reopened)["main"][1] is True


def test_one_that_only_entries_name_comes_last(on):
    assert [*on("2025-07-02", {**OPENED, "proceeding": "third"})] == ["main", "quiet", "third"]


def test_entries_that_do_not_stand_count_for_nothing(on):
    refuted = {**OPENED, "standing": "refuted", "resolution": {"reason": "Another person."}}
    assert on("2025-07-02", refuted)["main"][1] is None
