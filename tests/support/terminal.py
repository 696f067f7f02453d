"""A real terminal: a program in a pseudo-terminal, what its screen shows, and keys to press.

The word `casefile` instead of the path of a program is the command in a fork (see `support.forked`).
"""

from __future__ import annotations

import os
import pty
import signal
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pexpect
import pexpect.fdpexpect
import pyte

from support.forked import Command

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl-c": "\x03",
    "ctrl-d": "\x04",
    "backspace": "\x7f",
    "escape": "\x1b",
    "space": " ",
}
PATIENCE = 60.0
"""Seconds until something that was to show is taken for missing."""


class Terminal:
    """A program in a pseudo-terminal; it sees a terminal on all three streams and nothing of this machine."""

    def __init__(
        self,
        argv: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=10_000)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.pressed = 0
        """How often Enter was pressed."""
        world = {"TERM": "xterm-256color", **environment, "COLUMNS": str(columns), "LINES": str(rows)}
        if argv[0] == "casefile":
            self.process = _Fork([*argv[1:]], cwd, world, rows, columns)
        else:
            self.process = pexpect.spawn(
                argv[0],
                [*argv[1:]],
                cwd=str(cwd),
                env=world,
                dimensions=(rows, columns),
                timeout=PATIENCE,
                encoding=None,
            )
        self.process.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.close(force=True)

    @property
    def text(self) -> str:
        """What was ever shown on the screen, the scrolled part first, without trailing blanks."""
        scrolled = [
            "".join(row[x].data for x in range(self.screen.columns)) for row in self.screen.history.top
        ]
        return "\n".join(line.rstrip() for line in [*scrolled, *self.screen.display]).rstrip()

    def shows(self, words: str, patience: float = PATIENCE) -> str:
        """Wait until the words are shown, line ends counting as blanks; fail with the screen."""
        end = time.monotonic() + patience
        while words not in self.text and words not in " ".join(self.text.split()):
            assert self._read(max(end - time.monotonic(), 0)), f"“{words}” is not shown:\n{self.text}"
        return self.text

    def asks(self, words: str) -> str:
        """Wait until the line of the cursor holds the words: a question that now wants its answer."""
        end = time.monotonic() + PATIENCE
        while words not in self._near_cursor():
            assert self._read(max(end - time.monotonic(), 0)), f"“{words}” is not asked:\n{self.text}"
        return self.text

    def type(self, words: str) -> None:
        """Type words as a person would."""
        self.process.send(words.encode())

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self.pressed += key == "enter"
            self.process.send(KEYS[key].encode())

    def answer(self, question: str, words: str = "") -> None:
        """Wait for a question, type the answer, press Enter."""
        self.asks(question)
        self.type(words)
        self.press("enter")

    def ends(self) -> int:
        """Wait until the program ends; return its exit code. Fail with the screen where it does not."""
        while self._read(PATIENCE):
            pass
        assert self.process.flag_eof, f"it does not end:\n{self.text}"
        self.process.wait()
        return self.process.exitstatus if self.process.exitstatus is not None else -self.process.signalstatus

    def _near_cursor(self) -> str:
        """The line of the cursor and two above it: a long question wraps."""
        row = self.screen.cursor.y
        return " ".join(line.strip() for line in self.screen.display[max(row - 2, 0) : row + 1])

    def _read(self, patience: float) -> bool:
        """Take in what the program wrote; false where it ended or nothing came in time."""
        try:
            got = self.process.read_nonblocking(65536, timeout=patience)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += got
        self._answer_queries(got)
        self._stream.feed(got)
        return True

    def _answer_queries(self, got: bytes) -> None:
        """Answer as a terminal does when it is asked where its cursor stands."""
        if b"\x1b[6n" in got:
            self.process.send(b"\x1b[1;1R")


class _Fork(pexpect.fdpexpect.fdspawn):
    """The command in a fork, in a pseudo-terminal of its own: as `pexpect.spawn` is for a program."""

    signalstatus: int | None = None

    def __init__(
        self, words: list[str], cwd: Path, environment: Mapping[str, str], rows: int, columns: int
    ) -> None:
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(ours, (rows, columns))
        self._begun = Command(words, cwd, environment, [theirs] * 3, on_terminal=True)
        os.close(theirs)
        super().__init__(ours, timeout=PATIENCE)

    def isalive(self) -> bool:
        """Return whether the command still runs."""
        return not self._begun.ended()

    def wait(self) -> None:
        """Wait until the command ends."""
        code = self._begun.wait()
        self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)

    def close(self, force: bool = False) -> None:
        """Close the terminal, which ends the command; with `force` also one that goes on."""
        if not self.closed:
            os.close(self.child_fd)
            self.child_fd, self.closed = -1, True
            if force and not self._begun.ended(patience=0.2):
                os.kill(self._begun.pid, signal.SIGKILL)
            self.wait()
