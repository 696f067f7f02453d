"""The rows of `list` for the cases of a snapshot, each stored for a range of days."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from casefile.index.tables import IndexState, ListRow, is_whole, keys_of, write_rows


class ListRows:
    """The stored rows of the list of cases, each for the range of days on which it does not change."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def is_complete(self, state: IndexState, day: int) -> bool:
        """Return whether the list of a day (an ordinal) is stored completely: a row for every case."""
        asked = "SELECT 1 FROM list_totals WHERE snapshot = ? AND first <= ? AND last >= ?"
        return self._database.execute(asked, [state.number, day, day]).fetchone() is not None

    def missing(self, state: IndexState, day: int) -> list[tuple[int, str]]:
        """Return row number and id of each case for which no list row is stored for the day (an ordinal)."""
        asked = (
            "SELECT files.row, id FROM files WHERE snapshot = ? AND kind = 'case' AND files.row IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM list_rows WHERE list_rows.row = files.row "
            "AND first <= ? AND last >= ?)"
        )
        return self._database.execute(asked, [state.number, day, day]).fetchall()

    def store(self, rows: Iterable[ListRow]) -> None:
        """Store list rows of cases."""
        with self._database as database:
            write_rows(database, "list_rows", rows)

    def store_totals(self, state: IndexState, day: int) -> None:
        """Store the range of days around this one for which all list rows are stored, if there is one.

        There is one if all rows of the day are stored. The number of cases of each status and the sum of the
        checksums of their rows are stored too. With these `rows_on` finds out whether a row is missing. `day`
        is an ordinal. Raises ValueError if the index does not contain all files of the snapshot.
        """
        asked = (
            "SELECT first, last, status, standing, list_rows.sum FROM files LEFT JOIN list_rows "
            "ON list_rows.row = files.row AND first <= ? AND last >= ? "
            "WHERE snapshot = ? AND files.row IS NOT NULL AND kind = 'case'"
        )
        rows = self._database.execute(asked, [day, day, state.number]).fetchall()
        if any(row[-1] is None for row in rows):
            return
        keys_of(self._database, state)  # all files must be there
        totals: Totals = {"status": {}, "standing": {}}
        for _, _, *named, total in rows:
            for found, name in zip(totals.values(), named, strict=True):
                count, known = found.get(name, (0, 0))
                found[name] = count + 1, known + total
        days = max((row[0] for row in rows), default=day), min((row[1] for row in rows), default=day)
        with self._database as database:
            write_rows(database, "list_totals", [(state.number, *days, json.dumps(totals))])

    def counts_on(self, state: IndexState, day: int) -> dict[str, int]:
        """Return the number of cases in each group of the list on a day: see `ListRow.standing`.

        `day` is an ordinal. Raises ValueError if the totals of the day are not stored or damaged.
        """
        return {name: count for name, (count, _) in self._totals(state, day)["standing"].items()}

    def _totals(self, state: IndexState, day: int) -> Totals:
        """Return the totals stored for a range of days that contains this day (an ordinal).

        Raises ValueError if they are missing or damaged.
        """
        asked = "SELECT * FROM list_totals WHERE snapshot = ? AND first <= ? AND last >= ?"
        found = self._database.execute(asked, [state.number, day, day]).fetchone()
        if found is None or not is_whole(found):
            raise ValueError("the totals of the list are not stored")
        totals: Totals = json.loads(found[-2])
        return totals

    def rows_on(
        self,
        state: IndexState,
        day: int,
        statuses: Sequence[str],
        *,
        standing: bool = False,
        by_path: bool = False,
    ) -> list[ListRow]:
        """Return the list rows of a day (an ordinal), of the given statuses or of all.

        They are sorted as `list` shows them, or by path if `by_path` is true. With `standing` the statuses
        are the finer groups, which distinguish lapsed and only possible statuses. Raises ValueError if a row
        or the totals of the day are missing or damaged.
        """
        order = "path" if by_path else "rank, list_rows.name, path"
        named = "standing" if standing else "status"
        chosen = f"{named} IN ({', '.join('?' * len(statuses))}) AND " if statuses else ""
        asked = (
            "SELECT list_rows.* FROM list_rows "  # noqa: S608 - marks
            "CROSS JOIN files ON files.row = list_rows.row AND snapshot = ? "
            f"WHERE {chosen}last >= ? AND first <= ? ORDER BY {order}"
        )
        rows = self._database.execute(asked, [state.number, *statuses, day, day]).fetchall()
        found = self._totals(state, day)[named]
        noted = [found.get(name, (0, 0)) for name in statuses or found]
        whole = (sum(count for count, _ in noted), sum(total for _, total in noted))
        if (len(rows), sum(row[-1] for row in rows)) != whole or not all(map(is_whole, rows)):
            raise ValueError("rows of the list are missing or damaged")
        return [ListRow._make(row[:-1]) for row in rows]


Totals = dict[str, dict[str, tuple[int, int]]]
"""For `status` and `standing`, by their values: the number of cases and the sum of their checksums."""
