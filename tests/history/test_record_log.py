"""What `log` tells of commits of every kind."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections import Counter

import pytest

from casefile.changes.change import Change, field_of
from casefile.errors import BrokenData, NotFound
from casefile.git import log_reader
from casefile.git.objects import Objects
from casefile.history import merge_losses
from casefile.history.record_log import read_log
from casefile.loading import past_registers
from casefile.views.ledger_timeline import TimelineSpan
from casefile.views.status_changes import DROPPED, cited_by_change

CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"
CLOSED = "cases/kg/2025/kg-2025-bbbbb.yaml"
HELD = "held (pretrial) until 21 July 2025"


def logged_texts(past, *records, **how):
    """Return what the commits say of records, newest first: (record, texts)."""
    log = read_log(past.folder, records, **how)
    rows = (each for entry in log.entries for each in entry.differences if not each.parents)
    return [(each.record, list(each.texts)) for each in rows]


def newest(past, *records):
    return read_log(past.folder, records).entries[0].differences[0]


def test_a_change_is_logged_with_its_effect_on_the_status(past):
    past.append()
    commit = past.commit("a release", "2025-07-10")
    (entry,) = read_log(past.folder, ["aleksandrov"], limit=1).entries
    (row,) = entry.as_data()
    assert (row["commit"], row["author"], row["date"]) == (commit, "desk-1", "2025-07-10")
    assert row["record"] == "kg-2025-aaaaa"
    assert [change["text"] for change in row["changes"]] == ["release (court order) on 2025-07-01"]
    assert row["changes"][0]["field"] == "events.r1r1r"
    assert row["status"] == {"before": "held", "after": "released", "text": f"{HELD} → released"}


@pytest.mark.parametrize(
    ("path", "value"),
    [(("cites",), {"until": ["second"]}), (("cites", "until"), "second")],
    ids=["all", "one"],
)
def test_a_change_of_the_sources_of_one_field_names_these(path, value):
    change = Change(field_of(("events", "h1h1h", *path)), "added", None, value)
    event = {"id": "h1h1h", "sources": ["first", "second"]}
    assert cited_by_change([change], {"events": [event]}) == ("second",)


def test_the_status_is_that_of_the_commits_day(past):
    past.append()
    past.commit(day="2025-06-20")
    assert newest(past, "aleksandrov").status.text == ""
    assert newest(past, "aleksandrov").status.after == "held"


def test_only_another_way_of_writing_shows_nothing(past):
    before = logged_texts(past, "aleksandrov")
    past.replace('date: "2025-05-28"\n', "date: '2025-05-28' # as told\n")
    past.replace("tier: public\ncountry: KG\n", "country: KG\n\ntier: public\n")
    past.commit("reformatted")
    assert logged_texts(past, "aleksandrov") == before


def test_a_merge_logs_only_its_own_changes(past):
    past.git("checkout", "-qb", "other")
    past.append()
    past.commit("theirs")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("ours", "2025-07-11")
    past.git("merge", "-q", "--no-edit", "other")
    texts = [text for _, texts in logged_texts(past, "aleksandrov") for text in texts]
    assert texts == [
        "detention d1d1d: place corrected: Bishkek → Osh",
        "release (court order) on 2025-07-01",
        "record added with 2 entries",
    ]


def test_a_change_of_a_merge_beyond_both_sides_is_logged(past):
    past.git("checkout", "-qb", "other")
    past.replace("place: Bishkek", "place: Talas")
    past.commit("theirs")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("ours", "2025-07-11")
    past.git.run("merge", "-q", "other")
    past.write(
        past.text().replace("<<<<<<< HEAD\n", "").split("=======")[0] + past.text().split("other\n")[1]
    )
    past.replace("place: Osh", "place: Naryn")
    past.append()
    past.commit("settled", "2025-07-12")
    assert logged_texts(past, "aleksandrov")[0] == (
        "kg-2025-aaaaa",
        ["detention d1d1d: place corrected: Osh → Naryn", "release (court order) on 2025-07-01"],
    )


def test_a_status_change_of_one_side_is_logged_only_there(past):
    past.git("checkout", "-qb", "other")
    past.append()
    past.replace("place: Bishkek", "place: Talas")
    past.commit("theirs", "2025-07-10")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("ours", "2025-07-11")
    past.git.run("merge", "-q", "-X", "ours", "--no-commit", "other")
    past.replace("place: Osh", "place: Naryn")
    past.commit("settled", "2025-07-12")
    logged = [entry.differences[0] for entry in read_log(past.folder, ["aleksandrov"]).entries]
    assert logged[0].texts == ("detention d1d1d: place corrected: Osh → Naryn",)
    assert [bool(each.status.text) for each in logged] == [False, False, True, True]


NOTE = """  - id: n1n1n
    type: access
    date: "2025-07-02"
    to: family
    outcome: denied
"""


@pytest.fixture
def parted(past):
    """Make two sides: `other` has a release, `main` another place; both start from the first commit."""
    past.git("checkout", "-qb", "other")
    past.append()
    past.commit("theirs")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("ours", "2025-07-11")
    return past


def merge_texts(past, *records):
    """Return what the last commit, a merge, says of its own doing: record, texts, note."""
    (entry, *_) = read_log(past.folder, records).entries
    rows = entry.differences if entry.commit.id == past.git("rev-parse", "HEAD") else ()
    return [(one.record, list(one.texts), one.note) for one in rows if not one.parents]


def turned(past, *records):
    """Return the statuses that the last commit, a merge, turned: record, each parent, now."""
    (entry, *_) = read_log(past.folder, records).entries
    rows = entry.differences if entry.commit.id == past.git("rev-parse", "HEAD") else ()
    return [
        (one.record, [(each.commit, each.status) for each in one.parents], one.status.after)
        for one in rows
        if one.parents
    ]


@pytest.mark.parametrize("records", [(), ("aleksandrov",)])
def test_a_change_of_the_other_side_dropped_by_a_merge_is_logged(parted, records):
    parted.git("merge", "-q", "--no-edit", "-s", "ours", "other")
    lost = ["release r1r1r removed: release (court order) on 2025-07-01"]
    assert merge_texts(parted, *records) == [("kg-2025-aaaaa", lost, DROPPED)]
    assert read_log(parted.folder, records).entries[0].differences[0].status.text == ""


def test_a_status_change_by_a_dropped_event_is_logged(parted):
    parted.git("checkout", "-q", "main~1")
    parted.replace("place: Osh", "place: Jalal-Abad", CLOSED)
    parted.commit("elsewhere")
    parted.git("merge", "-q", "--no-edit", "-s", "ours", "other")
    ((record, (text,), note),) = merge_texts(parted)
    assert (record, text.partition(":")[0], note) == ("kg-2025-aaaaa", "release r1r1r removed", DROPPED)
    status = newest(parted, "aleksandrov").status
    assert status.before == "released"
    assert status.text.startswith("released → ")


def test_a_change_of_its_own_line_dropped_by_a_merge_is_logged(parted):
    parted.git("merge", "-q", "--no-commit", "other")
    parted.git("checkout", "-q", "other", "--", ".")
    parted.commit("theirs alone", "2025-07-12")
    moved = ["detention d1d1d: place corrected: Osh → Bishkek"]
    assert merge_texts(parted) == [("kg-2025-aaaaa", moved, DROPPED)]


def test_a_dropped_change_is_logged_with_other_changes_of_the_merge(parted):
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "other")
    parted.append(NOTE)
    parted.commit("ours, and more", "2025-07-12")
    assert merge_texts(parted) == [
        (
            "kg-2025-aaaaa",
            [
                "access of family denied on 2025-07-02",
                "release r1r1r removed: release (court order) on 2025-07-01",
            ],
            DROPPED,
        )
    ]


def test_a_record_dropped_or_restored_by_a_merge_is_logged(past):
    past.git("checkout", "-qb", "other")
    path = "cases/sources/new.yaml"
    past.write("schema: casefile/source/1\nid: new\nkind: letter\n", path)
    (past.folder / CLOSED).unlink()
    past.commit("one more, one less")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("ours", "2025-07-11")
    past.git("merge", "-q", "--no-edit", "-s", "ours", "other")
    assert merge_texts(past) == [
        ("kg-2025-bbbbb", ["record added with 1 entry"], DROPPED),
        ("new", ["record removed"], DROPPED),
    ]
    assert logged_texts(past, "new") == [("new", ["record removed"]), ("new", ["record added"])]


def test_the_side_taken_in_a_conflict_is_logged(parted):
    parted.git("checkout", "-q", "other")
    parted.replace("place: Bishkek", "place: Talas")
    parted.commit("theirs again")
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-edit", "-X", "ours", "other")
    assert "release" in parted.text()
    moved = ["detention d1d1d: place corrected: Talas → Osh"]
    assert merge_texts(parted) == [("kg-2025-aaaaa", moved, DROPPED)]


def test_equal_changes_and_removals_of_one_side_are_no_loss(parted):
    parted.replace("country: KG\n", "country: KG\ntags:\n  - one\n")
    parted.commit("a tag")
    parted.git("checkout", "-q", "other")
    parted.replace("country: KG\n", "country: KG\ntags:\n  - one\n")
    parted.git("rm", "-q", CLOSED)
    parted.commit("the same tag, and a record deleted")
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-edit", "other")
    assert merge_texts(parted) == []


def test_a_loss_of_an_earlier_merge_is_not_logged_again(parted):
    parted.git("merge", "-q", "--no-edit", "-s", "ours", "other")
    parted.git("checkout", "-q", "other")
    parted.write("schema: casefile/source/1\nid: new\nkind: letter\n", "cases/sources/new.yaml")
    parted.commit("going on", "2025-07-13")
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-edit", "other")
    assert merge_texts(parted) == []
    assert len([one for one in logged_texts(parted, "aleksandrov") if "removed" in one[1][0]]) == 1


def test_an_octopus_merge_logs_its_dropped_changes(parted):
    for name in ("third", "fourth"):
        parted.git("checkout", "-qb", name, "main~1")
        parted.append(NOTE if name == "third" else NOTE.replace("n1n1n", "n2n2n").replace("family", "doctor"))
        parted.commit(name)
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-edit", "-s", "ours", "other", "third", "fourth")
    ((record, texts, note),) = merge_texts(parted)
    assert (record, note) == ("kg-2025-aaaaa", DROPPED)
    assert texts == [
        "release r1r1r removed: release (court order) on 2025-07-01",
        "access n1n1n removed: access of family denied on 2025-07-02",
        "access n2n2n removed: access of doctor denied on 2025-07-02",
    ]


@pytest.mark.parametrize("dropping", [False, True])
def test_a_rename_on_one_side_hides_no_loss_and_makes_none(parted, dropping):
    rename(parted, formerly=True)
    parted.commit("renamed", "2025-07-12")
    renamed = "cases/kg/2025/kg-2025-ccccc.yaml"
    parted.git("merge", "-q", "--no-commit", *(("-s", "ours") if dropping else ()), "other")
    if not dropping:
        assert "release" in parted.text(renamed)
    parted.commit("merged", "2025-07-13")
    lost = [
        (
            "kg-2025-ccccc",
            ["release r1r1r removed: release (court order) on 2025-07-01"],
            DROPPED,
        )
    ]
    assert merge_texts(parted) == merge_texts(parted, "kg-2025-ccccc") == (lost if dropping else [])


def test_an_octopus_and_unrelated_roots_are_followed(past):
    for name, event in (("a", "r1r1r"), ("b", "r2r2r"), ("c", "r3r3r")):
        past.git("checkout", "-qb", name, "main")
        past.write(
            f"schema: casefile/source/1\nid: source-{event}\nkind: letter\n",
            f"cases/sources/source-{event}.yaml",
        )
        past.commit(name)
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-edit", "a", "b", "c")
    past.git("checkout", "-q", "--orphan", "root")
    past.git("rm", "-rqf", ".")
    past.write("schema: casefile/source/1\nid: elsewhere\nkind: letter\n", "cases/sources/elsewhere.yaml")
    past.commit("another root", "2025-07-01")
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-edit", "--allow-unrelated-histories", "root")
    records = [record for record, _ in logged_texts(past)]
    assert {"source-r1r1r", "source-r2r2r", "source-r3r3r", "elsewhere", "kg-2025-aaaaa"} <= {*records}
    assert len(records) == len({*records})


def test_a_deleted_record_is_found_by_its_id_and_by_its_name(past):
    (past.folder / CASE).unlink()
    past.commit("deleted", "2025-07-10")
    expected = [
        ("kg-2025-aaaaa", ["record removed with 2 entries"]),
        ("kg-2025-aaaaa", ["record added with 2 entries"]),
    ]
    assert (
        logged_texts(past, "kg-2025-aaaaa")
        == logged_texts(past, "Александров")
        == logged_texts(past, CASE)
        == expected
    )
    assert newest(past, "kg-2025-aaaaa").status.text == f"{HELD} → no record"


@pytest.mark.parametrize("removal", ["a notice", "the file"])
def test_a_record_that_is_gone_is_found_by_a_former_id(past, answer, removal):
    answer(past.folder, "rename", "kg-2025-aaaaa", "kg-2025-zzzz2")
    if removal == "a notice":
        answer(past.folder, "withdraw", "kg-2025-zzzz2", "--yes", "--reason", "subject_request")
    else:
        (past.folder / "cases/kg/2025/kg-2025-zzzz2.yaml").unlink()
        past.commit("deleted", "2025-07-10")

    assert logged_texts(past, "kg-2025-aaaaa") == logged_texts(past, "kg-2025-zzzz2")
    assert len(logged_texts(past, "kg-2025-aaaaa")) == 3


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("gone", [True, False])
def test_a_record_whose_file_cannot_be_read_any_more_is_found_by_its_name(past, gone, committed):
    past.write(past.text() + "\tno YAML\n")
    if committed:
        past.commit("broken", "2025-07-10")
    if gone:
        (past.folder / CASE).unlink()
    found = read_log(past.folder, ["Александров"])
    assert found.named == ("kg-2025-aaaaa",)
    assert len(found.entries) == (2 if committed else 1)


def test_one_that_was_never_there_is_not_found(past):
    with pytest.raises(NotFound) as caught:
        read_log(past.folder, ["kg-2025-zzzzz"])
    assert caught.value.code == "CF301"


def rename(past, *, formerly: bool) -> None:
    text = past.text().replace(
        "id: kg-2025-aaaaa\n", "id: kg-2025-ccccc\n" + "formerly:\n  - kg-2025-aaaaa\n" * formerly
    )
    (past.folder / CASE).unlink()
    past.write(text, "cases/kg/2025/kg-2025-ccccc.yaml")


@pytest.mark.parametrize("words", ["kg-2025-ccccc", "kg-2025-aaaaa", "aleksandrov"])
def test_a_rename_is_followed(past, words):
    rename(past, formerly=True)
    past.commit("renamed")
    assert logged_texts(past, words) == [
        ("kg-2025-ccccc", ["renamed: kg-2025-aaaaa → kg-2025-ccccc", "formerly added: kg-2025-aaaaa"]),
        ("kg-2025-aaaaa", ["record added with 2 entries"]),
    ]
    assert logged_texts(past)[0] == logged_texts(past, words)[0]


def test_a_file_that_only_moved_is_the_same_record(past):
    (past.folder / "cases/kg/2024").mkdir()
    (past.folder / CASE).rename(past.folder / "cases/kg/2024/mislaid.yaml")
    past.append(path="cases/kg/2024/mislaid.yaml")
    past.commit("moved by hand, and added to")
    assert logged_texts(past, "aleksandrov") == [
        ("kg-2025-aaaaa", ["release (court order) on 2025-07-01"]),
        ("kg-2025-aaaaa", ["record added with 2 entries"]),
    ]
    followed = read_log(past.folder, ["aleksandrov"])
    assert read_log(past.folder, ["aleksandrov"], limit=9) == followed  # found without reading all commits


def tips(past, *branches):
    return [past.git("rev-parse", each) for each in branches]


@pytest.mark.parametrize("records", [(), ("aleksandrov",), ("kg-2025-aaaaa",)])
def test_a_merge_that_adds_a_release_logs_a_status_change(parted, records):
    ours, theirs = tips(parted, "main", "other")
    parted.git("merge", "-q", "--no-commit", "other")
    merge = parted.commit("merged", "2025-07-12")
    assert merge_texts(parted, *records) == []
    (row,) = (each for each in read_log(parted.folder, records).entries[0].as_data())
    assert (row["commit"], row["kind"], row["record"], row["changes"]) == (
        merge, "merge_status", "kg-2025-aaaaa", [],
    )  # fmt: skip
    assert row["status"] == {"before": "held", "after": "released", "text": f"{HELD} → released"}
    assert row["parents"] == [
        {"commit": ours, "status": "held", "text": HELD},
        {"commit": theirs, "status": "released", "text": "released"},
    ]


def test_a_merge_that_takes_one_side_logs_the_status_of_both(parted):
    ours, theirs = tips(parted, "main", "other")
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "other")
    parted.commit("ours alone", "2025-07-12")
    assert turned(parted) == [("kg-2025-aaaaa", [(ours, "held"), (theirs, "released")], "held")]


def test_a_merge_of_a_branch_that_main_did_not_leave_turns_the_status_of_main(past):
    past.git("checkout", "-qb", "other")
    past.append()
    past.commit("theirs")
    past.git("checkout", "-q", "main")
    ours, theirs = tips(past, "main", "other")
    past.git("merge", "-q", "--no-ff", "--no-commit", "other")
    past.commit("merged", "2025-07-12")
    assert turned(past) == [("kg-2025-aaaaa", [(ours, "held"), (theirs, "released")], "released")]


def test_a_merge_can_turn_a_status_that_both_sides_had(parted):
    parents = [(each, "held") for each in tips(parted, "main", "main")]
    parted.git("checkout", "-q", "-b", "third", "main~1")
    parted.replace("place: Bishkek", "place: Talas")
    third = parted.commit("a place", "2025-07-11")
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "third")
    parted.append()
    parted.commit("a release in the merge", "2025-07-12")
    assert turned(parted) == [("kg-2025-aaaaa", [parents[0], (third, "held")], "released")]


def test_a_branch_that_left_the_case_alone_does_not_count(parted):
    parted.git("checkout", "-q", "other")
    parted.git("checkout", "-q", "-b", "lagging", "main~1")
    parted.write("schema: casefile/source/1\nid: new\nkind: letter\n", "cases/sources/new.yaml")
    parted.commit("something else", "2025-07-11")
    parted.git("checkout", "-q", "other")
    parted.git("merge", "-q", "--no-commit", "lagging")
    parted.commit("merged", "2025-07-12")
    assert parted.text().count("r1r1r") == 1
    assert turned(parted) == turned(parted, "aleksandrov") == []
    parted.git("checkout", "-q", "-B", "back", "lagging")
    parted.git("merge", "-q", "--no-ff", "--no-commit", "other~1")
    parted.commit("the other way", "2025-07-12")
    assert [record for record, _, _ in turned(parted)] == ["kg-2025-aaaaa"]


def test_a_merge_without_a_status_change_logs_none(parted):
    parted.git("checkout", "-q", "main")
    parted.git("checkout", "-q", "-b", "third", "main~1")
    parted.replace("country: KG\n", "country: KG\ntags:\n  - one\n")
    parted.commit("a tag", "2025-07-11")
    parted.git("merge", "-q", "--no-commit", "main")
    parted.commit("merged", "2025-07-12")
    assert "place: Osh" in parted.text()
    assert turned(parted) == []


def test_a_case_that_a_merge_brings_or_drops_has_no_status_to_turn(past):
    past.git("checkout", "-qb", "other")
    (past.folder / CLOSED).unlink()
    new = past.text().replace("kg-2025-aaaaa", "kg-2025-ddddd")
    past.write(new, "cases/kg/2025/kg-2025-ddddd.yaml")
    past.commit("one more, one less")
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-ff", "--no-commit", "other")
    past.commit("merged", "2025-07-12")
    assert turned(past) == []


def test_a_parent_that_cannot_be_read_has_no_status(parted):
    (theirs,) = tips(parted, "other")
    parted.git("checkout", "-q", "main")
    parted.write(parted.text() + "\tno YAML\n")
    parted.commit("broken", "2025-07-11")
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "other")
    parted.git("checkout", "-q", "other", "--", ".")
    parted.commit("merged", "2025-07-12")
    assert turned(parted) == []
    assert theirs in parted.git("rev-parse", "HEAD^2")


def test_a_case_is_followed_through_a_rename_in_a_merge(parted):
    rename(parted, formerly=True)
    parted.commit("renamed", "2025-07-11")
    ours, theirs = tips(parted, "main", "other")
    parted.git("merge", "-q", "--no-commit", "other")
    parted.commit("merged", "2025-07-12")
    expected = [("kg-2025-ccccc", [(ours, "held"), (theirs, "released")], "released")]
    assert turned(parted) == turned(parted, "kg-2025-ccccc") == expected


def test_a_merge_of_three_shows_the_status_in_each(parted):
    parted.git("checkout", "-q", "-b", "third", "main~1")
    parted.append(NOTE, CLOSED)
    third = parted.commit("elsewhere", "2025-07-11")
    parted.git("checkout", "-q", "main")
    ours, theirs = tips(parted, "main", "other")
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "other", "third")
    parted.git("checkout", "-q", "other", "--", CASE)
    parted.commit("merged", "2025-07-12")
    both = {record: parents for record, parents, _ in turned(parted)}
    assert both["kg-2025-aaaaa"] == [(ours, "held"), (theirs, "released"), (third, "held")]


def test_a_status_that_two_of_three_sides_had_and_the_merge_has_not_is_logged(past):
    past.git("checkout", "-q", "-b", "one")
    past.append()
    past.commit("a release")
    past.git("branch", "two")
    past.append(NOTE, CLOSED)
    past.commit("elsewhere", "2025-07-11")
    past.git("checkout", "-q", "two")
    past.write("schema: casefile/source/1\nid: new\nkind: letter\n", "cases/sources/new.yaml")
    past.commit("something else", "2025-07-11")
    past.git("checkout", "-q", "main")
    past.write("schema: casefile/source/1\nid: more\nkind: letter\n", "cases/sources/more.yaml")
    past.commit("something more", "2025-07-11")
    ours, one, two = tips(past, "main", "one", "two")
    past.git("merge", "-q", "--no-commit", "-s", "ours", "one", "two")
    past.git("checkout", "-q", "one", "--", CLOSED)
    past.git("checkout", "-q", "two", "--", "cases/sources/new.yaml")
    past.commit("without the release", "2025-07-12")
    expected = [(ours, "held"), (one, "released"), (two, "released")]
    assert turned(past) == [("kg-2025-aaaaa", expected, "held")]


def test_a_rename_on_one_branch_and_an_edit_on_the_other_meet_in_a_merge(past):
    past.git("checkout", "-qb", "other")
    rename(past, formerly=True)
    past.commit("renamed")
    past.git("checkout", "-q", "main")
    past.append()
    past.commit("a release", "2025-07-11")
    past.git("merge", "-q", "--no-edit", "other")
    texts = [text for _, texts in logged_texts(past, "aleksandrov") for text in texts]
    assert texts == [
        "release (court order) on 2025-07-01",
        "renamed: kg-2025-aaaaa → kg-2025-ccccc",
        "formerly added: kg-2025-aaaaa",
        "record added with 2 entries",
    ]


def test_an_invalid_revision_is_noted_and_the_next_compared_with_the_last_valid(past):
    past.replace("    type: detention\n", "")
    past.commit("one field less", "2025-07-10")
    past.write(past.text() + "\tthis is no YAML\n")
    past.commit("broken", "2025-07-11")
    past.write(past.text() + "nor this: [\n")
    past.commit("still broken", "2025-07-12")
    past.git("revert", "--no-edit", "HEAD", "HEAD~1", "HEAD~2")
    past.append()
    past.commit("mended", "2025-07-13")
    entries = read_log(past.folder, ["aleksandrov"]).entries
    said = [(entry.commit.subject, entry.differences[0]) for entry in entries]
    by_subject = dict(said)
    invalid = by_subject["one field less"]
    assert [problem.code for problem in invalid.problems] == ["CF101"]
    assert invalid.texts == ("events.d1d1d: type removed: detention",)
    assert by_subject["broken"].changes == by_subject["still broken"].changes == ()
    assert by_subject["broken"].problems
    assert by_subject["still broken"].problems
    assert by_subject["mended"].texts == ("release (court order) on 2025-07-01",)
    mended = by_subject['Revert "broken"']
    assert mended.note
    assert mended.changes == ()


@pytest.mark.parametrize(
    ("target", "code"), [("kg-2025-bbbbb.yaml", "CF003"), ("../../../../elsewhere.yaml", "CF004")]
)
def test_a_link_in_place_of_a_record_is_reported(past, target, code):
    (past.folder / CASE).unlink()
    (past.folder / CASE).symlink_to(target)
    past.commit("a link")
    (difference,) = [each for each in read_log(past.folder).entries[0].differences if each.problems]
    assert difference.problems[0].code == code
    with pytest.raises((BrokenData, NotFound)):
        read_log(past.folder, ["never"])


def test_a_submodule_under_the_records_is_reported_and_not_read(past):
    head = past.git("rev-parse", "HEAD")
    past.git("update-index", "--add", "--cacheinfo", f"160000,{head},cases/sub.yaml")
    past.git("commit", "-qm", "a submodule")
    (difference,) = read_log(past.folder).entries[0].differences
    assert difference.problems[0].code == "CF003"


def test_commits_are_chosen_by_their_day_and_counted(past):
    for day in ("2025-07-10", "2025-07-11", "2025-07-12"):
        past.replace("country: KG\n", f"country: KG\ntags:\n  - t{day}\n") if day.endswith(
            "10"
        ) else past.replace("tags:\n", f"tags:\n  - t{day}\n")
        past.commit(day, day)
    days = TimelineSpan(dt.date(2025, 7, 11), dt.date(2025, 7, 11))
    assert logged_texts(past, within=days) == [("kg-2025-aaaaa", ["tag added: t2025-07-11"])]
    assert len(logged_texts(past, limit=2)) == 2
    assert logged_texts(past, limit=1) == [("kg-2025-aaaaa", ["tag added: t2025-07-12"])]


def test_a_commit_with_an_invalid_date_and_author_is_logged(past):
    past.append()
    past.git("add", "-A")
    tree, parent = past.git("write-tree"), past.git("rev-parse", "HEAD")
    raw = (
        f"tree {tree}\nparent {parent}\nauthor J\xf6rg <j@x> 99999999999999999999 +0000\n"
        "committer <> notadate\n\nBodyless \xff\x1b[31m"
    ).encode("latin-1")
    strange = past.git.write_commit(raw)
    past.git("reset", "-q", "--hard", strange)
    entry = read_log(past.folder, ["aleksandrov"]).entries[0]
    (row,) = entry.as_data()
    assert (row["author"], row["date"]) == ("J\ufffdrg", None)
    assert row["changes"][0]["text"] == "release (court order) on 2025-07-01"
    assert row["status"] == {"before": None, "after": None, "text": ""}
    narrowed = read_log(past.folder, within=TimelineSpan(since=dt.date(2020, 1, 1)))
    assert [problem.code for problem in narrowed.problems] == ["CF731"]
    assert strange not in {each.commit.id for each in narrowed.entries}


def test_the_log_of_a_shallow_clone_notes_where_it_ends(past, tmp_path, git_in):
    past.append()
    tip = past.commit("a release")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{past.folder}", "shallow")
    log = read_log(tmp_path / "shallow", ["aleksandrov"])
    (entry,) = log.entries
    assert (entry.commit.id, entry.cut) == (tip, True)
    (problem,) = log.problems
    assert (problem.code, problem.hint) == ("CF730", "git fetch --unshallow")


def test_a_linked_work_tree_and_a_detached_head_have_their_own_past(past, tmp_path):
    past.append()
    past.commit("a release")
    past.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "HEAD~1")
    assert len(read_log(tmp_path / "linked", ["aleksandrov"]).entries) == 1
    assert len(read_log(past.folder, ["aleksandrov"]).entries) == 2


def test_the_log_of_an_empty_repository_is_empty(tmp_path, git_in, past):
    git_in(tmp_path)("init", "-q", "empty")
    (tmp_path / "empty" / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    log = read_log(tmp_path / "empty")
    assert (log.entries, log.known_at) == ((), None)
    past.git("checkout", "-q", "--orphan", "new")
    assert read_log(past.folder, ["aleksandrov"]).named == ("kg-2025-aaaaa",)


def test_a_death_counts_by_the_sources_as_they_were(past):
    past.append(
        '  - id: d3d3d\n    type: death\n    date: "2025-07-01"\n    sources:\n      - occrp-2025-06-04\n'
    )
    past.commit("a death is reported")
    assert newest(past, "aleksandrov").status.after == "unknown"
    past.replace(
        "publisher: OCCRP\n",
        "publisher: OCCRP\nconnection: relative\n",
        "cases/sources/occrp-2025-06-04.yaml",
    )
    past.replace("place: Bishkek", "place: Osh")
    past.commit("the source is a relative")
    status = newest(past, "aleksandrov").status
    assert (status.before, status.after) == ("unknown", "dead")


def test_all_records_are_read_with_one_git_process(past, caplog):
    """Not one more for each of them, though each came up in a commit of its own."""
    caplog.set_level("INFO", "casefile.git.runner")
    new = [f"kg-2025-{letter * 5}" for letter in "cdefg"]
    for name in new:
        past.write(past.text().replace("kg-2025-aaaaa", name), f"cases/kg/2025/{name}.yaml")
        past.commit(name)
    read_log(past.folder)  # fills the index
    caplog.clear()
    read_log(past.folder, new[:1])
    asked_for_one = [record.message.partition(":")[0] for record in caplog.records]
    caplog.clear()
    assert len(read_log(past.folder, new).entries) == len(new)
    assert [record.message.partition(":")[0] for record in caplog.records] == asked_for_one
    assert "git log" in asked_for_one


def test_commits_beyond_the_limit_are_not_read(past, monkeypatch):
    for day in range(1, 9):
        past.replace("place: ", "place: far ")
        past.commit(day=f"2025-07-0{day}")
    given = []
    whole = log_reader.log_pass

    def counted(*words, **how):
        for commit in whole(*words, **how):
            given.append(commit.id)
            yield commit

    monkeypatch.setattr("casefile.loading.past_registers.log_pass", counted)
    assert len(read_log(past.folder, limit=2).entries) == 2
    assert len(given) == 2


def two_people(past, rounds):
    """Commit rounds in which two people change a record, each on an own branch, and a merge takes both."""
    stream, tip, text = [], "HEAD^0", past.text()
    for number in range(rounds):
        places = text.replace("place: ", f"place: {number} ")
        entries = (
            f"{text}  - id: n{number:04}\n    type: health\n    date: '2025-07-02'\n    sources: [paper]\n"
        )
        text = entries.replace("place: ", f"place: {number} ")
        one, other, both = (f":{3 * number + part}" for part in (1, 2, 3))
        commits = ((one, places, (tip,)), (other, entries, (tip,)), (both, text, (one, other)))
        for mark, written, parents in commits:
            stream += [f"commit refs/heads/busy\nmark {mark}\n"]
            stream += [f"committer d <d@x> {1750000000 + 100 * int(mark[1:])} +0000\ndata 1\nx\n"]
            stream += [f"{word} {parent}\n" for word, parent in zip(("from", "merge"), parents, strict=False)]
            stream += [f"M 644 inline {CASE}\ndata {len(written.encode())}\n{written}\n"]
        tip = both
    words = ("git", "-C", past.folder, "fast-import", "--quiet", "--force")
    subprocess.run(words, input="".join(stream).encode(), check=True)


def test_a_short_log_reads_as_much_of_a_long_history_as_of_a_longer_one(past, monkeypatch):
    counted = Counter()
    whole, each, sides = log_reader.log_pass, Objects._each, merge_losses.differing_files

    def counting(name, given):
        for one in given:
            counted[name] += 1
            yield one

    monkeypatch.setattr(
        past_registers, "log_pass", lambda *args, **how: counting("commits", whole(*args, **how))
    )
    monkeypatch.setattr(Objects, "_each", lambda *args: counting("objects", each(*args)))
    monkeypatch.setattr(merge_losses, "differing_files", lambda *args: counting("sides", sides(*args)))
    read = []
    for rounds in (30, 60):
        two_people(past, rounds)
        past.git("switch", "-q", "--detach", "busy")
        read_log(past.folder)  # fills the index
        counted.clear()
        assert len(read_log(past.folder, ["kg-2025-aaaaa"], limit=2).entries) == 2
        read.append(dict(counted))
        past.git("switch", "-q", "--detach", "main")
    assert read[0] == read[1]
    assert all(0 < read[0][name] < 60 for name in ("commits", "objects", "sides")), read[0]
