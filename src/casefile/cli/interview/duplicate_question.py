"""The question of `add`, without the interview, whether the event belongs to an existing case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

import typer

from casefile.cli.session import Session
from casefile.intake.duplicate_check import ProbableDuplicate


def ask_for_case(session: Session, found: ProbableDuplicate) -> str:
    """Ask to which of the similar cases in `found` to add the event; return its id, or "" for a new case.

    Raises `found` itself on Enter, typer.Abort if the person stops.
    """
    # Importing prompts takes longer than most commands, and few commands ask a question.
    from casefile.cli.interview.likely_duplicates import ask_whose  # noqa: PLC0415 - as above
    from casefile.cli.interview.prompts import BrokenOff, asker  # noqa: PLC0415 - needs prompt_toolkit
    from casefile.loading.open_register import open_register  # noqa: PLC0415 - needs git, which --help does not

    def refuse(_: Sequence[str]) -> Never:
        raise found

    register = open_register(session.directory).shown
    add, enter = "add the event to that case", "stop; write nothing"
    try:
        return ask_whose(asker(session), register, found, add, enter, refuse)
    except BrokenOff as broken:
        raise typer.Abort from broken
