"""A census of the files of a register: their names, kinds, sizes and times, as the system tells them.

Two censuses that are equal tell of the same files with the same contents, but for those that were written
just before the first was taken: within one tick of the clock a file can change and keep its times. `young`
names them.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from casefile.files.record_paths import RECORDS
from casefile.model.digest import blake2b
from casefile.model.kinds import SETTINGS

AGED = 3_000_000_000
"""Nanoseconds after which a file that changes has other times, on every disk that we know of."""
KINDS: Mapping[int, str] = {
    stat.S_IFREG: "f", stat.S_IFDIR: "d", stat.S_IFLNK: "l",
    stat.S_IFIFO: "p", stat.S_IFSOCK: "s", stat.S_IFCHR: "c", stat.S_IFBLK: "b",
}  # fmt: skip
"""The letter of each kind of file."""


class Fingerprints(Struct, frozen=True):
    """Kind, mode, size, both times, inode and path of every file of a register: a line each, ended by a NUL.

    Paths are relative to the register. `young` are the files written so shortly before that a later change
    might leave their times as they are.
    """

    text: bytes
    young: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        """A short name of it."""
        return blake2b(self.text, digest_size=20).digest()

    @property
    def files(self) -> int:
        """How many files and folders are told of."""
        return self.text.count(b"\0")


NO_FINGERPRINTS = Fingerprints(b"", ())
"""What is told of the files of a commit: they never change."""


def take(root: Path) -> Fingerprints | None:
    """Return the census of a register.

    None where something there cannot be read or the register has no `cases/`: then nobody can tell whether
    anything changed.
    """
    lines: list[str] = []
    young: list[str] = []
    limit = time.time_ns() - AGED
    first = len(str(root)) + 1
    try:
        for path, found in _files(root):
            kind, mode = KINDS.get(stat.S_IFMT(found.st_mode), "?"), stat.S_IMODE(found.st_mode)
            written, changed, place = found.st_mtime_ns, found.st_ctime_ns, path[first:]
            lines.append(f"{kind} {mode:o} {found.st_size} {written} {changed} {found.st_ino} {place}\0")
            if kind == "f" and (written > limit or changed > limit):
                young.append(place)
    except OSError:
        return None
    return Fingerprints("".join(lines).encode("utf-8", "surrogateescape"), tuple(sorted(young)))


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and state of everything in a register, in an order that depends on the names alone."""
    folders = [str(root / RECORDS)]
    for each in (str(root / SETTINGS), *folders):
        yield each, os.lstat(each)
    while folders:
        with os.scandir(folders.pop()) as inside:
            for entry in sorted(inside, key=attrgetter("name")):
                yield entry.path, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
