"""Values that are kept compressed in memory: a publication contains a part of each record of the register."""

from __future__ import annotations

import pickle
import zlib
from functools import partial
from typing import Generic, TypeVar

Value = TypeVar("Value")
compress_fast = partial(zlib.compress, level=1)
"""Compresses at the fastest level of zlib."""


class Compressed(Generic[Value]):
    """A value that is kept pickled and compressed, and restored each time it is read."""

    __slots__ = ("_blob",)

    def __init__(self, value: Value) -> None:
        self._blob = compress_fast(pickle.dumps(value))

    @property
    def value(self) -> Value:
        """A new copy of the value on each access, which shares no object with other copies."""
        found: Value = pickle.loads(zlib.decompress(self._blob))  # noqa: S301 - never out of this process
        return found
