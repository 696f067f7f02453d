"""Commits that are brought together: by a merge that was made, or by what is going on."""

from __future__ import annotations

import os

from casefile.errors import MachineTrouble
from casefile.storage.repository.reading import Repository
from casefile.storage.repository.runner import ask, plain, whole_id

COMING = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD")
"""Files in the git directory that name the commit which is brought to the one that is checked out."""


def tips(repository: Repository) -> tuple[str, ...]:
    """Return the commit that is checked out, and the one that is being brought to it."""
    names = ("HEAD", *(name for name in COMING if (repository.git_dir / name).exists()))
    return tuple(dict.fromkeys(filter(None, (_commit(repository, name) for name in names))))


def merging(repository: Repository) -> tuple[str, str] | None:
    """Return our commit and theirs of the merge that goes on, else of the one that is checked out."""
    going_on = (repository.git_dir / "MERGE_HEAD").exists()
    ours, theirs = (
        _commit(repository, name) for name in (("HEAD", "MERGE_HEAD") if going_on else ("HEAD^1", "HEAD^2"))
    )
    return (ours, theirs) if ours and theirs else None


def merged_by_git() -> tuple[str, ...]:
    """Return the commits that `git merge` merges into ours, as a merge driver is given them; else none."""
    names = (name for name in os.environ if name.startswith(GITHEAD))
    return tuple(name.removeprefix(GITHEAD) for name in names)


GITHEAD = "GITHEAD_"
"""The beginning of an environment variable that ends with the id of a commit."""


def merge_base(repository: Repository, one: str, other: str) -> str | None:
    """Return the commit from which two commits parted; None where they have none in common."""
    said = ask(repository.root, "merge-base", "--end-of-options", whole_id(one), whole_id(other))
    if said.code not in {0, 1}:
        raise MachineTrouble("CF810", f"git merge-base failed: {plain(said.err)}", "see what git status says")
    return said.text or None


def _commit(repository: Repository, name: str) -> str:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    return ask(repository.root, *words, f"{name}^{{commit}}").text
