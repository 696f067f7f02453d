"""The board: which files a moment of the register is made of, and what was made ready of their records.

A state is a moment: the files of a folder by their census, or a commit. Its rows stand for records that are
shown; what hangs on a row (how a case stands over days in a row, the words of its text) is made when first
asked for.
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
from casefile.index.index_failures import log
from casefile.index.list_rows import ListRows
from casefile.index.passage_rows import PassageRows
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
    pack,
    write_rows,
)
from casefile.index.word_rows import WordRows

KEPT = 6
"""Moments that are kept: those of folders, then the newest commits."""
LEEWAY = 10_000
"""Rows of contents that no moment has any more, up to which nobody minds them in a small register."""


class SnapshotIndex:
    """The board of an open cache; its other attributes tell what hangs on rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.lines = ListRows(database)
        self.verdicts = CheckResults(database)
        self.words = WordRows(database)
        self.shown = PassageRows(database)
        self.deadlines = DeadlineRows(database)

    def state(self, name: str) -> IndexState | None:
        """Return a moment by its name, if it is on the board."""
        asked = "SELECT number, version, census, facts, sum FROM states WHERE name = ?"
        found = self._database.execute(asked, [name]).fetchone()
        if found is None:
            return None
        if found[-1] != _total(name, *found[1:-1]):
            log("a moment is damaged")
            return None
        number, version, digest, facts, _ = found
        return IndexState(number, version, name, digest, json.loads(facts))

    def states(self, start: str) -> list[IndexState]:
        """Return the moments whose names begin so; ValueError if one of them is damaged."""
        asked = "SELECT name FROM states WHERE substr(name, 1, ?) = ?"
        names = self._database.execute(asked, [len(start), start]).fetchall()
        found = [self.state(name) for (name,) in names]
        if None in found:
            raise ValueError("a moment is damaged")
        return [each for each in found if each is not None]

    @contextlib.contextmanager
    def steady(self, state: IndexState) -> Iterator[None]:
        """Let nobody else change a moment while it is asked about.

        Raises sqlite3.OperationalError where somebody else has changed it since it was looked up.
        """
        with self._database:
            lock_for_writing(self._database, state, "DEFERRED")
            yield

    def told(self, state: IndexState) -> bytes:
        """Return the census of a moment in full."""
        asked = "SELECT told FROM states WHERE number = ?"
        (told,) = self._database.execute(asked, [state.number]).fetchone()
        return bytes(told)

    def put(
        self,
        name: str,
        file_fingerprints: Fingerprints,
        facts: SnapshotMeta,
        files: Iterable[FileRecord],
        kept: Iterable[tuple[bytes, CacheRow]] = (),
    ) -> IndexState:
        """Put a moment on the board in place of the one that had its name; return it.

        `kept` is what is remembered of its files, unless the cache has it already.
        """
        database = self._database
        with database:
            _keep(database, kept)
            database.execute("INSERT OR IGNORE INTO states (name) VALUES (?)", [name])
            asked = "SELECT number FROM states WHERE name = ?"
            number = int(database.execute(asked, [name]).fetchone()[0])
            known: SnapshotMeta = {**facts, "marks": self._change(number, files)}
            state = self._changed(number, name, file_fingerprints, known)
            self.verdicts.doubt(number, None, troubled=False)
            self._forget_the_oldest()
        return state

    def amend(self, state: IndexState, file_fingerprints: Fingerprints, news: SnapshotDelta) -> IndexState:
        """Bring a moment up to date where some files changed or came; return it as it is then.

        Raises sqlite3.Error where somebody else did so meanwhile.
        """
        database = self._database
        with database:
            lock_for_writing(database, state)
            _keep(database, news.kept.items())
            before = (self.at(state, each.path) for each in news.files)
            gone = sum(mark_of(each.path, each.key) for each in before if each is not None)
            come = sum(mark_of(each.path, each.key) for each in news.files)
            facts: SnapshotMeta = {**news.facts, "marks": state.facts["marks"] - gone + come}
            self._write(state.number, news.files)
            after = self._changed(state.number, state.name, file_fingerprints, facts)
            paths = None if news.doubt == "all" else [each.path for each in news.files]
            self.verdicts.doubt(state.number, paths, troubled=news.doubt == "troubled")
        return after

    def settle(self, state: IndexState, young: Sequence[str]) -> IndexState:
        """Note which files may still change unseen; others no longer need to be read."""
        facts: SnapshotMeta = {**state.facts, "young": list(young)}
        with self._database:
            lock_for_writing(self._database, state)
            return self._noted(replace(state, facts=facts))

    def _changed(
        self, number: int, name: str, file_fingerprints: Fingerprints, facts: SnapshotMeta
    ) -> IndexState:
        """Note that a moment is another one: what was told of it as a whole is gone."""
        database = self._database
        told = "UPDATE states SET version = version + 1, census = ?, told = ? WHERE number = ?"
        database.execute(told, [file_fingerprints.digest, file_fingerprints.text, number])
        database.execute("DELETE FROM covered WHERE state = ?", [number])
        (version,) = database.execute("SELECT version FROM states WHERE number = ?", [number]).fetchone()
        return self._noted(IndexState(number, version, name, file_fingerprints.digest, facts))

    def _noted(self, state: IndexState) -> IndexState:
        said = json.dumps(state.facts, ensure_ascii=False)
        total = _total(state.name, state.version, state.file_fingerprints, said)
        asked = "UPDATE states SET facts = ?, sum = ? WHERE number = ?"
        self._database.execute(asked, [said, total, state.number])
        return state

    def _change(self, state: int, files: Iterable[FileRecord]) -> int:
        """Write only what is another than before: most files stay. Return the sum of their marks."""
        database = self._database
        known = {
            path: (key, by)
            for path, key, by in database.execute(
                "SELECT path, here.key, by FROM here LEFT JOIN rows USING (row) WHERE state = ?", [state]
            )
        }
        marks: list[int] = []
        self._write(
            state, (each for each in _marked(files, marks) if known.pop(each.path, ()) != (each.key, each.by))
        )
        gone = [(state, path) for path in known]
        database.executemany("DELETE FROM here WHERE state = ? AND path = ?", gone)
        return sum(marks)

    def _write(self, state: int, files: Iterable[FileRecord]) -> None:
        database = self._database
        for each in files:
            row = self._row(each) if each.by is not None else None
            name = each.names[0][0] if each.names else ""
            database.execute(
                "INSERT OR REPLACE INTO here VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [state, each.path, each.key, each.id, each.kind, name, each.label, each.publisher, row],
            )

    def _row(self, each: FileRecord) -> int:
        """Return the row of a record, a new one where there was none, with its names."""
        database = self._database
        asked = "SELECT row FROM rows WHERE key = ? AND by = ?"
        found = database.execute(asked, [each.key, each.by]).fetchone()
        if found:
            return int(found[0])
        number = database.execute("INSERT INTO rows (key, by) VALUES (?, ?)", [each.key, each.by]).lastrowid
        row = int(number or 0)
        for name, plain, keys in each.names:
            if database.execute("SELECT 1 FROM names WHERE name = ?", [name]).fetchone() is None:
                database.executemany(
                    "INSERT OR IGNORE INTO heard VALUES (?, ?)", [(key, name) for key in keys]
                )
            database.execute("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [row, name, plain])
        spelt = {word for _, plain, _ in each.names for word in plain.split()} | {*each.id.split("-")}
        parts = [(word, row) for word in spelt if word and not any(map(str.isdigit, word))]
        database.executemany("INSERT OR IGNORE INTO parts VALUES (?, ?)", parts)
        stems = [(stem, row) for stem in each.stems]
        database.executemany("INSERT OR IGNORE INTO spelt VALUES (?, ?)", stems)
        refs = [(target, row) for target in each.refs]
        database.executemany("INSERT OR IGNORE INTO refs VALUES (?, ?)", refs)
        tiers = [(row, place, *told) for place, told in enumerate(each.tiers)]
        database.executemany("INSERT OR IGNORE INTO tiers VALUES (?, ?, ?, ?, ?)", tiers)
        return row

    def _forget_the_oldest(self) -> None:
        order = "told = x'', number DESC"  # of a commit no census is told
        old = f"(SELECT number FROM states ORDER BY {order} LIMIT -1 OFFSET ?)"  # noqa: S608 - ours
        of_state = ("here", "covered", "verdicts", "verdict_of")
        for table, column in (*((table, "state") for table in of_state), ("states", "number")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} IN {old}", [KEPT])  # noqa: S608 - ours

    def is_overgrown(self, files: int) -> bool:
        """Tell whether most rows stand for contents that no moment of so many files has any more.

        They are not taken out one by one, which would take longer than to begin anew.
        """
        (last,) = self._database.execute("SELECT max(row) FROM rows").fetchone()
        return (last or 0) > 2 * KEPT * files + LEEWAY

    def by_id(self, state: IndexState, record: str) -> IndexedFile | None:
        """Return the record of an id that is shown."""
        return next(self._found("here.id = ? AND here.row IS NOT NULL", [state.number, record]), None)

    def by_row(self, state: IndexState, row: int) -> IndexedFile | None:
        """Return the record of a row."""
        return next(self._found("here.row = ?", [state.number, row]), None)

    def at(self, state: IndexState, path: str) -> IndexedFile | None:
        """Return the file of a path, whether its record is shown or not."""
        return next(self._found("path = ?", [state.number, path]), None)

    def of_kind(self, state: IndexState, kind: str) -> Iterator[IndexedFile]:
        """Yield the records of a kind that are shown, by their paths; with cases, withdrawal notices."""
        also = "withdrawn" if kind == "case" else kind
        return self._found(
            "kind IN (?, ?) AND here.row IS NOT NULL ORDER BY path", [state.number, kind, also]
        )

    def linked(self, state: IndexState, ids: Iterable[str]) -> Iterator[IndexedFile]:
        """Yield the records that are shown and are, or name, one of these, some of them twice."""
        cites = "here.row IN (SELECT row FROM refs WHERE target = ?)"
        for each in ids:
            yield from self._found("here.id = ? AND here.row IS NOT NULL", [state.number, each])
            yield from self._found(cites, [state.number, each])

    def every(self, state: IndexState) -> Iterator[IndexedFile]:
        """Yield every file, by its path; ValueError if they are not all there."""
        keys_of(self._database, state)  # before any is read by a key that is damaged
        return self._found("true ORDER BY path", [state.number])

    def row_text(self, key: bytes) -> str | None:
        """Return the excerpt of a content, as JSON; None if the index does not have it."""
        found = self._database.execute("SELECT * FROM kept WHERE key = ?", [key]).fetchone()
        kept = CacheRow.stored(found) if found else None
        return kept.row if kept else None

    def _found(self, which: str, values: Sequence[object]) -> Iterator[IndexedFile]:
        asked = (
            "SELECT path, here.key, here.row, here.id, here.name, kept.* "  # noqa: S608 - words of ours
            "FROM here LEFT JOIN kept ON kept.key = here.key "
            f"WHERE state = ? AND {which}"
        )
        for path, key, row, record, name, *kept in self._database.execute(asked, values):
            yield IndexedFile(path, key, row, record if row is not None else "", name, CacheRow.stored(kept))

    def files(self, state: IndexState) -> int:
        """Count the files of a moment."""
        asked = "SELECT count(*) FROM here WHERE state = ?"
        return int(self._database.execute(asked, [state.number]).fetchone()[0])

    def paths(self, state: IndexState) -> list[str]:
        """Return the paths of all files, in their order; ValueError if they are not all there."""
        return [path for path, _ in keys_of(self._database, state)]

    def rows(self, state: IndexState, kind: str | None = None) -> dict[str, int]:
        """Return the rows of all records that are shown, or those of a kind, by ids, in path order."""
        of_kind = "" if kind is None else "AND kind = ? "
        asked = f"SELECT id, row FROM here WHERE state = ? {of_kind}AND row IS NOT NULL ORDER BY path"  # noqa: S608 - ours
        return dict(self._database.execute(asked, [state.number, *filter(None, [kind])]))

    def label(self, state: IndexState, record: str) -> tuple[str, str] | None:
        """Return the label of a shown record, and the publisher of a source; None where there is none."""
        asked = "SELECT label, publisher FROM here WHERE state = ? AND id = ? AND row IS NOT NULL"
        found: tuple[str, str] | None = self._database.execute(asked, [state.number, record]).fetchone()
        return found


def _keep(database: sqlite3.Connection, kept: Iterable[tuple[bytes, CacheRow]]) -> None:
    write_rows(database, "kept", ((key, *map(pack, texts)) for key, texts in kept))


def _total(name: str, version: int, digest: bytes, facts: str) -> int:
    """Return by what a moment is believed."""
    return checksum([name, version, digest, facts])


def _marked(files: Iterable[FileRecord], marks: list[int]) -> Iterator[FileRecord]:
    """Yield files, and note the mark of each."""
    for each in files:
        marks.append(mark_of(each.path, each.key))
        yield each
