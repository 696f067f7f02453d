"""casefile merge-driver: what git starts for a file that both branches have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from casefile.cli.lazy import command
from casefile.cli.session import Session, session_of
from casefile.operations.merge_driver import USUAL_SIZE, Handed, merge_driver
from casefile.operations.merging import MergedFile
from casefile.render.plain import inert

HELP = """Merge one file as git asks a merge driver to: the result in OURS; 0 is clean, 1 a conflict.

Records are merged by meaning, field by field; comments and untouched lines stay. What is no record is merged
line by line, as git does. `casefile setup-git` tells git to start this.

\b
Example:
  casefile merge-driver %O %A %B %L %P
"""
CONFLICT = 1


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command."""
    return command(name, _merge_driver, HELP, any_words=True)


def _merge_driver(
    ctx: typer.Context,
    base: Annotated[Path, typer.Argument(metavar="BASE", help="What both sides began with (%O).")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="Our side, and the result (%A).")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="Their side (%B).")],
    size: Annotated[str, typer.Argument(metavar="SIZE", help="How long markers are (%L).")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="Where the file lies in the repository (%P).")],
) -> None:
    session = session_of(ctx)
    length = int(size) if size.isdecimal() and int(size) else USUAL_SIZE
    top = session.directory
    merged = merge_driver(Handed(top, top / base, top / ours, top / theirs, length, path))
    _tell(session, path, merged)
    if not merged.clean:
        raise typer.Exit(CONFLICT)


def _tell(session: Session, path: str, merged: MergedFile) -> None:
    """Say which fields are in conflict and what is wrong, by name alone; git says the rest."""
    named = inert(path)
    for side, problem in merged.unread:
        place = f"line {problem.line}: " if problem.line else ""
        why = f"{place}{problem.code} {inert(problem.message)}"
        session.complain(f"casefile: {named}: merged line by line, for {side} cannot be read: {why}")
    for problem in merged.problems:
        session.complain(
            f"casefile: {named}: {problem.code} {inert(problem.field)}: {inert(problem.message)}"
        )
    for conflict in merged.conflicts:
        field = f"`{inert(conflict.field)}`" if conflict.field else "the whole record"
        session.complain(f"casefile: {named}: both sides changed {field}")
    if merged.conflicts:
        session.complain(f"    casefile resolve {named}")
    elif merged.problems:
        session.complain(f"    merged; mend it, then: git add {named}")
