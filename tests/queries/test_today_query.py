"""The problems in `today` are those that `validate` finds, with the index and without it."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter

import pytest

NOTICE = """schema: casefile/case/1
id: kg-2025-zzzzz
withdrawn:
  date: "2025-07-01"
  reason: other
"""


def a_notice_without_digest(folder):
    (folder / "cases/kg/2025/kg-2025-zzzzz.yaml").write_text(NOTICE)


def a_conflict(folder):
    path = next(each for each in folder.glob("cases/kg/2025/*") if "courtroom" in each.read_text("utf-8"))
    text = path.read_text("utf-8")

    def git(*words):
        return subprocess.run(["git", "-C", folder, *words], capture_output=True, check=False)

    git("checkout", "-qb", "other")
    path.write_text(text.replace("courtroom", "corridor"), "utf-8")
    git("commit", "-qam", "One")
    git("checkout", "-q", "-")
    path.write_text(text.replace("courtroom", "yard"), "utf-8")
    git("commit", "-qam", "Two")
    git("merge", "other")
    git("checkout", "--ours", str(path))


def a_broken_reference(folder):
    path = next(folder.glob("cases/kg/2025/*"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("sources:", "sources:\n      - nowhere-2025", 1), "utf-8")


CHANGES = {each.__name__: each for each in (a_notice_without_digest, a_conflict, a_broken_reference)}


def test_no_commit_is_offered_during_a_merge(desk, answer):
    a_broken_reference(desk)
    assert "casefile commit" in answer(desk, "today")[1]
    (desk / ".git" / "MERGE_HEAD").write_text("0" * 40 + "\n")
    shown = answer(desk, "today")[1]
    assert "casefile commit" not in shown
    assert "git status" in shown


def uncommitted(answer, folder):
    rows = json.loads(answer(folder, "today", "--json")[1])["data"]["uncommitted"]
    return [(row["record"], row["path"], row["change"]) for row in rows]


def test_a_moved_file_is_one_row_of_today_and_diff(desk, git_in, open_case, answer):
    git = git_in(desk)
    place = open_case.with_name("mislaid.yaml")
    open_case.rename(place)
    now = [("kg-2025-aaaaa", "cases/kg/2025/mislaid.yaml", "moved")]
    assert uncommitted(answer, desk) == now
    git("add", "-A")
    assert uncommitted(answer, desk) == now
    assert [(row["record"], row["changes"], row["note"]) for row in diffed(answer, desk)] == [
        ("kg-2025-aaaaa", [], "file moved")
    ]
    git("commit", "-qm", "moved")
    newest = json.loads(answer(desk, "log", "--json")[1])["data"][0]
    assert (newest["record"], newest["note"]) == ("kg-2025-aaaaa", "file moved")
    place.rename(open_case)
    open_case.write_text(open_case.read_text("utf-8").replace("Bishkek", "Osh"), "utf-8")
    assert [change for *_, change in uncommitted(answer, desk)] == ["moved"]
    assert len(diffed(answer, desk)) == 1
    made = json.loads(answer(desk, "commit", "--json")[1])["data"]
    assert [each["record"] for each in made] == ["kg-2025-aaaaa"]
    assert (uncommitted(answer, desk), diffed(answer, desk)) == ([], [])


def test_a_renamed_record_is_moved_and_another_person_is_not(desk, open_case, answer):
    text = open_case.read_text("utf-8")
    open_case.unlink()
    other = open_case.with_name("kg-2025-ccccc.yaml")
    other.write_text(text.replace("id: kg-2025-aaaaa", "id: kg-2025-ccccc"), "utf-8")
    apart = [change for *_, change in uncommitted(answer, desk)]
    assert apart == ["gone", "new"]
    former = "id: kg-2025-ccccc\nformerly:\n  - kg-2025-aaaaa"
    other.write_text(text.replace("id: kg-2025-aaaaa", former), "utf-8")
    assert uncommitted(answer, desk) == [("kg-2025-ccccc", "cases/kg/2025/kg-2025-ccccc.yaml", "moved")]
    assert [(row["record"], "note" in row) for row in diffed(answer, desk)] == [("kg-2025-ccccc", False)]


def diffed(answer, folder):
    return json.loads(answer(folder, "diff", "--json")[1])["data"]


def counted(answer, folder, *options):
    """Return the number of errors and of warnings by path, as `today` answers."""
    rows = json.loads(answer(folder, *options, "today", "--json")[1])["data"]["problems"]
    return {row["path"]: (row["errors"], row["warnings"]) for row in rows}


@pytest.mark.parametrize("change", CHANGES)
def test_today_counts_the_problems_that_validate_finds(register, answer, change):
    answer(register, "today")
    CHANGES[change](register)
    cold, warm = counted(answer, register), counted(answer, register)
    found = json.loads(answer(register, "validate", "--json")[1])["problems"]
    levels = Counter((each["path"], each["level"]) for each in found if each["code"] != "CF501")
    expected = {path: (levels[path, "error"], levels[path, "warning"]) for path, _ in levels}
    assert expected
    assert cold == warm == counted(answer, register, "--no-cache") == expected
    assert counted(answer, register) == expected


@pytest.mark.parametrize("options", [[], ["--no-cache"]], ids=["index", "no index"])
def test_the_first_today_reads_each_file_once(register, answer, monkeypatch, options):
    reads = Counter()
    opened = os.open

    def counting(path, *how, **more):
        reads[str(path)] += 1
        return opened(path, *how, **more)

    monkeypatch.setattr(os, "open", counting)
    answer(register, *options, "today")
    assert {reads[str(path)] for path in register.glob("cases/**/*.yaml")} == {1}


MAY_BE_MISSING = """schema: casefile/case/1
id: kg-2025-mmmmm
tier: public
country: KG
person:
  identification: named
  name: Meerim Mamatova
events:
  - id: d2d2d
    type: disappearance
    date: "2025-05-28"
    sources: [occrp-2025-06-04]
  - id: c2c2c
    type: confirmation
    date: "[2025-06-09..2025-06-12]"
    found: free
    sources: [occrp-2025-06-04]
"""


@pytest.mark.parametrize("day", ["2025-06-10", "2025-06-20"])
def test_today_lists_the_cases_that_its_command_lists(register, answer, day):
    (register / "cases/kg/2025/kg-2025-mmmmm.yaml").write_text(MAY_BE_MISSING, encoding="utf-8")
    ask = ("list", "--status", "held", "--status", "missing", "--possibly", "--on", day, "--json")
    listed = {each["id"] for each in json.loads(answer(register, *ask)[1])["data"]}
    overview = json.loads(answer(register, "today", "--on", day, "--json")[1])["data"]["held"]
    assert {each["id"] for each in overview["newest"]} == listed
    assert ("kg-2025-mmmmm" in listed) == (day == "2025-06-10")
