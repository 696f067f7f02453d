"""Two events that one side joined: the change of the other side is not lost, and both are never gone."""

from __future__ import annotations

import pytest

from casefile.git.merge_state import ByLines
from casefile.merging.file_merge import ThreeWayBlobs, merge_file
from casefile.yaml.conflict_markers import take_side
from casefile.yaml.reader import read
from casefile.yaml.text_merge import Markers
from support.branches import CASE, TEXT

NO_LINES = ByLines(None, clean=False)


def event(name, *fields, sources=()):
    cited = f"    sources: [{', '.join(sources)}]\n" if sources else ""
    lines = "".join(f"    {each}\n" for each in fields)
    return f'  - id: {name}\n    type: access\n    date: "2025-09-01"\n    to: counsel\n{lines}{cited}'


FIRST = event("a1a1a", sources=["one"])
SECOND = event("b1b1b", "place: Osh", sources=["two"])
BASE = TEXT + FIRST + SECOND
INTO_FIRST = TEXT + event("a1a1a", "place: Osh", sources=["one", "two"])
INTO_SECOND = TEXT + event("b1b1b", "place: Osh", sources=["two", "one"])


def merged(ours, theirs, base=BASE, *, turned=False):
    sides = (theirs, ours) if turned else (ours, theirs)
    return merge_file(
        CASE, ThreeWayBlobs(*(each.encode() for each in (base, *sides))), NO_LINES, None, Markers()
    )


def added(text):
    """Return the events behind those of the sample, with sorted sources."""
    events = read(text if isinstance(text, bytes) else text.encode()).data["events"][2:]
    return [{**each, "sources": sorted(each["sources"])} for each in events]


@pytest.mark.parametrize("turned", [False, True])
def test_a_source_of_the_event_that_is_gone_goes_to_the_one_that_was_kept(turned):
    edited = TEXT + FIRST + event("b1b1b", "place: Osh", "note: by telephone", sources=["two", "three"])
    made = merged(INTO_FIRST, edited, turned=turned)
    assert made.clean
    (kept,) = added(made.blob)
    assert (kept["id"], kept["sources"]) == ("a1a1a", ["one", "three", "two"])
    assert (kept["place"], kept["note"]) == ("Osh", "by telephone")


@pytest.mark.parametrize("turned", [False, True])
def test_a_fact_of_the_event_that_is_gone_is_chosen_with_the_one_that_was_kept(turned):
    edited = TEXT + FIRST + event("b1b1b", "place: Osh", "outcome: permitted", sources=["two"])
    made = merged(INTO_FIRST, edited, turned=turned)
    assert [each.field for each in made.conflicts] == ["events.a1a1a"]
    options = [added(take_side(made.blob.decode(), side)) for side in ("ours", "theirs")]
    assert [[each["id"] for each in option] for option in options] == [["a1a1a"], ["a1a1a"]]
    assert [(option[0].get("outcome"), option[0].get("tier")) for option in options] == (
        [("permitted", "restricted"), (None, None)] if turned else [(None, None), ("permitted", "restricted")]
    )


def test_a_fact_goes_to_the_kept_event_where_that_states_its_tier():
    kept = TEXT + event("a1a1a", "tier: restricted", "place: Osh", sources=["one", "two"])
    edited = TEXT + FIRST + event("b1b1b", "place: Osh", "outcome: permitted", sources=["two"])
    made = merged(kept, edited)
    assert made.clean
    (one,) = added(made.blob)
    assert (one["outcome"], one["tier"]) == ("permitted", "restricted")


@pytest.mark.parametrize("turned", [False, True])
def test_opposite_joins_keep_one_event_with_the_smaller_id(turned):
    made = merged(INTO_FIRST, INTO_SECOND, turned=turned)
    assert made.clean
    (kept,) = added(made.blob)
    assert (kept["id"], kept["sources"], kept["place"]) == ("a1a1a", ["one", "two"], "Osh")


@pytest.mark.parametrize(("kind", "field"), [("appeal", "against"), ("official_response", "answers")])
def test_a_reference_to_the_joined_event_leads_to_the_kept_one(kind, field):
    naming = (
        f'  - id: c1c1c\n    type: {kind}\n    date: "2025-10-01"\n    by: [counsel]\n    {field}: b1b1b\n'
    )
    made = merged(INTO_FIRST, BASE + naming)
    assert made.clean
    assert read(made.blob).data["events"][-1][field] == "a1a1a"


@pytest.mark.parametrize("turned", [False, True])
def test_a_change_that_contradicts_the_kept_event_stays_a_conflict(turned):
    edited = TEXT + FIRST + event("b1b1b", "place: Naryn", sources=["two"])
    kept = TEXT + event("a1a1a", "place: Osh", "outcome: denied", sources=["one", "two"])
    made = merged(kept, edited.replace("place: Naryn", "place: Osh\n    outcome: permitted"), turned=turned)
    assert not made.clean
    assert all(each.field.startswith("events.") for each in made.conflicts)


def test_an_event_that_was_only_removed_is_in_conflict_as_before():
    edited = TEXT + FIRST + event("b1b1b", "place: Naryn", sources=["two"])
    made = merged(TEXT + FIRST, edited)
    assert [each.field for each in made.conflicts] == ["events.b1b1b"]


REFUTED = ("standing: refuted", "resolution:", "  reason: the lawyer denies it")
CONFIRMED = ("standing: confirmed", "resolution:", "  reason: the lawyer was there")


def in_tier(tier, text):
    return text.replace("country: KG", f"tier: {tier}\ncountry: KG")


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("tier", ["restricted", "public"])
@pytest.mark.parametrize("both", [("a1a1a", "b1b1b"), ("a1a1a",), ("b1b1b",)])
def test_a_changed_standing_is_a_conflict_in_each_tier(turned, tier, both):
    first = event("a1a1a", *(REFUTED if "a1a1a" in both else ()), sources=["one"])
    second = event("b1b1b", "place: Osh", *(REFUTED if "b1b1b" in both else ()), sources=["two"])
    sides = (in_tier(tier, each) for each in (INTO_FIRST, TEXT + first + second, BASE))
    made = merged(*sides, turned=turned)
    kept = ["events.a1a1a"] if len(both) > 1 else ["events.a1a1a", "events.b1b1b"]
    assert [each.field for each in made.conflicts] == kept
    joined, edited = (
        take_side(made.blob.decode(), each) for each in ("ours", "theirs")[:: -1 if turned else 1]
    )
    assert [each.get("standing") for each in added(joined)] == [None]
    stated = {each["id"]: each.get("standing") for each in added(edited)}
    assert {name for name, standing in stated.items() if standing == "refuted"} == {*both} & {*stated}


@pytest.mark.parametrize("turned", [False, True])
def test_a_confirmed_standing_of_the_joined_event_is_a_conflict(turned):
    edited = TEXT + FIRST + event("b1b1b", "place: Osh", *CONFIRMED, sources=["two"])
    made = merged(*(in_tier("restricted", each) for each in (INTO_FIRST, edited, BASE)), turned=turned)
    assert [each.field for each in made.conflicts] == ["events.a1a1a"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_source_is_merged_where_both_accounts_were_refuted_before(turned):
    first = event("a1a1a", *REFUTED, sources=["one"])
    second, other = (
        event("b1b1b", "place: Osh", *REFUTED, sources=cited) for cited in (["two"], ["two", "three"])
    )
    joined = TEXT + event("a1a1a", "place: Osh", *REFUTED, sources=["one", "two"])
    made = merged(joined, TEXT + first + other, TEXT + first + second, turned=turned)
    assert made.clean
    assert [each["sources"] for each in added(made.blob)] == [["one", "three", "two"]]


@pytest.mark.parametrize("turned", [False, True])
def test_a_contradiction_after_a_join_is_that_of_the_event_and_not_of_the_record(turned):
    """One side joins and corrects, the other one takes out the source of the field that it corrects."""
    cited = event("a1a1a", "place: Osh", "cites:", "  place: [five]", sources=["five"])
    kept = event("b1b1b", "place: Osh", sources=["one"])
    joined = event("b1b1b", "place: Naryn", "cites:", "  place: [one, five]", sources=["one", "five"])
    replaced = event("a1a1a", "place: Osh", sources=["zero"])
    made = merged(TEXT + joined, TEXT + replaced + kept, TEXT + cited + kept, turned=turned)
    assert [each.field for each in made.conflicts] == ["events.b1b1b"]
