"""The tables of the index, and the types of the values that are written to them and read from them."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

from msgspec import Struct
from msgspec.msgpack import encode

from casefile.errors import Problem
from casefile.index.index_failures import Overtaken, log_failure

DaysHeld = tuple[int, int | None]
"""The least and the greatest number of days held; None if there is no upper bound."""
Doubt = Literal["own", "troubled", "all"]
"""Which files to check again after a change: the changed ones, also those with problems, or all.

The values for these are `own`, `troubled` and `all`.
"""


Stored = str | bytes | None
"""A text as the index stores it: compressed to bytes if it is long; see `pack`."""


class CacheRow(NamedTuple):
    """The data stored for the content of one file, as JSON texts in the form of `pack`.

    `entry` is the outline of the entry; `row` is the record summary, which only a record without errors has.
    """

    entry: Stored
    row: Stored = None

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> CacheRow | None:
        """Return the cache row from a row of the table `contents`; None if that is missing or damaged."""
        _, entry, summary, _ = row
        return cls(entry, summary) if is_whole(row) else None


class FileRecord(NamedTuple):
    """A file of a snapshot as the index stores it; only a record shown to readers has more than path and key.

    `key` is the content key of the file: see `key_of`. `kind` is "withdrawn" for a withdrawal notice. `by` is
    a JSON text of the values beyond the file on which its record summary depends, None for a file that is not
    shown. `names` has each name as written, in plain letters, and the keys by which similar sounds are found.
    `tiers` contains each name of a person with its tier and whether that tier is the lasting one, for texts
    that cannot be changed later. `refs` are the ids that the record refers to. `label` and `publisher`
    describe a shared record in one line. `similarity_keys` contains the keys by which similar names of
    persons are found.
    """

    path: str
    key: bytes
    id: str = ""
    kind: str = ""
    by: str | None = None
    names: tuple[tuple[str, str, frozenset[str]], ...] = ()
    tiers: tuple[tuple[str, str, bool], ...] = ()
    refs: frozenset[str] = frozenset()
    label: str = ""
    publisher: str = ""
    similarity_keys: frozenset[str] = frozenset()


class SnapshotDelta(NamedTuple):
    """The change of a snapshot: the changed or added files, and the metadata (`facts`) of it afterwards.

    `kept` contains the cache rows of these files by content key. `doubt` states which of the stored check
    results are no longer valid.
    """

    facts: SnapshotMeta
    files: Sequence[FileRecord]
    kept: Mapping[bytes, CacheRow]
    doubt: Doubt


class IndexedFile(NamedTuple):
    """A file as it is read from the index, with the key of its content and its cache row.

    Only a record that is shown to readers has a row number, an id and a first name (`name`). `kept` is None
    if the cache row is missing or damaged.
    """

    path: str
    key: bytes
    row: int | None
    id: str
    name: str
    kept: CacheRow | None


class CheckResult(NamedTuple):
    """The result of checking a snapshot: the problems found in its files.

    `pending` contains the paths of the files to check again, `schemas` the digests of the JSON Schema files,
    by path. `heads` are the heads of the git history that was searched for removed withdrawal notices.
    `has_removed_notices` is False if no commit of that history removed one.
    """

    problems: Sequence[Problem]
    pending: frozenset[str]
    schemas: dict[str, str]
    heads: Sequence[str] = ()
    has_removed_notices: bool = True


class ListRow(NamedTuple):
    """The row of a case in `list` for a range of days: `text` is the row as JSON, without the days held.

    `row` is the row number of the case. `first` and `last` are the range, inclusive, as ordinals. `least` and
    `most` are the days held on the first day, `more` and `most_more` their growth per day; `most` is None if
    there is no upper bound. `rank` and `name` are the sort key, `standing` the group it is counted in,
    `taken` the date of the first detention, `row_text` the cells of the row as a JSON array (`CaseRowText`).
    """

    row: int
    first: int
    last: int
    status: str
    standing: str
    country: str
    rank: int
    name: str
    text: str
    least: int
    more: int
    most: int | None
    most_more: int
    taken: str
    row_text: str

    def days_held(self, day: int) -> DaysHeld:
        """Return the least and the greatest number of days held by the end of a day (an ordinal).

        The day must be in the range of the row.
        """
        gone = day - self.first
        most = None if self.most is None else self.most + self.most_more * gone
        return self.least + self.more * gone, most

    def json(self, day: int) -> str:
        """Return the row as JSON, with the days held by the end of a day (an ordinal)."""
        least, most = self.days_held(day)
        return self.text.replace(NO_DAYS, f"{NO_DAYS[:-4]}[{least}, {'null' if most is None else most}]", 1)


NO_DAYS = '"days_held": null'
"""The text in place of the days held; no field of a record can contain it, because quotes are escaped."""


class DeadlineRow(NamedTuple):
    """The deadlines of a record for a range of days: `deadlines` is their JSON, or empty.

    `row` is the row number of the record, `by` a digest of the settings on which they depend; `first` and
    `last` are the range, inclusive, as ordinals.
    """

    row: int
    by: str
    first: int
    last: int
    deadlines: str


class SnapshotMeta(TypedDict):
    """The metadata of a snapshot as a whole; if some of its values change, all files must be read again."""

    label: str
    """The label of the snapshot in messages."""
    zone: str | None
    """The timezone of its days, which decides which day is today."""
    rules: list[Any]
    """The settings that record summaries depend on, as plain values."""
    cases: int
    """The number of cases that have no errors and were not withdrawn."""
    formerly: Mapping[str, Sequence[str]]
    """The present ids by each former id. If these change, all files are read."""
    connections: Mapping[str, str | None]
    """The connection of each source to the person. Each record summary depends on those that it uses."""
    close_sources: Sequence[str]
    """The sources that are or may be close to the person. They decide which fields are public."""
    addresses: Mapping[str, Sequence[str]]
    """The ids of the sources by the key of their address. If an address gets a second source, all is read."""
    unshown: list[dict[str, Any]]
    """The problems of files that are not shown. While there are any, all files are read after a change."""
    unread: list[dict[str, Any]]
    """The problems of files that could not be read at all."""
    young: list[str]
    """Files changed so recently that their times cannot prove them unchanged: they are read each time."""
    withdrawn: list[str]
    """The ids of cases that have a withdrawal notice. A new one empties the cache."""
    tips: list[str] | None
    """The heads of the git history in which cases were withdrawn. If they changed, all files are read.

    None if the snapshot has no withdrawal notice, nor a broken file that may be one.
    """
    deadline_settings: str
    """A digest of the settings on which deadlines depend."""
    marks: NotRequired[int]
    """The sum of the marks of all files, which proves that none is missing; the index computes it."""


class IndexState(Struct, frozen=True):
    """A snapshot in the index: its number, name, digest of fingerprints, and metadata (`facts`).

    `version` changes whenever any of its files changes.
    """

    number: int
    version: int
    name: str
    file_fingerprints: bytes
    facts: SnapshotMeta


def pack(text: str | None) -> Stored:
    """Return a text as the index stores it: one of `LONG` characters or more is compressed to bytes.

    None stays None.
    """
    if text is None or len(text) < LONG:
        return text
    packer = zlib.compressobj(zdict=COMMON)
    return packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack(stored: Stored) -> str | None:
    """Return the text that `pack` stored: bytes are decompressed, anything else is returned unchanged."""
    if not isinstance(stored, bytes):
        return stored
    return zlib.decompressobj(zdict=COMMON).decompress(stored).decode("utf-8", "surrogatepass")


COMMON = (
    b'"country-year",true,"released",null,null,[],""]]}],{"status":"held","certainty":"stated","since":["proof":['
    b'"basis":"administrative_arrest","pretrial","based":["started":["grounds":[["","fact",["until":739940,'
    b'"until_kind":"order","sentence":"ordered":[""],"charges":[{"main","accused","spells":[[["true,"release"]],'
    b'"grounds":[],"ordered":[]}]],"rules":[["detention"],["remanded"],["sentenced"],["released"]],"warned":[['
    b'"detention"],["released"]],"news":[[["false,null,true],[["stale_days":90,"disputed":null}],["public",'
    b'[90,3,null,[]],[]]],[["{"movers":["bounds":[[735634,735634],["states":[[{}],["person","affiliations",0,'
    b'"organization"],"organization?","situations",0],"situation","statutes",0],"statute?","charges",0,'
    b'"statute"],"statute?","court"],"organization?","actors",0],"organization?",[["events",10,"by",0],'
    b'"organization?",[["events",1,"sources",0,"source"],"source","paper-["events",16,"sources",0],"source","'
)
"""Frequent parts of record summaries: a preset dictionary for zlib, with which the index is 7 % smaller.

It never changes the text that is restored; see `zdict` in https://docs.python.org/3/library/zlib.html.
"""
LONG = 250
"""The length in characters from which on a text is compressed.

These are mainly the record summaries of cases, which are most of the index.
"""


def checksum(values: Sequence[object]) -> int:
    """Return the CRC-32 of the values of a row, by which damage such as a flipped bit is found."""
    return zlib.crc32(encode(values))


def is_whole(row: Sequence[Any]) -> bool:
    """Return whether a row, which ends with its checksum, is as it was written; damage is logged."""
    if row[-1] == checksum(row[:-1]):
        return True
    if any(each is not None for each in row):  # otherwise an outer join found no row: no damage
        log_failure("a row is damaged")
    return False


def write_rows(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert or replace rows in a table of the index, each with its checksum as the last column."""
    for row in rows:
        into = f"INSERT OR REPLACE INTO {table} VALUES ({'?, ' * len(row)}?)"  # noqa: S608 - ours
        database.execute(into, [*row, checksum(row)])


def mark_of(path: object, key: object) -> int:
    """Return the mark of a file: a checksum of path and content key.

    The sum of the marks of a snapshot proves that it has all its files and no others. Raises ValueError if
    the path is not a text or the key is not bytes, because the stored row is damaged then.
    """
    if not (isinstance(path, str) and isinstance(key, bytes)):
        raise ValueError("not a path and a content key")  # noqa: TRY004 - trouble with a cache, not with a caller
    return zlib.crc32(key, zlib.crc32(path.encode("utf-8", "surrogateescape")))


def verify_snapshot_files(state: IndexState, files: Iterable[tuple[str, bytes]]) -> None:
    """Raise ValueError if these are not exactly the files of a snapshot.

    A missing file must not go unnoticed, because the other records may still reveal its person.
    """
    if sum(mark_of(path, key) for path, key in files) != state.facts["marks"]:
        raise ValueError("the index does not contain all files")


def keys_of(database: sqlite3.Connection, state: IndexState) -> list[tuple[str, bytes]]:
    """Return pairs of path and content key, one for each file of a snapshot, in path order.

    Raises ValueError if a file is missing in the index.
    """
    asked = "SELECT path, key FROM files WHERE snapshot = ? ORDER BY path"
    found = database.execute(asked, [state.number]).fetchall()
    verify_snapshot_files(state, found)
    return found


def lock_for_writing(
    database: sqlite3.Connection, state: IndexState, how: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE"
) -> None:
    """Begin a transaction and check that a snapshot still has the version of `state`.

    With "IMMEDIATE" no other connection can write from here on; "DEFERRED" is for reading. Raises
    sqlite3.Error if another command has changed the snapshot.
    """
    database.execute(f"BEGIN {how}")
    found = database.execute("SELECT version FROM snapshots WHERE number = ?", [state.number]).fetchone()
    if found != (state.version,):
        raise Overtaken("another command updated this snapshot")


TABLES: Mapping[str, str] = {
    "contents": "CREATE TABLE contents (key BLOB UNIQUE NOT NULL, entry TEXT, summary TEXT, sum INTEGER)",
    "snapshots": (
        "CREATE TABLE snapshots (number INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER DEFAULT 0, "
        "name TEXT UNIQUE, fingerprint_digest BLOB, facts TEXT, sum INTEGER, fingerprints BLOB)"
    ),
    "files": (
        "CREATE TABLE files (snapshot INTEGER, path TEXT, key BLOB, id TEXT, kind TEXT, name TEXT, "
        "label TEXT, publisher TEXT, row INTEGER, PRIMARY KEY (snapshot, path)) WITHOUT ROWID"
    ),
    "summaries": "CREATE TABLE summaries (row INTEGER PRIMARY KEY, key BLOB, by TEXT, UNIQUE (key, by))",
    "list_rows": (
        "CREATE TABLE list_rows (row INTEGER, first INTEGER, last INTEGER, status TEXT, standing TEXT, "
        "country TEXT, rank INTEGER, name TEXT, text TEXT, least INTEGER, more INTEGER, most INTEGER, "
        "most_more INTEGER, taken TEXT, row_text TEXT, sum INTEGER, PRIMARY KEY (row, first)) WITHOUT ROWID"
    ),
    "deadlines": (
        "CREATE TABLE deadlines (row INTEGER, by TEXT, first INTEGER, last INTEGER, text TEXT, sum INTEGER, "
        "PRIMARY KEY (row, by, first)) WITHOUT ROWID"
    ),
    "names": "CREATE TABLE names (row INTEGER, name TEXT, plain TEXT, PRIMARY KEY (row, name)) WITHOUT ROWID",
    "sounds": "CREATE TABLE sounds (key TEXT, name TEXT, PRIMARY KEY (key, name)) WITHOUT ROWID",
    "tiers": (
        "CREATE TABLE tiers (row INTEGER, place INTEGER, name TEXT, tier TEXT, lasting INTEGER, "
        "PRIMARY KEY (row, place)) WITHOUT ROWID"
    ),
    "name_words": "CREATE TABLE name_words (word TEXT, row INTEGER, PRIMARY KEY (word, row)) WITHOUT ROWID",
    "refs": "CREATE TABLE refs (target TEXT, row INTEGER, PRIMARY KEY (target, row)) WITHOUT ROWID",
    "similarity_keys": (
        "CREATE TABLE similarity_keys (key TEXT, row INTEGER, PRIMARY KEY (key, row)) WITHOUT ROWID"
    ),
    "problems": "CREATE TABLE problems (snapshot INTEGER, path TEXT, text TEXT, sum INTEGER)",
    "check_results": (
        "CREATE TABLE check_results (snapshot INTEGER PRIMARY KEY, schemas TEXT, heads TEXT, "
        "removed INTEGER, sum INTEGER)"
    ),
    "texts": (
        "CREATE VIRTUAL TABLE texts USING fts5 (words, content = '', detail = none, columnsize = 0, "
        "tokenize = 'unicode61')"
    ),
    "texts_read": "CREATE TABLE texts_read (row INTEGER PRIMARY KEY, escaped INTEGER)",
    "passages": "CREATE TABLE passages (row INTEGER PRIMARY KEY, text TEXT, sum INTEGER)",
    "ledgers": "CREATE TABLE ledgers (row INTEGER PRIMARY KEY, text TEXT, sum INTEGER)",
    "name_keys": "CREATE TABLE name_keys (row INTEGER PRIMARY KEY, text TEXT, sum INTEGER)",
    "list_totals": (
        "CREATE TABLE list_totals (snapshot INTEGER, first INTEGER, last INTEGER, totals TEXT, sum INTEGER)"
    ),
}
"""The SQL statement that creates each table, by its name."""
INDEXES = (
    "CREATE INDEX files_by_row ON files (row, snapshot)",
    "CREATE INDEX names_by_name ON names (name)",
    "CREATE INDEX files_by_id ON files (snapshot, id)",
    "CREATE INDEX problems_by_path ON problems (snapshot, path)",
    "CREATE INDEX list_rows_by_status ON list_rows (status, last, first)",
    "CREATE INDEX closed_tiers ON tiers (row, place, name, tier, lasting) WHERE tier != 'public'",
)
SIZES = (
    ("files", "files", "60000 10000 1"),
    ("files", "files_by_row", "60000 6 1"),
    ("files", "files_by_id", "60000 10000 1"),
    ("list_rows", "list_rows", "40000 4 1"),
    ("list_rows", "list_rows_by_status", "40000 5000 10 5"),
    ("deadlines", "deadlines", "40000 4 4 1"),
    ("refs", "refs", "200000 20 1"),
    ("names", "names", "30000 2 1"),
    ("names", "names_by_name", "30000 2 2"),
    ("sounds", "sounds", "200000 10 1"),
    ("name_words", "name_words", "40000 20 1"),
    ("similarity_keys", "similarity_keys", "80000 100 1"),
    ("tiers", "tiers", "40000 4 1"),
    ("summaries", "sqlite_autoindex_summaries_1", "20000 2 1"),
    ("contents", "sqlite_autoindex_contents_1", "20000 1"),
)
"""Statistics for SQLite's query planner: table, index, the rows of the table, then rows per value.

Without them SQLite assumes that a snapshot has only a few files, and scans all of them for each one that it
looks up. See https://sqlite.org/fileformat2.html#stat1tab
"""
