"""Two edits of one record as one: what becomes of each pair of edits."""

from __future__ import annotations

import copy

import pytest

from casefile.changes.equality import ABSENT, have_same_meaning
from casefile.changes.record_merge import apply_settlements, merge

HEARING = {
    "id": "h2v5t",
    "type": "hearing",
    "date": "2025-07-19",
    "outcome": "extended",
    "until": "2025-09-21",
}
BASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "person": {"name": "Айдай", "occupation": "reporter"},
    "tags": ["press", "radio"],
    "events": [{"id": "a1b2c", "type": "detention", "date": "2025-05-28", "sources": ["kloop"]}, HEARING],
}


PRISON_6, PRISON_5, PRISON_4, PRISON_2, PRISON_1 = (
    {"penalty": "imprisonment", "term": f"P{years}Y"} for years in (6, 5, 4, 2, 1)
)
CITED = [{"source": "kloop", "locator": at} for at in "123456"]


def event(key, **fields):
    return {"id": key, "type": "note", "date": "2025-06-01", **fields}


@pytest.fixture
def sides():
    return copy.deepcopy(BASE), copy.deepcopy(BASE)


def ids(data):
    return [each["id"] for each in data["events"]]


def conflicts(merged):
    return {each.field: (each.base, each.ours, each.theirs) for each in merged.conflicts}


def test_two_fields_of_one_event_are_both_taken(case, sides):
    ours, theirs = sides
    ours["events"][1]["until"] = "2025-10-21"
    theirs["events"][1]["place"] = "Bishkek"
    merged = merge(case, BASE, ours, theirs)
    assert not merged.conflicts
    assert merged.data["events"][1] == HEARING | {"until": "2025-10-21", "place": "Bishkek"}


def test_a_number_and_its_text_are_one_item_where_a_label_may_be_either(case):
    def with_charge(**charge):
        event = {
            "id": "c1c1c",
            "type": "charge",
            "date": "2025-06-01",
            "step": "brought",
            "charges": [charge],
        }
        return {**copy.deepcopy(BASE), "events": [event]}

    base = with_charge(statute="kg-cc-278", part=2)
    ours = with_charge(statute="kg-cc-279", part="2")
    theirs = with_charge(statute="kg-cc-278", part=2, offence="riots")
    merged = merge(case, base, ours, theirs)
    assert not merged.conflicts
    (charge,) = merged.data["events"][0]["charges"]
    assert (charge["statute"], str(charge["part"]), charge["offence"]) == ("kg-cc-279", "2", "riots")


def test_new_events_of_both_are_appended_ours_first(case, sides):
    ours, theirs = sides
    ours["events"] += [event("x1x1x")]
    theirs["events"] += [event("y1y1y"), event("y2y2y")]
    merged = merge(case, BASE, ours, theirs)
    assert not merged.conflicts
    assert ids(merged.data) == ["a1b2c", "h2v5t", "x1x1x", "y1y1y", "y2y2y"]


def test_new_events_of_theirs_keep_their_predecessor(case, sides):
    ours, theirs = sides
    ours["events"].insert(1, event("x1x1x"))
    theirs["events"].insert(1, event("y1y1y"))
    theirs["events"].insert(0, event("y0y0y"))
    assert ids(merge(case, BASE, ours, theirs).data) == ["y0y0y", "a1b2c", "x1x1x", "y1y1y", "h2v5t"]


def test_the_first_events_of_a_ledger_are_joined(case, sides):
    ours, theirs = sides
    base = {**BASE, "events": []}
    ours["events"], theirs["events"] = [event("x1x1x")], [event("y1y1y")]
    assert ids(merge(case, base, ours, theirs).data) == ["x1x1x", "y1y1y"]


def test_the_same_value_on_both_sides_is_taken_once(case, sides):
    ours, theirs = sides
    for side in sides:
        side["tags"].append("video")
        side["person"]["minor"] = "adult"
        side["events"].append(event("x1x1x", summary="e\u0301" if side is ours else "é"))
    merged = merge(case, BASE, ours, theirs)
    assert not merged.conflicts
    assert merged.data == ours


def test_of_sets_the_additions_and_removals_of_both_are_taken(case, sides):
    ours, theirs = sides
    ours["tags"] = ["radio", "film"]
    theirs["tags"] = ["press", "radio", "theatre"]
    assert merge(case, BASE, ours, theirs).data["tags"] == ["radio", "film", "theatre"]


def test_the_sources_of_single_fields_of_both_are_taken(case, sides):
    ours, theirs = sides
    ours["events"][0]["cites"] = {"date": ["kloop"]}
    theirs["events"][0]["cites"] = {"date": ["other"], "place": ["other"]}
    merged = merge(case, BASE, ours, theirs)
    assert not merged.conflicts
    assert merged.data["events"][0]["cites"] == {"date": ["kloop", "other"], "place": ["other"]}


def test_a_set_that_loses_its_last_item_goes_with_it(case, sides):
    ours, theirs = sides
    ours["tags"], theirs["tags"] = ["press"], ["radio"]
    assert "tags" not in merge(case, BASE, ours, theirs).data


def test_one_field_with_two_values_is_the_only_conflict(case, sides):
    ours, theirs = sides
    ours["events"][1] |= {"until": "2025-10-21", "place": "Bishkek"}
    theirs["events"][1]["until"] = "2025-11-21"
    theirs["tags"].append("film")
    merged = merge(case, BASE, ours, theirs)
    assert conflicts(merged) == {"events.h2v5t.until": ("2025-09-21", "2025-10-21", "2025-11-21")}
    assert merged.data["events"][1]["place"] == "Bishkek"
    assert "film" in merged.data["tags"]


def test_removal_on_one_side_and_change_on_the_other_conflict(case, sides):
    ours, theirs = sides
    del ours["person"]["occupation"]
    theirs["person"]["occupation"] = "editor"
    del theirs["events"][1]
    ours["events"][1]["until"] = "2025-10-21"
    merged = merge(case, BASE, ours, theirs)
    assert conflicts(merged) == {
        "person.occupation": ("reporter", ABSENT, "editor"),
        "events.h2v5t": (HEARING, ours["events"][1], ABSENT),
    }


def test_an_entry_that_only_one_side_removes_is_removed(case, sides):
    ours, theirs = sides
    del ours["events"][0]
    theirs["events"].append(event("y1y1y"))
    merged = merge(case, BASE, ours, theirs)
    assert (ids(merged.data), merged.conflicts) == (["h2v5t", "y1y1y"], ())


def test_two_new_events_with_one_id_conflict_in_differing_fields(case, sides):
    ours, theirs = sides
    ours["events"].append(event("x1x1x", summary="one", place="Osh"))
    theirs["events"].append(event("x1x1x", summary="other"))
    merged = merge(case, BASE, ours, theirs)
    assert conflicts(merged) == {"events.x1x1x.summary": (ABSENT, "one", "other")}
    assert merged.data["events"][2]["place"] == "Osh"


def test_one_id_for_two_types_is_a_conflict_of_the_entry(case, sides):
    ours, theirs = sides
    ours["events"].append(event("x1x1x"))
    theirs["events"].append({"id": "x1x1x", "type": "release", "date": "2025-06-01"})
    assert [*conflicts(merge(case, BASE, ours, theirs))] == ["events.x1x1x"]


def test_an_event_with_a_corrected_type_gets_a_field_of_the_other_side(case, sides):
    ours, theirs = sides
    ours["events"][1]["type"] = "verdict"
    theirs["events"][1]["place"] = "Bishkek"
    merged = merge(case, BASE, ours, theirs)
    assert not merged.conflicts
    assert merged.data["events"][1]["type"], merged.data["events"][1]["place"] == ("verdict", "Bishkek")


def test_a_case_added_on_both_sides_is_two_edits_of_nothing(case, sides):
    ours, theirs = sides
    ours["tags"], theirs["person"]["occupation"] = ["film"], "editor"
    merged = merge(case, None, ours, theirs)
    assert conflicts(merged) == {"person.occupation": (ABSENT, "reporter", "editor")}
    assert merged.data["tags"] == ["film", "press", "radio"]
    assert ids(merged.data) == ids(BASE)


def test_another_order_here_and_an_edit_there_are_both_taken(case, sides):
    ours, theirs = sides
    ours["events"].reverse()
    theirs["events"][0]["place"] = "Osh"
    theirs["events"].append(event("y1y1y"))
    for merged in (merge(case, BASE, ours, theirs), merge(case, BASE, theirs, ours)):
        assert not merged.conflicts
        assert [each for each in ids(merged.data) if each != "y1y1y"] == ["h2v5t", "a1b2c"]
        assert [each.get("place") for each in merged.data["events"] if each["id"] == "a1b2c"] == ["Osh"]


def test_two_orders_of_one_ledger_are_a_conflict_with_all_entries_in_both(case):
    base, ours, theirs = (
        {"events": [event(f"e{each}") for each in order]} for order in ("abc", "bac", "cba")
    )
    ours["events"].append(event("new"))
    (conflict,) = merge(case, base, ours, theirs).conflicts
    assert conflict.field == "events"
    assert [each["id"] for each in conflict.ours] == ["eb", "ea", "ec", "new"]
    assert sorted(each["id"] for each in conflict.theirs) == ["ea", "eb", "ec", "new"]


def test_moves_of_different_entries_are_both_made(case):
    base, ours, theirs = (
        {"events": [event(f"e{each}") for each in order]} for order in ("abcdef", "bcadef", "abcfde")
    )
    assert ids(merge(case, base, ours, theirs).data) == ["eb", "ec", "ea", "ef", "ed", "ee"]


def test_another_way_of_writing_is_no_edit(case, sides):
    ours, theirs = sides
    base = {**BASE, "notes": "e\u0301"}
    ours["notes"], theirs["notes"] = "é", "other"
    ours["tags"].reverse()
    theirs["tags"].remove("press")
    merged = merge(case, base, ours, theirs)
    assert (merged.conflicts, merged.data["notes"], merged.data["tags"]) == ((), "other", ["radio"])


def test_a_case_withdrawn_here_and_changed_there_is_one_conflict(case, sides):
    ours, theirs = sides
    withdrawn = {
        "schema": BASE["schema"],
        "id": "kg-2025-zzzzz",
        "withdrawn": {"date": "2025-09-01", "reason": "safety"},
    }
    theirs["tags"].append("film")
    (conflict,) = merge(case, BASE, withdrawn, theirs).conflicts
    assert (conflict.field, conflict.ours, conflict.theirs) == ("", withdrawn, theirs)
    assert merge(case, BASE, ours, withdrawn).data == withdrawn


class TestItemsThatBothHaveChanged:
    @pytest.fixture
    def verdict(self):
        def build(**sentence):
            return {"events": [{"id": "v1v1v", "type": "verdict", "sentences": [{"kind": "fine"}, sentence]}]}

        return build

    def test_two_fields_of_one_item_are_both_taken(self, case, verdict):
        merged = merge(
            case,
            verdict(kind="imprisonment", term="P5Y"),
            verdict(kind="imprisonment", term="P6Y"),
            verdict(kind="imprisonment", term="P5Y", suspended=True),
        )
        assert not merged.conflicts
        expected = {"kind": "imprisonment", "term": "P6Y", "suspended": True}
        assert have_same_meaning(case, merged.data, verdict(**expected))

    def test_two_values_in_one_item_are_a_conflict_of_the_list(self, case, verdict):
        terms = [verdict(kind="imprisonment", term=term) for term in ("P5Y", "P6Y", "P7Y")]
        (conflict,) = merge(case, *terms).conflicts
        assert conflict.field == "events.v1v1v.sentences"
        assert [each["events"][0]["sentences"] for each in terms[1:]] == [conflict.ours, conflict.theirs]

    def test_an_item_removed_here_and_changed_there_is_a_conflict(self, case, verdict):
        base, ours, theirs = (verdict(kind="imprisonment", term=term) for term in ("P5Y", "P5Y", "P6Y"))
        del ours["events"][0]["sentences"][1]
        (conflict,) = merge(case, base, ours, theirs).conflicts
        assert conflict.ours == [{"kind": "fine"}]
        assert conflict.theirs == [{"kind": "fine"}, {"kind": "imprisonment", "term": "P6Y"}]

    def test_a_bare_source_that_gets_a_locator_is_the_same_source(self, case):
        base, ours, theirs = (
            {"events": [event("x1x1x", sources=[source])]}
            for source in (
                "kloop",
                {"source": "kloop", "locator": "¶4"},
                {"source": "kloop", "quote": "held"},
            )
        )
        merged = merge(case, base, ours, theirs)
        assert merged.data["events"][0]["sources"] == [{"source": "kloop", "locator": "¶4", "quote": "held"}]

    @pytest.mark.parametrize(
        ("name", "lists"),
        [
            ("sentences", ([PRISON_6, PRISON_2], [PRISON_5, PRISON_1], [PRISON_4, PRISON_2])),
            ("sentences", ([PRISON_6, PRISON_2], [PRISON_5, PRISON_1], [])),
            ("sentences", ([PRISON_6], [PRISON_5, PRISON_4], [PRISON_1, PRISON_2])),
            ("sentences", ([{"penalty": "life"}], [{"penalty": "fine"}], [PRISON_6])),
            ("sources", ([*CITED[:2]], [*CITED[2:4]], [*CITED[4:]])),
            ("sources", (["kloop"], ["azattyk"], ["kaktus"])),
            ("charges", ([{"offence": "riot"}], [{"statute": "one"}], [{"statute": "two"}])),
        ],
    )
    @pytest.mark.parametrize("turned", [False, True])
    def test_where_it_is_in_doubt_which_item_became_which_the_list_is_a_conflict(
        self, case, turned, name, lists
    ):
        kind = "verdict" if name == "sentences" else "charge"
        sides = [event("x1x1x", **{name: items}) | {"type": kind} for items in lists]
        sides = [sides[0], *reversed(sides[1:])] if turned else sides
        (conflict,) = merge(case, *({"events": [each]} for each in sides)).conflicts
        assert conflict.field == f"events.x1x1x.{name}"
        stated = [each or ABSENT for each in lists[1:]]
        assert [conflict.ours, conflict.theirs] == (stated[::-1] if turned else stated)

    def test_equal_changes_to_ambiguous_items_are_taken_with_an_addition(self, case):
        lists = ([PRISON_6, PRISON_2], [PRISON_5, PRISON_1], [PRISON_5, PRISON_1, {"penalty": "fine"}])
        sides = ({"events": [event("x1x1x", sentences=each) | {"type": "verdict"}]} for each in lists)
        assert merge(case, *sides).data["events"][0]["sentences"] == lists[2]

    def test_items_that_are_added_beside_one_that_both_keep_are_all_taken(self, case):
        lists = (["kloop"], ["kloop", "azattyk"], ["kloop", "kaktus"])
        merged = merge(case, *({"events": [event("x1x1x", sources=each)]} for each in lists))
        assert merged.data["events"][0]["sources"] == ["kloop", "azattyk", "kaktus"]


def test_a_choice_is_put_where_the_conflict_was(case, sides):
    ours, theirs = sides
    del ours["person"]["occupation"]
    theirs["person"]["occupation"] = "editor"
    ours["events"][1]["until"] = "2025-10-21"
    del theirs["events"][1]
    merged = merge(case, BASE, ours, theirs)
    chosen = apply_settlements(case, merged, {each.field: each.theirs for each in merged.conflicts})
    assert (chosen["person"]["occupation"], ids(chosen)) == ("editor", ["a1b2c"])
    chosen = apply_settlements(case, merged, {"person.occupation": ABSENT})
    assert "occupation" not in chosen["person"]
    assert ids(chosen) == ["a1b2c", "h2v5t"]


def test_a_path_that_is_to_stay_apart_is_a_conflict(case, sides):
    ours, theirs = sides
    ours["events"][1]["place"], theirs["events"][1]["until"] = "Osh", "2025-10-21"
    merged = merge(case, BASE, ours, theirs, apart=[("events", "h2v5t")])
    assert conflicts(merged) == {"events.h2v5t": (HEARING, ours["events"][1], theirs["events"][1])}


def test_an_empty_list_and_a_removed_one_do_not_conflict(case, sides):
    ours, theirs = sides
    ours["tags"], ours["person"]["occupation"] = [], "editor"
    del theirs["tags"]
    assert not merge(case, BASE, ours, theirs, apart=[("tags",)]).conflicts


SOURCED = event("n1n1n", place="Osh", sources=["a"], cites={"place": ["a"]})


def torn(case, before, one, other):
    """Return the fields of an event that are in conflict, the same whoever merges whom."""
    base, *sides = ({**BASE, "events": [each]} for each in (before, one, other))
    made, turned = merge(case, base, *sides), merge(case, base, *reversed(sides))
    fields = {each.field.removeprefix("events.n1n1n.") for each in made.conflicts}
    assert fields == {each.field.removeprefix("events.n1n1n.") for each in turned.conflicts}
    return fields


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"place": "Naryn"}, {"cites": {"place": ["a", "b"]}}, {"place", "cites.place"}),
        (
            {"place": "Naryn", "cites": {"place": ["b"]}},
            {"place": "Talas", "cites": {"place": ["c"]}},
            {"place", "cites.place"},
        ),
        ({"place": "Naryn", "cites": {}}, {"place": "Talas"}, {"place", "cites.place"}),
        ({"place": "Naryn"}, {"place": "Talas"}, {"place"}),
        ({"place": "Naryn"}, {"cites": {"place": ["a"], "summary": ["b"]}, "summary": "x"}, set()),
        ({"cites": {"place": ["a", "b"]}}, {"cites": {"place": ["a", "c"]}}, set()),
        ({"place": "Naryn", "cites": {"place": ["b"]}}, {"summary": "x"}, set()),
        ({"summary": "x"}, {"sources": ["a", "b"]}, set()),
    ],
)
def test_a_value_and_its_own_sources_are_chosen_together(case, one, other, expected):
    assert torn(case, SOURCED, SOURCED | one, SOURCED | other) == expected


REFUTED = {"standing": "refuted", "resolution": {"reason": "a namesake", "sources": ["b"]}}
DISPUTED = {"standing": "disputed", "resolution": {"reason": "the police deny it", "sources": ["c"]}}


@pytest.mark.parametrize(
    ("before", "one", "other", "expected"),
    [
        ({}, REFUTED, DISPUTED, {"standing", "resolution"}),
        ({}, REFUTED, {"standing": "confirmed"}, {"standing", "resolution"}),
        (
            DISPUTED,
            REFUTED,
            {"resolution": DISPUTED["resolution"] | {"sources": ["c", "d"]}},
            {"standing", "resolution"},
        ),
        (
            DISPUTED,
            {"resolution": DISPUTED["resolution"] | {"reason": "they deny it still"}},
            {"resolution": DISPUTED["resolution"] | {"sources": ["c", "d"]}},
            {"resolution"},
        ),
        (
            DISPUTED,
            {"resolution": DISPUTED["resolution"] | {"sources": ["c", "e"]}},
            {"resolution": DISPUTED["resolution"] | {"sources": ["c", "d"]}},
            set(),
        ),
        (DISPUTED, REFUTED, {"place": "Naryn"}, set()),
    ],
)
def test_standing_and_resolution_are_chosen_together(case, before, one, other, expected):
    start = event("n1n1n", sources=["a"]) | before
    assert torn(case, start, start | one, start | other) == expected


ANSWERED = {"answer": "none", "sources": ["b"]}
OPEN, NONE = ({"answer": each, "sources": ["a"]} for each in ("open", "none"))


def claim(*sources, value="30"):
    return [{"field": "person.age", "value": value, "sources": [*sources]}]


@pytest.mark.parametrize(
    ("name", "before", "sides", "expected"),
    [
        ("other_cases", None, (ANSWERED, {"answer": "open", "sources": ["c"]}), True),
        ("other_cases", OPEN, (ANSWERED, OPEN | {"sources": ["a", "c"]}), True),
        ("other_cases", NONE, (NONE | {"sources": ["a", "b"]}, NONE | {"sources": ["a", "c"]}), False),
        ("other_cases", OPEN, (OPEN | {"answer": "none"}, OPEN | {"as_of": "2025-06-01"}), False),
        ("claims", claim("a"), (claim("a", "b"), claim("a", "c")), False),
        ("claims", claim("a"), (claim("a", "b", value="31"), claim("a", "c")), True),
    ],
)
def test_a_merged_group_cites_no_source_for_a_value_of_the_other_side(case, name, before, sides, expected):
    base = BASE if before is None else BASE | {name: before}
    for pair in (sides, sides[::-1]):
        made = merge(case, base, *(BASE | {name: each} for each in pair))
        assert [each.field for each in made.conflicts] == ([name] if expected else [])


@pytest.mark.parametrize(
    ("before", "one", "other", "expected"),
    [
        (["s1", "s2"], ["s1", "u2"], ["s1"], True),  # renamed here, removed there
        (["s1", "s2", "t2"], ["s1", "t2"], ["s1", "s2"], True),  # joined in two directions
        (["s1", "s2"], ["s1", "u2"], ["s1", "u2"], False),
        (["s1", "s2"], ["s1"], ["s1"], False),
        (["s1", "s2"], ["s1"], ["s1", "s2", "s3"], False),
        (["s1", "s2"], ["s1"], ["s1", {"source": "s2", "locator": "5"}], True),
        (["s1", "s2"], ["s2"], ["s1", {"source": "s2", "locator": "5"}], False),
    ],
)
def test_a_source_that_both_sides_may_have_dropped_conflicts(case, before, one, other, expected):
    start = event("n1n1n", sources=before)
    assert torn(case, start, start | {"sources": one}, start | {"sources": other}) == (
        {"sources"} if expected else set()
    )
