"""Read a spreadsheet as rows of texts: csv, tsv, xlsx, xls, ods, json, jsonl.

No formula is computed and no macro runs: a cell is the value that the program that wrote the file has stored.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.errors import BadInput
from casefile.intake.tables.encodings import probable_encodings
from casefile.intake.tables.workbook_reader import OLE, ZIP, read_workbook, unreadable
from casefile.names.unseen import BIDI
from casefile.pages.csv_text import STARTS_A_FORMULA

DELIMITERS = ",;\t|"
MOST_COLUMNS = 2000
JSON = frozenset({".json", ".jsonl", ".ndjson"})
SEPARATED = frozenset({".csv", ".tsv"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
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
    """One row: the number of its row, line or item in the file, from 1, and a text for each header.

    `beyond` is the number of filled cells to the right of the last header.
    """

    number: int
    cells: tuple[str, ...]
    beyond: int = 0


class Table(Struct, frozen=True):
    """The rows of a file below its headers, in which at least one cell is not empty.

    `notes` describe the choices that the reader made: encoding, delimiter, sheet. `from_1904` means that day
    numbers count from 1904 and not from 1900.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    from_1904: bool = False

    def columns(self, header: str) -> tuple[int, ...]:
        """Return the indexes of the columns with this header."""
        wanted = plain_header(header)
        return tuple(at for at, each in enumerate(self.headers) if each == wanted)


def plain_cell(text: str) -> str:
    """Return the text of a cell in NFC, without bidi controls, NULs at its end and outer blanks.

    An apostrophe before a sign that begins a formula is left out: exports write it, so that nothing is run.
    """
    kept = "".join(sign for sign in text.rstrip("\0") if sign not in BIDI)
    plain = unicodedata.normalize("NFC", kept.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return plain[1:] if plain.startswith("'") and plain[1:].startswith(STARTS_A_FORMULA) else plain


def plain_header(text: str) -> str:
    """Return the text of a header in one line: a line break in it is only for the layout."""
    return " ".join(plain_cell(text).split())


def read_table(blob: bytes, name: str, options: TableOptions) -> Table:
    """Read a file; its format follows from the name, and from the first bytes where the two differ.

    Raises BadInput CF660 if it is not a table, with the reason and the fix; UnclearEncoding (also CF660) if
    several encodings are possible.
    """
    if not blob.strip(b"\0 \t\r\n"):
        raise unreadable(name, "the file is empty", "save it again, and check that it has rows")
    for start, kind in SIGNATURES.items():
        if blob.startswith(start):
            raise unreadable(name, f"this is {kind}, not a table", "save it as xlsx or csv")
    notes: list[str] = []
    suffix = PurePath(name).suffix.lower()
    if blob.startswith((ZIP, OLE)):
        book = read_workbook(blob, name, options.sheet)
        return replace(_table(name, book.rows, options.header, [*book.notes]), from_1904=book.from_1904)
    if suffix in WORKBOOKS:
        raise unreadable(
            name, f"this is not an {suffix[1:]} file", "open it in a spreadsheet, and save it as xlsx"
        )
    text = _decoded(blob, name, options.encoding, notes)
    is_json = suffix in JSON or (suffix not in SEPARATED and text.lstrip().startswith(("[", "{")))
    found = _json(text, name) if is_json else _separated(text, name, options)
    return _table(name, found, options.header, notes)


Rows = Iterable[tuple[int, Sequence[str]]]
"""The rows of a file with their numbers, the headers included."""


def _table(name: str, rows: Rows, header: int | None, notes: list[str]) -> Table:
    filled = ((number, [*map(plain_cell, cells)]) for number, cells in rows)
    filled = ((number, cells) for number, cells in filled if any(cells))
    number, headers = next(
        ((number, cells) for number, cells in filled if number >= (header or 0)), (0, list[str]())
    )
    if not headers or (header and number != header):
        raise unreadable(
            name, f"row {header or 1} has no headers", "give the row number in the map: header: N"
        )
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise unreadable(name, f"it has {len(headers)} columns", f"at most {MOST_COLUMNS} are possible")
    named = tuple(plain_header(each) or f"column {column_name(at)}" for at, each in enumerate(headers))
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
    except UnicodeDecodeError as error:
        line = blob[: error.start].count(b"\n") + 1
        raise unreadable(name, f"line {line} is not in the encoding {chosen}", ENCODING) from error
    except (LookupError, UnicodeError) as error:
        raise unreadable(name, "the encoding is not known", "such as --encoding windows-1251") from error
    if chosen not in {"utf-8", encoding}:
        notes.append(f"read as {chosen}; for a different encoding: --encoding")
    body = text.rstrip("\0")
    if len(body) < len(text):
        notes.append(f"{len(text) - len(body)} NUL characters at the end were ignored")
    return body


def _encoding(blob: bytes, name: str) -> str:
    """Return the encoding of a text: by its byte order mark, UTF-8 if valid, else the only one that fits.

    Raises UnclearEncoding if several are possible, BadInput CF660 if none is.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if blob.startswith(mark):
            return encoding
    start = blob.rstrip(b"\0")[:4096]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError as error:
        found = probable_encodings(blob.rstrip(b"\0"))
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnclearEncoding(name, dict(_samples(found))) from None
        line = blob[: error.start].count(b"\n") + 1
        message = f"line {line} is not UTF-8, and no other encoding fits the whole file"
        raise unreadable(name, message, ENCODING) from None
    return "utf-8"


BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),  # before UTF-16, whose mark it begins with
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ENCODING = "give it: --encoding windows-1251"


class UnclearEncoding(BadInput):
    """Several encodings fit a text (CF660); `readings` has a word of the text as each encoding reads it."""

    def __init__(self, name: str, readings: Mapping[str, str]) -> None:
        listed = ", or ".join(f"{encoding} (“{word}”)" for encoding, word in readings.items())
        hint = f"it may be {listed}: choose one with --encoding"
        super().__init__("CF660", f"{name}: its encoding cannot be detected", hint)
        self.readings = readings


def _samples(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each encoding with a word that it reads differently from the others."""
    texts = [text.split() for text in found.values()]
    differs = next((at for at, words in enumerate(zip(*texts, strict=False)) if len({*words}) > 1), 0)
    for (encoding, _), words in zip(found.items(), texts, strict=True):
        yield encoding, words[differs][:20]


def _separated(text: str, name: str, options: TableOptions) -> Rows:
    first, _, rest = text.partition("\n")
    stated = first.rstrip("\r")
    has_line = stated.lower().startswith("sep=") and len(stated) == 5
    given = NAMED_DELIMITERS.get(options.delimiter or "", options.delimiter)
    delimiter = given or (stated[4] if has_line else _delimiter(text))
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise unreadable(name, "invalid delimiter", 'use one character, such as --delimiter ";", or tab')
    return _parsed(rest, name, delimiter, 1) if has_line else _parsed(text, name, delimiter, 0)


NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t"}
"""Delimiters that are hard to type."""


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
    """Yield the headers, which are the keys of all objects, as row 0, then each object as a row.

    The objects are those of a list, or one a line. Raises BadInput CF660 for any other text.
    """
    stripped = text.strip()
    try:
        if stripped.startswith("["):
            items: list[tuple[int, object]] = [*enumerate(_parse_json(stripped), start=1)]
        else:
            lines = enumerate(text.split("\n"), start=1)  # only here: a text may contain other line breaks
            items = [(number, _parse_json(line)) for number, line in lines if line.strip()]
    except _RepeatedKey as error:
        raise unreadable(name, f"an object has the key “{error}” twice", "remove one of them") from error
    except (ValueError, RecursionError) as error:
        raise unreadable(name, "this is not JSON", "use a list of objects, or one object per line") from error
    headers: dict[str, None] = {}
    for number, item in items:
        if not isinstance(item, Mapping):
            raise unreadable(name, f"item {number} is not an object", 'such as {"Name": "…"}')
        headers |= dict.fromkeys(map(str, item))
    yield 0, [*headers]
    for number, item in items:
        yield number, [_json_cell(dict(item).get(key), name, number) for key in headers]  # type: ignore[call-overload]


class _RepeatedKey(Exception):
    """An object of a JSON file has a key twice: one of the two values would be lost."""


def _parse_json(text: str) -> Any:  # noqa: ANN401 - any value of JSON
    """Return the value of a JSON text, with the numbers as they are written. Raises ValueError."""
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=str,
        parse_float=lambda digits: WHOLE.sub("", digits),
        parse_constant=_refuse_constant,
    )


WHOLE = re.compile(r"\.0+$")
"""The end of a whole number that a program wrote with a point."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    repeated = next((key for key, count in Counter(key for key, _ in pairs).items() if count > 1), None)
    if repeated is not None:
        raise _RepeatedKey(repeated)
    return dict(pairs)


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is not a number in JSON")


def _json_cell(value: object, name: str, number: int) -> str:
    if isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(each, Mapping | list) for each in value)
    ):
        raise unreadable(name, f"item {number} has a nested object", "write it as a text or a list of texts")
    return "; ".join(map(_json_text, value)) if isinstance(value, list) else _json_text(value)


def _json_text(value: object) -> str:
    return "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)
