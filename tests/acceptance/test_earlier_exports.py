"""Exports of earlier states, and what an earlier export contained, with the installed command."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

import pytest

from casefile.loading.indexed.index_build import build_index_in_memory
from casefile.loading.indexed.index_lookup import find_dated_snapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.open_register import open_register
from casefile.loading.read_times import QueryTimes
from casefile.loading.reinstated_cases import hide_reinstated_cases
from support.at_once import at_once
from support.exported import everything, place

BASE = ["--country", "KG", "--tier", "public", "--date", "2025-03-01", "--kind", "arrest"]
SOURCE = ["--source", "https://news.example/a"]
NAMES = ("Aibek Sultanov", "Bermet Osmonova", "Chyngyz Tokoev")
WORDS = ("Sultanov", "Osmonova", "Tokoev")


@pytest.fixture(scope="module")
def closed(tmp_path_factory, empty_world):
    """Return a register in which three people left the public since a revision, and that revision."""
    folder = tmp_path_factory.mktemp("earlier") / "register"
    assert at_once(folder.parent, "init", str(folder), "--identity", "desk-2").code == 0

    def run(*words):
        answer = at_once(folder, *words, "--json")
        assert answer.code == 0, answer.output
        return json.loads(answer.out)["data"]

    consent = ["--consent", "public_record,scope=named"]
    one, two, three = (run("add", name, *BASE, *SOURCE, *consent)["record"] for name in NAMES)
    (folder / "README.md").write_text("A register.\n")
    before = json.loads(at_once(folder, "log", "--limit", "1", "--json").out)["data"][0]["commit"]
    run("withdraw", one, "--reason", "safety", "--yes")
    run("update", two, "--set", "consent.withdrawn=2025-06-01")
    run("update", three, "--set", "tier=restricted")
    return folder, before, (one, two, three)


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "md", "sqlite", "site", "ics", "xlsx"])
def test_an_earlier_state_exports_no_case_that_was_closed_since(closed, form, tmp_path):
    folder, before, ids = closed
    out = place(tmp_path, form)
    answer = at_once(folder, "export", "-f", form, "--known-at", before, "-o", str(out))
    assert answer.code == 0
    text = everything(out)
    assert not [word for word in (*WORDS, ids[0], ids[2]) if word in text]


@pytest.mark.parametrize("known_at", [None, "HEAD"])
def test_an_index_in_memory_knows_who_was_withdrawn(closed, known_at):
    folder, _, _ = closed
    opened = open_register(folder, known_at)
    shown = hide_reinstated_cases(opened.root, opened.register, opened.commit)
    asked = QueryTimes(datetime(2026, 1, 1, tzinfo=UTC), known_at=known_at)
    register = IndexedRegister(build_index_in_memory(find_dated_snapshot(folder, asked)))
    assert shown.taken_out
    assert [each.path for each in register.taken_out] == [each.path for each in shown.taken_out]
    assert {each.id for each in register.rows} == {each.id for each in shown.rows}


def test_no_filter_or_id_exports_a_case_that_today_withholds(closed):
    folder, before, ids = closed
    answer = at_once(folder, "export", "-f", "jsonl", "--known-at", before, "--country", "KG")
    assert not [word for word in WORDS if word in answer.out]
    named = at_once(folder, "export", "-f", "jsonl", "--known-at", before, ids[0])
    assert (named.code, named.out) == (6, "")


def test_diff_of_earlier_states_shows_no_case_that_was_closed_since(closed):
    folder, before, ids = closed
    answer = at_once(folder, "diff", f"{before}~1..{before}", "--audience", "public", "--format", "md")
    assert answer.code == 0
    assert not [word for word in (*WORDS, *ids) if word in answer.out]


@pytest.mark.parametrize("text", ["schema: [\n", "schema: casefile/settings/1\nstale_days: ninety\n"])
def test_nothing_leaves_where_todays_settings_cannot_be_read(closed, tmp_path, text):
    folder, before, _ = closed
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "casefile.yaml").write_text(text)
    out = tmp_path / "x.csv"
    for words in (
        ["export", "-f", "csv", "--known-at", before, "-o", str(out)],
        ["diff", before, "--audience", "public"],
        ["diff", f"{before}..HEAD", "--audience", "public"],
    ):
        answer = at_once(copy, *words, "--json")
        assert answer.code == 1
        assert json.loads(answer.out)["error"]["code"] == "CF305"
    assert not out.exists()


def test_compared_with_lists_what_an_earlier_export_contained(closed, tmp_path):
    folder, before, (one, two, three) = closed
    rows = {
        (f"cases/kg/2025/{one}.yaml", "", "removed"),
        (f"cases/kg/2025/{two}.yaml", "person.name", "withheld"),
        (f"cases/kg/2025/{three}.yaml", "", "withheld"),
    }
    answer = at_once(folder, "export", "--compared-with", before, "--json")
    found = json.loads(answer.out)["data"]["compared"]["differences"]
    assert {(each["path"], each["field"], each["reason"]) for each in found} == rows
    for words in ([], ["-f", "csv", "-o", str(tmp_path / "held.csv")]):
        said = at_once(folder, "export", *words, "--compared-with", before).output
        assert all(path in said for path, _, _ in rows)
        assert not [word for word in WORDS if word in said]


def test_an_earlier_export_is_compared_with_today_alone(closed):
    folder, before, _ = closed
    assert at_once(folder, "export", "--compared-with", before, "--known-at", before).code == 2
    assert at_once(folder, "export", "--compared-with", "no-such-revision").code == 3


def test_an_id_that_an_unreadable_file_withholds_is_counted_and_the_file_named(empty_world, tmp_path):
    folder = tmp_path / "register"
    assert at_once(tmp_path, "init", str(folder), "--ids", "names", "--identity", "desk-2").code == 0
    consent = ["--consent", "public_record,scope=named"]
    added = at_once(folder, "add", "Aibek Sultanov", *BASE, *SOURCE, *consent, "--json")
    key = json.loads(added.out)["data"]["record"]
    sound = folder / f"cases/kg/2025/{key}.yaml"
    broken = sound.with_stem("kg-2025-a2a2a")
    broken.write_text(sound.read_text().replace(key, "kg-2025-a2a2a").replace(
        "name: Aibek Sultanov", 'name: "Aibek Sulta'
    ))  # fmt: skip
    for words in ([], [key]):
        out = tmp_path / f"{len(words)}.csv"
        answer = at_once(folder, "export", "-f", "csv", *words, "-o", str(out), "--json")
        found = json.loads(answer.out)
        assert answer.code == 1
        assert found["data"]["withheld"]["ids"] == 1
        assert (broken.relative_to(folder).as_posix(), "CF635") in {
            (each["path"], each["code"]) for each in found["problems"]
        }
        assert key not in out.read_text()
    lined = at_once(folder, "export", "-f", "jsonl")
    assert lined.code == 1
    assert "CF635" in lined.err


def test_a_file_that_is_broken_today_is_named_with_an_earlier_state(closed, tmp_path):
    folder, before, ids = closed
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / f"cases/kg/2025/{ids[1]}.yaml").write_text("schema: [\n")
    words = ["--known-at", before, "--json", "-o", str(tmp_path / "x.csv")]
    answer = at_once(copy, "export", "-f", "csv", *words)
    assert answer.code == 1
    assert {each["path"] for each in json.loads(answer.out)["problems"]} == {f"cases/kg/2025/{ids[1]}.yaml"}
    compared = json.loads(at_once(copy, "export", "--compared-with", before, "--json").out)["data"]
    assert "unreadable" in {each["reason"] for each in compared["compared"]["differences"]}


def test_nothing_leaves_a_sparse_checkout(closed, tmp_path, git):
    folder, before, ids = closed
    copy = shutil.copytree(folder, tmp_path / "copy")
    git(copy, "status")  # it looks at the copied files, else they would be left
    git(copy, "sparse-checkout", "set", "--no-cone", "/*", f"!/cases/kg/2025/{ids[1]}.yaml")
    for words in (["export", "-f", "csv"], ["diff", before, "--audience", "public"]):
        answer = at_once(copy, *words, "--json", *(["-o", "x.csv"] if words[0] == "export" else []))
        assert (answer.code, json.loads(answer.out)["error"]["code"]) == (5, "CF810")


def test_nothing_leaves_a_copy_without_git_that_contains_a_withdrawal_notice(closed, tmp_path):
    folder, _, ids = closed
    copy = shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    notice = next(each for each in copy.glob("cases/kg/2025/*.yaml") if each.stem not in ids)
    answer = at_once(copy, "export", "-f", "csv", "--json", "-o", str(tmp_path / "x.csv"))
    assert (answer.code, json.loads(answer.out)["error"]["code"]) == (5, "CF810")
    notice.unlink()
    assert at_once(copy, "export", "-f", "csv", "-o", str(tmp_path / "x.csv")).code == 0


def test_nothing_leaves_a_shallow_clone_that_lacks_a_withdrawal(closed, tmp_path, git):
    folder, _, _ = closed
    git(
        folder,
        "-c",
        "user.name=d",
        "-c",
        "user.email=d@x.invalid",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    )
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    answer = at_once(tmp_path / "shallow", "export", "-f", "csv", "--json", "-o", str(tmp_path / "x.csv"))
    error = json.loads(answer.out)["error"]
    assert (answer.code, error["code"], error["hint"]) == (5, "CF810", "git fetch --unshallow")
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert at_once(tmp_path / "shallow", "export", "-f", "csv").code == 0


def test_a_filter_by_a_record_that_was_renamed_since_still_chooses(closed, tmp_path):
    folder, _, ids = closed
    copy = shutil.copytree(folder, tmp_path / "copy")

    def run(*words):
        answer = at_once(copy, *words, "--json")
        assert answer.code == 0, answer.output
        return json.loads(answer.out)["data"]

    run("situation", "add", "--title", "Crackdown", "--id", "crack", "--tier", "public")
    run("update", ids[1], "--add", "situations=crack")
    before = json.loads(at_once(copy, "log", "--limit", "1", "--json").out)["data"][0]["commit"]
    run("rename", "crack", "crack-two")
    found = at_once(copy, "export", "-f", "jsonl", "--known-at", before, "--situation", "crack")
    assert ids[1] in found.out
    assert "id" not in found.err.partition("withheld")[2].replace("field", "")


def test_a_comparison_covers_the_whole_register(closed):
    folder, before, ids = closed
    for words in ([ids[1]], ["--country", "KG"], ["-o", "x.txt"], ["--manifest", "x.txt"]):
        assert at_once(folder, "export", "--compared-with", before, *words).code == 2
    assert at_once(folder, "export", "--compared-with", "").code in {2, 3}


def test_an_export_of_a_checked_out_earlier_state_warns(closed, tmp_path, git):
    folder, before, _ = closed
    copy, clone = tmp_path / "copy", tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(folder), str(copy))
    assert codes(copy) == []
    git(copy, "checkout", "-q", "--detach")
    assert codes(copy) == []
    git(copy, "checkout", "-q", before)
    assert codes(copy) == ["CF636"]
    git(tmp_path, "clone", "-q", str(folder), str(clone))
    git(clone, "reset", "-q", "--hard", before)
    assert codes(clone) == ["CF636"]
    git(clone, "branch", "-q", "--unset-upstream")
    assert codes(clone) == ["CF636"]  # the remote branch has a withdrawal that is not here


def codes(folder):
    """Return the codes of the warnings of an export, which lets everything sound leave."""
    answer = at_once(folder, "export", "-f", "jsonl", "-o", f"{folder}.jsonl", "--force", "--json")
    assert answer.code == 0
    return [problem["code"] for problem in json.loads(answer.out)["problems"]]


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML"])
def test_a_former_name_of_a_withdrawn_case_is_withheld_in_any_file(tmp_path, empty_world, git_in, ending):
    folder = tmp_path / "register"
    assert at_once(tmp_path, "init", str(folder), "--identity", "desk-2").code == 0
    git = git_in(folder)
    added = at_once(
        folder, "add", "Saltanat Osmonbekova", "--country", "KG", "--date", "2025-03-01", "--json"
    )
    record = json.loads(added.out)["data"]["record"]
    (path,) = folder.glob(f"cases/kg/*/{record}.yaml")
    moved = path.with_suffix(f".{ending}")
    if moved != path:
        git("mv", str(path), str(moved))
    git("commit", "-q", "--amend", "-m", "one")
    text = moved.read_text().replace("Osmonbekova", "Tokoeva")
    moved.unlink()
    path.write_text(text)
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    title = ["--title", "Officers asked for Osmonbekova", "--tier", "public"]
    assert at_once(folder, "situation", "add", *title).code == 0
    assert at_once(folder, "withdraw", record, "--reason", "safety", "--yes").code == 0
    answer = at_once(folder, "export", "-f", "jsonl", "--audience", "public")
    assert "Osmonbekova" not in answer.out
