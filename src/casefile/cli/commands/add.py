"""casefile add [NAME]: open a case."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cached_property
from inspect import Parameter
from typing import Annotated, Any

import typer
from msgspec import Struct
from typer.core import TyperCommand

from casefile.cli.combined_options import flag, option
from casefile.cli.interview.duplicate_question import ask_for_case
from casefile.cli.interview.interview_start import needs_interview, start_interview
from casefile.cli.lazy_commands import command, typed_value
from casefile.cli.model_options import PREFIX, option_names, options, require_fields, values
from casefile.cli.write_command import Connection, Writing, writes
from casefile.dates import Day
from casefile.editing.edits import Planner
from casefile.errors import BadInput
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.intake.import_files import read_file
from casefile.intake.list_items import ForAll, Group, shapes_of, slots
from casefile.intake.new_records import add_to, open_case
from casefile.intake.people_lists import from_file
from casefile.model.events import EVENT_TYPES
from casefile.model.plain_data import Fields, KnownData
from casefile.model.shape import Shape

HELP = """Open a case: a person, and what happened first.

On a terminal, `casefile add` asks for the facts step by step.

\b
Example:
  casefile add "Aleksander Aleksandrov" --country KG --date 2025-05-28 \\
      --kind arrest --source https://example.org/article
\f
\b
For a list of people:
  casefile add --from people.yaml --situation kloop-2025 --country KG \\
      --date 2025-05-28 --by scns --source https://example.org/list

Each answer on a terminal is saved at once. If the name is not known, describe the person by role.
The options of the first event are those of `casefile record TYPE`; --event names the type.

With --from, a case is opened for each person in a list, all in one commit or none. The keys are the names
of the options. An option beside --from applies to each person whose entry does not state that value. Whole
records, which start with `schema:`, are added as they are.

\b
A list of people:
  - name: Aleksander Aleksandrov
    occupation: cameraman
    affiliation: kloop,role=cameraman
  - descriptor: accountant at Kloop
    date: 2025-05-30
    note: heard by telephone, not confirmed
"""
FullName = Annotated[str | None, typer.Argument(metavar="NAME", help="The name in Latin letters.")]
First = Annotated[
    str | None,
    option("TYPE", "Type of the first event (default: detention).", "--event"),
]
OwnId = Annotated[str | None, option("ID", "The id (default: a random one).", "--id")]
From = Annotated[
    str | None,
    option("FILE|-", "Add a list of people: YAML, JSON, JSON lines.", "--from"),
]
DuplicateOk = Annotated[bool, flag("Create even if a likely duplicate exists.", "--duplicate-ok")]
USUAL = "detention"
"""The type of the first event if none is named."""
MADE = ("id", "type")
"""The required fields of an event that need no option."""


class _FirstEventOptions(Struct, frozen=True, dict=True):
    """The options of `add` if the first event of the new case is of the type `kind`, such as `detention`."""

    kind: str

    @cached_property
    def groups(self) -> Mapping[Group, Shape]:
        """The shapes of the person, the first event and the case, in the order of the help page."""
        shapes = shapes_of(self.kind)
        return {group: shapes[group] for group in ("person", "event", "case")}

    @property
    def parameters(self) -> list[Parameter]:
        """One option for each field of the person and the event, and for some of the case.

        `name`, `id` and `type` have none. A field name that several of them have becomes one option, of the
        case, else of the person.
        """
        panels = {"person": "The person", "event": f"What happened first ({self.kind})", "case": "The case"}
        return [
            each
            for group, shape in self.groups.items()
            for each in options(
                shape, panels[group], [*shape.fields.keys() - self._own_fields(group), "name"], SETTLED
            )
        ]

    def _own_fields(self, group: Group) -> frozenset[str]:
        """Return the fields of a group that may be given as options or in a list of people (`--from`)."""
        return frozenset(each.shape.name for each in slots(self.kind).values() if each.group == group)

    @property
    def names(self) -> dict[str, str]:
        """The option or argument of each field, by field path: `person.name` is the argument NAME."""
        found = {"id": "--id"}
        for group, shape in self.groups.items():
            of_group = option_names(shape, "person." if group == "person" else "")
            found |= {
                k: v for k, v in of_group.items() if k.removeprefix("person.") in self._own_fields(group)
            }
        return found | {"person": "NAME", "person.name": "NAME"}

    def for_all(self, given: KnownData, connection: str | None, today: Day) -> ForAll:
        """Return the values that apply to every person of a list (`--from`) that does not state its own.

        `connection` is the value of `--connection`. Raises BadInput for an invalid value.
        """
        case, person, event = self.fields(given, today)
        return ForAll(self.kind, case, person, event, connection)

    def data(self, name: str | None, given: KnownData, today: Day) -> tuple[Fields, Fields]:
        """Return the fields of the case, with the person in them, and those of its first event.

        `name` is the argument NAME; without it the person counts as unnamed. Raises BadInput for an invalid
        value.
        """
        case, who, event = self.fields(given, today)
        if name is not None:
            who["name"] = name
        who.setdefault("identification", "named" if name is not None else "unnamed")
        return {**case, "person": who}, {"type": self.kind, **event}

    def fields(self, given: KnownData, today: Day) -> tuple[Fields, Fields, Fields]:
        """Return the fields of the case, of the person and of the first event that were given as options.

        Raises BadInput for an invalid value.
        """
        case, person, event = (
            values(
                self.groups[group],
                {k: v for k, v in given.items() if k.removeprefix(PREFIX) in self._own_fields(group)},
                today,
            )
            for group in ("case", "person", "event")
        )
        return case, person, event


SETTLED = ("identification", "country")
"""Required fields for which no option is needed, because their values follow from other options."""


def build(name: str, typed: list[str]) -> TyperCommand:
    """Return the command; its options depend on the type of the first event, which --event gives.

    Raises BadInput CF601 for an unknown type.
    """
    made = _build(name, USUAL)
    kind = typed_value(made, "first", typed) or USUAL
    if kind not in EVENT_TYPES:
        raise BadInput("CF601", "invalid value for --event", f"choose from: {', '.join(EVENT_TYPES)}")
    return made if kind == USUAL else _build(name, kind)


def _build(name: str, kind: str) -> TyperCommand:
    asked = _FirstEventOptions(kind)

    @writes("add", asked.parameters)
    def add(
        writing: Writing,
        full_name: FullName = None,
        first: First = None,
        record_id: OwnId = None,
        connection: Connection = None,
        file: From = None,
        duplicate_ok: DuplicateOk = False,
        **given: Any,
    ) -> None:
        if (first or USUAL) != kind:  # --event was the value of an option that only this type has
            raise BadInput(
                "CF601", "the options fit several types of event", "put --event before the other options"
            )
        if file is not None:
            _refuse_with_file(full_name, record_id)
            for_all = asked.for_all(given, connection, writing.today)
            blob, name = read_file(writing.session.directory, file, sys.stdin.buffer)
            planner = from_file(blob, name, for_all, writing.today, duplicate_ok=duplicate_ok)
            writing.carry_out(planner, asked.names)
            return
        if needs_interview(writing.session, full_name, given, first, record_id, connection):
            start_interview(writing, full_name, given)
            return
        typed = _TypedCase(asked, full_name, record_id, connection, given)
        try:
            writing.carry_out(typed.plan_case(writing.today, duplicate_ok=duplicate_ok), asked.names)
        except ProbableDuplicate as found:
            if not writing.session.interactive:
                raise
            writing.carry_out(_plan_after_question(writing, typed, found), asked.names)

    return command(name, add, HELP)


class _TypedCase(Struct, frozen=True):
    """The case and its first event, as given on the command line."""

    asked: _FirstEventOptions
    name: str | None
    record_id: str | None
    connection: str | None
    given: KnownData

    def plan_case(self, today: Day, *, duplicate_ok: bool) -> Planner:
        """Return the planner of a new case.

        Raises BadInput for an invalid value, CF101 if the event lacks required fields.
        """
        case, event = self.asked.data(self.name, self.given, today)
        require_fields(self.asked.groups["event"], event, leave_out=MADE)
        return open_case(case, event, today, self.record_id, self.connection, duplicate_ok=duplicate_ok)

    def plan_event(self, record: str, today: Day) -> Planner:
        """Return the planner that appends only the event, to the ledger of an existing case."""
        _, event = self.asked.data(self.name, self.given, today)
        return add_to(record, event, today, self.connection)

    def unused_options(self, today: Day) -> list[str]:
        """Return the names of the options given for the person and the case, which `plan_event` ignores.

        `--country` is left out, because it only confirms the country of the existing case.
        """
        case, person, _ = self.asked.fields(self.given, today)
        fields = [*case, *(f"person.{field}" for field in person)]
        return [self.asked.names.get(field, field) for field in fields if field != "country"]


def _plan_after_question(writing: Writing, typed: _TypedCase, found: ProbableDuplicate) -> Planner:
    """Ask whether the event belongs to an existing case, and return the planner for the answer.

    If it does, print which other options are not used. Raises `found` on Enter, typer.Abort if the person
    stops.
    """
    record = ask_for_case(writing.session, found)
    if not record:
        return typed.plan_case(writing.today, duplicate_ok=True)
    left = typed.unused_options(writing.today)
    if left:
        writing.session.note(f"not added: {', '.join(left)}; to add them: casefile update {record}")
    return typed.plan_event(record, writing.today)


def _refuse_with_file(full_name: str | None, record_id: str | None) -> None:
    if full_name is not None or record_id is not None:
        raise BadInput(
            "CF601",
            "with --from, the file states names and ids",
            "the other options apply to every person in the file",
        )
