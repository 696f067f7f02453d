"""Questions and what was heard, as they stand on the screen one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockColumn,
    BlockTable,
    Paragraph,
    TextSpan,
    cell,
    line,
)
from casefile.plural import number

INDENT = 5
"""Blanks before what belongs to a question."""


class Prompted(Struct, frozen=True):
    """A question as it stands on the screen: its step, what is asked and what helps to answer it.

    `empty` says what Enter means, `such` gives an example.
    """

    step: str
    asks: str
    empty: str
    such: str = ""
    choices: tuple[str, ...] = ()


def question(asked: Prompted, width: int) -> list[Block]:
    """Lay out a question and what helps to answer it."""
    helps = [TextSpan(each) for each in _packed(asked.choices, width - INDENT)]
    such = TextSpan(asked.such, "muted") if asked.such else None
    first = line(TextSpan(asked.asks, "strong"), "  ", TextSpan(asked.empty, "muted"))
    row = (cell(TextSpan(asked.step, "muted")), cell(first, *helps, such))
    return [BlankLine(), BlockTable((BlockColumn("", INDENT - GUTTER), BlockColumn("")), (row,), bare=True)]


def _packed(words: Sequence[str], room: int) -> list[str]:
    """Put choices on as few lines as they need, none torn apart."""
    lines: list[str] = []
    for each in words:
        wider = f"{lines[-1]}{BETWEEN_CHOICES}{each}" if lines else each
        if lines and len(wider) <= room:
            lines[-1] = wider
        else:
            lines.append(each)
    return lines


BETWEEN_CHOICES = "   "
GUTTER = 2
"""Blanks that the drawing puts between columns."""


def show_understood(echo: str) -> list[Block]:
    """Say back what was understood, where there is more to say than what was typed."""
    return [Paragraph(line("= ", TextSpan(echo, "strong")), INDENT)] if echo else []


def show_refusal(why: str) -> list[Block]:
    """Say why an answer is asked for again, or what it may mean."""
    return [Paragraph(line(TextSpan(why, "warn")), INDENT)]


def ask_in_doubt(asks: str) -> list[Block]:
    """Ask whether an answer means what it may mean; Enter says that it does not."""
    return [Paragraph(line(TextSpan(asks, "warn"), "  ", TextSpan("Enter: no", "muted")), INDENT)]


def private(found: Sequence[str]) -> list[Block]:
    """Say that an answer seems to hold what no file may keep; never the thing itself."""
    return [
        Paragraph(
            line(
                TextSpan(f"This seems to hold {' and '.join(found)}. It would be kept for ever. ", "warn"),
                "Take it out of the line.",
            ),
            INDENT,
        )
    ]


def show_how_to_keep() -> list[Block]:
    """Say how to keep what only looks private; Enter alone does not."""
    return [
        Paragraph(
            line(
                TextSpan("It still stands there. ", "warn"),
                "Enter: change the line. Only where it is no such thing, type ",
                TextSpan("keep", "strong"),
                ".",
            ),
            INDENT,
        )
    ]


def show_moved_day(typed: str, day: str, meant: str) -> list[Block]:
    """Say that words of another day stand there as what they meant then."""
    return [
        Paragraph(
            line(f"“{typed}” was typed on {day}; then it meant ", TextSpan(meant, "strong"), "."), INDENT
        )
    ]


def show_tidied() -> list[Block]:
    """Say that what was typed was made one line."""
    return [Paragraph(line(TextSpan("Line breaks and control characters were taken out.", "muted")), INDENT)]


def welcome(*, resumed: bool) -> list[Block]:
    """Say how to answer, once."""
    begun = "Going on with the draft." if resumed else "A new case in eight steps."
    return [
        BlankLine(),
        Paragraph(line(TextSpan(begun, "strong"), " Enter: not known. All is shown before it is saved.")),
        Paragraph(line(TextSpan("Ctrl-C stops and keeps what was typed. Tab completes names.", "muted"))),
    ]


class Offered(NamedTuple):
    """A draft that may be gone on with: when it began, who it is about, how many answers it has."""

    begun: str
    who: str
    answers: int


def offer(drafts: Sequence[Offered], typed: str) -> list[Block]:
    """Lay out the drafts by number, and what may be typed; `typed` is what stood behind `add` already."""
    rows = tuple(
        (cell(str(at)), cell(each.begun), cell(each.who or TextSpan("no name yet", "muted")),
         cell(TextSpan(number(each.answers, "answer"), "muted")))
        for at, each in enumerate(drafts, start=1)
    )  # fmt: skip
    several = len(drafts) > 1
    told = "These drafts were broken off." if several else "A draft was broken off."
    which = "Enter: go on with 1, or type another number. " if several else "Enter: go on with it. "
    keys = f"{which}n: a new case; drafts stay. x: erase it."
    if typed:
        keys = "A number: go on with that draft, and what you typed now is left out. x: erase it."
    columns = (BlockColumn("", 2), BlockColumn(""), BlockColumn(""), BlockColumn(""))
    return [
        BlankLine(),
        Paragraph(line(TextSpan(told, "strong"))),
        BlockTable(columns, rows, bare=True),
        *(
            [Paragraph(line("Enter: a new case of ", TextSpan(typed, "strong"), "; drafts stay."))]
            if typed
            else []
        ),
        Paragraph(line(TextSpan(keys, "muted"))),
    ]
