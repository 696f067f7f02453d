"""File fingerprints of a register: paths, kinds, sizes and times of its files, as the system reports them.

Equal fingerprints mean the same files with the same contents, except for files that were written just before
the first ones were taken: within one tick of the clock a file can change and keep its times. `young` lists
them.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from casefile.files.record_paths import RECORDS
from casefile.files.register_folder import folders_of_records
from casefile.model.digest import blake2b
from casefile.model.kinds import SETTINGS

AGED = 3_000_000_000
"""Nanoseconds after a write from which on another write changes the file times, on every known system."""


class Fingerprints(Struct, frozen=True):
    """The fingerprints of casefile.yaml and of all files and folders in `cases/`.

    `text` has a line for each, ended by NUL: mode, size, times of the last change of content and of status
    (nanoseconds), inode and path. The mode is the number that the system gives, with the kind of the file;
    the path is relative to the register. `young` are the paths of the files written so recently that a later
    change might leave their times as they are.
    """

    text: bytes
    young: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        """A digest of `text` in 20 bytes, by which two states of a folder are compared."""
        return blake2b(self.text, digest_size=20).digest()

    @property
    def count(self) -> int:
        """The number of files and folders."""
        return self.text.count(b"\0")


NO_FINGERPRINTS = Fingerprints(b"", ())
"""The fingerprints for the files of a commit, which never change."""


def take_fingerprints(root: Path) -> Fingerprints | None:
    """Return the file fingerprints of a register.

    None if something there cannot be read, a folder is a repository of its own (what it has of the register
    depends on git), or the register has no `cases/`: a change could then not be detected.
    """
    lines: list[str] = []
    young: list[str] = []
    limit = time.time_ns() - AGED
    try:
        for place, found in _files(root):
            mode, written, changed = found.st_mode, found.st_mtime_ns, found.st_ctime_ns
            lines.append(f"{mode} {found.st_size} {written} {changed} {found.st_ino} {place}\0")
            if (written > limit or changed > limit) and stat.S_ISREG(mode):
                young.append(place)
    except OSError:
        return None
    return Fingerprints("".join(lines).encode("utf-8", "surrogateescape"), tuple(sorted(young)))


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and status of all files in a register; raise OSError if a folder cannot be entered."""
    for each in (SETTINGS, RECORDS):
        yield each, os.lstat(root / each)
    for folder, inside in folders_of_records(root):
        if isinstance(inside, str):
            raise OSError(inside)
        for entry in inside:
            yield f"{folder}/{entry.name}", entry.stat(follow_symlinks=False)
