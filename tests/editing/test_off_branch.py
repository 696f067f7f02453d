"""A commit on a detached HEAD belongs to no branch; whoever makes one is warned, with the way to keep it."""

from __future__ import annotations

import json

import pytest

from casefile.cli.edge import run
from casefile.dates import Day
from casefile.editing.edit_plans import plan_event
from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.setup.register_setup import InitOptions, init
from support.branches import CASE, SETTINGS, TEXT

RECORD = "kg-2025-7k3mq"
OFF_BRANCH = "CF829"
RELEASE = ("record", "release", RECORD, "--date", "2025-09-01", "--kind", "court_order")


@pytest.fixture
def detached(git, monkeypatch):
    """A register of one case whose HEAD is detached."""
    (git.folder / CASE).parent.mkdir(parents=True)
    (git.folder / CASE).write_text(TEXT)
    (git.folder / "casefile.yaml").write_text(SETTINGS)
    git.commit("begin")
    git("checkout", "-q", "--detach")
    monkeypatch.chdir(git.folder)
    return git


def warnings(capsys, *words, code=0):
    """Return the warnings about the branch in the JSON of a command."""
    assert run([*words, "--json"]) == code
    answer = json.loads(capsys.readouterr().out)
    return [each for each in answer["problems"] if each["code"] == OFF_BRANCH]


COMMANDS = {
    "record": RELEASE,
    "mark": ("mark", RECORD, "h2v5t", "disputed", "--reason", "The lawyer says otherwise."),
    "update": ("update", RECORD, "--set", "person.occupation=journalist"),
    "source add": ("source", "add", "--kind", "press_article", "--publisher", "The Daily"),
    "rename": ("rename", RECORD, "--opaque"),
    "withdraw": ("withdraw", RECORD, "--reason", "safety", "--yes"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_commits_on_a_detached_head_warns(detached, capsys, words):
    (problem,) = warnings(capsys, *words)
    head = detached("rev-parse", "HEAD")
    assert (problem["level"], head[:9] in problem["message"]) == ("warning", True)
    assert problem["hint"].endswith(": git switch -c NAME")


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_the_same_command_on_a_branch_does_not_warn(detached, capsys, words):
    detached("switch", "-q", "main")
    assert warnings(capsys, *words) == []


def test_a_person_reads_the_warning_beside_the_data(detached, capsys):
    assert run([*RELEASE]) == 0
    told = capsys.readouterr()
    assert (OFF_BRANCH in told.err, "git switch -c NAME" in told.err) == (True, True)
    assert OFF_BRANCH not in told.out
    assert "warning: : " not in told.err


def test_the_advice_keeps_the_commit(detached, capsys):
    (problem,) = warnings(capsys, *RELEASE)
    head = detached("rev-parse", "HEAD")
    detached(*problem["hint"].partition(": git ")[2].replace("NAME", "kept").split())
    assert (detached("rev-parse", "kept"), detached("branch", "--show-current")) == (head, "kept")


def test_a_command_that_commits_nothing_does_not_warn(detached, capsys):
    assert warnings(capsys, *RELEASE, "--dry-run") == []
    assert warnings(capsys, *RELEASE, "--no-commit") == []
    assert warnings(capsys, "list") == []


def test_commit_warns_once_and_ends_with_0(detached, capsys):
    assert run([*RELEASE, "--no-commit"]) == 0
    assert run(["source", "add", "--kind", "press_article", "--publisher", "A Paper", "--no-commit"]) == 0
    capsys.readouterr()
    (problem,) = warnings(capsys, "commit")
    assert detached("rev-parse", "HEAD")[:9] in problem["message"]
    assert warnings(capsys, "commit") == []


def test_commit_still_ends_with_1_where_a_record_has_errors(detached, capsys):
    assert run(["source", "add", "--kind", "press_article", "--publisher", "A Paper", "--no-commit"]) == 0
    (detached.folder / CASE).write_text(TEXT.replace("kind: arrest", "kind: caught"))
    capsys.readouterr()
    assert len(warnings(capsys, "commit", code=1)) == 1


def test_init_warns_where_it_commits(detached, capsys):
    assert init(detached.folder, InitOptions()).problems[0].code == OFF_BRANCH
    assert init(detached.folder, InitOptions()).problems == ()


def test_in_a_bisect_the_advice_is_one_that_git_takes(detached, capsys):
    detached("bisect", "start")
    (problem,) = warnings(capsys, *RELEASE)
    head = detached("rev-parse", "HEAD")
    detached(*problem["hint"].partition(": git ")[2].replace("NAME", "kept").split())
    assert detached("rev-parse", "kept") == head


def test_a_rebase_moves_its_branch_along(detached):
    detached("switch", "-q", "main")
    detached("commit", "-q", "--allow-empty", "-m", "more")
    detached("rebase", "-q", "-i", "--keep-empty", "HEAD~1", GIT_SEQUENCE_EDITOR="sed -i s/^pick/edit/")
    assert detached.run("symbolic-ref", "-q", "HEAD").returncode == 1
    planner = plan_event([RECORD], "release", {"date": "2025-09-01", "kind": "court_order"}, Day(2025, 9, 2))
    written = write(detached.folder, planner, WriteOptions())
    assert OFF_BRANCH not in {each.code for each in written.problems}
    detached("rebase", "--continue", GIT_EDITOR="true")
    assert written.commit in detached("rev-list", "main")
