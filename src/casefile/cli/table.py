"""The commands by name, before any of them is loaded."""

from __future__ import annotations

from casefile.cli.lazy import Named

HERE = "casefile.cli.commands"
WRITE, READ, CHECK, PUBLISH, SET_UP, SHARED = "Write", "Read", "Check", "Publish", "Set up", "Shared records"

COMMANDS: dict[str, Named] = {
    "add": Named(WRITE, f"{HERE}.add", "Open a case: a person, and what happened first."),
    "record": Named(WRITE, f"{HERE}.record", "Append an event to one ledger or several."),
    "mark": Named(WRITE, f"{HERE}.mark", "Change how far an event is believed; it stays."),
    "update": Named(WRITE, f"{HERE}.update", "Correct a field."),
    "commit": Named(WRITE, f"{HERE}.commit", "Commit what you edited by hand, one commit a record."),
    "show": Named(READ, f"{HERE}.show", "One record: status, ledger, sources, what is not known."),
    "list": Named(READ, f"{HERE}.list", "Cases and their status on a day."),
    "timeline": Named(READ, f"{HERE}.timeline", "What happened, in order."),
    "validate": Named(CHECK, f"{HERE}.validate", "Check files, references and rules."),
    "fmt": Named(CHECK, f"{HERE}.fmt", "Write files in their canonical text."),
    "schema": Named(CHECK, f"{HERE}.schema", "The JSON Schema of a kind of record."),
    "export": Named(PUBLISH, f"{HERE}.export", "What an audience may see, as a file."),
    "source": Named(SHARED, f"{HERE}.shared", "Where claims come from: add, list."),
    "situation": Named(SHARED, f"{HERE}.shared", "Crackdowns that link cases: add, list."),
    "organization": Named(SHARED, f"{HERE}.shared", "Outlets, bodies, courts, prisons: add, list."),
    "statute": Named(SHARED, f"{HERE}.shared", "Articles of law: add, list."),
    "init": Named(SET_UP, f"{HERE}.init", "Start a register in a folder."),
}
