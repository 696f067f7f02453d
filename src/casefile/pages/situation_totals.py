"""The totals that sources report of a situation, with the number of its cases in a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.views.reported_totals import ComparedTotal, compare_totals

if TYPE_CHECKING:
    from casefile.dates import Day
    from casefile.register import Register
    from casefile.register.record_summary import RecordSummary


def reported_and_recorded(register: Register, row: RecordSummary, day: Day) -> tuple[ComparedTotal, ...]:
    """Return the reported totals of a situation, each with the cases that count, also those of its parts.

    The result is empty for records of other kinds, and for a situation that states no totals.
    """
    data = register.by_id[row.id].fields
    if row.kind != "situation" or "counts" not in data:
        return ()
    parts = register.with_parts([row.id])
    cases = (each for each in register.linked_entries(parts) if each.kind == "case" and not each.withdrawn)
    return compare_totals(data, (each.fields for each in cases), day)
