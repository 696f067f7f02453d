"""Printing of warnings, shared by the commands about history."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.cli.session import Session
from casefile.errors import Problem
from casefile.terminal.safe_text import inert


def print_warnings(session: Session, problems: Iterable[Problem]) -> None:
    """Print on stderr the problems that make an answer incomplete, with their hints."""
    for problem in problems:
        session.note(f"{inert(problem.message)}\n    {inert(problem.hint)}")
