"""The progress of a long command, on one line of the terminal that is overwritten and cleared at the end."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from casefile.cli.session import Session
from casefile.progress import Progress, no_progress


@contextlib.contextmanager
def progress(session: Session, *, wanted: bool = True) -> Iterator[Progress]:
    """Return a context with a function that shows progress on stderr: the step, the number done, the total.

    The line is cleared at the end of the context. Nothing is shown if stderr is no terminal, with --quiet or
    --verbose, in CI, or if it is not `wanted`.
    """
    logged = bool(session.quiet or session.verbose or session.environment.get("CI"))
    if logged or not wanted or not sys.stderr.isatty():
        yield no_progress
        return
    widest = 0

    def report(doing: str, done: int, of: int) -> None:
        nonlocal widest
        line = f"{doing} {done:,} of {of:,} …"
        widest = max(widest, len(line))
        _overwrite_line(line.ljust(widest))

    try:
        yield report
    finally:
        if widest:
            _overwrite_line(" " * widest + "\r")


def _overwrite_line(line: str) -> None:
    sys.stderr.write(f"\r{line}")
    sys.stderr.flush()
