"""Many values put away in little room, to be gone through once more."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")
AT_ONCE = 256
"""Values that are packed together: what one says the next ones say, too."""


class Packed(Generic[Value]):
    """Values in the order in which they were added."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._last: list[Value] = []

    def add(self, value: Value) -> None:
        """Put a value away."""
        self._last.append(value)
        if len(self._last) == AT_ONCE:
            self._packs.append(zlib.compress(pickle.dumps(self._last, pickle.HIGHEST_PROTOCOL), 1))
            self._last = []

    def __iter__(self) -> Iterator[Value]:
        for pack in self._packs:
            yield from pickle.loads(zlib.decompress(pack))  # noqa: S301 - our own, and never out of this process
        yield from self._last
