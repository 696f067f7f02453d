"""What a page is made of before it is drawn: lines of words with a role, no colours and no markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

Role = Literal["", "title", "muted", "strong", "held", "lapsed", "unsure", "bound", "free", "warn", "id"]
"""What a span is, never how it looks; whoever draws it decides, and nothing is said by a role alone."""


class TextSpan(NamedTuple):
    """Some words. Record text may stand in it as it is: whoever draws makes it harmless."""

    text: str
    role: Role = ""


Line = tuple[TextSpan, ...]
Cell = tuple[Line, ...]


class BlockColumn(Struct, frozen=True):
    """A column of a table: its header, of several lines perhaps, and its width (0: as its cells ask for)."""

    header: str
    width: int = 0


class Heading(Struct, frozen=True):
    """The title of a page (level 1) or of a part of it, with a blank line before it."""

    line: Line
    level: int = 2


class Paragraph(Struct, frozen=True):
    """A line of prose that wraps; `indent` in blanks."""

    line: Line
    indent: int = 0


class BlockTable(Struct, frozen=True):
    """Rows under headers; `bare` without; `airy` with a blank line before a row that fills its first cell."""

    columns: tuple[BlockColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bare: bool = False
    airy: bool = False


class ListItem(NamedTuple):
    """A line of a list; `depth` 1 for what belongs to the item above it."""

    line: Line
    depth: int = 0


class Items(Struct, frozen=True):
    """A list, each item behind a hyphen; `indent` in blanks."""

    items: tuple[ListItem, ...]
    indent: int = 0


class BlankLine(Struct, frozen=True):
    """A blank line."""


Block = Heading | Paragraph | BlockTable | Items | BlankLine


def line(*parts: str | TextSpan | None) -> Line:
    """Make a line of parts, leaving out what is empty."""
    spans = [TextSpan(part) if isinstance(part, str) else part for part in parts if part]
    return tuple([span for span in spans if span.text])


def cell(*lines: Line | str | TextSpan | None) -> Cell:
    """Make a cell of lines, leaving out what is empty."""
    made = [_flat(each) for each in lines if each]
    return tuple([each for each in made if each])


def muted(text: str) -> TextSpan:
    """Make a span of less weight."""
    return TextSpan(text, "muted")


def paragraph(*parts: str | TextSpan | None, indent: int = 0) -> Paragraph:
    """Make a paragraph of the parts of its line."""
    return Paragraph(line(*parts), indent)


def heading(*parts: str | TextSpan | None, level: int = 2) -> Heading:
    """Make a heading of the parts of its line."""
    return Heading(line(*parts), level)


def headed(rows: Iterable[tuple[Cell, ...]], *headers: str) -> BlockTable:
    """Make a table of rows under headers."""
    return BlockTable(tuple(map(BlockColumn, headers)), tuple(rows))


def labelled(
    rows: Iterable[tuple[Cell, ...]], label: int, rest: int = 0, *, airy: bool = False
) -> BlockTable:
    """Make a table without headers of rows with a label, or a date, before each; widths are in columns."""
    return BlockTable((BlockColumn("", label), BlockColumn("", rest)), tuple(rows), bare=True, airy=airy)


def join_spans(parts: Iterable[str | TextSpan | Line], by: str = " · ", role: Role = "muted") -> Line:
    """Join what is not empty by a separator."""
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
