"""The page of `due`: what is overdue, what is due today and soon, of whom nothing is heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casefile.model.vocabularies import capital
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Paragraph,
    Role,
    TextSpan,
    cell,
    heading,
    join_spans,
    labelled,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.queries.due_query import DueList
from casefile.terminal.page_words import clocks
from casefile.views.deadlines.deadline import Due

DATES = 22
"""How wide the column of dates is."""
GROUPS: Mapping[str, str] = {
    "overdue": "Overdue",
    "today": "Today",
    "ahead": "Within {within}",
    "quiet": "Without news",
}
"""How rows are grouped, what is most urgent first."""
ROLES: Mapping[str, Role] = {"overdue": "warn", "today": "strong"}


def due(result: DueList, width: int) -> list[Block]:
    """Lay out what is due, group by group."""
    blocks: list[Block] = [Paragraph(clocks(result.moment))]
    for urgency, title in GROUPS.items():
        group = [row for row in result.rows if row.urgency == urgency]
        if group:
            said = title.format(within=result.window.within.words())
            blocks += [heading(f"{said}, {len(group)}"), entries(group, width)]
    records = len({row.record for row in result.rows})
    counted = f"{number(len(result.rows), 'item')} of {number(records, 'record')}"
    return [*blocks, BlankLine(), paragraph(counted)]


def entries(rows: Sequence[Due], width: int) -> BlockTable:
    """Lay out rows: the date and how far off it is, then of whom, what, and by which entry."""
    laid = tuple((_when(row), _what(row)) for row in rows)
    return labelled(laid, DATES, width - DATES - 2, airy=True)


def _when(row: Due) -> Cell:
    return cell(capital(row.date.words()), TextSpan(off(row), ROLES.get(row.urgency, "muted")))


def _what(row: Due) -> Cell:
    return cell(
        join_spans([TextSpan(row.name, "strong"), row.text]),
        join_spans([muted(row.record), muted(row.event)]),
    )


def off(row: Due) -> str:
    """Say how far off a row is; where its date is not known to the day, only what is sure of that."""
    exact = row.date.day is not None
    if row.days == 0:
        return "today" if exact else "" if row.urgency == "quiet" else "may be today"
    if row.days > 0:
        return f"in {number(row.days, 'day')}{'' if exact else ' or later'}"
    if row.kind == "consent" and not exact:
        return "perhaps over"
    return f"{'' if exact else 'at least '}{number(-row.days, 'day')} ago"
