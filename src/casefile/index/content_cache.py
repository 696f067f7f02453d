"""The content cache: data computed from files, stored by the content of each file.

The database is in the common git directory of the clone, and only its owner may read it. Without the cache
every answer is the same, only later. If it is deleted, of another version, damaged, locked or read-only, or
the disk is full, the effect is the same as an empty cache.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

import casefile
from casefile.files.clone_paths import NAME
from casefile.index.index_failures import ToleratedFailure
from casefile.index.tables import INDEXES, SIZES, TABLES, CacheRow, write_rows
from casefile.model.code_state import states_of
from casefile.model.digest import blake2b

WAIT = 0.2
"""The seconds to wait for another command that writes; after that the cache is not used."""
AT_ONCE = 500
"""The number of content keys in one query to the database."""
OTHERS = 0o077
"""The permission bits of group and others, which the database file must not have."""
SPARE = 4
"""The factor by which rows may exceed the files of the register, before the oldest rows are deleted."""
LEAST = 1000
"""The least number of rows before the oldest are deleted, so that a small register keeps earlier states."""


class Connection(sqlite3.Connection):
    """A database connection that closes when nothing refers to it any more; `SnapshotIndex` has one open."""

    def __del__(self) -> None:
        # if another thread collects the object, close() fails, and SQLite closes the connection itself
        with contextlib.suppress(sqlite3.Error):
            self.close()


class ContentCache(Struct, frozen=True):
    """The content cache in a folder: data computed from files, by the content of each file.

    `version` is the digest of the code: a cache of another version is emptied. The database is created if it
    is missing. `recall`, `keys`, `keep`, `size` and `is_whole` count failures of the index
    (`ToleratedFailure`) and raise none.
    """

    folder: Path
    version: str

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, CacheRow]:
        """Return the cache rows of these content keys, by key.

        Keys that are not stored, or whose row is damaged or cannot be read, are left out.
        """
        found: dict[bytes, CacheRow] = {}
        with ToleratedFailure(folder=self.folder), self.opened() as database:
            for start in range(0, len(keys), AT_ONCE):
                some = keys[start : start + AT_ONCE]
                marks = ",".join("?" * len(some))
                # only placeholders: no user input
                for row in database.execute(f"SELECT * FROM contents WHERE key IN ({marks})", some):  # noqa: S608
                    stored = CacheRow.from_row(row)
                    if stored is not None:
                        found[row[0]] = stored
        return found

    def keys(self) -> frozenset[bytes] | None:
        """Return the content keys of all stored files; None if the cache can be neither read nor written."""
        with ToleratedFailure(folder=self.folder), self.opened() as database:
            return frozenset(key for (key,) in database.execute("SELECT key FROM contents"))
        return None

    def keep(self, files: Iterable[tuple[bytes, CacheRow]], register_size: int) -> None:
        """Store the cache rows of files, given as pairs of content key and row.

        `register_size` is the number of files of the register: if there are too many rows for a register of
        that size (`SPARE`, `LEAST`), the oldest are deleted.
        """
        with ToleratedFailure(folder=self.folder), self.opened() as database, database:
            # a list: computing the rows can take long, and the first write locks the database
            write_rows(database, "contents", [(key, *row) for key, row in files])
            (count,) = database.execute("SELECT count(*) FROM contents").fetchone()
            forget = "DELETE FROM contents WHERE rowid IN (SELECT rowid FROM contents ORDER BY rowid LIMIT ?)"
            database.execute(forget, [max(0, count - max(SPARE * register_size, LEAST))])

    @property
    def is_there(self) -> bool:
        """Whether the database file of the index exists, of this or any other version."""
        return (self.folder / NAME).is_file()

    def size(self) -> tuple[int, int] | None:
        """Return the number of stored files and the size of the database in bytes.

        None if there is no database, or if it cannot be read.
        """
        path = self.folder / NAME
        with ToleratedFailure(folder=self.folder):
            if path.is_file():
                with self.opened() as database:
                    (count,) = database.execute("SELECT count(*) FROM contents").fetchone()
                return int(count), path.stat().st_size
        return None

    def is_whole(self) -> bool:
        """Return whether the database has no damaged page or SQL index; this reads all of it.

        False also if it cannot be opened.
        """
        with ToleratedFailure(folder=self.folder), self.opened() as database:
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
        return False

    @contextlib.contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the database for a block, and close it afterwards; a damaged database is deleted.

        Raises the errors of `connected`, and those of the block.
        """
        database = self.connected()
        try:
            yield database
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                purge(self.folder)  # damaged: the next command begins anew
            raise
        finally:
            database.close()

    def connected(self) -> sqlite3.Connection:
        """Open the database and return the connection; tables of another version are emptied.

        Raises OSError or sqlite3.Error if that fails; a damaged database is deleted then.
        """
        path = self.folder / NAME
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        if path.is_symlink():
            raise OSError("a link is not followed")
        if path.stat().st_mode & OTHERS:
            path.chmod(0o600)  # the permissions were widened after the file was created
        database = sqlite3.connect(path, timeout=WAIT, isolation_level="IMMEDIATE", factory=Connection)
        try:
            database.executescript("PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL;")
            self._prepare(database)
        except sqlite3.DatabaseError as error:
            database.close()
            if not isinstance(error, sqlite3.OperationalError):
                purge(self.folder)  # damaged: the next command begins anew
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Create the tables again, empty, if they are of another version than this code."""
        with contextlib.suppress(sqlite3.OperationalError):
            found = database.execute("SELECT version FROM index_version").fetchone()
            if found == (self.version,):
                return
        database.execute("PRAGMA secure_delete = ON")  # the dropped data may be of a case withdrawn by now
        make_tables(database, self.version)


def open_in_memory() -> sqlite3.Connection:
    """Open an empty index in memory, for a register of which nothing may or can be stored on disk."""
    database = sqlite3.connect(":memory:", isolation_level="IMMEDIATE", factory=Connection)
    make_tables(database, "")
    return database


def make_tables(database: sqlite3.Connection, version: str) -> None:
    """Drop all tables, and create them again for a version in one transaction."""
    with database:
        database.execute("BEGIN IMMEDIATE")  # otherwise each table is a transaction and waits for the disk
        # first the virtual tables, which have no page and drop their own tables
        of_any_version = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rootpage"
        for (name,) in database.execute(of_any_version).fetchall():
            if not name.startswith("sqlite_"):
                database.execute(f'DROP TABLE IF EXISTS "{name}"')
        database.execute("CREATE TABLE index_version (version TEXT)")
        for made in (*TABLES.values(), *INDEXES):
            database.execute(made)
        database.execute("ANALYZE sqlite_schema")  # creates the table sqlite_stat1
        database.execute("DELETE FROM sqlite_stat1")
        database.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", SIZES)
        database.execute("INSERT INTO index_version VALUES (?)", [version])
    database.execute("ANALYZE sqlite_schema")  # makes the planner read sqlite_stat1


def purge(folder: Path) -> bool:
    """Delete the index file in a folder and its journal; return whether there was an index file.

    Raises OSError if that fails.
    """
    path = folder / NAME
    there = os.path.lexists(path)
    for each in (path, path.with_name(f"{NAME}-journal")):
        each.unlink(missing_ok=True)
    return there


CODE_PACKAGES = (
    "dates", "names", "model", "custody", "changes", "yaml", "register", "checks", "views", "publication",
    "files", "git", "index", "loading", "editing", "validation", "merging", "queries", "intake", "setup",
    "history", "exporting",
)  # fmt: skip
"""The packages whose code computes or stores data of files: if one changes, the index is made again."""


@cache
def code_digest() -> str:
    """Return a digest of the code that computes answers, in 32 hexadecimal digits.

    It covers the versions of casefile and of Python, and size and time of each source file in
    `CODE_PACKAGES`, `errors.py` and `plural.py`.
    """
    top = _top()
    alone = [os.stat(f"{top}/{name}") for name in ("errors.py", "plural.py")]  # noqa: PTH116
    states = sorted(each for room in CODE_PACKAGES for each in states_of(f"{top}/{room}"))
    alone_states = [f"{each.st_size} {each.st_mtime_ns}" for each in alone]
    made_by = (casefile.__version__, sys.version, *alone_states, *states)
    return blake2b("\n".join(made_by).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _top() -> str:
    return os.path.dirname(casefile.__file__)  # noqa: PTH120 - here 300 paths would take as long as an answer


def key_of(path: str, blob: bytes) -> bytes:
    """Return the content key of a file: 20 bytes, a digest of its path and its content."""
    return blake2b(blob, digest_size=20, key=blake2b(path.encode(), digest_size=32).digest()).digest()
