"""The deadlines of the records of a snapshot, each stored for a range of days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from casefile.index.tables import DeadlineRow, IndexState, is_whole, write_rows
from casefile.model.kinds import LEDGER_KINDS


class DeadlineRows:
    """The stored deadlines of each record with a ledger, for the range of days on which they do not change.

    `by` is a digest of the settings on which deadlines depend: see `SnapshotMeta`.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def missing(self, state: IndexState, by: str, day: int) -> list[tuple[int, str]]:
        """Return row number and id of each record with a ledger whose deadlines on a day are not stored.

        `by` is the digest of the settings on which deadlines depend, `day` an ordinal.
        """
        asked = (
            "SELECT row, id FROM files WHERE snapshot = ? AND row IS NOT NULL "  # noqa: S608 - kinds of ours
            f"AND kind IN {LEDGER_KINDS} AND NOT EXISTS (SELECT 1 FROM deadlines "
            "WHERE deadlines.row = files.row AND by = ? AND first <= ? AND last >= ?) ORDER BY path"
        )
        return self._database.execute(asked, [state.number, by, day, day]).fetchall()

    def store(self, found: Iterable[DeadlineRow]) -> None:
        """Store the deadlines of records, each for its range of days."""
        with self._database as database:
            write_rows(database, "deadlines", found)

    def of(self, row: int, by: str, day: int) -> str | None:
        """Return the deadlines of one record on a day as JSON; None if they are not stored.

        The text is empty if there are none. `row` is the row number of the record, `by` the digest of the
        settings, `day` an ordinal. Raises ValueError if the stored text is damaged.
        """
        asked = "SELECT * FROM deadlines WHERE row = ? AND by = ? AND first <= ? AND last >= ?"
        found = self._database.execute(asked, [row, by, day, day]).fetchone()
        return _deadline_text(found) if found else None

    def on(self, state: IndexState, by: str, day: int) -> Iterator[tuple[int, str]]:
        """Yield row number and deadlines on a day as JSON, for each record that has any, in path order.

        `by` is the digest of the settings, `day` an ordinal. Raises ValueError if one of them is damaged.
        """
        asked = (
            "SELECT deadlines.* FROM files JOIN deadlines ON deadlines.row = files.row AND snapshot = ? "
            "WHERE by = ? AND first <= ? AND last >= ? AND text != '' ORDER BY path"
        )
        for row in self._database.execute(asked, [state.number, by, day, day]):
            yield row[0], _deadline_text(row)


def _deadline_text(row: Sequence[Any]) -> str:
    if not is_whole(row):
        raise ValueError("the stored deadlines are damaged")
    return str(row[-2])
