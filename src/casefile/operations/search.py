"""Looking for words in every record, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casefile.errors import BadInput
from casefile.operations.asked import Asked
from casefile.operations.by_board import ByBoard
from casefile.operations.clocks import Clocks
from casefile.operations.moment import Moment, moment_of
from casefile.operations.selecting import criteria
from casefile.summary import Row
from casefile.views.search import Hit, Sought, later, near, search
from casefile.views.selection import choose_ledgers
from casefile.views.timeline import Line, ledger


@dataclass(frozen=True)
class Found:
    """The answer of `search`.

    `lines` are the entries of ledgers that hold a hit, by record and event. `near` are records that are
    called nearly so, where nothing was found; `later` counts the entries that lie after a day that was asked
    for, and are not looked at.
    """

    moment: Moment
    hits: tuple[Hit, ...]
    lines: Mapping[tuple[str, str], Line] = field(default_factory=dict)
    near: tuple[Row, ...] = ()
    left_out: int = 0
    later: int = 0

    def is_ahead(self, hit: Hit) -> bool:
        """Tell whether a hit lies in an entry that cannot have happened yet."""
        entry = self.lines.get((hit.record, hit.event))
        return entry is not None and entry.date.earliest > self.moment.on

    def as_data(self) -> list[dict[str, object]]:
        """Return the hits as the contract's JSON; one that lies ahead says so."""
        return [{**hit.as_data(), **({"later": True} if self.is_ahead(hit) else {})} for hit in self.hits]


def find_words(directory: Path, clocks: Clocks, asked: Asked, text: str, limit: int | None = None) -> Found:
    """Return where the words stand in the records that answer the filters, all records without a filter.

    Raises BadInput CF624 where nothing that was typed is a letter or a digit.
    """
    sought = Sought.of(text)
    if not sought.words:
        raise BadInput(
            "CF624",
            "there is nothing to look for: signs alone are no words",
            "type a name, a part of one, or any word: casefile search aleksandrov",
        )
    moment = moment_of(directory, clocks)
    hits, perhaps, left = _by_board(moment, asked, sought) or _by_reading(moment, asked, sought)
    kept = hits if limit is None else hits[:limit]
    return Found(moment, kept, _lines(moment, kept), perhaps, len(hits) - len(kept), left)


Sighted = tuple[tuple[Hit, ...], tuple[Row, ...], int]
"""The hits; where there are none what was perhaps meant; how many entries lie after the day."""


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
    return None if perhaps is None else (hits, tuple(perhaps), 0)


def _by_reading(moment: Moment, asked: Asked, sought: Sought) -> Sighted:
    rows = _rows(moment, asked)
    hits = search(moment.register, rows, sought, moment.horizon)
    return hits, () if hits else near(rows, sought), later(rows, moment.horizon)


def _rows(moment: Moment, asked: Asked) -> tuple[Row, ...]:
    rows = moment.register.rows
    return rows if asked == Asked() else choose_ledgers(rows, criteria(moment.register, asked), moment.on)


def _lines(moment: Moment, hits: tuple[Hit, ...]) -> dict[tuple[str, str], Line]:
    records = dict.fromkeys(hit.record for hit in hits if hit.event)
    ledgers = (ledger(moment.register, moment.register.row(record)) for record in records)
    return {(line.record, line.event): line for lines in ledgers for line in lines}
