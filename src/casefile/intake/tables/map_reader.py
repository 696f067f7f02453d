"""Read an import map, and find the columns of a table and the fields of a case that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.editing.consequences import combine_problems
from casefile.editing.edits import RecordOrigin
from casefile.errors import BadInput, Problem, errors_of, nearest
from casefile.intake.tables.table_reader import Table, plain_cell
from casefile.model.events import EVENT_TYPES
from casefile.model.import_map import ImportMap, MappedEvent, MappedField
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Shape
from casefile.yaml.field_locations import read_any

DECIDED_HERE = frozenset({"tier", "name_tier", "consent"})
"""Fields that open a record or a name to readers: a file from outside must not decide them."""
FIXED = frozenset({"schema", "id", "formerly", "events", "claims", "withdrawn", "proceedings", "type"})
"""Fields that no column fills."""


class FieldReading(Struct, frozen=True):
    """How a field is filled: its path and shape, the columns by index, and the rules of the map for cells.

    `table` gives the value for the text of a cell in casefold; it is empty if cells are read as they are.
    """

    path: tuple[str, ...]
    shape: Shape
    columns: tuple[int, ...]
    rules: MappedField
    table: Mapping[str, str]


class CellCondition(Struct, frozen=True):
    """A condition on the cell of a column, by index: it is filled, and its text is not in `without`.

    If `words` is not empty, the text is also one of them. The texts are compared in casefold.
    """

    column: int
    words: frozenset[str]
    without: frozenset[str]

    def applies(self, cells: Sequence[str]) -> bool:
        """Return whether the condition applies to a row."""
        cell = cells[self.column].casefold()
        return bool(cell) and (not self.words or cell in self.words) and cell not in self.without


class EventReading(Struct, frozen=True):
    """How an event is made: its type, its conditions, its fields."""

    type: str
    when: tuple[CellCondition, ...]
    fields: tuple[FieldReading, ...]

    def applies(self, cells: Sequence[str]) -> bool:
        """Return whether a row gives the event.

        All conditions must apply; if there are none, one cell of its columns must be filled.
        """
        if self.when:
            return all(each.applies(cells) for each in self.when)
        return any(cells[at] for field in self.fields for at in field.columns)


class SourceReading(Struct, frozen=True):
    """Columns with addresses of sources, by index, and the text between several addresses in a cell."""

    columns: tuple[int, ...]
    split: str | None


class TableMap(Struct, frozen=True):
    """An import map for one table: which columns fill which fields.

    `mapped` are the indexes of the columns that the map names, `unmapped` those of the others.
    """

    rules: ImportMap
    key: tuple[int, ...]
    fields: tuple[FieldReading, ...]
    events: tuple[EventReading, ...]
    sources: tuple[SourceReading, ...]
    mapped: tuple[int, ...]
    unmapped: tuple[int, ...]

    @property
    def source(self) -> str:
        """The id of the source that every event cites: the spreadsheet."""
        return self.rules.source or f"import-{self.rules.id}"


def read_map(blob: bytes, name: str) -> tuple[ImportMap, RecordOrigin]:
    """Return the map in a file, and the places of its fields for errors.

    Raises BadInput with all problems, each with its line.
    """
    contents = read_any(blob, name)
    found = errors_of(contents.problems)
    if found:
        raise combine_problems(found, "the map cannot be read")
    origin = RecordOrigin(name, 1, contents.text)
    data = contents.data
    if not isinstance(data, dict) or data.get("schema") != "casefile/import-map/1":
        raise BadInput("CF661", f"{name} is not an import map", "start it with schema: casefile/import-map/1")
    parsed = admit("import-map", data)
    if not isinstance(parsed.record, ImportMap):
        raise combine_problems(
            [origin.problem(each.field, each.code, each.message, each.hint) for each in parsed.refusals],
            "the map has errors",
        )
    return parsed.record, origin


def fit_map(rules: ImportMap, origin: RecordOrigin, table: Table) -> TableMap:
    """Return the map with the columns of a table.

    Raises BadInput with a problem for each unknown column or field, and for filled columns that the map does
    not name, unless it states what to do with them.
    """
    return _MapFitter(rules, origin, table).fit()


class _MapFitter:
    """Finds the columns and fields of one map, and collects the problems."""

    def __init__(self, rules: ImportMap, origin: RecordOrigin, table: Table) -> None:
        self.rules, self.origin, self.table = rules, origin, table
        self.problems: list[Problem] = []
        self.used: set[int] = set()

    def fit(self) -> TableMap:
        rules = self.rules
        key = tuple(
            at
            for n, each in enumerate(rules.key.columns)
            for at in self._columns(each, ("key", "columns", n))
        )
        case = shape_of("case").seen({"events": []})
        fields = tuple(self._fields(case, rules.fields, ("fields",)))
        events = tuple(self._events())
        sources = tuple(
            SourceReading(
                self._columns(each.column, ("sources", n, "column"), every=bool(each.every)), each.split
            )
            for n, each in enumerate(rules.sources)
        )
        unmapped = tuple(at for at in range(len(self.table.headers)) if at not in self.used)
        filled = [at for at in unmapped if any(row.cells[at] for row in self.table.rows)]
        if filled and rules.unmapped in {None, "refuse"}:
            named = ", ".join(f"“{self.table.headers[at]}”" for at in filled[:MOST])
            more = f" and {len(filled) - MOST} more" if len(filled) > MOST else ""
            self._add(
                ("unmapped",), "CF661", f"the map does not name these columns: {named}{more}",
                "map them, or write unmapped: notes, or unmapped: ignore",
            )  # fmt: skip
        if self.problems:
            raise combine_problems(sorted(self.problems), "the map does not fit this file")
        return TableMap(rules, key, fields, events, sources, tuple(sorted(self.used)), unmapped)

    def _events(self) -> Iterator[EventReading]:
        for n, each in enumerate(self.rules.events):
            at = ("events", n)
            if each.type not in EVENT_TYPES:
                close = nearest(each.type[:40], EVENT_TYPES)
                hint = f"did you mean {close}?" if close else f"choose from: {', '.join(EVENT_TYPES)}"
                self._add((*at, "type"), "CF104", "unknown type of event", hint)
                continue
            fields = tuple(self._fields(shape_of_entry(each.type), each.fields, (*at, "fields")))
            yield EventReading(each.type, tuple(self._conditions(each, at)), fields)

    def _conditions(self, event: MappedEvent, at: tuple[str | int, ...]) -> Iterator[CellCondition]:
        for n, each in enumerate(event.when):
            words, without = (
                frozenset(plain_cell(word).casefold() for word in each_of)
                for each_of in (each.words, each.without)
            )
            for column in self._columns(each.column, (*at, "when", n, "column")):
                yield CellCondition(column, words, without)

    def _fields(
        self, shape: Shape, fields: Sequence[MappedField], at: tuple[str | int, ...]
    ) -> Iterator[FieldReading]:
        for n, each in enumerate(fields):
            here = (*at, n)
            found = self._shape(shape, each.field, (*here, "field"))
            if (each.column is None) == (each.value is None):
                self._add(here, "CF661", f"`{each.field}` needs a column or a value", "use one of them")
                continue
            if each.column is not None and {*each.field.split(".")} & DECIDED_HERE:
                hint = "your team decides it: give a value for every row, or update the cases later"
                self._add(
                    here, "CF661", f"no column decides `{each.field}`: it opens a record to readers", hint
                )
                continue
            if each.dates == "excel" and self.table.from_1904:
                hint = "format the column as a date in the spreadsheet, and save it again"
                self._add((*here, "dates"), "CF661", "the workbook counts days from 1904, not 1900", hint)
            columns = (
                ()
                if each.column is None
                else self._columns(each.column, (*here, "column"), every=bool(each.every))
            )
            if found is not None:
                yield FieldReading(
                    tuple(each.field.split(".")),
                    found,
                    columns,
                    each,
                    dict(self._words(each, (*here, "values"))),
                )

    def _shape(self, shape: Shape, path: str, at: tuple[str | int, ...]) -> Shape | None:
        """Return the shape of the field at a dotted path; None, with a problem, if no column can fill it."""
        found: Shape | None = shape
        for step in path.split("."):
            known = found.keys if found is not None and found.is_mapping else {}
            inner = found.key(step) if found is not None and found.is_mapping else None
            if inner is None or (found is shape and step in FIXED) or path == "person":
                close = nearest(step[:40], [name for name in known if name not in FIXED])
                hint = f"did you mean {close}?" if close else "casefile schema case lists the fields"
                self._add(at, "CF661", f"no column can fill `{path}`", hint)
                return None
            found = inner
        if found is not None and (found.inner or found).is_mapping and (found.inner or found).bare is None:
            self._add(at, "CF661", f"`{path}` is a group of fields", f"choose one: {path}.…")
            return None
        return found

    def _words(self, field: MappedField, at: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
        for n, each in enumerate(field.values):
            cell, equals, word = each.rpartition("=")
            if not equals:
                self._add((*at, n), "CF661", "write a value as CELL=WORD", "such as M=male")
            yield plain_cell(cell).casefold(), word.strip()

    def _columns(self, header: str, at: Sequence[str | int], *, every: bool = False) -> tuple[int, ...]:
        found = self.table.columns(header)
        if not found:
            close = nearest(header[:80], self.table.headers)
            hint = f"did you mean “{close}”?" if close else "casefile import FILE --suggest lists the columns"
            self._add(tuple(at), "CF661", f"the file has no column “{header}”", hint)
        elif len(found) > 1 and not every:
            self._add(
                tuple(at), "CF661", f"the file has {len(found)} columns “{header}”",
                "to use all of them: every: true; or rename one in the file",
            )  # fmt: skip
        self.used |= {*found}
        return found

    def _add(self, at: Sequence[str | int], code: str, message: str, hint: str) -> None:
        self.problems.append(self.origin.problem(tuple(at), code, message, hint))


MOST = 8
"""The most columns that a message lists."""
