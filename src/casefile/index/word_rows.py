"""What the records of a moment are called, how that sounds, and which words their texts hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from casefile.index.tables import IndexState


class WordRows:
    """The words by which records are found."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def names(self, state: IndexState) -> Iterator[tuple[int, str, str, str]]:
        """Yield row, kind and id of each record with each of its names in plain letters, by their paths."""
        asked = (
            "SELECT here.row, kind, id, plain FROM here LEFT JOIN names USING (row) "
            "WHERE state = ? AND here.row IS NOT NULL ORDER BY path"
        )
        yield from self._database.execute(asked, [state.number])

    def names_of(self, state: IndexState, kind: str) -> list[tuple[str, str]]:
        """Return the names of the records of a kind in plain letters, with their ids, by their paths."""
        asked = (
            "SELECT plain, id FROM here CROSS JOIN names ON names.row = here.row "
            "WHERE state = ? AND kind = ? ORDER BY path"
        )
        return self._database.execute(asked, [state.number, kind]).fetchall()

    def titles(self, state: IndexState) -> Iterator[tuple[str, str]]:
        """Yield the path of each shared record with each of its names, by their paths."""
        asked = (
            "SELECT path, names.name FROM here CROSS JOIN names ON names.row = here.row "
            "WHERE state = ? AND kind NOT IN ('case', 'withdrawn') ORDER BY path"
        )
        yield from self._database.execute(asked, [state.number])

    def names_by_sound(self, beginnings: Iterable[str]) -> set[str]:
        """Return the names that have a key which begins with one of these."""
        asked = "SELECT DISTINCT name FROM heard WHERE key >= ? AND key < ?"
        found: set[str] = set()
        for each in beginnings:
            found.update(name for (name,) in self._database.execute(asked, [each, f"{each}{LAST_SIGN}"]))
        return found

    def called(self, state: IndexState, name: str) -> set[int]:
        """Return the rows of the records of a name."""
        asked = (
            "SELECT names.row FROM names CROSS JOIN here ON here.row = names.row AND state = ? "
            "WHERE names.name = ?"
        )
        return {row for (row,) in self._database.execute(asked, [state.number, name])}

    def parts(self) -> list[str]:
        """Return every word of a name or an id that holds no digit, in plain letters, of whatever moment."""
        return [word for (word,) in self._database.execute(ALL_PARTS)]

    def of_part(self, state: IndexState, word: str, most: int) -> list[int]:
        """Return the rows of the first records by their paths that have such a word."""
        asked = (
            "SELECT here.row FROM parts CROSS JOIN here ON here.row = parts.row AND state = ? "
            "WHERE word = ? ORDER BY path LIMIT ?"
        )
        return [row for (row,) in self._database.execute(asked, [state.number, word, most])]

    def are_closed(self, state: IndexState) -> bool:
        """Tell whether there is a name that not everybody may know, or not for ever."""
        asked = (
            "SELECT 1 FROM here CROSS JOIN tiers ON tiers.row = here.row "
            "WHERE state = ? AND tier != 'public' LIMIT 1"
        )
        return self._database.execute(asked, [state.number]).fetchone() is not None

    def closed(self, state: IndexState) -> Iterator[tuple[str, str, str, bool]]:
        """Yield, as `tiers` does, the names that not everybody may know, or not for ever."""
        asked = (
            "SELECT path, tiers.name, tier, lasting FROM tiers JOIN here ON here.row = tiers.row "
            "WHERE state = ? AND tier != 'public' ORDER BY path, place"
        )
        yield from self._database.execute(asked, [state.number])

    def tiers(self, state: IndexState) -> Iterator[tuple[str, str, str, bool]]:
        """Yield every name of a person with its record's path, who may know it, and whether for ever."""
        asked = (
            "SELECT path, tiers.name, tier, lasting FROM here CROSS JOIN tiers ON tiers.row = here.row "
            "WHERE state = ? ORDER BY path, place"
        )
        yield from self._database.execute(asked, [state.number])

    def tiers_of(self, row: int) -> list[tuple[str, str, bool]]:
        """Return every name of a person in a record's row, who may know it, and whether for ever."""
        asked = "SELECT name, tier, lasting FROM tiers WHERE row = ? ORDER BY place"
        return self._database.execute(asked, [row]).fetchall()

    def tiers_holding(
        self, state: IndexState, stems: Collection[str]
    ) -> Iterator[tuple[str, str, str, bool]]:
        """Yield, as `tiers` does, the names of the records in whose names words have all these stems."""
        rows = " INTERSECT ".join(["SELECT row FROM spelt WHERE stem = ?"] * len(stems))
        asked = (
            f"SELECT path, tiers.name, tier, lasting FROM ({rows}) AS held "  # noqa: S608 - marks
            "CROSS JOIN here ON here.row = held.row AND state = ? "
            "CROSS JOIN tiers ON tiers.row = here.row ORDER BY path, place"
        )
        yield from self._database.execute(asked, [*stems, state.number])

    def unread(self, state: IndexState) -> list[int]:
        """Return the row of each record that is shown and of whose text no word is known."""
        asked = (
            "SELECT here.row FROM here LEFT JOIN read USING (row) "
            "WHERE state = ? AND here.row IS NOT NULL AND read.row IS NULL"
        )
        return [row for (row,) in self._database.execute(asked, [state.number])]

    def learn(self, texts: Iterable[tuple[int, str, bool]]) -> None:
        """Learn the words of texts in plain letters, by rows; of some it is known that they hold escapes.

        A text that another command has learned meanwhile is passed over.
        """
        noted = "INSERT OR IGNORE INTO read VALUES (?, ?)"
        with self._database:
            for row, plain, escaped in texts:
                if self._database.execute(noted, [row, escaped]).rowcount:
                    self._database.execute("INSERT INTO texts (rowid, words) VALUES (?, ?)", [row, plain])

    def holding(self, state: IndexState, beginning: str) -> set[int]:
        """Return the rows in whose texts a word begins so; and those of texts that hold escapes."""
        asked = "SELECT rowid FROM texts WHERE texts MATCH ? UNION SELECT row FROM read WHERE escaped"
        rows = {row for (row,) in self._database.execute(asked, [f'"{beginning}"*'])}
        here = "SELECT row FROM here WHERE state = ? AND row = ?"
        return {row for row in rows if self._database.execute(here, [state.number, row]).fetchone()}


LAST_SIGN = "\U0010ffff"
"""What is behind every sign that a name may have."""
ALL_PARTS = (
    "WITH RECURSIVE each (word) AS (SELECT min(word) FROM parts "
    "UNION ALL SELECT (SELECT min(word) FROM parts WHERE word > each.word) FROM each WHERE word IS NOT NULL) "
    "SELECT word FROM each WHERE word IS NOT NULL"
)
"""Steps from word to word, however many records have each."""
