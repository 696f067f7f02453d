"""The page of `list`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from casefile.custody.spoken import BASIS_WORDS, STATUS_WORDS, possible_words, said_date
from casefile.custody.view import View
from casefile.model.words import number, word
from casefile.render.blocks import (
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Paragraph,
    Span,
    Table,
    cell,
    joined,
    line,
)
from casefile.render.words import clocks, days, role_of, status, until
from casefile.views.listing import Listed, Said

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.operations.listing import Listing

WIDE = 110
"""From this many columns on each fact has a column of its own."""
WIDE_COLUMNS = ("name", "status", "since", "until", "days_held", "situations", "id")
BLANK = " "


def listing(result: Listing, width: int, columns: Sequence[str] = ()) -> list[Block]:
    """Lay out the list: names with their ids, status in words, since when, until when, for how long."""
    chosen = columns or (WIDE_COLUMNS if width >= WIDE else ())
    table = _table(result, chosen) if chosen else _narrow(result)
    return [Paragraph(clocks(result.moment)), Gap(), table, Gap(), Paragraph(_counted(result))]


def _narrow(result: Listing) -> Table:
    """Put two facts in each cell, so that a row has two lines and eighty columns are enough."""
    rows = []
    for said, held in result.told:
        rows.append((
            cell(Span(said.name, "strong"), Span(said.id, "muted")),
            cell(Span(said.short, role_of(said.status, said.certainty))),
            cell(said.since),
            (line(said.until or BLANK), line(days(held))),
        ))  # fmt: skip
    names = ("Name\nId", "Status", "Since", "Until\nDays held")
    return Table(tuple(Column(name) for name in names), tuple(rows))


def _table(result: Listing, columns: Sequence[str]) -> Table:
    labels = result.moment.labels
    rows = tuple(
        tuple(
            CELLS[name](row, result.views[row.id]) if name in CELLS else _plain(row, name, labels)
            for name in columns
        )
        for row in result.rows
    )
    return Table(tuple(Column(word(name).capitalize()) for name in columns), rows)


CELLS: Mapping[str, Callable[[Listed, View], Cell]] = {
    "name": lambda row, _view: cell(Span(row.name, "strong")),
    "id": lambda row, _view: cell(Span(row.id, "muted")),
    "status": lambda _row, view: cell(status(view)),
    "possible": lambda _row, view: cell(possible_words(view)),
    "basis": lambda row, _view: cell(BASIS_WORDS.get(row.basis or "", word(row.basis or ""))),
    "until": lambda _row, view: cell(until(view)),
    "days_held": lambda _row, view: cell(days(view.days_held)),
    "since": lambda row, _view: cell(said_date(row.since)),
    "last_confirmed": lambda row, _view: cell(said_date(row.last_confirmed)),
    "last_event": lambda row, _view: cell(said_date(row.last_event)),
}
"""How a column is said where its value alone would not read well."""


def _plain(row: Listed, name: str, labels: Mapping[str, str]) -> Cell:
    """Say a column as it is, records by what they are called."""
    value = getattr(row, name)
    texts = value if isinstance(value, tuple) else [value or ""]
    return cell(", ".join(labels.get(text, text) for text in texts))


def _counted(result: Listing) -> Line:
    """Count what is listed by status, lapsed orders apart."""
    counts = Counter(_called(said) for said, _ in result.told)
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    counted = joined([number(counts.total(), "case"), said], ": ", "")
    return joined([counted, f"{result.left_out} more not shown" if result.left_out else ""], "; ", "")


def _called(said: Said) -> str:
    lapsed = said.status == "held" and said.certainty == "lapsed"
    return "last known held" if lapsed else STATUS_WORDS[said.status]
