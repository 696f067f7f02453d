"""The texts of records that a search has shown before, so that their files are not read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from casefile.index.tables import is_whole, write_rows


class PassageRows:
    """The texts of records and their entries as single lines, for the rows that a search has shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, rows: Iterable[int], by: str) -> dict[int, str]:
        """Return the texts stored for these rows, by row; rows whose text is missing or damaged are left out.

        `by` is a digest of the values beyond the records on which the texts depend.
        """
        asked = "SELECT * FROM shown WHERE row = ? AND by = ?"
        found = ((row, self._database.execute(asked, [row, by]).fetchone()) for row in rows)
        return {row: str(told[-2]) for row, told in found if told and is_whole(told)}

    def learn(self, told: Iterable[tuple[int, str, str]]) -> None:
        """Store texts: the row, the digest of the values on which the text depends, and the text."""
        with self._database as database:
            write_rows(database, "shown", told)
