"""What `log` tells, by the commits alone and by what was told before: always the same."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

from casefile.errors import CasefileError
from casefile.operations.clocks import Clocks
from casefile.operations.moment import moment_of
from casefile.operations.trail.log import read_log as read_anew
from casefile.operations.trail.logged import Log
from casefile.operations.trail.logs import log_of


def read_log(folder: Path, records=(), **how) -> Log:
    """Tell it by the commits, and assert that it is told so whatever is remembered, also by id."""
    plain = read_anew(folder, records, **how)
    put_up(folder)
    for asked in (records, *([record] for record in plain.named)):
        same_log(folder, asked, **how)
    return plain


def put_up(folder: Path) -> None:
    """Put the files as they are on the board, if they can be."""
    (folder / "cases" / ".gitkeep").unlink(missing_ok=True)  # while it is young nobody knows if it changed
    with contextlib.suppress(CasefileError):
        moment_of(folder, Clocks(dt.datetime(2025, 7, 20, tzinfo=dt.UTC)))


def same_log(folder: Path, records, **how) -> None:
    """Assert that it is told so also where it was told before."""
    plain = _outcome(read_anew, folder, records, **how)
    for _ in range(2):
        assert _outcome(log_of, folder, records, **how) == plain


def _outcome(ask, *words, **how) -> object:
    try:
        return said(ask(*words, **how))
    except CasefileError as error:
        return error.code, error.message, error.hint


def said(log: Log) -> tuple[object, ...]:
    """Return all that is shown of a log."""
    rows = [(each.commit, each.differences, each.cut) for each in log.entries]
    return rows, log.known_at, log.named, log.problems
