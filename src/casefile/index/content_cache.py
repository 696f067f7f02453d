"""The cache: what is remembered of files, by their content; without it every answer is the same, only later.

It lies in the common git directory, readable by its owner alone. Whatever is wrong with it (deleted, older,
damaged, locked, read-only, a full disk), it is as if nothing were remembered.
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
from casefile.index.index_failures import Tolerated
from casefile.index.tables import INDEXES, SIZES, TABLES, CacheRow, is_whole, pack, unpack, write_rows
from casefile.model.code_state import states_of
from casefile.model.digest import blake2b

WAIT = 0.2
"""Seconds to wait for another command that writes; then we go on without."""
AT_ONCE = 500
"""Keys of one question to the database."""
OTHERS = 0o077
"""What nobody but the owner may do."""
SPARE = 4
"""How many times what was last asked for may be kept, before the oldest goes."""
LEAST = 1000
"""The least number of rows before the oldest are deleted, so that a small register keeps earlier states."""


class Connection(sqlite3.Connection):
    """A connection that is closed when nothing refers to it: a board keeps one for as long as it is read."""

    def __del__(self) -> None:
        # Another thread may collect it; then SQLite closes it by itself.
        with contextlib.suppress(sqlite3.Error):
            self.close()


class ContentCache(Struct, frozen=True):
    """A cache in a folder; `version` is that of the reader and the model, another one remembers nothing."""

    folder: Path
    version: str

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, CacheRow]:
        """Return what is remembered of these files."""
        return {key: CacheRow(entry or "", row) for key, (entry, row) in self._recall("kept", keys)}

    def keys(self) -> frozenset[bytes] | None:
        """Return by what files are remembered; None where nothing can be asked, nor be kept."""
        with Tolerated(folder=self.folder), self.opened() as database:
            return frozenset(key for (key,) in database.execute("SELECT key FROM kept"))
        return None

    def keep(self, files: Iterable[tuple[bytes, CacheRow]], asked: int) -> None:
        """Remember files; `asked` is how many the register holds."""
        self._keep("kept", files, asked)

    def verdicts(self, keys: Sequence[bytes]) -> Mapping[bytes, str]:
        """Return what was found in these texts when they were looked at alone."""
        return {key: said or "" for key, (said,) in self._recall("judged", keys)}

    def keep_verdicts(self, found: Iterable[tuple[bytes, str]], asked: int) -> None:
        """Remember what was found in texts that were looked at alone."""
        self._keep("judged", ((key, (said,)) for key, said in found), asked)

    def _recall(self, table: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, Sequence[str | None]]]:
        with Tolerated(folder=self.folder), self.opened() as database:
            for start in range(0, len(keys), AT_ONCE):
                some = keys[start : start + AT_ONCE]
                marks = ",".join("?" * len(some))
                # Names of ours and marks: nothing that anybody typed.
                for row in database.execute(f"SELECT * FROM {table} WHERE key IN ({marks})", some):  # noqa: S608
                    if is_whole(row):
                        yield row[0], [*map(unpack, row[1:-1])]

    def _keep(self, table: str, rows: Iterable[tuple[bytes, Sequence[str | None]]], asked: int) -> None:
        with Tolerated(folder=self.folder), self.opened() as database, database:
            # a list: computing the rows can take long, and the first write locks the database
            write_rows(database, table, [(key, *map(pack, texts)) for key, texts in rows])
            (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
            oldest = f"(SELECT rowid FROM {table} ORDER BY rowid LIMIT ?)"  # noqa: S608 - a name of ours
            forget = f"DELETE FROM {table} WHERE rowid IN {oldest}"  # noqa: S608 - a name of ours
            database.execute(forget, [max(0, count - max(SPARE * asked, LEAST))])

    @property
    def is_there(self) -> bool:
        """Whether there is a cache, of whatever version."""
        return (self.folder / NAME).is_file()

    def size(self) -> tuple[int, int] | None:
        """Return how many files are remembered, and in how many bytes; None where nothing is."""
        path = self.folder / NAME
        with Tolerated(folder=self.folder):
            if path.is_file():
                with self.opened() as database:
                    (count,) = database.execute("SELECT count(*) FROM kept").fetchone()
                return int(count), path.stat().st_size
        return None

    def is_whole(self) -> bool:
        """Look through the whole database; False where a page, or what leads to a row, is damaged."""
        with Tolerated(folder=self.folder), self.opened() as database:
            return bool(database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
        return False

    @contextlib.contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the database for as long as something is asked of it, or told to it."""
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
        """Open the database, made anew where it is of another version; whatever fails is raised."""
        path = self.folder / NAME
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        if path.is_symlink():
            raise OSError("a link is not followed")
        if path.stat().st_mode & OTHERS:
            path.chmod(0o600)  # somebody opened it to others
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
        """Make the tables where they are not those of this version."""
        with contextlib.suppress(sqlite3.OperationalError):
            found = database.execute("SELECT version FROM made").fetchone()
            if found == (self.version,):
                return
        database.execute("PRAGMA secure_delete = ON")  # what is dropped may be of one who is withdrawn by now
        make_tables(database, self.version)


def in_memory() -> sqlite3.Connection:
    """Open an index in memory, of a register of which nothing may or can be kept."""
    database = sqlite3.connect(":memory:", isolation_level="IMMEDIATE", factory=Connection)
    make_tables(database, "")
    return database


def make_tables(database: sqlite3.Connection, version: str) -> None:
    """Make all tables anew."""
    with database:
        database.execute("BEGIN IMMEDIATE")  # else each table is a transaction, and waits for the disk
        for name in ("made", *TABLES):
            database.execute(f"DROP TABLE IF EXISTS {name}")
        database.execute("CREATE TABLE made (version TEXT)")
        for made in (*TABLES.values(), *INDEXES):
            database.execute(made)
        database.execute("ANALYZE sqlite_schema")  # makes the table
        database.execute("DELETE FROM sqlite_stat1")
        database.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", SIZES)
        database.execute("INSERT INTO made VALUES (?)", [version])
    database.execute("ANALYZE sqlite_schema")  # reads it


def purge(folder: Path) -> bool:
    """Forget everything that the cache in a folder holds; tell whether there was anything to forget."""
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
"""What makes something of a file, or keeps it: another state of one of these may do so in another way."""


@cache
def code_digest() -> str:
    """Return a digest of all that an answer is computed by: the versions, and when each file was written."""
    top = _top()
    alone = [os.stat(f"{top}/{name}") for name in ("errors.py", "plural.py")]  # noqa: PTH116
    states = sorted(each for room in CODE_PACKAGES for each in states_of(f"{top}/{room}"))
    alone_states = [f"{each.st_size} {each.st_mtime_ns}" for each in alone]
    made_by = (casefile.__version__, sys.version, *alone_states, *states)
    return blake2b("\n".join(made_by).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _top() -> str:
    return os.path.dirname(casefile.__file__)  # noqa: PTH120 - here 300 paths would take as long as an answer


def key_of(path: str, blob: bytes) -> bytes:
    """Return by what a file is remembered: its path and its content."""
    return blake2b(blob, digest_size=20, key=blake2b(path.encode(), digest_size=32).digest()).digest()
