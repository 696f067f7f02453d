"""Which changes are found between two states."""

from __future__ import annotations

import pytest

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.equality import have_same_meaning
from casefile.model.shape import Shape

HEARING = {"id": "h2v5t", "type": "hearing", "date": "2025-07-19", "outcome": "extended"}
NOTE = {"id": "n0te1", "type": "note", "date": "2025-07-20"}


def ledger(*events):
    return {"events": list(events)}


TABLE = {
    "a field": ({"notes": "a"}, {"notes": "b"}, [Change("notes", "changed", "a", "b")]),
    "a field of a mapping": (
        {"person": {"name": "a"}},
        {"person": {"name": "a", "gender": "female"}},
        [Change("person.gender", "added", None, "female")],
    ),
    "a mapping that was not there": (
        {"person": {}},
        {"person": {"age": {"years": 20}}},
        [Change("person.age", "added", None, {"years": 20})],
    ),
    "the first item of a set": ({}, {"tags": ["x"]}, [Change("tags", "added", None, "x")]),
    "an item that stands twice": (
        {"tags": ["x"]},
        {"tags": ["x", "x"]},
        [Change("tags", "added", None, "x")],
    ),
    "a citation with a locator": (
        ledger({**HEARING, "sources": ["a"]}),
        ledger({**HEARING, "sources": [{"source": "a", "locator": "¶4"}]}),
        [
            Change("events.h2v5t.sources", "removed", "a", None),
            Change("events.h2v5t.sources", "added", None, {"source": "a", "locator": "¶4"}),
        ],
    ),
    "the first entry": ({}, ledger(HEARING), [Change("events.h2v5t", "added", None, HEARING, "")]),
    "an entry in the middle": (
        ledger(HEARING),
        ledger(HEARING, NOTE),
        [Change("events.n0te1", "added", None, NOTE, "h2v5t")],
    ),
    "an entry that is gone": (
        ledger(HEARING, NOTE),
        ledger(HEARING),
        [Change("events.n0te1", "removed", NOTE, None, "h2v5t")],
    ),
    "a field of an entry": (
        ledger(HEARING),
        ledger({**HEARING, "until": "2025-09-21"}),
        [Change("events.h2v5t.until", "added", None, "2025-09-21")],
    ),
    "null is a value": ({}, {"notes": None}, [Change("notes", "added", None, None)]),
    "true is not one": ({"notes": 1}, {"notes": True}, [Change("notes", "changed", 1, True)]),
    "an entry without an id": (
        ledger(HEARING),
        ledger({"type": "note"}),
        [Change("events", "changed", [HEARING], [{"type": "note"}])],
    ),
    "a dot in a name that nobody knows": ({}, {"a.b": 1}, [Change("a\\.b", "added", None, 1)]),
}


@pytest.mark.parametrize("name", TABLE)
def test_a_difference_is_found_where_it_is(case, name):
    old, new, expected = TABLE[name]
    assert list(compare(case, old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}),
        ({"tags": []}, {}),
        ({"notes": "é"}, {"notes": "e\u0301"}),
        (ledger({**HEARING, "date": 2025}), ledger({**HEARING, "date": "2025"})),
        (
            ledger({**HEARING, "type": "charge", "charges": [{"statute": "a", "part": "3"}]}),
            ledger({**HEARING, "type": "charge", "charges": [{"part": "3", "statute": "a"}]}),
        ),
        (None, None),
    ],
)
def test_another_notation_of_equal_data_is_no_change(case, old, new):
    assert compare(case, old, new) == ()


def test_a_whole_record_comes_and_goes_as_one_change(case):
    assert compare(case, None, {"id": "a"}) == (Change("", "added", None, {"id": "a"}),)
    assert compare(case, {"id": "a"}, None) == (Change("", "removed", {"id": "a"}, None),)


def test_changes_come_in_the_order_of_the_model(case):
    old = {"events": [HEARING], "tags": ["a"], "person": {"name": "a"}}
    new = {"tags": ["b"], "events": [NOTE], "person": {"name": "b"}}
    fields = [change.field for change in compare(case, old, new)]
    assert fields == ["person.name", "tags", "tags", "events.h2v5t", "events.n0te1"]


def test_a_number_is_its_text_only_where_the_field_takes_both():
    assert have_same_meaning(Shape("article", form="label"), 278, "278")
    assert not have_same_meaning(Shape("notes"), 278, "278")
    assert not have_same_meaning(Shape("article", form="label"), True, "True")
