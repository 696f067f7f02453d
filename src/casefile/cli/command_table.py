"""The table of commands by name; reading it loads none of them."""

from __future__ import annotations

from casefile.cli.lazy_commands import NamedCommand

HERE = "casefile.cli.commands"
WRITE, READ, REVIEW, CHECK, PUBLISH = "Write", "Read", "Review", "Check", "Publish"
SHARED, SET_UP = "Shared records", "Set up"

GLOBAL = ("-C", "-q", "--quiet", "-v", "--verbose", "--color", "--no-input", "--no-cache", "--version")
"""The global options, except those for help. Typer takes them before the command; people type them anywhere.
"""

COMMANDS: dict[str, NamedCommand] = {
    "add": NamedCommand(WRITE, f"{HERE}.add", "Open a case: a person, and what happened first."),
    "import": NamedCommand(WRITE, f"{HERE}.import_table", "Import a spreadsheet, and update cases from it."),
    "record": NamedCommand(WRITE, f"{HERE}.record", "Append an event to one ledger or several."),
    "mark": NamedCommand(WRITE, f"{HERE}.mark", "Set an event's verification status."),
    "update": NamedCommand(WRITE, f"{HERE}.update", "Correct fields of a record."),
    "edit": NamedCommand(WRITE, f"{HERE}.edit", "Edit a record in your editor."),
    "rename": NamedCommand(WRITE, f"{HERE}.rename", "Change a record's id and update references."),
    "withdraw": NamedCommand(WRITE, f"{HERE}.withdraw", "Remove a case, leaving only a withdrawal notice."),
    "commit": NamedCommand(WRITE, f"{HERE}.commit", "Commit manual edits, one commit per record."),
    "show": NamedCommand(READ, f"{HERE}.show", "Show one record: status, ledger, sources, gaps."),
    "list": NamedCommand(READ, f"{HERE}.list", "List cases with their status on a day."),
    "timeline": NamedCommand(READ, f"{HERE}.timeline", "Show events in order of time."),
    "search": NamedCommand(READ, f"{HERE}.search", "Search all records: names, events, notes, sources."),
    "due": NamedCommand(READ, f"{HERE}.due", "List what is overdue or due soon: orders, hearings, replies."),
    "stats": NamedCommand(READ, f"{HERE}.stats", "Count cases by status, country, authority, month …"),
    "today": NamedCommand(
        READ, f"{HERE}.today", "Show who is held, what is due, uncommitted changes, problems."
    ),
    "log": NamedCommand(REVIEW, f"{HERE}.log", "Show the changes of each commit, and their effect."),
    "diff": NamedCommand(REVIEW, f"{HERE}.diff", "Compare two states of the register, field by field."),
    "blame": NamedCommand(REVIEW, f"{HERE}.blame", "Show who wrote each value, when, and its sources."),
    "resolve": NamedCommand(REVIEW, f"{HERE}.resolve", "Resolve merge conflicts field by field."),
    "validate": NamedCommand(CHECK, f"{HERE}.validate", "Check files, references and rules."),
    "fmt": NamedCommand(CHECK, f"{HERE}.fmt", "Write files in canonical form."),
    "audit": NamedCommand(CHECK, f"{HERE}.audit", "Check the history: signatures, lost events, checkpoints."),
    "schema": NamedCommand(CHECK, f"{HERE}.schema", "Print the JSON Schema of a kind of record."),
    "export": NamedCommand(PUBLISH, f"{HERE}.export", "Write a file with what an audience may see."),
    "source": NamedCommand(SHARED, f"{HERE}.shared", "Sources of facts: add, list."),
    "situation": NamedCommand(SHARED, f"{HERE}.shared", "Crackdowns that link cases: add, list."),
    "organization": NamedCommand(
        SHARED, f"{HERE}.shared", "Outlets, authorities, courts, prisons: add, list."
    ),
    "statute": NamedCommand(SHARED, f"{HERE}.shared", "Articles of law: add, list."),
    "init": NamedCommand(SET_UP, f"{HERE}.init", "Create a register in a folder."),
    "setup-git": NamedCommand(SET_UP, f"{HERE}.setup_git", "Set up git to compare and merge records."),
    "doctor": NamedCommand(SET_UP, f"{HERE}.doctor", "Check the installation and suggest fixes."),
    "completion": NamedCommand(
        SET_UP, f"{HERE}.completion", "Print the completion script for bash, zsh or fish."
    ),
    "merge-driver": NamedCommand(SET_UP, f"{HERE}.merge_driver", "Merge one file for git.", hidden=True),
    "textconv": NamedCommand(SET_UP, f"{HERE}.textconv", "Print a record as git compares it.", hidden=True),
}
