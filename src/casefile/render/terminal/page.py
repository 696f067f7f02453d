"""Pages on a terminal, drawn by Rich: plain text where colour is not wanted, and never markup from data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from casefile.render.blocks import Block, Cell, Gap, Heading, Items, Line, Paragraph, Role, Table
from casefile.render.plain import inert
from casefile.render.terminal.sheet import GUTTER, MARK, Screen, widths

STYLES: dict[Role, str] = {
    "": "",
    "title": "bold",
    "strong": "bold",
    "muted": "dim",
    "held": "bold red",
    "lapsed": "bold magenta",
    "unsure": "magenta",
    "bound": "yellow",
    "free": "green",
    "warn": "yellow",
    "id": "cyan",
}
"""How each role looks; the sixteen colours that a reader's own theme defines."""


def draw(blocks: Iterable[Block], screen: Screen) -> str:
    """Draw a page as text; lines are never longer than the screen and nothing is cut."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for block in blocks:
        _draw(block, console, screen)
    return "\n".join(TAIL.sub(_bare, each) for each in out.getvalue().split("\n"))


TAIL = re.compile(r"(?:\s|\x1b\[[0-9;]*m)+$")


def _bare(tail: re.Match[str]) -> str:
    """Keep the colour codes at the end of a line, and none of the blanks between them."""
    return "".join(tail[0].split())


def _draw(block: Block, console: Console, screen: Screen) -> None:
    match block:
        case Heading():
            console.print()
            console.print(_text(block.line, "bold"))
        case Paragraph():
            console.print(Padding(_text(block.line), (0, 0, 0, block.indent)))
        case Table():
            console.print(_grid(block, screen))
        case Items():
            for item in block.items:
                indent = block.indent + len(MARK) * item.depth
                console.print(Padding(_hanging(item.line), (0, 0, 0, indent)))
        case Gap():
            console.print()


def _hanging(line: Line) -> Grid:
    grid = Grid.grid()
    grid.add_column(width=len(MARK))
    grid.add_column(overflow="fold")
    grid.add_row(MARK, _text(line))
    return grid


def _text(line: Line, style: str = "") -> Text:
    text = Text(style=style, overflow="fold")
    for span in line:
        text.append(inert(span.text), STYLES[span.role])
    return text


def _cell(cell: Cell) -> Text:
    return Text("\n").join(_text(line) for line in cell) if cell else Text("")


PLAIN_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
"""A header with hyphens below it."""


def _grid(table: Table, screen: Screen) -> Grid:
    rules = PLAIN_HEAD if screen.ascii else box.SIMPLE_HEAD
    grid = Grid(
        box=None if table.bare else rules,
        show_header=not table.bare,
        show_edge=False,
        pad_edge=False,
        padding=(0, GUTTER if table.bare else GUTTER - 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    cells = [[_cell(cell) for cell in row] for row in table.rows]
    texts = [[cell.plain.split("\n") for cell in row] for row in cells]
    for column, wide in zip(table.columns, widths(table, texts, screen.width), strict=True):
        grid.add_column(column.header, width=wide, overflow="fold")
    for place, row in enumerate(cells):
        if table.airy and place and row[0]:
            grid.add_row()
        grid.add_row(*row)
    return grid
