"""casefile fmt: rewrite files in their canonical form."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.combined_options import flag
from casefile.cli.read_options import AsJson, Files
from casefile.cli.session import session_of
from casefile.cli.write_command import WAITING, print_problems
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert
from casefile.validation.check_files import fmt

HELP = """Write records in canonical form, so that a difference in git is a difference in fact.

Keys are in the order of the model, one field per line, and events in the order of the ledger. Text that
another YAML parser could misread is quoted, and no line is folded. All comments and values stay.

\b
Example:
  casefile fmt --check
"""


def run(
    ctx: typer.Context,
    files: Files = None,
    check: Annotated[bool, flag("Only list the files that would change.", "--check")] = False,
    as_json: AsJson = False,
) -> None:
    """Rewrite files in their canonical form, all files if none are named, and print which ones changed.

    With --check no file is written. The exit code is 1 if a file has problems, or if --check found a file to
    change.
    """
    session = session_of(ctx)
    waiting = lambda: session.note(WAITING)  # noqa: E731 - one line of the call
    done = fmt(session.directory, files or (), dry=check, waiting=waiting, note=session.note)
    if as_json:
        session.out(
            envelope("fmt", {"changed": [*done.changed], "written": not check}, problems=done.problems)
        )
    else:
        for path in done.changed:
            session.out(inert(path))
        print_problems(session, done.problems)
    if done.problems or (check and done.changed):
        raise typer.Exit(1)
