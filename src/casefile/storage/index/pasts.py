"""What was told of the past of records, one by one: a commit never changes, nor what it did."""

from __future__ import annotations

import sqlite3

from casefile.storage.index.tables import State, Told, hold, total_of

KEPT = 500
"""Records whose past is kept; what was written longest ago goes."""


class Pasts:
    """What was told of the past of the records that somebody asked for."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, path: str) -> Told | None:
        """Return what was told of the record that lies at a path."""
        found = self._database.execute("SELECT * FROM told WHERE path = ?", [path]).fetchone()
        if found is None or found[-1] != total_of(found[:-1]):
            return None
        return Told(*found[:-1])

    def learn(self, state: State, told: Told) -> None:
        """Learn what was told of a record, in place of what was told before.

        Raises sqlite3.Error where the moment in which it lay there is no longer on the board.
        """
        database = self._database
        with database:
            hold(database, state)
            row = [*told, total_of(told)]
            database.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)", row)
            old = "(SELECT rowid FROM told ORDER BY rowid DESC LIMIT -1 OFFSET ?)"
            database.execute(f"DELETE FROM told WHERE rowid IN {old}", [KEPT])  # noqa: S608 - ours

    @property
    def are_there(self) -> bool:
        """Whether anything was told of any record."""
        return self._database.execute("SELECT 1 FROM told LIMIT 1").fetchone() is not None
