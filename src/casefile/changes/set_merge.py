"""Merge lists without an order: the additions of both sides, without the items that either side removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from casefile.changes.equality import ABSENT, comparison_key, have_same_meaning
from casefile.model.shape import Shape

Items = list[Any]
Inside = Callable[[object, object, object], tuple[object, bool]]
"""Merges one item on three sides: returns the merged item, and whether the merge has no conflict."""


def merge_list(shape: Shape, base: Items, ours: Items, theirs: Items, inside: Inside) -> tuple[Items, Items]:
    """Return two merged lists: one with our choice at each conflict, one with theirs.

    The two differ only where both sides have changed the same item in different ways, or one has removed an
    item that the other has changed. An item is matched by the first of its fields in model order, otherwise
    by any field that it kept. If it is in doubt which item both sides have changed, each list stays as it is.
    `shape` is that of the lists; `inside` merges one item.
    """
    item = shape.item()
    changed = [*_changed(item, base, ours, theirs)]
    if _may_be_renamed(shape, base, ours, theirs) or (
        item.is_mapping and _is_in_doubt(item, base, ours, theirs, changed)
    ):
        return ours, theirs
    joint = _joint(item, base, ours, theirs)
    with_ours, with_theirs = joint, joint
    for pair in changed:
        successors = pair[1:]
        if successors == (ABSENT, ABSENT) or None in successors or have_same_meaning(item, *successors):
            continue
        value, is_clean = (ABSENT, False) if ABSENT in successors else inside(*pair)
        own, other = (value, value) if is_clean else (pair.ours, pair.theirs)
        with_ours = _instead(item, with_ours, pair, own)
        with_theirs = _instead(item, with_theirs, pair, other)
    return with_ours, with_theirs


def _may_be_renamed(shape: Shape, base: Items, ours: Items, theirs: Items) -> bool:
    """Return whether each side of a list of ids has lost some ids, and their changes differ.

    One side may have renamed a record, or joined two, and the other side may have removed the same one: then
    the lists alone do not show whether it is still cited. False for a list of other items.
    """
    if not shape.meta.refers:
        return False
    name = next(iter(shape.item().keys), None)
    before, *sides = ({str(_first_value(each, name)) for each in side} for side in (base, ours, theirs))
    lost, new = [before - side for side in sides], [side - before for side in sides]
    return all(lost) and (lost[0] != lost[1] or new[0] != new[1])


class ThreeWayItem(NamedTuple):
    """An item that both sides have changed or removed, with what each side made of it: its successor.

    A successor is ABSENT if the item was removed, None if it cannot be determined.
    """

    base: Any
    ours: Any
    theirs: Any


def _joint(item: Shape, base: Items, ours: Items, theirs: Items) -> Items:
    """Return the items of both sides, each as often as `merged_count` gives: in our order, then theirs."""
    counts = [Counter(comparison_key(item, each) for each in side) for side in (base, ours, theirs)]
    wanted = {key: merged_count(*(count[key] for count in counts)) for key in {*counts[1], *counts[2]}}
    joint = []
    for each in (*ours, *theirs):
        key = comparison_key(item, each)
        if wanted[key] > 0:
            wanted[key] -= 1
            joint.append(each)
    return joint


def merged_count(base: int, ours: int, theirs: int) -> int:
    """Return how often the merged list has an item that occurs so often in the ancestor and on each side."""
    if ours >= base and theirs >= base:
        return max(ours, theirs)
    return min(ours, theirs) if ours <= base and theirs <= base else ours + theirs - base


def _is_in_doubt(
    item: Shape, base: Items, ours: Items, theirs: Items, changed: Iterable[ThreeWayItem]
) -> bool:
    """Return whether both sides replaced the same item, and its successors cannot be determined.

    `changed` are the items that neither side has kept. If all new items of one side are among those of the
    other, there is no doubt.
    """
    both_added = bool(_find_new(item, ours, [*base, *theirs]) and _find_new(item, theirs, [*base, *ours]))
    for pair in changed:
        successors = pair[1:]
        if both_added and (None in successors or successors == (ABSENT, ABSENT)):
            return True
        if None in successors and ABSENT in successors:
            return True
    return False


def _changed(item: Shape, base: Items, ours: Items, theirs: Items) -> Iterator[ThreeWayItem]:
    """Yield each item that neither side has kept, with its successors."""
    here, there = _find_new(item, ours, base), _find_new(item, theirs, base)
    gone_there = _comparison_keys(item, _find_new(item, base, theirs))
    gone = [each for each in _find_new(item, base, ours) if comparison_key(item, each) in gone_there]
    for each in gone:
        yield ThreeWayItem(each, _successor(item, each, gone, here), _successor(item, each, gone, there))


def _find_new(item: Shape, items: Items, others: Items) -> Items:
    """Return the items that are not among the others."""
    keys = _comparison_keys(item, others)
    return [each for each in items if comparison_key(item, each) not in keys]


def _comparison_keys(item: Shape, items: Items) -> set[Hashable]:
    return {comparison_key(item, each) for each in items}


def _successor(item: Shape, gone: object, all_gone: Items, new: Items) -> Any:  # noqa: ANN401
    """Return what became of an item: one of `new`, ABSENT if it was removed, None if that is in doubt.

    `all_gone` are all items that neither side has kept.
    """
    for likes in (_same_first, _shares_a_field):
        found = [each for each in new if likes(item, gone, each)]
        if found:
            rivals = [each for each in all_gone if each is not gone and likes(item, each, found[0])]
            return found[0] if len(found) == 1 and not rivals else None
    return ABSENT


def _same_first(item: Shape, one: object, other: object) -> bool:
    name = next((each for each in item.keys if isinstance(one, Mapping) and each in one), None)
    name = name or next(iter(item.keys), None)
    first, second = (_first_value(each, name) for each in (one, other))
    inner = item.key(name) if name else None
    return item.is_mapping and first is not ABSENT and have_same_meaning(inner or item, first, second)


def _first_value(value: object, name: str | None) -> object:
    """Return the field `name` of an item, ABSENT if it has none; a plain value is returned itself."""
    return value.get(name, ABSENT) if isinstance(value, Mapping) else value


def _shares_a_field(item: Shape, one: object, other: object) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    return any(
        name in other and have_same_meaning(item.key(name) or item, other[name], value)
        for name, value in one.items()
    )


def _instead(item: Shape, items: Items, pair: ThreeWayItem, value: object) -> Items:
    """Return a list with `value` in the place of the successors of an item; ABSENT only removes them."""
    keys = {comparison_key(item, each) for each in pair[1:] if each is not ABSENT}
    places = [at for at, each in enumerate(items) if comparison_key(item, each) in keys]
    kept: Items = [each for at, each in enumerate(items) if at not in places]
    if value is not ABSENT:
        at = min(places, default=len(kept))
        kept.insert(at, value)
    return kept
