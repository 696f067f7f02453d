"""casefile record TYPE RECORD…: append one event to one ledger or several."""

from __future__ import annotations

from typing import Annotated, Any

from typer.core import TyperCommand, TyperGroup

from casefile.cli.combined_options import option
from casefile.cli.interview.interview_start import ask_follow_up
from casefile.cli.lazy_commands import NamedCommand, command, group
from casefile.cli.model_options import example, option_names, options, require_fields, values
from casefile.cli.record_arguments import SEVERAL, record_argument
from casefile.cli.usual_words import EVENTS
from casefile.cli.write_command import Connection, Writing, writes
from casefile.intake.call_events import append_reported_event
from casefile.model.events import EVENT_TYPES, FAMILIES, type_name
from casefile.model.record_shapes import shape_of_entry

HELP = """Append an event to the ledger of one record, or of several in one commit.

Each type has its own options: casefile record hearing --help

\b
Example:
  casefile record hearing aleksandrov --date 2025-07-19 \\
      --outcome extended --until 2025-09-21 \\
      --source https://24.kg/english/337233/
"""


def _summary(docstring: str) -> str:
    """Return the first line of the docstring of a type of event, without the articles of law in brackets."""
    first = docstring.strip().splitlines()[0]
    return f"{first.partition(' (')[0].rstrip('.')}."


PLACING = "It is added after all events that may be earlier; --after gives a different position."
TABLE = {
    type_name(event): NamedCommand(family.capitalize(), __name__, _summary(event.__doc__ or ""))
    for family, events in FAMILIES.items()
    for event in events
}
MADE = ("id", "type")
"""The required fields of an event that need no option."""
TYPES = {word: f"casefile record {instead}" for word, instead in EVENTS.items()}
"""The command for a word that is not a type of event."""


def build(name: str, _typed: list[str]) -> TyperGroup:
    """Return the group `record`, which has one command for each type of event."""
    return group(name, TABLE, _command, _nothing, HELP, "TYPE RECORD…", TYPES)


def _nothing() -> None:
    """Do nothing: the group `record` has no options of its own."""


def _command(kind: str, _typed: list[str]) -> TyperCommand:
    shape = shape_of_entry(kind)

    @writes("record", options(shape, "The event", leave_out=MADE))
    def record(
        writing: Writing,
        records: Annotated[list[str], record_argument(SEVERAL, "RECORD…")],
        after: Annotated[str | None, option("EVENT", "Insert it directly after this event.")] = None,
        connection: Connection = None,
        **given: Any,
    ) -> None:
        event = require_fields(shape, values(shape, given, writing.today), leave_out=MADE)
        event |= ask_follow_up(writing, records, kind, event)
        writing.carry_out(
            append_reported_event(records, kind, event, writing.today, after=after, connection=connection),
            option_names(shape),
        )

    description = (EVENT_TYPES[kind].__doc__ or "").strip()
    line = example(f"casefile record {kind} aleksandrov", shape, leave_out=MADE)
    return command(kind, record, f"{description}\n\n{PLACING}\n\n{line}")
