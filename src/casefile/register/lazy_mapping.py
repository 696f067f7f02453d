"""Things by a key, each found where it is asked for; whoever wants all of them gets them at once."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import TypeVar

Thing = TypeVar("Thing")


class LazyMapping(Mapping[str, Thing]):
    """A mapping of what `one` finds by a key, or KeyError; `keys` returns all keys, in their order.

    `every` returns all values by their keys; without it they are found one by one.
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
        """Return all of them."""
        return self._every().values() if self._every else super().values()

    def items(self) -> ItemsView[str, Thing]:
        """Return all of them with their keys."""
        return self._every().items() if self._every else super().items()
