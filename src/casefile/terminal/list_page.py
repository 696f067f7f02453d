"""The page of `list`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from casefile.custody.status_text import basis_words, format_date, join_words
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
from casefile.views.case_rows import CaseRow

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.queries.list_query import CaseList

WIDE = 110
"""From this many columns on each fact has a column of its own."""
WIDE_COLUMNS = ("name", "status", "since", "until", "days_held", "situations", "id")
BLANK = " "


def listing(result: CaseList, width: int, columns: Sequence[str] = ()) -> list[Block]:
    """Lay out the list: names with their ids, status in words, since when, until when, for how long."""
    chosen = columns or (WIDE_COLUMNS if width >= WIDE else ())
    table = _table(result, chosen) if chosen else _narrow(result)
    return [Paragraph(clocks(result.moment)), BlankLine(), table, BlankLine(), Paragraph(_counted(result))]


def _narrow(result: CaseList) -> BlockTable:
    """Put two facts in each cell, so that a row has two lines and eighty columns are enough."""
    rows = []
    for said, held in zip(result.said, result.days_held, strict=True):
        rows.append((
            cell(TextSpan(said.name, "strong"), muted(said.id)),
            cell(status(said.short, said)),
            cell(said.since),
            (line(said.until or BLANK), line(days(held))),
        ))  # fmt: skip
    return headed(rows, "Name\nId", "Status", "Since", "Until\nDays held")


def _table(result: CaseList, columns: Sequence[str]) -> BlockTable:
    labels = result.moment.labels
    rows = tuple(
        tuple(
            cell(status(said.short, said)) if name == "status" else _cell(row, name, labels)
            for name in columns
        )
        for row, said in zip(result.rows, result.said, strict=True)
    )
    return headed(rows, *(word(name).capitalize() for name in columns))


def _cell(row: CaseRow, name: str, labels: Mapping[str, str]) -> Cell:
    """Return the text of a column; records are shown by their names."""
    value = getattr(row, name)
    if name in WORDS:
        return cell(WORDS[name](value))
    texts = value if isinstance(value, tuple) else [value or ""]
    return cell(", ".join(labels.get(text, text) for text in texts))


WORDS: Mapping[str, Callable[[Any], str | TextSpan]] = {
    "name": lambda name: TextSpan(name, "strong"),
    "id": muted,
    "possible": lambda statuses: join_words([word(each) for each in statuses]),
    "basis": basis_words,
    "days_held": days,
    **dict.fromkeys(("since", "until", "last_confirmed", "last_event"), format_date),
}
"""The text of columns whose value alone is hard to read."""


def _counted(result: CaseList) -> Line:
    """Count the listed cases by their standings, as `stats` does."""
    counts = Counter(said.standing for said in result.said)
    by_standing = ", ".join(f"{counts[key]} {name}" for key, name in STANDINGS.items() if counts[key])
    counted = join_spans([number(counts.total(), "case"), by_standing], ": ", "")
    return join_spans([counted, f"{result.left_out} more not shown" if result.left_out else ""], "; ", "")
