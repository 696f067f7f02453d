"""casefile completion SHELL: print the completion script of a shell."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.completion.shell_scripts import SHELLS, script
from casefile.cli.session import session_of
from casefile.errors import BadInput

HELP = """Print a script that completes commands in your shell.

With it, Tab completes commands, options, ids, names, events and fields.

\b
In ~/.bashrc:   eval "$(casefile completion bash)"
In ~/.zshrc:    eval "$(casefile completion zsh)"
In fish, once:  casefile completion fish \\
                    > ~/.config/fish/completions/casefile.fish

A name or a part of one, in any script, is completed to the id of its record. fish offers the name itself if
it contains the typed text.

\b
Example:
  casefile completion bash
"""


def run(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="The name of your shell.")],
) -> None:
    """Print the completion script of a shell; raises BadInput CF601 for an unknown shell."""
    if shell not in SHELLS:
        raise BadInput("CF601", "invalid shell; choose from: bash, zsh, fish", "casefile completion bash")
    session_of(ctx).out(script(shell))
