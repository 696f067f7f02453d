"""How far a long command is, on one line of the terminal that is rewritten, and wiped at the end."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from casefile.cli.session import Session

Tell = Callable[[str, int, int], None]
"""Is told what is being done, with how many files it is done, and how many there are."""


@contextlib.contextmanager
def progress(session: Session, *, wanted: bool = True) -> Iterator[Tell]:
    """Show a person what is told; in a pipe, a log or where they asked for quiet nothing is shown."""
    logged = bool(session.quiet or session.verbose or session.environment.get("CI"))
    if logged or not wanted or not sys.stderr.isatty():
        yield lambda _doing, _done, _of: None
        return
    widest = 0

    def tell(doing: str, done: int, of: int) -> None:
        nonlocal widest
        line = f"{doing} {done:,} of {of:,} …"
        widest = max(widest, len(line))
        _over(line.ljust(widest))

    try:
        yield tell
    finally:
        if widest:
            _over(" " * widest + "\r")


def _over(line: str) -> None:
    sys.stderr.write(f"\r{line}")
    sys.stderr.flush()
