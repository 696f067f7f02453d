"""What the board holds: its tables, and the values that go in and come out."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict

from msgspec import Struct

from casefile.index.index_failures import Overtaken, log

DaysHeld = tuple[int, int | None]
Doubt = Literal["own", "troubled", "all"]
"""What must be checked anew after a change: the files themselves, those with problems too, or all."""


Stored = str | bytes | None
"""A text as the index stores it: packed, if it is long."""


class CacheRow(NamedTuple):
    """What is remembered of a file, as JSON: its entry and, of a sound record, its row."""

    entry: str
    row: str | None = None

    @classmethod
    def stored(cls, row: Sequence[Any]) -> CacheRow | None:
        """Return the file that a row of `kept` describes; None if the row is missing or damaged."""
        _, entry, excerpt, _ = row
        return cls(unpack(entry) or "", unpack(excerpt)) if is_whole(row) else None


class FileRecord(NamedTuple):
    """A file of a moment: its path, by what its content is remembered; of a record that is shown more.

    `by` is what its row was taken by besides the file, `names` hold what it is called: as it is, in plain
    letters, and how it sounds; `tiers` who may know each name of a person, now and where it is for ever;
    `stems` what is left of the words of these when they are bent; `refs` the ids that it names. `label` and
    `publisher` are how a shared record is called in a line.
    """

    path: str
    key: bytes
    id: str = ""
    kind: str = ""
    by: str | None = None
    names: tuple[tuple[str, str, frozenset[str]], ...] = ()
    tiers: tuple[tuple[str, str, bool], ...] = ()
    stems: frozenset[str] = frozenset()
    refs: frozenset[str] = frozenset()
    label: str = ""
    publisher: str = ""


class SnapshotDelta(NamedTuple):
    """Files of a moment that changed or came, and what is known of it as a whole from then on.

    `doubt` says what of the verdict on it does not stand any longer.
    """

    facts: SnapshotMeta
    files: Sequence[FileRecord]
    kept: Mapping[bytes, CacheRow]
    doubt: Doubt


class IndexedFile(NamedTuple):
    """A file in the index, and the key of its content; of a record that is shown row, id and first name."""

    path: str
    key: bytes
    row: int | None
    id: str
    name: str
    kept: CacheRow | None


class CheckResult(NamedTuple):
    """What was found in the files of a moment, which are to be checked anew, and the schemas' digests."""

    problems: list[dict[str, Any]]
    pending: frozenset[str]
    schemas: dict[str, str]


class ListRow(NamedTuple):
    """The row of a case in `list` for a range of days: `text` is the row as JSON, without the days held.

    `first` and `last` are the range, inclusive, as numbers of days. `least` and `most` are the days held on
    the first day, `more` and `most_more` their growth per day; `most` is None if there is no upper bound.
    `rank` and `name` are the sort key, `standing` the group it is counted in, `taken` the date of the first
    detention, `said` the row as text.
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
    said: str

    def days_held(self, day: int) -> DaysHeld:
        """Return the least and the greatest number of days held by the end of a day."""
        gone = day - self.first
        most = None if self.most is None else self.most + self.most_more * gone
        return self.least + self.more * gone, most

    def json(self, day: int) -> str:
        """Return the row of a day as a text of JSON."""
        least, most = self.days_held(day)
        return self.text.replace(NO_DAYS, f"{NO_DAYS[:-4]}[{least}, {'null' if most is None else most}]", 1)


NO_DAYS = '"days_held": null'
"""Placeholder for the days held; no text in a record can contain it, because its quotes are escaped there."""


class DeadlineRow(NamedTuple):
    """What is due of a record over days in a row, as JSON; nothing where nothing is.

    `by` is what that was taken by besides the record; `first` and `last` are days by number, both in.
    """

    row: int
    by: str
    first: int
    last: int
    said: str


class SnapshotMeta(TypedDict):
    """What is known of a moment as a whole, and what is made anew where that is another."""

    label: str
    """How the moment is called."""
    zone: str | None
    """The timezone of its days: on it hangs which day is today."""
    rules: list[Any]
    """The settings that excerpts depend on, as plain values."""
    cases: int
    """How many cases are sound and were not withdrawn."""
    formerly: Mapping[str, Sequence[str]]
    """The present ids by a former one: where these change, all is read."""
    connections: Mapping[str, str | None]
    """How sources stand to whom they speak of: on these hang rows, each on those that it was taken by."""
    close_sources: Sequence[str]
    """The sources that are or may be close to the person: what is public depends on them."""
    addresses: Mapping[str, Sequence[str]]
    """The ids of the sources by the key of their address: where one gets a second source, all is read."""
    unshown: list[dict[str, Any]]
    """What is wrong with files that are not shown: as long as there are any, all is read after a change."""
    unread: list[dict[str, Any]]
    """What is wrong with files of which nothing could be read."""
    young: list[str]
    """Files written so late that their times cannot tell of a change: they are read each time."""
    withdrawn: list[str]
    """Cases for which something stands that says so; a new one empties the cache."""
    tips: list[str] | None
    """What the history is told by in which they were withdrawn: where it moved on, all is read."""
    owed_by: str
    """Clocks, and how bodies are called: on these hangs what is due."""
    laws: str
    """The statutes: on these hangs what a search shows of records."""
    marks: NotRequired[int]
    """The sum by which the moment is believed to have all its files; the board counts it."""


class IndexState(Struct, frozen=True):
    """A moment that is on the board: its number, and what is known of it as a whole.

    `version` is another one whenever any of its files is.
    """

    number: int
    version: int
    name: str
    file_fingerprints: bytes
    facts: SnapshotMeta


def pack(text: str | None) -> Stored:
    """Return a text as the index stores it: a long one is compressed."""
    if text is None or len(text) < LONG:
        return text
    packer = zlib.compressobj(zdict=COMMON)
    return packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack(stored: Stored) -> str | None:
    """Return the text that was packed."""
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
"""Frequent parts of excerpts: a preset dictionary for zlib, with which the index is 7 % smaller.

It never changes the text that is restored; see `zdict` in https://docs.python.org/3/library/zlib.html.
"""
LONG = 250
"""Characters from which on a text is compressed: the excerpts of cases, which are most of the index."""


def checksum(values: Sequence[object]) -> int:
    """Return by what a row is believed: a bit that fell over is no answer."""
    return zlib.crc32("\0".join(map(str, values)).encode())


def is_whole(row: Sequence[Any]) -> bool:
    """Return whether a row, which ends with its checksum, is as it was written."""
    if row[-1] == checksum(row[:-1]):
        return True
    if any(each is not None for each in row):  # else the join found no row
        log("a row is damaged")
    return False


def write_rows(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of a table of ours, each with its checksum behind it, in place of those of their key."""
    for row in rows:
        into = f"INSERT OR REPLACE INTO {table} VALUES ({'?, ' * len(row)}?)"  # noqa: S608 - ours
        database.execute(into, [*row, checksum(row)])


def mark_of(path: object, key: object) -> int:
    """Return what a file adds to the sum by which a moment is believed to have all its files, and no other.

    Raises ValueError where it is none.
    """
    if not (isinstance(path, str) and isinstance(key, bytes)):
        raise ValueError("this is no file")  # noqa: TRY004 - trouble with a cache, not with a caller
    return zlib.crc32(key, zlib.crc32(path.encode("utf-8", "surrogateescape")))


def verify_snapshot_files(state: IndexState, files: Iterable[tuple[str, bytes]]) -> None:
    """Raise ValueError where these are not the files of a moment: who is missing might be told by others."""
    if sum(mark_of(path, key) for path, key in files) != state.facts["marks"]:
        raise ValueError("the board does not hold all files")


def keys_of(database: sqlite3.Connection, state: IndexState) -> list[tuple[str, bytes]]:
    """Return every file of a moment and by what its content is remembered; ValueError if any is missing."""
    asked = "SELECT path, key FROM here WHERE state = ? ORDER BY path"
    found = database.execute(asked, [state.number]).fetchall()
    verify_snapshot_files(state, found)
    return found


def lock_for_writing(
    database: sqlite3.Connection, state: IndexState, how: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE"
) -> None:
    """Let nobody else write from here on; raise sqlite3.Error where the moment is no longer as we saw it."""
    database.execute(f"BEGIN {how}")
    found = database.execute("SELECT version FROM states WHERE number = ?", [state.number]).fetchone()
    if found != (state.version,):
        raise Overtaken("another command updated this snapshot")


TABLES: Mapping[str, str] = {
    "kept": "CREATE TABLE kept (key BLOB UNIQUE NOT NULL, entry TEXT, row TEXT, sum INTEGER)",
    "judged": "CREATE TABLE judged (key BLOB UNIQUE NOT NULL, said TEXT, sum INTEGER)",
    "states": (
        "CREATE TABLE states (number INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER DEFAULT 0, "
        "name TEXT UNIQUE, census BLOB, facts TEXT, sum INTEGER, told BLOB)"
    ),
    "here": (
        "CREATE TABLE here (state INTEGER, path TEXT, key BLOB, id TEXT, kind TEXT, name TEXT, label TEXT, "
        "publisher TEXT, row INTEGER, PRIMARY KEY (state, path)) WITHOUT ROWID"
    ),
    "rows": "CREATE TABLE rows (row INTEGER PRIMARY KEY, key BLOB, by TEXT, UNIQUE (key, by))",
    "spans": (
        "CREATE TABLE spans (row INTEGER, first INTEGER, last INTEGER, status TEXT, standing TEXT, "
        "country TEXT, rank INTEGER, name TEXT, text TEXT, least INTEGER, more INTEGER, most INTEGER, "
        "most_more INTEGER, taken TEXT, said TEXT, sum INTEGER, PRIMARY KEY (row, first)) WITHOUT ROWID"
    ),
    "owed": (
        "CREATE TABLE owed (row INTEGER, by TEXT, first INTEGER, last INTEGER, said TEXT, sum INTEGER, "
        "PRIMARY KEY (row, by, first)) WITHOUT ROWID"
    ),
    "names": "CREATE TABLE names (row INTEGER, name TEXT, plain TEXT, PRIMARY KEY (row, name)) WITHOUT ROWID",
    "heard": "CREATE TABLE heard (key TEXT, name TEXT, PRIMARY KEY (key, name)) WITHOUT ROWID",
    "tiers": (
        "CREATE TABLE tiers (row INTEGER, place INTEGER, name TEXT, tier TEXT, lasting INTEGER, "
        "PRIMARY KEY (row, place)) WITHOUT ROWID"
    ),
    "parts": "CREATE TABLE parts (word TEXT, row INTEGER, PRIMARY KEY (word, row)) WITHOUT ROWID",
    "spelt": "CREATE TABLE spelt (stem TEXT, row INTEGER, PRIMARY KEY (stem, row)) WITHOUT ROWID",
    "refs": "CREATE TABLE refs (target TEXT, row INTEGER, PRIMARY KEY (target, row)) WITHOUT ROWID",
    "verdicts": "CREATE TABLE verdicts (state INTEGER, path TEXT, said TEXT, sum INTEGER)",
    "verdict_of": "CREATE TABLE verdict_of (state INTEGER PRIMARY KEY, schemas TEXT, sum INTEGER)",
    "texts": (
        "CREATE VIRTUAL TABLE texts USING fts5 (words, content = '', detail = none, columnsize = 0, "
        "tokenize = 'unicode61')"
    ),
    "read": "CREATE TABLE read (row INTEGER PRIMARY KEY, escaped INTEGER)",
    "shown": "CREATE TABLE shown (row INTEGER PRIMARY KEY, by TEXT, said TEXT, sum INTEGER)",
    "covered": "CREATE TABLE covered (state INTEGER, first INTEGER, last INTEGER, totals TEXT, sum INTEGER)",
}
"""The statement that creates each table, by its name: first the cache of files, then the board."""
INDEXES = (
    "CREATE INDEX here_by_row ON here (row, state)",
    "CREATE INDEX names_by_name ON names (name)",
    "CREATE INDEX here_by_id ON here (state, id)",
    "CREATE INDEX verdicts_by_path ON verdicts (state, path)",
    "CREATE INDEX spans_by_status ON spans (status, last, first)",
)
SIZES = (
    ("here", "here", "60000 10000 1"),
    ("here", "here_by_row", "60000 6 1"),
    ("here", "here_by_id", "60000 10000 1"),
    ("spans", "spans", "40000 4 1"),
    ("spans", "spans_by_status", "40000 5000 10 5"),
    ("owed", "owed", "40000 4 4 1"),
    ("refs", "refs", "200000 20 1"),
    ("names", "names", "30000 2 1"),
    ("names", "names_by_name", "30000 2 2"),
    ("heard", "heard", "200000 10 1"),
    ("parts", "parts", "40000 20 1"),
    ("spelt", "spelt", "40000 20 1"),
    ("tiers", "tiers", "40000 4 1"),
    ("rows", "sqlite_autoindex_rows_1", "20000 2 1"),
    ("kept", "sqlite_autoindex_kept_1", "20000 1"),
)
"""About how many rows a table has, and how many of them have the same first columns of an index.

SQLite, which knows neither before it has counted, takes a moment for a handful of files and reads through all
of them for every one that it looks up. See https://sqlite.org/fileformat2.html#stat1tab
"""
