"""Merge the order of a ledger that two sides changed: each entry follows the one that it followed before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from casefile.changes.compare import longest_common_order

Order = list[str]


def merge_orders(sides: Iterable[Iterable[str]], kept: Collection[str]) -> tuple[Order, Order]:
    """Return the order of the ids in `kept` for the merged ledger, by our side and by theirs.

    `sides` are the ids of base, ours and theirs, in their orders; `kept` are the ids that the merge keeps.
    The two orders differ only if both sides have put the same entries into different orders.
    """
    base, ours, theirs = (_select_ids(side, kept) for side in sides)
    own, other = _select_ids(ours, theirs), _select_ids(theirs, ours)
    if own != other:
        known, own, other = _select_ids(base, own), _select_ids(own, base), _select_ids(other, base)
        if own == other:  # the sides disagree only about the order of entries that both added
            return _weave(ours, theirs, ours_lead=True), _weave(theirs, ours, ours_lead=False)
        if own == known:
            theirs = _weave(theirs, ours, ours_lead=False)
            return theirs, theirs
        if other != known:
            moved, own_moved = _find_moved(known, other), _find_moved(known, own)
            if moved & own_moved:
                return _weave(ours, theirs, ours_lead=True), _weave(theirs, ours, ours_lead=False)
            ours = _with_moves(ours, theirs, moved, own_moved)
    ours = _weave(ours, theirs, ours_lead=True)
    return ours, ours


def _select_ids(order: Iterable[str], others: Collection[str]) -> Order:
    return [name for name in order if name in others]


def _find_moved(before: Order, after: Order) -> set[str]:
    return {*before} - longest_common_order(before, after)


def _with_moves(order: Order, other: Order, moved: Collection[str], own: Collection[str]) -> Order:
    """Return `order` with the entries in `moved` put where `other` has them.

    Each goes after the entries in `own`, which `order` itself has moved to the same place.
    """
    for name in _select_ids(other, moved):
        order = [each for each in order if each != name]
        at = _index_after(order, other, name)
        while at < len(order) and order[at] in own:
            at += 1
        order.insert(at, name)
    return order


def _weave(lead: Order, other: Order, *, ours_lead: bool) -> Order:
    """Return the order `lead` with the missing entries of `other` inserted after their neighbours.

    `ours_lead`: `lead` is our side. Where both sides have new entries in one place, ours come first.
    """
    order, common = list(lead), {*other}
    for name in other:
        if name not in order:
            at = _index_after(order, other, name)
            while ours_lead and at < len(order) and order[at] not in common:
                at += 1
            order.insert(at, name)
    return order


def _index_after(order: Order, other: Order, name: str) -> int:
    """Return the index in `order` after the nearest of the entries that come before `name` in `other`."""
    before = other[: other.index(name)]
    return next((order.index(each) + 1 for each in reversed(before) if each in order), 0)
