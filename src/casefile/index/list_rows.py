"""How the cases of a moment are listed, day by day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from casefile.index.tables import IndexState, ListRow, is_whole, keys_of, write_rows


class ListRows:
    """The lines of the list, each for the days on which it stays as it is."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def is_covered(self, state: IndexState, day: int) -> bool:
        """Tell whether of every case of a moment it is known how it is listed on a day."""
        asked = "SELECT 1 FROM covered WHERE state = ? AND first <= ? AND last >= ?"
        return self._database.execute(asked, [state.number, day, day]).fetchone() is not None

    def uncovered(self, state: IndexState, day: int) -> list[tuple[int, str]]:
        """Return row and id of each case of which that is not known."""
        asked = (
            "SELECT here.row, id FROM here WHERE state = ? AND kind = 'case' AND here.row IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM spans WHERE spans.row = here.row AND first <= ? AND last >= ?)"
        )
        return self._database.execute(asked, [state.number, day, day]).fetchall()

    def learn(self, spans: Iterable[ListRow]) -> None:
        """Learn how cases are listed."""
        with self._database as database:
            write_rows(database, "spans", spans)

    def cover(self, state: IndexState, day: int) -> None:
        """Note on which days around this one it is known of all cases how they are listed, if it is.

        How many there are of each status, and the sum of their rows, is noted too: by that a list is believed
        to be whole.
        """
        asked = (
            "SELECT first, last, status, standing, spans.sum FROM here LEFT JOIN spans "
            "ON spans.row = here.row AND first <= ? AND last >= ? "
            "WHERE state = ? AND here.row IS NOT NULL AND kind = 'case'"
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
            write_rows(database, "covered", [(state.number, *days, json.dumps(totals))])

    def counted(self, state: IndexState, day: int) -> dict[str, int]:
        """Return how many cases stand in each way on a day."""
        return {name: count for name, (count, _) in self._totals(state, day)["standing"].items()}

    def _totals(self, state: IndexState, day: int) -> Totals:
        """Return what is noted of the days around one; ValueError where nothing is, or it is damaged."""
        asked = "SELECT * FROM covered WHERE state = ? AND first <= ? AND last >= ?"
        found = self._database.execute(asked, [state.number, day, day]).fetchone()
        if found is None or not is_whole(found):
            raise ValueError("nobody noted how many there are")
        totals: Totals = json.loads(found[-2])
        return totals

    def listed(
        self,
        state: IndexState,
        day: int,
        statuses: Sequence[str] = (),
        *,
        standing: bool = False,
        by_path: bool = False,
    ) -> list[ListRow] | None:
        """Return how the cases are listed on a day, those of some statuses or all; None if any is damaged.

        They come as a list shows them, or by their paths, as they are read. With `standing` the statuses are
        those in which what is lapsed or only possible is told apart.
        """
        order = "path" if by_path else "rank, spans.name, path"
        named = "standing" if standing else "status"
        chosen = f"{named} IN ({', '.join('?' * len(statuses))}) AND " if statuses else ""
        asked = (
            f"SELECT spans.* FROM spans CROSS JOIN here ON here.row = spans.row AND state = ? "  # noqa: S608 - marks
            f"WHERE {chosen}last >= ? AND first <= ? ORDER BY {order}"
        )
        rows = self._database.execute(asked, [state.number, *statuses, day, day]).fetchall()
        found = self._totals(state, day)[named]
        noted = [found.get(name, (0, 0)) for name in statuses or found]
        whole = (sum(count for count, _ in noted), sum(total for _, total in noted))
        if (len(rows), sum(row[-1] for row in rows)) != whole:
            return None
        return [ListRow._make(row[:-1]) for row in rows] if all(map(is_whole, rows)) else None


Totals = dict[str, dict[str, tuple[int, int]]]
"""Of each status, and of each way to stand, how many cases there are, and the sum of their rows."""
