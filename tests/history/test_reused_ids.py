"""An id that was given to another person: nothing shows the status of one as that of the other."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.history.diff_arguments import DiffWords
from casefile.history.record_blame import read_blame
from casefile.history.record_diff import read_diff
from casefile.history.record_log import ANOTHERS_BEFORE, ANOTHERS_NOW, read_log
from casefile.loading.read_times import QueryTimes

CASE = "kg-2025-aaaaa"
HELD = "held (pretrial) until 21 July 2025"
OTHER = """schema: casefile/case/1
id: kg-2025-aaaaa
tier: public
country: KG
person:
  identification: named
  name: Zarema Tokbaeva
events:
  - id: r2r2r
    type: release
    date: "2025-06-30"
    kind: court_order
    sources:
      - occrp-2025-06-04
"""
GONE = (CASE, "Aleksander Aleksandrov", ["removed"], f"{HELD} → no record", ANOTHERS_NOW)
CAME = (CASE, "Zarema Tokbaeva", ["added"], "released", ANOTHERS_BEFORE)


def rows(differences):
    """Return the rows: record, name, kinds of changes, change of status, note."""
    return [
        (each.record, each.name, [one.kind for one in each.changes], each.status.text, each.note)
        for each in differences
    ]


def last(past, *records):
    entry = read_log(past.folder, records).entries[0]
    return rows(entry.differences) if entry.commit.id == past.git("rev-parse", "HEAD") else []


def compared(past, *words):
    clocks = QueryTimes(dt.datetime(2025, 7, 20, tzinfo=dt.UTC), "2025-07-10")
    return rows(read_diff(past.folder, DiffWords(words, None), clocks).differences)


@pytest.fixture
def given(past):
    """Give the id of a case to another person in one commit."""
    past.write(OTHER)
    past.commit("the same id for another person")
    return past


@pytest.mark.parametrize("records", [(), (CASE,)])
def test_the_log_shows_one_case_removed_and_one_added(given, records):
    assert last(given, *records) == [GONE, CAME]


def test_the_differences_show_one_case_removed_and_one_added(given):
    assert compared(given, "HEAD~1..HEAD") == [GONE, CAME]
    assert compared(given, "HEAD~1..HEAD", CASE) == [GONE, CAME]


def test_files_that_are_not_committed_are_compared_too(past):
    past.write(OTHER)
    assert compared(past) == [GONE, CAME]


def test_no_value_comes_from_the_person_who_had_the_id_before(given):
    found = {each.commit for each in read_blame(given.folder, CASE).rows}
    assert found == {given.git("rev-parse", "HEAD")}


def test_no_value_comes_from_another_person_on_a_side_of_a_merge(given):
    second = given.git("rev-parse", "HEAD")
    given.git("checkout", "-q", "-b", "old", "HEAD~1")
    given.replace("place: Osh", "place: Naryn", "cases/kg/2025/kg-2025-bbbbb.yaml")
    given.commit("elsewhere")
    given.git("merge", "-q", "--no-edit", "main")
    assert {each.commit for each in read_blame(given.folder, CASE).rows} == {second}


def test_a_state_that_could_not_be_read_joins_no_two_persons(past):
    past.write("<<<<<<< no record\n")
    past.commit("damaged")
    past.write(OTHER)
    past.commit("another person")
    assert last(past) == [GONE, CAME]
    assert compared(past, "HEAD~1..HEAD") == [GONE, CAME]


def test_a_corrected_name_or_another_event_is_no_other_person(past):
    past.replace("Aleksander Aleksandrov", "Alexander Alexandrov")
    past.commit("a name")
    assert [each[2] for each in last(past)] == [["changed"]]
    past.write(past.text().replace("d1d1d", "d9d9d").replace("h1h1h", "h9h9h"))
    past.commit("other ids of events")
    assert [(each[1], each[4]) for each in last(past)] == [("Alexander Alexandrov", "")]


def test_a_corrected_name_of_a_case_without_events_is_no_other_person(past):
    without_events = past.text().partition("events:")[0]
    past.write(without_events)
    past.commit("no events")
    past.write(without_events.replace("Aleksander Aleksandrov", "Alexander Alexandrov"))
    past.commit("a name")
    assert [(each[2], each[4]) for each in last(past)] == [(["changed"], "")]


def test_a_case_that_left_its_id_to_another_person_is_followed_to_its_new_id(past):
    text = past.text().replace("kg-2025-aaaaa", "kg-2025-00000")
    past.write(text.replace("tier: public\n", "tier: public\nformerly:\n  - kg-2025-aaaaa\n", 1), MOVED)
    past.write(OTHER)
    past.commit("two changes at once")
    moved = ("kg-2025-00000", "Aleksander Aleksandrov", ["changed", "added"], "", "")
    assert [(each[0], each[1], each[3], each[4]) for each in last(past)] == [
        (moved[0], moved[1], "", ""),
        (CASE, CAME[1], CAME[3], CAME[4]),
    ]
    assert {each[:2] for each in compared(past, "HEAD~1..HEAD")} == {moved[:2], CAME[:2]}


MOVED = "cases/kg/2025/kg-2025-00000.yaml"


@pytest.fixture
def parted(given):
    """Make two sides: `main` gave the id to another person, `old` has one more event of the first one."""
    given.git("checkout", "-q", "-b", "old", "HEAD~1")
    given.append('  - id: n1n1n\n    type: note\n    date: "2025-07-02"\n    summary: "In another cell"\n')
    given.commit("more of the first person", "2025-07-11")
    return given


def test_a_merge_that_follows_one_side_shows_the_case_of_the_other_as_lost(parted):
    parted.git("merge", "-q", "--no-edit", "-s", "ours", "main")
    assert last(parted) == [(CASE, "Zarema Tokbaeva", ["removed"], "released → no record", ANOTHERS_NOW)]


def test_a_merge_that_follows_the_other_side_shows_the_first_case_as_lost(parted):
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "main")
    parted.git("checkout", "-q", "main", "--", ".")
    parted.commit("theirs alone", "2025-07-12")
    assert last(parted) == [GONE]


def test_a_merge_that_only_combines_its_sides_shows_nothing(given):
    given.git("checkout", "-q", "-b", "old", "HEAD~1")
    given.replace("place: Osh", "place: Naryn", "cases/kg/2025/kg-2025-bbbbb.yaml")
    given.commit("elsewhere")
    given.git("merge", "-q", "--no-edit", "main")
    assert last(given) == []


def test_a_merge_that_corrects_the_case_it_follows_shows_that_and_the_loss(parted):
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "main")
    parted.git("checkout", "-q", "main", "--", ".")
    parted.replace("2025-06-30", "2025-06-29")
    parted.commit("theirs, corrected", "2025-07-12")
    gone, came = last(parted)
    assert gone == GONE
    assert (came[1], came[2], came[3]) == ("Zarema Tokbaeva", ["changed"], "")


def test_the_status_of_a_case_that_only_the_merged_side_had_is_shown_too(parted):
    parted.git("checkout", "-q", "main")
    parted.git("merge", "-q", "--no-commit", "-s", "ours", "old")
    parted.replace("2025-06-30", "2025-06-29")
    parted.commit("ours, corrected", "2025-07-12")
    gone, came = last(parted)
    assert gone == GONE
    assert (came[1], came[2], came[3]) == ("Zarema Tokbaeva", ["changed"], "")


def test_an_event_that_a_merge_drops_of_one_case_is_no_other_person(past):
    past.replace("  name: Aleksander Aleksandrov\n", "  descriptor: teacher\n")
    past.replace("identification: named", "identification: unnamed")
    past.append()
    past.commit("a release")
    past.git("checkout", "-qb", "other")
    past.replace("descriptor: teacher", "descriptor: operator")
    past.write(past.text().partition("  - id: h1h1h")[0])
    past.commit("one event is left")
    past.git("checkout", "-q", "main")
    past.replace("place: Bishkek", "place: Osh")
    past.commit("elsewhere", "2025-07-11")
    past.git("merge", "-q", "--no-commit", "-s", "ours", "other")
    past.write(past.text().partition("  - id: d1d1d")[0] + past.text()[past.text().index("  - id: r1r1r") :])
    past.commit("another event is left", "2025-07-12")
    shown = last(past)
    assert "removed" in shown[0][2]
    assert not {ANOTHERS_NOW, ANOTHERS_BEFORE} & {note for *_, note in shown}
