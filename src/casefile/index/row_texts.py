"""Texts that were computed from records before, so that the files of these records are not read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from casefile.index.tables import is_whole, pack, unpack, write_rows


class RowTexts:
    """A stored text for each row number of a record, in the database table with the name `table`."""

    def __init__(self, database: sqlite3.Connection, table: str) -> None:
        self._database, self._table = database, table

    def of(self, rows: Iterable[int]) -> dict[int, str]:
        """Return the texts stored for these row numbers, by number, without missing or damaged ones."""
        asked = f"SELECT * FROM {self._table} WHERE row = ?"  # noqa: S608 - a name of ours
        found = ((row, self._database.execute(asked, [row]).fetchone()) for row in rows)
        return {row: str(unpack(stored[-2])) for row, stored in found if stored and is_whole(stored)}

    def store(self, texts: Iterable[tuple[int, str]]) -> None:
        """Store texts by the row numbers of their records."""
        packed = [(row, pack(text)) for row, text in texts]  # before the first write locks the database
        with self._database as database:
            write_rows(database, self._table, packed)
