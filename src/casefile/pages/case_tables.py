"""The tables of a publication: one with a row for each case, one with a row for each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from casefile.model.kinds import LEDGER_KINDS
from casefile.publication.publish import Publication, Published
from casefile.views.case_rows import COLUMNS, make_case_row
from casefile.views.ledger_timeline import Line

Cell = str | int | None


class CaseTable(Struct, frozen=True):
    """Named columns, and rows of the same length that can be iterated once.

    A cell is text, a number or None.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def cases(publication: Publication) -> CaseTable:
    """Return the cases on the publication's day, with the columns of `list`.

    Several values share one cell.
    """
    return CaseTable(CASE_COLUMNS, (_case(publication, each) for each in publication.of("case")))


def events(publication: Publication) -> CaseTable:
    """Return the events of all ledgers, record by record, each in the order of its ledger."""
    return CaseTable(EVENT_COLUMNS, _events(publication))


def join_cell(values: object) -> Cell:
    """Return a value as one cell; the values of a list are joined by `; `."""
    if isinstance(values, list | tuple):
        return "; ".join(str(value) for value in values)
    return values if isinstance(values, int) or values is None else str(values)


HELD = ("days_held_min", "days_held_max")
CASE_COLUMNS = tuple(
    name
    for column in COLUMNS
    if column != "rule"  # a publication states no reasons
    for name in (HELD if column == "days_held" else (column,))
)
EVENT_COLUMNS = (
    "record", "kind", "name", "event", "type", "date", "earliest", "latest", "what", "summary", "place", "by",
    "sources", "standing", "reason", "tier",
)  # fmt: skip


def _case(publication: Publication, case: Published) -> tuple[Cell, ...]:
    view = case.view(publication.on)
    if view is None:
        raise TypeError("a case has a course")
    data = make_case_row(case.row, view, publication.on).as_data()
    data |= dict(zip(HELD, data["days_held"], strict=True))
    return tuple(join_cell(data[column]) for column in CASE_COLUMNS)


def _events(publication: Publication) -> Iterator[tuple[Cell, ...]]:
    for kind in LEDGER_KINDS:
        for record in publication.of(kind):
            for line in publication.ledger(record.id):
                yield _event(record, line)


def _event(record: Published, line: Line) -> tuple[Cell, ...]:
    data = line.as_data() | {
        "kind": record.kind,
        "what": line.headline,
        "summary": line.summary or None,
        "reason": line.reason or None,
    }
    return tuple(join_cell(data[column]) for column in EVENT_COLUMNS)
