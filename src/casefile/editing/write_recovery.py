"""Start a command that writes: take the lock, then complete or drop an interrupted write."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from casefile.editing.commit_message import committed_contents
from casefile.errors import Collision, MachineTrouble
from casefile.files.atomic_writes import FileWrite, content_of, write_all
from casefile.files.event_log import log_event
from casefile.files.leftovers import removal, remove_temporary_files
from casefile.files.write_journal import (
    Journal,
    Progress,
    WriteTurn,
    compare_with_disk,
    erase_journal,
    load_journal,
)
from casefile.files.write_lock import ignore, lock, silent
from casefile.git import Repository
from casefile.git.commit_writer import commit_only, renew_index
from casefile.git.snapshots import have_same_lines
from casefile.loading.entry_cache import forget_cached
from casefile.plural import number

LOCKED = frozenset({"CF813", "CF818"})
"""Codes of errors about a lock file of git: the commit can still be made once that file is removed."""
NOTHING_TO_COMMIT = "CF815"


@contextlib.contextmanager
def hold_write_lock(
    repository: Repository,
    patience: float = 10.0,
    waiting: Callable[[], None] = silent,
    note: Callable[[str], None] = ignore,
) -> Iterator[WriteTurn]:
    """Hold the lock of a register, remove temporary files, and complete or drop an interrupted write.

    `patience` is how many seconds to wait for another writer, `waiting` is called if that takes longer than
    one second. `note` receives a sentence about the interrupted write. In a hook of casefile's own commit,
    which already has the lock, nothing is done and an empty WriteTurn is yielded. Raises the errors of
    `lock`; Collision CF709 if a file of that write was changed since; MachineTrouble if the journal cannot be
    read, or if disk or git refuse to complete the write.
    """
    with lock(repository.private, patience, waiting) as own:
        if not own:
            yield WriteTurn()
            return
        remove_temporary_files(repository.root)
        yield WriteTurn(repository.journal, _complete(repository, note))


def _complete(repository: Repository, note: Callable[[str], None]) -> tuple[str, ...]:
    """Complete the write in the journal, or drop it if no file is in place yet; return its paths.

    Raises Collision CF709, and changes nothing, if another program has changed one of its files since.
    """
    place = repository.journal
    journal = load_journal(place)
    if journal is None:
        return ()
    log_event(__name__, "unfinished write: %d files", len(journal.steps))
    found = compare_with_disk(repository.root, journal)
    if _is_committed(repository, journal):
        renew_index(repository, journal.paths)
        note(_recovery_line(journal, "was committed"))
    elif found.foreign:
        raise _foreign(place, found)
    elif found.waiting and not found.moved:
        note(_recovery_line(journal, "was discarded, because no file had changed"))
    else:
        _move_rest(repository, journal, found)
        _commit(repository, journal)
        note(_recovery_line(journal, "is complete now"))
    erase_journal(place)
    return journal.paths


def _recovery_line(journal: Journal, outcome: str) -> str:
    return f"an earlier write of {number(len(journal.steps), 'file')} was interrupted; it {outcome}"


def _is_committed(repository: Repository, journal: Journal) -> bool:
    """Return whether the last commit contains all files as they are after the write."""
    if journal.message is None:
        return False
    held = committed_contents(repository, journal.paths)
    return all(have_same_lines(held.get(step.path), step.after) for step in journal.steps)


def _foreign(place: Path, found: Progress) -> Collision:
    path = found.foreign[0].path
    return Collision(
        "CF709",
        f"an earlier write was interrupted, and {path} changed since; no file was changed now",
        f"see: git status, git diff; to keep all files as they are: {removal(place)}",
    )


def _move_rest(repository: Repository, journal: Journal, found: Progress) -> None:
    """Write those files of an interrupted write that still have their old content."""
    writes = [
        FileWrite(step.path, step.after, content_of(repository.root / step.path)) for step in found.waiting
    ]
    write_all(repository.root, writes)
    if any(step.after is None for step in journal.steps):
        forget_cached(repository)


def _commit(repository: Repository, journal: Journal) -> None:
    """Commit the files of an interrupted write; if git refuses, raise MachineTrouble.

    The files stay as they are after any refused commit.
    """
    if journal.message is None:
        return
    try:
        commit_only(repository, journal.paths, journal.message)
    except MachineTrouble as error:
        if error.code == NOTHING_TO_COMMIT:
            renew_index(repository, journal.paths)
            return
        if error.code not in LOCKED:
            erase_journal(repository.journal)
        message = f"an earlier write was interrupted; {error.message}"
        raise MachineTrouble(error.code, message, error.hint) from error
