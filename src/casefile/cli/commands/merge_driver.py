"""casefile merge-driver: merge one file, run by git for each file that both branches changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand

from casefile.cli.lazy_commands import command
from casefile.cli.merge_driver_start import merge
from casefile.cli.session import session_of

HELP = """Merge one file as a git merge driver, into OURS. Exit code 0: clean, 1: conflict.

Records are merged field by field; comments and unchanged lines stay. Other files are merged line by line,
as git does. `casefile setup-git` makes git use this command.

\b
Example:
  casefile merge-driver %O %A %B %L %P
"""


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command `merge-driver`; words that look like unknown options are arguments."""
    return command(name, _merge_driver, HELP, any_words=True)


def _merge_driver(
    ctx: typer.Context,
    base: Annotated[Path, typer.Argument(metavar="BASE", help="The common ancestor of both sides (%O).")],
    ours: Annotated[Path, typer.Argument(metavar="OURS", help="Our side; the result is written here (%A).")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="Their side (%B).")],
    size: Annotated[str, typer.Argument(metavar="SIZE", help="The length of conflict markers (%L).")],
    path: Annotated[str, typer.Argument(metavar="PATH", help="The path of the file in the repository (%P).")],
) -> None:
    words = (*(str(each) for each in (base, ours, theirs)), size, path)
    found = merge(session_of(ctx).directory, words)
    if found:
        raise typer.Exit(found)
