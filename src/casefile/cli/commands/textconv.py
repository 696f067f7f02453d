"""casefile textconv: print a record for a diff, run by git for each version that it compares."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.session import session_of
from casefile.cli.textconv_start import textconv

HELP = """Print a record in the form that `git diff` compares: canonical, each event under its date and type.

A file that is not a record is printed unchanged. `casefile setup-git` makes git use this command. The
output is for people and does not work with `git apply`; for that use git diff --no-textconv.

\b
Example:
  casefile textconv cases/kg/2025/kg-2025-7k3mq.yaml
"""


def run(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to print.")],
) -> None:
    """Print a file as `git diff` compares it; the exit code is 1 if it cannot be read."""
    found = textconv(str(session_of(ctx).directory / file))
    if found:
        raise typer.Exit(found)
