"""The textconv driver, which git runs for each version of a record; it loads no other command."""

from __future__ import annotations

import sys
from pathlib import Path

from casefile.errors import CasefileError
from casefile.files.disk_errors import reason
from casefile.terminal.safe_text import inert
from casefile.views.review_text import escape_unreadable, review_text

NAME = "textconv"
SYMBOLS = "# invisible and control characters are shown as symbols here\n"


def textconv(file: str) -> int:
    """Write the text of a file to stdout for git to compare; return 0, or 1 if the file cannot be read.

    A file without a canonical form is written as it is; if it begins as a record does, its events are laid
    out as in a record. Control characters are always replaced. An error in reading is printed on stderr.
    """
    try:
        blob = Path(file).read_bytes()
    except OSError as error:
        sys.stderr.write(f"casefile: {inert(file)} cannot be read: {reason(error)}\n")
        return 1
    sys.stdout.buffer.write(replace_control_characters(_text(blob)).encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
    return 0


def _text(blob: bytes) -> str:
    try:
        found = review_text(blob)
    except (CasefileError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        found = None
    return escape_unreadable(blob.decode("utf-8", "backslashreplace")) if found is None else found


def replace_control_characters(text: str) -> str:
    """Return text with control characters replaced by symbols; if there were any, the first line states that.

    Without that line, a diff of such a character against its symbol would show no change.
    """
    shown = "\n".join("\t".join(map(inert, line.split("\t"))) for line in text.split("\n"))
    return text if shown == text else SYMBOLS + shown
