"""What a repository says about itself, and that asking starts nothing of its own."""

from __future__ import annotations

import contextlib
import os
import subprocess
from datetime import date

import pytest

from casefile.errors import BadInput, MachineTrouble, NotFound
from casefile.files.record_paths import LARGEST
from casefile.git import Repository
from casefile.git.log_reader import committed_on, log_pass
from casefile.git.repository import Branches
from casefile.git.snapshots import Index, Revision, WorkingTree

POPEN = subprocess.Popen
ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"


def test_a_folder_without_git_is_no_repository(tmp_path):
    assert Repository.open(tmp_path) is None


def test_a_bare_repository_has_no_work_tree(tmp_path, git_in):
    git_in(tmp_path)("init", "-q", "--bare")
    assert Repository.open(tmp_path) is None


def test_a_repository_of_another_user_is_refused_with_a_hint(committed, monkeypatch):
    # Only root may give a folder away; git's own tests have it believe so.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(MachineTrouble) as caught:
        Repository.open(committed.root)
    assert caught.value.code == "CF808"
    assert "safe.directory" in caught.value.hint


def test_revisions_are_resolved(committed, git):
    head = git("rev-parse", "HEAD")
    git("tag", "-a", "-m", "a tag", "v1")
    assert {committed.resolve(name) for name in ("HEAD", "main", head, head[:8], "v1", "HEAD^0")} == {head}


def test_branches_with_later_commits_are_found(committed, git):
    first = git("rev-parse", "HEAD").strip()
    git("branch", "same")
    assert committed.branches() == Branches(first)
    git("switch", "-q", "-c", "later")
    (git.folder / "README.md").write_text("x\n")
    last = git.commit("later")
    assert committed.branches() == Branches(last)
    git("switch", "-q", "main")
    assert committed.branches() == Branches(first, None, (("later", last),))
    git("branch", "--set-upstream-to=later")
    assert committed.branches().newer == "later"
    git("switch", "-q", "--detach", first)
    assert committed.branches() == Branches(first, "later", (("later", last),))
    git("switch", "-q", "--detach", last)
    assert committed.branches() == Branches(last)


def test_an_upstream_branch_may_be_another_kind_of_ref(committed, git):
    (git.folder / "README.md").write_text("x\n")
    last = git.commit("later")
    git("update-ref", "refs/reviews/one", last)
    git("reset", "-q", "--hard", "HEAD~1")
    git("config", "branch.main.remote", ".")
    git("config", "branch.main.merge", "refs/reviews/one")
    assert committed.branches().newer == "reviews/one"
    git("reset", "-q", "--hard", last)
    assert committed.branches() == Branches(last)


def test_a_branch_without_commits_has_no_later_ones(git):
    git("switch", "-q", "--orphan", "empty")
    assert Repository.open(git.folder).branches() == Branches(None)


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~7", f"HEAD:{ONE}", "main..main", "0" * 40, "^HEAD"])
def test_an_unknown_revision_is_not_found(committed, revision):
    with pytest.raises(NotFound) as caught:
        committed.resolve(revision)
    assert caught.value.code == "CF302"


@pytest.mark.parametrize("revision", ["-x", "--all", "", "a\nb", "a\0b"])
def test_an_invalid_revision_is_refused(committed, revision):
    with pytest.raises(BadInput):
        committed.resolve(revision)


def test_head_of_an_empty_repository_is_none_and_not_found(git):
    repository = Repository.open(git.folder)
    assert repository.head() is None
    assert repository.branch() == "main"
    with pytest.raises(NotFound):
        repository.resolve("HEAD")


def test_a_day_is_its_last_commit_in_utc_along_the_first_parents(git):
    repository = Repository.open(git.folder)
    made = {}
    for name, when in (
        ("first", "2025-06-04T23:59:59+00:00"),
        ("second", "2025-06-06T05:00:00+06:00"),
        ("third", "2025-06-06T23:59:59+00:00"),
    ):
        (git.folder / "x").write_text(name)
        made[name] = git.commit(name, when)
    git("checkout", "-qb", "side", made["first"])
    (git.folder / "y").write_text("y")
    git.commit("side", "2025-06-05T23:59:00+00:00")
    git("checkout", "-q", "main")
    late = {"GIT_COMMITTER_DATE": "2025-06-09T00:00:00+00:00"}
    git("merge", "-q", "--no-edit", "side", **late)
    assert repository.resolve_date(date(2025, 6, 4)) == made["first"]
    assert repository.resolve_date(date(2025, 6, 5)) == made["second"]
    assert repository.resolve_date(date(2025, 6, 8)) == made["third"]
    assert repository.resolve_date(date(2025, 6, 9)) == git("rev-parse", "HEAD")
    assert committed_on(repository, made["second"]) == date(2025, 6, 5)
    with pytest.raises(NotFound) as refused:
        repository.resolve_date(date(2025, 6, 3))
    assert refused.value.code == "CF302"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1)])
def test_no_commit_is_older_than_the_first_second_of_git(committed, day):
    with pytest.raises(NotFound) as refused:
        committed.resolve_date(day)
    assert refused.value.code == "CF302"


def test_the_last_day_of_the_calendar_is_after_every_commit(committed):
    assert committed.resolve_date(date.max) == committed.resolve("HEAD")


def test_a_shallow_clone_suggests_unshallow(committed, git, git_in, tmp_path):
    (git.folder / ONE).write_text("changed\n")
    git.commit("second")
    git("clone", "-q", "--depth=1", f"file://{git.folder}", str(tmp_path / "shallow"))
    shallow = Repository.open(tmp_path / "shallow")
    assert shallow.shallow
    with pytest.raises(NotFound) as caught:
        shallow.resolve("HEAD~1")
    assert "unshallow" in caught.value.hint


def test_changed_paths_are_those_that_differ_from_head(committed, git):
    assert committed.changed_paths() == ()
    (git.folder / ONE).write_text("changed\n")
    (git.folder / TWO).unlink()
    (git.folder / "cases" / "new one.yaml").write_text("x\n")
    (git.folder / "elsewhere.txt").write_text("x\n")
    git("add", ONE)
    assert committed.changed_paths() == (ONE, TWO, "cases/new one.yaml")


def test_blobs_come_in_the_order_asked_and_oversized_ones_cut(committed, git):
    ids = [git("hash-object", "-w", "--stdin", stdin=f"{number}\n") for number in range(200)]
    huge = git("hash-object", "-w", "--stdin", stdin="x" * (LARGEST + 5000))
    asked = [*ids, huge, *reversed(ids)]
    given = list(committed.read_blobs(asked))
    assert [one for one, _ in given] == asked
    assert given[7][1] == b"7\n"
    assert len(given[200][1]) == LARGEST + 1
    assert given[-1][1] == b"0\n"
    assert list(committed.read_blobs([])) == []


def test_reading_may_stop_half_way(committed, git):
    ids = [git("hash-object", "-w", "--stdin", stdin="x" * 500_000 + str(number)) for number in range(5)]
    assert next(iter(committed.read_blobs(ids * 20)))[0] == ids[0]


def test_a_missing_blob_is_reported(committed):
    with pytest.raises(MachineTrouble) as caught:
        list(committed.read_blobs(["1" * 40]))
    assert caught.value.code == "CF816"


def test_one_pass_of_the_log_gives_commits_with_their_changed_files(committed, git):
    first = git("rev-parse", "HEAD")
    (git.folder / ONE).write_text("changed\n")
    second = git.commit("second\n\nwith a body", "2025-06-07T12:00:00+06:00")
    (git.folder / ONE).rename(git.folder / "cases" / "moved.yaml")
    third = git.commit("third")
    commits = list(log_pass(committed, [committed.resolve("HEAD")]))
    assert [commit.id for commit in commits] == [third, second, first]
    assert commits[1].subject == "second"
    assert commits[1].message == "second\n\nwith a body"
    assert commits[1].parents == (first,)
    assert (commits[1].author.name, commits[1].committer.name) == ("desk-1", "desk-1")
    assert commits[1].committer.time == 1749276000
    (touched,) = commits[1].touched
    assert (touched.path, touched.mode) == (ONE, "100644")
    assert touched.before == (git("rev-parse", f"{first}:{ONE}"),)
    assert touched.after == git("rev-parse", f"{second}:{ONE}")
    assert [(one.path, one.before == (None,), one.after is None) for one in commits[0].touched] == [
        (ONE, False, True),
        ("cases/moved.yaml", True, False),
    ]
    assert [one.path for one in commits[2].touched] == ["casefile.yaml", ONE, TWO]


def test_git_is_stopped_if_the_log_is_not_read_further(committed, git, monkeypatch):
    for number in range(3):
        (git.folder / ONE).write_text(f"{number}\n")
        git.commit("a change")
    tip = committed.resolve("HEAD")
    started = []
    monkeypatch.setattr(
        subprocess, "Popen", lambda *words, **how: started.append(POPEN(*words, **how)) or started[-1]
    )
    with contextlib.closing(log_pass(committed, [tip])) as commits:
        assert next(commits).subject == "a change"
    (process,) = started
    assert process.returncode is not None
    assert process.stdout.closed


def test_a_failure_of_git_is_reported_with_its_reason(committed):
    with pytest.raises(MachineTrouble) as caught:
        next(log_pass(committed, ["0" * 39 + "1"]))
    assert caught.value.code == "CF810"


def test_a_merge_touches_the_files_it_resolved(committed, git):
    git("checkout", "-qb", "other")
    (git.folder / ONE).write_text("theirs\n")
    (git.folder / TWO).write_text("only theirs\n")
    git.commit("theirs")
    git("checkout", "-q", "main")
    (git.folder / ONE).write_text("ours\n")
    git.commit("ours")
    git.run("merge", "-q", "other")
    (git.folder / ONE).write_text("both\n")
    merge = next(log_pass(committed, [git.commit("settled")]))
    assert len(merge.parents) == 2
    (touched,) = merge.touched
    assert touched.path == ONE
    assert touched.before == tuple(git("rev-parse", f"{parent}:{ONE}") for parent in merge.parents)


def test_an_octopus_touches_with_a_blob_for_each_parent(committed, git):
    tips = []
    for name in ("a", "b", "c"):
        git("checkout", "-qb", name, "main")
        (git.folder / ONE).write_text(f"{name}\n")
        tips.append(git.commit(name))
    tree = git("rev-parse", "main^{tree}")
    octopus = git("commit-tree", tree, *(word for tip in tips for word in ("-p", tip)), "-m", "octopus")
    (touched,) = next(log_pass(committed, [octopus])).touched
    assert touched.before == tuple(git("rev-parse", f"{tip}:{ONE}") for tip in tips)
    assert touched.after == git("rev-parse", f"main:{ONE}")


def test_strange_commits_are_read(committed, git):
    tree, parent = git("rev-parse", "HEAD^{tree}"), git("rev-parse", "HEAD")
    raw = (
        f"tree {tree}\nparent {parent}\nauthor J\xf6rg <j@x> 99999999999999999999 +0000\n"
        "committer <> notadate\n\nBodyless \xff"
    ).encode("latin-1")
    strange = git.write_commit(raw)
    commit, before = log_pass(committed, [strange])
    assert commit.author.name == "J\ufffdrg"
    assert (commit.author.time, commit.committer.time) == (0, 0)
    assert commit.message == "Bodyless \ufffd"
    assert commit.touched == ()
    assert before.id == parent


def test_a_register_below_the_top_has_paths_of_its_own(git):
    for path in ("outside.yaml", "sub/casefile.yaml", f"sub/{ONE}"):
        (git.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (git.folder / path).write_text("x\n")
    head = git.commit("all")
    (git.folder / "outside.yaml").write_text("y\n")
    tip = git.commit("outside")
    repository = Repository.open(git.folder / "sub")
    (commit,) = log_pass(repository, [tip])
    assert commit.id == head
    assert [one.path for one in commit.touched] == ["casefile.yaml", ONE]
    assert [entry.path for entry in repository.list_tree(tip)] == ["casefile.yaml", ONE]


def test_a_commit_is_named_by_its_whole_id_only(committed):
    with pytest.raises(ValueError, match="whole id"):
        committed.list_tree("--output=x")
    with pytest.raises(ValueError, match="whole id"):
        list(log_pass(committed, ["HEAD"]))


HOSTILE = """
    core.fsmonitor core.pager core.editor core.sshCommand core.askPass pager.log pager.status
    gpg.program gpg.ssh.program credential.helper diff.external diff.casefile.textconv
    diff.casefile.command filter.a=b.clean filter.a=b.smudge filter.a=b.process sequence.editor
    merge.casefile.driver interactive.diffFilter uploadpack.packObjectsHook
"""
"""Settings that name a program."""
ALIASED = ("log", "status", "ls-tree", "ls-files", "cat-file", "rev-parse", "rev-list", "config", "var")


def test_reading_a_hostile_repository_starts_nothing_of_its_own(committed, git, tmp_path):
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {tmp_path}/sprung\ncat\n')
    trap.chmod(0o755)
    for key in HOSTILE.split():
        git("config", key, str(trap))
    for alias in ALIASED:
        git("config", f"alias.{alias}", f"!{trap}")
    for key, value in (
        ("core.hooksPath", str(tmp_path / "hooks")),
        ("log.showSignature", "true"),
        ("filter.a=b.required", "true"),
        ("remote.evil.url", f"ext::{trap}"),
        ("remote.evil.promisor", "true"),
        ("protocol.ext.allow", "always"),
        ("extensions.partialClone", "evil"),
        ("core.repositoryFormatVersion", "1"),
    ):
        git("config", key, value)
    (tmp_path / "hooks").mkdir()
    for name in ("post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        (tmp_path / "hooks" / name).symlink_to(trap)
    (git.folder / ".gitattributes").write_text("*.yaml diff=casefile filter=a=b merge=casefile\n")
    (git.folder / ".git" / "info" / "attributes").write_text("* diff=casefile filter=a=b\n")
    (git.folder / ONE).write_text("changed\n")
    os.utime(git.folder / TWO, (1, 1))

    repository = Repository.open(git.folder)
    head = repository.head()
    assert repository.changed_paths() == (ONE,)
    assert repository.identity() == "desk-1 <desk-1@register.invalid>"
    assert repository.state() is None
    assert len(list(log_pass(repository, [head], [ONE]))) == 1
    assert repository.resolve_date(date(2025, 6, 5)) == head
    for snapshot in (WorkingTree(git.folder), Index(repository), Revision(repository, "HEAD")):
        assert [path for path, _ in snapshot.read_all()] == [ONE, TWO]
        assert snapshot.label
    with pytest.raises(MachineTrouble):
        list(repository.read_blobs(["1" * 40]))
    assert not (tmp_path / "sprung").exists()

    git.run("status")
    assert (tmp_path / "sprung").exists(), "the traps are not armed, so this test proves nothing"


CHANGES_THE_LOG = {
    "log.decorate": "full", "color.ui": "always", "color.diff": "always", "log.abbrevCommit": "true",
    "core.abbrev": "8", "notes.displayRef": "refs/notes/*", "i18n.logOutputEncoding": "UTF-16",
    "format.pretty": "oneline", "format.encodeEmailHeaders": "true", "log.diffMerges": "first-parent",
    "diff.noPrefix": "true", "diff.renames": "copies", "log.date": "relative", "log.mailmap": "true",
}  # fmt: skip


@pytest.mark.parametrize("each_parent", [True, False])
@pytest.mark.parametrize("linked", [True, False])
def test_no_setting_changes_how_commits_are_read(committed, git, each_parent, linked):
    git("switch", "-q", "-c", "other")
    (git.folder / ONE).write_text("theirs\n")
    git.commit("theirs\n\n    indented\n\tmore\n:100644 no file")
    git("switch", "-q", "main")
    (git.folder / TWO).write_text("ours\n")
    git.commit("ours")
    git("merge", "-q", "--no-edit", "other")
    git("notes", "add", "-m", "a note", "HEAD")
    tip = git("rev-parse", "HEAD")
    read = [*log_pass(committed, [tip], each_parent=each_parent, linked=linked)]
    assert [len(each.parents) for each in read] == [2, 1, 1, 0]
    assert {each.message for each in read} >= {"theirs\n\n    indented\n\tmore\n:100644 no file", "ours"}
    for key, value in CHANGES_THE_LOG.items():
        git("config", key, value)
    assert [*log_pass(committed, [tip], each_parent=each_parent, linked=linked)] == read


WORDS = ("rev-parse", "HEAD")
