"""The setup of stdout and stderr, and the end of the process."""

from __future__ import annotations

import contextlib
import os
import sys
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import NoReturn

STDOUT = 1


def set_up() -> None:
    """Make stdout and stderr accept every character, and make stdout buffered.

    Pipes and files get UTF-8. A character that the encoding lacks is written as a backslash escape.
    """
    _buffer_stdout()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names are in any script: a pipe or a file gets UTF-8, whatever the locale is.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _buffer_stdout() -> None:
    """Replace stdout by a line-buffered stream if PYTHONUNBUFFERED has removed its buffer; not on a terminal.

    Without a buffer Python ignores partial writes, when a disk or a pipe accepts only the first bytes.
    """
    out = sys.stdout
    if isinstance(out, TextIOWrapper) and isinstance(out.buffer, RawIOBase) and not out.isatty():
        whole = BufferedWriter(out.buffer)
        sys.stdout = TextIOWrapper(whole, encoding=out.encoding, errors=out.errors, line_buffering=True)


def write(text: str) -> None:
    """Write text to stdout; a line break is added if the text does not end with one."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def drop_stdout() -> None:
    """Redirect stdout to /dev/null, so that Python does not report at exit that it cannot flush."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)


def exit_now(code: int) -> NoReturn:
    """End the process with an exit code at once: freeing all objects first would only take time.

    Functions registered with `atexit` are not called. If stdout or stderr cannot be flushed, SystemExit is
    raised instead.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # Python reports at exit that it cannot write
    os._exit(code)
