"""Looking for words in the records themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casefile.operations.asked import Asked
from casefile.operations.board import Glance
from casefile.operations.by_board import ByBoard
from casefile.operations.clocks import Clocks
from casefile.operations.moment import Moment, moment_of, moment_seen
from casefile.operations.search import Called, Found
from casefile.operations.selecting import ledgers
from casefile.summary import Row
from casefile.views.search import Hit, Sought, later, near, search
from casefile.views.timeline import Line, ledger

Sighted = tuple[tuple[Hit, ...], Sequence[Called], int]
"""The hits; where there are none what was perhaps meant; how many entries lie after the day."""


def find_in_records(  # noqa: PLR0913, PLR0917 - what `find_words` was asked, and what it has seen
    directory: Path, clocks: Clocks, asked: Asked, sought: Sought, limit: int | None, seen: Glance | None
) -> Found:
    """Return where the words stand: `find_words`, once the model is loaded."""
    moment = moment_of(directory, clocks) if seen is None else moment_seen(seen)
    hits, perhaps, left = _by_board(moment, asked, sought) or _by_reading(moment, asked, sought)
    kept = hits if limit is None else hits[:limit]
    found = _lines(moment, kept), perhaps, len(hits) - len(kept), left
    return Found(moment, kept, *found, is_empty=not hits and moment.register.is_empty)


def _by_board(moment: Moment, asked: Asked, sought: Sought) -> Sighted | None:
    """Look where the board says that the words are; nothing where it cannot tell, or entries are left out."""
    register = moment.register
    if not isinstance(register, ByBoard) or moment.asked or asked != Asked():
        return None
    rows = register.holding(sought)
    if rows is None:
        return None
    hits = search(register, rows, sought, moment.horizon)
    perhaps = [] if hits else register.near(sought)
    return None if perhaps is None else (hits, perhaps, 0)


def _by_reading(moment: Moment, asked: Asked, sought: Sought) -> Sighted:
    rows = _rows(moment, asked)
    hits = search(moment.register, rows, sought, moment.horizon)
    return hits, () if hits else near(rows, sought), later(rows, moment.horizon)


def _rows(moment: Moment, asked: Asked) -> tuple[Row, ...]:
    if asked == Asked():
        return moment.register.rows
    return ledgers(moment, asked)


def _lines(moment: Moment, hits: tuple[Hit, ...]) -> dict[tuple[str, str], Line]:
    records = dict.fromkeys(hit.record for hit in hits if hit.event)
    ledgers = (ledger(moment.register, moment.register.row(record)) for record in records)
    return {(line.record, line.event): line for lines in ledgers for line in lines}
