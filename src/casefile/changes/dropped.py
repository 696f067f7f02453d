"""What a side of a merge had changed, and the merge does not hold: what it dropped or settled otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.sameness import ABSENT, alike_or_absent, find_node, is_set, shape_at, weighed
from casefile.model.plain import RecordData
from casefile.model.shape import Shape


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
        if change.kind != "moved" and all(_changed(shape, change, base, side) for base in bases)
    )


def _changed(shape: Shape, change: Change, base: RecordData, side: RecordData) -> bool:
    """Tell whether a side had changed since a base what a change is about."""
    node = shape_at(shape, change.path)
    states = (ABSENT if state is None else state for state in (base, side))
    before, after = (find_node(state, change.path) for state in states)
    if is_set(node) and change.kind != "changed":
        item = weighed(node.item(), change.old if change.kind == "removed" else change.new)
        return _holds(node, before, item) != _holds(node, after, item)
    return not alike_or_absent(node, before, after)


def _holds(node: Shape, items: object, item: object) -> bool:
    return isinstance(items, list) and item in [weighed(node.item(), each) for each in items]
