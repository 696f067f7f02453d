"""Read a spreadsheet as rows of texts: csv, tsv, xlsx, xls, ods, json, jsonl.

No formula is computed and no macro runs: a cell is the value that the program that wrote the file has stored.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from casefile.errors import BadInput
from casefile.intake.tables.encodings import probable_encodings
from casefile.names.unseen import BIDI
from casefile.pages.csv_text import STARTS_A_FORMULA

DELIMITERS = ",;\t|"
LARGEST_UNPACKED = 1 << 29
"""The most bytes that a workbook may contain when it is unpacked: 512 MiB."""
MOST_COLUMNS = 2000
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an xls file, and of a workbook that is protected by a password."""
ZIP = b"PK\x03\x04"
SIGNATURES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip file",
}


class TableOptions(Struct, frozen=True):
    """How to read a file: each is None to detect it; `header` is the number of the row with the headers."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: int | None = None


class TableRow(Struct, frozen=True):
    """One row: its number in the file, from 1, and the texts of its cells, as many as there are headers.

    `beyond` is the number of filled cells to the right of the last header.
    """

    number: int
    cells: tuple[str, ...]
    beyond: int = 0


class Table(Struct, frozen=True):
    """The rows of a file below its headers, in which at least one cell is not empty.

    `notes` describe the choices that the reader made: encoding, delimiter, sheet.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()

    def columns(self, header: str) -> tuple[int, ...]:
        """Return the indexes of the columns with this header."""
        wanted = plain_cell(header)
        return tuple(at for at, each in enumerate(self.headers) if each == wanted)


def plain_cell(text: str) -> str:
    """Return the text of a cell in Unicode form NFC, without bidi controls, NUL tails and outer blanks.

    An apostrophe before a sign that begins a formula is left out: exports write it, so that nothing is run.
    """
    kept = "".join(sign for sign in text.rstrip("\0") if sign not in BIDI)
    plain = unicodedata.normalize("NFC", kept.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(STARTS_A_FORMULA) else plain


def read_table(blob: bytes, name: str, options: TableOptions) -> Table:
    """Read a file; its format follows from the name, and from the first bytes where the two differ.

    Raises BadInput CF660 if it is not a table, with the reason and the fix.
    """
    if not blob.strip(b"\0 \t\r\n"):
        raise unreadable(name, "the file is empty", "save it again, and look whether it has rows")
    for start, kind in SIGNATURES.items():
        if blob.startswith(start):
            raise unreadable(name, f"this is {kind}, not a table", "save it as xlsx or csv")
    notes: list[str] = []
    suffix = PurePath(name).suffix.lower()
    if blob.startswith((ZIP, OLE)):
        found = _workbook(blob, name, options.sheet, notes)
    elif suffix in WORKBOOKS:
        raise unreadable(
            name, f"this is not a {suffix[1:]} file", "open it in a spreadsheet, and save it as xlsx"
        )
    else:
        text = _decoded(blob, name, options.encoding, notes)
        found = _json(text, name) if suffix in {".json", ".jsonl"} else _separated(text, name, options, notes)
    return _table(name, found, options.header, notes)


def unreadable(name: str, message: str, hint: str) -> BadInput:
    """Return the error for a file that cannot be read as a table."""
    return BadInput("CF660", f"{name}: {message}", hint)


Rows = Iterable[tuple[int, Sequence[str]]]
"""The rows of a file with their numbers, the headers included."""


def _table(name: str, rows: Rows, header: int | None, notes: list[str]) -> Table:
    filled = ((number, [*map(plain_cell, cells)]) for number, cells in rows)
    filled = ((number, cells) for number, cells in filled if any(cells))
    number, headers = next(
        ((number, cells) for number, cells in filled if number >= (header or 0)), (0, list[str]())
    )
    if not headers or (header and number != header):
        raise unreadable(name, f"row {header or 1} has no headers", "name the row: header: N in the map")
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise unreadable(name, f"it has {len(headers)} columns", f"{MOST_COLUMNS} are the most")
    named = tuple(each or f"column {column_name(at)}" for at, each in enumerate(headers))
    return Table(name, named, tuple(_rows(filled, len(named))), tuple(notes))


def _rows(rows: Rows, width: int) -> Iterator[TableRow]:
    for number, cells in rows:
        kept = [*cells[:width], *[""] * (width - len(cells))]
        yield TableRow(number, tuple(kept), sum(map(bool, cells[width:])))


def column_name(index: int) -> str:
    """Return the letters by which spreadsheets name a column: A for 0, AA for 26."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# Texts.


def _decoded(blob: bytes, name: str, encoding: str | None, notes: list[str]) -> str:
    chosen = encoding or _encoding(blob, name)
    try:
        text = blob.decode(chosen).removeprefix("\ufeff")
    except LookupError as error:
        raise unreadable(name, "the encoding is not known", "such as --encoding windows-1251") from error
    except UnicodeDecodeError as error:
        line = blob[: error.start].count(b"\n") + 1
        raise unreadable(
            name, f"line {line} is not in the encoding {chosen}", "name it: --encoding windows-1251"
        ) from error
    if chosen not in {"utf-8", encoding}:
        notes.append(f"read as {chosen}; another encoding: --encoding")
    return text


def _encoding(blob: bytes, name: str) -> str:
    """Return the encoding of a text: by its byte order mark, UTF-8 if it is valid, else the most probable."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if blob.startswith(mark):
            return encoding
    start = blob[:4096]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        found = probable_encodings(blob)
        if len(found) == 1:
            return next(iter(found))
        hint = f"it may be {', or '.join(_samples(found))}: name it with --encoding" if found else ENCODING
        raise unreadable(name, "its encoding cannot be detected", hint) from None
    return "utf-8"


ENCODING = "name it: --encoding windows-1251"


def _samples(found: Mapping[str, str]) -> Iterator[str]:
    """Yield each encoding with a word that it reads differently from the others."""
    texts = [text.split() for text in found.values()]
    differs = next((at for at, words in enumerate(zip(*texts, strict=False)) if len({*words}) > 1), 0)
    for (encoding, _), words in zip(found.items(), texts, strict=True):
        yield f"{encoding} (“{words[differs][:20]}”)"


def _separated(text: str, name: str, options: TableOptions, notes: list[str]) -> Rows:
    body = text.rstrip("\0")
    if len(body) < len(text):
        notes.append(f"{len(text) - len(body)} NUL characters at the end were left out")
    first, _, rest = body.partition("\n")
    stated = first.strip().lower()
    if stated.startswith("sep=") and len(stated) == 5:
        return _parsed(rest, name, options.delimiter or stated[4], 1)
    delimiter = options.delimiter or _delimiter(body)
    if len(delimiter) != 1:
        raise unreadable(name, "a delimiter is one character", 'such as --delimiter ";"')
    return _parsed(body, name, delimiter, 0)


def _parsed(text: str, name: str, delimiter: str, skipped: int) -> Iterator[tuple[int, Sequence[str]]]:
    csv.field_size_limit(1 << 27)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = skipped + 1
    try:
        for cells in reader:
            yield number, cells
            number = skipped + reader.line_num + 1
    except csv.Error as error:
        line = skipped + reader.line_num
        raise unreadable(name, f"line {line}: {error}", "a quote may be missing; save it as xlsx") from error


def _delimiter(text: str) -> str:
    """Return the delimiter that gives most rows of the start of a text the same number of several cells."""
    start = text[: 1 << 16]
    best, most = ",", 0
    for delimiter in DELIMITERS:
        widths = Counter[int]()
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
        try:
            widths.update(len(cells) for cells, _ in zip(reader, range(50), strict=False) if cells)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda each: (each[1], each[0]), default=(1, 0))
        score = count * (width > 1) * 1000 + width
        if score > most and width > 1:
            best, most = delimiter, score
    return best


def _json(text: str, name: str) -> Rows:
    """Return the objects of a list, or of lines, as rows: their keys are the headers."""
    stripped = text.strip()
    try:
        if stripped.startswith("["):
            items: list[tuple[int, object]] = [*enumerate(json.loads(stripped), start=1)]
        else:
            lines = enumerate(text.splitlines(), start=1)
            items = [(number, json.loads(line)) for number, line in lines if line.strip()]
    except (ValueError, RecursionError) as error:
        raise unreadable(name, "this is not JSON", "a list of objects, or one object a line") from error
    headers: dict[str, None] = {}
    for number, item in items:
        if not isinstance(item, Mapping):
            raise unreadable(name, f"item {number} is not an object", 'such as {"Name": "…"}')
        headers |= dict.fromkeys(map(str, item))
    yield 0, [*headers]
    for number, item in items:
        yield number, [_json_cell(dict(item).get(key), name, number) for key in headers]  # type: ignore[call-overload]


def _json_cell(value: object, name: str, number: int) -> str:
    if isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(each, Mapping | list) for each in value)
    ):
        raise unreadable(name, f"item {number} has a nested object", "write it as a text or a list of texts")
    return "; ".join(map(cell_text, value)) if isinstance(value, list) else cell_text(value)


# Workbooks.


def _workbook(blob: bytes, name: str, sheet: str | None, notes: list[str]) -> Rows:
    import python_calamine as calamine  # noqa: PLC0415 - for workbooks alone

    if blob.startswith(ZIP):
        _refuse_bomb(blob, name)
    try:
        book = calamine.load_workbook(io.BytesIO(blob))
        names = book.sheet_names
        if not names:
            raise unreadable(name, "the workbook has no sheets", "save it again")
        if sheet is not None and sheet not in names:
            raise unreadable(name, f"there is no sheet {sheet}", f"its sheets are {', '.join(names)}")
        if sheet is None and len(names) > 1:
            notes.append(f"sheet {names[0]} of {len(names)}; another one: --sheet NAME")
        found = book.get_sheet_by_name(sheet or names[0])
        merged = found.merged_cell_ranges or []
        if merged:
            first = min(start[0] for start, _ in merged) + 1
            notes.append(f"merged cells, the first in row {first}: only the top left cell has the text")
        above = found.start[0] if found.start else 0
        return [(above + at, [*map(cell_text, cells)]) for at, cells in enumerate(found.iter_rows(), start=1)]
    except calamine.PasswordError as error:
        raise unreadable(
            name, "the workbook is protected by a password", "save a copy without one"
        ) from error
    except (calamine.CalamineError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise unreadable(
            name, "the workbook is damaged or incomplete", "open it in a spreadsheet, and save it as xlsx"
        ) from error


def _refuse_bomb(blob: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile as error:
        raise unreadable(
            name, "the workbook is damaged or incomplete", "open it in a spreadsheet, and save it as xlsx"
        ) from error
    if size > LARGEST_UNPACKED:
        raise unreadable(name, f"it would unpack to {size >> 20} MiB", "save only the sheet with the rows")


def cell_text(value: Any) -> str:  # noqa: ANN401 - a cell has any type that a spreadsheet has
    """Return the text of a cell: a whole number without a point, a day as 2025-05-28, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
