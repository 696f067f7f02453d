"""Rendering of pages as Markdown, for an issue, a pull request or a document.

Text of records is escaped, so that it never becomes markup.
"""

from __future__ import annotations

from collections.abc import Iterable

from casefile.pages.markdown_escape import inline
from casefile.pages.page_blocks import BlankLine, Block, BlockTable, Cell, Heading, Items, Line, Paragraph

STRONG = frozenset({"strong", "title", "held", "presumed", "lapsed"})
"""The roles of spans that are bold; Markdown shows no other role."""


def markdown(blocks: Iterable[Block]) -> str:
    """Return a page as Markdown text that ends with a line break."""
    written = [text for block in blocks if (text := _render_block(block))]
    return "\n\n".join(written) + "\n"


def _render_block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_plain(block.line)}"
        case Paragraph():
            return _line(block.line)
        case BlockTable():
            return _bullets(block) if block.bare else _table(block)
        case Items():
            return "\n".join(f"{'  ' * item.depth}- {_line(item.line)}" for item in block.items)
        case BlankLine():
            return ""


def _table(table: BlockTable) -> str:
    rows = [
        [column.header.replace("\n", "<br>") for column in table.columns],
        ["---"] * len(table.columns),
        *([_cell(cell, "<br>") for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _bullets(table: BlockTable) -> str:
    """Return a table without headers as a list: the first cell of a row, a colon, then the other cells.

    A row with an empty first cell repeats the last one that was not empty.
    """
    lines, lead = [], ""
    for first, *rest in table.rows:
        lead = _cell(first, ", ") or lead
        details = "; ".join(_cell(cell, ". ") for cell in rest if cell)
        lines.append(f"- {lead}: {details}" if lead else f"- {details}")
    return "\n".join(lines)


def _cell(cell: Cell, between: str) -> str:
    return between.join(_line(line).rstrip(".") if between == ". " else _line(line) for line in cell)


def _line(line: Line) -> str:
    return "".join(
        f"**{inline(span.text)}**" if span.role in STRONG and span.text.strip() else inline(span.text)
        for span in line
    )


def _plain(line: Line) -> str:
    return "".join(inline(span.text) for span in line)
