"""What git starts for every version of a record that it compares: the short way past all other commands."""

from __future__ import annotations

import sys
from pathlib import Path

from casefile.errors import CasefileError
from casefile.files.disk_errors import reason
from casefile.terminal.safe_text import inert
from casefile.views.review_text import legible, review_text

NAME = "textconv"
SYMBOLS = "# characters that are not seen, or that a terminal would obey, are shown as symbols here\n"


def textconv(file: str) -> int:
    """Write the text of a file for git to compare, and return the exit code.

    On any doubt it is the file as it is; only what a terminal would obey is never written as it is.
    """
    try:
        blob = Path(file).read_bytes()
    except OSError as error:
        sys.stderr.write(f"casefile: {inert(file)} cannot be read: {reason(error)}\n")
        return 1
    sys.stdout.buffer.write(harmless(_text(blob)).encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
    return 0


def _text(blob: bytes) -> str:
    try:
        found = review_text(blob)
    except (CasefileError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        found = None
    return legible(blob.decode("utf-8", "backslashreplace")) if found is None else found


def harmless(text: str) -> str:
    """Show what a terminal would obey as symbols, and say so: then no such change looks like none."""
    shown = "\n".join("\t".join(map(inert, line.split("\t"))) for line in text.split("\n"))
    return text if shown == text else SYMBOLS + shown
