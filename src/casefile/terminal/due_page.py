"""The terminal page of `due`: urgent reports, deadlines overdue, today and soon, then cases without news."""

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
from casefile.terminal.page_words import day_line
from casefile.views.deadlines.deadline import Due

DATES = 22
"""Width of the column of dates, in terminal columns."""
GROUPS: Mapping[str, str] = {
    "urgent": "Urgent",
    "overdue": "Overdue",
    "today": "Today",
    "ahead": "Within {within}",
    "quiet": "Without news",
}
"""The titles of the groups of deadlines by urgency, the most urgent first."""
MOST = 10
"""The most items of a group that are shown without `--all`."""
ROLES: Mapping[str, Role] = {"urgent": "warn", "overdue": "warn", "today": "strong"}


def due_page(result: DueList, width: int, *, everything: bool = False) -> list[Block]:
    """Return the page of `due`: deadlines by urgency, then the number of items and records.

    A group shows at most MOST items and the number of the others, or all with `everything`.
    """
    blocks: list[Block] = [Paragraph(day_line(result.snapshot))]
    for urgency, title in GROUPS.items():
        group = [row for row in result.rows if row.urgency == urgency]
        if group:
            group_title = title.format(within=result.window.within.words())
            shown = group if everything else group[:MOST]
            blocks += [heading(f"{group_title}, {len(group)}"), deadline_table(shown, width)]
            if len(shown) < len(group):
                blocks.append(paragraph(f"{len(group) - len(shown)} more: --all shows them"))
    records = len({row.record for row in result.rows})
    counted = f"{number(len(result.rows), 'item')} of {number(records, 'record')}"
    return [*blocks, BlankLine(), paragraph(counted)]


def deadline_table(rows: Sequence[Due], width: int) -> BlockTable:
    """Return a table of deadlines: the date and its distance, then person, text, record id and entry id."""
    laid = tuple((_when(row), _what(row)) for row in rows)
    return labelled(laid, DATES, width - DATES - 2, airy=True)


def _when(row: Due) -> Cell:
    return cell(capital(row.date.words()), TextSpan(distance_words(row), ROLES.get(row.urgency, "muted")))


def _what(row: Due) -> Cell:
    return cell(
        join_spans([TextSpan(row.name, "strong"), row.text]),
        join_spans([muted(row.record), muted(row.event)]),
    )


def distance_words(row: Due) -> str:
    """Return the distance of a deadline from the day of the query, such as `in 3 days` or `2 days ago`.

    If the date is not known to the day, the text shows that: `at least 2 days ago`, `may be today`, and
    `perhaps over` for a consent. It is "" for missing news since such a date that may be today.
    """
    exact = row.date.day is not None
    if row.days == 0:
        return "today" if exact else "" if row.urgency == "quiet" else "may be today"
    if row.days > 0:
        return f"in {number(row.days, 'day')}{'' if exact else ' or later'}"
    if row.kind == "consent" and not exact:
        return "perhaps over"
    return f"{'' if exact else 'at least '}{number(-row.days, 'day')} ago"
