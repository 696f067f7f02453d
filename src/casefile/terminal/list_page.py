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
    muted,
)
from casefile.plural import number
from casefile.terminal.page_words import day_line, days, status
from casefile.views.case_counts import STANDINGS
from casefile.views.case_rows import CaseRow, CaseRowText

if TYPE_CHECKING:  # the callers of this page have already imported these modules
    from casefile.queries.list_query import CaseList

WITH_IDS = 100
"""The minimum terminal width at which a line has the id of the case."""
WIDE_COLUMNS = ("name", "status", "since", "until", "days_held", "situations", "id")
"""The columns of `list --wide`."""
SHORTEST_NAME = 20
"""The least number of terminal columns for a name: with less, ids are left out, then lines are wrapped."""
BETWEEN = 2
"""The number of blanks between two columns."""


def list_page(result: CaseList, width: int | None, columns: Sequence[str] = ()) -> list[Block]:
    """Return the page of `list`: one line for each case.

    `columns` are the names of the columns to show; without them a line has the name, the status, its
    beginning, and the end of the order or the days in custody. `width` is that of the terminal: from
    `WITH_IDS` on a line also has the id if it fits, and a name that is too long is cut. Without it nothing
    is cut.
    """
    table = _table(result, columns) if columns else _one_line(result, width)
    return [
        Paragraph(day_line(result.snapshot)),
        BlankLine(),
        table,
        BlankLine(),
        Paragraph(_count_line(result)),
    ]


def _one_line(result: CaseList, width: int | None) -> BlockTable:
    """Return the usual table, in which each case has one line if the terminal is wide enough."""
    from casefile.terminal.wrapping import columns as terminal_columns  # noqa: PLC0415 - imports rich

    texts = [
        (_brief_status(text), text.since, text.until or days(held))
        for text, held in zip(result.row_texts, result.days_held, strict=True)
    ]
    headers = ["Name", "Status", "Since", "Until, or days"]
    used = sum(
        max(map(terminal_columns, each)) + BETWEEN for each in zip(*(headers[1:], *texts), strict=True)
    )
    longest_id = max((len(text.id) for text in result.row_texts), default=0) + BETWEEN
    with_ids = width is None or (width >= WITH_IDS and width - used - longest_id >= SHORTEST_NAME)
    if with_ids:
        headers.append("Id")
        used += longest_id
    fits = width is not None and width - used >= SHORTEST_NAME
    room = width - used if width is not None and fits else None  # a narrower table is wrapped, not cut
    rows = (
        (
            cell(TextSpan(_cut(text.name, room), "strong")),
            cell(status(short, text.standing)),
            cell(since),
            cell(end),
            *((cell(muted(text.id)),) if with_ids else ()),
        )
        for text, (short, since, end) in zip(result.row_texts, texts, strict=True)
    )
    return headed(rows, *headers)


LONGEST_STATUS = 20
"""The most characters of a status in a line; a longer one is replaced by its counted status."""


def _brief_status(text: CaseRowText) -> str:
    if len(text.short) <= LONGEST_STATUS:
        return text.short
    return f"{STANDINGS[text.standing]}{', disputed' if text.disputed else ''}"


def _cut(name: str, room: int | None) -> str:
    """Return a name, cut so that it takes at most `room` terminal columns."""
    from casefile.terminal.wrapping import columns as terminal_columns  # noqa: PLC0415 - imports rich

    if room is None or terminal_columns(name) <= room:
        return name
    while name and terminal_columns(name) >= room:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _table(result: CaseList, columns: Sequence[str]) -> BlockTable:
    labels = result.snapshot.labels
    rows = tuple(
        tuple(_cell(row, row_text, name, labels) for name in columns)
        for row, row_text in zip(result.rows, result.row_texts, strict=True)
    )
    return headed(rows, *(word(name).capitalize() for name in columns))


def _cell(row: CaseRow, row_text: CaseRowText, name: str, labels: Mapping[str, str]) -> Cell:
    """Return the cell of a row for the column `name`; labels replace ids of other records."""
    if name == "status":
        return cell(status(row_text.short, row_text.standing))
    if name == "until":
        return cell(row_text.until)
    value = getattr(row, name)
    if name in FORMATTERS:
        return cell(FORMATTERS[name](value))
    texts = value if isinstance(value, tuple) else [value or ""]
    return cell(", ".join(labels.get(text, text) for text in texts))


FORMATTERS: Mapping[str, Callable[[Any], str | TextSpan]] = {
    "name": lambda name: TextSpan(name, "strong"),
    "id": muted,
    "possible": possible_words,
    "basis": basis_words,
    "country": country_name,
    "days_held": days,
    **dict.fromkeys(("since", "last_confirmed", "last_event"), format_date),
}
"""Formatters of the columns whose plain value is hard to read, by column name."""


def _count_line(result: CaseList) -> Line:
    """Return the line with the number of listed cases, in total and by counted status (STANDINGS)."""
    counts = Counter(row_text.standing for row_text in result.row_texts)
    by_standing = ", ".join(f"{counts[key]} {name}" for key, name in STANDINGS.items() if counts[key])
    counted = join_spans([number(counts.total(), "case"), by_standing], ": ", "")
    return join_spans([counted, f"{result.left_out} more not shown" if result.left_out else ""], "; ", "")
