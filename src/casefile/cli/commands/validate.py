"""casefile validate: check files, references and rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from casefile.cli.lazy import command
from casefile.cli.session import session_of
from casefile.operations.check import Checked, validate
from casefile.render.envelope import envelope
from casefile.render.plain import inert

HELP = """Check the register: syntax, schema, references, rules, canonical text, stale schemas.

Every file is checked, whatever is wrong with another. Ends with 1 if there are errors; with --strict also if
there are warnings. Nothing here depends on today.

\b
Example:
  casefile validate --strict
"""


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command."""
    return command(name, _validate, HELP)


def _validate(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Only these; all of them otherwise.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    session = session_of(ctx)
    found = validate(session.directory, files or ())
    if as_json:
        counted = {"checked": found.checked, "errors": found.errors, "warnings": found.warnings}
        session.out(envelope("validate", counted, problems=found.problems))
    else:
        for problem in found.problems:
            field = f" [{inert(problem.field)}]" if problem.field else ""
            session.out(
                f"{inert(problem.place)}: {problem.level} {problem.code}{field} {inert(problem.message)}"
            )
            if problem.hint:
                session.out(f"    {inert(problem.hint)}")
        session.say(_summary(found))
    if found.errors or (strict and found.warnings):
        raise typer.Exit(1)


def _summary(found: Checked) -> str:
    files = "1 file" if found.checked == 1 else f"{found.checked} files"
    if not found.problems:
        return f"{files} checked, nothing wrong"
    return f"{files} checked: {_counted(found.errors, 'error')}, {_counted(found.warnings, 'warning')}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
