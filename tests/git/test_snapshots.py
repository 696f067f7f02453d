"""The same register looks the same on the disk, in the index and in a commit."""

from __future__ import annotations

import os

import pytest

from casefile.errors import BrokenData, NotFound
from casefile.git import Repository
from casefile.git.commit_writer import commit_only
from casefile.git.snapshots import Index, Revision, Snapshot, WorkingTree, have_same_lines

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"


def content(snapshot: Snapshot):
    files = list(snapshot.read_all())
    return (
        [entry.path for entry in snapshot.entries()],
        files,
        snapshot.problems,
        sorted(snapshot.read_strays()),
        snapshot.read("casefile.yaml"),
    )


def odd_files(root):
    """Make one of each thing that git can hold and that is no record."""
    cases = root / "cases"
    (cases / "a.yml").write_text("x")
    (cases / ".b.yaml").write_text("x")
    (cases / "c.yaml").mkdir()
    (cases / "c.yaml" / "d.yaml").write_text("x")
    (cases / "e.yaml").symlink_to("kg/2025/kg-2025-one.yaml")
    (cases / "f.yaml").symlink_to("../../outside")
    (cases / "g").symlink_to("/etc")
    (cases / "h.txt").write_text("x")
    (cases / "i\tj.yaml").write_text("x")
    (cases / "k.yaml").write_bytes(b"\xff\xfe\0x" * 400_000)
    (root / "beside" / "deep").mkdir(parents=True)
    (root / "beside" / "deep" / "l.yml").write_text("l")
    (root / "beside" / "m.yaml").symlink_to("deep/l.yml")
    (root / "beside" / "s.yaml").symlink_to("../farther/t.yml")
    (root / "farther").mkdir()
    (root / "farther" / "t.yml").write_text("t")
    (cases / "n").symlink_to("../beside")
    (cases / "o.yaml").symlink_to(root / "beside" / "deep" / "l.yml")
    (cases / "p.yaml").symlink_to("n/deep/l.yml")
    (cases / "q.yaml").symlink_to("q.yaml")
    (cases / "r").symlink_to("../.git")


STRAYS = {
    "cases/.b.yaml": b"x",
    "cases/a.yml": b"x",
    "cases/e.yaml": b"",
    "cases/f.yaml": b"",
    "cases/i\tj.yaml": b"x",
    "cases/n/deep/l.yml": b"l",
    "cases/n/m.yaml": b"",
    "cases/n/s.yaml": b"t",
    "cases/o.yaml": b"",
    "cases/p.yaml": b"",
    "cases/q.yaml": b"",
}
"""What is read of these, each file once and no record again."""


@pytest.mark.parametrize("below", ["", "desk/register"])
def test_the_same_content_gives_the_same_result(git, below):
    root = git.folder / below
    for path in ("casefile.yaml", ONE, TWO):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"id: {path}\n")
    odd_files(root)
    commit = git.commit("all")
    repository = Repository.open(root)
    on_disk, staged, stored = WorkingTree(root), Index(repository), Revision(repository, "HEAD")
    assert content(on_disk) == content(staged) == content(stored)
    assert [path for path, _ in on_disk.read_all()] == ["cases/c.yaml/d.yaml", "cases/k.yaml", ONE, TWO]
    assert {problem.code for problem in on_disk.problems} == {"CF003", "CF004", "CF006"}
    assert dict(on_disk.read_strays()) == STRAYS
    assert (on_disk.label, staged.label) == ("the working tree", "the index")
    assert stored.label == f"commit {commit[:7]} of 2025-06-05"
    assert (on_disk.commit, staged.commit, stored.commit) == (None, None, commit)
    assert list(staged.entries()) == list(stored.entries())


def test_a_file_in_a_folder_like_that_of_git_is_read_among_those_that_are_no_records(committed, git):
    path = "cases/.git/x.yaml"
    (git.folder / "cases" / ".git").mkdir()
    (git.folder / path).write_text("name: Asel\n")
    assert dict(WorkingTree(git.folder).read_strays())[path] == b"name: Asel\n"


def test_each_snapshot_shows_its_own_content(committed, git):
    (git.folder / ONE).write_text("staged\n")
    git("add", ONE)
    (git.folder / ONE).write_text("on the disk\n")
    assert WorkingTree(git.folder).read(ONE) == b"on the disk\n"
    assert Index(committed).read(ONE) == b"staged\n"
    assert Revision(committed, "HEAD").read(ONE) == f"id: {ONE}\n".encode()


def test_a_path_that_is_only_promised_is_not_in_the_index(committed, git):
    for name in ("promised", "empty"):
        (git.folder / "cases" / f"{name}.yaml").write_text("" if name == "empty" else "x\n")
    git("add", "-N", "cases/promised.yaml")
    git("add", "cases/empty.yaml")
    assert [path for path, _ in Index(committed).read_all()] == ["cases/empty.yaml", ONE, TWO]


def test_a_conflict_in_the_index_is_reported_and_our_side_is_read(committed, git):
    git("checkout", "-qb", "other")
    (git.folder / ONE).write_text("theirs\n")
    git("rm", "-q", TWO)
    git.commit("theirs")
    git("checkout", "-q", "main")
    for path in (ONE, TWO):
        (git.folder / path).write_text("ours\n")
    git.commit("ours")
    git.run("merge", "-q", "other")
    index = Index(committed)
    assert list(index.read_all()) == [(ONE, b"ours\n"), (TWO, b"ours\n")]
    assert [(problem.path, problem.code) for problem in index.problems] == [(ONE, "CF021"), (TWO, "CF021")]


def test_in_a_hook_the_index_is_that_of_the_commit(committed, git, tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    hook = git.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\necho "$GIT_INDEX_FILE" > {seen}; cp "$GIT_INDEX_FILE" .git/kept\n')
    hook.chmod(0o755)
    (git.folder / TWO).write_text("staged, but not for this commit\n")
    git("add", TWO)
    (git.folder / "cases" / "new.yaml").write_text("new\n")
    commit_only(committed, ["cases/new.yaml"], "x\n")
    assert ".git/next-index" in seen.read_text()
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/kept")
    index = Index(committed)
    assert index.read("cases/new.yaml") == b"new\n"
    assert index.read(TWO) == f"id: {TWO}\n".encode()


def test_an_index_of_another_repository_is_not_followed(committed, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert len(list(Index(committed).entries())) == 2


def test_a_submodule_is_reported_in_every_snapshot(committed, git, git_in):
    inner = git.folder / "cases" / "inner"
    inner.mkdir()
    git_in(inner)("init", "-q")
    git_in(inner)("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "--allow-empty", "-m", "x")
    git("-c", "advice.addEmbeddedRepo=false", "add", "cases/inner")
    git("commit", "-qm", "a submodule")
    on_disk, staged, stored = WorkingTree(git.folder), Index(committed), Revision(committed, "HEAD")
    assert content(on_disk) == content(staged) == content(stored)
    assert [(problem.path, problem.code) for problem in stored.problems] == [("cases/inner", "CF003")]


@pytest.mark.parametrize(
    ("name", "target", "code"),
    [("link.yaml", "kg", "CF003"), ("link.yaml", "/etc/passwd", "CF004"), (".#link.yaml", "kg", "CF003")],
)
def test_reading_a_link_is_refused_in_every_snapshot(committed, git, name, target, code):
    (git.folder / "cases" / name).symlink_to(target)
    git.commit("a link")
    for snapshot in (WorkingTree(git.folder), Index(committed), Revision(committed, "HEAD")):
        with pytest.raises(BrokenData) as caught:
            snapshot.read(f"cases/{name}")
        assert caught.value.code == code
        with pytest.raises(NotFound) as missing:
            snapshot.read("cases/none.yaml")
        assert missing.value.code == "CF304"


def test_a_file_that_goes_away_while_reading_hides_nothing(register):
    snapshot = WorkingTree(register)
    reading = snapshot.read_all()
    next(reading)
    (register / TWO).unlink()
    assert list(reading) == []
    assert [(problem.path, problem.code) for problem in snapshot.problems] == [(TWO, "CF304")]


def test_the_working_tree_needs_no_git(register, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    assert [path for path, _ in WorkingTree(register).read_all()] == [ONE, TWO]


def test_an_empty_repository_has_an_empty_index_and_no_revision(git):
    repository = Repository.open(git.folder)
    assert list(Index(repository).entries()) == []
    with pytest.raises(NotFound):
        Revision(repository, "HEAD")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"a\r\nb\n", b"a\nb\r\n", True),
        (b"a\rb", b"a\nb", False),
        (b"", None, False),
        (None, None, True),
        (b"\xff\r\n", b"\xfe\n", False),
    ],
)
def test_line_ends_do_not_change_the_content(one, other, same):
    assert have_same_lines(one, other) is have_same_lines(other, one) is same
