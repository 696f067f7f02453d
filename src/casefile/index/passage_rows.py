"""What a search reads of records that it found before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from casefile.index.tables import is_whole, write_rows


class PassageRows:
    """The texts of records, and their entries in a line, by the rows of those that a search has shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, rows: Iterable[int], by: str) -> dict[int, str]:
        """Return what is stored for these rows; a row without a sound entry is left out.

        `by` is what it hangs on besides the records.
        """
        asked = "SELECT * FROM shown WHERE row = ? AND by = ?"
        found = ((row, self._database.execute(asked, [row, by]).fetchone()) for row in rows)
        return {row: str(told[-2]) for row, told in found if told and is_whole(told)}

    def learn(self, told: Iterable[tuple[int, str, str]]) -> None:
        """Learn of rows, by what that hangs on, what was told."""
        with self._database as database:
            write_rows(database, "shown", told)
