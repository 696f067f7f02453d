"""The differences between two states of a record."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from casefile.changes.change import Change, ChangeKind, Path, field_of
from casefile.changes.equality import (
    ABSENT,
    child_of,
    comparison_key,
    entries_by_id,
    have_same_meaning,
    identical,
    ids_of,
    is_ledger,
    is_set,
)
from casefile.model.plain_data import Data
from casefile.model.shape import Shape


def compare(shape: Shape, old: Data | None, new: Data | None) -> tuple[Change, ...]:
    """Return the changes that lead from the old state of a record to the new one, in model order.

    None is no record. Fields are compared one by one, entries of a ledger by their id, sets item by item,
    everything else as a whole. If entries have another order, as few as possible count as moved. Applied to
    the old state, the changes give the new one, except for differences in writing only (see
    `have_same_meaning`).
    """
    if old is None or new is None:
        if old is new:
            return ()
        return (Change("", "added", None, new) if old is None else Change("", "removed", old, None),)
    return tuple(_mapping(shape, (), old, new))


def _mapping(shape: Shape, path: Path, old: Data, new: Data) -> Iterator[Change]:
    if identical(old, new):
        return
    before, after = shape.seen(old), shape.seen(new)
    names = dict.fromkeys((*after.keys, *before.keys, *sorted({*old, *new})))
    for name in names:
        if name in old or name in new:
            child = child_of(shape, after, name)
            yield from _node(child, (*path, name), old.get(name, ABSENT), new.get(name, ABSENT))


def _node(shape: Shape, path: Path, old: object, new: object) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping) and shape.is_mapping:
        yield from _mapping(shape, path, old, new)
        return
    left, right = _items(old), _items(new)
    if left is None or right is None:
        yield from _whole(shape, path, old, new)
    elif is_set(shape):
        yield from _set(shape, path, left, right)
    elif is_ledger(shape) and ids_of(left) is not None and ids_of(right) is not None:
        yield from _ledger(shape, path, left, right)
    else:
        yield from _whole(shape, path, old, new)


def _items(value: object) -> list[object] | None:
    """Return the items of a list, an empty list if it is ABSENT, None if the value is not a list."""
    if value is ABSENT:
        return []
    return value if isinstance(value, list) else None


def _whole(shape: Shape, path: Path, old: object, new: object) -> Iterator[Change]:
    """Yield the change of a node that is compared as one value.

    In the place of a set, a new value is `changed`: `added` would mean one item.
    """
    kind: ChangeKind = "changed"
    if new is ABSENT:
        kind = "removed"
    elif old is ABSENT and not is_set(shape):
        kind = "added"
    if not have_same_meaning(shape, old, new):
        yield Change(field_of(path), kind, _or_none(old), _or_none(new))


def _or_none(value: object) -> object:
    return None if value is ABSENT else value


def _set(shape: Shape, path: Path, old: list[object], new: list[object]) -> Iterator[Change]:
    """Yield the changes between two lists without an order; an item that occurs twice counts twice."""
    field = field_of(path)
    yield from (Change(field, "removed", item, None) for item in _surplus(shape, old, new))
    yield from (Change(field, "added", None, item) for item in _surplus(shape, new, old))


def _surplus(shape: Shape, items: list[object], others: list[object]) -> Iterator[object]:
    """Yield the items that have no equal one left among the others; equal items are paired one to one."""
    partners: Counter[Hashable] = Counter(comparison_key(shape.item(), item) for item in others)
    for item in items:
        key = comparison_key(shape.item(), item)
        if partners[key]:
            partners[key] -= 1
        else:
            yield item


def _ledger(shape: Shape, path: Path, old: list[object], new: list[object]) -> Iterator[Change]:
    """Yield the changes between two ledgers, compared by id: first the removed entries, then the others.

    The others come in the new order, from start to end: so each entry that is added or moved finds the one
    before it already in its place.
    """
    before, after = entries_by_id(old), entries_by_id(new)
    left, right = _predecessors(before), _predecessors(after)
    for gone in (name for name in before if name not in after):
        yield Change(field_of((*path, gone)), "removed", before[gone], None, left[gone])
    still = longest_common_order(list(before), list(after))
    for name, entry in after.items():
        if name in still and identical(before[name], entry):  # most entries are untouched
            continue
        field = field_of((*path, name))
        if name not in before:
            yield Change(field, "added", None, entry, right[name])
            continue
        if name not in still:
            yield Change(field, "moved", left[name], right[name])
        yield from _mapping(shape.item(), (*path, name), before[name], entry)


def _predecessors(entries: Data) -> dict[str, str]:
    return dict(zip(entries, ("", *entries), strict=False))


Item = TypeVar("Item", bound=Hashable)


def longest_common_order(old: Sequence[Item], new: Sequence[Item]) -> set[Item]:
    """Return a largest set of items with one order in both lists: a longest increasing subsequence.

    No list contains an item twice.
    """
    if old == new:
        return set(new)
    place = {name: index for index, name in enumerate(old)}
    shared = [name for name in new if name in place]
    ends: list[int] = []
    lengths = []
    for name in shared:
        length = bisect_left(ends, place[name])
        ends[length : length + 1] = [place[name]]
        lengths.append(length)
    kept: set[Item] = set()
    wanted = len(ends) - 1
    for name, length in zip(reversed(shared), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(name)
            wanted -= 1
    return kept
