"""What two moments of the register let out where one record changed and another one names it."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from casefile.publication.publish import publish
from casefile.publication.published_difference import differences, publish_sides
from casefile.register import Register, stray_entry
from support.moments import DAY, two_states
from support.properties import for_examples

ID = "kg-2025-7k3mq"
ZELDA = {"identification": "named", "name": "Zelda Sekretova"}
STRAY = "cases/kg/2025/kg-2025-other.yml"


@pytest.fixture
def shows(entry_of):
    """Return a function that tells whether a field of the case leaves in each of two moments."""

    def find(field, was, now, strays=()):
        registers = Register(map(entry_of, was)), Register(map(entry_of, now), strays=strays)
        return [field in publish(each, "public", on=DAY).by_id[ID].data for each in registers]

    return find


def situation(key, tier="public", **fields):
    return {"schema": "casefile/situation/1", "id": key, "tier": tier, "title": "A sweep", **fields}


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@for_examples(20, 60, seed=st.integers(0, 2**40))
def test_a_publication_does_not_differ_from_itself(entry_of, audience, seed):
    for register in two_states(entry_of, seed):
        sides = publish_sides(register, register, audience, on=DAY)
        assert [*differences(sides, register, register, DAY)] == []


def test_an_event_that_is_withheld_now_is_not_mentioned(entry_of, case):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper-a"]}]
    source = {"schema": "casefile/source/1", "id": "paper-a", "tier": "public", "kind": "call"}
    named, other = case(events=events), situation("sweep", title="h2v5t says so.")
    was, now = (Register(map(entry_of, each)) for each in ([named, other, source], [named, other]))
    assert [len(publish(each, "public", on=DAY).records) for each in (was, now)] == [3, 1]


def test_an_id_that_only_a_stray_file_has_is_not_mentioned(shows, case):
    records = [case(notes="See kg-2025-other."), case("a1b2c")]
    assert shows("notes", records, records, strays=[stray_entry(STRAY, b"")]) == [True, False]


def test_a_former_id_leads_to_its_record_in_each_state(shows, case):
    old, naming = {"formerly": ["sweep-old"]}, case(situations=["sweep-old"])
    closed, public = situation("sweep-a", "restricted"), situation("sweep-b")
    was, now = [{**closed, **old}, public, naming], [closed, {**public, **old}, naming]
    assert shows("situations", was, now) == [False, True]


def test_a_former_id_that_no_text_may_mention_does_not_leave(shows, case):
    """The former id contains the id of another record, which is withheld in both moments."""
    same = [situation("sweep", "restricted"), case(situations=["sweep-old"])]
    was, now = (
        [situation("raids", tier, title="Raids", formerly=["sweep-old"]), *same]
        for tier in ("public", "restricted")
    )
    assert shows("situations", was, now) == [True, False]


def test_a_text_leaves_where_no_withheld_record_has_the_former_id_in_it_any_more(shows, case):
    closed, naming = situation("sweep-2", "restricted"), case(notes="See sweep-old.")
    assert shows("notes", [{**closed, "formerly": ["sweep-old"]}, naming], [closed, naming]) == [False, True]


def test_consents_of_both_states_are_judged_on_one_day(entry_of, case):
    agreed = {"basis": "subject", "scope": ["named"], "expires": "2025-07-10"}
    one = case(person=ZELDA, consent=agreed)
    registers = [Register([entry_of({**one, "notes": note})]) for note in ("Old.", "New.")]

    for days, named in (
        ({}, True),
        ({"today": DAY.replace(day=11)}, False),
        ({"today": DAY.replace(month=6)}, True),
    ):
        sides = publish_sides(*registers, "public", on=DAY, **days)
        for side in (sides.before, sides.after, sides.limited()):
            (record,) = side.records
            assert ("name" in record.data["person"]) is named
            assert side.on == DAY


def test_a_record_is_judged_by_the_settings_of_each_state(entry_of, case):
    plain = case()
    del plain["tier"]
    closed, opened = ({"schema": "casefile/settings/1", **each} for each in ({}, {"tier": "public"}))

    registers = [Register(map(entry_of, (each, plain))) for each in (closed, opened)]

    assert [len(publish(each, "public", on=DAY).records) for each in registers] == [0, 1]


def test_the_earlier_state_is_limited_by_today_even_if_the_later_one_is_past(entry_of, case):
    was, now, today = (Register([entry_of(case(notes=each))]) for each in ("Old.", "New.", "Newest."))

    sides = publish_sides(was, now, "public", on=DAY)
    assert ["notes" in each.by_id[ID].data for each in (sides.before, sides.limited())] == [True, False]
    sides = publish_sides(was, now, "public", on=DAY, current=today)
    assert sides.limited() is sides.before
    assert not any("notes" in each.by_id[ID].data for each in sides[:2])
