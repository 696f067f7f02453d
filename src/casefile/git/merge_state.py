"""Find the commits of a merge: of one that was made, or of an operation in progress."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.git.repository import OURS, Repository
from casefile.git.runner import printable_output, run_git, whole_id

COMING = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD")
"""Files in the git directory with the id of the commit that is being merged or applied to HEAD."""


def find_tips(repository: Repository, head: str | None = None) -> tuple[str, ...]:
    """Return the id of the commit that is checked out, and of the one that is being merged or applied to it.

    Empty on a branch without commits. `head` is the commit that is checked out, if the caller knows it.
    """
    names = [name for name in COMING if (repository.git_dir / name).exists()] or find_squashed_commit(
        repository
    )
    found = (head or repository.head(), *map(repository.commit, names))
    return tuple(dict.fromkeys(filter(None, found)))


def find_squashed_commit(repository: Repository) -> list[str]:
    """Return a list with the id of the commit that `git merge --squash` merges; empty if there is none.

    Git names it first in the message that it proposes.
    """
    lines = _lines(repository, "SQUASH_MSG")
    return [line.removeprefix("commit ") for line in lines if line.startswith("commit ")][:1]


def find_commits_to_apply(repository: Repository) -> tuple[str, ...]:
    """Return the ids of the commits that a rebase or cherry-pick in progress has still to apply.

    For a rebase it is the old tip of the branch. The commit at which git has stopped may be among them.
    """
    names = [line for folder in REBASES for line in _lines(repository, f"{folder}/orig-head")]
    steps = (line.split() for line in _lines(repository, "sequencer/todo"))
    names += [step[1] for step in steps if step[:1] == ["pick"] and step[1:]]
    return tuple(dict.fromkeys(filter(None, (repository.commit(name) for name in names))))


REBASES = ("rebase-merge", "rebase-apply")
"""Folders in the git directory in which a rebase keeps its state."""


def files_with(repository: Repository, commits: Sequence[str], word: str) -> frozenset[str]:
    """Return the paths of the records and settings that contain a whole word in one of these commits.

    Raises MachineTrouble CF810 if git fails.
    """
    if not commits:
        return frozenset()
    words = ("grep", "-l", "-z", "-w", "-F", "-e", word, *map(whole_id, commits), "--", *OURS)
    result = run_git(repository.root, *words)
    if result.code not in {0, 1}:
        raise MachineTrouble("CF810", f"git grep failed: {printable_output(result.err)}", "see: git status")
    return frozenset(each.partition(":")[2] for each in os.fsdecode(result.out).split("\0") if each)


def find_merge_parents(repository: Repository) -> tuple[str, str] | None:
    """Return the ids of our commit and theirs, of the merge in progress or of the one that is checked out.

    None if there is neither.
    """
    going_on = (repository.git_dir / "MERGE_HEAD").exists()
    ours, theirs = (
        repository.commit(name) for name in (("HEAD", "MERGE_HEAD") if going_on else ("HEAD^1", "HEAD^2"))
    )
    return (ours, theirs) if ours and theirs else None


def find_commits_being_merged() -> tuple[str, ...]:
    """Return the ids of the commits that `git merge` merges into ours; empty outside of a merge.

    Git passes them to a merge driver in environment variables.
    """
    names = (name for name in os.environ if name.startswith(GITHEAD))
    return tuple(name.removeprefix(GITHEAD) for name in names)


GITHEAD = "GITHEAD_"
"""The start of the name of an environment variable; the rest of the name is the id of a commit."""


def merge_base(repository: Repository, one: str, other: str) -> str | None:
    """Return the id of a best common ancestor of two commits, given by full ids; None if there is none.

    Raises MachineTrouble CF810 if git fails.
    """
    result = run_git(repository.root, "merge-base", "--end-of-options", whole_id(one), whole_id(other))
    if result.code not in {0, 1}:
        raise MachineTrouble(
            "CF810", f"git merge-base failed: {printable_output(result.err)}", "see: git status"
        )
    return result.text or None


MOST_CONFLICTS = 127
"""The exit code of git merge-file is the number of conflicts, at most this; larger codes are errors."""
LABELS = ("ours", "base", "theirs")


class ByLines(Struct, frozen=True):
    """The result of merging three files line by line: the text, with conflict markers unless it is `clean`.

    `text` is None if git cannot merge them, for example because one is not text.
    """

    text: bytes | None
    clean: bool


def merge_by_lines(base: Path, ours: Path, theirs: Path, size: int) -> ByLines:
    """Merge three files as `git merge-file` does, with conflict markers of `size` characters.

    `LABELS` name the sides in the markers. No file is changed.
    """
    named = [word for label in LABELS for word in ("-L", label)]
    files = [str(each.absolute()) for each in (ours, base, theirs)]
    words = ("merge-file", "--stdout", f"--marker-size={size}", *named, "--", *files)
    result = run_git(ours.absolute().parent, *words)
    if not 0 <= result.code <= MOST_CONFLICTS:
        return ByLines(None, clean=False)
    return ByLines(result.out, clean=result.code == 0)


def _lines(repository: Repository, name: str) -> list[str]:
    """Return the lines of a file in the git directory; an empty list if there is no such file."""
    place = repository.git_dir / name
    return place.read_text("utf-8", "replace").splitlines() if place.is_file() else []
