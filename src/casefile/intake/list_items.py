"""Read one person of a list to import, whose keys are the names of the options of `add`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.change import parts_of
from casefile.changes.change_text import item_name
from casefile.editing.edits import RecordOrigin
from casefile.editing.typed_values import parse_typed, typed_all
from casefile.errors import BadInput, Problem, nearest
from casefile.intake.new_records import NewCase
from casefile.model.events import EVENT_TYPES
from casefile.model.plain_data import Data, Fields
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Path, Shape

Group = Literal["case", "person", "event"]
OF_THE_CASE = ("tier", "country", "situations", "related", "grounds", "consent", "tags", "notes")
"""The fields of a case that have options; a name that the person or the event has too means the case's."""
OWN = ("event", "id", "connection")
"""Keys of a person in a list that are not fields.

They are the type of the first event, an id to use, and the caller's relationship to the person.
"""


class ForAll(Struct, frozen=True):
    """The command-line options beside a list: values for each person that does not state its own.

    `kind` is the type of the first event; `connection` is the caller's relationship to the persons. `case`,
    `person` and `event` are fields by name: of the case, the person and the first event.
    """

    kind: str = "detention"
    case: Fields = field(default_factory=dict)
    person: Fields = field(default_factory=dict)
    event: Fields = field(default_factory=dict)
    connection: str | None = None

    def of(self, group: Group) -> Fields:
        """Return the fields of one group: of the case, the person or the first event."""
        return {"case": self.case, "person": self.person, "event": self.event}[group]


class Slot(Struct, frozen=True):
    """The field in which a value of a list belongs: its group (case, person or event), and its shape."""

    group: Group
    shape: Shape


class ListedAs(RecordOrigin, frozen=True):
    """The place of a person in a list, and the key in the list for each field of the record.

    `keys` has them by group and name of the field.
    """

    keys: Mapping[tuple[Group, str], str] = field(default_factory=dict)
    for_all: ForAll = field(default_factory=ForAll)

    def locate_problem(self, problem: Problem) -> Problem:
        """Return a problem of the record as a problem of the list.

        A problem of an option that applies to all persons gets no place, so that it is reported only once.
        """
        group, name, rest = _field_of(problem.field)
        key = self.keys.get((group, name))
        if key is None and name in self.for_all.of(group):
            option = f"person.{name}" if group == "person" else name
            return replace(problem, path="", line=0, column=0, field=option)
        line, column = self.place((key, *rest) if key else ())
        named = ".".join((key or name, *rest))
        if problem.fix.command == "update":
            fix = problem.fix
            problem = problem.reword_fix(f"{fix.field.removeprefix('person.')}: {fix.value}")
        hint = HINTS.get(problem.code, problem.hint)
        return replace(problem, path=self.name, line=line, column=column, field=named, hint=hint)


HINTS = {"CF323": "give the id or the URL of a source: source; for all of them: --source"}
"""Hints for a list, by code, where the fix is not the same as in a record."""


class ListedPerson(Struct, frozen=True):
    """One person of a list as a new case (`opening`), and the problems in reading it.

    `misspelt` are the fields that are missing only because their keys were not understood.
    """

    origin: ListedAs
    opening: NewCase
    problems: tuple[Problem, ...] = ()
    misspelt: frozenset[str] = frozenset()


def read_item(origin: RecordOrigin, value: Data, for_all: ForAll, number: int) -> ListedPerson:
    """Read one person of a list: each key is the name of an option, singular or plural, or of a field.

    Errors become problems of the result, which then lacks these values. `number` is the position in the list,
    from 1: persons with a `connection` of their own have a call of their own.
    """
    given = {word.replace("-", "_"): (word, held) for word, held in value.items()}
    problems: list[Problem] = []
    kind = _kind(origin, given, for_all, problems)
    found: dict[Group, Fields] = {"case": {}, "person": {}, "event": {}}
    keys: dict[tuple[Group, str], str] = {}
    for word, (key, held) in given.items():
        slot = slots(kind).get(word)
        if slot is None:
            problems += [] if word in OWN else [_unknown(origin, key, word, kind)]
        elif (slot.group, slot.shape.name) in keys:
            message = f"`{key}` and `{keys[slot.group, slot.shape.name]}` are one field"
            problems.append(origin.problem((key,), "CF015", message, "keep one of them"))
        else:
            keys[slot.group, slot.shape.name] = key
            for read in parse_listed_value(origin, slot.shape, held, (key,), problems):
                found[slot.group][slot.shape.name] = read
    if "id" in given:
        keys["case", "id"] = given["id"][0]
    problems += _no_connection(origin, given)
    problems += _unfitting_options(origin, kind, for_all, found["event"])
    listed = ListedAs(
        origin.name, origin.line, where=origin.where, alone=origin.alone, keys=keys, for_all=for_all
    )
    meant = (_meant(word, kind) for word in given)
    misspelt = frozenset(slots(kind)[name].shape.name for name in meant if name in slots(kind))
    return ListedPerson(listed, _opening(given, found, for_all, kind, number), tuple(problems), misspelt)


def _opening(
    given: Mapping[str, tuple[str, object]],
    found: Mapping[Group, Fields],
    for_all: ForAll,
    kind: str,
    number: int,
) -> NewCase:
    person = {**for_all.person, **found["person"]}
    person.setdefault("identification", "named" if "name" in person else "unnamed")
    case = {**for_all.case, **found["case"], "person": person}
    known = shape_of_entry(kind).keys
    shared = {name: value for name, value in for_all.event.items() if name in known}
    event = {"type": kind, **shared, **found["event"]}
    own_id, connection = (given.get(name, ("", None))[1] for name in ("id", "connection"))
    if connection not in shape_of("source").fields["connection"].words:
        return NewCase(case, event, _text(own_id), for_all.connection)
    return NewCase(case, event, _text(own_id), _text(connection), caller=number)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _no_connection(origin: RecordOrigin, given: Mapping[str, tuple[str, object]]) -> Iterator[Problem]:
    """Yield a problem for an unknown word in `connection`: the call's own problem would have no place."""
    words = shape_of("source").fields["connection"].words
    value = given["connection"][1] if "connection" in given else words[0]
    if value not in words:
        hint = f"choose from: {', '.join(words)}"
        yield origin.problem(("connection",), "CF103", "invalid value for `connection`", hint)


def _kind(
    origin: RecordOrigin, given: Mapping[str, tuple[str, object]], for_all: ForAll, problems: list[Problem]
) -> str:
    """Return the type of the first event of a person; by default the one that was typed for all persons.

    An unknown type is a problem, which is added to `problems`.
    """
    if "event" not in given:
        return for_all.kind
    kind = str(given["event"][1])
    if kind in EVENT_TYPES:
        return kind
    close = nearest(kind[:40], EVENT_TYPES)
    hint = f"did you mean `{close}`?" if close else f"choose from: {', '.join(EVENT_TYPES)}"
    problems.append(origin.problem(("event",), "CF104", "invalid value for `event`", hint))
    return for_all.kind


def shapes_of(kind: str) -> Mapping[Group, Shape]:
    """Return the shapes of a case, of its person and of a first event of this type."""
    case = shape_of("case").seen({"events": []})
    return {"case": case, "person": case.fields["person"], "event": shape_of_entry(kind)}


@cache
def slots(kind: str) -> Mapping[str, Slot]:
    """Return the field for each key of a list, by key: of the case, the person, or an event of this type."""
    found: dict[str, Slot] = {}
    for group, shape in shapes_of(kind).items():
        for name, inner in shape.fields.items():
            if (group == "case" and name not in OF_THE_CASE) or (group == "event" and name in {"id", "type"}):
                continue
            for word in (name, item_name(name) if inner.is_list else name):
                found.setdefault(word, Slot(group, inner))
    return found


def _meant(word: str, kind: str) -> str:
    """Return the known key that is nearest to an unknown one; empty if the key is known or none is near."""
    known = (*slots(kind), *OWN)
    return "" if word in known else nearest(word.lower()[:LONGEST], known, 0.7)


def _unknown(origin: RecordOrigin, key: str, word: str, kind: str) -> Problem:
    plain = word.isidentifier() and len(word) < LONGEST
    message = f"unknown field `{key}`" if plain else "unknown field"
    meant = _meant(word, kind)
    hint = (
        f"did you mean `{meant}`?" if meant else "the keys are the names of the options: casefile add --help"
    )
    return origin.problem((key,), "CF102", message, OF_A_RECORD.get(word, hint))


LONGEST = 40
WHOLE = "a whole record begins with schema: casefile/case/1"
OF_A_RECORD = {"person": WHOLE, "events": WHOLE}
"""Hints for keys that only a whole record has, by key."""


def parse_listed_value(
    origin: RecordOrigin, shape: Shape, value: object, path: Path, problems: list[Problem]
) -> Iterator[object]:
    """Yield a value as the command-line option of the field would parse it; add a problem if it is invalid.

    Lists and mappings are read item by item, down to their texts. `path` leads to the value from the person.
    """
    try:
        if isinstance(value, str):
            yield typed_all(shape, [value]) if shape.is_list else parse_typed(shape, value)
        elif shape.is_list:
            yield [*_items(origin, shape, value if isinstance(value, list) else [value], path, problems)]
        elif isinstance(value, Mapping) and shape.is_mapping:
            yield dict(_fields(origin, shape.seen(value), value, path, problems))
        elif shape.is_mapping and isinstance(value, int) and not isinstance(value, bool):
            yield parse_typed(shape, str(value))  # `age: 15` needs no quotes
        elif isinstance(value, list | Mapping | float) or shape.is_mapping:
            problems.append(origin.problem(path, "CF105", *_unfit(path, shape, value)))
        else:
            yield value
    except BadInput as error:
        problems.append(origin.problem(path, error.code, f"`{_name(path)}`: {error.message}", error.hint))


def _items(
    origin: RecordOrigin, shape: Shape, values: list[object], path: Path, problems: list[Problem]
) -> Iterator[object]:
    """Yield the parsed items of a list; a text may contain several, as on the command line."""
    for at, value in enumerate(values):
        if isinstance(value, str):
            for several in parse_listed_value(origin, shape, value, (*path, at), problems):
                yield from several if isinstance(several, list) else ()
        else:
            yield from parse_listed_value(origin, shape.item(value), value, (*path, at), problems)


def _fields(
    origin: RecordOrigin, shape: Shape, value: Data, path: Path, problems: list[Problem]
) -> Iterator[tuple[str, object]]:
    """Yield the parsed fields of a mapping; unknown ones are kept, and refused together with the record."""
    for key, held in value.items():
        name = key.replace("-", "_")
        inner = shape.key(name)
        for read in parse_listed_value(origin, inner, held, (*path, key), problems) if inner else (held,):
            yield name, read


def _unfit(path: Path, shape: Shape, value: object) -> tuple[str, str]:
    """Return message and hint for a value of the wrong form, such as a list for a single value."""
    if isinstance(value, float):
        return f"`{_name(path)}`: fractions are not accepted", "quote it if it is text"
    if shape.is_mapping:
        message = f"`{_name(path)}` should be a group of fields"
        return message, f"write its fields below it, each with a value: {', '.join(shape.keys)}"
    if shape.form == "date":
        return f"`{_name(path)}` should be a date", 'quote a date in brackets: "[2025-05-28..2025-06-04]"'
    return f"`{_name(path)}` must be one value", "remove the hyphens or the brackets"


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _unfitting_options(origin: RecordOrigin, kind: str, for_all: ForAll, own: Fields) -> Iterator[Problem]:
    """Yield problems for options typed for all persons that a first event of this type does not have.

    `own` are the fields that the person states for the event.
    """
    known = shape_of_entry(kind).keys
    for name in for_all.event:
        if name not in known and name not in own:
            message = f"`{name}` was given for all, but a {kind} has no such field"
            hint = f"give it to the persons whose first event is a {for_all.kind}"
            yield origin.problem(("event",), "CF102", message, hint)


def _field_of(path: str) -> tuple[Group, str, tuple[str, ...]]:
    """Return the group (case, person or event), the name and the rest of the path of a record's field."""
    parts = parts_of(path) if path else ("",)
    if parts[0] == "events":
        return "event", parts[2] if len(parts) > 2 else "", parts[3:]
    if parts[0] == "person":
        return "person", parts[1] if len(parts) > 1 else "name", parts[2:]
    return "case", parts[0], parts[1:]
