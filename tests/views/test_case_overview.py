from datetime import date

import pytest

from casefile.views.case_overview import case_overview
from casefile.views.gaps import gaps

DAY = date(2025, 6, 10)


@pytest.fixture
def page(register_of):
    """Return the dossier of one case on 10 June 2025."""

    def run(case, day=DAY):
        register = register_of(case)
        data = register.by_id[case["id"]].data
        return case_overview(data, register.row(case["id"]).course.on(day), day)

    return run


@pytest.fixture
def missing(register_of):
    """Return what is not stated in one case, as (event, field) pairs."""

    def run(case, day=DAY):
        view = register_of(case).row(case["id"]).course.on(day)
        return [(gap.event, gap.field.rsplit(".", 1)[-1]) for gap in gaps(case, view, day)]

    return run


def test_a_charge_stays_known_where_only_its_step_is_not_certain(page, a_case):
    charge = {"type": "charge", "charges": [{"offence": "unrest"}]}
    case = a_case(
        "aaaaa",
        {**charge, "date": "2025-06-04", "step": "accused"},
        {**charge, "date": "[2025-06-05..2025-07-23]", "step": "to_court"},
    )

    assert [(each.offence, each.step) for each in page(case).view.charges] == [("unrest", "unknown")]
    assert [each.step for each in page(case, date(2025, 6, 4)).view.charges] == ["accused"]


def test_a_stated_fact_is_no_gap_and_an_unknown_one_is(missing, a_case):
    event = {
        "type": "detention",
        "date": "2025-05-28",
        "kind": "arrest",
        "warrant": "unknown",
        "place": "Osh",
    }

    found = missing(a_case("aaaaa", event))

    assert ("a0000", "warrant") in found
    assert ("a0000", "place") not in found
    assert ("a0000", "kind") not in found


def test_an_age_answers_for_the_date_of_birth(missing, a_case):
    aged = {"identification": "unnamed", "age": {"years": 20}}

    assert ("", "birth") in missing(a_case("aaaaa"))
    assert ("", "birth") not in missing(a_case("aaaaa", person=aged))


def test_the_end_of_an_order_is_asked_only_of_an_order(missing, a_case):
    remanded = {"type": "hearing", "date": "2025-05-29", "outcome": "remanded"}
    adjourned = {**remanded, "outcome": "adjourned"}

    found = missing(a_case("aaaaa", remanded, adjourned))

    assert ("a0000", "until") in found
    assert ("b0000", "until") not in found


def test_refuted_and_future_events_have_no_gaps(missing, a_case):
    refuted = {
        "type": "detention",
        "date": "2025-05-28",
        "standing": "refuted",
        "resolution": {"reason": "Another person."},
    }
    later = {"type": "verdict", "date": "2025-09-17"}

    assert {event for event, _ in missing(a_case("aaaaa", refuted, later))} == {""}


def test_a_held_person_without_access_of_a_lawyer_is_a_gap(missing, a_case):
    held = {"type": "detention", "date": "2025-05-28"}
    seen = {"type": "access", "date": "2025-05-29", "to": "counsel", "outcome": "denied"}

    def unseen(*events):
        return missing(a_case("aaaaa", *events)).count(("", "events"))

    assert (unseen(), unseen(held), unseen(held, seen)) == (0, 2, 1)
