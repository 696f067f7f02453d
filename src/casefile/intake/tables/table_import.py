"""Plan the import of a spreadsheet: new rows become cases, changed cells change fields, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.custody.ledger_order import first_after
from casefile.dates import Day, When
from casefile.editing.edit_plans import new_entry
from casefile.editing.edits import Edit, OtherFile, Plan, RecordOrigin
from casefile.editing.field_edits import list_items
from casefile.editing.imported_rows import ImportedRow, path_of_rows, write_imported
from casefile.errors import CasefileError, Problem
from casefile.intake.duplicate_check import DuplicateCheck
from casefile.intake.new_records import NewCase, NewCases
from casefile.intake.tables.map_reader import TableMap
from casefile.intake.tables.row_merge import FieldDifference, merge_fields
from casefile.intake.tables.row_reader import FieldPath, RowFacts
from casefile.intake.tables.table_reader import Table
from casefile.model.plain_data import Fields, find_entry, items, mapping, source_of, with_value
from casefile.model.record_shapes import shape_of
from casefile.plural import number
from casefile.progress import Progress, no_progress, with_progress
from casefile.register import Entry, Register, path_of
from casefile.yaml.canonical_text import write
from casefile.yaml.field_locations import Field

Outcome = Literal["added", "changed", "unchanged", "conflict", "duplicate", "withdrawn", "refused", "gone"]
"""What was done with a row: `conflict` is a case with fields that both sides changed, `duplicate` a probable
duplicate that was not added, `withdrawn` a row whose case was withdrawn or can no longer be changed, `gone`
one that is no longer in the file.
"""
Duplicates = Literal["report", "skip", "add"]
"""What to do with a probable duplicate: leave it out with a problem, leave it out, or add it."""
STATES_NO_MORE = "the imported spreadsheet does not state this any more"
STATES_OTHERWISE = "the imported spreadsheet states it differently from the register"
REASON = "a newer version of the imported spreadsheet"
"""The reason in the commit for the dates and sources of events that an import changes."""


class RowResult(Struct, frozen=True):
    """The result of a row: `number` is 0 for a row that is no longer in the file.

    `record` is the id of its case, empty without one. `differences` are the paths of fields that both the
    register and the spreadsheet changed, also a sentence about an event that is gone on one side. `problems`
    are the reasons why the row was not imported.
    """

    number: int
    key: str
    outcome: Outcome
    record: str = ""
    differences: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class ImportOptions(Struct, frozen=True):
    """How to import: what to do with probable duplicates, whether one bad row stops all, and the progress.

    `line` is a line of the user for the commit message.
    """

    duplicates: Duplicates = "report"
    all_or_nothing: bool = False
    progress: Progress = no_progress
    line: str = ""


class ImportReport(Struct):
    """The results of the rows of an import, filled in by its planner.

    `rows` is the text of the file of imported rows, `is_private` whether that file is in git's folder.
    `refused` are the problems of rows that an earlier attempt to write has found, by the number of the row.
    """

    results: list[RowResult] = field(default_factory=list)
    rows: str = ""
    is_private: bool = False
    refused: dict[int, tuple[Problem, ...]] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        """Return the number of rows with an outcome."""
        return sum(each.outcome == outcome for each in self.results)

    def refuse(self, problems: Iterable[Problem], name: str) -> bool:
        """Add the problems in the file `name` to `refused`; return whether a row was not in it before."""
        before = len(self.refused)
        for problem in problems:
            if problem.path == name and problem.line:
                self.refused[problem.line] = (*self.refused.get(problem.line, ()), problem)
        return len(self.refused) > before

    @property
    def failed(self) -> bool:
        """Whether a row was refused, or is a probable duplicate that the user must decide about."""
        return any(each.outcome in {"refused", "duplicate"} and each.problems for each in self.results)


NO_EVENTS: Mapping[str, str] = {}


class RowOrigin(RecordOrigin, frozen=True):
    """The row of a spreadsheet that a record was imported from; problems get the column of their field.

    `columns` has the first column, from 1, and its header by field; `names` the name in the map of each event
    by its id.
    """

    columns: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def place(self, field: Field) -> tuple[int, int]:
        """Return the row, and the column of a field; column 1 if no column fills it."""
        return self.line, self._column(field)[0]

    def locate_problem(self, problem: Problem) -> Problem:
        """Return a problem of the record as one of the row."""
        column, header = self._column(problem.field)
        return replace(problem, path=self.name, line=self.line, column=column, field=header or problem.field)

    def _column(self, field: Field) -> tuple[int, str]:
        parts = field.split(".") if isinstance(field, str) else [str(each) for each in field]
        if parts[:1] == ["events"] and len(parts) > 1:
            parts = [self.names.get(parts[1], ""), *parts[2:]]
        while parts:
            if ".".join(parts) in self.columns:
                return self.columns[".".join(parts)]
            parts.pop()
        return 1, ""


class Imported(Struct, frozen=True):
    """The rows of the last import by key, and the content of their file, None if there is none.

    `is_private` means that the file is in git's folder, because the register has `ceiling: public`.
    `is_withdrawn` returns whether the case of the row with a key was withdrawn.
    """

    rows: Mapping[str, ImportedRow]
    blob: bytes | None
    is_private: bool
    is_withdrawn: Callable[[str], bool]


NOTES: FieldPath = ("notes",)
"""The field that further columns fill; a file without them, such as one of `export --map`, leaves it."""
EXTERNAL_IDS: FieldPath = ("person", "external_ids")
"""The field that the key of the row fills."""


class _Change(Struct, frozen=True):
    """What a row would write: its edit (None: nothing), the row to keep, and the result so far."""

    edit: Edit | None
    kept: ImportedRow
    result: RowResult


def plan_import(  # noqa: PLR0913, PLR0917 - the two sides, the base, the day, the options
    table: Table,
    rules: TableMap,
    rows: Sequence[RowFacts],
    before: Callable[[Register], Imported],
    today: Day,
    options: ImportOptions,
) -> tuple[Callable[[Register], Plan], ImportReport]:
    """Return the planner of an import, and the report that the planner fills in when it is called.

    `before` reads the rows of the last import; the planner calls it. Rows that cannot be imported raise no
    error: they are in the report.
    """
    report = ImportReport()

    def plan(register: Register) -> Plan:
        imported = before(register)
        report.is_private = imported.is_private
        return _Import(register, table, rules, imported, today, options).plan(rows, report)

    return plan, report


class _Import:
    """One import into one state of the register."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an import
        self,
        register: Register,
        table: Table,
        rules: TableMap,
        before: Imported,
        today: Day,
        options: ImportOptions,
    ) -> None:
        self.register, self.table, self.rules = register, table, rules
        self.before, self.today, self.options = before, today, options
        self.shape = shape_of("case")
        self.columns = dict(_columns(table, rules))

    def plan(self, rows: Sequence[RowFacts], report: ImportReport) -> Plan:
        """Return the plan for all rows that can be imported; the results go into the report."""
        refused = {each.number: each.problems for each in rows if each.problems} | report.refused
        cases = NewCases(self.register, self.today)
        changes = [*self._changes(rows, refused, cases)]
        if self.options.all_or_nothing and (
            refused or any(each.result.outcome == "duplicate" for each in changes)
        ):
            changes = [each for each in changes if each.result.outcome == "unchanged"]
        return self._plan(rows, changes, refused, cases, report)

    def _plan(
        self,
        rows: Sequence[RowFacts],
        changes: Sequence[_Change],
        refused: Mapping[int, tuple[Problem, ...]],
        cases: NewCases,
        report: ImportReport,
    ) -> Plan:
        results = [each.result for each in changes]
        keys = {each.number: each.key for each in rows}
        results += [RowResult(at, keys[at], "refused", "", (), found) for at, found in refused.items()]
        here = {each.key for each in rows}
        results += [
            RowResult(0, key, "gone", each.record)
            for key, each in self.before.rows.items()
            if key not in here
        ]
        report.results = sorted(results, key=lambda each: (not each.number, each.number, each.key))
        kept = {**self.before.rows, **{each.kept.key: each.kept for each in changes if each.kept.record}}
        report.rows = write_imported(kept)
        edits = tuple(each.edit for each in changes if each.edit is not None)
        cited = {str(source_of(each)) for edit in edits for each in _cited(edit.data)}
        beside = tuple(each for each in cases.beside if str(each.data["id"]) in cited)
        if edits and self.rules.source not in self.register.by_id:
            beside = (self._source(), *beside)
        files = self._files(report.rows) if kept != dict(self.before.rows) else ()
        if not edits and not files:
            return Plan((), notes=cases.notes)
        return Plan(edits, beside, (), cases.notes, files=files, message=self._message(report, edits))

    def _files(self, text: str) -> tuple[OtherFile, ...]:
        if self.before.is_private:
            return ()
        return (OtherFile(path_of_rows(self.rules.rules.id), text, self.before.blob),)

    def _message(self, report: ImportReport, edits: Sequence[Edit]) -> str:
        """Return the commit message: counts and the user's line, but no keys and no names."""
        added, changed = report.count("added"), report.count("changed") + report.count("conflict")
        name = self.rules.rules.id
        subject = f"import {name}: {number(added, 'case')} added, {changed} changed"
        trailers = [f"Import: {name}", *([f"Reason: {REASON}"] if edits and changed else [])]
        parts = [subject, self.options.line.strip(), "\n".join(trailers)]
        return "\n\n".join(filter(None, parts)) + "\n"

    def _source(self) -> Edit:
        data: Fields = {
            "schema": "casefile/source/1",
            "id": self.rules.source,
            "kind": "database",
            "title": f"Imported spreadsheet {self.rules.rules.id}",
            "accessed": self.today.isoformat(),
        }
        return Edit(path_of("source", self.rules.source), "source", data)

    def _changes(
        self, rows: Sequence[RowFacts], refused: dict[int, tuple[Problem, ...]], cases: NewCases
    ) -> Iterator[_Change]:
        """Yield what each row would write; rows that cannot be made a case are added to `refused`."""
        fresh: list[tuple[RowFacts, Edit]] = []
        found = self._found_by_number([each for each in rows if each.key not in self.before.rows])
        for row in with_progress(rows, "comparing rows", self.options.progress):
            if row.number in refused:
                continue
            known = self.before.rows.get(row.key)
            entry = self._case(known.record if known else found.get(row.key, ""))
            if entry is not None:
                yield self._update_case(row, entry, known or ImportedRow(row.key, entry.id), cases)
            elif known is not None or self.before.is_withdrawn(row.key):
                yield _Change(
                    None, known or ImportedRow(row.key, ""), RowResult(row.number, row.key, "withdrawn")
                )
            else:
                edit = self._open_case(row, cases, refused)
                if edit is not None:
                    fresh.append((row, edit))
        yield from self._new(fresh)

    def _new(self, fresh: Sequence[tuple[RowFacts, Edit]]) -> Iterator[_Change]:
        """Yield the new cases; a probable duplicate is reported, skipped or added, as the options say."""
        allowed = self.options.duplicates == "add"
        edits = [edit for _, edit in fresh]
        check = DuplicateCheck(self.register, [edit.data for edit in edits], allowed)
        for edit in with_progress(edits, "looking for known persons", self.options.progress):
            check.compare_with_register(edit.data, edit.origin)
        check.compare_in_list(edits)
        self.options.progress("checking and writing cases", 0, len(edits))
        alike: dict[int, list[Problem]] = {}
        for problem in check.problems:
            alike.setdefault(problem.line, []).append(problem)
        for row, edit in fresh:
            record = str(edit.data["id"])
            if row.number in alike:
                shown = tuple(alike[row.number]) if self.options.duplicates == "report" else ()
                result = RowResult(row.number, row.key, "duplicate", "", (), shown)
                yield _Change(None, ImportedRow(row.key, ""), result)
                continue
            kept = self._kept(row, record, self._ids_of_events(edit.data, row))
            yield _Change(edit, kept, RowResult(row.number, row.key, "added", record))

    def _kept(self, row: RowFacts, record: str, ids: Mapping[str, str]) -> ImportedRow:
        """Return the row to keep as the base of the next import; `ids` are those of its events by name."""
        stated = zip(_event_names(self.rules, row), row.events.values(), strict=True)
        events = {name: {"id": ids[name], **each} for name, each in stated if name in ids}
        fields = {".".join(path): value for path, value in row.fields.items()}
        return ImportedRow(row.key, record, row.cells, fields, events)

    def _ids_of_events(self, data: Fields, row: RowFacts) -> dict[str, str]:
        """Return the ids of the events of a new case by their names in the map."""
        left = [*list_items(data, "events")]
        ids: dict[str, str] = {}
        for name, wanted in zip(_event_names(self.rules, row), row.events.values(), strict=True):
            at = next(
                at
                for at, each in enumerate(left)
                if (each["type"], each.get("date")) == (wanted["type"], wanted.get("date"))
            )
            ids[name] = str(left.pop(at)["id"])
        return ids

    def _open_case(
        self, row: RowFacts, cases: NewCases, refused: dict[int, tuple[Problem, ...]]
    ) -> Edit | None:
        origin = self._origin(row)
        if not row.events:
            refused[row.number] = (origin.problem("events", "CF664", "the row gives no event", NO_EVENT),)
            return None
        fields: Fields = {}
        for path, value in row.fields.items():
            fields = dict(mapping(with_value(path, fields, value)))
        person = dict(mapping(fields.get("person")))
        person.setdefault("identification", "named" if "name" in person else "unnamed")
        first, *more = row.events.values()
        try:
            edit = cases.open(NewCase({**fields, "person": person}, first, more=tuple(more)))
            text = write(self.shape, edit.data)
        except CasefileError as error:
            refused[row.number] = (origin.locate_problem(error.as_problem(field="country")),)
            return None
        origin = self._origin(row, self._ids_of_events(edit.data, row))
        return replace(edit, origin=origin, text=text)

    def _update_case(self, row: RowFacts, entry: Entry, known: ImportedRow, cases: NewCases) -> _Change:
        """Return what a row changes in its case: fields, events, claims and disputed events."""
        covered = {*(each.path for each in self.rules.fields), EXTERNAL_IDS}
        if self.rules.unmapped and self.rules.rules.unmapped == "notes":
            covered.add(NOTES)
        stated = {tuple(path.split(".")): value for path, value in known.fields.items()}
        before = {path: value for path, value in stated.items() if path in covered}
        data = deepcopy(entry.fields)
        merged = merge_fields(data, before, row.fields)
        for path, value in merged.values.items():
            data = _put(data, path, value)
        if ("person", "name") in merged.values and mapping(data.get("person")).get(
            "identification"
        ) == "unnamed":
            data = _put(data, ("person", "identification"), "named")
        claims = [*self._claims(data, merged.conflicts)]
        if claims:
            data["claims"] = [*list_items(data, "claims"), *claims]
        events = _LedgerMerge(self, data, row, known)
        events.merge()
        tier = self.register.tier(data)
        settled = cases.citations.resolve(self.shape.sort_fields(data), self.shape, tier)
        differences = (*(".".join(each.path) for each in merged.conflicts), *events.differences)
        edit = None
        if settled != entry.fields:
            edit = Edit(entry.path, "case", dict(settled), origin=self._origin(row, events.ids))
        outcome: Outcome = "conflict" if differences else "changed" if edit else "unchanged"
        left = {".".join(path): value for path, value in stated.items() if path not in covered}
        made = self._kept(row, entry.id, events.ids)
        kept = replace(made, fields={**left, **made.fields})
        return _Change(edit, kept, RowResult(row.number, row.key, outcome, entry.id, differences))

    def _claims(self, data: Fields, conflicts: Sequence[FieldDifference]) -> Iterator[Fields]:
        known = {(each.get("field"), str(each.get("value"))) for each in list_items(data, "claims")}
        for each in conflicts:
            path = ".".join(each.path)
            if each.theirs is not None and (path, str(each.theirs)) not in known:
                value = each.theirs if isinstance(each.theirs, int) else str(each.theirs)
                yield {"field": path, "value": value, "sources": [self.rules.source]}

    def _case(self, record_id: str) -> Entry | None:
        """Return a case that can be changed, by its present or a former id."""
        present = record_id if record_id in self.register.by_id else self.register.formerly.get(record_id, "")
        entry = self.register.by_id.get(present)
        return (
            entry
            if entry is not None and entry.kind == "case" and not entry.withdrawn and entry.data
            else None
        )

    def _found_by_number(self, rows: Sequence[RowFacts]) -> Mapping[str, str]:
        """Return the ids of cases that state the key of a row among the external ids of the person, by key.

        Such an id was imported in another clone, or a user typed it.
        """
        scheme = self.rules.rules.key.scheme
        wanted = {each.key for each in rows if each.key}
        found: dict[str, str] = {}
        if not wanted:
            return found
        for entry in self.register.entries.values():
            if entry.kind != "case" or scheme not in entry.text or entry.data is None:
                continue
            for each in items(mapping(entry.fields.get("person")).get("external_ids")):
                if each.get("scheme") == scheme and str(each.get("value")) in wanted:
                    found[str(each["value"])] = entry.id
        return found

    def _origin(self, row: RowFacts, ids: Mapping[str, str] = NO_EVENTS) -> RowOrigin:
        names = {each: name for name, each in ids.items()}
        return RowOrigin(self.table.name, row.number, columns=self.columns, names=names)


NO_EVENT = "a case has at least one event; for a date that is not known: value: '[..2025-06-04]'"


def _cited(data: Fields) -> Iterator[object]:
    for each in items(data.get("events")):
        yield from items(each.get("sources"))


def _put(data: Fields, path: FieldPath, value: object) -> Fields:
    """Return the data with a value at a path; None removes the field."""
    if value is not None:
        return dict(mapping(with_value(path, data, value)))
    *above, name = path
    holder = mapping(data)
    for step in above:
        holder = mapping(holder.get(step))
    rest = {key: each for key, each in holder.items() if key != name}
    return dict(mapping(with_value(tuple(above), data, rest))) if above else dict(rest)


def _columns(table: Table, rules: TableMap) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield each field that columns fill, with the first column, from 1, and its header."""
    for each in rules.fields:
        if each.columns:
            yield ".".join(each.path), (each.columns[0] + 1, table.headers[each.columns[0]])
    for name, event in zip(event_names(rules), rules.events, strict=True):
        for each in event.fields:
            if each.columns:
                yield ".".join((name, *each.path)), (each.columns[0] + 1, table.headers[each.columns[0]])


def _event_names(rules: TableMap, row: RowFacts) -> Iterator[str]:
    """Yield the names of the events of a row, as `event_names` makes them."""
    names = event_names(rules)
    yield from (names[at] for at in row.events)


def event_names(rules: TableMap) -> list[str]:
    """Return the name of each event of a map, in order: its type and the column or value of its date.

    So an event keeps its name if another one is added before it in the map. A second event with the same
    type and date gets a number.
    """
    seen: dict[str, int] = {}
    names = []
    for each in rules.events:
        dates = [field.rules.column or field.rules.value for field in each.fields if field.path == ("date",)]
        name = " ".join(filter(None, (each.type, *dates[:1])))
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


class _LedgerMerge:
    """Merges the events of a row into the ledger of its case.

    Events and fields that the present map no longer names are not changed.
    """

    def __init__(self, importing: _Import, data: Fields, row: RowFacts, known: ImportedRow) -> None:
        self.importing, self.data = importing, data
        self.rules = dict(zip(event_names(importing.rules), importing.rules.events, strict=True))
        self.theirs = dict(zip(_event_names(importing.rules, row), row.events.values(), strict=True))
        self.base = {
            name: self._covered(name, each) for name, each in known.events.items() if name in self.rules
        }
        self.ids = {name: str(each.get("id")) for name, each in known.events.items()}
        self.differences: list[str] = []

    def _covered(self, name: str, event: Fields) -> Fields:
        """Return the fields of an event of the last import that the present map also fills."""
        covered = {"type", "sources", *(each.path[0] for each in self.rules[name].fields)}
        return {key: value for key, value in event.items() if key in covered}

    def merge(self) -> None:
        """Change the ledger in `data`; `ids` and `differences` are then complete."""
        for name in dict.fromkeys((*self.theirs, *self.base)):
            theirs, base = self.theirs.get(name), self.base.get(name)
            event = find_entry(self.data.get("events"), self.ids.get(name))
            if theirs is None:
                self._retract(name, event, base or {})
            elif event is not None:
                self._change(name, dict(event), base or {}, theirs)
            elif base is None or not self.ids.get(name):
                self._add(name, theirs)
            elif base != theirs:
                self.differences.append(f"{name}: its event is gone")

    def _add(self, name: str, event: Fields) -> None:
        same = next((each for each in items(self.data.get("events")) if _covers(each, event)), None)
        self.ids[name] = str(same["id"]) if same else self._append(event)

    def _append(self, event: Fields) -> str:
        ledger = [*list_items(self.data, "events")]
        shape = self.importing.shape.fields["events"]
        made = new_entry(shape, ledger, event)
        date = When.find(str(made.get("date")))
        at = (
            first_after([When.find(str(each.get("date"))) for each in ledger], date.latest)
            if date
            else len(ledger)
        )
        self.data["events"] = [*ledger[:at], made, *ledger[at:]]
        return str(made["id"])

    def _change(self, name: str, event: Fields, base: Fields, theirs: Fields) -> None:
        own = {key: value for key, value in theirs.items() if key not in {"type", "sources"}}
        before = {key: value for key, value in base.items() if key not in {"type", "sources"}}
        merged = merge_fields(event, _as_paths(before), _as_paths(own))
        changed = event
        for path, value in merged.values.items():
            changed = _put(changed, path, value)
        cited = [*items(event.get("sources"))]
        known = {str(source_of(each)) for each in cited} | {
            str(source_of(each)) for each in items(base.get("sources"))
        }
        added = [each for each in items(theirs.get("sources")) if str(source_of(each)) not in known]
        if added:
            changed = {**changed, "sources": [*cited, *added]}
        if changed != event:
            self._replace(changed)
        if merged.conflicts:
            self.differences += [f"{name}.{'.'.join(each.path)}" for each in merged.conflicts]
            stated = {**theirs, "standing": "disputed", "resolution": {"reason": STATES_OTHERWISE}}
            if not any(_covers(each, theirs) for each in items(self.data.get("events"))):
                self._append(stated)

    def _retract(self, name: str, event: Mapping[str, object] | None, base: Fields) -> None:
        """Mark an event that the spreadsheet no longer states as retracted, if it was not changed since.

        Otherwise a difference is added.
        """
        if event is None or not base:
            return
        if _covers(event, base) and "standing" not in event:
            self._replace({**event, "standing": "retracted", "resolution": {"reason": STATES_NO_MORE}})
        else:
            self.differences.append(f"{name}: no longer in the file")

    def _replace(self, event: Fields) -> None:
        shape = self.importing.shape.fields["events"]
        self.data["events"] = [
            shape.item(event).sort_fields(event) if each.get("id") == event["id"] else each
            for each in list_items(self.data, "events")
        ]


def _as_paths(fields: Fields) -> dict[FieldPath, object]:
    return {(key,): value for key, value in fields.items()}


def _covers(event: Mapping[str, object], wanted: Fields) -> bool:
    """Return whether an event states all that a row states of it; its sources are not compared."""
    return all(event.get(key) == value for key, value in wanted.items() if key != "sources")
