"""Printing of warnings, shared by `init` and the commands about history."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.cli.session import Session
from casefile.errors import Problem
from casefile.terminal.safe_text import inert


def print_warnings(session: Session, problems: Iterable[Problem]) -> None:
    """Print problems on stderr, each with its hint but without place and code; with --quiet print nothing."""
    for problem in problems:
        session.note(f"{inert(problem.message)}\n    {inert(problem.hint)}")
