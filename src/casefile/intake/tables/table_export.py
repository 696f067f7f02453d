"""Fill the columns of an imported spreadsheet with the values that the register has now.

A cell of the last import stays as it was, unless its field was changed in the register since. Then the new
value is written in the form of the column: its order of dates, its words, its separator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.changes.equality import identical
from casefile.dates import Day, When
from casefile.editing.edits import RecordOrigin
from casefile.editing.imported_rows import ImportedRow
from casefile.errors import BadInput
from casefile.intake.tables.map_reader import FieldReading, TableMap, fit_map
from casefile.intake.tables.row_reader import EXCEL_EPOCH, date_of
from casefile.intake.tables.table_import import event_names
from casefile.intake.tables.table_reader import Table, TableRow
from casefile.model.import_map import ImportMap
from casefile.model.plain_data import Data, Fields, find_entry, items, mapping, value_at

NOT_COUNTED = frozenset({"refuted", "retracted"})
"""The verification statuses of events that the spreadsheet must not state any more."""


class FilledRow(Struct, frozen=True):
    """A row for the spreadsheet: its cells, and the fields whose new value no cell of it can state."""

    record: str
    cells: tuple[str, ...]
    unwritten: tuple[str, ...] = ()


class FilledTable(Struct, frozen=True):
    """The spreadsheet with the present values: headers as in the last import, rows in the order of keys."""

    headers: tuple[str, ...]
    rows: tuple[FilledRow, ...]


def fill_table(
    rules: ImportMap,
    origin: RecordOrigin,
    rows: Mapping[str, ImportedRow],
    case_of: Callable[[str], Data | None],
) -> FilledTable:
    """Return the spreadsheet of an import with the present values of its cases.

    `rows` are those of the last import, `case_of` returns the data of a case by its id; a row whose case it
    does not know is left out. Raises BadInput if the map does not fit the columns of the last import.
    """
    kept = [each for _, each in sorted(rows.items()) if each.record]
    headers = _headers(kept)
    lines = [TableRow(n, tuple(_cells(each, headers)), 0) for n, each in enumerate(kept, start=1)]
    fitted = fit_map(rules, origin, Table(origin.name, headers, tuple(lines)))
    filled = []
    for row, line in zip(kept, lines, strict=True):
        case = case_of(row.record)
        if case is not None:
            filled.append(_RowFiller(fitted, headers, row, line.cells, case).fill())
    return FilledTable(headers, tuple(filled))


def _headers(rows: Sequence[ImportedRow]) -> tuple[str, ...]:
    """Return the headers of all rows, each as often as there are columns with it."""
    counts: dict[str, int] = {}
    for row in rows:
        for header, cell in row.cells.items():
            counts[header] = max(counts.get(header, 1), len(cell) if isinstance(cell, list) else 1)
    return tuple(header for header, count in counts.items() for _ in range(count))


def _cells(row: ImportedRow, headers: Sequence[str]) -> Iterator[str]:
    """Yield the cells of a row in the order of the headers; "" for columns that it did not have."""
    seen: dict[str, int] = {}
    for header in headers:
        at = seen[header] = seen.get(header, -1) + 1
        cell = row.cells.get(header, "")
        texts = cell if isinstance(cell, list) else [cell]
        yield texts[at] if at < len(texts) else ""


class _RowFiller:
    """Fills one row; a cell from which several fields were read changes only if all need the same text."""

    def __init__(
        self, rules: TableMap, headers: Sequence[str], row: ImportedRow, cells: Sequence[str], case: Data
    ) -> None:
        self.rules, self.headers, self.row, self.cells, self.case = rules, headers, row, cells, case
        self.wanted: dict[int, set[str]] = {}
        self.unwritten: list[str] = []

    def fill(self) -> FilledRow:
        """Return the row with the present values."""
        before = {tuple(path.split(".")): value for path, value in self.row.fields.items()}
        for field in self.rules.fields:
            self._want(field, before.get(field.path), value_at(field.path, self.case), "")
        for name, reading in zip(event_names(self.rules), self.rules.events, strict=True):
            stated = self.row.events.get(name, {})
            event = self._event(stated)
            for field in reading.fields:
                present = value_at(field.path, event) if event else None
                self._want(field, value_at(field.path, stated), present, name)
        cells = [self._agreed(at, cell) for at, cell in enumerate(self.cells)]
        return FilledRow(self.row.record, tuple(cells), tuple(dict.fromkeys(self.unwritten)))

    def _event(self, stated: Fields) -> Data:
        event = mapping(find_entry(self.case.get("events"), str(stated.get("id", ""))))
        return {} if event.get("standing") in NOT_COUNTED else event

    def _want(self, field: FieldReading, before: object, present: object, event: str) -> None:
        """Note what the cells of a field should be; they stay as they are if the field was not changed."""
        texts: list[str] | None = [self.cells[at] for at in field.columns]
        if not identical(before, present):
            texts = texts_of(field, present)
        if texts is None:
            self.unwritten.append(".".join(filter(None, (event, *field.path))))
            texts = [self.cells[at] for at in field.columns]
        for at, text in zip(field.columns, texts, strict=True):
            self.wanted.setdefault(at, set()).add(text)

    def _agreed(self, at: int, cell: str) -> str:
        """Return the text of a cell; as it was if the fields that it fills do not agree."""
        wanted = self.wanted.get(at, {cell})
        if len(wanted) > 1:
            self.unwritten.append(f"“{self.headers[at]}”")
            return cell
        return next(iter(wanted))


def texts_of(field: FieldReading, value: object) -> list[str] | None:
    """Return the texts of the cells of a field for a value, one for each column; None if none state it."""
    columns = len(field.columns)
    if not field.shape.is_list:
        text = "" if value is None else _text_of(field, value)
        return None if text is None else [text] * columns
    texts = [_text_of(field, each) for each in items(value)]
    pieces = [text for text in texts if text is not None]
    split = field.rules.split
    if len(pieces) < len(texts) or (split and any(split in text for text in pieces)):
        return None
    if split and len(pieces) > columns:
        pieces = [*pieces[: columns - 1], split.join(pieces[columns - 1 :])]
    return None if len(pieces) > columns else pieces + [""] * (columns - len(pieces))


def _text_of(field: FieldReading, value: object) -> str | None:
    """Return the text of one value in the form of the column; None if a cell cannot state it."""
    inner = field.shape.inner or field.shape
    if isinstance(value, Mapping):
        return _text_of(field, value[inner.bare]) if inner.bare and {*value} == {inner.bare} else None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if field.table:
        stated = (each.rpartition("=") for each in field.rules.values)
        return next((cell.strip() for cell, _, word in stated if word.strip() == text), None)
    if inner.form != "date":
        return text
    cell = _date_in_order(text, field.rules.dates)
    try:
        return cell if date_of(cell, field.rules.dates, field.rules.calendar, NO_DAY) == text else None
    except BadInput:
        return None


NO_DAY = Day(1, 1, 1)
"""Today, for the reader of dates: no cell is written in words such as `yesterday`."""


def _date_in_order(text: str, order: str | None) -> str:
    """Return a date as the column writes it; one that is not a day, a month or a year stays in EDTF."""
    date = When.find(text)
    day = date.day if date else None
    if day is None or order is None:
        return text
    if order == "excel":
        number = day.toordinal() - EXCEL_EPOCH
        return str(number) if number > 0 else text
    return day.strftime(FORMS[order])


FORMS: Mapping[str, str] = {
    "day_month_year": "%d.%m.%Y", "month_day_year": "%m/%d/%Y", "year_month_day": "%Y-%m-%d",
}  # fmt: skip
"""How to write a day, by the order of its parts."""
