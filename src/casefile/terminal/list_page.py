"""The terminal page of `list`: the cases with their statuses, and their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casefile.custody.status_text import basis_words, format_date, possible_words
from casefile.model.country_names import country_name
from casefile.model.vocabularies import word
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Line,
    Paragraph,
    TextSpan,
    cell,
    headed,
    join_spans,
    line,
    muted,
)
from casefile.plural import number
from casefile.terminal.page_words import clocks, days, status
from casefile.views.case_counts import STANDINGS
from casefile.views.case_rows import CaseRow, CaseRowText

if TYPE_CHECKING:  # the callers of this page have already imported these modules
    from casefile.queries.list_query import CaseList

WIDE = 110
"""The minimum terminal width at which each fact gets a column of its own."""
WIDE_COLUMNS = ("name", "status", "since", "until", "days_held", "situations", "id")
BLANK = " "


def listing(result: CaseList, width: int, columns: Sequence[str] = ()) -> list[Block]:
    """Return the page of `list`: names, ids, statuses, start and end dates, and days in custody.

    `columns` are the names of the columns to show; without them the width decides.
    """
    chosen = columns or (WIDE_COLUMNS if width >= WIDE else ())
    table = _table(result, chosen) if chosen else _narrow(result)
    return [Paragraph(clocks(result.snapshot)), BlankLine(), table, BlankLine(), Paragraph(_counted(result))]


def _narrow(result: CaseList) -> BlockTable:
    """Return a table whose cells contain two facts: a row has two lines and fits in 80 columns."""
    rows = (
        (
            cell(TextSpan(row_text.name, "strong"), muted(row_text.id)),
            cell(status(row_text.short, row_text.standing)),
            cell(row_text.since),
            (line(row_text.until or BLANK), line(days(held))),
        )
        for row_text, held in zip(result.row_texts, result.days_held, strict=True)
    )
    return headed(rows, "Name\nId", "Status", "Since", "Until\nDays held")


def _table(result: CaseList, columns: Sequence[str]) -> BlockTable:
    labels = result.snapshot.labels
    rows = tuple(
        tuple(_cell(row, row_text, name, labels) for name in columns)
        for row, row_text in zip(result.rows, result.row_texts, strict=True)
    )
    return headed(rows, *(word(name).capitalize() for name in columns))


def _cell(row: CaseRow, row_text: CaseRowText, name: str, labels: Mapping[str, str]) -> Cell:
    """Return the cell of a row for the column `name`; ids of records are replaced by their labels."""
    if name == "status":
        return cell(status(row_text.short, row_text.standing))
    if name == "until":
        return cell(row_text.until)
    value = getattr(row, name)
    if name in WORDS:
        return cell(WORDS[name](value))
    texts = value if isinstance(value, tuple) else [value or ""]
    return cell(", ".join(labels.get(text, text) for text in texts))


WORDS: Mapping[str, Callable[[Any], str | TextSpan]] = {
    "name": lambda name: TextSpan(name, "strong"),
    "id": muted,
    "possible": possible_words,
    "basis": basis_words,
    "country": country_name,
    "days_held": days,
    **dict.fromkeys(("since", "last_confirmed", "last_event"), format_date),
}
"""Formatters of the columns whose plain value is hard to read, by column name."""


def _counted(result: CaseList) -> Line:
    """Return the line with the number of listed cases, in total and by counted status (STANDINGS)."""
    counts = Counter(row_text.standing for row_text in result.row_texts)
    by_standing = ", ".join(f"{counts[key]} {name}" for key, name in STANDINGS.items() if counts[key])
    counted = join_spans([number(counts.total(), "case"), by_standing], ": ", "")
    return join_spans([counted, f"{result.left_out} more not shown" if result.left_out else ""], "; ", "")
