"""xlsx: a workbook for people who work in spreadsheets; text never becomes a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from casefile.dates import When
from casefile.pages.case_tables import CaseTable, Cell, cases, events
from casefile.pages.publication_relations import relations, rows
from casefile.pages.relation import Cells
from casefile.publication.publish import Publication

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": False,
}
LONGEST = 32_767
"""The most characters of a cell in spreadsheet programs."""
CUT = " […] shortened: too long for a cell; the formats json and sqlite contain all of it"
WIDEST, NARROWEST = 60, 8
"""The greatest and the least width of a column, in characters."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the sheets `cases`, `events`, `charges`, `sources` and `about`; the first row of each is frozen.

    A longer text than LONGEST is cut, with a note at its end. The option `epoch` is the date of the workbook.
    """
    _write_book(publication.title, sheets(publication), out, options)


def write_table(table: CaseTable, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write a workbook with one sheet, `cases`, that contains the table."""
    _write_book("", [("cases", table)], out, options)


def _write_book(
    title: str, named: Iterable[tuple[str, CaseTable]], out: BinaryIO, options: Mapping[str, str]
) -> None:
    made = BytesIO()
    book = xlsxwriter.Workbook(made, SAFE)
    created = datetime.fromtimestamp(int(options["epoch"]), UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": created})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    number = book.add_format({"valign": "top"})
    day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for name, table in named:
        _write_worksheet(book.add_worksheet(name), table, head, CellFormats(wrapped, number, day))
    book.close()
    out.write(made.getvalue())


def sheets(publication: Publication) -> Iterator[tuple[str, CaseTable]]:
    """Yield the name and the table of each sheet."""
    found: dict[str, list[Cells]] = {"about": [], "event_charges": [], "sources": []}
    for name, row in rows(publication):
        if name in found:
            found[name].append(row)
    of = {each.name: each for each in relations()}
    yield "cases", cases(publication)
    yield "events", events(publication)
    for name, table in (("charges", "event_charges"), ("sources", "sources")):
        columns = [column for column in of[table].columns if not column.name.endswith("_id")]
        kept = [of[table].columns.index(column) for column in columns]
        shown = tuple(tuple(row[at] for at in kept) for row in found[table])
        ends = {column.name for column in columns if column.holds == "day"}
        days = frozenset(ends | {each.removesuffix("_earliest") for each in ends})
        yield name, CaseTable(tuple(column.name for column in columns), shown, days)
    yield "about", CaseTable(("name", "value"), tuple(found["about"]))


class CellFormats(NamedTuple):
    """The formats of the cells of a sheet: of text, of numbers and of days."""

    text: Format
    number: Format
    day: Format


def _write_worksheet(sheet: Worksheet, table: CaseTable, head: Format, formats: CellFormats) -> None:
    rows = tuple(table.rows)
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, _width([name, *(row[column] for row in rows)]))
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            day = _exact_day(cell) if table.columns[column] in table.days else None
            if day is not None:
                sheet.write_datetime(row, column, day, formats.day)
            elif isinstance(cell, bool):
                sheet.write_boolean(row, column, cell, formats.number)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell, formats.number)
            elif cell:
                sheet.write_string(row, column, _fitting(cell), formats.text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _exact_day(cell: Cell) -> datetime | None:
    """Return the day that a cell states; None for a less exact date, and one that a sheet cannot hold."""
    date = When.find(cell) if isinstance(cell, str) else None
    day = date.day if date else None
    return datetime(day.year, day.month, day.day) if day and day.year > FIRST_YEAR else None  # noqa: DTZ001 - a sheet knows no zones


FIRST_YEAR = 1900
"""The first year that spreadsheets know. Programs do not agree on its days, so they are written as text."""


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _width(cells: Sequence[Cell]) -> int:
    """Return the width of a column in characters: its longest line, within bounds; cell 0 is its name."""
    lines = [f"{cells[0]}   ", *(str(cell or "") for cell in cells[1:])]
    return max(NARROWEST, min(WIDEST, max(len(line) for text in lines for line in text.split("\n")) + 1))
