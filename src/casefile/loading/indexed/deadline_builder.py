"""Make the deadlines of records for the index, each set with the span of days for which it is true."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from casefile.custody.turning_days import days_between, turning_days
from casefile.dates import Day
from casefile.files.worker_processes import run_in_rounds
from casefile.index import DeadlineRow
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.model.record_dates import dates_of
from casefile.model.recorded_lookups import RecordedLookups
from casefile.register import Register, as_text
from casefile.views.deadlines.deadline_rules import find_deadlines
from casefile.views.deadlines.urgent_reports import last_urgent_day
from casefile.views.deadlines.valid_ledger import ledger_of


def build_deadline_rows(dated_snapshot: DatedSnapshot, records: Sequence[tuple[int, str]]) -> None:
    """Store in the index the deadlines of these records (row number, id), for the day of the snapshot.

    Those of many records are made in several processes.
    """
    by = dated_snapshot.state.facts["deadline_settings"]

    def make(some: Sequence[tuple[int, str]]) -> list[DeadlineRow]:
        register = IndexedRegister(dated_snapshot)
        rows = [make_deadline_row(register, record, row, dated_snapshot.on, by) for row, record in some]
        register.forget_all()  # drop these records from memory: all of them together may be large
        return rows

    run_in_rounds(records, make, dated_snapshot.snapshot_index.deadlines.store)


def make_deadline_row(register: Register, record: str, number: int, day: Day, by: str) -> DeadlineRow:
    """Make the deadlines of a record on a day, with the range of days around it on which they are the same.

    `number` is the record's row number in the index, `by` is the digest of the settings used. The rules
    compare the day with dates of the record, with the day after them, with the day on which a sign of custody
    goes stale, with the last day on which a report is urgent, and with the days on which the course changes.
    Between these days only the number of days until a deadline changes.
    """
    row = register.row(record)
    labels = RecordedLookups(register.labels)
    ledger = replace(ledger_of(register, row, day, None), labels=labels)
    marks = set(turning_days(row.course)) if row.course else set()
    for _, date in dates_of(ledger.record):
        first, last = date.earliest, date.latest.toordinal()
        stale = ledger.stale.add_to(first).toordinal()
        marks |= {first.toordinal(), first.toordinal() + 1, last, last + 1, stale, stale + 1}
        marks.add(last_urgent_day(date) + 1)
    found = [[each.date.text, each.kind, each.event, each.text] for each in find_deadlines(ledger)]
    return DeadlineRow(
        number,
        by,
        *days_between(marks, day.toordinal()),
        as_text([row.id, row.name, found, labels.found]) if found or labels.found else "",
    )
