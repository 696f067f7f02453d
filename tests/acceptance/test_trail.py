"""What was done, by whom, and what it changed: log, diff and blame as they are typed."""

from __future__ import annotations

import json

import pytest

from support.at_once import at_once
from support.branches import AUGUST, BOTH, SEPTEMBER, TEXT

PART_A = "Record the crackdown on Kloop as known on 4 June 2025"
PART_B = "Record what became of the Kloop cases by November 2025"
ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
DUULATOV = "kg-2025-joomart-duulatov"
TAZHIBEK_KYZY = "kg-2024-makhabat-tazhibek-kyzy"


@pytest.fixture
def run(register, monkeypatch):
    """Return a function that runs a command, in the copy of the register unless told otherwise."""
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *words, cwd=register: at_once(cwd, *words)


def data(answer, code=0):
    assert answer.code == code, answer.output
    return json.loads(answer.out)["data"]


def test_the_status_as_known_in_june_differs_from_that_of_now(run, history, commit):
    asked = ("list", "--status", "held", "--on", "2025-12-01", "--json")
    then = {
        row["id"]: row["certainty"] for row in data(run(*asked, "--known-at", commit(PART_A), cwd=history))
    }
    now = {row["id"] for row in data(run(*asked, cwd=history))}
    assert then == {ALEKSANDROV: "lapsed", DUULATOV: "lapsed", TAZHIBEK_KYZY: then[TAZHIBEK_KYZY]}
    assert then[TAZHIBEK_KYZY] != "lapsed"
    assert now == {TAZHIBEK_KYZY}


def test_the_log_of_a_case_has_its_commits_with_status_changes(run, history, commit):
    rows = data(run("log", "aleksandrov", "--json", cwd=history))
    assert [row["commit"] for row in rows] == [commit(PART_B), commit(PART_A)]
    assert [row["record"] for row in rows] == [ALEKSANDROV] * 2
    assert [(row["status"]["before"], row["status"]["after"]) for row in rows] == [
        ("held", "released"),
        (None, "held"),
    ]
    assert {change["text"] for change in rows[0]["changes"]} >= {
        "release (court order) on 2025-11-25: Released in the courtroom."
    }
    page = run("log", "aleksandrov", cwd=history).out
    assert "→ status: last known held (pretrial), order ended 21 July 2025 → released\n" in page
    assert max(map(len, page.splitlines())) <= 80


def test_diff_compares_the_content_of_two_commits(run, history, commit):
    range_ = f"{commit(PART_A)}..{commit(PART_B)}"
    rows = {
        row["record"]: row for row in data(run("diff", range_, "--on", "2025-12-01", "--json", cwd=history))
    }
    assert rows[DUULATOV]["status"] == {
        "before": "held",
        "after": "released",
        "text": "last known held (pretrial), order ended 21 July 2025 → released",
    }
    (only,) = data(run("diff", range_, "--json", "--", "kloop", cwd=history))
    assert [change["kind"] for change in only["changes"]] == ["added", "added"]
    public = data(run("diff", range_, "--audience", "public", "--json", cwd=history))
    assert {row["record"] for row in public} == {*rows}


def test_blame_names_commit_and_source_of_each_value(run, history, commit):
    rows = {row["field"]: row for row in data(run("blame", "aleksandrov", "--json", cwd=history))}
    assert rows["person.name"]["commit"] == commit(PART_A)
    assert rows["events.h1462.standing"]["commit"] == commit(PART_B)
    assert rows["events.sr6ys"]["sources"] == ["occrp-2025-11"]


def test_with_exit_code_a_difference_exits_with_1(run, register):
    assert run("diff", "--exit-code").code == 0
    case = register / f"cases/kg/2025/{ALEKSANDROV}.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("video operator", "operator"), encoding="utf-8")
    assert run("diff").code == 0
    assert run("diff", "--exit-code").code == 1
    assert [row["record"] for row in data(run("diff", "--exit-code", "--json"), 1)] == [ALEKSANDROV]
    assert run("diff", "--exit-code", "HEAD..HEAD").code == 0


def test_hostile_text_is_harmless_on_every_page(run, register, git):
    case = register / f"cases/kg/2025/{ALEKSANDROV}.yaml"
    text = case.read_text(encoding="utf-8").replace(
        "  name: Aleksander Aleksandrov", "  name: <b>@all [x](y)"
    )
    case.write_text(text, encoding="utf-8")
    git(register, "-c", "user.name=\x1b[31m<b>@all", "commit", "-qam", "\x1b[31m<b>@all")
    for words in (
        ["log"],
        ["log", "--format", "md"],
        ["diff", "HEAD~1.."],
        ["diff", "HEAD~1..", "--format", "md"],
        ["blame", ALEKSANDROV],
        ["blame", ALEKSANDROV, "--format", "md"],
    ):
        answer = run(*words)
        assert answer.code == 0
        assert not {"\x1b", "\u202e"} & {*answer.output}, words
        if "md" in words:
            assert "<b>" not in answer.out.replace("\\<", "")
            assert "@all" not in answer.out


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["log", "nobody"], 3, "casefile list"),
        (["log", "--limit", "0"], 2, "--limit"),
        (["log", "--since", "June"], 2, "--since"),
        (["log", "-x"], 2, "--help"),
        (["diff", "nowhere..HEAD"], 3, "git log"),
        (["diff", "nobody"], 3, "git log"),
        (["diff", "-x"], 2, "--help"),
        (["diff", "--", "-zzz"], 3, "casefile list"),
        (["diff", "--audience", "all"], 2, "public"),
        (["list", "--known-at", "-x"], 2, "a branch"),
        (["blame", "nobody"], 3, "casefile list"),
        (["blame", ALEKSANDROV, "person.nme"], 3, "did you mean person.name"),
    ],
)
def test_a_wrong_request_is_refused_with_a_hint(run, words, code, hint):
    answer = run(*words)
    assert answer.code == code
    assert hint in answer.err
    assert "Traceback" not in answer.err
    assert "CF900" not in answer.output


def test_an_empty_repository_and_a_folder_without_git_are_reported(run, tmp_path, git):
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    assert run("log", cwd=folder).code == 5
    git(folder, "init", "-q")
    for words in (["log"], ["diff", "--", "casefile.yaml"]):
        assert run(*words, cwd=folder).code == 0
    assert "casefile commit" in run("log", cwd=folder).err
    assert run("diff", "HEAD", "--", cwd=folder).code == 3
    assert run("list", "--known-at", "2025-06-10", cwd=folder).code == 3


def test_a_bare_clone_is_refused_with_a_hint(run, register, tmp_path, git):
    git(tmp_path, "clone", "-q", "--bare", str(register), "bare")
    answer = run("log", cwd=tmp_path / "bare")
    assert answer.code == 5
    assert "git clone" in answer.err


def test_diff_with_a_branch_behind_main_suggests_three_dots(forked):
    forked.branches(TEXT + AUGUST, TEXT + SEPTEMBER)
    both = forked.run(forked.executable, "diff", "main..theirs")
    assert both.returncode == 0
    assert "a1a1a" in both.stdout
    assert ": casefile diff main...theirs\n" in both.stderr
    alone = forked.run(forked.executable, "diff", "main...theirs")
    assert "21 November" in alone.stdout, alone.stdout
    assert ("a1a1a" in alone.stdout, alone.stderr) == (False, "")


RELEASE = """\
  - id: r1r1r
    type: release
    date: "2025-08-01"
    kind: court_order
"""


def test_a_merge_that_turned_the_status_shows_each_parent_once(forked):
    forked.branches(TEXT + AUGUST, TEXT + RELEASE)
    ours, theirs = (forked.git("rev-parse", each).strip() for each in ("main", "theirs"))
    forked.git("merge", "-q", "--no-edit", "theirs")
    rows = json.loads(forked.run(forked.executable, "log", "--limit", "1", "--json").stdout)["data"]
    ((kind, after, parents),) = [(row.get("kind"), row["status"]["after"], row["parents"]) for row in rows]
    assert (kind, [each["commit"] for each in parents]) == ("merge_status", [ours, theirs])
    assert after == "unknown"  # what is extended may be custody, or what the person was released on
    page = forked.run(forked.executable, "log", "--limit", "1").stdout
    assert [page.count(f"in {each[:9]}: ") for each in (ours, theirs)] == [1, 1]
    assert page.count("→ ") == 1


def test_a_status_change_of_a_merge_is_shown_once(forked):
    forked.branches(TEXT + AUGUST, TEXT + SEPTEMBER)
    forked.git("merge", "-q", "--no-commit", "theirs")
    forked.commits(BOTH + RELEASE)
    rows = json.loads(forked.run(forked.executable, "log", "--limit", "1", "--json").stdout)["data"]
    assert [row.get("kind") for row in rows] == [None, "merge_status"]
    assert rows[0]["status"]["text"] == rows[1]["status"]["text"] != ""
    page = forked.run(forked.executable, "log", "--limit", "1").stdout
    assert page.count("→ ") == 1
