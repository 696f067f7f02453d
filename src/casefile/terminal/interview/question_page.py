"""The questions of an interview and the responses to its answers, as blocks for the terminal."""

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
"""The number of spaces before the lines that belong to a question."""


class QuestionView(Struct, frozen=True):
    """A question as the screen shows it: its step such as "2/8", its text, and the help for answering it.

    `on_enter` explains what Enter means, `example` is an example or other help, `choices` are numbered words.
    """

    step: str
    text: str
    on_enter: str
    example: str = ""
    choices: tuple[str, ...] = ()


def question(asked: QuestionView, width: int) -> list[Block]:
    """Return a question with its choices and its example, for a terminal of `width` columns."""
    helps = [TextSpan(each) for each in _pack_choices(asked.choices, width - INDENT)]
    example = TextSpan(asked.example, "muted") if asked.example else None
    first = line(TextSpan(asked.text, "strong"), "  ", TextSpan(asked.on_enter, "muted"))
    row = (cell(TextSpan(asked.step, "muted")), cell(first, *helps, example))
    return [BlankLine(), BlockTable((BlockColumn("", INDENT - GUTTER), BlockColumn("")), (row,), bare=True)]


def _pack_choices(words: Sequence[str], room: int) -> list[str]:
    """Return the choices packed into as few lines as possible; no choice is split over two lines."""
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
"""The number of spaces that the renderer puts between columns."""


def show_understood(echo: str) -> list[Block]:
    """Return the line that repeats how an answer was understood; nothing if `echo` is empty."""
    return [Paragraph(line("= ", TextSpan(echo, "strong")), INDENT)] if echo else []


def show_refusal(why: str) -> list[Block]:
    """Return the line that explains why an answer is asked for again, or how it may be understood."""
    return [Paragraph(line(TextSpan(why, "warn")), INDENT)]


def ask_in_doubt(asks: str) -> list[Block]:
    """Return the question whether an uncertain interpretation of an answer is right; Enter means no."""
    return [Paragraph(line(TextSpan(asks, "warn"), "  ", TextSpan("Enter: no", "muted")), INDENT)]


def show_explanation(about: str) -> list[Block]:
    """Return the explanation of a question, shown for the answer `?`."""
    return [Paragraph(line(TextSpan(about, "muted")), INDENT)]


def show_recorded_already(cases: Sequence[str]) -> list[Block]:
    """Return a line for each recorded case whose person has the typed name; nothing if there is none."""
    return [
        Paragraph(line(TextSpan("Perhaps recorded already: ", "warn"), TextSpan(each, "strong")), INDENT)
        for each in cases
    ]


def warn_of_private_data(found: Sequence[str]) -> list[Block]:
    """Return the warning that an answer seems to contain private data; the data itself is not shown.

    `found` are the kinds of data that were found, in words.
    """
    return [
        Paragraph(
            line(
                TextSpan(f"This may contain {' and '.join(found)}. It would be kept permanently. ", "warn"),
                "Remove it from the line.",
            ),
            INDENT,
        )
    ]


def show_how_to_keep() -> list[Block]:
    """Return the line that explains how to keep text that only looks private; Enter does not keep it."""
    return [
        Paragraph(
            line(
                TextSpan("It is still there. ", "warn"),
                "Enter: change the line. If it is something else, type ",
                TextSpan("keep", "strong"),
                ".",
            ),
            INDENT,
        )
    ]


def show_moved_day(typed: str, day: str, meant: str) -> list[Block]:
    """Return the line about a relative date, `typed` on the earlier `day`, and the date that it `meant` then.

    All three are text.
    """
    return [
        Paragraph(
            line(f"“{typed}” was typed on {day}; then it meant ", TextSpan(meant, "strong"), "."), INDENT
        )
    ]


def show_tidied() -> list[Block]:
    """Return the line that reports that line breaks and control characters were removed from an answer."""
    return [Paragraph(line(TextSpan("Line breaks and control characters were removed.", "muted")), INDENT)]


def welcome(*, resumed: bool) -> list[Block]:
    """Return the introduction to an interview, which explains how to answer."""
    begun = "Continuing the draft." if resumed else "A new case in eight steps."
    return [
        BlankLine(),
        Paragraph(line(TextSpan(begun, "strong"), " You see all answers before they are saved.")),
        Paragraph(
            line(
                TextSpan("Enter: not known · ?: explain · back: the question before", "muted"),
            )
        ),
        Paragraph(line(TextSpan("Tab completes names. Ctrl-C stops and keeps your answers.", "muted"))),
    ]


class OfferedDraft(NamedTuple):
    """A draft that can be resumed: when it was begun, the person's name, the number of its answers."""

    begun: str
    who: str
    answers: int


def offer(drafts: Sequence[OfferedDraft], typed: str) -> list[Block]:
    """Return the numbered drafts and the possible answers; `typed` describes the arguments of `add`."""
    rows = tuple(
        (cell(str(at)), cell(each.begun), cell(each.who or TextSpan("no name yet", "muted")),
         cell(TextSpan(number(each.answers, "answer"), "muted")))
        for at, each in enumerate(drafts, start=1)
    )  # fmt: skip
    several = len(drafts) > 1
    title = "These drafts are not finished." if several else "A draft is not finished."
    which = "Enter: continue 1, or type another number. " if several else "Enter: continue it. "
    keys = f"{which}n: a new case; drafts stay. x: erase it."
    if typed:
        keys = "A number: continue that draft, without the options of this command. x: erase it."
    columns = (BlockColumn("", 2), BlockColumn(""), BlockColumn(""), BlockColumn(""))
    return [
        BlankLine(),
        Paragraph(line(TextSpan(title, "strong"))),
        BlockTable(columns, rows, bare=True),
        *(
            [Paragraph(line("Enter: a new case of ", TextSpan(typed, "strong"), "; drafts stay."))]
            if typed
            else []
        ),
        Paragraph(line(TextSpan(keys, "muted"))),
    ]
