"""Failures of the index: each is logged and counted, and the answer comes from the files instead."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from casefile.files.clone_paths import private_folder

TROUBLE = (sqlite3.Error, OSError, ValueError)
"""The exceptions that mean a damaged, locked or unreadable index; ValueError also for invalid Unicode."""
COUNTED = "index.failures"
"""The name of the file that counts failures: it has one byte for each."""
APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
"""Flags to open a file to which bytes are added; a link is not followed."""


class ToleratedFailure:
    """A context in which the index may fail: such a failure (`TROUBLE`) is counted and suppressed.

    `root` is the folder of the register; alternatively `folder` is the folder that contains the index.
    """

    def __init__(self, root: Path | None = None, *, folder: Path | None = None) -> None:
        self._root, self._folder = root, folder

    def __enter__(self) -> None:
        """Enter the context; there is nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Count a failure of the index; any other exception is raised."""
        if not isinstance(error, TROUBLE):
            return False
        count_failure(error, self._folder or (private_folder(self._root) if self._root else None))
        return True


class Overtaken(sqlite3.OperationalError):
    """Another command has updated the snapshot since it was looked up."""


def count_failure(trouble: Exception, folder: Path | None) -> None:
    """Log a failure of the index, and add it to the count in a folder, if a file can be written in it.

    A failure because two commands use the index at once is only logged: the index is not damaged then.
    """
    log_failure(f"{type(trouble).__name__}: {trouble}")
    is_busy = getattr(trouble, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    if folder is not None and not (is_busy or isinstance(trouble, Overtaken)):
        with suppress(OSError):
            handle = os.open(folder / COUNTED, APPEND, 0o600)
            try:
                os.write(handle, b".")
            finally:
                os.close(handle)


def log_failure(what: str) -> None:
    """Log a failure of the index at level DEBUG without counting it, such as a damaged row, left out."""
    import logging  # noqa: PLC0415 - seldom needed

    logging.getLogger(__name__).debug("the index failed: %s", what)


def failures(folder: Path) -> int:
    """Return the number of failures of the index in a folder since `forget_failures` was last called."""
    with suppress(OSError):
        return (folder / COUNTED).lstat().st_size
    return 0


def forget_failures(folder: Path) -> None:
    """Set the number of failures of the index in a folder to zero."""
    with suppress(OSError):
        (folder / COUNTED).unlink(missing_ok=True)
