"""What a search reads from records: words and passages that the index does not contain yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.json import encode

from casefile.loading.indexed.index_lookup import Glance
from casefile.loading.indexed.word_search import Finder
from casefile.queries.record_choice import ledgers
from casefile.register import Register
from casefile.register.record_summary import Row
from casefile.views.ledger_timeline import ledger
from casefile.views.record_filter import Filters
from casefile.views.search import EventLine, Sought, is_worth_reading, later, passages_of


def may_hold(glance: Glance, finder: Finder, sought: Sought) -> set[int]:
    """Return the rows of all records that may contain the words; first add words of new texts to the index.

    The index cannot answer for parts of words and for punctuation: then the texts themselves are searched.
    """
    register = glance.register
    register.learn_words()
    found = finder.holding(sought)
    if found is not None:
        return found
    rows = glance.board.rows(glance.state)
    entries = ((row, register.by_id[record], register.row(record)) for record, row in rows.items())
    return {row for row, entry, known in entries if is_worth_reading(entry, known, sought)}


def chosen(glance: Glance, asked: Filters) -> tuple[Mapping[int, Row], int]:
    """Return the records that answer what was asked, by row, and how many events are after the day."""
    records = glance.register.rows if asked == Filters() else ledgers(glance, asked)
    rows = glance.board.rows(glance.state)
    left = later(records, glance.on) if glance.asked else 0
    return {rows[each.id]: each for each in records if each.id in rows}, left


def read(glance: Glance, rows: Collection[int]) -> dict[int, str] | None:
    """Return what a search reads of records, as JSON: passages, and each entry of the ledger in a line.

    None where the index does not have one of them any more.
    """
    register = glance.register
    found: dict[int, str] = {}
    for number in rows:
        known = glance.board.by_row(glance.state, number)
        if known is None:
            return None
        entry = register.entry_of(known)
        row = register.row_of(entry)
        found[number] = encode((passages_of(entry, row), _lines(register, row))).decode()
    return found


def _lines(register: Register, row: Row) -> dict[str, EventLine]:
    """Return the entries of a record by their ids, each in a line."""
    return {
        line.event: EventLine(
            line.date.words(), line.date.earliest.toordinal(), line.headline, line.standing, line.stands
        )
        for line in ledger(register, row)
    }
