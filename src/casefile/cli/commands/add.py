"""casefile add [NAME]: open a case."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from casefile.cli.generated import PREFIX, complete, option_name, option_names, options, values
from casefile.cli.lazy import command
from casefile.cli.session import Session
from casefile.cli.writing import Writing, writes
from casefile.errors import BadInput, NotFound
from casefile.model.events import EVENT_TYPES
from casefile.model.shape import Shape, shape_of, shape_of_model
from casefile.operations.edits import Planner
from casefile.operations.incoming import incoming
from casefile.operations.load import today_of
from casefile.operations.opening import open_case, take_in
from casefile.storage.folder import reason

HELP = """Open a case: a person, and what happened first.

The options of the first event are those of `casefile record TYPE`; --event says which type, detention
otherwise. Without a name, say who it is by role: --descriptor "accountant at Kloop".

\b
Example:
  casefile add "Aleksander Aleksandrov" --country KG \\
      --situation kloop-2025 --date 2025-05-28 --place Bishkek \\
      --kind arrest --by scns --source https://example.org/article
"""
FullName = Annotated[str | None, typer.Argument(metavar="NAME", help="The name in Latin letters.")]
First = Annotated[
    str | None,
    typer.Option("--event", metavar="TYPE", help="The type of the first event; detention otherwise."),
]
OwnId = Annotated[str | None, typer.Option("--id", metavar="ID", help="An id of your own making.")]
Connection = Annotated[
    str | None,
    typer.Option(
        "--connection", metavar="WORD", help="How a caller stands to the person: the call is a source."
    ),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="FILE|-", help="Take whole records: YAML, JSON, JSON lines.")
]
OF_THE_CASE = ("tier", "country", "situations", "related", "grounds", "consent", "tags", "notes")
MADE = ("id", "type")


@dataclass(frozen=True)
class _Asked:
    """What `add` asks for where the first event is of this type."""

    kind: str

    @cached_property
    def case(self) -> Shape:
        """The case, as far as it has options of its own."""
        return shape_of("case").seen({"events": []})

    @cached_property
    def event(self) -> Shape:
        """The first event."""
        return shape_of_model(EVENT_TYPES[self.kind])

    @cached_property
    def person(self) -> Shape:
        """The person."""
        return self.case.fields["person"]

    @property
    def parameters(self) -> list[Parameter]:
        """One option for each field; where two fields have the same name it is that of the case."""
        unasked = [name for name in self.case.fields if name not in OF_THE_CASE]
        return [
            *options(self.person, "The person", leave_out=("name",), settled=("identification",)),
            *options(self.event, f"What happened first ({self.kind})", leave_out=(*MADE, *self._shared)),
            *options(self.case, "The case", leave_out=unasked, settled=("country",)),
        ]

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The fields of the event whose option is the case's or the person's."""
        of_case = {option_name(self.case.fields[name]) for name in OF_THE_CASE}
        taken = of_case | {option_name(field) for field in self.person.fields.values()}
        return frozenset(name for name, field in self.event.fields.items() if option_name(field) in taken)

    @property
    def names(self) -> dict[str, str]:
        """The option of each field."""
        of_case = {k: v for k, v in option_names(self.case).items() if k in OF_THE_CASE}
        of_person = option_names(self.person, "person.") | {"person": "NAME", "person.name": "NAME"}
        of_event = {k: v for k, v in option_names(self.event).items() if k not in self._shared}
        return {**of_case, **of_person, **of_event, "id": "--id"}

    def data(self, name: str | None, given: Mapping[str, Any]) -> tuple[dict[str, object], dict[str, object]]:
        """Return the fields of the case and those of its first event."""
        who = values(self.person, given)
        if name is not None:
            who["name"] = name
        who.setdefault("identification", "named" if name is not None else "unnamed")
        asked = {key: value for key, value in given.items() if key.removeprefix(PREFIX) in OF_THE_CASE}
        of_event = {
            key: value for key, value in given.items() if key.removeprefix(PREFIX) not in self._shared
        }
        return {**values(self.case, asked), "person": who}, {
            "type": self.kind,
            **values(self.event, of_event),
        }


def build(name: str, typed: list[str]) -> TyperCommand:
    """Return the command; which options its first event has depends on what is typed behind --event."""
    asked = _Asked(_event_type(typed))

    def add(
        writing: Writing,
        full_name: FullName = None,
        first: First = None,
        record_id: OwnId = None,
        connection: Connection = None,
        file: From = None,
        **given: Any,
    ) -> None:
        if file is not None:
            _refuse_beside_a_file([full_name, first, record_id, connection, *given.values()])
            planner: Planner = take_in(incoming(*_read(file, writing.session.directory)))
        else:
            planner = _planner(writing.session, asked, (full_name, record_id, connection), given)
        writing.carry_out(planner, asked.names)

    return command(name, writes("add", add, asked.parameters), HELP)


def _event_type(typed: list[str]) -> str:
    """Find the type behind --event among the words typed."""
    kind = "detention"
    for place, word in enumerate(typed):
        if word == "--event" and place + 1 < len(typed):
            kind = typed[place + 1]
        elif word.startswith("--event="):
            kind = word.partition("=")[2]
    if kind not in EVENT_TYPES:
        raise BadInput("CF601", "--event names no type of event", f"it takes {', '.join(EVENT_TYPES)}")
    return kind


def _planner(
    session: Session,
    asked: _Asked,
    words: tuple[str | None, str | None, str | None],
    given: Mapping[str, Any],
) -> Planner:
    name, record_id, connection = words
    case, event = asked.data(name, given)
    complete(asked.event, event, leave_out=MADE)
    today = today_of(session.directory, session.now)
    return open_case(case, event, today, record_id, connection)


def _refuse_beside_a_file(others: list[object]) -> None:
    if any(value not in (None, []) for value in others):
        raise BadInput(
            "CF601",
            "with --from the records are as the file holds them",
            "leave the name and other fields out",
        )


def _read(file: str, directory: Path) -> tuple[bytes, str]:
    if file == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return (directory / file).read_bytes(), file
    except OSError as error:
        raise NotFound(
            "CF304", f"the file to take in cannot be read: {reason(error)}", "give a path, or - for stdin"
        ) from error
