"""casefile record TYPE RECORD…: append one event to one ledger or several; --from: a list of events."""

from __future__ import annotations

import sys
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
from casefile.intake.event_lists import record_from_file
from casefile.intake.import_files import read_file
from casefile.model.events import EVENT_TYPES, FAMILIES, type_name
from casefile.model.record_shapes import shape_of_entry

HELP = """Append an event to the ledger of one record, or of several in one commit.

Each type has its own options: casefile record hearing --help
To record a list of events from a file: casefile record --from FILE

\b
Example:
  casefile record hearing aleksandrov --date 2025-07-19 \\
      --outcome extended --until 2025-09-21 \\
      --source https://24.kg/english/337233/
"""
LIST_HELP = """Record the events of a file (YAML, JSON or JSON lines), all in one commit or none.

Each event states its `record` (an id, or a part of a name) and its `type`. The other keys are the names of
the options of casefile record TYPE; `after` and `connection` too.

\b
A list of events:
  - record: aleksandrov
    type: hearing
    date: 2025-07-19
    outcome: extended
    until: 2025-09-21
    source: https://24.kg/english/337233/
  - record: aleksandrov
    type: health
    date: 2025-07-20
    urgency: urgent
    connection: lawyer
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


def build(name: str, typed: list[str]) -> TyperGroup | TyperCommand:
    """Return the group: one command for each type of event; with --from, the command for a list of events."""
    if _is_list(typed):
        return _list_command(name)
    return group(name, TABLE, _command, _nothing, HELP, "TYPE RECORD…", TYPES)


def _is_list(typed: list[str]) -> bool:
    """Return whether options are typed in place of a type of event, and --from is one of them."""
    begins_with_option = typed[:1] != [] and typed[0].startswith("-")
    return begins_with_option and any(word == "--from" or word.startswith("--from=") for word in typed)


def _list_command(name: str) -> TyperCommand:
    @writes("record")
    def record(
        writing: Writing,
        file: Annotated[str, option("FILE|-", "The list of events: YAML, JSON, JSON lines.", "--from")],
    ) -> None:
        blob, shown = read_file(writing.session.directory, file, sys.stdin.buffer)
        writing.carry_out(record_from_file(blob, shown, writing.today))

    return command(name, record, LIST_HELP)


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
