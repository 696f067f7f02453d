"""Record which values of a mapping a computation looks up, so that its stored result names what it used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class RecordedLookups(Mapping[str, Value]):
    """A mapping that records each lookup: `found` contains the value by key, None for a key without one."""

    def __init__(self, known: Mapping[str, Value]) -> None:
        self.found: dict[str, Value | None] = {}
        self._known = known

    def __getitem__(self, key: str) -> Value:
        """Return the value of a key; raises KeyError if there is none."""
        self.found[key] = self._known.get(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        """Raise TypeError: a stored result could not name the keys that were added later."""
        raise TypeError("only lookups are recorded")

    def __len__(self) -> int:
        """Raise TypeError, as `__iter__` does."""
        raise TypeError("only lookups are recorded")


def are_unchanged(found: Mapping[str, Value | None], known: Mapping[str, Value]) -> bool:
    """Return whether each recorded lookup (`RecordedLookups.found`) would find the same value in `known`."""
    return all(known.get(key) == value for key, value in found.items())
