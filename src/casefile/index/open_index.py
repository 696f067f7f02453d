"""Open the index of the register in a folder, unless it is turned off, and name its snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from casefile.files.clone_paths import NAME, private_folder
from casefile.index.content_cache import ContentCache, code_digest
from casefile.index.index_failures import ToleratedFailure
from casefile.index.snapshot_index import SnapshotIndex

_is_used = ContextVar("is_used", default=True)


def is_used() -> bool:
    """Return whether the index may be read and written: not inside of `without_index`."""
    return _is_used.get()


@contextmanager
def without_index() -> Iterator[None]:
    """Do not use the index while the context is open: every file is read again, and nothing is stored."""
    token = _is_used.set(False)
    try:
        yield
    finally:
        _is_used.reset(token)


def index_folder(root: Path) -> Path | None:
    """Return the folder that contains the index of a register; None if there is none, or it is not used."""
    folder = private_folder(root) if is_used() else None
    return folder if folder is not None and (folder / NAME).is_file() else None


def open_snapshot_index(folder: Path) -> SnapshotIndex:
    """Open the index in a folder; create it if it does not exist.

    Raises OSError or sqlite3.Error if that fails.
    """
    return SnapshotIndex(ContentCache(folder, code_digest()).connected())


def name_of(root: Path | str, commit: str | None = None) -> str:
    """Return the name of a snapshot in the index: `files ROOT`, or `commit ID ROOT` for a commit."""
    return f"files {root}" if commit is None else f"commit {commit} {root}"


def none_was_withdrawn(root: Path) -> bool:
    """Return whether the index has the files of a folder and no snapshot of files has a withdrawal notice.

    This includes the other working trees of the clone. A broken file that may be a notice counts as one. If
    the result is False, also because the index fails, no content of a commit may be stored: it may be that of
    a withdrawn case.
    """
    with ToleratedFailure(root):
        folder = index_folder(root)
        if folder is not None:
            seen = {each.name: each.facts["tips"] for each in open_snapshot_index(folder).states(name_of(""))}
            return name_of(root) in seen and not any(tips is not None for tips in seen.values())
    return False
