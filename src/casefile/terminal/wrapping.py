"""Text width in terminal columns, and line breaking."""

from __future__ import annotations

import re
from itertools import accumulate

from rich.cells import cell_len, chop_cells

WORD = re.compile(r"\s*\S+\s*")


def columns(text: str) -> int:
    """Return the width of a text in terminal columns: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else cell_len(text)


def line_starts(text: str, room: int) -> list[int]:
    """Return the index in `text` at which each wrapped line starts; the first is 0.

    Lines break between words, and inside a word only if it is wider than `room`, which is in columns. Blanks
    at the end of a line are not counted.
    """
    if columns(text) <= room:
        return [0]
    width = len if text.isascii() else cell_len
    found = {0}
    used = 0
    for match in WORD.finditer(text):
        word = match[0]
        own = width(word.rstrip())
        if used + own <= room:
            used += width(word)
        elif own <= room:
            found.add(match.start())
            used = width(word)
        else:
            *whole, last = chop_cells(word, room)
            found.update(accumulate(map(len, whole), initial=match.start()))
            used = width(last)
    return sorted(found)
