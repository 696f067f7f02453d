"""What an earlier export contained and today's rules withhold, as paths with reasons."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.comparison import compare_exports

THEN, TODAY = date(2025, 6, 1), date(2025, 9, 1)
NAMED = {"identification": "named", "name": "Aibek Sultanov", "occupation": "reporter"}
DETENTION = {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "place": "Osh"}
HEARING = {
    "id": "k3m9x",
    "type": "hearing",
    "date": "2025-05-30",
    "outcome": "remanded",
    "court": "the court",
}
PATH = "cases/kg/2025/kg-2025-7k3mq.yaml"


def compared(was, now, audience="public"):
    found = compare_exports(was, now, audience, then=THEN, today=TODAY)
    return [(each.path, each.field, each.reason) for each in found]


@pytest.fixture
def base(case):
    """Return a case as the earlier export had it."""
    return case(person=NAMED, notes="With Bermet Osmonova.", events=[DETENTION, HEARING])


def test_an_unchanged_register_differs_nowhere(register_of, base):
    register = register_of(base)
    assert compared(register, register) == []
    assert compared(register, register_of({**base, "tags": ["new"]})) == []


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"tier": "restricted"}, "", "withheld"),
        ({"person": {**NAMED, "name_tier": "restricted"}}, "person.name", "withheld"),
        ({"person": {**NAMED, "minor": "minor"}}, "person.name", "withheld"),
        ({"consent": {"basis": "subject", "withdrawn": "2025-08-01"}}, "person.name", "withheld"),
        (
            {"person": {name: NAMED[name] for name in ("identification", "name")}},
            "person.occupation",
            "removed",
        ),
        ({"events": [DETENTION]}, "events.k3m9x", "removed"),
        ({"notes": "Corrected."}, "notes", "changed"),
        ({"person": {**NAMED, "name": "Aibek Soltanov"}}, "person.name", "changed"),
        ({"events": [DETENTION, {**HEARING, "tier": "partners"}]}, "events.k3m9x", "withheld"),
    ],
)
def test_what_today_withholds_is_named_by_its_path(register_of, base, change, field, reason):
    assert compared(register_of(base), register_of({**base, **change})) == [(PATH, field, reason)]


def test_a_consent_that_had_not_expired_on_the_day_of_the_earlier_export_counts(register_of, base):
    expiring = {**base, "consent": {"basis": "subject", "scope": ["named"], "expires": "2025-07-01"}}
    assert compared(register_of(expiring), register_of(expiring)) == [(PATH, "person.name", "withheld")]


def test_a_case_that_is_gone_is_named(register_of, base, case):
    assert compared(register_of(base, case("a1b2c")), register_of(case("a1b2c"))) == [(PATH, "", "removed")]


def test_text_that_vanishes_or_appears_because_of_a_name_is_named(register_of, base, case):
    hidden = case("b0b0b", tier="restricted", person={"identification": "named", "name": "Bermet Osmonova"})
    without, with_name = register_of(base), register_of(base, hidden)
    assert compared(without, with_name) == [(PATH, "notes", "name")]
    assert compared(with_name, without) == [(PATH, "notes", "appears")]


def test_an_id_that_is_replaced_today_is_named(register_of, base):
    named = {**base, "id": "kg-2025-aibek-sultanov"}
    closed = {**named, "person": {**NAMED, "name_tier": "restricted"}}
    path = "cases/kg/2025/kg-2025-aibek-sultanov.yaml"
    assert compared(register_of(named), register_of(closed)) == [
        (path, "id", "withheld"), (path, "person.name", "withheld"),
    ]  # fmt: skip


def test_a_renamed_record_is_found(register_of, base):
    renamed = {**base, "id": "kg-2025-zzzzz", "formerly": ["kg-2025-7k3mq"], "events": [DETENTION]}
    assert compared(register_of(base), register_of(renamed)) == [(PATH, "events.k3m9x", "removed")]


def test_another_audience_sees_other_rules(register_of, base):
    closed = register_of({**base, "tier": "partners"})
    assert compared(register_of(base), closed, "partners") == []
    assert compared(register_of(base), closed, "public") == [(PATH, "", "withheld")]


def test_no_value_is_in_the_answer(register_of, base):
    closed = register_of({**base, "person": {**NAMED, "name_tier": "restricted"}, "events": [DETENTION]})
    assert "Sultanov" not in str(compared(register_of(base), closed))


def test_a_title_that_does_not_leave_today_is_named(register_of, base, case):
    settings = {"schema": "casefile/settings/1", "title": "For Bermet Osmonova"}
    hidden = case("b0b0b", tier="restricted", person={"identification": "named", "name": "Bermet Osmonova"})
    plain = {name: value for name, value in base.items() if name != "notes"}
    titled, closed = register_of(plain, settings), register_of(plain, settings, hidden)
    assert compared(titled, closed) == [("casefile.yaml", "title", "name")]
    assert compared(closed, titled) == [("casefile.yaml", "title", "appears")]
