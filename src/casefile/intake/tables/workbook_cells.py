"""Print the cells of a workbook as JSON lines: a program of its own, started by `workbook_reader`.

The library that reads workbooks can end its process if a file is damaged, and a small file can ask for all
memory. So a process of its own reads the file, with limits. It imports nothing of casefile, to start fast.

The workbook comes from stdin, the name of the sheet from the first argument ("": the first visible one).
The first line of the output is an object. It has `error` (password, damaged, no sheet, empty), or `sheet`,
`sheets`, `merged` (the first row with merged cells, or 0), `hidden` (the number of hidden rows), `errors`
(the number of cells with an error that are empty in the rows), `from_1904`. Each further line is a row: its
number and the texts of its cells. The last line is `null`: without it, the output is incomplete.
"""

from __future__ import annotations

import contextlib
import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as ET

import python_calamine as calamine

MEMORY = 3 << 30
"""The most bytes of memory for this process."""
SECONDS = 600
"""The most seconds of CPU for this process."""
UNCALCULATED = "#FORMULA!"
"""The text of a cell whose formula has no stored value."""
ROUNDED = "#ROUNDED!"
"""The text of a cell with a number of more than 15 digits, which a spreadsheet does not store exactly."""


def main() -> None:
    """Print the sheet of the workbook on stdin."""
    _limit()
    blob, wanted = sys.stdin.buffer.read(), sys.argv[1]
    try:
        head, rows = _sheet(blob, wanted)
    except calamine.PasswordError:
        head, rows = {"error": "password"}, []
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - any error means that the file is damaged
        head, rows = {"error": "damaged"}, []
    out = sys.stdout
    out.write(json.dumps(head) + "\n")
    for row in rows:
        out.write(json.dumps(row) + "\n")
    out.write("null\n")


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has these limits
        import resource  # noqa: PLC0415 - see above

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


Row = tuple[int, list[str]]


def _sheet(blob: bytes, wanted: str) -> tuple[dict[str, object], list[Row]]:
    book = calamine.load_workbook(io.BytesIO(blob))
    listed = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
    names = [each.name for each in listed]
    if not names:
        return {"error": "empty"}, []
    if wanted and wanted not in names:
        return {"error": "no sheet", "sheets": names}, []
    visible = [each.name for each in listed if each.visible == calamine.SheetVisibleEnum.Visible]
    name = wanted or (visible or names)[0]
    found = book.get_sheet_by_index(book.sheet_names.index(name))
    merged = found.merged_cell_ranges or []
    marks = _marks(blob, name) if blob.startswith(b"PK") else Marks({})
    head: dict[str, object] = {
        "sheet": name,
        "sheets": names,
        "merged": min((start[0] + 1 for start, _ in merged), default=0),
        "hidden": marks.hidden,
        "errors": marks.errors,
        "from_1904": _counts_from_1904(blob),
    }
    rows = [*_rows(found, marks.texts)]
    return head, rows


def _rows(sheet: calamine.CalamineSheet, marked: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    if sheet.start is None:
        return
    # The library begins with the first row of the sheet, but with the first column that has a cell.
    _, left = sheet.start
    by_row: dict[int, dict[int, str]] = {}
    for (at, column), text in marked.items():
        by_row.setdefault(at, {})[column] = text
    for at, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [""] * left + [cell_text(cell) for cell in cells]
        for column, text in by_row.get(at, {}).items():
            texts += [""] * (column + 1 - len(texts))
            texts[column] = text
        if any(texts):
            yield at, texts


def cell_text(value: Any) -> str:  # noqa: ANN401 - a cell has any type that a spreadsheet has
    """Return the text of a cell: a whole number without a point, a day as 2025-05-28, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < EXACT else ROUNDED
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


EXACT = 1e15
"""Whole numbers below this are exact in a spreadsheet."""


# What the library does not report of an xlsx file.


class Marks:
    """The texts for cells with an error or a formula without a value, by row and column, and two numbers.

    `hidden` is the number of hidden rows, `errors` that of cells with an error whose places are not known.
    """

    def __init__(self, texts: Mapping[tuple[int, int], str], hidden: int = 0, errors: int = 0) -> None:
        self.texts, self.hidden, self.errors = texts, hidden, errors


CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
KIND = re.compile(rb'\bt="(\w+)"')
VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
HIDDEN = re.compile(rb'<(?:\w+:)?row\s[^>]*\bhidden="(?:1|true)"')
ERROR_OF_ODS = b'calcext:value-type="error"'
CHUNK = 1 << 20


def _marks(blob: bytes, sheet: str) -> Marks:
    texts: dict[tuple[int, int], str] = {}
    hidden = 0
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        if "content.xml" in archive.namelist():
            return Marks({}, errors=archive.read("content.xml").count(ERROR_OF_ODS))
        path = _path_of(archive, sheet)
        if path is None:
            return Marks({})
        with archive.open(path) as opened:
            rest = b""
            while piece := opened.read(CHUNK):
                whole, between, rest = (rest + piece).rpartition(b"<row")
                whole, rest = (whole, between + rest) if between else (b"", rest)
                hidden += len(HIDDEN.findall(whole))
                texts |= _marked(whole)
            hidden += len(HIDDEN.findall(rest))
            texts |= _marked(rest)
    return Marks(texts, hidden)


def _marked(xml: bytes) -> dict[tuple[int, int], str]:
    if b'"e"' not in xml and not FORMULA.search(xml):
        return {}
    found = {}
    for start, body in CELL.findall(xml):
        kind, place, value = KIND.search(start), PLACE.search(start), VALUE.search(body)
        if place is None:
            continue
        at = int(place[2]), _column(place[1])
        if kind and kind[1] == b"e":
            found[at] = value[1].decode() if value else "#ERROR!"
        elif not value and FORMULA.search(body) and not (kind and kind[1] == b"str"):
            found[at] = UNCALCULATED
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the path of a sheet in an xlsx file; None in other files."""
    names = {*archive.namelist()}
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    links = {
        str(each.get("Id")): str(each.get("Target"))
        for each in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - limited
    }
    for each in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - as above
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            link = next((value for key, value in each.attrib.items() if key.endswith("}id")), "")
            path = posixpath.normpath(posixpath.join("/xl", links.get(link, ""))).lstrip("/")
            return path if path in names else None
    return None


DATES_OF_XLS: Sequence[bytes] = (b"\x22\x00\x02\x00\x01\x00",)
"""The record of an xls file that counts days from 1904."""
DATES_OF_XLSX = re.compile(rb'\bdate1904="(?:1|true|on)"')


def _counts_from_1904(blob: bytes) -> bool:
    if not blob.startswith(b"PK"):
        return any(each in blob for each in DATES_OF_XLS)
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        listed = "xl/workbook.xml" in archive.namelist()
        return listed and bool(DATES_OF_XLSX.search(archive.read("xl/workbook.xml")))


if __name__ == "__main__":
    main()
