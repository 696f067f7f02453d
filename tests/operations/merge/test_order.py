"""Events that two sides have added: whoever merges whom, the status is the same or the order is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.custody.folding import fold
from casefile.document.conflicts import sided
from casefile.document.merging import Markers
from casefile.document.read import read
from casefile.model.admit import admit
from casefile.model.dates import Day
from casefile.operations.merge.file import Blobs, merge_file
from casefile.storage.repository.by_lines import ByLines
from support.branches import CASE, TEXT

NO_LINES = ByLines(None, clean=False)
KINDS = (
    "type: release\n    kind: bail",
    "type: detention\n    kind: arrest",
    "type: hearing\n    outcome: extended",
    "type: hearing\n    outcome: house_arrest",
    "type: access\n    to: counsel\n    outcome: permitted",
    "type: transfer\n    facility: SIZO-1",
    "type: verdict\n    outcome: acquitted",
    "type: hearing\n    outcome: extended\n    until: 2025-10-30",
    "type: hearing\n    outcome: extended\n    until: 2025-12-30",
    "type: restriction\n    kind: travel_ban\n    until: 2025-11-01",
    "type: restriction\n    kind: travel_ban\n    until: 2025-12-01",
)
DATES = ("2025-08", "2025-09-01", "2025-09-02", '"[2025-08-30..2025-09-01]"', "2025-09")
ADDED = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(DATES)), min_size=1, max_size=3)


def with_events(added, letter):
    entries = (
        f"  - id: {letter}{number}{letter}{number}{letter}\n    {kind}\n    date: {date}\n"
        for number, (kind, date) in enumerate(added)
    )
    return TEXT + "".join(entries)


def merged(ours, theirs):
    return merge_file(CASE, Blobs(TEXT.encode(), ours.encode(), theirs.encode()), NO_LINES, None, Markers())


def statuses(text):
    data = read(text.encode()).data
    record = admit("case", data).record
    course = fold(record.events)
    days = [Day(2025, 7, 30) + timedelta(days=each) for each in range(160)]
    return {each["id"] for each in data["events"]}, [by_value(course.on(day)) for day in days]


def by_value(view):
    """Return a view in which restrictions and charges have one order."""
    view = view.as_data()
    return {**view, **{name: sorted(map(str, view[name])) for name in ("restrictions", "charges", "flags")}}


def data_of(made):
    return read(made.blob).data


@settings(max_examples=60)
@given(ADDED, ADDED)
def test_no_status_hangs_on_who_merges_whom(one, other):
    first, second = with_events(one, "a"), with_events(other, "b")
    here, there = merged(first, second), merged(second, first)
    assert here.clean == there.clean
    assert [each.field for each in here.conflicts] == [each.field for each in there.conflicts]
    if here.clean:
        assert data_of(here) == data_of(there)
        assert statuses(here.blob.decode()) == statuses(there.blob.decode())
        return
    options = [
        {side: sided(made.blob.decode(), side) for side in ("ours", "theirs")} for made in (here, there)
    ]
    assert statuses(options[0]["ours"]) == statuses(options[1]["theirs"])
    assert statuses(options[0]["theirs"]) == statuses(options[1]["ours"])
    known = {
        f"{letter}{n}{letter}{n}{letter}"
        for letter, added in (("a", one), ("b", other))
        for n in range(len(added))
    }
    for option in options[0].values():
        assert statuses(option)[0] == {"h2v5t", "k3m9x", *known}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "kind", ["type: restriction\n    kind: travel_ban", "type: hearing\n    outcome: extended"]
)
def test_two_ends_of_one_day_are_asked_for(turned, kind):
    sides = [
        with_events([(f"{kind}\n    until: 2025-{month}-01", "2025-09-01")], name)
        for month, name in (("11", "a"), ("12", "b"))
    ]
    made = merged(*(reversed(sides) if turned else sides))
    assert [each.field for each in made.conflicts] == ["events"]


@pytest.mark.parametrize("turned", [False, True])
def test_where_the_order_decides_nothing_the_smaller_id_is_first(turned):
    sides = [with_events([(ACCESS, "2025-09-01")], name) for name in "ab"]
    made = merged(*(reversed(sides) if turned else sides))
    assert made.clean
    assert [each["id"] for each in data_of(made)["events"]][2:] == ["a0a0a", "b0b0b"]


RELEASE = "type: release\n    kind: bail"
RESTRICTION = "type: restriction\n    kind: travel_ban"
ACCESS = "type: access\n    to: counsel\n    outcome: permitted"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("other", "is_new"), [(RESTRICTION, True), (ACCESS, False)])
def test_a_status_that_neither_side_had_is_reported(turned, other, is_new):
    sides = [with_events([(RELEASE, "2025-09-01")], "a"), with_events([(other, "2025-09-05")], "b")]
    made = merged(*(reversed(sides) if turned else sides))
    assert made.clean
    assert made.turned is is_new


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("other", "is_new"), [(RESTRICTION, True), (ACCESS, False)])
def test_a_status_that_neither_side_had_is_reported_beside_a_conflict(turned, other, is_new):
    sides = [
        with_events([(kind, date)], name).replace("Bishkek", place)
        for kind, date, name, place in (
            (RELEASE, "2025-09-01", "a", "Osh"),
            (other, "2025-09-05", "b", "Naryn"),
        )
    ]
    made = merged(*(reversed(sides) if turned else sides))
    assert [each.field for each in made.conflicts] == ["events.h2v5t.place"]
    assert made.turned is is_new
