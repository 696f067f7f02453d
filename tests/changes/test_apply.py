"""Changes are made exactly, or refused."""

from __future__ import annotations

import pytest

from casefile.changes.apply import apply
from casefile.changes.change import Change, ChangeRefused
from casefile.errors import Collision

ENTRIES = [{"id": "aaaaa", "type": "note"}, {"id": "bbbbb", "type": "note"}]
RECORD = {"id": "x", "notes": "here", "tags": ["a"], "person": {"name": "b"}, "events": ENTRIES}

REFUSED = {
    "a field that is gone": Change("country", "changed", "KG", "NO"),
    "a field that holds something else": Change("notes", "changed", "there", "new"),
    "a field to remove that holds something else": Change("notes", "removed", "there", None),
    "a field that is there already": Change("notes", "added", None, "new"),
    "a field of a mapping that is gone": Change("consent.basis", "added", None, "family"),
    "a field of a text": Change("notes.deep", "added", None, "x"),
    "an item that is gone": Change("tags", "removed", "b", None),
    "an entry that is gone": Change("events.zzzzz.until", "added", None, "2025"),
    "an entry to remove that is gone": Change("events.zzzzz", "removed", {"id": "zzzzz"}, None),
    "an entry that somebody altered": Change(
        "events.aaaaa", "removed", {"id": "aaaaa", "type": "charge"}, None
    ),
    "an entry that is there already": Change("events.aaaaa", "added", None, ENTRIES[0], ""),
    "a place behind an entry that is gone": Change("events.ccccc", "added", None, {"id": "ccccc"}, "zzzzz"),
    "a move of an entry that is gone": Change("events.zzzzz", "moved", "", "aaaaa"),
    "a move behind itself": Change("events.aaaaa", "moved", "", "aaaaa"),
    "a move of what has no place": Change("notes", "moved", "", "tags"),
    "a record that is there already": Change("", "added", None, {"id": "y"}),
    "a record that somebody altered": Change("", "removed", {"id": "y"}, None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_change_that_does_not_fit_is_refused_and_changes_nothing(case, name):
    record = {**RECORD, "tags": ["a"], "events": [*ENTRIES]}
    with pytest.raises(ChangeRefused) as refused:
        apply(case, record, [Change("notes", "changed", "here", "here"), REFUSED[name]])
    assert refused.value.code == "CF701"
    assert isinstance(refused.value, Collision)
    assert record == RECORD


def test_a_change_to_no_record_is_refused(case):
    for change in (Change("notes", "added", None, "x"), Change("", "removed", {}, None)):
        with pytest.raises(ChangeRefused) as refused:
            apply(case, None, [change])
        assert refused.value.code == "CF701"


def test_a_refusal_quotes_no_value(case):
    with pytest.raises(ChangeRefused) as refused:
        apply(case, RECORD, [Change("notes", "changed", "a secret", "another secret")])
    assert "secret" not in str(refused.value) + refused.value.hint
    assert "here" not in str(refused.value)


def test_an_entry_without_a_place_goes_to_the_end(case):
    made = apply(case, RECORD, [Change("events.ccccc", "added", None, {"id": "ccccc"})])
    assert [entry["id"] for entry in made["events"]] == ["aaaaa", "bbbbb", "ccccc"]


def test_a_list_is_removed_with_its_last_item(case):
    changes = [
        Change("tags", "removed", "a", None),
        Change("events.aaaaa", "removed", ENTRIES[0], None, ""),
        Change("events.bbbbb", "removed", ENTRIES[1], None, "aaaaa"),
    ]
    assert apply(case, RECORD, changes) == {"id": "x", "notes": "here", "person": {"name": "b"}}


def test_the_result_shares_nothing_with_the_changes(case):
    entry = {"id": "ccccc", "tags": ["x"]}
    made = apply(case, RECORD, [Change("events.ccccc", "added", None, entry, "")])
    made["events"][0]["tags"].append("y")
    made["person"]["name"] = "c"
    assert entry["tags"] == ["x"]
    assert RECORD["person"] == {"name": "b"}


def test_an_entry_can_change_its_type_and_lose_its_lists(case):
    old = {"id": "aaaaa", "type": "charge", "charges": [{"statute": "kg-cc-278"}]}
    changes = [
        Change("events.aaaaa.type", "changed", "charge", "note"),
        Change("events.aaaaa.charges", "removed", {"statute": "kg-cc-278"}, None),
    ]
    assert apply(case, {"events": [old]}, changes) == {"events": [{"id": "aaaaa", "type": "note"}]}


def test_a_list_shared_by_two_fields_is_changed_in_one(case):
    shared = ["x"]
    made = apply(case, {"tags": shared, "situations": shared}, [Change("tags", "removed", "x", None)])
    assert made == {"situations": ["x"]}
