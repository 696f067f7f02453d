"""The blocks of a page before it is drawn: lines of spans with a role, without colours and markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

Role = Literal[
    "", "title", "muted", "strong", "held", "presumed", "lapsed", "unsure", "bound", "free", "warn", "id"
]
"""The meaning of a span, never its look, which the renderer chooses; no information is in a role alone."""


class TextSpan(NamedTuple):
    """Some words of a line. The text may be record text as it is: the renderer escapes it."""

    text: str
    role: Role = ""


Line = tuple[TextSpan, ...]
Cell = tuple[Line, ...]


class BlockColumn(Struct, frozen=True):
    """A column of a table: its header, perhaps of several lines, and its width (0: as wide as its cells)."""

    header: str
    width: int = 0


class Heading(Struct, frozen=True):
    """The title of a page (level 1) or of a part of it, with a blank line before it."""

    line: Line
    level: int = 2


class Paragraph(Struct, frozen=True):
    """A line of prose that wraps; `indent` is in spaces."""

    line: Line
    indent: int = 0


class BlockTable(Struct, frozen=True):
    """A table with headers.

    With `bare` the headers are not shown. With `airy` a blank line precedes each row whose first cell is not
    empty.
    """

    columns: tuple[BlockColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bare: bool = False
    airy: bool = False


class ListItem(NamedTuple):
    """A line of a list; `depth` is 1 for a line that belongs to the item above it."""

    line: Line
    depth: int = 0


class Items(Struct, frozen=True):
    """A list, each item after a hyphen; `indent` is in spaces."""

    items: tuple[ListItem, ...]
    indent: int = 0


class BlankLine(Struct, frozen=True):
    """A blank line."""


Block = Heading | Paragraph | BlockTable | Items | BlankLine


def line(*parts: str | TextSpan | None) -> Line:
    """Return a line made of parts, without the empty ones."""
    spans = [TextSpan(part) if isinstance(part, str) else part for part in parts if part]
    return tuple([span for span in spans if span.text])


def cell(*lines: Line | str | TextSpan | None) -> Cell:
    """Return a cell made of lines, without the empty ones."""
    made = [_flat(each) for each in lines if each]
    return tuple([each for each in made if each])


def muted(text: str) -> TextSpan:
    """Return a span that is drawn less visibly than other text."""
    return TextSpan(text, "muted")


def paragraph(*parts: str | TextSpan | None, indent: int = 0) -> Paragraph:
    """Return a paragraph made of the parts of its line."""
    return Paragraph(line(*parts), indent)


def heading(*parts: str | TextSpan | None, level: int = 2) -> Heading:
    """Return a heading made of the parts of its line."""
    return Heading(line(*parts), level)


def headed(rows: Iterable[tuple[Cell, ...]], *headers: str) -> BlockTable:
    """Return a table of rows with these column headers."""
    return BlockTable(tuple(map(BlockColumn, headers)), tuple(rows))


def labelled(
    rows: Iterable[tuple[Cell, ...]], label: int, rest: int = 0, *, airy: bool = False
) -> BlockTable:
    """Return a table of two columns without headers, of which the first is a label or a date.

    `label` and `rest` are the widths of the columns, in characters; 0 means as wide as the cells. With `airy`
    a blank line precedes each row that has a label.
    """
    return BlockTable((BlockColumn("", label), BlockColumn("", rest)), tuple(rows), bare=True, airy=airy)


def join_spans(parts: Iterable[str | TextSpan | Line], by: str = " · ", role: Role = "muted") -> Line:
    """Return the parts that are not empty as one line, joined by the separator `by` in the role `role`."""
    found: list[TextSpan] = []
    for part in parts:
        spans = _flat(part)
        if spans:
            found += [TextSpan(by, role), *spans] if found else spans
    return tuple(found)


def _flat(part: str | TextSpan | Line) -> Line:
    if isinstance(part, str):
        return (TextSpan(part),) if part else ()
    if isinstance(part, TextSpan):
        return (part,) if part.text else ()
    return tuple([span for span in part if span.text])
