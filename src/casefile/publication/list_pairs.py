"""Pair the items of two lists one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")


def pair_up(
    ones: Sequence[One], others: Sequence[Other], *ways: Callable[[One, Other], bool]
) -> dict[int, int]:
    """Return a mapping from indexes of items in `ones` to the indexes of their counterparts in `others`.

    `ways` are comparisons, tried in this order for the whole list: a pair that the first one finds has
    priority over pairs of the second. Earlier items have priority over later ones. No item is in two pairs,
    and items without a counterpart are in none.
    """
    found: dict[int, int] = {}
    for alike in ways:
        for at, one in enumerate(ones):
            free = (place for place in range(len(others)) if place not in found.values())
            place = next((each for each in free if at not in found and alike(one, others[each])), None)
            found |= {} if place is None else {at: place}
    return found
