"""How many columns of a terminal a text takes, and where it breaks into lines that fit."""

from __future__ import annotations

import re
from itertools import accumulate

from rich.cells import cell_len, chop_cells

WORD = re.compile(r"\s*\S+\s*")


def columns(text: str) -> int:
    """Return how many columns a text takes: some signs take two, marks upon letters none."""
    return len(text) if text.isascii() else cell_len(text)


def line_starts(text: str, room: int) -> list[int]:
    """Return where each line of a text starts, the first one at 0.

    Lines break between words, and inside a word only where it is wider than the room, which is in columns.
    """
    if columns(text) <= room:
        return [0]
    found = {0}
    used = 0
    for match in WORD.finditer(text):
        word = match[0]
        own = columns(word.rstrip())
        if used + own <= room:
            used += columns(word)
        elif own <= room:
            found.add(match.start())
            used = columns(word)
        else:
            *whole, last = chop_cells(word, room)
            found.update(accumulate(map(len, whole), initial=match.start()))
            used = columns(last)
    return sorted(found)
