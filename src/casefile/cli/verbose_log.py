"""`-v`: what is read, written and asked of git, as it happens, on stderr."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

from casefile.terminal.safe_text import inert


class _Inert(logging.Formatter):
    """A line that acts on no terminal: a folder may be called anything."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line as any other word of casefile beside the data."""
        return f"casefile: {inert(super().format(record))}"


def log_verbosely() -> Callable[[], None]:
    """Begin to tell; return what ends it and says how long all of it took."""
    log, handler, began = logging.getLogger("casefile"), logging.StreamHandler(sys.stderr), time.monotonic()
    handler.setFormatter(_Inert())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

    def end() -> None:
        log.info("all of it in %.2f s", time.monotonic() - began)
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
        log.propagate = True

    return end
