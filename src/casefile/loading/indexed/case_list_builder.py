"""Make the rows of `list` for the index, each with the span of days for which it is true."""

from __future__ import annotations

import json
from collections.abc import Sequence

from casefile.custody.course import Course
from casefile.custody.state import URGENCY
from casefile.custody.turning_days import days_between, turning_days
from casefile.dates import Day
from casefile.files.worker_processes import run_in_rounds
from casefile.index import ListRow
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.names import fold_text
from casefile.register.record_summary import RecordSummary
from casefile.views.case_counts import first_taken, standing
from casefile.views.case_rows import case_row_text, make_case_row


def build_list_rows(dated_snapshot: DatedSnapshot) -> None:
    """Store in the index the list row of each case that has none for the day of the snapshot, and the totals.

    Many rows are made in several processes.
    """
    list_rows, day = dated_snapshot.snapshot_index.list_rows, dated_snapshot.on.toordinal()

    def make(some: Sequence[tuple[int, str]]) -> list[ListRow]:
        register = IndexedRegister(dated_snapshot)
        rows = ((number, register.row(record)) for number, record in some)
        found = [make_list_row(number, row, row.course, day) for number, row in rows if row.course]
        register.forget_all()  # drop these cases from memory: all of them together may be large
        return found

    run_in_rounds(list_rows.missing(dated_snapshot.state, day), make, list_rows.store)
    list_rows.store_totals(dated_snapshot.state, day)


def make_list_row(number: int, row: RecordSummary, course: Course, day: int) -> ListRow:
    """Return the list row of a case for a day, with the range of days around it for which the row is true.

    `number` is the row number of the case in the index, `day` an ordinal. Only the number of days held
    changes within the range; the row contains how it grows per day.
    """
    dated = {date.earliest.toordinal() for date in row.event_dates}
    first, last = days_between(turning_days(course) | dated, day)
    days = [_make_day_row(number, row, course, each) for each in (first, day, last)]
    begin, asked, end = days
    length = max(1, last - first)
    found = begin._replace(
        last=last,
        more=(end.least - begin.least) // length,
        most_more=((end.most or 0) - (begin.most or 0)) // length,
    )
    return found if all(_is_equal_on(found, each) for each in days) else asked


def _is_equal_on(found: ListRow, on: ListRow) -> bool:
    """Return whether the row for a range of days is equal to the row for one of these days."""
    least, most = found.days_held(on.first)
    return on == found._replace(first=on.first, last=on.last, least=least, more=0, most=most, most_more=0)


def _make_day_row(number: int, row: RecordSummary, course: Course, day: int) -> ListRow:
    """Return the list row of a case for a single day, an ordinal."""
    on = Day.fromordinal(day)
    view = course.on(on)
    line = make_case_row(row, view, on)
    least, most = line.days_held
    return ListRow(
        row=number,
        first=day,
        last=day,
        status=line.status,
        standing=standing(line),
        country=line.country,
        rank=URGENCY.index(line.status),
        name=fold_text(line.name),
        text=json.dumps({**line.as_data(), "days_held": None}, ensure_ascii=False),
        least=least,
        more=0,
        most=most,
        most_more=0,
        taken=first_taken(row, on),
        row_text=json.dumps(case_row_text(line, standing(line), view, on), ensure_ascii=False),
    )
