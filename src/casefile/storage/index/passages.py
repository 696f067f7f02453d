"""What a search reads of records that it found before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from casefile.storage.index.tables import learn, total_of


class Shown:
    """The texts of records, and their entries in a line, by the rows of those that a search has shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, rows: Iterable[int], by: str) -> list[str] | None:
        """Return what is known of all these rows, as it was told; None if one is not known, or damaged.

        `by` is what it hangs on besides the records.
        """
        found = []
        for row in rows:
            told = self._database.execute(
                "SELECT * FROM shown WHERE row = ? AND by = ?", [row, by]
            ).fetchone()
            if told is None or told[-1] != total_of(told[:-1]):
                return None
            found.append(str(told[-2]))
        return found

    def learn(self, told: Iterable[tuple[int, str, str]]) -> None:
        """Learn of rows, by what that hangs on, what was told."""
        learn(self._database, "shown", told)
