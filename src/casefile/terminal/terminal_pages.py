"""Rendering of pages for a terminal, with or without colour; record text never becomes a control code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise, repeat, zip_longest

from msgspec import Struct

from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Heading,
    Items,
    Line,
    Paragraph,
    Role,
    TextSpan,
)
from casefile.terminal.safe_text import inert
from casefile.terminal.wrapping import columns, line_starts

BOLD = (1,)
LOOKS: Mapping[Role, tuple[int, ...]] = {
    "": (),
    "title": BOLD,
    "strong": BOLD,
    "muted": (2,),
    "held": (1, 31),
    "presumed": (35,),
    "lapsed": (1, 35),
    "unsure": (36,),
    "bound": (33,),
    "free": (32,),
    "warn": (33,),
    "id": (36,),
}
"""The style of each role, as SGR codes: 1 bold, 2 dim, from 30 on the colours of the reader's own theme."""
GUTTER = 2
"""The number of spaces between columns."""
MARK = "- "
"""The marker before an item of a list; the item's other lines are indented by the same width."""


class Screen(Struct, frozen=True):
    """The output: its width in columns, whether it has colour, and whether it is limited to ASCII."""

    width: int = 80
    color: bool = False
    ascii: bool = False


def draw(blocks: Iterable[Block], screen: Screen) -> str:
    """Return a page as text; lines are wrapped to the width of the screen, and nothing is cut off.

    A table that cannot be narrow enough is wider than the screen.
    """
    return "".join(f"{line.rstrip()}\n" for block in blocks for line in _draw_block(block, screen))


def _draw_block(block: Block, screen: Screen) -> Iterator[str]:
    match block:
        case Heading():
            yield ""
            yield from _wrap(block.line, screen, bold=True)
        case Paragraph():
            yield from _wrap(block.line, screen, " " * block.indent)
        case BlockTable():
            yield from _draw_table(block, screen)
        case Items():
            for item in block.items:
                yield from _wrap(item.line, screen, " " * (block.indent + len(MARK) * item.depth), MARK)
        case BlankLine():
            yield ""


def _wrap(line: Line, screen: Screen, indent: str = "", mark: str = "", *, bold: bool = False) -> list[str]:
    """Return the wrapped lines of a text, each after `indent`, and the first one after `mark` too."""
    room = screen.width - len(indent) - len(mark)
    parts = _parts(line, room, screen, bold=bold)
    befores = chain([indent + mark], repeat(indent + " " * len(mark)))
    return [before + text for before, (text, _) in zip(befores, parts, strict=False)]


def _parts(line: Line, room: int, screen: Screen, *, bold: bool = False) -> list[tuple[str, int]]:
    """Return the lines into which a text is wrapped to `room` columns, each with its width in columns."""
    text = _text(line).rstrip()
    found = []
    for first, last in pairwise([*line_starts(text, max(room, 1)), len(text)]):
        part = text[first:last].rstrip()
        shown = _paint(line, first, first + len(part), bold=bold) if screen.color else part
        found.append((shown, columns(part)))
    return found


def _text(line: Line) -> str:
    return inert("".join([span.text for span in line]))


def _paint(line: Line, first: int, last: int, *, bold: bool) -> str:
    """Return the characters of a line from `first` up to `last`, excluded, with SGR codes for their roles."""
    painted = ""
    for span in line:
        text = inert(span.text)
        shown = text[max(first, 0) : max(last, 0)]
        codes = ";".join(map(str, sorted({*LOOKS[span.role], *(BOLD if bold else ())})))
        painted += f"\x1b[{codes}m{shown}\x1b[0m" if shown and codes else shown
        first, last = first - len(text), last - len(text)
    return painted


def _draw_table(table: BlockTable, screen: Screen) -> Iterator[str]:
    places = _widths(table, screen.width)

    @cache  # many cells of a long table have the same content
    def fit_cell(cell: Cell, wide: int, *, bold: bool = False) -> list[str]:
        parts = [part for line in cell or ((),) for part in _parts(line, wide, screen, bold=bold)]
        return [text + " " * (wide - taken) for text, taken in parts]

    if not table.bare:
        headers = [
            tuple([(TextSpan(each),) for each in column.header.split("\n")]) for column in table.columns
        ]
        parts = [fit_cell(cell, wide, bold=True)[::-1] for cell, wide in zip(headers, places, strict=True)]
        yield from [*_join_cells(parts, places)][::-1]  # align shorter headers at the bottom
        across = sum(places) + GUTTER * (len(places) - 1)
        rule = TextSpan(across * ("-" if screen.ascii else "\N{BOX DRAWINGS LIGHT HORIZONTAL}"), "muted")
        yield from fit_cell(((rule,),), across)
    for number, row in enumerate(table.rows):
        if table.airy and number and row[0]:
            yield ""
        yield from _join_cells([fit_cell(cell, wide) for cell, wide in zip(row, places, strict=True)], places)


def _join_cells(parts: Sequence[Sequence[str]], places: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a table row: the lines of its cells side by side, padded to the column widths."""
    for texts in zip_longest(*parts):
        yield (" " * GUTTER).join(
            [" " * wide if text is None else text for text, wide in zip(texts, places, strict=True)]
        )


def _widths(table: BlockTable, width: int) -> list[int]:
    """Return the width of each column, in terminal columns; a column with a fixed width starts with that.

    A table that fits keeps its natural widths. Otherwise the widest columns shrink first, and no column gets
    narrower than its longest word unless the table would be wider than the screen.
    """
    room = width - GUTTER * (len(table.columns) - 1)
    wanted, least = [], []
    for place, column in enumerate(table.columns):
        if column.width:
            least.append(column.width)
            wanted.append(column.width)
            continue
        lines = set(column.header.split("\n"))
        for cell in {row[place] for row in table.rows}:
            lines.update(map(_text, cell))
        words = {word for line in lines for word in line.split()}
        least.append(max(map(columns, words), default=1))
        wanted.append(max(1, *map(columns, lines)))
    cap = max(wanted, default=1)
    while cap > 1 and sum(_cap_widths(wanted, least, cap)) > room:
        cap -= 1
    shares = _cap_widths(wanted, least, cap)
    while sum(shares) > room and max(shares) > 1:
        shares[shares.index(max(shares))] -= 1
    for _ in range(room - sum(shares)):
        short = [place for place, share in enumerate(shares) if share < wanted[place]]
        if short:
            shares[min(short, key=lambda place: shares[place])] += 1
    return shares


def _cap_widths(wanted: list[int], least: list[int], cap: int) -> list[int]:
    return [min(want, max(cap, low)) for want, low in zip(wanted, least, strict=True)]
