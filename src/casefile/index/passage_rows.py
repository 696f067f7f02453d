"""The texts of records that a search has shown before, so that their files are not read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from casefile.index.tables import is_whole, write_rows


class PassageRows:
    """The texts of records and their entries as single lines, for the rows that a search has shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the texts stored for these rows, by row, without those that are missing or damaged."""
        asked = "SELECT * FROM shown WHERE row = ?"
        found = ((row, self._database.execute(asked, [row]).fetchone()) for row in rows)
        return {row: str(stored[-2]) for row, stored in found if stored and is_whole(stored)}

    def store(self, texts: Iterable[tuple[int, str]]) -> None:
        """Store texts by their rows."""
        with self._database as database:
            write_rows(database, "shown", texts)
