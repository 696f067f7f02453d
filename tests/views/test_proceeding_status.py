"""The proceedings of a case on a day: listed or only named, open or closed, and what comes next."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.views.deadlines.deadline_rules import find_deadlines
from casefile.views.deadlines.valid_ledger import ledger_of
from casefile.views.proceeding_status import proceedings

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
def on(register_of):
    """Return a function that gives the proceedings of a case with these entries on a day, by their ids."""

    def run(day, *entries):
        events = [{"id": f"a{at:04d}", **each} for at, each in enumerate(entries)]
        register, on_day = register_of({**CASE, "events": events}), date.fromisoformat(day)
        row = register.row(CASE["id"])
        deadlines = find_deadlines(ledger_of(register, row, on_day, None))
        hearings = {each.event for each in deadlines if each.kind == "hearing"}
        found = proceedings(register.by_id[CASE["id"]].data, row.course, on_day, hearings)
        return {each.id: (each.kind, each.is_open, each.next) for each in found}

    return run


def test_one_that_no_entry_names_is_neither_open_nor_closed(on):
    assert on("2025-03-02") == {"main": ("criminal", None, None), "quiet": (None, None, None)}


def test_an_entry_opens_it_and_the_next_one_is_named(on):
    assert on("2025-03-02", OPENED, HEARING)["main"] == ("criminal", True, "2025-05-10")
    assert on("2025-05-11", OPENED, HEARING)["main"] == ("criminal", True, None)


def test_a_cancelled_hearing_is_not_next(on):
    cancelled = {**HEARING, "outcome": "cancelled"}

    assert on("2025-03-02", OPENED, HEARING, cancelled)["main"][2] is None
    assert on("2025-03-02", OPENED, HEARING, cancelled, VERDICT)["main"][2] == "2025-06-10"
    assert on("2025-03-02", OPENED, HEARING, {**cancelled, "proceeding": "quiet"})["main"][2] == "2025-05-10"


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


def test_refuted_entries_do_not_count(on):
    refuted = {**OPENED, "standing": "refuted", "resolution": {"reason": "Another person."}}
    assert on("2025-07-02", refuted)["main"][1] is None


IN_FORCE = {**VERDICT, "outcome": "convicted", "in_force": "2025-06-20"}
CONVICTED = {**VERDICT, "outcome": "convicted", "sentences": [{"penalty": "imprisonment", "term": "P5Y"}]}
REVIEW = {
    "type": "hearing",
    "date": "2025-09-01",
    "stage": "appeal",
    "outcome": "upheld",
    "proceeding": "main",
}
REVIEW_OF_THE_VERDICT = {name: REVIEW[name] for name in REVIEW if name != "proceeding"} | {"against": "a0002"}
REMANDED = {"type": "hearing", "date": "2025-03-10", "outcome": "remanded", "proceeding": "main"}


def test_one_that_another_goes_on_in_is_open_and_the_old_one_is_over(on):
    joined = {"type": "case", "date": "2025-05-01", "step": "joined"}
    one = {**joined, "proceeding": "quiet", "from_proceeding": "main"}
    other = {**joined, "proceeding": "main", "into_proceeding": "quiet"}
    for step in (one, other):
        found = on("2025-05-02", OPENED, REMANDED, step, HEARING)
        assert (found["main"][1:], found["quiet"][1:]) == ((False, None), (True, "2025-05-10"))


def test_entries_that_name_the_old_proceeding_are_of_the_one_in_which_it_goes_on(on):
    renumbered = {**OPENED, "date": "2025-05-01", "step": "renumbered", "into_proceeding": "second"}
    upheld = {**REVIEW, "stage": "supervisory"}
    found = on("2025-09-02", OPENED, renumbered, CONVICTED, upheld)
    assert (found["main"][1], found["second"][1]) == (False, False)


@pytest.mark.parametrize(
    ("entries", "is_open"),
    [
        ([{**CONVICTED, "instance": "appeal"}], False),
        ([{**CONVICTED, "appeal_until": "2025-07-10"}], False),
        ([CONVICTED, REVIEW], False),
        ([CONVICTED, {**REVIEW, "stage": "supervisory"}], False),
        ([CONVICTED, {**REVIEW, "stage": "verdict"}], False),
        ([CONVICTED, REVIEW_OF_THE_VERDICT], False),
        ([CONVICTED, {**REVIEW, "stage": "custody"}], True),
        ([REVIEW], True),
        ([IN_FORCE, {**REVIEW, "outcome": "overturned"}], True),
        ([IN_FORCE, {**REVIEW, "outcome": "remitted"}], True),
        ([IN_FORCE, {**REVIEW, "outcome": "overturned", "overturns": "custody_order"}], False),
        ([IN_FORCE, {**REVIEW, "outcome": "overturned", "against": "a0001"}], False),
        ([CONVICTED, {**CLOSED, "date": "2025-09-01"}], False),
        ([{**VERDICT, "outcome": "adjudication_deferred", "in_force": "2025-07-01"}], True),
    ],
)
def test_a_judgment_that_no_court_reviews_any_more_closes_it(on, entries, is_open):
    assert on("2025-09-02", OPENED, REMANDED, *entries)["main"][1] is is_open


def test_an_appeal_that_is_filed_keeps_it_open(on):
    filed = {"type": "appeal", "date": "2025-06-15", "step": "filed", "against": "a0001"}
    verdict = {**CONVICTED, "appeal_until": "2025-07-10"}
    assert on("2025-09-02", OPENED, verdict, filed)["main"][1] is True


def test_its_entries_are_read_in_the_order_of_the_ledger(on):
    closed = {**CLOSED, "date": "[2025-01-10..2025-03-31]"}
    reopened = {**CLOSED, "date": "2025-02-15", "step": "reopened"}
    assert on("2025-04-10", closed, reopened)["main"][1] is True


def test_whether_it_is_open_is_not_known_while_the_closing_may_have_happened(on):
    closed = {**CLOSED, "date": "[2025-07-01..2025-07-20]"}
    found = [on(day, OPENED, closed)["main"][1] for day in ("2025-06-30", "2025-07-10", "2025-07-20")]
    assert found == [True, None, False]
