"""Permissions of files and folders, as a test compares them; and a folder that others can reach."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path


def mode(path: Path) -> int:
    """Return the permissions of a file or folder, with its setgid bit."""
    return stat.S_IMODE(path.lstat().st_mode)


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    """Set the umask for as long as something is done, also in the programs that are run."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def reachable_folder() -> Iterator[Path]:
    """Make a folder that every user of the computer can enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="casefile-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
