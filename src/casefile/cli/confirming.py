"""A yes or a no on a terminal, in whatever words the interview takes for one."""

from __future__ import annotations

import typer


def confirm(asks: str, *, default: bool) -> bool:
    """Ask until the answer is a yes or a no; Enter is `default`.

    Raises typer.Abort where the person stops.
    """
    from casefile.operations.interview.understood import truth  # noqa: PLC0415 - few commands ask

    choices = "Y/n" if default else "y/N"
    while True:
        typed = typer.prompt(f"{asks} [{choices}]", default="", show_default=False, err=True)
        if not typed.strip():
            return default
        is_so = truth(typed)
        if is_so is not None:
            return is_so
        typer.echo("Not understood. yes or no.", err=True)
