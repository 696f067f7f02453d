"""Line wrapping for a terminal; commands and options that people copy from messages are not split."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import TextIO

PAGE = 100
"""The maximum width of prose, in columns: wider text is hard to read on any screen."""
NARROWEST = 20
"""On a narrower screen lines are not wrapped, because each would contain a single word."""
HANGING = "  "
"""The extra indent of the continuation lines of a wrapped line."""

_GIT_COMMANDS = (
    "add|am|branch|check-attr|checkout|cherry-pick|clone|commit|config|diff|fetch|init|log|merge|pull|push|"
    "rebase|restore|rev-parse|show|stash|status|switch"
)
_WORD = r"(?:\"[^\"]*\"|'[^']*'|[^\s\"',;]|[,;](?=\S))+"


@cache
def piece_pattern() -> re.Pattern[str]:
    """Return the pattern of text that is not split: a command, an option with its value, or a word.

    Commands are those of casefile, the git commands in `_GIT_COMMANDS`, and a few others that messages name.
    """
    from casefile.cli.command_table import COMMANDS  # noqa: PLC0415 - it imports the CLI, only for long lines

    ours = rf"casefile(?= (?:-|{'|'.join(COMMANDS)}))"
    command = (
        rf"[(\"'«]?(?:{ours}|git(?= (?:-|{_GIT_COMMANDS})\b)|pipx?|unset|export|chmod)(?: {_WORD})+[,;]?"
    )
    return re.compile(rf"(?<!\S)(?:{command}|--[a-z-]+ {_WORD}[,;]?)(?!\S)|\S+")


def write(words: str) -> None:
    """Write text and a line break to stderr, wrapped to the terminal's width, at most PAGE columns.

    A pipe or a file gets it unwrapped.
    """
    sys.stderr.write(f"{fit_lines(words, room_of(sys.stderr))}\n")


def fit_lines(words: str, room: int) -> str:
    """Return text with lines wrapped to `room` columns; a text that is not split may be wider.

    If `room` is below NARROWEST, such as 0, nothing is wrapped.
    """
    if room < NARROWEST:
        return words
    return "\n".join(line for each in words.split("\n") for line in _wrap_line(each, room))


def room_of(stream: TextIO) -> int:
    """Return the width of a stream's terminal, at most PAGE; 0 if it is no terminal or has no known width."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0
    return min(columns, PAGE)


def _wrap_line(line: str, room: int) -> Iterator[str]:
    from casefile.terminal.wrapping import columns  # noqa: PLC0415 - it imports Rich, only for terminals

    if columns(line) <= room:
        yield line
        return
    indent = line[: len(line) - len(line.lstrip(" "))]
    begun = ""
    for piece in piece_pattern().findall(line):
        longer = f"{begun} {piece}" if begun else f"{indent}{piece}"
        if begun and columns(longer) > room:
            yield begun
            longer = f"{indent}{HANGING}{piece}"
        begun = longer
    yield begun
