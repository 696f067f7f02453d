"""The question for the encoding of a text file, asked if several encodings fit the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import typer

from casefile.cli.session import Session
from casefile.pages.page_blocks import Block, Heading, Paragraph, TextSpan, line


def ask_encoding(session: Session, readings: Mapping[str, str]) -> str:
    """Ask which encoding reads a word of the file correctly, and return the name of that encoding.

    `readings` contains the word as each encoding reads it, by the name of the encoding. The person types that
    name or its number in the list. Raises typer.Abort if the person stops.
    """
    # Importing prompts takes longer than most commands, and few commands ask a question.
    from casefile.cli.interview.prompts import BrokenOff, asker  # noqa: PLC0415 - needs prompt_toolkit

    terminal = asker(session)
    terminal.show(_list_encodings(readings))
    answers = {str(number): encoding for number, encoding in enumerate(readings, start=1)}
    answers |= {encoding: encoding for encoding in readings}
    while True:
        try:
            typed = terminal.ask("Number or encoding", completions=[*readings]).strip().lower()
        except BrokenOff as broken:
            raise typer.Abort from broken
        if typed in answers:
            return answers[typed]
        terminal.show([Paragraph(line(TextSpan(f"Choose from: {', '.join(answers)}", "warn")), 2)])


def _list_encodings(readings: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(line(TextSpan("Which word is spelt correctly?", "strong")))
    yield Paragraph(line("Several encodings fit the file. They give different letters."), 2)
    for number, (encoding, word) in enumerate(readings.items(), start=1):
        yield Paragraph(line(TextSpan(str(number), "strong"), f": {word}  ({encoding})"), 4)
