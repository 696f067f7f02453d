"""Sentences on a terminal: broken between words at its width, and what is to be typed never broken."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from typing import TextIO


def fitted(words: str, stream: TextIO) -> str:
    """Return sentences as wide as the terminal that a stream is, as they are where it is none.

    A line that goes on begins below its first word. A command and a path stay in one piece, so that they can
    be copied, also where they are wider than the terminal.
    """
    room = _columns(stream)
    return "\n".join(each for line in words.split("\n") for each in wrapped(line, room)) if room else words


def wrapped(line: str, room: int) -> Iterator[str]:
    """Yield a line in pieces of so many columns at most, each as far in as the line itself."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    so_far = indent
    for piece in PIECES.findall(line[len(indent) :]):
        wider = f"{so_far}{piece}"
        if so_far.strip() and _width(wider) > room:
            yield so_far
            wider = indent + piece.lstrip(" ")
        so_far = wider
    yield so_far


PIECES = re.compile(r" *(?:(?:^|(?<=: ))(?:casefile|git|pip) [^;\n]+;?|--[\w-]+ [^ ]+|[^ ]+)")
"""A command up to the end of its line, an option with its value, or a word, with the blanks before it."""


def _columns(stream: TextIO) -> int:
    """Return how wide the terminal is that a stream is; 0 where it is none."""
    try:
        if not stream.isatty():
            return 0
        return os.get_terminal_size(stream.fileno()).columns or shutil.get_terminal_size().columns
    except (OSError, ValueError):
        return 0


def _width(text: str) -> int:
    """Return how many columns a text takes; marks that stand on a letter take none."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else not _stands_on(each) for each in text)


def _stands_on(letter: str) -> bool:
    return unicodedata.category(letter) in {"Mn", "Me", "Cf"}
