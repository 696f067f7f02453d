"""casefile commit [FILE…]: commit hand edits, one commit a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from casefile.cli.lazy import command
from casefile.cli.session import session_of
from casefile.cli.writing import AsJson, Message, tell_problems
from casefile.operations.edits import How
from casefile.render.envelope import envelope
from casefile.render.plain import inert

HELP = """Commit what you edited by hand: one commit a record, with a message that tells the changes.

A record with errors is left as it is and told; the others are committed. Everything else in your work tree
and in git's index stays untouched.

\b
Example:
  casefile commit
  casefile commit cases/kg/2025/kg-2025-7k3mq.yaml
"""


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command."""
    return command(name, _commit, HELP)


def _commit(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Only these; all changed records otherwise."),
    ] = None,
    message: Message = None,
    as_json: AsJson = False,
) -> None:
    from casefile.operations.commit import commit  # noqa: PLC0415 - needs git, which --help does not

    session = session_of(ctx)
    done = commit(session.directory, files or (), How(message=message or ""))
    if as_json:
        data = [record.as_data(made) for record, made in done.records]
        session.out(envelope("commit", data, problems=done.problems))
    else:
        for record, made in done.records:
            told = "; ".join(record.texts) or "only written in another way"
            session.out(f"{made[:9]} {inert(record.record)}: {inert(told)}")
        tell_problems(session, done.problems)
        if not done.records and not done.problems:
            session.say("nothing to commit: every record is as in the last commit")
        if done.problems:
            session.complain("casefile: records with errors were not committed; mend them and try again")
    if done.problems:
        raise typer.Exit(1)
