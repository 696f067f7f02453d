"""What the commands that look back have in common."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.cli.session import Session
from casefile.errors import Problem
from casefile.terminal.safe_text import inert


def print_warnings(session: Session, problems: Iterable[Problem]) -> None:
    """Say on stderr what keeps an answer from being whole, and what to do about it."""
    for problem in problems:
        session.say(f"{inert(problem.message)}\n    {inert(problem.hint)}")
