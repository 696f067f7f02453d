"""Match the items of two lists: kept in place, moved, new or gone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from casefile.changes.compare import longest_common_order


class Alignment(Struct, frozen=True):
    """The pairs of items of an old and a new list: old index by new index.

    `moved` are the old indexes of pairs that moved, `gone` the old indexes without a pair.
    """

    pairs: Mapping[int, int]
    moved: frozenset[int]
    gone: tuple[int, ...]


def align(old: Sequence[object], new: Sequence[object]) -> Alignment:
    """Pair the items of two lists by id, otherwise by content; as few as possible count as moved.

    A mapping without an id is also paired with one in the same place that has an equal value.
    """
    waiting = defaultdict(list)
    for place, item in reversed(list(enumerate(old))):
        waiting[_key(item)].append(place)
    pairs = {place: waiting[name].pop() for place, item in enumerate(new) if waiting.get(name := _key(item))}
    _pair_changed_items(old, new, pairs)
    stays = longest_common_order(sorted(pairs.values()), [pairs[place] for place in sorted(pairs)])
    used = set(pairs.values())
    return Alignment(
        pairs, frozenset(used - stays), tuple(each for each in range(len(old)) if each not in used)
    )


def _key(item: object) -> str:
    """Return the key by which an item is recognised: its id, or its content as JSON."""
    if isinstance(item, Mapping) and isinstance(item.get("id"), str):
        return f"id {item['id']}"
    return json.dumps(item, sort_keys=True)


def _pair_changed_items(old: Sequence[object], new: Sequence[object], pairs: dict[int, int]) -> None:
    """Add pairs of remaining mappings with equal ids, or none, in the same place and with an equal value."""
    used = set(pairs.values())
    for place, item in enumerate(new):
        if place in pairs:
            continue
        before = pairs.get(place - 1, -1) if place else -1
        if before + 1 < len(old) and before + 1 not in used and _have_common_value(old[before + 1], item):
            pairs[place] = before + 1
            used.add(before + 1)


def _have_common_value(one: object, other: object) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping) or one.get("id") != other.get("id"):
        return False
    return any(name in other and other[name] == value for name, value in one.items())
