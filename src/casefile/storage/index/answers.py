"""What was answered of a moment, word for word: it is gone as soon as the moment is another."""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import NamedTuple

from casefile.storage.index.tables import State, hold, total_of

KEPT = 20
"""Answers that are kept; the oldest goes."""
LARGEST = 4 << 20
"""Bytes that an answer takes at most, packed: the list of a hundred thousand cases takes less."""


class Answer(NamedTuple):
    """What a command said, piece by piece, each with where it goes; and the exit code.

    `first` and `last` are seconds of the clock: between them, the first in, the question means the same day.
    """

    first: int
    last: int
    code: int
    said: list[tuple[str, str]]


class Answers:
    """Answers by what they hang on besides the files of their moment."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, state: State, by: bytes, now: int) -> Answer | None:
        """Return what was answered, if it would be the same now, in seconds of the clock."""
        asked = "SELECT state, by, first, last, code, pack, sum FROM answers WHERE state = ? AND by = ?"
        found = self._database.execute(asked, [state.number, by]).fetchone()
        if found is None or found[-1] != total_of(found[:-1]):
            return None
        first, last, code, pack = found[2:-1]
        if not first <= now < last:
            return None
        said = json.loads(zlib.decompress(pack).decode("utf-8", "surrogatepass"))
        return Answer(first, last, code, [(where, words) for where, words in said])

    def learn(self, state: State, by: bytes, answer: Answer) -> None:
        """Keep an answer for whoever asks the same.

        Raises sqlite3.Error where the moment is no longer the one of which it was answered.
        """
        text = json.dumps(answer.said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        pack = zlib.compress(text, 1)
        if len(pack) > LARGEST:
            return
        row = [state.number, by, answer.first, answer.last, answer.code, pack]
        with self._database as database:
            hold(database, state)
            told = "INSERT OR REPLACE INTO answers (state, by, first, last, code, pack, sum) "
            database.execute(f"{told}VALUES (?, ?, ?, ?, ?, ?, ?)", [*row, total_of(row)])
            old = "(SELECT number FROM answers ORDER BY number DESC LIMIT -1 OFFSET ?)"
            database.execute(f"DELETE FROM answers WHERE number IN {old}", [KEPT])  # noqa: S608 - ours
