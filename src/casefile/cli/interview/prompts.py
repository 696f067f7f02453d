"""Prompts on a terminal: with questionary, or as plain lines if the terminal cannot do more."""

from __future__ import annotations

import os
import re
import shutil
import sys
import termios
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

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
    """The person stopped at a prompt, with Ctrl-C or end of input; `text` is the text typed so far."""

    def __init__(self, text: str = "") -> None:
        super().__init__("broken off")
        self.text = text


class Asker(Protocol):
    """A terminal that shows text to a person and asks for lines of input."""

    @property
    def width(self) -> int:
        """The number of columns."""

    def show(self, blocks: Iterable[Block]) -> None:
        """Show blocks of text."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:
        """Return a line typed by the person; `text` is the initial text. Raises BrokenOff if they stop."""


def asker(session: Session) -> Asker:
    """Return the prompts that this terminal supports: plain lines on a dumb terminal, else questionary."""
    return LinePrompts(session) if session.has_dumb_terminal else Prompts(session)


class _TerminalOutput(Struct, frozen=True):
    """The output part of the prompts: to stderr, wrapped to the width of the terminal."""

    session: Session

    @property
    def colored(self) -> bool:
        """Whether to use colour on stderr."""
        return self.session.wants_color(sys.stderr)

    @property
    def width(self) -> int:
        """The number of columns of the terminal, within NARROWEST and WIDEST."""
        return min(max(_terminal_size().columns, NARROWEST), WIDEST)

    def show(self, blocks: Iterable[Block]) -> None:
        """Write blocks of text to stderr; control characters in them are escaped."""
        sys.stderr.write(draw(blocks, Screen(self.width, color=self.colored)))
        sys.stderr.flush()


class LinePrompts(_TerminalOutput, frozen=True):
    """Prompts as plain lines, for a terminal without cursor movement: no redrawing and no completion."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:  # noqa: ARG002 - a plain line completes nothing
        """Return a typed line; Enter alone returns the initial text. Raises BrokenOff if the person stops."""
        kept = f" [{inert(text)}]" if text else ""
        with _ctrl_c_ends_a_line():  # before the prompt, so that no typed character is lost
            sys.stderr.write(f"  {label}{kept}: ")
            sys.stderr.flush()
            try:
                line = os.read(sys.stdin.fileno(), LONGEST_LINE).decode("utf-8", "replace")
            except KeyboardInterrupt:
                raise BrokenOff(text) from None
        answer = line.rstrip("\r\n\x03")
        if not line.endswith("\n"):
            raise BrokenOff(answer or text)
        return answer or text


@contextmanager
def _ctrl_c_ends_a_line() -> Iterator[None]:
    """Return a context in which Ctrl-C ends the input line, as Enter does, and sends no signal.

    With the signal the terminal would discard the typed text. And Python does not notice a signal that comes
    just before it begins to read: the program would go on waiting for a line.
    """
    stdin = sys.stdin.fileno()
    before = termios.tcgetattr(stdin)
    *modes, characters = before
    changed = [*characters]
    changed[termios.VINTR] = os.fpathconf(stdin, "PC_VDISABLE").to_bytes()
    changed[termios.VEOL] = b"\x03"
    termios.tcsetattr(stdin, termios.TCSANOW, [*modes, changed])
    try:
        yield
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)


LONGEST_LINE = 65536
"""The maximum number of bytes of a line; terminals send fewer."""


class Prompts(_TerminalOutput, frozen=True):
    """Prompts with line editing and completion by Tab, from questionary."""

    def ask(self, label: str, text: str = "", completions: Sequence[str] = ()) -> str:
        """Return a line that the person typed or edited. Raises BrokenOff if the person stops."""
        question = questionary.text(
            f"{label}:",
            qmark=" ",
            default=text,
            style=Style([("question", "bold" if self.colored else ""), ("answer", "fg:default")]),
            input=create_input(sys.stdin),
            output=_make_output(),
            color_depth=None if self.colored else ColorDepth.DEPTH_1_BIT,
            completer=NameCompleter(completions) if completions else None,
            complete_while_typing=False,
            reserve_space_for_menu=4,
        )
        try:
            return str(question.unsafe_ask())
        except (KeyboardInterrupt, EOFError):
            raise BrokenOff(question.application.current_buffer.text) from None


def _make_output() -> Vt100_Output:
    """Return an output on stderr, because stdout is for data.

    It never asks the terminal for the cursor position, because some terminals do not answer.
    """
    return Vt100_Output(sys.stderr, _terminal_size, enable_cpr=False)


def _terminal_size() -> Size:
    """Return the size of the terminal at stderr, because stdout may be redirected; else that of `shutil`."""
    try:
        columns, rows = os.get_terminal_size(sys.stderr.fileno())
    except OSError:
        columns, rows = 0, 0
    usual = shutil.get_terminal_size()
    return Size(rows=rows or usual.lines, columns=columns or usual.columns)


class NameCompleter(Completer):
    """A completer for the last name in a list of names, such as towns; names in any script match."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [(name, fold_text(name)) for name in names]

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002 - the signature of the base
        """Yield at most MOST names in which words start with the typed words of the last name."""
        typed = document.text_before_cursor
        for words in _endings(typed):
            found = [name for name, key in self._names if not words or matches(fold_text(words), key)]
            if found:
                yield from (Completion(name, start_position=-len(words)) for name in found[:MOST])
                return


def _endings(typed: str) -> Iterator[str]:
    """Yield the texts at the end of an answer that may be the last of several names, the longest first.

    A comma, a semicolon or an ampersand ends a name. Other separators may also be inside a name: State
    Committee for National Security.
    """
    last = ENDS_A_NAME.split(typed)[-1]
    starts = {found.end() for form in (SEPARATED, JOINED) for found in form.finditer(last)}
    yield from (last[start:].lstrip() for start in sorted({0, *starts}))


ENDS_A_NAME = re.compile("[,;&]")
MOST = 20
"""The maximum number of names in a completion menu."""
