"""The log of `-v` on stderr: file access and git commands, as they happen."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

from casefile.terminal.safe_text import inert


class _EscapingFormatter(logging.Formatter):
    """A formatter that escapes control characters, which names of folders may contain."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the log line, with the prefix of casefile's other messages."""
        return f"casefile: {inert(super().format(record))}"


def log_verbosely() -> Callable[[], None]:
    """Start logging to stderr; return a function that logs the total time and ends the logging."""
    log, handler, began = logging.getLogger("casefile"), logging.StreamHandler(sys.stderr), time.monotonic()
    handler.setFormatter(_EscapingFormatter())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

    def end() -> None:
        log.info("finished after %.2f s", time.monotonic() - began)
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
        log.propagate = True

    return end
