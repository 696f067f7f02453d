"""What a merge did of its own: what none of its parents said."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.changes.compare import compare
from casefile.changes.merge_additions import compare_all
from casefile.model.record_shapes import shape_of
from casefile.model.visible_text import LONGEST, apart

CASE = shape_of("case")
BASE = {
    "id": "kg-2025-aaaaa",
    "tags": ["a"],
    "person": {"name": "A"},
    "events": [{"id": "d1d1d", "type": "detention", "date": "2025-05-28", "place": "Bishkek"}],
}
NEW = {"id": "r1r1r", "type": "release", "date": "2025-07-01"}


def made(**fields):
    return {**deepcopy(BASE), **fields}


def fields(*olds, new):
    return [(change.field, change.kind, change.new) for change in compare_all(CASE, olds, new)]


def test_one_parent_is_compared_as_ever():
    assert compare_all(CASE, [BASE], made(tags=["b"])) == compare(CASE, BASE, made(tags=["b"]))


def test_a_value_of_one_parent_is_not_an_addition_of_the_merge():
    ours, theirs = made(tags=["a", "ours"]), made(events=[*BASE["events"], NEW], person={"name": "B"})
    both = made(tags=["a", "ours"], events=theirs["events"], person={"name": "B"})
    assert compare_all(CASE, [ours, theirs], both) == ()
    assert compare_all(CASE, [BASE, both, ours], both) == ()


def test_a_value_of_no_parent_is_an_addition_of_the_merge():
    ours, theirs = made(tags=["a", "ours"]), made(tags=["a", "theirs"])
    assert fields(ours, theirs, new=made(tags=["a", "ours", "theirs", "evil"])) == [("tags", "added", "evil")]
    assert fields(ours, theirs, new=made(tags=["ours", "theirs"])) == [("tags", "removed", None)]
    assert fields(BASE, made(person={"name": "B"}), new=made(person={"name": "C"})) == [
        ("person.name", "changed", "C")
    ]


def test_only_parts_that_every_parent_lacks_are_additions_of_the_merge():
    later = made(events=[*BASE["events"], {**NEW, "kind": "bail"}])
    assert fields(BASE, made(events=[*BASE["events"], NEW]), new=later) == [
        ("events.r1r1r.kind", "added", "bail")
    ]
    assert fields(None, BASE, new=made(tags=["b"])) == [("tags", "added", "b")]
    assert fields(None, None, new=BASE) == [("", "added", BASE)]
    assert fields(None, made(person={"name": "A", "gender": "male"}), new=BASE) == []


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True),
    st.lists(st.sampled_from("abcd"), unique=True),
)
def test_a_union_of_both_sides_is_never_anything_new(ours, theirs):
    both = sorted({*ours, *theirs})
    assert all(
        change.kind == "removed"
        for change in compare_all(CASE, [made(tags=ours), made(tags=theirs)], made(tags=both))
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 80 + "1", "a " * 80 + "2"),
        ("x" * 150 + " 1", "x" * 150 + " 2"),
        ("same " * 30, "same " * 30 + "more"),
    ],
)
def test_long_values_are_shown_from_their_first_difference(old, new):
    before, after = apart(old, new)
    assert before != after
    assert max(len(before), len(after)) <= LONGEST


def test_short_values_are_shown_whole():
    assert apart("2025-07-21", None) == ("2025-07-21", "nothing")
