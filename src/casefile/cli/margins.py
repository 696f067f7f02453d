"""Words on a terminal, broken between words for the screen; what is to be typed or copied stays whole."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import TextIO

PAGE = 100
"""Prose wider than this is hard to read, however wide the screen."""
NARROWEST = 20
"""On a narrower screen nothing is broken: it would be a word a line."""
HANGING = "  "
"""What stands before the lines that a line is broken into, beside its own indent."""

_OF_GIT = (
    "add|am|branch|check-attr|checkout|cherry-pick|clone|commit|config|diff|fetch|init|log|merge|pull|push|"
    "rebase|restore|rev-parse|show|stash|status|switch"
)
_WORD = r"(?:\"[^\"]*\"|'[^']*'|[^\s\"',;]|[,;](?=\S))+"


@cache
def pieces() -> re.Pattern[str]:
    """Return what is never broken: a command with all its words, an option with its value, any other word."""
    from casefile.cli.command_table import COMMANDS  # noqa: PLC0415 - the command line, for lines that are too long

    ours = rf"casefile(?= (?:-|{'|'.join(COMMANDS)}))"
    command = rf"[(\"'«]?(?:{ours}|git(?= (?:-|{_OF_GIT})\b)|pipx?|unset|export|chmod)(?: {_WORD})+[,;]?"
    return re.compile(rf"(?<!\S)(?:{command}|--[a-z-]+ {_WORD}[,;]?)(?!\S)|\S+")


def write(words: str) -> None:
    """Write lines to stderr as the screen has room for them; a pipe or a file gets them as they are."""
    sys.stderr.write(f"{fit_lines(words, room_of(sys.stderr))}\n")


def fit_lines(words: str, room: int) -> str:
    """Return lines broken between words so that each fits; 0 stands for room without end."""
    if room < NARROWEST:
        return words
    return "\n".join(line for each in words.split("\n") for line in _broken(each, room))


def room_of(stream: TextIO) -> int:
    """Return how many columns the terminal has that a stream is; 0 where it is none or does not say."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0
    return min(columns, PAGE)


def _broken(line: str, room: int) -> Iterator[str]:
    from casefile.terminal.wrapping import columns  # noqa: PLC0415 - Rich, for terminals alone

    if columns(line) <= room:
        yield line
        return
    indent = line[: len(line) - len(line.lstrip(" "))]
    begun = ""
    for piece in pieces().findall(line):
        longer = f"{begun} {piece}" if begun else f"{indent}{piece}"
        if begun and columns(longer) > room:
            yield begun
            longer = f"{indent}{HANGING}{piece}"
        begun = longer
    yield begun
