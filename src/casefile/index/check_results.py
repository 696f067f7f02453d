"""The stored results of checking the records of a snapshot, as `validate` does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from msgspec.json import decode, encode

from casefile.errors import Problem
from casefile.index.tables import CheckResult, IndexState, is_whole, lock_for_writing, write_rows


class CheckResults:
    """The stored problems of each snapshot that was checked, and the files that must be checked again."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def of(self, state: IndexState) -> CheckResult | None:
        """Return the check result of a snapshot; None if it was not checked or a stored row is damaged."""
        asked = "SELECT * FROM {} WHERE snapshot = ?"
        found = self._database.execute(asked.format("check_results"), [state.number]).fetchone()
        if found is None or not is_whole(found):
            return None
        texts: list[str] = []
        pending: list[str] = []
        for row in self._database.execute(asked.format("problems"), [state.number]):
            if not is_whole(row):
                return None
            _, path, text, _ = row
            if text is None:
                pending.append(path)
            else:
                texts.append(text)
        _, schemas, heads, removed, _ = found
        problems = decode(f"[{','.join(texts)}]", type=list[Problem])
        return CheckResult(
            problems, frozenset(pending), json.loads(schemas), json.loads(heads), bool(removed)
        )

    def store(self, state: IndexState, result: CheckResult) -> None:
        """Store the check result of a snapshot, in place of an earlier one; no file is pending then.

        Raises sqlite3.Error if the snapshot changed meanwhile.
        """
        schemas, heads = json.dumps(result.schemas), json.dumps(result.heads)
        rows = [(each.path, encode(each).decode()) for each in result.problems]
        with self._database as database:
            lock_for_writing(database, state)
            for table in ("problems", "check_results"):
                database.execute(f"DELETE FROM {table} WHERE snapshot = ?", [state.number])  # noqa: S608 - ours
            removed = int(result.has_removed_notices)
            write_rows(database, "check_results", [(state.number, schemas, heads, removed)])
            write_rows(database, "problems", ((state.number, path, text) for path, text in rows))

    def mark_pending(self, state: int, paths: Iterable[str] | None, *, troubled: bool) -> None:
        """Mark files as pending, to be checked again: `paths`; if that is None, delete the check result.

        The problems of these files are deleted. With `troubled` the files that have problems are marked too.
        Nothing is marked if the snapshot, of which `state` is the number, has no check result. The caller
        ends the transaction.
        """
        database = self._database
        if paths is None:
            database.execute("DELETE FROM check_results WHERE snapshot = ?", [state])
            return
        if database.execute("SELECT 1 FROM check_results WHERE snapshot = ?", [state]).fetchone() is None:
            return
        asked = "SELECT DISTINCT path FROM problems WHERE snapshot = ?"
        held = {path for (path,) in database.execute(asked, [state])} if troubled else set()
        for path in {*held, *paths}:
            database.execute("DELETE FROM problems WHERE snapshot = ? AND path = ?", [state, path])
            write_rows(database, "problems", [(state, path, None)])
