"""The switch that turns the index of a clone off: with `--no-cache` it is neither read nor written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_used = ContextVar("is_used", default=True)


def is_used() -> bool:
    """Return whether the index may be read and written."""
    return _is_used.get()


@contextmanager
def without_index() -> Iterator[None]:
    """Do not use the index while the context is open: every file is read again, and nothing is stored."""
    token = _is_used.set(False)
    try:
        yield
    finally:
        _is_used.reset(token)
