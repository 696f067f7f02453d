"""Read the parts of records that a search needs and the index does not contain yet: words and passages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.loading.indexed.word_search import WordSearch
from casefile.model.recorded_lookups import RecordedLookups
from casefile.queries.record_choice import ledgers
from casefile.register import Register
from casefile.register.record_summary import RecordSummary
from casefile.views.ledger_timeline import ledger
from casefile.views.record_filter import Filters
from casefile.views.search import EventLine, SearchWords, ShownPassages, is_worth_reading, later, passages_of


def may_hold(dated_snapshot: DatedSnapshot, finder: WordSearch, sought: SearchWords) -> set[int]:
    """Return the row numbers of all records that may contain the words; first index the words of new texts.

    The index cannot answer for parts of words and for punctuation. In that case the texts are searched.
    """
    register = dated_snapshot.register
    register.learn_words()
    found = finder.holding(sought)
    if found is not None:
        return found
    rows = dated_snapshot.snapshot_index.rows(dated_snapshot.state)
    entries = ((row, register.by_id[record], register.row(record)) for record, row in rows.items())
    return {row for row, entry, known in entries if is_worth_reading(entry, known, sought)}


def select_records(dated_snapshot: DatedSnapshot, asked: Filters) -> tuple[Mapping[int, RecordSummary], int]:
    """Return the records that match the filters, by row number, and the number of their events after the day.

    The number is 0 if the query names no day.
    """
    records = dated_snapshot.register.rows if asked == Filters() else ledgers(dated_snapshot, asked)
    rows = dated_snapshot.snapshot_index.rows(dated_snapshot.state)
    left = later(records, dated_snapshot.on) if dated_snapshot.asked else 0
    return {rows[each.id]: each for each in records if each.id in rows}, left


def read(dated_snapshot: DatedSnapshot, rows: Collection[int]) -> dict[int, ShownPassages]:
    """Return the searchable content of records by row number: passages, and one line for each event.

    Raises ValueError if the index does not contain one of the records any more.
    """
    register = dated_snapshot.register
    found: dict[int, ShownPassages] = {}
    for number in rows:
        known = dated_snapshot.snapshot_index.by_row(dated_snapshot.state, number)
        if known is None:
            raise ValueError("a record is missing")
        entry = register.entry_of(known)
        row = register.row_of(entry)
        labels = RecordedLookups(register.labels)
        found[number] = ShownPassages(passages_of(entry, row), _lines(register, row, labels), labels.found)
    return found


def _lines(register: Register, row: RecordSummary, labels: Mapping[str, str]) -> dict[str, EventLine]:
    """Return the events of a record by their ids, each as one line."""
    return {
        line.event: EventLine(
            line.date.words(), line.date.earliest.toordinal(), line.headline, line.standing, line.stands
        )
        for line in ledger(register, row, labels)
    }
