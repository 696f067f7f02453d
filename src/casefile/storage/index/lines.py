"""How the cases of a moment are listed, day by day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from casefile.storage.index.tables import Lasting, State, learn, total_of


class Lines:
    """The lines of the list, each for the days on which it stays as it is."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def is_covered(self, state: State, day: int) -> bool:
        """Tell whether of every case of a moment it is known how it is listed on a day."""
        asked = "SELECT 1 FROM covered WHERE state = ? AND first <= ? AND last >= ?"
        return self._database.execute(asked, [state.number, day, day]).fetchone() is not None

    def uncovered(self, state: State, day: int) -> list[int]:
        """Return the row of each case of which that is not known."""
        asked = (
            "SELECT here.row FROM here WHERE state = ? AND kind = 'case' AND here.row IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM spans WHERE spans.row = here.row AND first <= ? AND last >= ?)"
        )
        return [row for (row,) in self._database.execute(asked, [state.number, day, day])]

    def learn(self, spans: Iterable[Lasting]) -> None:
        """Learn how cases are listed."""
        learn(self._database, "spans", spans)

    def cover(self, state: State, day: int) -> None:
        """Note on which days around this one it is known of all cases how they are listed, if it is."""
        with self._database:
            self._database.execute(
                "INSERT INTO covered SELECT state, max(first), min(last) FROM here LEFT JOIN spans "
                "ON spans.row = here.row AND first <= ?1 AND last >= ?1 "
                "WHERE state = ?2 AND here.row IS NOT NULL AND kind = 'case' "
                "HAVING count(*) = count(spans.row)",
                [day, state.number],
            )

    def counted(self, state: State, day: int) -> dict[str, int]:
        """Return how many cases stand in each way on a day."""
        asked = (
            "SELECT standing, count(*) FROM spans CROSS JOIN here ON here.row = spans.row AND state = ? "
            "WHERE last >= ? AND first <= ? GROUP BY standing"
        )
        return dict(self._database.execute(asked, [state.number, day, day]).fetchall())

    def listed(
        self,
        state: State,
        day: int,
        statuses: Sequence[str] = (),
        *,
        standing: bool = False,
        by_path: bool = False,
    ) -> list[Lasting] | None:
        """Return how the cases are listed on a day, those of some statuses or all; None if one is damaged.

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
        if any(row[-1] != total_of(row[:-1]) for row in rows):
            return None
        return [Lasting._make(row[:-1]) for row in rows]
