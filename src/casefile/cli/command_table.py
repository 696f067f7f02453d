"""The table of commands by name; reading it loads none of them."""

from __future__ import annotations

from casefile.cli.lazy_commands import NamedCommand

HERE = "casefile.cli.commands"
WRITE, READ, REVIEW, CHECK, PUBLISH = "Write", "Read", "Review", "Check", "Publish"
SHARED, SET_UP = "Shared records", "Set up"

GLOBAL = ("-C", "-q", "--quiet", "-v", "--verbose", "--color", "--no-input", "--no-cache", "--version")
"""The global options. They must come before the command, but people type them anywhere."""

COMMANDS: dict[str, NamedCommand] = {
    "add": NamedCommand(WRITE, f"{HERE}.add", "Open a case: a person, and what happened first."),
    "record": NamedCommand(WRITE, f"{HERE}.record", "Append an event to one ledger or several."),
    "mark": NamedCommand(WRITE, f"{HERE}.mark", "Change how far an event is believed; it stays."),
    "update": NamedCommand(WRITE, f"{HERE}.update", "Correct a field."),
    "edit": NamedCommand(
        WRITE, f"{HERE}.edit", "Open a record in your editor; errors are shown, no text is lost."
    ),
    "rename": NamedCommand(WRITE, f"{HERE}.rename", "Give a record another id; all that names it follows."),
    "withdraw": NamedCommand(WRITE, f"{HERE}.withdraw", "Take a case out; only that it was withdrawn stays."),
    "commit": NamedCommand(WRITE, f"{HERE}.commit", "Commit what you edited by hand, one commit a record."),
    "show": NamedCommand(READ, f"{HERE}.show", "One record: status, ledger, sources, what is not known."),
    "list": NamedCommand(READ, f"{HERE}.list", "Cases and their status on a day."),
    "timeline": NamedCommand(READ, f"{HERE}.timeline", "What happened, in order."),
    "search": NamedCommand(READ, f"{HERE}.search", "Words in any record: names, events, notes, sources."),
    "due": NamedCommand(
        READ, f"{HERE}.due", "What is overdue or due soon: orders, hearings, replies, silence."
    ),
    "stats": NamedCommand(READ, f"{HERE}.stats", "How many are held, by status, country, authority, month …"),
    "today": NamedCommand(
        READ, f"{HERE}.today", "The desk in the morning: held, due, uncommitted, problems."
    ),
    "log": NamedCommand(REVIEW, f"{HERE}.log", "What each commit did to records, and what followed."),
    "diff": NamedCommand(REVIEW, f"{HERE}.diff", "What differs between two moments, field by field."),
    "blame": NamedCommand(REVIEW, f"{HERE}.blame", "Who wrote each value, when, by which sources."),
    "resolve": NamedCommand(
        REVIEW, f"{HERE}.resolve", "Settle what a merge left in conflict, field by field."
    ),
    "validate": NamedCommand(CHECK, f"{HERE}.validate", "Check files, references and rules."),
    "fmt": NamedCommand(CHECK, f"{HERE}.fmt", "Write files in their canonical text."),
    "audit": NamedCommand(
        CHECK, f"{HERE}.audit", "The trail: signatures, events that vanished, checkpoints."
    ),
    "schema": NamedCommand(CHECK, f"{HERE}.schema", "The JSON Schema of a kind of record."),
    "export": NamedCommand(PUBLISH, f"{HERE}.export", "What an audience may see, as a file."),
    "source": NamedCommand(SHARED, f"{HERE}.shared", "Where claims come from: add, list."),
    "situation": NamedCommand(SHARED, f"{HERE}.shared", "Crackdowns that link cases: add, list."),
    "organization": NamedCommand(SHARED, f"{HERE}.shared", "Outlets, bodies, courts, prisons: add, list."),
    "statute": NamedCommand(SHARED, f"{HERE}.shared", "Articles of law: add, list."),
    "init": NamedCommand(SET_UP, f"{HERE}.init", "Start a register in a folder."),
    "setup-git": NamedCommand(SET_UP, f"{HERE}.setup_git", "Tell git how to show and to merge records."),
    "doctor": NamedCommand(SET_UP, f"{HERE}.doctor", "What is set up here, and how to fix the rest."),
    "completion": NamedCommand(SET_UP, f"{HERE}.completion", "Teach bash, zsh or fish to complete."),
    "merge-driver": NamedCommand(SET_UP, f"{HERE}.merge_driver", "Merge one file for git.", hidden=True),
    "textconv": NamedCommand(SET_UP, f"{HERE}.textconv", "Print a record as git compares it.", hidden=True),
}
