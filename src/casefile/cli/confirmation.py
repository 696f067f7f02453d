"""A yes-or-no question on a terminal, which accepts the same words as the interview."""

from __future__ import annotations

import typer


def confirm(question: str, *, default: bool) -> bool:
    """Ask a question on stderr and return whether the answer is yes; Enter means `default`.

    An answer that is neither yes nor no is asked for again. Raises typer.Abort if the person stops.
    """
    from casefile.intake.interview.answer import truth  # noqa: PLC0415 - few commands ask

    choices = "Y/n" if default else "y/N"
    while True:
        typed = typer.prompt(f"{question} [{choices}]", default="", show_default=False, err=True)
        if not typed.strip():
            return default
        is_so = truth(typed)
        if is_so is not None:
            return is_so
        typer.echo("Please answer yes or no.", err=True)
