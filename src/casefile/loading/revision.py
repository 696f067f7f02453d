"""Find the commit that a revision or a day means."""

from __future__ import annotations

import re
from pathlib import Path

from casefile.dates import BadDate, When
from casefile.errors import BadInput, CasefileError, MachineTrouble, NotFound, Problem
from casefile.files.register_folder import find_root
from casefile.git import Repository


def work_tree(root: Path) -> Repository:
    """Return the git work tree around a register; MachineTrouble CF809 if there is none."""
    repository = Repository.open(root)
    if repository is None:
        raise MachineTrouble(
            "CF809", "this register is not in a git repository, so it has no history", "start one: git init"
        )
    return repository


def revisions(directory: Path) -> tuple[str, ...]:
    """Return the names of branches and tags, also of remotes; empty if there is no git repository."""
    repository = Repository.open(find_root(directory))
    return repository.names() if repository else ()


def detached_head_warning(repository: Repository, commit: str) -> tuple[Problem, ...]:
    """Return the warning (CF829) that a new commit is on no branch, and how to keep it; empty on a branch.

    A rebase moves its branch to the new commits at its end, so nothing is lost there.
    """
    state = repository.state()
    if repository.branch() is not None or state in MOVING_A_BRANCH:
        return ()
    keep = f"git branch NAME {commit[:9]}" if state else "git switch -c NAME"
    message = f"commit {commit[:9]} is on no branch; git may delete it after you switch branches"
    return (Problem.of_file("", "CF829", message, f"to keep it on a new branch: {keep}", "warning"),)


MOVING_A_BRANCH = ("rebase", "am")
"""The operations of git that detach HEAD and at their end move a branch to it."""


def commit_of(repository: Repository, known_at: str) -> str:
    """Return the commit that a revision or a day means.

    A day means the last commit up to its end on the first-parent line, by committer date in UTC. Raises
    NotFound CF302 if there is none, BadInput CF604 for a day that is not in the calendar and for words that
    cannot be a revision.
    """
    when = _date(known_at)
    try:
        if isinstance(when, When) and when.day is not None:
            return repository.resolve_date(when.day)
        return repository.resolve(known_at)
    except NotFound as error:
        raise _explain_unknown_revision(repository, known_at, when, error) from error


def _explain_unknown_revision(
    repository: Repository, known_at: str, when: When | BadDate, error: NotFound
) -> CasefileError:
    """Return the error for a revision or a day without a commit, as close to the typed text as possible."""
    if repository.head() is None:
        return NotFound(error.code, "nothing is committed here yet", "commit the files: casefile commit")
    if isinstance(when, BadDate):
        meant = f"{known_at} is neither a revision nor a day: {when.message}"
        return BadInput("CF604", meant, when.hint) if DAY.fullmatch(known_at) else error
    if when.day is None:
        return NotFound(error.code, error.message, "write a day in full: 2025-06-10")
    return error


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""The form of a day, also of one that does not exist."""


def _date(text: str) -> When | BadDate:
    try:
        return When.parse(text)
    except BadDate as bad:
        return bad
