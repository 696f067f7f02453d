"""Prompts on a terminal: by questionary, or by plain lines where the terminal can do no more."""

from __future__ import annotations

import os
import re
import shutil
import sys
import termios
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import questionary
from msgspec import Struct
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_input
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from casefile.cli.read_options import NARROWEST, WIDEST
from casefile.cli.session import Session
from casefile.intake.interview.body_answers import SEPARATED
from casefile.intake.interview.person_answers import JOINED
from casefile.names import fold_text, matches
from casefile.pages.page_blocks import Block
from casefile.terminal.safe_text import inert
from casefile.terminal.terminal_pages import Screen, draw


class BrokenOff(Exception):
    """The person stopped at a prompt; `text` is what was typed by then."""

    def __init__(self, text: str = "") -> None:
        super().__init__("broken off")
        self.text = text


class Asker(Protocol):
    """Whoever puts questions to a person, and tells them things."""

    @property
    def width(self) -> int:
        """How many columns there are."""

    def tell(self, blocks: Iterable[Block]) -> None:
        """Show some words."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:
        """Ask for a line; `text` stands there already. Raises BrokenOff where the person stops."""


def asker(session: Session) -> Asker:
    """Return what this terminal is able to do."""
    return LinePrompts(session) if session.has_dumb_terminal else Prompts(session)


class _TerminalWords(Struct, frozen=True):
    """Words for the person, on stderr, as wide as their terminal."""

    session: Session

    @property
    def colored(self) -> bool:
        """Whether colour is wanted."""
        return self.session.wants_color(sys.stderr)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(max(_size().columns, NARROWEST), WIDEST)

    def tell(self, blocks: Iterable[Block]) -> None:
        """Show some words; whatever stands in them is harmless."""
        sys.stderr.write(draw(blocks, Screen(self.width, color=self.colored)))
        sys.stderr.flush()


class LinePrompts(_TerminalWords, frozen=True):
    """Plain lines, as any terminal has them: nothing is redrawn, nothing completed."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:  # noqa: ARG002 - a plain line completes nothing
        """Ask for a line; where a text stands there already, Enter keeps it."""
        kept = f" [{inert(text)}]" if text else ""
        with _holding_the_line() as held:  # before anybody may have begun to type
            try:
                sys.stderr.write(f"  {label}{kept}: ")
                sys.stderr.flush()
                line = sys.stdin.buffer.readline()
            except KeyboardInterrupt:
                raise BrokenOff(held() or text) from None
        if not line.endswith(b"\n"):
            raise BrokenOff(line.decode("utf-8", "replace") or text)
        answer = line.decode("utf-8", "replace").rstrip("\r\n")
        return answer or text


@contextmanager
def _holding_the_line() -> Iterator[Callable[[], str]]:
    """Have the terminal keep at Ctrl-C what was typed of a line, which it throws away otherwise.

    Yields what takes that out of the terminal.
    """
    stdin = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(stdin)
    except termios.error:
        yield str
        return
    held = _changed(before, termios.NOFLSH, 0)
    termios.tcsetattr(stdin, termios.TCSANOW, held)

    def take() -> str:
        termios.tcsetattr(stdin, termios.TCSANOW, _changed(held, 0, termios.ICANON))
        return os.read(stdin, MOST_TYPED).decode("utf-8", "replace")

    try:
        yield take
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)


def _changed(attributes: list[Any], on: int, off: int) -> list[Any]:
    """Return attributes of a terminal with local modes on and off; a read of it waits for nothing."""
    *first, local, slow, fast, signs = attributes
    signs = [*signs]
    if off:
        signs[termios.VMIN], signs[termios.VTIME] = 0, 0
    return [*first, (local | on) & ~off, slow, fast, signs]


MOST_TYPED = 65536


class Prompts(_TerminalWords, frozen=True):
    """Prompts that can be edited, with completion by Tab."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:
        """Ask for a line that can be edited."""
        question = questionary.text(
            f"{label}:",
            qmark=" ",
            default=text,
            style=Style([("question", "bold" if self.colored else ""), ("answer", "fg:default")]),
            input=create_input(sys.stdin),
            output=_output(),
            color_depth=None if self.colored else ColorDepth.DEPTH_1_BIT,
            completer=NameCompleter(completions) if completions else None,
            complete_while_typing=False,
            reserve_space_for_menu=4,
        )
        try:
            return str(question.unsafe_ask())
        except (KeyboardInterrupt, EOFError):
            raise BrokenOff(question.application.current_buffer.text) from None


def _output() -> Vt100_Output:
    """Draw on stderr, for stdout is data; never ask the terminal where its cursor is: some do not answer."""
    return Vt100_Output(sys.stderr, _size, enable_cpr=False)


def _size() -> Size:
    """Return the size of the terminal that stderr is, wherever stdout goes."""
    try:
        columns, rows = os.get_terminal_size(sys.stderr.fileno())
    except OSError:
        columns, rows = 0, 0
    usual = shutil.get_terminal_size()
    return Size(rows=rows or usual.lines, columns=columns or usual.columns)


class NameCompleter(Completer):
    """Completes the last body or town of an answer, in any script, from the names that are known."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [(name, fold_text(name)) for name in names]

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - the signature of the base
        """Propose each name of which the typed words begin words."""
        typed = document.text_before_cursor
        for words in _last_names(typed):
            found = [name for name, key in self._names if not words or matches(fold_text(words), key)]
            if found:
                yield from (Completion(name, start_position=-len(words)) for name in found[:MOST])
                return


def _last_names(typed: str) -> Iterator[str]:
    """Yield the possible last names of an answer, the longest first.

    A comma, a semicolon or an ampersand ends a name. Other separators may also be inside a name: State
    Committee for National Security.
    """
    last = ENDS_A_NAME.split(typed)[-1]
    starts = {found.end() for form in (SEPARATED, JOINED) for found in form.finditer(last)}
    yield from (last[start:].lstrip() for start in sorted({0, *starts}))


ENDS_A_NAME = re.compile("[,;&]")
MOST = 20
"""Names that are proposed at once."""
