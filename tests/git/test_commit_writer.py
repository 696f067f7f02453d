"""Commits of exactly the given paths; everything else stays as the user left it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from casefile.errors import BadInput, MachineTrouble
from casefile.git import Repository
from casefile.git.commit_writer import commit_only, initialise, set_identity
from support.programs import program

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"
NEW = "cases/kg/2025/kg-2025-new.yaml"
MESSAGE = "case kg-2025-one: hearing extended\n\n# not a comment\n\nRecord: kg-2025-one\n"


def write(repository, path, text):
    place = repository.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def files_of(git, commit="HEAD"):
    return git("show", "--format=", "--name-status", "--no-renames", commit).split("\n")


def hook(git, name, script):
    place = git.folder / ".git" / "hooks" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)


def refused(repository, paths, message="x\n"):
    with pytest.raises(MachineTrouble) as caught:
        commit_only(repository, paths, message)
    return caught.value


def test_a_commit_holds_these_paths_and_the_message_as_given(committed, git):
    write(committed, ONE, "changed\n")
    write(committed, NEW, "new\n")
    commit = commit_only(committed, [NEW, ONE], MESSAGE)
    assert commit == git("rev-parse", "HEAD")
    assert files_of(git) == [f"A\t{NEW}", f"M\t{ONE}"]
    assert git("log", "-1", "--format=%B").rstrip("\n") == MESSAGE.rstrip("\n")
    assert git("log", "-1", "--format=%an <%ae>") == "desk-1 <desk-1@register.invalid>"
    assert git("log", "-1", "--format=%ad|%cd", "--date=format:%z") == "+0000|+0000"
    assert git("status", "--porcelain") == ""


def test_staged_and_unstaged_changes_elsewhere_are_untouched(committed, git):
    write(committed, "staged.txt", "staged\n")
    write(committed, TWO, "staged\n")
    git("add", "staged.txt", TWO)
    write(committed, TWO, "staged, then edited\n")
    write(committed, "casefile.yaml", "edited\n")
    write(committed, "untracked.txt", "x\n")
    git("rm", "-q", "--cached", ONE)
    git("add", "-N", "untracked.txt")
    before = git("status", "--porcelain"), git("diff", "--cached"), git("diff")
    write(committed, NEW, "new\n")
    commit_only(committed, [NEW], "x\n")
    assert files_of(git) == [f"A\t{NEW}"]
    assert (git("status", "--porcelain"), git("diff", "--cached"), git("diff")) == before


def test_of_a_file_in_part_staged_the_whole_is_committed(committed, git):
    write(committed, ONE, "staged\n")
    git("add", ONE)
    write(committed, ONE, "as on the disk\n")
    commit_only(committed, [ONE], "x\n")
    assert git("show", f"HEAD:{ONE}") == "as on the disk"
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("by_git", [False, True])
def test_a_moved_file_is_committed_at_both_places(committed, git, by_git):
    if by_git:
        git("mv", ONE, NEW)
    else:
        (committed.root / ONE).rename(committed.root / NEW)
    commit_only(committed, [ONE, NEW], "x\n")
    assert files_of(git) == [f"A\t{NEW}", f"D\t{ONE}"]
    assert git("status", "--porcelain") == ""


def test_a_name_with_wildcards_means_itself(committed, git):
    write(committed, ONE, "changed\n")
    write(committed, "cases/kg/2025/*.yaml", "new\n")
    commit_only(committed, ["cases/kg/2025/*.yaml"], "x\n")
    assert files_of(git) == ["A\tcases/kg/2025/*.yaml"]


@pytest.mark.parametrize("path", ["../x", "--amend", "cases/-x", ".git/config", ":(top)x"])
def test_a_path_that_escapes_is_refused(committed, path):
    with pytest.raises(BadInput):
        commit_only(committed, [path], "x\n")


def test_nothing_to_commit_is_refused(committed):
    assert refused(committed, [ONE]).code == "CF815"
    assert refused(committed, ["cases/never.yaml"]).code == "CF815"


def test_hooks_run_in_the_users_own_world(committed, git, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    hook(
        git,
        "pre-commit",
        'git diff --cached --name-only -- "*.yaml" > ran; env | grep -E "^(LC_ALL|GIT_LIT)" >> ran',
    )
    hook(git, "commit-msg", 'echo "Checked: yes" >> "$1"')
    write(committed, ONE, "changed\n")
    commit_only(committed, [ONE], "x\n\nRecord: one\n")
    assert (committed.root / "ran").read_text() == f"{ONE}\nLC_ALL=C.UTF-8\n"
    assert git("log", "-1", "--format=%B").rstrip("\n") == "x\n\nRecord: one\nChecked: yes"


def test_a_failing_hook_leaves_the_files_written_and_the_index_clean(committed, git):
    hook(git, "pre-commit", r"printf 'no \033[31mred\033[0m \342\200\256today\n'; exit 1")
    before = git("rev-parse", "HEAD")
    write(committed, ONE, "changed\n")
    write(committed, NEW, "new\n")
    error = refused(committed, [ONE, NEW])
    assert error.code == "CF814"
    assert "no ␛[31mred␛[0m <U+202E>today" in error.message
    assert "casefile commit" in error.hint
    assert git("rev-parse", "HEAD") == before
    assert (committed.root / NEW).read_text() == "new\n"
    assert git("status", "--porcelain") == f" M {ONE}\n?? {NEW}"
    git("stash")
    git("stash", "pop")


def test_a_failing_hook_on_a_branch_without_commits_leaves_the_index_empty(git):
    repository = Repository.open(git.folder)
    hook(git, "pre-commit", "exit 1")
    write(repository, NEW, "new\n")
    assert refused(repository, [NEW]).code == "CF814"
    assert git("ls-files", "--stage") == ""


def test_the_first_commit_of_a_branch(git):
    repository = Repository.open(git.folder)
    assert repository.head() is None
    write(repository, NEW, "new\n")
    commit = commit_only(repository, [NEW], "first\n")
    assert repository.head() == commit
    assert files_of(git) == [f"A\t{NEW}"]


def test_without_a_configured_identity_nothing_is_guessed(committed, git):
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    write(committed, NEW, "new\n")
    assert committed.identity() is None
    error = refused(committed, [NEW])
    assert error.code == "CF811"
    assert "git config user.name desk-2" in error.hint
    assert git("status", "--porcelain") == f"?? {NEW}"
    set_identity(committed, "desk-2", "desk-2@register.invalid")
    assert committed.identity() == "desk-2 <desk-2@register.invalid>"
    commit_only(committed, [NEW], "x\n")


def conflicted(git, how):
    git("checkout", "-qb", "other")
    (git.folder / ONE).write_text("theirs\n")
    git.commit("theirs")
    git("checkout", "-q", "main")
    (git.folder / ONE).write_text("ours\n")
    git.commit("ours")
    git.run(how, "other")


@pytest.mark.parametrize("how", ["merge", "cherry-pick"])
def test_during_a_merge_the_file_is_kept_and_the_way_on_is_named(committed, git, how):
    conflicted(git, how)
    assert committed.state() == how
    write(committed, NEW, "new\n")
    error = refused(committed, [NEW])
    assert error.code == "CF812"
    assert f" git {how} " in error.message
    assert (committed.root / NEW).read_text() == "new\n"
    assert f"?? {NEW}" in git("status", "--porcelain")


def test_in_a_stopped_rebase_a_commit_joins_it(committed, git):
    conflicted(git, "rebase")
    assert committed.state() == "rebase"
    write(committed, NEW, "new\n")
    commit_only(committed, [NEW], "x\n")
    assert files_of(git) == [f"A\t{NEW}"]
    assert git("status", "--porcelain") == f"UU {ONE}"


@pytest.fixture
def git_at_work(committed, tmp_path):
    """Start a git that holds the lock of the index until the test ends."""
    editor, ready = tmp_path / "editor", tmp_path / "ready"
    editor.write_text(f"#!/bin/sh\ntouch {ready}; sleep 60\n")
    editor.chmod(0o755)
    write(committed, TWO, "changed\n")
    words = ["git", "-C", str(committed.root), "-c", f"core.editor={editor}", "commit", "--all", "--quiet"]
    with subprocess.Popen(words, start_new_session=True, stderr=subprocess.DEVNULL) as work:
        while not ready.exists():
            time.sleep(0.01)
        yield work
        os.killpg(work.pid, signal.SIGKILL)


def test_a_git_at_work_is_waited_for(committed, git_at_work):
    assert (committed.git_dir / "index.lock").exists()
    write(committed, ONE, "changed\n")
    error = refused(committed, [ONE])
    assert (error.code, "rm " in error.hint) == ("CF813", False)


LOCK_FILES = ("index.lock", "HEAD.lock", "refs/heads/main.lock")


def removal(hint):
    """Return the command in a hint that removes a lock file."""
    return re.search(r"rm [^;]+", hint).group()


@pytest.mark.parametrize("name", LOCK_FILES)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows which processes work in a folder")
def test_the_lock_file_of_a_killed_git_is_named_with_the_command_that_removes_it(committed, git, name):
    (committed.git_dir / name).touch()
    write(committed, ONE, "changed\n")
    error = refused(committed, [ONE])
    assert error.code == "CF818"
    assert git("rev-list", "--count", "HEAD") == "1"
    subprocess.run(removal(error.hint), shell=True, check=True)
    assert commit_only(committed, [ONE], "x\n") == git("rev-parse", "HEAD")


def test_without_a_process_list_no_lock_is_called_stale(committed, monkeypatch, tmp_path):
    monkeypatch.setattr("casefile.git.git_locks.PROCESSES", tmp_path)
    (committed.git_dir / "index.lock").touch()
    write(committed, ONE, "changed\n")
    error = refused(committed, [ONE])
    assert error.code == "CF813"
    assert "ps -A" in error.hint


def test_a_detached_head_moves_on(committed, git):
    git("checkout", "-q", "--detach")
    write(committed, ONE, "changed\n")
    commit = commit_only(committed, [ONE], "x\n")
    assert git("rev-parse", "HEAD") == commit
    assert git("rev-parse", "main") != commit
    assert committed.branch() is None


def test_a_linked_work_tree_commits_to_its_own_branch(committed, git, git_in, tmp_path):
    git("worktree", "add", "-q", "-b", "desk", str(tmp_path / "linked"))
    linked = Repository.open(tmp_path / "linked")
    assert linked.linked
    assert linked.private == committed.private
    write(linked, NEW, "new\n")
    commit = commit_only(linked, [NEW], "x\n")
    assert git("rev-parse", "desk") == commit
    assert git_in(linked.root)("status", "--porcelain") == ""
    assert git("status", "--porcelain") == ""


def test_a_register_below_the_top_of_the_work_tree(git):
    write(Repository.open(git.folder), "other/x.txt", "x\n")
    (git.folder / "desk" / "register").mkdir(parents=True)
    repository = Repository.open(git.folder / "desk" / "register")
    write(repository, ONE, "one\n")
    assert repository.changed_paths() == (ONE,)
    commit_only(repository, [ONE], "x\n")
    assert files_of(git) == [f"A\tdesk/register/{ONE}"]
    assert git("status", "--porcelain") == "?? other/"
    assert repository.changed_paths() == ()


def test_inside_a_hook_of_another_repository_ours_is_meant(committed, git, git_in, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git_in(other)("init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    write(committed, NEW, "new\n")
    assert committed.changed_paths() == (NEW,)
    commit = commit_only(committed, [NEW], "x\n")
    assert os.environ["GIT_DIR"] == str(other / ".git")
    monkeypatch.undo()
    assert git("rev-parse", "HEAD") == commit
    assert not (other / ".git" / "index").exists()


def test_an_ssh_signing_configuration_gives_signed_commits(committed, git, tmp_path):
    key = tmp_path / "key"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    allowed = tmp_path / "allowed_signers"
    allowed.write_text(f"desk-1@register.invalid {key.with_suffix('.pub').read_text()}")
    git("config", "gpg.format", "ssh")
    git("config", "user.signingKey", str(key))
    git("config", "commit.gpgSign", "true")
    git("config", "gpg.ssh.allowedSignersFile", str(allowed))
    write(committed, NEW, "new\n")
    commit_only(committed, [NEW], "x\n")
    assert git("log", "-1", "--format=%G?") == "G"


def test_a_failed_signature_is_reported_and_undone(committed, git):
    git("config", "gpg.format", "ssh")
    git("config", "user.signingKey", "/nowhere/key")
    git("config", "commit.gpgSign", "true")
    write(committed, NEW, "new\n")
    assert refused(committed, [NEW]).code == "CF814"
    assert git("status", "--porcelain") == f"?? {NEW}"


@pytest.mark.parametrize("module", ["commit_writer", "repository"])
def test_a_missing_git_is_reported(tmp_path, module):
    program = (
        "import sys; from pathlib import Path; from casefile.errors import MachineTrouble\n"
        "try:\n"
        f"    import casefile.git.{module} as room\n"
        f"    room.Repository.open(Path({str(tmp_path)!r}))\n"
        "except MachineTrouble as error:\n"
        "    print(error.code, error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("CF802 git "), done.stderr


def test_git_in_the_current_folder_is_not_run(committed, monkeypatch):
    trap = committed.root / "git"
    trap.write_text("#!/bin/sh\ntouch trapped\n")
    trap.chmod(0o755)
    monkeypatch.chdir(committed.root)
    monkeypatch.setenv("PATH", ".:")
    with pytest.raises(MachineTrouble) as caught:
        committed.head()
    assert caught.value.code == "CF802"
    assert not (committed.root / "trapped").exists()


def test_a_repository_is_made_on_main(tmp_path):
    repository = initialise(tmp_path)
    assert repository.branch() == "main"
    assert repository.head() is None


def test_a_repository_is_made_on_the_branch_that_the_user_likes(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text("[init]\n\tdefaultBranch = trunk\n")
    (tmp_path / "register").mkdir()
    assert initialise(tmp_path / "register").branch() == "trunk"
