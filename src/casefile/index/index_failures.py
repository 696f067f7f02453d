"""Failures of the index: each is logged and counted, and the answer comes from the files instead."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from casefile.files.clone_paths import private_folder

TROUBLE = (sqlite3.Error, OSError, ValueError)
"""The exceptions of an index that is damaged, locked or not readable; a text may be no Unicode, too."""
COUNTED = "index.failures"
"""The file that counts failures: it has one byte for each."""
APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC


class Tolerated:
    """A block in which the index may fail; `root` is the register, or `folder` has the index."""

    def __init__(self, root: Path | None = None, *, folder: Path | None = None) -> None:
        self._root, self._folder = root, folder

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Count a failure of the index; any other exception is raised."""
        if not isinstance(error, TROUBLE):
            return False
        count(error, self._folder or (private_folder(self._root) if self._root else None))
        return True


class Overtaken(sqlite3.OperationalError):
    """Another command has updated the snapshot meanwhile."""


def count(trouble: Exception, folder: Path | None) -> None:
    """Log a failure, and add it to the count in a folder; nothing is counted where no file can be written.

    Two commands at once are logged only: the index is as it should be then.
    """
    log(f"{type(trouble).__name__}: {trouble}")
    is_busy = getattr(trouble, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    if folder is not None and not (is_busy or isinstance(trouble, Overtaken)):
        with suppress(OSError):
            handle = os.open(folder / COUNTED, APPEND, 0o600)
            try:
                os.write(handle, b".")
            finally:
                os.close(handle)


def log(what: str) -> None:
    """Log a failure that needs no other answer than a row less, such as a damaged row."""
    import logging  # noqa: PLC0415 - seldom needed

    logging.getLogger(__name__).debug("the index failed: %s", what)


def failures(folder: Path) -> int:
    """Return how often the index in a folder failed since these were forgotten."""
    with suppress(OSError):
        return (folder / COUNTED).lstat().st_size
    return 0


def forget_failures(folder: Path) -> None:
    """Begin to count anew."""
    with suppress(OSError):
        (folder / COUNTED).unlink(missing_ok=True)
