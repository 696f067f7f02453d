"""The index of snapshots: which files each snapshot of the register contains, and data computed from them.

A snapshot is either the files of a folder, identified by their fingerprints, or a commit. Each record that is
shown to readers has a row number. Data that belongs to a row (the list rows of a case for a range of days,
the words of its text) is computed when it is first needed.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from casefile.files.fingerprints import Fingerprints
from casefile.index.check_results import CheckResults
from casefile.index.deadline_rows import DeadlineRows
from casefile.index.index_failures import log_failure
from casefile.index.list_rows import ListRows
from casefile.index.row_texts import RowTexts
from casefile.index.tables import (
    CacheRow,
    FileRecord,
    IndexedFile,
    IndexState,
    SnapshotDelta,
    SnapshotMeta,
    checksum,
    keys_of,
    lock_for_writing,
    mark_of,
    write_rows,
)
from casefile.index.word_rows import WordRows

KEPT = 6
"""The number of snapshots that stay in the index: first those of folders, then the newest commits."""
LEEWAY = 10_000
"""The number of rows that a small register may have beyond its files before the index is purged.

Such rows belong to contents that no snapshot has any more; see `is_overgrown`.
"""


class SnapshotIndex:
    """The snapshots in an open database; the attributes give access to the tables with data of records."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.list_rows = ListRows(database)
        self.check_results = CheckResults(database)
        self.words = WordRows(database)
        self.passages = RowTexts(database, "passages")
        self.ledgers = RowTexts(database, "ledgers")
        self.name_keys = RowTexts(database, "name_keys")
        """The search keys of the names that are not public, by the number of a snapshot."""
        self.deadlines = DeadlineRows(database)

    def state(self, name: str) -> IndexState | None:
        """Return the state of a snapshot by its name; None if it is not stored or its row is damaged."""
        asked = "SELECT number, version, fingerprint_digest, facts, sum FROM snapshots WHERE name = ?"
        found = self._database.execute(asked, [name]).fetchone()
        if found is None:
            return None
        if found[-1] != _row_checksum(name, *found[1:-1]):
            log_failure("a snapshot is damaged")
            return None
        number, version, digest, facts, _ = found
        return IndexState(number, version, name, digest, json.loads(facts))

    def states(self, start: str) -> list[IndexState]:
        """Return the states of the snapshots whose names begin with `start`.

        Raises ValueError if the row of one of them is damaged.
        """
        asked = "SELECT name FROM snapshots WHERE substr(name, 1, ?) = ?"
        names = self._database.execute(asked, [len(start), start]).fetchall()
        found = [self.state(name) for (name,) in names]
        if None in found:
            raise ValueError("a snapshot is damaged")
        return [each for each in found if each is not None]

    @contextlib.contextmanager
    def steady(self, state: IndexState) -> Iterator[None]:
        """Read within one transaction, so that all queries of the block see the same version of a snapshot.

        Raises sqlite3.OperationalError if another command has changed the snapshot since it was looked up.
        """
        with self._database:
            lock_for_writing(self._database, state, "DEFERRED")
            yield

    def fingerprint_text(self, state: IndexState) -> bytes:
        """Return the full text of the file fingerprints of a snapshot; it is empty for a commit."""
        asked = "SELECT fingerprints FROM snapshots WHERE number = ?"
        (text,) = self._database.execute(asked, [state.number]).fetchone()
        return bytes(text)

    def put(
        self,
        name: str,
        file_fingerprints: Fingerprints,
        facts: SnapshotMeta,
        files: Iterable[FileRecord],
    ) -> IndexState:
        """Store a snapshot in place of the one with the same name, and return its new state.

        `facts` is the metadata of the snapshot, `files` are all of its files. Its check result and its list
        totals are deleted, and so are the oldest snapshots beyond `KEPT`. Raises sqlite3.Error if that fails.
        """
        database = self._database
        with database:
            database.execute("INSERT OR IGNORE INTO snapshots (name) VALUES (?)", [name])
            asked = "SELECT number FROM snapshots WHERE name = ?"
            number = int(database.execute(asked, [name]).fetchone()[0])
            known: SnapshotMeta = {**facts, "marks": self._write_differences(number, files)}
            state = self._store_version(number, name, file_fingerprints, known)
            self.check_results.mark_pending(number, None, troubled=False)
            self._forget_the_oldest()
        return state

    def amend(self, state: IndexState, file_fingerprints: Fingerprints, news: SnapshotDelta) -> IndexState:
        """Update a snapshot in which some files changed or were added (`news`), and return its new state.

        Stores the cache rows of these files, deletes the list totals, and marks the check results that are in
        doubt as pending. Raises sqlite3.Error if another command has updated the snapshot since it was looked
        up.
        """
        database = self._database
        with database:
            lock_for_writing(database, state)
            write_rows(database, "contents", ((key, *row) for key, row in news.kept.items()))
            before = (self.at(state, each.path) for each in news.files)
            gone = sum(mark_of(each.path, each.key) for each in before if each is not None)
            come = sum(mark_of(each.path, each.key) for each in news.files)
            facts: SnapshotMeta = {**news.facts, "marks": state.facts["marks"] - gone + come}
            self._write(state.number, news.files)
            after = self._store_version(state.number, state.name, file_fingerprints, facts)
            paths = None if news.doubt == "all" else [each.path for each in news.files]
            self.check_results.mark_pending(state.number, paths, troubled=news.doubt == "troubled")
        return after

    def settle(self, state: IndexState, young: Sequence[str]) -> IndexState:
        """Store which files are too recent for their times to prove them unchanged; return the new state.

        All other files no longer need to be read to find out whether they changed. Raises sqlite3.Error if
        another command has updated the snapshot since it was looked up.
        """
        facts: SnapshotMeta = {**state.facts, "young": list(young)}
        with self._database:
            lock_for_writing(self._database, state)
            return self._store_facts(replace(state, facts=facts))

    def _store_version(
        self, number: int, name: str, file_fingerprints: Fingerprints, facts: SnapshotMeta
    ) -> IndexState:
        """Store new fingerprints and metadata of a snapshot under a new version; return its state.

        The list totals of the old version are deleted.
        """
        database = self._database
        changed = "version = version + 1, fingerprint_digest = ?, fingerprints = ?"
        database.execute(
            f"UPDATE snapshots SET {changed} WHERE number = ?",  # noqa: S608 - ours
            [file_fingerprints.digest, file_fingerprints.text, number],
        )
        database.execute("DELETE FROM list_totals WHERE snapshot = ?", [number])
        (version,) = database.execute("SELECT version FROM snapshots WHERE number = ?", [number]).fetchone()
        return self._store_facts(IndexState(number, version, name, file_fingerprints.digest, facts))

    def _store_facts(self, state: IndexState) -> IndexState:
        facts = json.dumps(state.facts, ensure_ascii=False)
        total = _row_checksum(state.name, state.version, state.file_fingerprints, facts)
        asked = "UPDATE snapshots SET facts = ?, sum = ? WHERE number = ?"
        self._database.execute(asked, [facts, total, state.number])
        return state

    def _write_differences(self, state: int, files: Iterable[FileRecord]) -> int:
        """Write only the files that differ from the stored ones, and delete those that no longer exist.

        Most files stay the same, so this is faster than writing all of them. `state` is the number of the
        snapshot. Returns the sum of the marks of all files (`mark_of`).
        """
        database = self._database
        known = {
            path: (key, by)
            for path, key, by in database.execute(
                "SELECT path, files.key, by FROM files LEFT JOIN summaries USING (row) WHERE snapshot = ?",
                [state],
            )
        }
        marks: list[int] = []
        self._write(
            state,
            (
                each
                for each in _collect_marks(files, marks)
                if known.pop(each.path, ()) != (each.key, each.by)
            ),
        )
        gone = [(state, path) for path in known]
        database.executemany("DELETE FROM files WHERE snapshot = ? AND path = ?", gone)
        return sum(marks)

    def _write(self, state: int, files: Iterable[FileRecord]) -> None:
        database = self._database
        for each in files:
            row = self._row_number(each) if each.by is not None else None
            name = each.names[0][0] if each.names else ""
            database.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [state, each.path, each.key, each.id, each.kind, name, each.label, each.publisher, row],
            )

    def _row_number(self, each: FileRecord) -> int:
        """Return the row number of a record; if it has none, insert it with its names, ids and tiers."""
        database = self._database
        asked = "SELECT row FROM summaries WHERE key = ? AND by = ?"
        found = database.execute(asked, [each.key, each.by]).fetchone()
        if found:
            return int(found[0])
        number = database.execute(
            "INSERT INTO summaries (key, by) VALUES (?, ?)", [each.key, each.by]
        ).lastrowid
        row = int(number or 0)
        for name, plain, keys in each.names:
            if database.execute("SELECT 1 FROM names WHERE name = ?", [name]).fetchone() is None:
                database.executemany(
                    "INSERT OR IGNORE INTO sounds VALUES (?, ?)", [(key, name) for key in keys]
                )
            database.execute("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [row, name, plain])
        spelt = {word for _, plain, _ in each.names for word in plain.split()} | {*each.id.split("-")}
        parts = [(word, row) for word in spelt if word and not any(map(str.isdigit, word))]
        database.executemany("INSERT OR IGNORE INTO name_words VALUES (?, ?)", parts)
        refs = [(target, row) for target in each.refs]
        database.executemany("INSERT OR IGNORE INTO refs VALUES (?, ?)", refs)
        similarity_keys = [(key, row) for key in each.similarity_keys]
        database.executemany("INSERT OR IGNORE INTO similarity_keys VALUES (?, ?)", similarity_keys)
        tiers = [(row, place, *tier) for place, tier in enumerate(each.tiers)]
        database.executemany("INSERT OR IGNORE INTO tiers VALUES (?, ?, ?, ?, ?)", tiers)
        return row

    def _forget_the_oldest(self) -> None:
        order = "fingerprints = x'', number DESC"  # a commit has no fingerprints: folders come first
        old = f"(SELECT number FROM snapshots ORDER BY {order} LIMIT -1 OFFSET ?)"  # noqa: S608 - ours
        of_state = ("files", "list_totals", "problems", "check_results")
        of_snapshot = ((table, "snapshot") for table in of_state)
        for table, column in (*of_snapshot, ("name_keys", "row"), ("snapshots", "number")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} IN {old}", [KEPT])  # noqa: S608 - ours

    def is_overgrown(self, files: int) -> bool:
        """Return whether most rows belong to contents that no snapshot has any more.

        `files` is the number of files of a snapshot. The rows are not deleted one by one, because that takes
        longer than making a new index.
        """
        (last,) = self._database.execute("SELECT max(row) FROM summaries").fetchone()
        return (last or 0) > 2 * KEPT * files + LEEWAY

    def by_id(self, state: IndexState, record: str) -> IndexedFile | None:
        """Return the file of the record with this id; None if there is none or it is not shown to readers."""
        return next(self._find_files("files.id = ? AND files.row IS NOT NULL", [state.number, record]), None)

    def by_row(self, state: IndexState, row: int) -> IndexedFile | None:
        """Return the file of the record with a row number; None if the snapshot does not have the row."""
        return next(self._find_files("files.row = ?", [state.number, row]), None)

    def at(self, state: IndexState, path: str) -> IndexedFile | None:
        """Return the file at a path, whether its record is shown to readers or not; None if there is none."""
        return next(self._find_files("path = ?", [state.number, path]), None)

    def valid(self, state: IndexState, kind: str | None) -> Iterator[IndexedFile]:
        """Yield the files of the records of a kind (None: all) that are shown to readers, in path order.

        For the kind "case" this includes withdrawal notices. With None it raises the errors of `every`.
        """
        if kind is None:
            return (each for each in self.every(state) if each.row is not None)
        also = "withdrawn" if kind == "case" else kind
        return self._find_files(
            "kind IN (?, ?) AND files.row IS NOT NULL ORDER BY path", [state.number, kind, also]
        )

    def linked(self, state: IndexState, ids: Iterable[str]) -> Iterator[IndexedFile]:
        """Yield the files of the records shown to readers that have one of these ids or refer to one of them.

        A record can be yielded more than once.
        """
        cites = "files.row IN (SELECT row FROM refs WHERE target = ?)"
        for each in ids:
            yield from self._find_files("files.id = ? AND files.row IS NOT NULL", [state.number, each])
            yield from self._find_files(cites, [state.number, each])

    def every(self, state: IndexState) -> Iterator[IndexedFile]:
        """Yield every file of a snapshot in path order; raise ValueError if the stored list is incomplete."""
        keys_of(self._database, state)  # first, so that no file is read by a damaged key
        return self._find_files("true ORDER BY path", [state.number])

    def _find_files(self, which: str, values: Sequence[object]) -> Iterator[IndexedFile]:
        asked = (
            "SELECT path, files.key, files.row, files.id, files.name, contents.* "  # noqa: S608 - words of ours
            "FROM files LEFT JOIN contents ON contents.key = files.key "
            f"WHERE snapshot = ? AND {which}"
        )
        for path, key, row, record, name, *kept in self._database.execute(asked, values):
            yield IndexedFile(
                path, key, row, record if row is not None else "", name, CacheRow.from_row(kept)
            )

    def files(self, state: IndexState) -> int:
        """Return the number of files of a snapshot."""
        asked = "SELECT count(*) FROM files WHERE snapshot = ?"
        return int(self._database.execute(asked, [state.number]).fetchone()[0])

    def paths(self, state: IndexState) -> list[str]:
        """Return the sorted paths of all files of a snapshot; raise ValueError if the list is incomplete."""
        return [path for path, _ in keys_of(self._database, state)]

    def rows(self, state: IndexState, kind: str | None = None) -> dict[str, int]:
        """Return the row numbers of all records shown to readers, or of one kind, by id, in path order.

        A withdrawal notice is of the kind "withdrawn" here.
        """
        of_kind = "" if kind is None else "AND kind = ? "
        asked = f"SELECT id, row FROM files WHERE snapshot = ? {of_kind}AND row IS NOT NULL ORDER BY path"  # noqa: S608 - ours
        return dict(self._database.execute(asked, [state.number, *filter(None, [kind])]))

    def numbers(self, state: IndexState, ids: Iterable[str]) -> dict[str, int]:
        """Return the row numbers of the records with these ids, by id; without those not shown to readers."""
        asked = "SELECT id, row FROM files WHERE snapshot = ? AND id = ? AND row IS NOT NULL"
        found = (self._database.execute(asked, [state.number, each]).fetchone() for each in ids)
        return dict(filter(None, found))

    def label(self, state: IndexState, record: str) -> tuple[str, str] | None:
        """Return the label of a record and its publisher, which is empty unless it is a source.

        None if no record that is shown to readers has the id.
        """
        asked = "SELECT label, publisher FROM files WHERE snapshot = ? AND id = ? AND row IS NOT NULL"
        found: tuple[str, str] | None = self._database.execute(asked, [state.number, record]).fetchone()
        return found


def _row_checksum(name: str, version: int, digest: bytes, facts: str) -> int:
    """Return the checksum of the row of a snapshot: a row with a different one is damaged.

    `digest` is that of its fingerprints, `facts` its metadata as JSON.
    """
    return checksum([name, version, digest, facts])


def _collect_marks(files: Iterable[FileRecord], marks: list[int]) -> Iterator[FileRecord]:
    """Yield the files, and append the mark of each (`mark_of`) to the list `marks`."""
    for each in files:
        marks.append(mark_of(each.path, each.key))
        yield each
