"""Read a row of a spreadsheet by its map, as the fields of a case and the events of its ledger.

Nothing is guessed: a cell that the map does not explain is a problem of its row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.dates import BadDate, Day, When
from casefile.dates.other_calendars import readings
from casefile.dates.phrases import parse_clear_phrase
from casefile.editing.source_citations import ADDRESS
from casefile.editing.typed_values import parse_typed
from casefile.errors import BadInput, Problem
from casefile.intake.tables.map_reader import EventReading, FieldReading, TableMap
from casefile.intake.tables.table_reader import Table, TableRow
from casefile.model.plain_data import Fields
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.plural import number
from casefile.yaml.scalars import HOSTILE_IN_VALUE

FieldPath = tuple[str, ...]
"""The names of the fields from the case or the event down to a value."""
CODE = "CF663"
"""The code of a cell that is not understood."""


Cells = Mapping[str, str | list[str]]
"""The texts of cells by header; a list if several columns have the header."""


class RowFacts(Struct, frozen=True):
    """What a row states: fields of the case by path, and events, with sources, by their index in the map.

    `cells` are the texts of the mapped columns. A row without a key has no fields and no events.
    """

    number: int
    key: str
    fields: Mapping[FieldPath, object]
    events: Mapping[int, Fields]
    cells: Cells
    problems: tuple[Problem, ...] = ()


def read_rows(table: Table, rules: TableMap, today: Day) -> Iterator[RowFacts]:
    """Yield the facts of each row.

    A row without a key, or with the key of another row, has a problem, and neither fields nor events.
    """
    found = [read_row(table, rules, row, today) for row in table.rows]
    rows: dict[str, list[int]] = {}
    for facts in found:
        rows.setdefault(facts.key, []).append(facts.number)
    for facts, row in zip(found, table.rows, strict=True):
        same = [each for each in rows[facts.key] if each != facts.number]
        if facts.key and same:
            message = f"row {same[0]} has the same key"
            problem = _problem(table, row, rules.key[0], "CF662", message, ONE_KEY)
            yield RowFacts(facts.number, facts.key, {}, {}, facts.cells, problems=(problem,))
        else:
            yield facts


ONE_KEY = "a key must be unique: correct the file, or add columns to the key"


def read_row(table: Table, rules: TableMap, row: TableRow, today: Day) -> RowFacts:
    """Return the facts of one row, with the problems of its cells; a cell with a problem gives no value."""
    cells, problems = row.cells, list[Problem]()
    kept = kept_cells(table, rules.mapped, cells)
    noted = rules.unmapped if rules.rules.unmapped == "notes" else ()
    if row.beyond:
        message = f"the row has {number(row.beyond, 'cell')} to the right of the last header"
        problems.append(
            _problem(table, row, len(cells), CODE, message, "give the columns headers, or clear the cells")
        )
    key = "/".join(cells[at] for at in rules.key)
    if not all(cells[at] for at in rules.key):
        problems.append(_problem(table, row, rules.key[0], "CF662", "the row has no key", "fill in the cell"))
        return RowFacts(row.number, "", {}, {}, kept, problems=tuple(problems))
    reader = _RowReader(table, rules, row, today, problems)
    reader.refuse_errors((*rules.mapped, *noted))
    fields = dict(reader.fields(rules.fields))
    reader.refuse_hostile(noted)
    lines = [f"{table.headers[at]}: {cells[at]}" for at in noted if cells[at]]
    if lines:
        fields["notes",] = "\n".join([*filter(None, [str(fields.get(("notes",), ""))]), *lines])
    own = {"scheme": rules.rules.key.scheme, "value": key}
    ids = fields.get(("person", "external_ids"), [])
    fields["person", "external_ids"] = [*(ids if isinstance(ids, list) else []), own]
    cited = [rules.source, *reader.addresses()]  # without the key: a locator may be published, a number not
    events = {
        at: {"type": each.type, **reader.event(each), "sources": cited}
        for at, each in enumerate(rules.events)
        if each.applies(cells)
    }
    return RowFacts(row.number, key, fields, events, kept, tuple(problems))


def kept_cells(table: Table, columns: Sequence[int], cells: Sequence[str]) -> Cells:
    """Return the cells of some columns of a row by header."""
    found: dict[str, str | list[str]] = {}
    for at in sorted(columns):
        header = table.headers[at]
        if len(table.columns(header)) > 1:
            several = found.setdefault(header, [])
            if isinstance(several, list):
                several.append(cells[at])
        else:
            found[header] = cells[at]
    return found


def _problem(  # noqa: PLR0913, PLR0917 - a problem has these parts
    table: Table, row: TableRow, column: int, code: str, message: str, hint: str
) -> Problem:
    header = table.headers[column] if column < len(table.headers) else ""
    return Problem(table.name, row.number, column + 1, header, code, "error", message, hint)


class _RowReader:
    """Reads the cells of one row; problems are added to a list."""

    def __init__(
        self, table: Table, rules: TableMap, row: TableRow, today: Day, problems: list[Problem]
    ) -> None:
        self.table, self.rules, self.row, self.today, self.problems = table, rules, row, today, problems

    def fields(self, wanted: Sequence[FieldReading]) -> Iterator[tuple[FieldPath, object]]:
        """Yield the value of each field that has one; a list may come from several columns."""
        lists: dict[FieldPath, list[object]] = {}
        for field in wanted:
            for value in self._values(field):
                if field.shape.is_list:
                    lists.setdefault(field.path, []).append(value)
                else:
                    yield field.path, value
        yield from lists.items()

    def refuse_hostile(self, columns: Sequence[int]) -> None:
        """Add a problem for each cell of these columns with a control character."""
        for at in columns:
            if HOSTILE_IN_VALUE.search(self.row.cells[at]):
                message = "the cell has a control character"
                hint = "remove it; such characters hide or reorder text"
                self.problems.append(_problem(self.table, self.row, at, "CF005", message, hint))

    def refuse_errors(self, columns: Sequence[int]) -> None:
        """Add a problem for each cell of these columns with an error of the spreadsheet."""
        for at in columns:
            cell = self.row.cells[at]
            if cell.startswith("#") and cell.casefold() in ERRORS:
                message, hint = ERRORS[cell.casefold()]
                self.problems.append(_problem(self.table, self.row, at, CODE, message, hint))

    def event(self, wanted: EventReading) -> Fields:
        """Return the fields of an event; a group of fields is nested."""
        found: Fields = {}
        for path, value in self.fields(wanted.fields):
            *above, name = path
            holder = found
            for step in above:
                inner = holder.setdefault(step, {})
                holder = inner if isinstance(inner, dict) else {}
            holder[name] = value
        return found

    def addresses(self) -> Iterator[object]:
        """Yield the addresses and ids of sources in the row, each once; add a problem for other texts."""
        seen: dict[str, None] = {}
        for source in self.rules.sources:
            for at in source.columns:
                for piece in _pieces(self.row.cells[at], source.split):
                    if _names_source(piece):
                        seen[piece] = None
                    else:
                        message = "this is not a web address or the id of a source"
                        self.problems.append(_problem(self.table, self.row, at, CODE, message, ADDRESSES))
        yield from seen

    def _values(self, field: FieldReading) -> Iterator[object]:
        if field.rules.value is not None:
            yield from self._value(field, field.rules.value, None)
        for at in field.columns:
            cell = self.row.cells[at]
            for piece in _pieces(cell, field.rules.split if field.shape.is_list else None):
                yield from self._value(field, piece, at)

    def _value(self, field: FieldReading, text: str, column: int | None) -> Iterator[object]:
        try:
            word = _word_of(field, text) if field.table and column is not None else text
            if word:
                yield item_of(field.shape, word, field, self.today)
        except BadInput as error:
            at = column if column is not None else 0
            name = ".".join(field.path)
            message = f"`{name}`: {error.message}"
            self.problems.append(_problem(self.table, self.row, at, error.code, message, error.hint))


IS_ERROR = ("the cell has an error of the spreadsheet, not a value", "correct or clear the cell")
ERRORS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        (
            "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#error!",
            "#spill!", "#calc!",
            "#н/д", "#ссылка!", "#знач!", "#дел/0!", "#имя?", "#число!", "#пусто!",
        ),
        IS_ERROR,
    ),
    "#formula!": (
        "the cell has a formula without a stored value",
        "open the file in a spreadsheet, and save it again",
    ),
    "#rounded!": (
        "the number has more than 15 digits, so the spreadsheet has rounded it",
        "format the column as text, and type the number again",
    ),
}  # fmt: skip
"""The texts of cells without a value, folded, each with the message and the fix."""


def _word_of(field: FieldReading, cell: str) -> str:
    """Return what a cell means by the map; "" for a cell that means nothing. Raises BadInput CF663."""
    word = field.table.get(cell.casefold())
    if word is None:
        raise BadInput(CODE, "the map has no value for this cell", f"add it: values: [{cell}=…]")
    return word


ADDRESSES = "correct the cell; for several addresses in a cell, name the text between them in the map: split"


def _names_source(text: str) -> bool:
    """Return whether a text has the form of a web address or of the id of a source."""
    fields = shape_of("source").fields
    return fields["url" if text.startswith(ADDRESS) else "id"].takes(text)


def _pieces(cell: str, split: str | None) -> Iterator[str]:
    pieces = cell.split(split) if split else [cell]
    yield from (piece.strip() for piece in pieces if piece.strip())


def item_of(shape: Shape, text: str, field: FieldReading, today: Day) -> object:
    """Return the data for one piece of a cell: a value, or a group of fields with only its main field.

    Raises BadInput if it is not understood.
    """
    inner = shape.inner or shape
    if inner.is_mapping and inner.bare is not None and not inner.scalar:
        main = inner.key(inner.bare)
        return {inner.bare: item_of(main, text, field, today) if main is not None else text}
    if inner.form == "date":
        return date_of(text, field.rules.dates, field.rules.calendar, today)
    if inner.name == "time" and (found := CLOCK.fullmatch(text)):
        return found[1]
    return text if inner.scalar and inner.is_mapping else parse_typed(inner, text)


CLOCK = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ])?((?:[01]\d|2[0-3]):[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?")
"""A time of day, as a spreadsheet stores it: perhaps with a date before it, and seconds after it."""
PARTS = re.compile(r"(\d{1,4})[./\s-](\d{1,2})[./\s-](\d{1,4})")
MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")
WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
YEAR = re.compile(r"\d{4}")
SERIAL = re.compile(r"(\d{1,7})(?:\.\d+)?")
FIRST_YEAR = 1800
"""Earlier years are in no spreadsheet of detentions, but 1402 is a year of the Solar Hijri calendar."""
ORDERS = {"day_month_year": (2, 1, 0), "month_day_year": (2, 0, 1), "year_month_day": (0, 1, 2)}
FIRST_SERIAL = 10_000
"""The least number of days that is read as one: 18 May 1927."""
EXCEL_EPOCH = Day(1899, 12, 30).toordinal()


def date_of(text: str, order: str | None, calendar: str | None, today: Day) -> str:
    """Return the date of a cell in EDTF; `order` and `calendar` are those of the map.

    A phrase with a year, such as `May 2025`, is a date too, as typed on the day `today`. Raises BadInput
    CF107 for any other text, for a year before FIRST_YEAR, and for a date that the calendar does not have.
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text.strip())
    stated = _ordered(plain, order)
    try:
        when = When.parse(stated)
    except BadDate as error:
        spoken = parse_clear_phrase(plain, today) if YEAR.search(plain) else None
        if spoken is None or calendar not in {None, "gregorian"}:
            hint = error.hint if order else "state the order in the map: dates: day_month_year"
            raise BadInput("CF107", "this is not a date", hint) from None
        return spoken.text
    if calendar in {None, "gregorian"}:
        if when.first_known.year < FIRST_YEAR:
            hint = "correct the cell, or state the calendar in the map: calendar: solar_hijri"
            raise BadInput(
                "CF107", f"a year before {FIRST_YEAR} probably belongs to a different calendar", hint
            )
        return when.text
    found = readings(stated, calendar)
    if not found:
        raise BadInput(
            "CF107", f"this is not a valid date in the calendar {calendar}", "correct the map or the cell"
        )
    return found[0].date.text


def _ordered(text: str, order: str | None) -> str:
    """Return a text in the order year, month, day; the same text if it is not three numbers."""
    if found := WITH_TIME.fullmatch(text):
        return found[1]
    if order == "excel" and (found := SERIAL.fullmatch(text)):
        days = int(found[1])
        # A number of four digits may be a year, and those below 61 count a day that never was.
        if days < FIRST_SERIAL:
            return f"{text} as a number of days"
        return Day.fromordinal(EXCEL_EPOCH + days).isoformat() if days < 2_958_466 else text
    if order in ORDERS and (found := PARTS.fullmatch(text)):
        year, month, day = (found[at + 1] for at in ORDERS[order])
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}" if len(year) == 4 else text
    if order in ORDERS and (found := MONTH.fullmatch(text)):
        return f"{found[2]}-{found[1].zfill(2)}"
    return text
