"""Two events as one: the place at which the status stays as it is, or none."""

from __future__ import annotations

import pytest

from casefile.custody.joined_events import with_one
from casefile.custody.ledger_fold import fold

FIRST, ARREST, LAST = "f1f1f", "m1m1m", "z1z1z"


def ledger(*events):
    """Return a case with these events: each its id, its date and its kind of arrest or release."""
    kinds = {"arrest": "detention", "no_charge": "release"}
    made = [{"id": name, "type": kinds[kind], "date": date, "kind": kind} for name, date, kind in events]
    start = {"id": "a1a1a", "type": "detention", "date": "2025-03-01", "kind": "arrest"}
    return {
        "schema": "casefile/case/1",
        "id": "kg-2025-aaaaa",
        "country": "KG",
        "person": {"name": "Testa Personova", "identification": "named"},
        "events": [start, *made],
    }


def order(data, ids, date="2025-03-20"):
    one = next(each for each in data["events"] if each["id"] == ids[0])
    made = with_one("case", data, ids, {**one, "date": date}, lambda case: fold(case.events))
    return made and [each["id"] for each in made["events"][1:]]


@pytest.mark.parametrize("later", [(), (("x1x1x", "2025-05-01", "arrest"),)])
def test_the_place_is_the_one_at_which_the_status_stays(later):
    day = "2025-03-20"
    data = ledger((FIRST, day, "no_charge"), (ARREST, day, "arrest"), (LAST, day, "no_charge"), *later)
    after = [each[0] for each in later]
    assert order(data, (FIRST, LAST)) == [ARREST, FIRST, *after]
    assert order(data, (LAST, FIRST)) == [ARREST, LAST, *after]


def test_the_place_of_the_first_is_taken_where_the_order_decides_nothing():
    data = ledger((FIRST, "2025-03-20", "no_charge"), (LAST, "2025-03-20", "no_charge"))
    assert order(data, (FIRST, LAST)) == [FIRST]


def test_a_more_exact_date_is_no_other_status():
    data = ledger((FIRST, "2025-03", "no_charge"), (LAST, "2025-03-20", "no_charge"))
    assert order(data, (FIRST, LAST)) == [FIRST]


def test_there_is_no_place_where_the_date_itself_changes_the_status():
    data = ledger(
        (FIRST, "2025-03-10", "no_charge"), (ARREST, "2025-03-15", "arrest"), (LAST, "2025-03", "no_charge")
    )
    assert order(data, (FIRST, LAST), "2025-03-10") is None
