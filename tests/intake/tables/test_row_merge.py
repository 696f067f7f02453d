"""A newer row changes what the team left alone; what both changed stays, and is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.intake.tables.row_merge import FieldDifference, merge_fields

FIELD = ("person", "birth")


def case(value):
    return {"person": {"birth": value}} if value is not None else {"person": {}}


def facts(value):
    return {FIELD: value} if value is not None else {}


@pytest.mark.parametrize(
    ("ours", "base", "theirs", "values", "conflicts"),
    [
        ("1980", "1980", "1980", {}, ()),
        ("1980", "1980", "1981", {FIELD: "1981"}, ()),
        ("1979", "1980", "1980", {}, ()),
        ("1981", "1980", "1981", {}, ()),
        ("1979", "1980", "1981", {}, (FieldDifference(FIELD, "1981"),)),
        (None, None, "1981", {FIELD: "1981"}, ()),
        ("1980", "1980", None, {FIELD: None}, ()),
        (None, "1980", "1981", {}, (FieldDifference(FIELD, "1981"),)),
        ("1979", "1980", None, {}, (FieldDifference(FIELD, None),)),
    ],
)
def test_three_sides_of_a_field(ours, base, theirs, values, conflicts):
    merged = merge_fields(case(ours), facts(base), facts(theirs))
    assert (merged.values, merged.conflicts) == (values, conflicts)


def test_a_name_is_never_removed_by_an_empty_cell():
    merged = merge_fields({"person": {"name": "A"}}, {("person", "name"): "A"}, {})
    assert merged.values == {}
    assert [each.path for each in merged.conflicts] == [("person", "name")]


ITEMS = st.lists(st.sampled_from("abcde"), unique=True, max_size=4)


@given(ours=ITEMS, base=ITEMS, theirs=ITEMS)
def test_lists_are_merged_as_sets(ours, base, theirs):
    path = ("tags",)
    merged = merge_fields({"tags": ours}, {path: base} if base else {}, {path: theirs} if theirs else {})
    found = merged.values.get(path, ours) or []
    added, removed = {*theirs} - {*base}, {*base} - {*theirs}
    assert {*found} == ({*ours} - removed) | added
    assert len(found) == len({*found})
    assert merged.conflicts == ()
