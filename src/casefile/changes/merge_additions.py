"""The changes that a merge commit made itself, and the changes of its parents that it dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casefile.changes.change import Change
from casefile.changes.change_text import node_of
from casefile.changes.compare import compare
from casefile.changes.equality import (
    ABSENT,
    alike_or_absent,
    comparison_key,
    find_node,
    have_same_meaning,
    is_set,
    shape_at,
)
from casefile.model.plain_data import RecordData
from casefile.model.shape import Shape


def compare_all(shape: Shape, olds: Sequence[RecordData], new: RecordData) -> tuple[Change, ...]:
    """Return the changes of a merge commit that none of its parents has: from every one of `olds` to `new`.

    `olds` has at least one state. A value that one of them already has is not new: a merge that only combines
    its sides changes nothing. `old` of a change is from the first state whose change has the deepest path.
    """
    found, *others = (compare(shape, old, new) for old in olds)
    for other in others:
        found = tuple(_shared_changes(shape, found, other))
    return found


def _shared_changes(shape: Shape, ones: Sequence[Change], others: Sequence[Change]) -> Iterator[Change]:
    for one in ones:
        for other in others:
            change = _shared_part(shape, one, other)
            if change is not None:
                yield change


def _shared_part(shape: Shape, one: Change, other: Change) -> Change | None:
    """Return the part that two changes from different old states share; None if they share none.

    They share none if one of the old states already has the new value there.
    """
    if "moved" in {one.kind, other.kind}:
        return one if (one.kind, one.path) == (other.kind, other.path) else None
    if one.path == other.path:
        return one if _same_item(shape, one, other) else None
    short, long = sorted((one, other), key=lambda each: len(each.path))
    inside = long.path[: len(short.path)] == short.path
    return long if inside and "removed" not in {short.kind, long.kind} else None


def _same_item(shape: Shape, one: Change, other: Change) -> bool:
    """Return whether two changes of a set are of the same item; true for changes of any other field."""
    node = node_of(shape, one.path)
    if node is None or not is_set(node) or "changed" in {one.kind, other.kind}:
        return True
    if one.kind != other.kind:
        return False
    left, right = ((each.new if each.kind == "added" else each.old) for each in (one, other))
    return have_same_meaning(node.item(), left, right)


class OtherSide(NamedTuple):
    """A record on another side of a merge (`state`), and in each common ancestor of that side and ours."""

    state: RecordData
    bases: Sequence[RecordData]


def find_dropped_changes(
    shape: Shape, others: Sequence[OtherSide], side: RecordData, merged: RecordData
) -> tuple[Change, ...]:
    """Return the own changes of one side that a merge dropped, as changes from the side to the merge result.

    `side` is the record on that side, `merged` the result. A node that the side left unchanged was changed by
    another side, or by the merge alone, which `compare_all` returns. The place of an entry in the ledger is
    not a loss.
    """
    return tuple(
        change
        for change in compare(shape, side, merged)
        if change.kind != "moved" and _is_own(shape, change, others, side)
    )


def _is_own(shape: Shape, change: Change, others: Sequence[OtherSide], side: RecordData) -> bool:
    """Return whether a side had changed the node of a change since its common ancestors with the others.

    Of three sides two may have the change from a common ancestor: only the other one counts.
    """
    several = others if len(others) > 1 else ()  # a single one counts in any case
    against = [each for each in several if _differs(shape, change, each.state, side)] or others
    return all(_differs(shape, change, base, side) for each in against for base in each.bases)


def _differs(shape: Shape, change: Change, base: RecordData, side: RecordData) -> bool:
    """Return whether two states of a record differ in the node that a change is about."""
    node = shape_at(shape, change.path)
    states = (ABSENT if state is None else state for state in (base, side))
    before, after = (find_node(state, change.path) for state in states)
    if is_set(node) and change.kind != "changed":
        item = comparison_key(node.item(), change.old if change.kind == "removed" else change.new)
        return _contains(node, before, item) != _contains(node, after, item)
    return not alike_or_absent(node, before, after)


def _contains(node: Shape, items: object, item: object) -> bool:
    return isinstance(items, list) and item in [comparison_key(node.item(), each) for each in items]
