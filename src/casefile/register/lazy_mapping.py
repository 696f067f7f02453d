"""A mapping that looks values up on access, one by one or all at once."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import TypeVar

Thing = TypeVar("Thing")


class LazyMapping(Mapping[str, Thing]):
    """A mapping whose values come from functions: `one(key)` returns a value or raises KeyError.

    `keys` returns all keys in order. `every` returns a mapping of all values, which `values` and `items` use;
    without it they look the values up one by one. No value is stored.
    """

    def __init__(
        self,
        one: Callable[[str], Thing],
        keys: Callable[[], Iterable[str]],
        every: Callable[[], Mapping[str, Thing]] | None = None,
    ) -> None:
        self._one, self._keys, self._every = one, keys, every

    def __getitem__(self, key: str) -> Thing:
        return self._one(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    def __len__(self) -> int:
        return sum(1 for _ in self._keys())

    def values(self) -> ValuesView[Thing]:
        """Return all values, from `every` if it is given."""
        return self._every().values() if self._every else super().values()

    def items(self) -> ItemsView[str, Thing]:
        """Return all keys and values, from `every` if it is given."""
        return self._every().items() if self._every else super().items()
