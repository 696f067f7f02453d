"""One event on several ledgers: what was typed once is refused once, and no file is blamed for it."""

from __future__ import annotations

import re
import time

import pytest

from casefile.editing.consequences import combine_problems
from casefile.editing.edit_plans import plan_event
from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.errors import BadInput, NotFound, Problem, TierForbids
from casefile.intake.call_events import append_reported_event

BOTH = ("kg-2025-aaaaa", "kg-2025-bbbbb")
CITED = {"date": "2025-07-01", "sources": ["occrp-2025-06-04"]}


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("hearing", {"outcome": "foo"}, ("CF103", "outcome", "", 0)),
        ("hearing", {"outcome": "remanded", "until": "2025-06-01"}, ("CF327", "until", "", 0)),
        ("note", {}, ("CF334", "events", "", 0)),
    ],
)
def test_an_error_on_every_ledger_is_reported_once(desk, today, kind, fields, expected):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_event(BOTH, kind, {**CITED, **fields}, today))
    told = [(each.code, each.field, each.path, each.line) for each in refused.value.problems]
    assert told == [expected]


def test_an_error_on_one_ledger_names_its_file(desk, today):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_event(BOTH, "note", {"date": "2025-07-01", "summary": "Said."}, today))
    assert [each.code for each in refused.value.problems] == ["CF323"]
    assert refused.value.problems[0].path.endswith("kg-2025-aaaaa.yaml")


def test_the_same_event_is_one_commit_and_each_ledger_has_its_own_id(desk, git_in, today):
    written = write(desk, plan_event((*BOTH, "scns"), "note", {**CITED, "summary": "Said of both."}, today))
    assert len({each.event for each in written.records}) == 3
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"
    assert written.matched == (
        "Aleksander Aleksandrov (kg-2025-aaaaa)",
        "Zyyagul Bolot kyzy (kg-2025-bbbbb)",
        "State Committee for National Security (scns)",
    )


def test_the_message_describes_the_shared_event_once(desk, git_in, today):
    hearing = {**CITED, "outcome": "scheduled", "date": "2025-09-01"}
    closed = desk / "cases/kg/2025/kg-2025-bbbbb.yaml"
    closed.write_text(closed.read_text().replace("country: KG", "tier: public\ncountry: KG"))
    write(desk, plan_event(BOTH, "hearing", hearing, today))
    said = git_in(desk)("show", "-s", "--format=%B")
    assert "kg-2025-aaaaa: hearing scheduled for 2025-09-01" in said
    assert said.startswith("2 records: hearing scheduled")


def test_a_record_that_is_meant_twice_gets_the_event_once(desk, today):
    written = write(
        desk, plan_event(("kg-2025-aaaaa", "aleksandrov"), "note", {**CITED, "summary": "x"}, today)
    )
    assert [each.record for each in written.records] == ["kg-2025-aaaaa"]
    assert any(note.startswith("kg-2025-aaaaa ") and " 2 " in note for note in written.notes)


def test_one_refused_ledger_stops_all_and_each_error_is_reported(desk, git_in, today, open_case):
    before = open_case.read_bytes()
    targets = (*BOTH, "nobody", "kg", "occrp-2025-06-04", "scns")
    with pytest.raises(BadInput) as refused:
        write(desk, plan_event(targets, "detention", CITED, today))
    expected = [("CF301", "“nobody”"), ("CF303", "“kg”"), ("CF602", "occrp-2025-06-04"), ("CF104", "scns")]
    assert [each.code for each in refused.value.problems] == [code for code, _ in expected]
    assert all(word in each.message for each, (_, word) in zip(refused.value.problems, expected, strict=True))
    assert open_case.read_bytes() == before
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_broken_record_is_reported_with_its_error(desk, today, closed_case):
    closed_case.write_text(closed_case.read_text().replace("kind: questioning", "kind: foo"))
    with pytest.raises(NotFound) as refused:
        write(desk, plan_event((*BOTH, "nobody"), "note", {**CITED, "summary": "x"}, today))
    assert {(each.path, each.code) for each in refused.value.problems} == {
        ("cases/kg/2025/kg-2025-bbbbb.yaml", "CF103"),
        ("", "CF301"),
    }


def test_a_place_behind_an_entry_is_asked_of_each_ledger(desk, today):
    with pytest.raises(NotFound) as refused:
        write(desk, plan_event(BOTH, "note", {**CITED, "summary": "x"}, today, "d1d1d"))
    assert re.findall(r"kg-2025-\w+|d1d1d", refused.value.message) == ["kg-2025-bbbbb", "d1d1d"]
    assert refused.value.hint


def test_fifty_ledgers_are_planned_in_seconds(desk, today):
    text = (desk / "cases/kg/2025/kg-2025-bbbbb.yaml").read_text()
    ids = [f"kg-2025-x{number:04}" for number in range(50)]
    for key in ids:
        (desk / f"cases/kg/2025/{key}.yaml").write_text(text.replace("kg-2025-bbbbb", key))
    start = time.process_time()
    written = write(
        desk, plan_event(ids, "note", {**CITED, "summary": "x"}, today), WriteOptions(dry_run=True)
    )
    assert len(written.records) == 50
    assert time.process_time() - start < 5


def test_a_call_that_brought_the_news_is_one_source_of_all(desk, git_in, today):
    fields = {"date": "2025-07-01", "to": "counsel", "outcome": "permitted"}
    written = write(desk, append_reported_event(BOTH, "access", fields, today, connection="lawyer"))
    (call,) = written.beside
    assert {each.record for each in written.records} == {*BOTH}
    made = (desk / call.path).read_text(encoding="utf-8")
    assert call.record.startswith("call-")
    assert "kind: call\n" in made
    assert "tier:" not in made, "absent is restricted"
    assert "connection: lawyer\n" in made
    for each in written.records:
        assert f"      - {call.record}" in (desk / each.path).read_text(encoding="utf-8")
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_errors_the_gravest_gives_the_code_and_the_kind_of_refusal(order):
    errors = [Problem.of_file("a", code, code, "", "error") for code in ("CF201", "CF103", "CF401")][::order]
    told = combine_problems(errors)
    assert (type(told), told.code) == (TierForbids, "CF401")
    assert told.problems == tuple(errors)


def test_a_write_with_several_errors_is_refused_by_the_code_of_the_gravest(desk, today):
    fields = {"date": "2025-07-01", "tier": "sealed", "sources": ["nobody-2025"], "summary": "x"}
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_event(BOTH[:1], "note", fields, today))
    assert refused.value.code == "CF401"
    assert {each.code for each in refused.value.problems} > {"CF401"}
