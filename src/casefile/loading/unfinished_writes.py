"""Traces of writes that were cut short, for commands that read: they report them and change nothing."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.errors import MachineTrouble, Problem
from casefile.files.clone_paths import is_of_another_user, journal_of, private_folder
from casefile.files.leftovers import removal, temporary_files
from casefile.git import Repository
from casefile.plural import number

if TYPE_CHECKING:  # at run time loaded only if there is a journal
    from casefile.files.write_journal import Journal

UNFINISHED, TEMPORARY = "CF031", "CF032"
CODES = frozenset({UNFINISHED, TEMPORARY})


def find_unfinished_writes(root: Path) -> tuple[Problem, ...]:
    """Return a problem for the write that was interrupted in a register, and for each temporary file.

    The codes are CF031 and CF032. Nothing while a running process writes: the journal and the temporary files
    are then its own.
    """
    found, place = temporary_files(root), _journal(root)
    written = place if place is not None and os.path.lexists(place) else None
    if not (found or written) or is_being_written(root):
        return ()
    journal_problems = _journal_problems(root, written) if written else ()
    return (*journal_problems, *map(_temporary_problem, found))


def is_being_written(root: Path) -> bool:
    """Return whether a running process writes in the clone around a register."""
    from casefile.files.write_lock import is_locked  # noqa: PLC0415 - seldom needed, and so below

    private, asked = private_folder(root), _by_git(root)
    private = asked.private if asked else private
    return private is not None and is_locked(private)


def _journal(root: Path) -> Path | None:
    """Return the path of the journal; None outside of git, and if git does not trust its folder."""
    asked = _by_git(root)
    return asked.journal if asked else journal_of(root)


def _by_git(root: Path) -> Repository | None:
    """Return the repository as git opens it if another user owns its folder and git trusts it, else None.

    In all other cases the files alone are enough, because starting git takes longer.
    """
    with contextlib.suppress(MachineTrouble):
        return Repository.open(root) if is_of_another_user(root) else None
    return None


def _journal_problems(root: Path, place: Path) -> Iterator[Problem]:
    from casefile.files.write_journal import load_journal  # noqa: PLC0415

    try:
        journal = load_journal(place)
    except MachineTrouble as error:
        yield Problem.of_file(str(place), UNFINISHED, error.message, error.hint)
        return
    if journal is not None:
        yield _write_problem(root, journal)


def _write_problem(root: Path, journal: Journal) -> Problem:
    """Return the problem of a write, located at the first file that is not in its place yet."""
    from casefile.files.write_journal import compare_with_disk  # noqa: PLC0415

    found = compare_with_disk(root, journal)
    files = f"a write of {number(len(journal.steps), 'file')} was interrupted"
    if found.waiting and not found.moved:
        message = f"{files} before any of them changed"
    elif found.waiting:
        message = f"{files}: {len(found.moved)} changed, {len(found.waiting)} did not"
    else:
        message = f"{files} before {'the commit ended' if journal.message is not None else 'its end'}"
    path = next((step.path for step in (*found.waiting, *found.moved)), journal.paths[0])
    is_without_effect = found.waiting and not found.moved
    advice = "remove it, and enter the data again" if is_without_effect else "complete it"
    hint = f"{advice}: casefile commit {shlex.quote(path)}"
    return Problem.of_file(path, UNFINISHED, message, hint)


def _temporary_problem(path: str) -> Problem:
    message = "an interrupted write left this temporary file, a copy of a record"
    return Problem.of_file(path, TEMPORARY, message, removal(Path(path)), "warning")
