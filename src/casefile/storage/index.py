"""The cache: what is remembered of files, by their content; without it every answer is the same, only later.

It lies in the common git directory, readable by its owner alone. Whatever is wrong with it (deleted, older,
damaged, locked, read-only, a full disk), it is as if nothing were remembered.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import casefile

NAME = "index.sqlite"
WAIT = 0.2
"""Seconds to wait for another command that writes; then we go on without."""
AT_ONCE = 500
"""Keys of one question to the database."""
SPARE = 4
"""How many times what was last asked for may be kept, before the oldest goes."""


class Kept(NamedTuple):
    """What is remembered of a file, as JSON: its entry and, of a sound record, its row and its data."""

    entry: str
    row: str | None = None
    data: str | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """A cache in a folder; `version` is that of the reader and the model, another one remembers nothing."""

    folder: Path
    version: str

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, Kept]:
        """Return what is remembered of these files."""
        found: dict[bytes, Kept] = {}
        with contextlib.suppress(sqlite3.Error, OSError), self._opened() as database:
            for start in range(0, len(keys), AT_ONCE):
                some = keys[start : start + AT_ONCE]
                marks = ",".join("?" * len(some))
                asked = f"SELECT key, sum, entry, row, data FROM kept WHERE key IN ({marks})"  # noqa: S608 - marks alone
                for key, total, *texts in database.execute(asked, some):
                    kept = Kept(*texts)
                    if total == _sum(kept):
                        found[key] = kept
        return found

    def keep(self, files: Iterable[tuple[bytes, Kept]], asked: int) -> None:
        """Remember files; `asked` is how many the register holds."""
        # A text that is no Unicode is not remembered either.
        with contextlib.suppress(sqlite3.Error, OSError, ValueError), self._opened() as database, database:
            database.executemany(
                "INSERT OR REPLACE INTO kept (key, sum, entry, row, data) VALUES (?, ?, ?, ?, ?)",
                [(key, _sum(each), *each) for key, each in files],
            )
            (count,) = database.execute("SELECT count(*) FROM kept").fetchone()
            database.execute(
                "DELETE FROM kept WHERE rowid IN (SELECT rowid FROM kept ORDER BY rowid LIMIT ?)",
                [max(0, count - SPARE * asked)],
            )

    def size(self) -> tuple[int, int] | None:
        """Return how many files are remembered, and in how many bytes; None where nothing is."""
        path = self.folder / NAME
        with contextlib.suppress(sqlite3.Error, OSError):
            if path.is_file():
                with self._opened() as database:
                    (count,) = database.execute("SELECT count(*) FROM kept").fetchone()
                return int(count), path.stat().st_size
        return None

    def purge(self) -> bool:
        """Forget everything; tell whether there was anything to forget."""
        path = self.folder / NAME
        there = os.path.lexists(path)
        for each in (path, path.with_name(f"{NAME}-journal")):
            each.unlink(missing_ok=True)
        return there

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        path = self.folder / NAME
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        if path.is_symlink():
            raise OSError("a link is not followed")
        database = sqlite3.connect(path, timeout=WAIT, isolation_level="IMMEDIATE")
        try:
            database.executescript("PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL;")
            self._prepare(database)
            yield database
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                self.purge()  # damaged: the next command begins anew
            raise
        finally:
            database.close()

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Make the tables where they are not those of this version."""
        with contextlib.suppress(sqlite3.OperationalError):
            found = database.execute("SELECT version FROM made").fetchone()
            if found == (self.version,):
                return
        with database:
            for name in ("made", "kept"):
                database.execute(f"DROP TABLE IF EXISTS {name}")
            database.execute("CREATE TABLE made (version TEXT)")
            database.execute(
                "CREATE TABLE kept (key BLOB UNIQUE NOT NULL, sum INTEGER, entry TEXT, row TEXT, data TEXT)"
            )
            database.execute("INSERT INTO made VALUES (?)", [self.version])


ROOMS = ("model", "custody", "document", "register", "summary", "changes")
"""What makes an entry of a file: another state of one of these reads files in another way."""


@cache
def reader() -> str:
    """Return what the reader of files is told by: the version, and when its own files were written."""
    top = Path(casefile.__file__).parent
    marks = [casefile.__version__, sys.version]
    for room in ROOMS:
        for folder, _, names in os.walk(top / room):
            for name in sorted(names):
                if name.endswith(".py"):
                    known = (Path(folder) / name).stat()
                    marks.append(f"{folder}/{name} {known.st_size} {known.st_mtime_ns}")
    return blake2b("\n".join(marks).encode(), digest_size=16).hexdigest()


def key_of(path: str, blob: bytes) -> bytes:
    """Return by what a file is remembered: its path and its content."""
    return blake2b(blob, digest_size=20, key=blake2b(path.encode(), digest_size=32).digest()).digest()


def _sum(kept: Kept) -> int:
    """Return by what a row is believed: a bit that fell over is no answer."""
    return zlib.crc32("\0".join(text or "" for text in kept).encode())
