"""xlsx: a workbook for people who work in spreadsheets; text is text, no cell a formula or a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from casefile.pages.relations import relations
from casefile.pages.tables import Table, cases, events
from casefile.publication.publish import Publication

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": False,
}
LONGEST = 32_767
"""Characters of a cell, as spreadsheets have it."""
CUT = " […] cut: a cell holds no more; the formats json and sqlite hold all of it"
WIDEST, NARROWEST = 60, 8
"""Bounds of a column, in characters."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the sheets: what this is, cases, events, charges, sources; the first row stays in sight."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, SAFE)
    created = datetime.fromtimestamp(int(options["epoch"]), UTC).replace(tzinfo=None)
    book.set_properties({"title": "Register of detentions", "created": created})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for name, table in sheets(publication):
        _sheet(book.add_worksheet(name), table, head, wrapped, number)
    book.close()
    out.write(made.getvalue())


def sheets(publication: Publication) -> Iterator[tuple[str, Table]]:
    """Yield the sheets by name."""
    of = {each.name: each for each in relations(publication, only=("about", "event_charges", "sources"))}
    yield "cases", cases(publication)
    yield "events", events(publication)
    for name, relation in (("charges", of["event_charges"]), ("sources", of["sources"])):
        columns = [column for column in relation.columns if not column.name.endswith("_id")]
        kept = [relation.columns.index(column) for column in columns]
        rows = tuple(tuple(row[at] for at in kept) for row in relation.rows)
        yield name, Table(tuple(column.name for column in columns), rows)
    yield "about", Table(("name", "value"), of["about"].rows)


def _sheet(sheet: Worksheet, table: Table, head: Format, wrapped: Format, number: Format) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, _width(table, column))
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, bool):
                sheet.write_boolean(row, column, cell, number)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell, number)
            elif cell:
                sheet.write_string(row, column, _fitting(cell), wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _width(table: Table, column: int) -> int:
    """Return how wide a column is: as its longest line, within bounds."""
    lines = [str(row[column] or "") for row in table.rows] + [f"{table.columns[column]}   "]
    return max(NARROWEST, min(WIDEST, max(len(line) for text in lines for line in text.split("\n")) + 1))
