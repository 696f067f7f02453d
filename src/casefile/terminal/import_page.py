"""The text, the JSON and the report of an import: counts, and the result of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.intake.tables.table_import import ImportReport, Outcome, RowResult
from casefile.pages.case_tables import CaseTable, Cell
from casefile.plural import number
from casefile.terminal.safe_text import inert

COUNTED: Mapping[Outcome, str] = {
    "added": "added",
    "changed": "changed",
    "unchanged": "unchanged",
    "conflict": "changed on both sides",
    "duplicate": "probably recorded already",
    "withdrawn": "withdrawn",
    "refused": "not imported",
    "gone": "no longer in the file",
}
"""The outcomes of rows in the order of the summary, each in words."""
COLUMNS = ("row", "key", "outcome", "record", "column", "code", "reason", "fix")


def summary(report: ImportReport) -> str:
    """Return the counts of an import in one line."""
    counted = [
        f"{report.count(outcome)} {word}" for outcome, word in COUNTED.items() if report.count(outcome)
    ]
    rows = sum(1 for each in report.results if each.number)
    return f"{number(rows, 'row')}: {', '.join(counted) or 'nothing to import'}"


def remarks(report: ImportReport) -> Iterator[str]:
    """Yield a line for each row with a difference or a withdrawn case, and one for the removed rows."""
    for each in report.results:
        if each.outcome == "conflict":
            fields = ", ".join(each.differences)
            yield f"row {each.number} ({each.record}): changed here and in the file: {fields}; ours stays"
        elif each.outcome == "withdrawn":
            yield f"row {each.number}: its case was withdrawn; it was not imported"
    gone = [each.record for each in report.results if each.outcome == "gone"]
    if gone:
        more = f" and {len(gone) - MOST} more" if len(gone) > MOST else ""
        yield f"no longer in the file, the cases stay: {', '.join(gone[:MOST])}{more}"


MOST = 8
"""The most records that a line lists."""


def as_data(report: ImportReport) -> dict[str, object]:
    """Return the JSON data: `counts` by outcome, and `rows`, without the unchanged ones."""
    return {
        "counts": {outcome: report.count(outcome) for outcome in COUNTED},
        "rows": [_row(each) for each in report.results if each.outcome != "unchanged"],
    }


def _row(result: RowResult) -> dict[str, object]:
    return {
        "row": result.number or None,
        "key": result.key,
        "outcome": result.outcome,
        "record": result.record or None,
        "differences": [*result.differences],
        "problems": [each.as_data() for each in result.problems],
    }


def report_table(report: ImportReport) -> CaseTable:
    """Return the report as a table: for each imported row one row, or one for each problem or difference.

    Control characters in it are replaced by symbols, because cells of the file may contain some.
    """
    rows: list[tuple[Cell, ...]] = []
    for each in report.results:
        start = (each.number or None, each.key, each.outcome, each.record)
        details = [(found.field, found.code, found.message, found.hint) for found in each.problems]
        details += [(path, "", "changed here and in the file", "") for path in each.differences]
        rows += [(*start, *rest) for rest in details or [("", "", "", "")]]
    shown = (tuple(inert(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return CaseTable(COLUMNS, shown)
