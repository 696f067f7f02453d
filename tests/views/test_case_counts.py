from datetime import date

import pytest

from casefile.custody.custody_view import View
from casefile.custody.state import CERTAINTIES, STATUSES
from casefile.custody.status_text import in_short
from casefile.views.case_counts import BY, STANDINGS, CountedCase, first_taken, standing, tally_cases

DAY = date(2025, 6, 10)
DETAINED = {"type": "detention", "date": "2025-05-28", "kind": "arrest"}
REMANDED = {"type": "hearing", "date": "2025-05-29", "outcome": "remanded", "until": "2025-07-21"}


@pytest.fixture
def count(register_of):
    """Count cases by a question: `count("status", *records)` gives the tallies by their key."""

    def run(by, *records, day=DAY, also=()):
        register = register_of(*records)
        cases = [row for row in register.rows if row.course]
        subjects = [CountedCase(row, standing(row.course.on(day)), first_taken(row, day)) for row in cases]
        situations = [row for row in register.rows if row.kind == "situation"]
        return tally_cases(subjects, by, register, situations, also)

    return run


def totals(found):
    return {tally.key: tally.total for tally in found.tallies if tally.total}


def test_held_presumed_lapsed_possibly_and_unknown_are_counted_separately(count, a_case):
    found = count(
        "status",
        a_case("aaaaa", DETAINED, REMANDED),
        a_case("bbbbb", DETAINED, {**REMANDED, "until": "2025-06-05"}),
        a_case("ccccc", {**DETAINED, "kind": "questioning"}),
        a_case("ddddd", {"type": "disappearance", "date": "2025-05-28"},
               {"type": "confirmation", "date": "[2025-06-09..2025-06-12]", "found": "free"}),
        a_case("eeeee", DETAINED, {"type": "release", "date": "2025-05-30"}),
        a_case("fffff", {**DETAINED, "date": "2024-05-28"}),
    )  # fmt: skip

    assert totals(found) == {
        "held": 1, "presumed": 1, "lapsed": 1, "possibly": 1, "unknown": 1, "released": 1,
    }  # fmt: skip
    assert (found.total, found.overlapping) == (6, 0)


def test_the_count_of_held_people_is_shown_even_if_it_is_zero(count):
    assert [(tally.key, tally.total) for tally in count("status").tallies] == [
        ("held", 0), ("presumed", 0), ("lapsed", 0), ("possibly", 0), ("unknown", 0),
    ]  # fmt: skip


def test_every_status_has_a_named_standing(register_of, a_case):
    view = register_of(a_case("aaaaa")).row("kg-2025-aaaaa").course.on(DAY)

    assert STANDINGS[standing(view)] == "not detained"


@pytest.mark.parametrize("certainty", [each for each in CERTAINTIES if each != "uncertain"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_case_is_counted_under_the_words_of_its_status(status, certainty):
    view = View(status, certainty, (status,))

    assert in_short(view).startswith(STANDINGS[standing(view)])


def test_a_case_in_two_rows_counts_once_in_the_total(count, a_case):
    found = count(
        "authority",
        a_case("aaaaa", {**DETAINED, "by": ["Police", "Secret Service"]}),
        a_case("bbbbb", {**DETAINED, "by": ["Police"]}),
        a_case("ccccc"),
    )

    assert totals(found) == {"Police": 2, "Secret Service": 1, None: 1}
    assert (found.total, found.overlapping) == (3, 1)


def test_a_case_of_a_part_is_one_of_the_whole(count, a_case, a_situation):
    found = count(
        "situation",
        a_situation("whole"),
        a_situation("part", part_of=["whole"]),
        a_situation("empty"),
        a_case("aaaaa", situations=["part"]),
        a_case("bbbbb", situations=["part", "whole"]),
        also=["whole", "part", "empty"],
    )

    assert {tally.key: tally.total for tally in found.tallies} == {"part": 2, "whole": 2, "empty": 0}
    assert (found.total, found.overlapping) == (2, 2)


@pytest.mark.parametrize(
    ("when", "month"),
    [
        ("2025-05-28", "2025-05"),
        ("2025-05", "2025-05"),
        ("[2025-05-02..2025-05-30]", "2025-05"),
        ("[2025-05-30..2025-06-02]", "uncertain"),
        ("2025-05-28?", "uncertain"),
        ("2025-05~", "uncertain"),
        ("2025", "uncertain"),
    ],
)
def test_only_a_month_that_is_certain_is_named(count, a_case, when, month):
    assert totals(count("month", a_case("aaaaa", {**DETAINED, "date": when}))) == {month: 1}


def test_months_are_in_order_and_cases_without_one_come_last(count, a_case):
    found = count(
        "month",
        a_case("aaaaa"),
        a_case("bbbbb", {**DETAINED, "date": "2025"}),
        a_case("ccccc", DETAINED),
        a_case("ddddd", {**DETAINED, "date": "2024-01-09"}, {**DETAINED, "date": "2025-04-01"}),
        a_case("eeeee", {**DETAINED, "date": "2025-07-01"}),
    )

    assert [(tally.key, tally.total) for tally in found.tallies] == [
        ("2024-01", 1), ("2025-05", 1), ("uncertain", 1), (None, 2),
    ]  # fmt: skip


def test_a_detention_that_is_refuted_is_none(register_of, a_case):
    refuted = {**DETAINED, "standing": "refuted", "resolution": {"reason": "Another person."}}
    register = register_of(a_case("aaaaa", refuted, {**DETAINED, "date": "2025-06-01"}))

    assert first_taken(register.row("kg-2025-aaaaa"), DAY) == "2025-06-01"


@pytest.mark.parametrize("by", BY)
def test_each_grouping_counts_a_case_without_facts(count, a_case, by):
    assert sum(tally.total for tally in count(by, a_case("aaaaa")).tallies) == 1


def test_a_disputed_detention_is_no_month_but_may_be_of_a_case_recorded_twice(register_of, a_case):
    disputed = {**DETAINED, "standing": "disputed", "resolution": {"reason": "Another person."}}
    row = register_of(a_case("aaaaa", disputed, {**DETAINED, "date": "2025-06-01"})).row("kg-2025-aaaaa")

    assert [each.text for each in row.dates_detained] == ["2025-06-01"]
    assert [each.text for each in row.dates_taken] == [DETAINED["date"], "2025-06-01"]
