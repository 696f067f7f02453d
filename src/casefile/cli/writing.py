"""What all writing commands share: how to write, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from casefile.cli.lazy import HOW_TO_WRITE
from casefile.cli.session import Session
from casefile.errors import CasefileError, Problem
from casefile.operations.edits import How, NotCommitted, Planner, Written, WrittenRecord
from casefile.render.envelope import envelope
from casefile.render.plain import inert, inert_lines

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Show what would change, write nothing.", rich_help_panel=HOW_TO_WRITE),
]
NoCommit = Annotated[
    bool,
    typer.Option("--no-commit", help="Write, and leave the commit to you.", rich_help_panel=HOW_TO_WRITE),
]
Message = Annotated[
    str | None,
    typer.Option(
        "--message",
        "-m",
        metavar="TEXT",
        help="A line for the commit; never a name.",
        rich_help_panel=HOW_TO_WRITE,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.", rich_help_panel=HOW_TO_WRITE)]
NO_OPTIONS: Mapping[str, str] = {}


def carry_out(
    session: Session,
    command: str,
    planner: Planner,
    how: How,
    *,
    options: Mapping[str, str] = NO_OPTIONS,
    as_json: bool = False,
) -> None:
    """Write what was planned and tell the person, or the machine, what came of it.

    `options` names the option of each field, so that a refusal speaks of what was typed.
    """
    from casefile.operations.write import write  # noqa: PLC0415 - needs git, which --help does not

    try:
        written = write(session.directory, planner, how)
    except NotCommitted as error:
        if as_json:
            told = envelope(command, error.written.as_data(), problems=error.written.problems, error=error)
            session.out(told)
            raise typer.Exit(error.exit_code) from error
        _tell(session, error.written)
        raise
    except CasefileError as error:
        raise _as_typed(error, options) from error
    if as_json:
        _say(session, written)
        session.out(envelope(command, written.as_data(), problems=written.problems))
        return
    _tell(session, written)
    if written.commit:
        session.say(f"committed {written.commit[:9]}")
    elif not written.dry_run and any(record.changes for record in written.records):
        session.say("written, not committed; when you are ready: casefile commit")


def how(*, dry_run: bool, no_commit: bool, message: str | None) -> How:
    """Gather the options that say how to write."""
    return How(dry_run=dry_run, commit=not no_commit, message=message or "")


def tell_problems(session: Session, problems: tuple[Problem, ...]) -> None:
    """Tell problems on stderr, each with its place and how to mend it."""
    for problem in problems:
        tell = session.complain if problem.level == "error" else session.say
        tell(f"{problem.level}: {inert(problem.place)}: {problem.code} {inert(problem.message)}")
        if problem.hint:
            tell(f"    {inert(problem.hint)}")


def _as_typed(error: CasefileError, options: Mapping[str, str]) -> CasefileError:
    """Return the refusal in the words of the options; what stands in a file keeps its place there."""
    if not any(problem.field and not problem.line for problem in error.problems):
        return error
    problems = tuple(_named(problem, options) for problem in error.problems)
    message, hint = error.message, error.hint
    if len(problems) == 1:
        message, hint = problems[0].message, problems[0].hint
    return type(error)(error.code, message, hint, problems)


def _named(problem: Problem, options: Mapping[str, str]) -> Problem:
    if problem.line or not problem.field:
        return problem
    key = _option_key(problem.field)
    if problem.code == NO_SOURCE and "sources" in options:
        return replace(problem, hint="--source with an id, or with a URL, which becomes a source")
    if problem.code == TELLING_ID and "id" in options:
        return replace(problem, message=f"--id: {problem.message}", hint="leave --id out: one is drawn")
    option = options.get(key, problem.field)
    own = f"`{key.rsplit('.', 1)[-1]}`"
    stands = own in problem.message
    message = problem.message.replace(own, option, 1) if stands else f"{option}: {problem.message}"
    message = problem.message if problem.field == "events" else message
    hint = problem.hint
    for field, name in options.items():
        hint = hint.replace(f"--set {field}=", f"{name} ")
    return replace(problem, message=message, hint=hint)


NO_SOURCE = "CF323"
"""A public event has no source: what its hint says is for one that stands in a file."""


TELLING_ID = "CF404"
"""An id tells a closed name: one that was typed lies in no file yet."""


def _option_key(field: str) -> str:
    """Return the part of a path that an option is made from: events.h2v5t.until and until are --until."""
    parts = field.split(".")
    if parts[0] == "events":
        return parts[2] if len(parts) > 2 else field
    return ".".join(parts[:2]) if parts[0] == "person" else parts[0]


def _tell(session: Session, written: Written) -> None:
    _say(session, written)
    for record in (*written.beside, *written.records):
        session.out(_told(record, dry_run=written.dry_run))
    tell_problems(session, written.problems)


def _say(session: Session, written: Written) -> None:
    for words in (*written.matched, *written.notes):
        session.say(inert(words))


def _told(record: WrittenRecord, *, dry_run: bool) -> str:
    if not record.changes:
        return f"{record.record}: nothing changed"
    lines = [f"{record.record}: {inert(text)}" for text in record.texts]
    if dry_run:
        lines += ["", inert_lines(record.diff.rstrip("\n"))]
    elif record.event:
        lines[0] += f"  ({record.event})"
    return "\n".join(lines)
