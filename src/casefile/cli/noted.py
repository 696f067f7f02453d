"""What a command says, told piece by piece to whoever listens: `again` keeps it."""

from __future__ import annotations

from typing import Protocol

OUT, PAGE, BESIDE = "out", "page", "beside"
"""Where a piece goes: to stdout, there through a pager where it is long, to stderr."""


class Listener(Protocol):
    """Somebody who wants to know what a command says."""

    def note(self, where: str, words: str) -> None:
        """Hear a piece of it."""

    def end(self, code: int) -> None:
        """Hear that this was all, and the exit code."""


listeners: list[Listener] = []


def note(where: str, words: str) -> None:
    """Tell a piece of what is said."""
    for each in listeners:
        each.note(where, words)


def end(code: int) -> None:
    """Tell that this was all."""
    while listeners:
        listeners.pop().end(code)
