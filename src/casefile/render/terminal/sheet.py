"""A page without colour, drawn by setting texts beside each other: a long list into a pipe, in no time.

It is, sign for sign, what Rich would draw, and wraps by Rich's own reckoning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct
from rich._wrap import divide_line
from rich.cells import cell_len

from casefile.render.blocks import Block, Cell, Gap, Heading, Items, Line, Paragraph, Table
from casefile.render.plain import inert

GUTTER = 2
"""Blanks between columns; under a header one of them is the box's own."""
MARK = "- "
"""What stands before an item of a list; the lines below its first one begin behind it."""


class Screen(Struct, frozen=True):
    """What is drawn on: how many columns, whether in colour, and whether with no signs but those of ASCII."""

    width: int = 80
    color: bool = False
    ascii: bool = False


class Strange(Exception):
    """Something on the page is laid out by Rich in ways of its own."""


def sheet(blocks: Iterable[Block], screen: Screen) -> str | None:
    """Draw a page as text; None where colour is wanted or something is strange, which is for others to do."""
    if screen.color:
        return None
    try:
        return "".join(f"{line.rstrip()}\n" for block in blocks for line in _drawn(block, screen))
    except Strange:
        return None


def _drawn(block: Block, screen: Screen) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield from _wrapped(_text(block.line), screen.width)
        case Paragraph():
            for each in _wrapped(_text(block.line), screen.width - block.indent):
                yield " " * block.indent + each
        case Table():
            yield from _table(block, screen)
        case Items():
            for item in block.items:
                indent = " " * (block.indent + len(MARK) * item.depth)
                lines = _wrapped(_text(item.line), screen.width - len(indent) - len(MARK))
                yield from (f"{indent}{before}{each}" for before, each in zip(_marks(), lines, strict=False))
        case Gap():
            yield ""


def _marks() -> Iterator[str]:
    yield MARK
    while True:
        yield " " * len(MARK)


def _wrapped(text: str, room: int) -> list[str]:
    """Wrap a text at blanks, as Rich does, and a word that is too long anywhere."""
    if _wide(text) <= room:
        return [text]
    if text != text.strip() or room < 1:
        raise Strange
    ends = [0, *divide_line(text, room, fold=True), len(text)]
    return [text[first:last].rstrip() for first, last in pairwise(ends)]


def _wide(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _text(line: Line) -> str:
    return "".join([inert(span.text) for span in line])


def _lines(cell: Cell) -> tuple[str, ...]:
    return tuple([_text(line) for line in cell]) or ("",)


def _table(table: Table, screen: Screen) -> Iterator[str]:
    lines = cache(_lines)  # of many rows most cells say what another one says
    cells = [[lines(cell) for cell in row] for row in table.rows]
    places = widths(table, cells, screen.width)
    if not table.rows or min(places, default=0) < 1:
        raise Strange  # of an empty table, or column, Rich makes more than its lines
    if not table.bare:
        yield from _headers(table, places)
        rule = "-" if screen.ascii else "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
        yield rule * (sum(places) + GUTTER * (len(places) - 1))
    fitted = cache(_fitted)
    between = " " * GUTTER
    for number, row in enumerate(cells):
        if table.airy and number and table.rows[number][0]:
            yield ""
        parts = [fitted(lines, wide) for lines, wide in zip(row, places, strict=True)]
        for place in range(max(map(len, parts))):
            yield between.join(
                [
                    part[place] if place < len(part) else " " * wide
                    for part, wide in zip(parts, places, strict=True)
                ]
            )


def _fitted(lines: Sequence[str], wide: int) -> list[str]:
    """Wrap the lines of a cell and fill them up to the width of their column."""
    return [_padded(part, wide) for line in lines for part in _wrapped(line, wide)]


def _headers(table: Table, places: Sequence[int]) -> Iterator[str]:
    """Yield the lines of the headers, the shorter ones at the bottom."""
    headers = [
        [part for line in column.header.split("\n") for part in _wrapped(line, wide)]
        for column, wide in zip(table.columns, places, strict=True)
    ]
    height = max(map(len, headers))
    for parts in zip(*([""] * (height - len(each)) + each for each in headers), strict=True):
        yield _beside(parts, places)


def _beside(parts: Sequence[str], places: Sequence[int]) -> str:
    return (" " * GUTTER).join(_padded(part, wide) for part, wide in zip(parts, places, strict=True))


def _padded(text: str, wide: int) -> str:
    """Fill a text up to the width of its column; wide signs take two places."""
    return text + " " * (wide - _wide(text))


def widths(table: Table, texts: Sequence[Sequence[Sequence[str]]], width: int) -> list[int]:
    """Share the screen out: what fits stays as it is, the widest columns wrap first, and words stay whole."""
    room = width - GUTTER * (len(table.columns) - 1)
    wanted, least = [], []
    for place, column in enumerate(table.columns):
        lines = set(column.header.split("\n"))
        lines.update(*(row[place] for row in texts))
        words = {word for line in lines for word in line.split()}
        least.append(column.width or max(map(_wide, words), default=1))
        wanted.append(column.width or max(map(_wide, lines)))
    cap = max(wanted, default=1)
    while cap > 1 and sum(_capped(wanted, least, cap)) > room:
        cap -= 1
    shares = _capped(wanted, least, cap)
    while sum(shares) > room and max(shares) > 1:
        shares[shares.index(max(shares))] -= 1
    for _ in range(room - sum(shares)):
        short = [place for place, share in enumerate(shares) if share < wanted[place]]
        if short:
            shares[min(short, key=lambda place: shares[place])] += 1
    return shares


def _capped(wanted: list[int], least: list[int], cap: int) -> list[int]:
    return [min(want, max(cap, low)) for want, low in zip(wanted, least, strict=True)]
