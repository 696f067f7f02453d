"""What a record says that none of several earlier states said: what a merge did of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.sameness import is_set, same
from casefile.changes.words import node_of
from casefile.model.plain import RecordData
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
