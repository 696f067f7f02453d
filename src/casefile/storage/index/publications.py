"""What was published of the records of a moment, line by line, as it left."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from casefile.storage.digest import blake2b

KEPT = 4
"""Publications that are kept; the oldest goes."""


class Publications:
    """Publications by all that they hang on, each for the days on which it stays as it is."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def on(self, by: bytes, day: int) -> tuple[str, Sequence[bytes]] | None:
        """Return what is known of a publication, and its packs; None where it is not here whole.

        `by` is what it hangs on beyond the day.
        """
        database = self._database
        asked = (
            "SELECT number, first, last, about, sum FROM publications "
            "WHERE by = ? AND first <= ? AND last >= ? ORDER BY number DESC"
        )
        found = database.execute(asked, [by, day, day]).fetchone()
        if found is None:
            return None
        number, first, last, about, total = found
        every = "SELECT pack FROM packs WHERE publication = ? ORDER BY place"
        packs = [bytes(pack) for (pack,) in database.execute(every, [number])]
        return (about, packs) if total == _sum(by, (first, last), about, packs) else None

    def keep(self, by: bytes, days: tuple[int, int], about: str, packs: Sequence[bytes]) -> None:
        """Keep a publication; it is the same on all of these days, both in."""
        with self._database as database:
            values = [by, *days, about, _sum(by, days, about, packs)]
            told = "INSERT INTO publications (by, first, last, about, sum) VALUES (?, ?, ?, ?, ?)"
            number = database.execute(told, values).lastrowid
            rows = [(number, place, pack) for place, pack in enumerate(packs)]
            database.executemany("INSERT INTO packs VALUES (?, ?, ?)", rows)
            old = "SELECT number FROM publications WHERE by = ? AND first = ? AND number < ?"
            gone = database.execute(old, [by, days[0], number]).fetchall()
            oldest = "SELECT number FROM publications ORDER BY number DESC LIMIT -1 OFFSET ?"
            gone += database.execute(oldest, [KEPT]).fetchall()
            database.executemany("DELETE FROM packs WHERE publication = ?", gone)
            database.executemany("DELETE FROM publications WHERE number = ?", gone)


def _sum(by: bytes, days: tuple[int, int], about: str, packs: Sequence[bytes]) -> bytes:
    """Return by what a publication is believed: nothing of it may be another than was made."""
    total = blake2b(f"{by.hex()} {days} {len(packs)} {about}".encode(), digest_size=20)
    for pack in packs:
        total.update(pack)
    return total.digest()
