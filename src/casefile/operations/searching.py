"""Looking for words in the records themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from casefile.operations.asked import Asked
from casefile.operations.board.looking import Glance
from casefile.operations.board.register import ByBoard
from casefile.operations.clocks import Clocks
from casefile.operations.moment import Moment, moment_of, moment_seen
from casefile.operations.search import MANY, Called, Found, Told, by
from casefile.operations.selecting import ledgers
from casefile.register import Register, as_text
from casefile.storage.index import TROUBLE
from casefile.summary import Row
from casefile.views.search import Hit, Sought, later, near, passages_of, search
from casefile.views.timeline import ledger

Sighted = tuple[tuple[Hit, ...], Sequence[Called], int]
"""The hits; where there are none what was perhaps meant; how many entries lie after the day."""


def find_in_records(  # noqa: PLR0913, PLR0917 - what `find_words` was asked, and what it has seen
    directory: Path, clocks: Clocks, asked: Asked, sought: Sought, limit: int | None, seen: Glance | None
) -> Found:
    """Return where the words stand: `find_words`, once the model is loaded."""
    moment = moment_of(directory, clocks) if seen is None else moment_seen(seen)
    hits, perhaps, left = _by_board(moment, asked, sought) or _by_reading(moment, asked, sought)
    kept = hits[:limit]
    found = _lines(moment.register, kept), perhaps, len(hits) - len(kept), left
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
    if len(rows) <= MANY:
        _keep(register, rows)
    perhaps = [] if hits else register.near(sought)
    return None if perhaps is None else (hits, perhaps, 0)


def _keep(register: ByBoard, rows: Sequence[Row]) -> None:
    """Tell the board what is shown of these records: whoever finds them next need not read them."""
    seen = register.seen
    with contextlib.suppress(*TROUBLE):
        found = ((seen.board.by_id(seen.state, row.id), row) for row in rows)
        seen.board.shown.learn(
            (
                each.row,
                by(seen),
                as_text([passages_of(register.by_id[row.id], row).as_data(), _told(register, row)]),
            )
            for each, row in found
            if each is not None and each.row is not None
        )


def _by_reading(moment: Moment, asked: Asked, sought: Sought) -> Sighted:
    rows = _rows(moment, asked)
    hits = search(moment.register, rows, sought, moment.horizon)
    return hits, () if hits else near(rows, sought), later(rows, moment.horizon)


def _rows(moment: Moment, asked: Asked) -> tuple[Row, ...]:
    if asked == Asked():
        return moment.register.rows
    return ledgers(moment, asked)


def _lines(register: Register, hits: Sequence[Hit]) -> dict[tuple[str, str], Told]:
    records = dict.fromkeys(hit.record for hit in hits if hit.event)
    told = ((record, _told(register, register.row(record))) for record in records)
    return {(record, event): line for record, lines in told for event, line in lines.items()}


def _told(register: Register, row: Row) -> dict[str, Told]:
    """Return the entries of a record by their ids, each in a line."""
    return {
        line.event: Told(
            line.date.words(), line.date.earliest.toordinal(), line.headline, line.standing, line.stands
        )
        for line in ledger(register, row)
    }
