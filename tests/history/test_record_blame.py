"""Whose each value is."""

from __future__ import annotations

import pytest

from casefile.errors import BrokenData, NotFound
from casefile.history.record_blame import read_blame

CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"


def blamed(past, field=None, words="aleksandrov"):
    """Return the commit of each value, by field; of a set by field and value."""
    rows = read_blame(past.folder, words, field).rows
    return {
        (each.value.field, each.value.value)
        if each.value.path[-1] == "tags"
        else each.value.field: each.commit
        for each in rows
    }


@pytest.fixture
def first(past):
    return past.git("rev-parse", "HEAD")


def test_each_value_has_the_commit_that_last_changed_it(past, first):
    past.replace('until: "2025-07-21"', 'until: "2025-09-21"')
    second = past.commit("extended", GIT_AUTHOR_NAME="desk-9")
    past.append()
    third = past.commit("released")
    found = blamed(past)
    assert found["person.name"] == found["events.h1h1h"] == found["events.h1h1h.outcome"] == first
    assert found["events.h1h1h.until"] == second
    assert found["events.r1r1r"] == found["events.r1r1r.date"] == third
    (row,) = read_blame(past.folder, "aleksandrov", "events.h1h1h.until").rows
    assert row.as_data() == {
        "field": "events.h1h1h.until",
        "value": "2025-09-21",
        "commit": second,
        "author": "desk-9",
        "date": "2025-07-10",
        "sources": ["occrp-2025-06-04"],
    }


def test_a_field_rests_on_the_sources_that_are_cited_for_it_alone(past, first):
    past.write("schema: casefile/source/1\nid: second-2025\nkind: letter\n", "cases/sources/second-2025.yaml")
    cited = "    sources:\n      - occrp-2025-06-04\n"
    at = past.text().index("h1h1h")
    head, hearing = past.text()[:at], past.text()[at:]
    alone = f"{cited}      - second-2025\n    cites:\n      until:\n        - second-2025\n"
    past.write(head + hearing.replace(cited, alone, 1).replace("2025-07-21", "2025-09-21"))
    past.commit("another end, by a second source")
    found = {
        row.value.field: row.as_data()["sources"]
        for row in read_blame(past.folder, "aleksandrov", "events.h1h1h").rows
        if row.value.path[-1] != "sources"
    }
    assert found["events.h1h1h.until"] == found["events.h1h1h.cites.until"] == ["second-2025"]
    assert found["events.h1h1h.outcome"] == ["occrp-2025-06-04"]


def test_a_commit_is_named_only_for_values_that_it_changed(past, first):
    past.replace("    outcome: remanded\n", "    outcome: extended\n")
    past.replace('until: "2025-07-21"', 'until: "2025-09-21"')
    at = past.text().index("h1h1h")
    head, hearing = past.text()[:at], past.text()[at:]
    cited = "    sources:\n      - occrp-2025-06-04\n"
    past.write(head + hearing.replace(cited, f"{cited}      - second-2025\n", 1))
    past.write("schema: casefile/source/1\nid: second-2025\nkind: letter\n", "cases/sources/second-2025.yaml")
    second = past.commit("extended, by a second source")
    rows = read_blame(past.folder, "aleksandrov", "events.h1h1h").rows
    entry = next(row for row in rows if row.value.field == "events.h1h1h")
    assert entry.commit == first
    assert entry.text == "hearing remanded until 2025-07-21"
    assert entry.value.value["outcome"] == "remanded"
    assert entry.as_data()["sources"] == ["occrp-2025-06-04"]
    told = {row.value.field: row for row in rows if row.value.path[-1] != "sources"}
    assert told["events.h1h1h.date"].as_data()["sources"] == ["occrp-2025-06-04"]
    later = told["events.h1h1h.outcome"]
    assert (later.commit, later.text) == (second, "extended")
    assert later.as_data()["sources"] == ["occrp-2025-06-04", "second-2025"]
    assert [(row.text, row.commit) for row in rows if row.value.path[-1] == "sources"] == [
        ("occrp-2025-06-04", first),
        ("second-2025", second),
    ]


def test_a_value_of_an_earlier_commit_is_found_under_its_former_id(past, first):
    text = past.text().replace("id: kg-2025-aaaaa\n", "id: kg-2025-ccccc\nformerly:\n  - kg-2025-aaaaa\n")
    (past.folder / CASE).unlink()
    past.write(text.replace("outcome: remanded", "outcome: extended"), "cases/kg/2025/kg-2025-ccccc.yaml")
    past.commit("renamed, and more")
    (entry, *_) = read_blame(past.folder, "aleksandrov", "events.h1h1h").rows
    assert (entry.commit, entry.text) == (first, "hearing remanded until 2025-07-21")


def test_an_uncommitted_value_has_no_commit(past, first):
    past.replace("place: Bishkek", "place: Osh")
    past.append()
    found = blamed(past)
    assert found["events.d1d1d.place"] is None
    assert found["events.r1r1r"] is None
    assert found["events.d1d1d"] == first


def test_items_of_a_set_have_their_own_commits(past):
    past.replace("country: KG\n", "country: KG\ntags:\n  - one\n")
    one = past.commit("one")
    past.replace("tags:\n", "tags:\n  - two\n")
    two = past.commit("two")
    assert blamed(past, "tags") == {("tags", "two"): two, ("tags", "one"): one}


def test_a_field_may_be_the_start_of_one(past):
    assert {*blamed(past, "events.h1h1h")} >= {"events.h1h1h", "events.h1h1h.until", "events.h1h1h.sources"}
    assert {*blamed(past, "person")} == {"person.identification", "person.name"}


def test_reformatting_and_reordering_take_nothing(past, first):
    past.replace('date: "2025-05-28"\n', "date: '2025-05-28' # as told\n")
    head, events = past.text().split("events:\n")
    one, other = events.split("  - id: h1h1h")
    past.write(f"{head}events:\n  - id: h1h1h{other}{one}")
    past.commit("written otherwise")
    assert {*blamed(past).values()} == {first}


def test_a_value_that_was_dropped_on_a_side_branch_belongs_to_the_line_that_kept_it(past):
    past.replace("place: Bishkek", "place: Osh")
    kept = past.commit("osh", "2025-07-01")
    past.git("checkout", "-qb", "side", "HEAD~1")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("osh on the side", "2025-07-02")
    past.replace("place: Osh", "place: Talas")
    past.commit("no, talas", "2025-07-03")
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-edit", "-s", "ours", "side")
    assert blamed(past)["events.d1d1d.place"] == kept


def test_a_merge_is_named_only_for_values_that_it_added(past, first):
    past.git("checkout", "-qb", "other")
    past.append()
    theirs = past.commit("theirs")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    ours = past.commit("ours", "2025-07-11")
    past.git("merge", "-q", "--no-commit", "other")
    past.replace("country: KG\n", "country: KG\ntags:\n  - evil\n")
    merge = past.commit("merged, and more")
    found = blamed(past)
    assert found["events.r1r1r"] == theirs
    assert found["events.d1d1d.place"] == ours
    assert found["tags", "evil"] == merge
    assert found["person.name"] == first


def test_a_rename_is_followed_and_takes_only_the_id(past, first):
    text = past.text().replace("id: kg-2025-aaaaa\n", "id: kg-2025-ccccc\nformerly:\n  - kg-2025-aaaaa\n")
    (past.folder / CASE).unlink()
    past.write(text, "cases/kg/2025/kg-2025-ccccc.yaml")
    assert blamed(past)["id"] is None
    renamed = past.commit("renamed")
    found = blamed(past, words="kg-2025-aaaaa")
    assert found["id"] == found["formerly"] == renamed
    assert found["person.name"] == first


def test_a_state_that_cannot_be_read_is_passed_through(past, first):
    sound = past.text()
    past.write(sound + "\tno YAML\n")
    past.commit("broken")
    past.write(sound.replace("place: Bishkek", "place: Osh"))
    mended = past.commit("mended, and more")
    found = blamed(past)
    assert found["events.d1d1d.place"] == mended
    assert found["person.name"] == first


def test_a_missing_field_or_record_is_reported_with_a_hint(past):
    for words, field, code in (
        ("aleksandrov", "person.nam", "CF737"),
        ("aleksandrov", "h1h1h", "CF737"),
        ("aleksandrov", "events.zzzzz", "CF737"),
        ("nobody", None, "CF301"),
    ):
        with pytest.raises(NotFound) as caught:
            read_blame(past.folder, words, field)
        assert caught.value.code == code
        assert caught.value.hint
    (past.folder / CASE).unlink()
    with pytest.raises(NotFound) as caught:
        read_blame(past.folder, "kg-2025-aaaaa")
    assert caught.value.code == "CF736"
    assert caught.value.hint.endswith(": casefile log kg-2025-aaaaa")


@pytest.mark.parametrize("words", ["kg-2025-aaaaa", "Александров"])
def test_a_file_that_is_unreadable_now_is_reported(past, words):
    past.write(past.text() + "\tno YAML\n")
    with pytest.raises(BrokenData) as caught:
        read_blame(past.folder, words)
    assert caught.value.problems


def test_before_the_first_commit_nothing_is_committed_yet(past):
    past.git("checkout", "-q", "--orphan", "new")
    assert {*blamed(past).values()} == {None}


def test_where_a_shallow_clone_ends_a_value_may_be_older(past, tmp_path, git_in):
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{past.folder}", "shallow")
    result = read_blame(tmp_path / "shallow", "aleksandrov")
    assert all(row.cut for row in result.rows)
    assert [problem.code for problem in result.problems] == ["CF730"]
