"""Where words go: what is set up before any are written, and how a command leaves."""

from __future__ import annotations

import contextlib
import os
import sys
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import NoReturn

STDOUT = 1


def set_up() -> None:
    """Let both streams take every sign, and stdout be buffered."""
    _buffer_stdout()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names stand in any script: a pipe or a file gets UTF-8, whatever the terminal speaks.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _buffer_stdout() -> None:
    """Write through a buffer, line by line, also where PYTHONUNBUFFERED takes it away.

    Without one Python does not mind where a disk or a pipe takes only the beginning of what is written.
    """
    out = sys.stdout
    if isinstance(out, TextIOWrapper) and isinstance(out.buffer, RawIOBase) and not out.isatty():
        whole = BufferedWriter(out.buffer)
        sys.stdout = TextIOWrapper(whole, encoding=out.encoding, errors=out.errors, line_buffering=True)


def write(text: str) -> None:
    """Write data to stdout, its last line whole."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def drop_stdout() -> None:
    """Send what is still to be flushed nowhere: Python would complain at exit that it cannot."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)


def leave(code: int) -> NoReturn:
    """End the process at once: to take all that was read apart, piece by piece, would do nothing but last."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python says that it cannot write
    os._exit(code)
