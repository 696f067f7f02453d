"""An unfinished write and its copies of records: readers name them, writers end them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.editing.edit_plans import Correction, plan_event, plan_update
from casefile.editing.edits import NotCommitted, WriteOptions
from casefile.editing.hand_edits import commit
from casefile.editing.record_rename import plan_rename
from casefile.editing.withdrawal import plan_withdrawal
from casefile.editing.write_records import write
from casefile.errors import Collision, MachineTrouble
from casefile.files.clone_paths import journal_of
from casefile.files.write_lock import lock
from casefile.git import Repository
from casefile.loading.missing_files import check_files
from casefile.loading.unfinished_writes import CODES, find_unfinished_writes
from casefile.setup.doctor import doctor
from casefile.validation.check_files import fmt
from casefile.validation.validation_run import validate
from support.killing import killed_when
from support.modes import mode

CASE, OTHER, NEW = "kg-2025-aaaaa", "kg-2025-bbbbb", "kg-2025-ccccc"
COPY = "cases/kg/2025/.kg-2025-aaaaa.yaml.tmp-deadbeef"
NOTE = {"date": "2025-07-01", "summary": "x", "sources": ["occrp-2025-06-04"]}


def codes(problems):
    return [each.code for each in problems if each.code in CODES]


def note(desk, today, how=WriteOptions()):  # noqa: B008
    return write(desk, plan_event([OTHER], "note", NOTE, today), how)


@pytest.fixture
def copied(desk, open_case):
    """Return a register in which a killed command left a copy of a case."""
    (desk / COPY).write_bytes(open_case.read_bytes())
    return desk


@pytest.fixture
def renaming_cut(desk):
    """Return a register in which a rename was killed after its first move; another case refers to it."""
    write(desk, plan_update(OTHER, [Correction("add", "related", f"{CASE},relation=co_accused")], None))
    act = lambda folder: write(folder, plan_rename(CASE, NEW))  # noqa: E731 - three words
    return killed_when(desk, act, lambda folder: NEW in names(folder))


def names(desk):
    return sorted(each.stem for each in (desk / "cases/kg/2025").glob("*.yaml"))


def cited(desk):
    text = (desk / "cases/kg/2025/kg-2025-bbbbb.yaml").read_text()
    return [each for each in (CASE, NEW) if each in text]


def test_a_copy_of_a_record_is_reported_and_stays_until_something_is_written(copied, answer, git_in):
    (found,) = (each for each in validate(copied).problems if each.code in CODES)
    assert (found.code, found.path, found.level) == ("CF032", COPY, "warning")
    assert shlex.split(found.hint) == ["rm", COPY]
    assert COPY in " ".join(each.message for each in doctor(copied).findings if not each.ok)
    _, said, _ = answer(copied, "today", "--json")
    assert [each["path"] for each in json.loads(said)["data"]["unfinished"]] == [COPY]
    assert COPY in answer(copied, "today")[1]
    assert (copied / COPY).exists()
    assert git_in(copied)("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, today: write(desk, plan_withdrawal(desk, CASE, "safety", today)),
        note,
        lambda desk, _: commit(desk),
        lambda desk, _: fmt(desk),
    ],
    ids=["withdraw", "record", "commit", "fmt"],
)
def test_every_command_that_writes_removes_copies(copied, today, act):
    others = copied / "cases/organizations"
    (others / ".scns.yaml.tmp-01234567").write_text("x")
    (copied / ".casefile.yaml.tmp-01234567").write_text("x")
    act(copied, today)
    assert [each for each in copied.rglob("*") if ".tmp-" in each.name] == []
    assert codes(validate(copied).problems) == []


@pytest.mark.parametrize(
    "name", [".kg-2025-aaaaa.yaml.swp", ".x.tmp-DEADBEEF", "x.tmp-deadbeef", ".x.tmp-deadbeef0", ".hidden"]
)
def test_other_files_among_the_records_stay(desk, today, name):
    (desk / "cases/kg" / name).write_text("x")
    note(desk, today)
    assert (desk / "cases/kg" / name).exists()
    assert find_unfinished_writes(desk) == ()


def test_a_copy_behind_a_link_or_in_another_repository_is_not_touched(desk, today, tmp_path):
    (tmp_path / ".x.tmp-deadbeef").write_text("x")
    (desk / "cases/link").symlink_to(tmp_path)
    other = desk / "cases/other"
    (other / ".git").mkdir(parents=True)
    (other / ".x.tmp-deadbeef").write_text("x")
    (desk / "cases/.y.tmp-deadbeef").symlink_to(tmp_path / "z")
    note(desk, today)
    assert find_unfinished_writes(desk) == ()
    assert (tmp_path / ".x.tmp-deadbeef").exists()
    assert (other / ".x.tmp-deadbeef").exists()
    assert (desk / "cases/.y.tmp-deadbeef").is_symlink()


def test_a_dry_run_removes_nothing(copied, today):
    note(copied, today, WriteOptions(dry_run=True))
    assert (copied / COPY).exists()


def test_a_write_of_a_running_process_is_not_reported(renaming_cut):
    (renaming_cut / COPY).write_text("x")
    assert sorted({each.code for each in find_unfinished_writes(renaming_cut)}) == ["CF031", "CF032"]
    with lock(Repository.open(renaming_cut).private):
        assert find_unfinished_writes(renaming_cut) == ()
        assert codes(validate(renaming_cut).problems) == []


def test_a_hook_of_our_own_commit_leaves_the_write_alone(desk, today, git_in):
    """The hook removes no file, and reports nothing, of the command that waits for it."""
    seen = desk.parent / "seen"
    hook = desk / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    program = Path(sys.executable).with_name("casefile")
    lines = [f"{program} validate > {seen}", f"{program} fmt", "test -f .git/casefile/unfinished.json"]
    hook.write_text("\n".join(["#!/bin/sh -e", *lines, ""]))
    hook.chmod(0o755)
    write(desk, plan_rename(CASE, NEW))
    assert not seen.read_text()
    assert git_in(desk)("status", "--porcelain") == ""


def test_commands_that_read_name_the_write_and_leave_it(renaming_cut, answer):
    assert names(renaming_cut) == [CASE, OTHER, NEW]
    (found,) = (each for each in validate(renaming_cut).problems if each.code == "CF031")
    assert (found.level, found.path) == ("error", f"cases/kg/2025/{OTHER}.yaml")
    assert answer(renaming_cut, "validate")[0] == 1
    health = doctor(renaming_cut)
    assert health.errors
    assert [each.check for each in health.findings if "CF031" in each.message] == ["unfinished"]
    assert "CF031" in answer(renaming_cut, "today")[1]
    assert names(renaming_cut) == [CASE, OTHER, NEW]
    assert cited(renaming_cut) == [CASE]


@pytest.mark.parametrize("also_by_hand", [False, True])
def test_the_command_that_is_named_completes_the_write_and_nothing_else(
    renaming_cut, answer, git_in, also_by_hand
):
    git = git_in(renaming_cut)
    if also_by_hand:
        with (renaming_cut / "cases/organizations/scns.yaml").open("a") as out:
            out.write("# by hand\n")
    problem = next(each for each in validate(renaming_cut).problems if each.code == "CF031")
    program, *words = shlex.split(problem.hint.partition(": ")[2])
    assert program == "casefile"
    assert answer(renaming_cut, *words)[0] == 0
    assert names(renaming_cut) == [OTHER, NEW]
    assert cited(renaming_cut) == [NEW]
    assert git("status", "--porcelain") == (" M cases/organizations/scns.yaml" if also_by_hand else "")
    assert git("log", "-1", "--format=%s") == f"case {NEW}: renamed"
    assert codes(validate(renaming_cut).problems) == []


def test_a_write_of_which_nothing_changed_is_cleared_away_by_the_command_that_is_named(desk, answer):
    act = lambda folder: write(folder, plan_rename(CASE, NEW))  # noqa: E731 - three words
    cut = killed_when(desk, act, lambda folder: journal_of(folder).exists())
    problem = next(each for each in validate(cut).problems if each.code == "CF031")
    advice, _, command = problem.hint.partition(": ")
    assert not advice.startswith("complete")
    _, *words = shlex.split(command)
    assert answer(cut, *words)[0] == 0
    assert names(cut) == [CASE, OTHER]
    assert codes(validate(cut).problems) == []


def test_a_file_that_changed_since_is_not_overwritten(renaming_cut, today):
    place = renaming_cut / f"cases/kg/2025/{OTHER}.yaml"
    place.write_text(place.read_text() + "# by hand\n")
    for act in (lambda: note(renaming_cut, today), lambda: commit(renaming_cut), lambda: fmt(renaming_cut)):
        with pytest.raises(Collision) as refused:
            act()
        assert (refused.value.code, OTHER in refused.value.message) == ("CF709", True)
    assert place.read_text().endswith("# by hand\n")
    assert names(renaming_cut) == [CASE, OTHER, NEW]
    subprocess.run(refused.value.hint.rpartition(": ")[2], shell=True, check=True)
    fmt(renaming_cut)
    assert names(renaming_cut) == [CASE, OTHER, NEW]


def test_a_write_that_was_undone_by_hand_is_dropped(renaming_cut, today, git_in):
    git_in(renaming_cut)("restore", ".")
    git_in(renaming_cut)("clean", "-qfd", "cases")
    said = []
    note(renaming_cut, today, WriteOptions(note=said.append))
    assert ["discarded" in each for each in said] == [True]
    assert names(renaming_cut) == [CASE, OTHER]
    assert git_in(renaming_cut)("status", "--porcelain") == ""


def test_where_git_refuses_the_commit_the_files_stay_as_after_any_refused_commit(renaming_cut, today, git_in):
    git = git_in(renaming_cut)
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    with pytest.raises(MachineTrouble) as refused:
        note(renaming_cut, today)
    assert refused.value.code == "CF811"
    assert names(renaming_cut) == [OTHER, NEW]
    assert codes(validate(renaming_cut).problems) == []
    git("config", "user.name", "desk-1")
    git("config", "user.email", "desk-1@register.invalid")
    commit(renaming_cut)
    assert git("status", "--porcelain") == ""


def test_a_commit_that_git_refuses_is_no_unfinished_write(desk, today):
    hook = desk / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotCommitted):
        write(desk, plan_rename(CASE, NEW))
    assert names(desk) == [OTHER, NEW]
    assert codes(validate(desk).problems) == []
    assert not journal_of(desk).exists()


def test_a_journal_that_cannot_be_read_stops_writers_and_is_reported(desk, today):
    place = Repository.open(desk).journal
    place.write_text("{")
    with pytest.raises(MachineTrouble) as refused:
        note(desk, today)
    assert refused.value.code == "CF804"
    assert codes(validate(desk).problems) == ["CF031"]
    subprocess.run(refused.value.hint.rpartition("then: ")[2], shell=True, check=True)
    assert note(desk, today).commit


def test_the_journal_is_for_its_owner_alone_and_holds_nothing_of_a_withdrawn_case(desk, today):
    act = lambda folder: write(folder, plan_withdrawal(folder, CASE, "safety", today))  # noqa: E731
    (desk / ".git/casefile").chmod(0o755)
    place = Repository.open(killed_when(desk, act, lambda folder: journal_of(folder).exists())).journal
    assert mode(place) == 0o600
    assert "Aleksandrov" not in place.read_text()
    assert CASE in place.read_text()  # its path


def test_readers_and_writers_agree_where_the_journal_is(git, tmp_path):
    (git.folder / "below/register").mkdir(parents=True)
    (git.folder / "below/register/x").write_text("x")
    git.commit("x")
    git("worktree", "add", "-q", str(tmp_path / "linked"))
    tops = (git.folder, tmp_path / "linked")
    roots = [*tops, *(top / "below/register" for top in tops)]
    places = [Repository.open(root).journal.resolve() for root in roots]
    assert [journal_of(root).resolve() for root in roots] == places
    assert len({*places}) == 4
    assert journal_of(tmp_path) is None


@pytest.fixture
def others_git(renaming_cut, monkeypatch):
    """Return a register with an unfinished write, in a git folder that another user owns and git trusts."""
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    return renaming_cut


def test_an_unfinished_write_is_seen_where_another_user_owns_the_folder_of_git(others_git):
    assert "CF031" in codes(validate(others_git).problems)
    with pytest.raises(MachineTrouble) as refused:
        check_files(others_git)
    assert (refused.value.code, "casefile commit" in refused.value.hint) == ("CF810", True)


def test_a_living_writer_is_seen_where_another_user_owns_the_folder_of_git(others_git):
    with lock(Repository.open(others_git).private):
        assert codes(validate(others_git).problems) == []


def test_a_folder_that_git_does_not_trust_is_not_looked_into(others_git, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "CF031" not in codes(validate(others_git).problems)
    with pytest.raises(MachineTrouble) as refused:
        check_files(others_git)
    assert refused.value.code == "CF808"
