"""Whether the index of a clone is used: with `--no-cache` it is neither asked nor written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_used = ContextVar("is_used", default=True)


def is_used() -> bool:
    """Return whether what is kept of files may be asked and written."""
    return _is_used.get()


@contextmanager
def without_index() -> Iterator[None]:
    """Read every file anew while this is open, and keep nothing of it."""
    token = _is_used.set(False)
    try:
        yield
    finally:
        _is_used.reset(token)
