"""The answer for a day names the rule that made it, the entry, and the grounds of custody."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from casefile.custody.circumstances import Circumstances, ListedProceeding
from casefile.custody.ledger_fold import fold
from casefile.custody.status_reasons import ANOTHER_GROUND
from support.stories import FOLDER, course_of, read

TWO = Circumstances(proceedings={"main": ListedProceeding(), "second": ListedProceeding()})


@pytest.fixture
def course(ledger):
    return fold(
        ledger(
            {"type": "detention", "date": "2025-03-01", "kind": "arrest"},
            {"type": "hearing", "date": "2025-03-03", "outcome": "remanded", "proceeding": "main"},
            {
                "type": "hearing",
                "date": "2025-04-03",
                "outcome": "remanded",
                "proceeding": "second",
                "until": "2025-06-03",
            },
            {"type": "hearing", "date": "2025-05-10", "outcome": "released", "proceeding": "main"},
            {"type": "hearing", "date": "2025-05-20", "outcome": "released", "proceeding": "second"},
        ),
        TWO,
    )


def test_each_ground_is_named_with_its_proceeding_and_its_end(course):
    grounds = course.on(date(2025, 4, 20)).grounds
    assert [(each.proceeding, each.basis, each.kind, each.state) for each in grounds] == [
        ("main", "pretrial", "order", "active"),
        ("second", "pretrial", "order", "active"),
    ]
    assert [each.until for each in grounds] == [None, date(2025, 6, 3)]
    assert [each.until_kind for each in grounds] == [None, "stated"]
    assert all(each.certain for each in grounds)


def test_an_order_in_one_case_leaves_the_ground_of_the_other(course):
    view = course.on(date(2025, 5, 11))
    assert view.status == "held"
    assert [each.proceeding for each in view.grounds] == ["second"]
    assert (view.rule.name, view.rule.event, view.rule.date) == ("order-to-release", "e0003", "2025-05-10")
    assert view.rule.because == ANOTHER_GROUND


def test_a_ground_that_not_every_reading_has_is_not_certain(course):
    view = course.on(date(2025, 5, 21))
    assert view.possible == ("held", "released")
    assert [each.certain for each in view.grounds] == [False]
    assert view.rule.name == "order-to-release"


def test_a_ground_is_certain_up_to_its_end_and_a_waiting_sentence_after_it(ledger):
    """A term that is over proves no custody; a sentence of a person at liberty is owed all the same."""
    sentenced = {
        "type": "verdict",
        "date": "2020-01-10",
        "outcome": "convicted",
        "sentences": [{"penalty": "imprisonment", "term": "P2Y"}],
        "taken_into_custody": True,
    }
    bailed = {"type": "hearing", "date": "2020-03-01", "outcome": "bail_granted", "then": "free"}

    def certain(day, *entries):
        return [each.certain for each in fold(ledger(*entries)).on(date.fromisoformat(day)).grounds]

    assert certain("2022-01-09", sentenced) == [True]
    assert certain("2022-03-01", sentenced) == [False]
    assert certain("2022-03-01", sentenced, bailed) == [True]


def test_a_rule_of_time_is_named_with_the_entry_before_it(ledger):
    course = fold(ledger({"type": "detention", "date": "2025-03-01", "kind": "arrest"}))
    rule = course.on(date(2026, 3, 1)).rule
    assert (rule.name, rule.event, rule.date) == ("goes-stale", "e0000", "2025-03-01")


def test_the_date_of_a_rule_is_open_where_that_of_its_entry_is(short):
    course = fold(short("detention 2025-03-01 kind=arrest", "confirmation [2025-04-01..] found=free"))
    assert course.on(date(2025, 4, 2)).rule.date == "[2025-04-01..]"


def test_before_the_first_entry_the_rule_is_the_beginning(course):
    rule = course.on(date(2025, 1, 1)).rule
    assert (rule.name, rule.event, rule.date) == ("start", "", "")


def test_an_order_takes_over_the_arrest_that_named_no_case(ledger):
    course = fold(
        ledger(
            {"type": "detention", "date": "2025-03-01", "kind": "arrest", "proceeding": "main"},
            {"type": "hearing", "date": "2025-03-03", "outcome": "remanded", "proceeding": "main"},
            {"type": "detention", "date": "2025-04-01", "kind": "arrest"},
            {"type": "hearing", "date": "2025-04-03", "outcome": "remanded", "proceeding": "second"},
        ),
        TWO,
    )
    arrested, remanded = (course.on(date(2025, 4, day)).grounds for day in (2, 4))
    assert [(each.proceeding, each.basis) for each in arrested] == [
        ("main", "pretrial"),
        (None, "police_custody"),
    ]
    assert [(each.proceeding, each.basis) for each in remanded] == [
        ("main", "pretrial"),
        ("second", "pretrial"),
    ]


@pytest.mark.parametrize(
    ("seen_by", "alone", "beside_another_case"),
    [
        ("person", "released", "released"),
        ("family", "released", "released"),
        ("lawyer", "released", "released"),
        ("observer", "released", "released"),
        ("source", "released", "unknown"),
        ("custodian", "unknown", "unknown"),
        ("nobody", "unknown", "unknown"),
    ],
)
def test_a_release_is_as_certain_as_its_witnesses(ledger, seen_by, alone, beside_another_case):
    arrest = {"type": "detention", "date": "2025-03-01", "kind": "arrest", "proceeding": "main"}
    orders = [
        {"type": "hearing", "date": "2025-03-03", "outcome": "remanded", "proceeding": name}
        for name in ("main", "second")
    ]
    release = {
        "type": "release",
        "date": "2025-04-01",
        "proceeding": "main",
        "seen_by": seen_by,
        "sources": ["prison"],
    }
    about = replace(TWO, connections={"prison": "official"})
    answers = [
        fold(ledger(*entries, release), about).on(date(2025, 4, 2)).status
        for entries in ([arrest, orders[0]], [arrest, *orders])
    ]
    assert answers == [alone, beside_another_case]


@pytest.mark.parametrize(("gate", "status"), [("2027-03-21", "held"), ("2027-03-22", "unknown")])
def test_a_release_shows_custody_for_two_years_before_it(ledger, gate, status):
    course = fold(
        ledger(
            {"type": "detention", "date": "2025-03-20", "kind": "arrest"},
            {"type": "hearing", "date": "2025-03-21", "outcome": "released"},
            {"type": "release", "date": gate, "seen_by": "family"},
        )
    )
    assert course.on(date(2025, 3, 22)).status == status


def test_an_arrest_in_the_only_case_is_no_further_ground(ledger):
    course = fold(
        ledger(
            {"type": "detention", "date": "2025-03-01", "kind": "arrest"},
            {"type": "hearing", "date": "2025-03-03", "outcome": "remanded"},
            {"type": "detention", "date": "2025-04-01", "kind": "arrest"},
        ),
        Circumstances(proceedings={"main": ListedProceeding()}, no_other_cases=True),
    )
    assert [(each.proceeding, each.basis) for each in course.on(date(2025, 4, 2)).grounds] == [
        ("main", "pretrial")
    ]


def test_a_waiting_sentence_still_waits_after_a_release_into_other_custody(ledger):
    sentences = [{"penalty": "imprisonment", "term": "P2Y"}]
    verdict = {"type": "verdict", "proceeding": "main", "outcome": "convicted", "sentences": sentences}
    course = fold(
        ledger(
            {"type": "hearing", "date": "2025-03-03", "outcome": "remanded", "proceeding": "second"},
            {**verdict, "date": "2025-03-10", "taken_into_custody": False},
            {"type": "release", "date": "2025-04-01", "proceeding": "main", "then": "held"},
        ),
        TWO,
    )
    assert [(each.proceeding, each.state) for each in course.on(date(2025, 4, 2)).grounds] == [
        ("second", "active"),
        ("main", "waiting"),
    ]


@pytest.mark.parametrize(
    ("story", "on", "rule"),
    [
        ("spared-under-restrictions", "2025-06-01", "restriction-runs"),
        ("spared-under-restrictions", "2025-09-18", "spared-under-restrictions"),
        ("upheld-under-restrictions", "2025-11-11", "spared-under-restrictions"),
        ("absolution-ends-restrictions", "2025-09-17", "absolution-ends-restrictions"),
        ("custody-ends-restrictions", "2025-06-10", "remanded"),
        ("moved-after-a-release-that-nobody-saw", "2025-06-12", "released"),
    ],
)
def test_the_rule_is_the_one_that_moved_the_person_or_else_the_restrictions(story, on, rule, ledger):
    ledger_and_law = read(FOLDER / f"{story}.yaml")
    assert (
        course_of(ledger_and_law, ledger(*ledger_and_law["events"])).on(date.fromisoformat(on)).rule.name
        == rule
    )
