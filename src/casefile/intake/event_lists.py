"""Record a list of events from a file: each goes into the ledger of its record, all in one commit or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.change_text import item_name
from casefile.dates import Day
from casefile.editing.consequences import combine_problems
from casefile.editing.edits import Edit, Plan, Planner, RecordOrigin
from casefile.errors import CasefileError, Problem, nearest
from casefile.intake.call_events import append_reported_event
from casefile.intake.import_files import ImportedFile, read_import
from casefile.intake.json_pieces import import_problem, import_problem_at
from casefile.intake.list_items import parse_listed_value
from casefile.model.events import EVENT_TYPES
from casefile.model.plain_data import Data, Fields
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Shape
from casefile.register import Entry, Register, dotted_path, read_entry
from casefile.yaml.canonical_text import write

OWN = ("record", "type", "after", "connection")
"""Keys of an event in a list that are not fields of the event."""
MADE = ("id", "type")


class ListedEvent(Struct, frozen=True):
    """One event of a list: the record that it belongs to, its type and fields, and its place in the file.

    `after` is the id of the event that it follows, `connection` the caller's relationship to the person.
    `keys` has the key in the file for each field.
    """

    origin: RecordOrigin
    record: str
    kind: str
    fields: Fields
    after: str | None = None
    connection: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)

    def problem(self, problem: Problem, path: str = "") -> Problem:
        """Return a problem of the event as a problem of the file; `path` is the field within the event."""
        name, *rest = path.split(".")
        key = self.keys.get(name)
        line, column = self.origin.place((key, *rest) if key else ())
        return replace(problem, path=self.origin.name, line=line, column=column, field=key or name)


def record_from_file(blob: bytes, name: str, today: Day) -> Planner:
    """Plan the events of a file in YAML, JSON or JSON lines, one mapping each.

    `blob` is its content, `name` its name for messages. The keys of an event are `record` (an id or a part
    of a name), `type`, optionally `after` and `connection`, and the names of the options of `record TYPE`.
    The plan raises BadInput with all problems, each with its line: then no event is recorded.
    """
    found = read_import(blob, name)
    problems = [*found.problems, *_not_events(found)]
    items = [
        item
        for origin, value in found.pieces
        if isinstance(value, Mapping) and "schema" not in value
        for item in _read_event(origin, value, problems)
    ]

    def plan(register: Register) -> Plan:
        refused = [*problems]
        made = _plan_all(register, items, today, refused)
        if refused:
            raise combine_problems(sorted(dict.fromkeys(refused)), "no event was recorded")
        return made

    return plan


def _not_events(found: ImportedFile) -> Iterator[Problem]:
    """Yield a problem for each item that is not an event, and for an empty list."""
    if not found.pieces and not found.problems:
        yield import_problem(found.name, 0, 0, "this list is empty", SUCH)
    for origin, value in found.pieces:
        if not isinstance(value, Mapping) or "schema" in value:
            yield import_problem_at(
                origin, (), "this is not an event: an event must be a mapping of fields", SUCH
            )


SUCH = "such as - {record: aleksandrov, type: hearing, date: 2025-07-19}"


def _read_event(origin: RecordOrigin, value: Data, problems: list[Problem]) -> Iterator[ListedEvent]:
    """Yield the event that a mapping states; if it has errors, add them to `problems` instead."""
    given = {word.replace("-", "_"): (word, held) for word, held in value.items()}
    own = {name: str(given[name][1]) for name in OWN if name in given and given[name][1] is not None}
    wrong = [*_wrong_keys(origin, own)]
    if wrong:
        problems += wrong
        return
    kind = own["type"]
    shapes = _shapes(kind)
    fields: Fields = {}
    keys: dict[str, str] = {}
    for word, (key, held) in given.items():
        shape = shapes.get(word)
        if word in OWN:
            continue
        if shape is None:
            wrong.append(origin.problem((key,), "CF102", f"a {kind} has no such field", _meant(word, kind)))
        elif shape.name in keys:
            message = f"`{key}` and `{keys[shape.name]}` are one field"
            wrong.append(origin.problem((key,), "CF015", message, "keep one of them"))
        else:
            keys[shape.name] = key
            for read in parse_listed_value(origin, shape, held, (key,), wrong):
                fields[shape.name] = read
    problems += wrong
    if not wrong:
        yield ListedEvent(origin, own["record"], kind, fields, own.get("after"), own.get("connection"), keys)


def _wrong_keys(origin: RecordOrigin, own: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems of the keys that are not fields; `own` are their values."""
    for name in ("record", "type"):
        if name not in own:
            yield origin.problem((), "CF101", f"`{name}` is missing", SUCH)
    kind = own.get("type", "")
    if kind and kind not in EVENT_TYPES:
        close = nearest(kind[:LONGEST], EVENT_TYPES)
        hint = f"did you mean `{close}`?" if close else f"choose from: {', '.join(EVENT_TYPES)}"
        yield origin.problem(("type",), "CF104", "invalid value for `type`", hint)
    callers = shape_of("source").fields["connection"].words
    if own.get("connection", callers[0]) not in callers:
        hint = f"choose from: {', '.join(callers)}"
        yield origin.problem(("connection",), "CF103", "invalid value for `connection`", hint)


def _meant(word: str, kind: str) -> str:
    """Return the hint for an unknown key: the nearest field, or the command that lists the fields."""
    close = nearest(word.lower()[:LONGEST], _shapes(kind), 0.7)
    return f"did you mean `{close}`?" if close else f"see: casefile record {kind} --help"


LONGEST = 40
"""The greatest number of characters of a word that is compared with known words."""


def _shapes(kind: str) -> Mapping[str, Shape]:
    """Return the shape of each field of a type of event by its name and, for a list, by the singular."""
    fields = {name: inner for name, inner in shape_of_entry(kind).fields.items() if name not in MADE}
    singular = {item_name(name): inner for name, inner in fields.items() if inner.is_list}
    return {**singular, **fields}


def _plan_all(register: Register, items: list[ListedEvent], today: Day, refused: list[Problem]) -> Plan:
    """Plan the events one after the other; each sees the sources and the ledgers of those before it.

    Errors are added to `refused`.
    """
    here = register
    edits: dict[str, Edit] = {}
    created: dict[str, Edit] = {}
    matched: dict[str, None] = {}
    notes: dict[str, None] = {}
    for item in items:
        planner = append_reported_event(
            [item.record], item.kind, item.fields, today, after=item.after, connection=item.connection
        )
        try:
            made = planner(here)
        except CasefileError as error:
            refused.append(item.problem(error.as_problem(), "record"))
            continue
        (edit,) = made.edits
        refusals = [*_refusals(item, edit)]
        refused += refusals
        if refusals:
            continue
        # Of several events in one ledger, no single one is the event of the edit.
        event = None if edit.path in edits else edit.event
        edits[edit.path] = replace(edit, event=event)
        created |= {each.path: each for each in made.beside}
        matched |= dict.fromkeys(made.matched)
        notes |= dict.fromkeys(made.notes)
        here = here.replacing(*(_entry(each) for each in (*made.beside, edit)))
    return Plan(
        (*edits.values(),),
        (*created.values(),),
        (*matched,),
        (*notes,),
        placed=any(item.after for item in items),
    )


def _entry(edit: Edit) -> Entry:
    return read_entry(edit.path, write(shape_of(edit.kind), edit.data).encode())


def _refusals(item: ListedEvent, edit: Edit) -> Iterator[Problem]:
    """Yield the problems of the model with the event of an edit, each at its place in the file."""
    start = f"events.{edit.event}."
    for each in admit(edit.kind, edit.data).refusals:
        path = dotted_path(each.field, edit.data)
        if f"{path}.".startswith(start):
            problem = Problem("", 0, 0, "", each.code, "error", each.message, each.hint)
            yield item.problem(problem, path.removeprefix(start).rstrip("."))
