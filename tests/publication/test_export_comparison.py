"""What an earlier export contained and today's rules withhold, as paths with reasons."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.export_comparison import compare_exports
from casefile.register import Register

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
def test_parts_that_today_withholds_are_listed_by_path(register_of, base, change, field, reason):
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


def without(record, *names):
    return {name: value for name, value in record.items() if name not in names}


@pytest.fixture
def hidden(case):
    """Return a case that keeps its person's name inside."""
    return case("b0b0b", tier="restricted", person={"identification": "named", "name": "Bermet Osmonova"})


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"events": [DETENTION, without(HEARING, "court")]}, "events.k3m9x.court", "removed"),
        ({"events": [DETENTION, {**HEARING, "court": "another court"}]}, "events.k3m9x.court", "changed"),
        (
            {"events": [DETENTION, {"id": "k3m9x", "type": "note", "date": "2025-05-30"}]},
            "events.k3m9x",
            "removed",
        ),
    ],
)
def test_a_difference_inside_an_event_is_named_by_the_id_of_the_event(
    register_of, base, change, field, reason
):
    assert compared(register_of(base), register_of({**base, **change})) == [(PATH, field, reason)]


def test_text_that_was_withheld_with_all_around_it_is_named_by_its_own_path(register_of, base, hidden):
    search = {
        "id": "s3s3s", "type": "search", "date": "2025-05-29",
        "items": [{"category": "letters of Bermet Osmonova"}],
    }  # fmt: skip
    searched = {**without(base, "notes"), "events": [DETENTION, search]}
    with_name, plain = register_of(searched, hidden), register_of(searched)
    assert compared(with_name, plain) == [(PATH, "events.s3s3s.items.0.category", "appears")]
    assert compared(with_name, with_name) == []


def test_text_that_is_withheld_in_both_exports_is_not_named(register_of, base, hidden):
    register = register_of(base, hidden)
    assert compared(register, register) == []


def test_a_record_that_was_withheld_then_hides_no_other_one(register_of, base, hidden):
    title = {"schema": "casefile/situation/1", "id": "a-sweep", "tier": "public", "title": "Bermet Osmonova"}
    plain = without(base, "notes")
    changed = {**plain, "events": [DETENTION]}
    was, now = register_of(title, plain, hidden), register_of(title, changed, hidden)
    assert compared(was, now) == [(PATH, "events.k3m9x", "removed")]


def test_a_record_whose_file_cannot_be_read_today_is_named(register_of, entry_of, base):
    broken = entry_of({**base, "tags": 5})
    assert broken.broken
    assert compared(register_of(base), Register([broken])) == [(PATH, "", "unreadable")]


def test_a_title_is_named_only_if_it_goes_or_appears(register_of, base):
    titled = register_of(base, {"schema": "casefile/settings/1", "title": "For everybody"})
    untitled = register_of(base)
    assert compared(titled, titled) == []
    assert compared(untitled, titled) == []
    assert compared(titled, untitled) == [("casefile.yaml", "title", "removed")]
    assert compared(untitled, untitled) == []


def test_a_title_that_was_changed_is_named_as_changed(register_of, base):
    one, other = ({"schema": "casefile/settings/1", "title": title} for title in ("For all", "For everybody"))
    found = compared(register_of(base, one), register_of(base, other))
    assert found == [("casefile.yaml", "title", "changed")]


def test_the_withheld_citation_of_a_legal_limit_is_listed(register_of, base, hidden):
    plain = without(base, "notes")
    clocks = [
        {"country": "KG", "hours": 48, "citation": "art. 97"},
        {"country": "KZ", "hours": 72, "citation": "the ruling on Bermet Osmonova"},
    ]
    settings = {"schema": "casefile/settings/1", "clocks": clocks}
    shown, withheld = register_of(plain, settings), register_of(plain, settings, hidden)
    assert compared(shown, withheld) == [("casefile.yaml", "clocks.1.citation", "name")]
    assert compared(withheld, shown) == [("casefile.yaml", "clocks.1.citation", "appears")]
    assert compared(withheld, withheld) == []
    fewer = register_of(plain, {"schema": "casefile/settings/1", "clocks": clocks[:1]})
    assert compared(shown, fewer) == [("casefile.yaml", "clocks.1.citation", "removed")]


def test_the_scope_of_the_export_decides_whose_name_it_had(register_of, base):
    agreed = {**base, "consent": {"basis": "subject", "scope": ["named"]}}
    revoked = {**base, "consent": {"basis": "subject", "scope": ["anonymous"]}}
    dates = {"then": THEN, "today": TODAY}
    found = compare_exports(register_of(agreed), register_of(revoked), "public", **dates)
    assert [each.field for each in found] == ["person.name"]
    found = compare_exports(
        register_of(agreed), register_of(revoked), "public", **dates, scope="un_government"
    )
    assert found == ()


@pytest.mark.parametrize("tier", ["public", "restricted"])
def test_a_reference_that_was_corrected_is_named_where_its_record_does_not_leave(register_of, case, tier):
    def court(key, tier):
        return {"schema": "casefile/organization/1", "id": key, "tier": tier, "name": f"The {key}"}

    then, today = ([{**HEARING, "court": key}] for key in ("court-a", "court-b"))
    was = register_of(case(events=then), court("court-a", "public"), court("court-b", "public"))
    now = register_of(case(events=today), court("court-a", tier), court("court-b", "public"))

    found = [each for each in compared(was, now) if each[0] == PATH]
    assert found == ([(PATH, "events.k3m9x.court", "withheld")] if tier == "restricted" else [])


def test_a_field_that_its_own_sources_withhold_is_withheld_by_no_name(register_of, case):
    event = {
        **DETENTION,
        "reasons": "For a song.",
        "sources": ["press", "kept"],
        "cites": {"reasons": ["kept"]},
    }
    press, kept = (
        {"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article"}
        for key in ("press", "kept")
    )
    was, now = (
        register_of(case(events=[event]), press, {**kept, "tier": tier}) for tier in ("public", "sealed")
    )

    assert (PATH, "events.h2v5t.reasons", "withheld") in compared(was, now)
    assert all(reason == "withheld" for _, _, reason in compared(was, now))


def test_the_sources_of_a_field_go_with_it(register_of, case):
    press = {"schema": "casefile/source/1", "id": "press", "tier": "public", "kind": "press_article"}
    unit = {"schema": "casefile/organization/1", "id": "unit", "tier": "public", "name": "The unit"}
    cites = {"by": ["press"], "place": ["press"]}
    event = {**DETENTION, "by": ["unit"], "sources": ["press"], "cites": cites}
    late = {**HEARING, "date": "2025-05-20"}
    then = register_of(case(events=[{**late, "tier": "restricted"}, event]), press, unit)
    today = register_of(case(events=[late, event]), press, {**unit, "tier": "restricted"})

    found = [each for each in compared(then, today) if each[0] == PATH]
    assert found == [
        (PATH, "events.h2v5t.by.0", "withheld"), (PATH, "events.h2v5t.cites.by", "withheld"),
    ]  # fmt: skip
    assert [each for each in compared(today, then) if each[1].startswith("events.h2v5t")] == []
