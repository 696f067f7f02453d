"""The view as values, and what a course costs."""

from __future__ import annotations

import json
from datetime import date

import pytest

from casefile.custody.circumstances import Circumstances
from casefile.custody.course import Course
from casefile.custody.ledger_fold import fold
from casefile.custody.state import FIRST, State
from casefile.custody.time_rules import see_state
from casefile.custody.turning_days import turning_days
from casefile.dates import LAST_DAY


@pytest.fixture
def course(short):
    return fold(
        short(
            "detention 2025-05-28 kind=arrest facility=SIZO-1",
            "hearing 2025-05-30 outcome=remanded until=2025-07-21",
            "restriction 2025-06-01 kind=passport_held until=2025-12-31",
        )
    )


def test_a_view_is_plain_values_for_json(course):
    data = course.on(date(2025, 6, 10)).as_data()
    assert json.loads(json.dumps(data)) == {
        "status": "held",
        "certainty": "stated",
        "possible": ["held"],
        "basis": "pretrial",
        "since": "2025-05-28",
        "until": "2025-07-21",
        "until_kind": "order",
        "last_confirmed": "2025-05-30",
        "facility": "SIZO-1",
        "restrictions": [{"kind": "passport_held", "since": "2025-06-01", "until": "2025-12-31"}],
        "spells": [
            {
                "start": "2025-05-28",
                "end": "ongoing",
                "basis": "pretrial",
                "certain": True,
                "closed_by": None,
            }
        ],
        "days_held": [14, 14],
        "charges": [],
        "disputed": False,
        "flags": [],
        "custody_grounds": [
            {
                "proceeding": None,
                "basis": "pretrial",
                "kind": "order",
                "since": "2025-05-30",
                "until": "2025-07-21",
                "until_kind": "stated",
                "certain": True,
                "state": "active",
                "final": False,
                "sentence": None,
            }
        ],
        "rule": {
            "name": "remanded",
            "because": "A court order is the strongest evidence of custody (ICCPR art. 9(3)).",
            "event": "e0001",
            "date": "2025-05-30",
        },
    }


def test_a_ground_names_the_event_that_gave_the_sentence(ledger):
    convicted = {"type": "verdict", "date": "2025-06-20", "outcome": "convicted"}
    changed = {"type": "hearing", "date": "2025-09-20", "stage": "appeal", "outcome": "sentence_changed"}
    course = fold(
        ledger(
            {"type": "detention", "date": "2025-05-28", "kind": "arrest"},
            {**convicted, "sentences": [{"penalty": "imprisonment", "term": "P5Y"}]},
            {**changed, "sentences": [{"penalty": "imprisonment", "term": "P3Y"}]},
        )
    )
    days = (date(2025, 6, 19), date(2025, 6, 20), date(2025, 9, 20))
    assert [[each.sentence for each in course.on(day).grounds] for day in days] == [
        [None],
        ["e0001"],
        ["e0002"],
    ]


def test_a_view_distinguishes_certainly_and_possibly_held(course, short):
    assert course.on(date(2025, 8, 15)).held_certain
    questioned = fold(short("detention 2025-05-28 kind=questioning")).on(date(2025, 6, 10))
    assert questioned.held_possible
    assert not questioned.held_certain


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        ((), ["2025-07-21"]),
        (("hearing 2025-06-10 outcome=released",), ["2025-07-21"]),
        (("hearing 2025-06-10 outcome=milder_measure until=2025-09-01",), ["2025-07-21"]),
        (
            ("hearing [2025-06-10..2025-06-30] outcome=extended until=2025-09-21",),
            ["2025-07-21", "2025-09-21"],
        ),
        (("hearing [2025-06-10..2025-06-30] outcome=extended",), ["2025-07-21", None]),
        (("release 2025-06-10 kind=bail seen_by=family",), []),
    ],
)
def test_the_possible_ends_are_those_of_each_custody_that_is_possible(short, later, ends):
    made = fold(
        short(
            "detention 2025-05-28 kind=arrest", "hearing 2025-05-30 outcome=remanded until=2025-07-21", *later
        )
    )

    found = made.on(date(2025, 6, 15)).possible_ends

    assert [end and end.isoformat() for end in found] == ends


def test_the_status_is_known_on_the_first_and_last_day_of_the_calendar(course):
    assert course.on(date(1000, 1, 1)).status == "not_detained"
    assert course.on(date(9999, 12, 31)).possible == ("held", "released")


def test_a_stored_course_holds_each_change_once(course):
    data = course.as_data()
    assert data["states"][0] == [{}]
    assert "spells" not in data["states"][1][0]
    assert "since" not in data["states"][2][0]
    assert Course.from_data(data) == course


def test_the_death_rule_depends_on_the_connection_of_the_source(ledger):
    events = ledger({"type": "death", "date": "2025-06-01", "sources": ["call-1"]})
    day = date(2025, 6, 2)

    def by(connection):
        return fold(events, Circumstances(connections={"call-1": connection})).on(day)

    assert by("lawyer").status == "dead"
    assert by("media").flags == ("death_reported",)
    assert by("media").possible == by(None).possible == fold(events).on(day).possible
    assert by(None).possible == ("not_detained", "dead")


def test_the_course_names_the_rules_that_decided_a_day(course):
    assert course.because(date(2025, 5, 27)) == ("start",)
    assert course.because(date(2025, 8, 15)) == (
        "start",
        "detention",
        "custody-ends-restrictions",
        "remanded",
        "restriction-imposed",
        "order-lapses",
    )


def test_an_entry_after_which_each_possible_state_may_still_be_true_shows_nothing_otherwise(short):
    course = fold(
        short("hearing 2025-01-10 outcome=unknown stage=custody", "hearing 2025-03-01 outcome=remanded")
    )
    assert course.because(date(2025, 3, 2)) == (
        "start",
        "custody-not-known",
        "custody-ends-restrictions",
        "remanded",
    )


def test_days_on_which_the_answer_may_change_are_days_of_the_calendar(ledger):
    events = ledger(
        {"type": "detention", "date": "2025-01-03", "kind": "arrest"},
        {
            "type": "verdict",
            "date": "2025-01-20",
            "outcome": "convicted",
            "sentences": [{"penalty": "imprisonment"}],
        },
        {"type": "clemency", "date": "[2025-01-23..]", "effect": "released"},
    )
    assert max(turning_days(fold(events))) == LAST_DAY.toordinal()


def test_a_transfer_after_a_release_shows_that_the_ground_of_custody_goes_on(short):
    ledger = short("detention 2025-01-01 kind=arrest", "release 2025-01-01 kind=bail", "transfer 2025-01-01")
    (ground,) = fold(ledger).on(date(2025, 1, 1)).grounds
    assert (ground.basis, ground.state) == ("police_custody", "active")


@pytest.mark.parametrize("kind", ["extradition", "immigration", "psychiatric", "military", "conscription"])
def test_a_detention_of_another_kind_of_case_is_a_second_ground(kind, short):
    ledger = short("detention 2025-05-28 kind=arrest", f"detention 2025-06-10 kind={kind}")
    grounds = fold(ledger).on(date(2025, 6, 11)).grounds
    assert [each.state for each in grounds] == ["active", "active"]


@pytest.mark.parametrize(("elsewhere", "status"), [(True, "abroad"), (False, "released")])
def test_an_order_to_release_that_was_carried_out_leads_out_of_the_custody_where_it_is(elsewhere, status):
    state = State(status="held", carried_out=FIRST + 10, elsewhere=elsewhere)
    seen, _ = see_state(state, FIRST + 10, (), 90)
    assert seen.possible == {status}


@pytest.mark.parametrize(
    ("leave", "returns"),
    [
        ("release 2025-01-05 kind=furlough until=2025-01-20", (date(2025, 1, 20),)),
        ("release 2025-01-05 kind=furlough", (date(2025, 4, 5),)),
        ("release [2025-01-05..] kind=furlough", ()),
    ],
)
def test_a_person_on_leave_is_due_back_on_its_last_day_if_it_has_one(short, leave, returns):
    view = fold(short("detention 2025-01-01 kind=arrest", leave)).on(date(2025, 1, 10))
    assert view.returns == returns


def test_a_leave_that_may_have_been_prolonged_may_end_on_two_days(short):
    view = fold(
        short(
            "detention 2025-01-01 kind=arrest",
            "release 2025-01-05 kind=furlough until=2025-01-20",
            "release [2025-01-08..2025-01-15] kind=furlough until=2025-01-30",
        )
    ).on(date(2025, 1, 10))

    assert view.returns == (date(2025, 1, 20), date(2025, 1, 30))
