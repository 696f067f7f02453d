"""The command line run in this process: the same words and answers, without the start of an interpreter."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import NamedTuple

from casefile.cli import edge


class Answer(NamedTuple):
    """What a command answered: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def output(self) -> str:
        """All text that the terminal showed."""
        return self.out + self.err


def at_once(folder: Path, *words: str, stdin: str = "") -> Answer:
    """Run one command in a folder and return its answer."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = edge.run(["-C", str(folder), *words])
    finally:
        sys.stdin = given
    for stream in (out, err):
        stream.flush()
    return Answer(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())
