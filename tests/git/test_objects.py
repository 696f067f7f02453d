"""Looking back: objects by commit and path, what lies between two commits, where a clone ends."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.files.record_paths import LARGEST
from casefile.git import Repository
from casefile.git.ancestry import find_removed_files, list_differing_files, read_ancestry
from casefile.git.commit_parser import Committer, parse_commit
from casefile.git.log_reader import committed_on, cut_at, log_pass
from casefile.git.merge_state import merge_base
from casefile.git.objects import objects

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"


def change(git, text, path=ONE):
    (git.folder / path).write_text(text)
    return git.commit("a change")


def test_one_process_gives_files_by_commit_and_path(committed, git):
    first = git("rev-parse", "HEAD")
    second = change(git, "second\n")
    with objects(committed.root) as stored:
        assert stored.read_at(second, ONE) == b"second\n"
        assert stored.read_at(first, ONE) != stored.read_at(second, ONE)
        for missing in ("cases/no such file.yaml", "cases", "a\nb", "../casefile.yaml"):
            assert stored.read_at(second, missing) is None
        assert stored.read_at(second, ONE) == b"second\n"
        with pytest.raises(ValueError, match="whole id"):
            stored.read_at("HEAD", ONE)


def test_a_large_file_is_cut_and_the_next_one_is_whole(committed, git):
    large = change(git, "x" * (LARGEST + 5000))
    with objects(committed.root) as stored:
        assert len(stored.read_at(large, ONE)) == LARGEST + 1
        assert stored.read_at(large, "casefile.yaml") is not None


def test_files_are_found_from_a_register_below_the_top(git):
    place = git.folder / "sub dir" / ONE
    place.parent.mkdir(parents=True)
    place.write_text("x\n")
    head = git.commit("below")
    repository = Repository.open(git.folder / "sub dir")
    with objects(repository.root) as stored:
        assert stored.read_at(head, ONE) == b"x\n"


def test_changes_between_commits_are_of_the_register_alone(committed, git):
    first = git("rev-parse", "HEAD")
    (git.folder / "README.md").write_text("x\n")
    (git.folder / TWO).unlink()
    second = change(git, "second\n")
    one, two = list_differing_files(committed, first, second)
    assert (one.path, one.before, one.after) == (
        ONE, (git("rev-parse", f"{first}:{ONE}"),), git("rev-parse", f"{second}:{ONE}"),
    )  # fmt: skip
    assert (two.path, two.after, two.modes) == (TWO, None, ("100644",))
    removed = find_removed_files(committed, [first, second])
    assert {commit: [each.path for each in files] for commit, files in removed.items()} == {second: [TWO]}
    assert find_removed_files(committed, [first]) == find_removed_files(committed, []) == {}


@pytest.mark.parametrize(
    ("key", "value"), [("diff.relative", "true"), ("log.follow", "true"), ("diff.renames", "copies")]
)
def test_git_settings_do_not_change_the_answers(git, key, value):
    place = git.folder / "sub" / ONE
    place.parent.mkdir(parents=True)
    place.write_text("text that is alike\n" * 9)
    first = git.commit("first")
    git("mv", f"sub/{ONE}", f"sub/{TWO}")
    second = git.commit("moved")
    git("config", key, value)
    repository = Repository.open(git.folder / "sub")
    assert [each.path for each in list_differing_files(repository, first, second)] == [ONE, TWO]
    assert [commit.id for commit in log_pass(repository, [second], [TWO], linked=True)] == [second]


def test_the_merge_base_of_two_lines_is_found(committed, git):
    first = git("rev-parse", "HEAD")
    git("checkout", "-qb", "side")
    side = change(git, "side\n")
    git("checkout", "-q", "main")
    main = change(git, "main\n")
    assert merge_base(committed, main, side) == first
    git("checkout", "-q", "--orphan", "root")
    assert merge_base(committed, main, git.commit("root")) is None


def test_linked_commits_come_after_their_children_and_name_parents_that_are_there_too(committed, git):
    first = git("rev-parse", "HEAD")
    (git.folder / "README.md").write_text("x\n")
    git.commit("elsewhere", "2025-06-06T00:00:00Z")
    (git.folder / ONE).write_text("y\n")
    skewed = git.commit("on a wrong day", "2001-01-01T00:00:00Z")
    (git.folder / ONE).write_text("z\n")
    last = git.commit("last", "2000-01-01T00:00:00Z")
    commits = list(log_pass(committed, [last], ["cases"], linked=True))
    assert [(commit.id, commit.parents) for commit in commits] == [
        (last, (skewed,)),
        (skewed, (first,)),
        (first, ()),
    ]
    assert [commit.day for commit in commits[:2]] == [date(2000, 1, 1), date(2001, 1, 1)]


def test_a_shallow_clone_knows_where_it_ends(committed, git, tmp_path, git_in):
    tip = change(git, "second\n")
    git_in(tmp_path)("clone", "-q", "--depth=1", f"file://{git.folder}", "shallow")
    assert cut_at(committed) == frozenset()
    assert cut_at(Repository.open(tmp_path / "shallow")) == {tip}


def test_branches_and_tags_are_named(committed, git):
    git("tag", "v1")
    git("branch", "side")
    git("stash", "create")
    assert committed.names() == ("main", "side", "v1")


def test_who_made_a_commit_in_another_encoding_is_read(committed, git):
    who = "Zoë B <z@x> 1 +0000"
    raw = (
        f"tree {git('rev-parse', 'HEAD^{tree}')}\nauthor {who}\ncommitter {who}\nencoding ISO-8859-1\n"
        "\nA change\n\nReason: Zoë\n"
    ).encode("latin-1")
    made = git.write_commit(raw)
    (logged,) = log_pass(committed, [made])
    assert logged.author == logged.committer == Committer("Zoë B", "z@x", 1)
    assert logged.trailers == (("Reason", "Zoë"),)


STRANGE = {
    "plain": ("A <a@x> 5 +0000", ("A", "a@x", 5)),
    "blanks": ("A  B  <a@x> 5 +0000", ("A  B", "a@x", 5)),
    "no blank": ("A<a@x> 5 +0000", ("A", "a@x", 5)),
    "no name": ("<a@x> 5 +0000", ("", "a@x", 5)),
    "two addresses": ("A <a@x> <b@x> 5 +0000", ("A", "a@x", 5)),
    "more blanks before the time": ("A <a@x>  5 +0000", ("A", "a@x", 5)),
    "before 1970": ("A <a@x> -5 +0000", ("A", "a@x", -5)),  # git shows no time
    "no time zone": ("A <a@x> 5", ("A", "a@x", 0)),
    "no number": ("A <a@x> x 5 +0000", ("A", "a@x", 0)),
    "no time": ("A <a@x>", ("A", "a@x", 0)),
    "too late": ("A <a@x> 99999999999999 +0000", ("A", "a@x", 0)),
    "no address": ("A a@x 5 +0000", ("", "", 0)),
}


@pytest.mark.parametrize("encoding", ["", "encoding UTF-7\n"], ids=["", "UTF-7"])
@pytest.mark.parametrize("name", STRANGE)
def test_log_and_audit_read_the_same_in_a_commit_and_in_git(committed, git, name, encoding):
    line, person = STRANGE[name]
    head = git("rev-parse", "HEAD")
    raw = (
        f"tree {git('rev-parse', 'HEAD^{tree}')}\nparent {head}\nauthor {line}\ncommitter {line}\n"
        f"{encoding}\n\n \nA change  \n\tin : lines\n\n:100644 no file\nReason: why \n\n"
    ).encode("ascii")
    made = git.write_commit(raw)
    logged = next(log_pass(committed, [made]))
    with objects(committed.root) as stored:
        read = read_ancestry(committed, stored, made).commits[made]
    assert logged.parents == read.parents == (head,)
    assert logged.committer == read.committer == logged.author == read.author == Committer(*person)
    assert logged.message == read.message == "A change\n\tin : lines\n\n:100644 no file\nReason: why"
    assert logged.touched == ()
    assert committed_on(committed, made) == logged.day == (date(1970, 1, 1) if person[2] == 5 else read.day)
    assert encoding or git("show", "-s", "--format=%an", made) == person[0]
    assert encoding or git("show", "-s", "--format=%ct", made) in {str(person[2]), "", "99999999999999"}


@pytest.mark.parametrize(
    "stated", [b"", b"UTF-8", b"none", b"hex", b"utf-16", b"idna", b"unicode_escape", b"a\0b", b"\xff"]
)
def test_texts_of_a_commit_in_no_known_encoding_are_read_as_utf_8(stated):
    raw = b"author Zo\xc3\xab \\x41 \xff <z@x> 1 +0000\nencoding %s\n\nx\n" % stated
    assert parse_commit("0" * 40, raw).author.name == "Zoë \\x41 \ufffd"
