"""The journal of a write: several files and their commit change together, even if the process is killed.

It is written before the first file is renamed into its place, and removed after the commit. A journal without
a running writer belongs to an interrupted write; the next write completes or drops it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from casefile.errors import CasefileError, MachineTrouble
from casefile.files.atomic_writes import (
    Begin,
    FileWrite,
    content_of,
    flush_folder,
    open_folder,
    remove_leftovers,
    write_private,
)
from casefile.files.disk_errors import unwritable_folder_error
from casefile.files.leftovers import removal
from casefile.model.digest import digest_of_content


class FileChange(Struct, frozen=True):
    """One file of a write: the digest of its content before, and its content after; None for no file."""

    path: str
    before: str | None
    after: bytes | None

    @property
    def changes(self) -> bool:
        """Whether the write changes the file."""
        return self.before != digest_of(self.after)


class Journal(Struct, frozen=True):
    """A write of several files: its files in the order in which they are renamed, and its commit message.

    `message` is None for a write without a commit.
    """

    steps: tuple[FileChange, ...]
    message: str | None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files of the write, from the register."""
        return tuple(step.path for step in self.steps)


class Progress(Struct, frozen=True):
    """The progress of a write: new files in place, files still old, files changed by another program."""

    moved: tuple[FileChange, ...]
    waiting: tuple[FileChange, ...]
    foreign: tuple[FileChange, ...]

    @property
    def is_partial(self) -> bool:
        """Whether some files are new and some still old."""
        return bool(self.moved and self.waiting)


class WriteTurn(Struct, frozen=True):
    """The right to write to a register, which one process has at a time.

    `journal` is the path of the journal, `completed` are the paths of an earlier interrupted write that was
    completed. In a hook of casefile's own commit there is no journal here: the outer command has it.
    """

    journal: Path | None = None
    completed: tuple[str, ...] = ()


@contextlib.contextmanager
def journaled(root: Path, place: Path | None, message: str | None = None) -> Iterator[Begin]:
    """Yield a function that writes the journal of a write to the path `place`; remove the journal at the end.

    `message` is that of the commit that belongs to the write. Nothing is written if `place` is None, nor for
    a single file without a commit: its rename is one step. After a reported failure (CasefileError) the
    journal stays only if some files are new and some are old; after any other exception it stays. The
    function raises MachineTrouble CF805 if the journal cannot be written.
    """
    begun: list[Journal] = []

    def begin(writes: Sequence[FileWrite]) -> None:
        if place is not None and (len(writes) > 1 or message is not None):
            journal = Journal(tuple(map(_change_of, writes)), message)
            _save(place, journal)
            begun.append(journal)

    try:
        yield begin
    except CasefileError:
        if place is not None and begun and not compare_with_disk(root, begun[0]).is_partial:
            erase_journal(place)
        raise
    if place is not None and begun:
        erase_journal(place)


def _change_of(write: FileWrite) -> FileChange:
    return FileChange(write.path, digest_of(write.expected), write.blob)


def digest_of(blob: bytes | None) -> str | None:
    """Return the digest of a content by `digest_of_content`; None for no file."""
    return None if blob is None else digest_of_content(blob)


def _save(place: Path, journal: Journal) -> None:
    files = [
        {"path": step.path, "before": step.before, "after": _as_text(step.after)} for step in journal.steps
    ]
    data = {FORMAT: {"files": files, "message": journal.message}}
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_leftovers(place.parent, [place.name])
        with open_folder(place.parent) as folder:
            write_private(folder, place.name, json.dumps(data, ensure_ascii=False).encode(*TEXT))
    except OSError as error:
        raise unwritable_folder_error(place.parent, error) from error


FORMAT = "casefile/unfinished/1"
"""The top-level key of a journal's JSON, with the version of its format."""
TEXT = ("utf-8", "surrogateescape")
"""The codec by which contents are written as text: any content is restored byte for byte."""


def load_journal(place: Path) -> Journal | None:
    """Return the journal at a path; None if there is no file.

    Raises MachineTrouble CF804 if it cannot be read.
    """
    try:
        return _read(json.loads(place.read_bytes().decode(*TEXT))[FORMAT])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise MachineTrouble(
            "CF804",
            f"the journal of an interrupted write cannot be read: {place}",
            f"compare the files with the last commit: git status; then: {removal(place)}",
        ) from error


def _as_text(blob: bytes | None) -> str | None:
    return None if blob is None else blob.decode(*TEXT)


def _read(data: dict[str, Any]) -> Journal:
    files = ((file["path"], file["before"], file["after"]) for file in data["files"])
    steps = (
        FileChange(path, before, None if after is None else after.encode(*TEXT))
        for path, before, after in files
    )
    return Journal(tuple(steps), data["message"])


def erase_journal(place: Path) -> None:
    """Remove the journal of a write that is complete or dropped, and flush the folder to the disk.

    If the disk refuses, the journal stays: the next write finds nothing left to do and tries again.
    """
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)
    flush_folder(place.parent)


def compare_with_disk(root: Path, journal: Journal) -> Progress:
    """Compare the files on disk with the journal.

    A file that the write does not change is left out, unless another program changed it. One that cannot be
    read counts as changed by another program.
    """
    found: dict[str, list[FileChange]] = {"moved": [], "waiting": [], "foreign": []}
    for step in journal.steps:
        now = _digest_on_disk(root / step.path)
        if now == digest_of(step.after):
            found["moved"] += [step] if step.changes else []
        else:
            found["waiting" if now == step.before else "foreign"].append(step)
    return Progress(*map(tuple, found.values()))


def _digest_on_disk(place: Path) -> str | None:
    """Return the digest of a file on the disk; None for no file; empty if the file cannot be read."""
    try:
        return digest_of(content_of(place))
    except OSError:
        return ""
