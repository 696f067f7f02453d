"""casefile textconv: print a record for a diff, run by git for each version that it compares."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.session import session_of
from casefile.cli.textconv_start import textconv

HELP = """Print a record as `git diff` compares it: canonical, each entry under its date and type.

What is no record is printed as it is. `casefile setup-git` tells git to start this; what git shows then is
for reading and not for `git apply`: git diff --no-textconv gives that.

\b
Example:
  casefile textconv cases/kg/2025/kg-2025-7k3mq.yaml
"""


def run(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, wherever git has put it.")],
) -> None:
    """Print a file as `git diff` compares it; the exit code is 1 if it cannot be read."""
    found = textconv(str(session_of(ctx).directory / file))
    if found:
        raise typer.Exit(found)
