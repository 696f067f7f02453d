"""What a merge did of its own, and what it dropped of its sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.changes.change import Change
from casefile.changes.change_text import node_of
from casefile.changes.compare import compare
from casefile.changes.equality import (
    ABSENT,
    alike_or_absent,
    comparison_key,
    find_node,
    is_set,
    same,
    shape_at,
)
from casefile.model.plain_data import RecordData
from casefile.model.shape import Shape


def compare_all(shape: Shape, olds: Sequence[RecordData], new: RecordData) -> tuple[Change, ...]:
    """Return the changes that lead to the new state from every one of the old ones.

    What one of them held already is nothing new: a merge that only brings two sides together changes
    nothing. `old` of a change is that of the first state that leads so deep.
    """
    found, *others = (compare(shape, old, new) for old in olds)
    for other in others:
        found = tuple(_shared(shape, found, other))
    return found


def _shared(shape: Shape, ones: Sequence[Change], others: Sequence[Change]) -> Iterator[Change]:
    for one in ones:
        for other in others:
            change = _deeper(shape, one, other)
            if change is not None:
                yield change


def _deeper(shape: Shape, one: Change, other: Change) -> Change | None:
    """Return what both changes say; nothing where one of the states held already what the other lacked."""
    if "moved" in {one.kind, other.kind}:
        return one if (one.kind, one.path) == (other.kind, other.path) else None
    if one.path == other.path:
        return one if _same_item(shape, one, other) else None
    short, long = sorted((one, other), key=lambda each: len(each.path))
    inside = long.path[: len(short.path)] == short.path
    return long if inside and "removed" not in {short.kind, long.kind} else None


def _same_item(shape: Shape, one: Change, other: Change) -> bool:
    """Tell whether two changes of a set are of the same item; those of any other field always agree."""
    node = node_of(shape, one.path)
    if node is None or not is_set(node) or "changed" in {one.kind, other.kind}:
        return True
    if one.kind != other.kind:
        return False
    left, right = ((each.new if each.kind == "added" else each.old) for each in (one, other))
    return same(node.item(), left, right)


def dropped(
    shape: Shape, bases: Sequence[RecordData], side: RecordData, merged: RecordData
) -> tuple[Change, ...]:
    """Return what leads from a side to what was merged, as far as the side itself had changed it.

    `bases` are the states from which the sides parted. What the side had left as it was belongs to another
    side that changed it, or to the merge alone, which `compare_all` tells. Where an entry stands in the
    ledger is no loss.
    """
    return tuple(
        change
        for change in compare(shape, side, merged)
        if change.kind != "moved" and all(_is_changed(shape, change, base, side) for base in bases)
    )


def _is_changed(shape: Shape, change: Change, base: RecordData, side: RecordData) -> bool:
    """Tell whether a side had changed since a base what a change is about."""
    node = shape_at(shape, change.path)
    states = (ABSENT if state is None else state for state in (base, side))
    before, after = (find_node(state, change.path) for state in states)
    if is_set(node) and change.kind != "changed":
        item = comparison_key(node.item(), change.old if change.kind == "removed" else change.new)
        return _holds(node, before, item) != _holds(node, after, item)
    return not alike_or_absent(node, before, after)


def _holds(node: Shape, items: object, item: object) -> bool:
    return isinstance(items, list) and item in [comparison_key(node.item(), each) for each in items]
