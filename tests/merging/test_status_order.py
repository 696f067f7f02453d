"""Events that two sides have added: whoever merges whom, the status is the same or the order is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.custody.ledger_fold import fold
from casefile.dates import Day
from casefile.git.merge_state import ByLines
from casefile.merging.file_merge import ThreeWayBlobs, merge_file
from casefile.model.record_parser import admit
from casefile.register import read_entry
from casefile.yaml.conflict_markers import take_side
from casefile.yaml.reader import read
from casefile.yaml.text_merge import Markers
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
    return merge_file(
        CASE, ThreeWayBlobs(TEXT.encode(), ours.encode(), theirs.encode()), NO_LINES, None, Markers()
    )


SETTINGS = "schema: casefile/settings/1\ntitle: T\n"
HEAD = """schema: casefile/case/1
id: kg-2025-7k3mq
country: KG
person:
  name: Asel Primerova
  identification: named
"""


def merged_in(settings, base, *sides):
    """Merge two sides that add to a ledger, in a register with these settings."""
    texts = [f"{HEAD}{base}{each}".encode() for each in ("", *sides)]
    return merge_file(
        CASE, ThreeWayBlobs(*texts), NO_LINES, read_entry("casefile.yaml", settings.encode()), Markers()
    )


def entry(name, date, text):
    return f"  - id: {name}\n    date: {date}\n    {text}\n"


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
def test_the_status_is_the_same_in_both_directions(one, other):
    first, second = with_events(one, "a"), with_events(other, "b")
    here, there = merged(first, second), merged(second, first)
    assert here.clean == there.clean
    assert [each.field for each in here.conflicts] == [each.field for each in there.conflicts]
    if here.clean:
        assert data_of(here) == data_of(there)
        assert statuses(here.blob.decode()) == statuses(there.blob.decode())
        return
    options = [
        {side: take_side(made.blob.decode(), side) for side in ("ours", "theirs")} for made in (here, there)
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


SENTENCED = entry(
    "v1v1v",
    "2025-02-10",
    "type: verdict\n    outcome: convicted\n    taken_into_custody: true\n"
    "    sentences:\n      - penalty: restricted_liberty\n        term: P2Y",
)
SEEN = entry("c1c1c", "2025-02-10", "type: confirmation\n    found: held")
REMANDED = (
    "events:\n"
    + entry("d1d1d", "2025-01-02", "type: detention\n    kind: arrest")
    + entry("h1h1h", "2025-01-04", "type: hearing\n    outcome: remanded")
)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("requires", ["", 'requires: ">=0.2"\n'])
def test_an_order_that_decides_by_the_settings_of_the_register_is_asked_for(turned, requires):
    sides = (SEEN, SENTENCED) if turned else (SENTENCED, SEEN)
    made = merged_in(SETTINGS + requires, REMANDED, *sides)
    assert [each.field for each in made.conflicts] == (["events"] if requires else [])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("source", "is_asked"), [("\n    sources: [one]", True), ("", False)])
@pytest.mark.parametrize(
    ("one", "other"),
    [("type: death", "type: hearing\n    outcome: bail"), ("type: release", ACCESS)],
    ids=["a relative", "an official"],
)
def test_an_order_that_depends_on_the_connection_of_a_source_conflicts(turned, source, is_asked, one, other):
    sides = [entry(name, "2025-02-10", text + source) for name, text in (("x1x1x", one), ("y1y1y", other))]
    made = merged_in(SETTINGS, REMANDED, *(reversed(sides) if turned else sides))
    assert bool(made.conflicts) is is_asked


@pytest.mark.parametrize("turned", [False, True])
def test_a_status_that_time_makes_after_all_events_and_neither_side_had_is_reported(turned):
    base = "events:\n" + entry("d1d1d", "2025-01-19", "type: detention\n    kind: administrative")
    pardon = "type: clemency\n    effect: released\n    then: free"
    denied = "type: official_response\n    position: denies"
    ours = entry("a1a1a", "2025-01-20", pardon) + entry("a2a2a", "2025-01-26", denied)
    theirs = entry(
        "b1b1b", "2025-01-23", "type: hearing\n    outcome: remanded\n    until: 2025-01\n    proceeding: p"
    )
    sides = [
        f"{HEAD}{added}{base}{events}"
        for added, events in (("", ours), ("proceedings:\n  - id: p\n", theirs))
    ]
    texts = [each.encode() for each in (HEAD + base, *(reversed(sides) if turned else sides))]
    made = merge_file(CASE, ThreeWayBlobs(*texts), NO_LINES, None, Markers())
    assert made.clean
    assert made.turned


@pytest.mark.parametrize("turned", [False, True])
def test_new_proceedings_have_the_same_order_in_both_directions(turned):
    base = HEAD + REMANDED
    sides = [base.replace("events:", f"proceedings:\n  - id: {name}\nevents:") for name in ("second", "main")]
    texts = [each.encode() for each in (base, *(reversed(sides) if turned else sides))]
    made = merge_file(CASE, ThreeWayBlobs(*texts), NO_LINES, None, Markers())
    assert [each["id"] for each in data_of(made)["proceedings"]] == ["main", "second"]


def arrested(name, date):
    return entry(name, date, "type: detention\n    kind: arrest")


def released(name, date):
    return entry(name, date, "type: release")


FIRST = arrested("d1d1d", "2025-03-03")
MOVED = "2025-03-15"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("before", "one", "other", "expected"),
    [
        # One side moves the release onto the day of an arrest that all have behind it.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            released("r1r1r", MOVED) + arrested("d2d2d", MOVED),
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED) + entry("a1a1a", "2025-06-01", ACCESS),
            ["d1d1d", "r1r1r", "d2d2d", "a1a1a"],
        ),
        # The same with a date that is less precise now.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            released("r1r1r", "2025-03") + arrested("d2d2d", MOVED),
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            ["d1d1d", "r1r1r", "d2d2d"],
        ),
        # Each side moves one of two, in an order that all agree on.
        (
            released("z1z1z", "2025-03-10") + arrested("a2a2a", "2025-03-12"),
            released("z1z1z", "2025-03") + arrested("a2a2a", "2025-03-12"),
            released("z1z1z", "2025-03-10") + arrested("a2a2a", "2025-03"),
            ["d1d1d", "z1z1z", "a2a2a"],
        ),
        # The side that moves it puts it behind the arrest.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            arrested("d2d2d", MOVED) + released("r1r1r", MOVED),
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED) + entry("a1a1a", "2025-06-01", ACCESS),
            ["d1d1d", "d2d2d", "r1r1r", "a1a1a"],
        ),
        # The same, and the other side has changed nothing.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            arrested("d2d2d", MOVED) + released("r1r1r", MOVED),
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED) + "notes: x\n",
            ["d1d1d", "d2d2d", "r1r1r"],
        ),
        # Both give it this date, and one has changed its place.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            arrested("d2d2d", MOVED) + released("r1r1r", MOVED),
            released("r1r1r", MOVED) + arrested("d2d2d", MOVED),
            ["d1d1d", "d2d2d", "r1r1r"],
        ),
        # Both give it this date, and each has added an event.
        (
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            released("r1r1r", MOVED) + arrested("d2d2d", MOVED) + entry("a1a1a", "2025-06-01", ACCESS),
            released("r1r1r", MOVED) + arrested("d2d2d", MOVED) + entry("b1b1b", "2025-07-01", ACCESS),
            ["d1d1d", "r1r1r", "d2d2d", "a1a1a", "b1b1b"],
        ),
        # One side moves the release onto the day of an arrest that is new on the other side.
        (
            released("r1r1r", "2025-03-10"),
            released("r1r1r", MOVED),
            released("r1r1r", "2025-03-10") + arrested("d2d2d", MOVED),
            None,
        ),
    ],
)
def test_an_event_with_another_date_keeps_the_place_that_its_side_gives_it(
    before, one, other, expected, turned
):
    sides = (other, one) if turned else (one, other)
    texts = [f"{HEAD}events:\n{FIRST}{each}".encode() for each in (before, *sides)]
    made = merge_file(CASE, ThreeWayBlobs(*texts), NO_LINES, None, Markers())
    if expected is None:
        assert [each.field for each in made.conflicts] == ["events"]
    else:
        assert made.clean
        assert [each["id"] for each in data_of(made)["events"]] == expected
