"""Two accounts of one event or source as one: nothing is lost, and a contradiction is named."""

from __future__ import annotations

from itertools import product

import pytest

from casefile.changes.equality import ABSENT
from casefile.changes.joined_entries import join_entries, may_be_one
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of

EVENTS = shape_of("case").fields["events"]
ONE = {"id": "h2v5t", "type": "search", "date": "2025-05-28", "sources": ["a"]}
TWO = {"id": "k3m9x", "type": "search", "date": "2025-05-28", "sources": ["b"]}


def one_of(kept, other):
    return join_entries(EVENTS.item(kept), kept, other)


def may(one, other):
    return may_be_one(EVENTS.item(one), one, other)


def test_the_joined_entry_has_the_first_id_and_the_items_of_both_lists():
    made = one_of({**ONE, "tags": ["x"]}, {**TWO, "tags": ["x", "y"], "premises": "home"})
    assert made.conflicts == ()
    expected = {**ONE, "sources": ["a", "b"], "tags": ["x", "y"], "premises": "home"}
    assert made.data == expected


@pytest.mark.parametrize("turned", [False, True])
def test_the_more_precise_date_is_taken(turned):
    vague = {**TWO, "date": "2025-05"}
    sides = (vague, ONE) if turned else (ONE, vague)
    assert one_of(*sides).data["date"] == "2025-05-28"


@pytest.mark.parametrize("date", ["2025-05-29", "[2025-05-28..2025-05-30]"])
def test_dates_that_do_not_hold_each_other_are_a_contradiction(date):
    other = {**TWO, "date": date}
    one = {**ONE, "date": "[2025-05-27..2025-05-28]"} if date.startswith("[") else ONE
    assert [each.field for each in one_of(one, other).conflicts] == ["date"]


@pytest.mark.parametrize(
    ("field", "values"),
    [("premises", ("home", "office")), ("time", ("06:00", "07:00")), ("tier", ("sealed", "public"))],
)
def test_two_values_of_a_field_are_a_contradiction(field, values):
    made = one_of({**ONE, field: values[0]}, {**TWO, field: values[1]})
    assert [(each.field, each.base, each.ours, each.theirs) for each in made.conflicts] == [
        (field, ABSENT, *values)
    ]


def test_lists_that_each_hold_an_item_of_their_own_are_a_contradiction():
    made = one_of({**ONE, "by": ["scns"]}, {**TWO, "by": ["police"]})
    assert [(each.field, each.ours, each.theirs) for each in made.conflicts] == [("by", ["scns"], ["police"])]
    assert one_of({**ONE, "by": ["scns"]}, {**TWO, "by": ["police", "scns"]}).conflicts == ()


def test_only_a_stated_standing_counts():
    assert one_of(ONE, {**TWO, "standing": "confirmed"}).data["standing"] == "confirmed"
    both = one_of({**ONE, "standing": "reported"}, {**TWO, "standing": "confirmed"})
    assert [each.field for each in both.conflicts] == ["standing"]


PRECISE, VAGUE = {"date": "2025-05-28"}, {"date": "2025-05"}
OSH, BY_SCNS, BY_BOTH = {"place": "Osh"}, {"by": ["scns"]}, {"by": ["scns", "police"]}


@pytest.mark.parametrize(
    ("field", "kept", "other", "expected"),
    [
        ("date", (VAGUE, ["a"]), (PRECISE, []), ["b", "c"]),
        ("date", (PRECISE, ["a"]), (VAGUE, []), ["a"]),
        ("date", (VAGUE, []), (PRECISE, ["c"]), ["c"]),
        ("date", (PRECISE, []), (VAGUE, ["c"]), ["a", "b"]),
        ("date", (PRECISE, ["a"]), (PRECISE, ["c"]), ["a", "c"]),
        ("place", (OSH, ["a"]), (OSH, []), ["a", "b", "c"]),
        ("place", (OSH, []), (OSH, ["c"]), ["a", "b", "c"]),
        ("place", (OSH, ["a"]), ({}, []), ["a"]),
        ("place", ({}, []), (OSH, ["c"]), ["c"]),
        ("by", (BY_SCNS, ["a"]), (BY_BOTH, []), ["b", "c"]),
        ("by", (BY_BOTH, ["a"]), (BY_SCNS, ["c"]), ["a"]),
    ],
)
def test_a_field_cites_the_sources_of_the_account_that_states_it(field, kept, other, expected):
    one, two = (
        {**event, **stated, "sources": sources, **({"cites": {field: cited}} if cited else {})}
        for event, (stated, cited), sources in ((ONE, kept, ["a", "b"]), (TWO, other, ["b", {"source": "c"}]))
    )
    made = one_of(one, two)
    assert made.conflicts == ()
    assert made.data["cites"] == {field: expected}
    assert one_of(made.data, one).data == made.data
    assert one_of(made.data, two).data == made.data


def test_a_value_of_an_account_without_sources_cites_none():
    one, two = {**ONE, **VAGUE, "cites": {"date": ["a"]}}, {**TWO, **PRECISE, "sources": []}
    assert one_of(one, two).data == {**ONE, **PRECISE}


@pytest.mark.parametrize("standing", ["disputed", "refuted", "retracted"])
@pytest.mark.parametrize("other", [None, "reported", "corroborated", "confirmed"])
@pytest.mark.parametrize("turned", [False, True])
def test_an_account_that_counts_contradicts_one_that_does_not(standing, other, turned):
    sides = [{**ONE, "standing": standing}, {**TWO, "standing": other} if other else TWO]
    made = one_of(*(reversed(sides) if turned else sides))
    values = (other or ABSENT, standing) if turned else (standing, other or ABSENT)
    assert [(each.field, each.ours, each.theirs) for each in made.conflicts] == [("standing", *values)]


def test_two_accounts_that_do_not_count_are_one():
    assert one_of({**ONE, "standing": "refuted"}, {**TWO, "standing": "refuted"}).conflicts == ()


def test_no_note_or_summary_is_lost():
    one = {**ONE, "summary": "At dawn.", "note": "asked twice"}
    other = {**TWO, "summary": "In the morning.", "note": "by telephone"}
    made = one_of(one, other)
    assert made.conflicts == ()
    assert made.data["summary"] == "At dawn."
    assert made.data["note"] == "asked twice\n\nby telephone\n\nIn the morning."
    assert one_of(one, {**one, "id": "k3m9x"}).data["note"] == "asked twice"


def test_two_teams_may_have_recorded_one_event():
    assert may(ONE, TWO)
    assert may(ONE, {**TWO, "summary": "In words.", "premises": "home", "by": ["scns"]})
    assert may({**ONE, "by": ["scns"]}, {**TWO, "by": ["scns", "police"]})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"premises": "home"}, {"premises": "office"}),
        ({"by": ["scns"]}, {"by": ["police"]}),
        ({"standing": "retracted"}, {}),
        ({}, {"standing": "refuted"}),
        ({"time": "06:00"}, {"time": "18:00"}),
    ],
)
def test_events_with_contradicting_fields_are_two(one, other):
    assert not may({**ONE, **one}, {**TWO, **other})


PAIRS = [
    ("home", "office"),
    ("unknown", "other"),
    ("2025-05", "2025-05-28"),
    ("é", "e\u0301"),
    ("278", "0278"),
]


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_two_events_may_be_one_exactly_if_nothing_contradicts_when_they_are_joined(kind):
    one, other = {"id": "h2v5t", "type": kind}, {"id": "k3m9x", "type": kind}
    fields = {*EVENTS.item(one).seen(one).fields} - {"id", "type", "cites"}
    for field, values in product(sorted(fields), PAIRS):
        pair = ({**one, field: values[0]}, {**other, field: values[1]})
        assert may(*pair) == (one_of(*pair).conflicts == ()), field
