"""The names of the records of a snapshot, keys for their sounds, and the words of the texts of records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from casefile.index.tables import IndexState

if TYPE_CHECKING:
    from casefile.names.sound_lookup import SimilarityKeys


class NameRow(NamedTuple):
    """One name of a record, as written and in plain letters; `main` is the first name of the record.

    `row` is None for a file that is not shown to readers, which has a path only. The kind of a withdrawal
    notice is "withdrawn".
    """

    path: str
    row: int | None
    kind: str
    id: str
    main: str
    name: str
    plain: str


class WordRows:
    """The tables of the index by which records are found: names, sounds, words of names and of texts."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def names(self, state: IndexState) -> Iterator[NameRow]:
        """Yield the names of each file in path order; a file without names has one row with empty texts."""
        asked = (
            "SELECT path, files.row, kind, id, files.name, coalesce(names.name, ''), coalesce(plain, '') "
            "FROM files LEFT JOIN names USING (row) WHERE snapshot = ? ORDER BY path"
        )
        return map(NameRow._make, self._database.execute(asked, [state.number]))

    def titles(self, state: IndexState) -> Iterator[tuple[str, str]]:
        """Yield the path and a name, for each name of each record that is not a case, in path order."""
        asked = (
            "SELECT path, names.name FROM files CROSS JOIN names ON names.row = files.row "
            "WHERE snapshot = ? AND kind NOT IN ('case', 'withdrawn') ORDER BY path"
        )
        yield from self._database.execute(asked, [state.number])

    def names_by_sound(self, beginnings: Iterable[str]) -> set[str]:
        """Return the names, of any snapshot, with a sound key that has one of these beginnings.

        A sound key is a text for how a name sounds.
        """
        asked = "SELECT DISTINCT name FROM sounds WHERE key >= ? AND key < ?"
        spans = ((each, f"{each}{LAST_SIGN}") for each in beginnings)
        return {name for span in spans for (name,) in self._database.execute(asked, span)}

    def rows_with_name(self, state: IndexState, name: str) -> set[int]:
        """Return the row numbers of the records of a snapshot that have exactly this name."""
        asked = (
            "SELECT names.row FROM names CROSS JOIN files ON files.row = names.row AND snapshot = ? "
            "WHERE names.name = ?"
        )
        return {row for (row,) in self._database.execute(asked, [state.number, name])}

    def similar(self, state: IndexState, name: SimilarityKeys) -> set[int]:
        """Return the row numbers of the cases of a snapshot with a name that may be similar to `name`.

        `name` are the keys of that name.
        """
        marks = ", ".join("?" * len(name.keys))
        alone = ", ".join("?" * len(name.alone))
        asked = (
            "SELECT row FROM files WHERE snapshot = ? AND kind = 'case' AND row IN ("  # noqa: S608 - ours
            f"SELECT row FROM similarity_keys WHERE key IN ({marks}) GROUP BY row HAVING count(*) >= ? "
            f"UNION SELECT row FROM similarity_keys WHERE key IN ({alone}))"
        )
        values = [state.number, *name.keys, name.needed, *name.alone]
        return {row for (row,) in self._database.execute(asked, values)}

    def parts(self) -> list[str]:
        """Return every word of names and ids in the index, in plain letters, without those with a digit.

        They are of all snapshots.
        """
        return [word for (word,) in self._database.execute(ALL_PARTS)]

    def of_part(self, state: IndexState, word: str, most: int) -> list[int]:
        """Return the row numbers of the first `most` records, in path order, with a word in a name or id."""
        asked = (
            "SELECT files.row FROM name_words CROSS JOIN files ON files.row = name_words.row "
            "AND snapshot = ? WHERE word = ? ORDER BY path LIMIT ?"
        )
        return [row for (row,) in self._database.execute(asked, [state.number, word, most])]

    def tiers(self, state: IndexState, *, closed: bool = False) -> Iterator[tuple[str, str, str, bool]]:
        """Yield path, name, tier and whether that tier is the lasting one, for each name of a person.

        The lasting tier is that in texts that cannot be changed later. With `closed` only tiers other than
        public are yielded. They come in path order.
        """
        chosen = "tiers CROSS JOIN files" if closed else "files CROSS JOIN tiers"  # few names are closed
        also = "AND tier != 'public' " if closed else ""
        asked = (
            f"SELECT path, tiers.name, tier, lasting FROM {chosen} "  # noqa: S608 - ours
            f"ON tiers.row = files.row WHERE snapshot = ? {also}ORDER BY path, place"
        )
        yield from self._database.execute(asked, [state.number])

    def tiers_of(self, row: int) -> list[tuple[str, str, bool]]:
        """Return name, tier and whether that tier is the lasting one, for each name of a person in a record.

        `row` is the row number of the record.
        """
        asked = "SELECT name, tier, lasting FROM tiers WHERE row = ? ORDER BY place"
        return self._database.execute(asked, [row]).fetchall()

    def unread(self, state: IndexState) -> list[int]:
        """Return the row number of each record shown to readers whose words are not in the index yet."""
        asked = (
            "SELECT files.row FROM files LEFT JOIN texts_read USING (row) "
            "WHERE snapshot = ? AND files.row IS NOT NULL AND texts_read.row IS NULL"
        )
        return [row for (row,) in self._database.execute(asked, [state.number])]

    def store_words(self, texts: Iterable[tuple[int, str, bool]]) -> None:
        """Store the words of the texts of records.

        Each item is a row number, the words in plain letters, and whether the text contains escapes. A text
        that another command has stored meanwhile is skipped.
        """
        noted = "INSERT OR IGNORE INTO texts_read VALUES (?, ?)"
        with self._database:
            for row, plain, escaped in texts:
                if self._database.execute(noted, [row, escaped]).rowcount:
                    self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", [row, plain])

    def holding(self, state: IndexState, beginning: str) -> set[int]:
        """Return the row numbers of records whose texts contain a word with this beginning.

        Records whose texts contain escapes are included: the words are taken from the file as it is written,
        so such a text may contain any word.
        """
        asked = "SELECT rowid FROM texts WHERE texts MATCH ? UNION SELECT row FROM texts_read WHERE escaped"
        rows = {row for (row,) in self._database.execute(asked, [f'"{beginning}"*'])}
        asked = "SELECT row FROM files WHERE snapshot = ? AND row = ?"
        return {row for row in rows if self._database.execute(asked, [state.number, row]).fetchone()}


LAST_SIGN = "\U0010ffff"
"""The last Unicode character: it sorts after every character that a name can contain."""
ALL_PARTS = (
    "WITH RECURSIVE each (word) AS (SELECT min(word) FROM name_words "
    "UNION ALL SELECT (SELECT min(word) FROM name_words WHERE word > each.word) "
    "FROM each WHERE word IS NOT NULL) SELECT word FROM each WHERE word IS NOT NULL"
)
"""An SQL query for each word once, by steps from one to the next: fast, however many records have a word."""
