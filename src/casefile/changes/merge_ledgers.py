"""The order of a ledger that two sides have added to: each entry behind the one that it stood behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from casefile.changes.compare import resting
from casefile.changes.sameness import ABSENT, ids_of

Side = Literal["base", "ours", "theirs"]
Order = list[str]


class Ledger(Struct, frozen=True, dict=True):
    """One ledger on three sides; every entry has an id of its own on its side."""

    base: list[Any]
    ours: list[Any]
    theirs: list[Any]

    @cached_property
    def ids(self) -> dict[Side, Order]:
        """The ids of each side in its order."""
        return {"base": _ids(self.base), "ours": _ids(self.ours), "theirs": _ids(self.theirs)}

    @cached_property
    def _entries(self) -> dict[Side, dict[str, Any]]:
        lists: dict[Side, list[Any]] = {"base": self.base, "ours": self.ours, "theirs": self.theirs}
        return {side: dict(zip(self.ids[side], items, strict=True)) for side, items in lists.items()}

    @property
    def names(self) -> Order:
        """The ids that our or their side has."""
        return [*dict.fromkeys((*self.ids["ours"], *self.ids["theirs"]))]

    def of(self, side: Side, name: str) -> Any:  # noqa: ANN401 - an entry, or ABSENT
        """Return the entry as a side has it."""
        return self._entries[side].get(name, ABSENT)

    def entry(self, name: str) -> tuple[Any, Any, Any]:
        """Return the entry on all three sides."""
        return self.of("base", name), self.of("ours", name), self.of("theirs", name)

    def in_order(self, side: Side, order: Order, entries: Mapping[str, Any]) -> list[Any]:
        """Return these entries in an order, as a side has them where they are ABSENT."""
        chosen = (self.of(side, name) if entries[name] is ABSENT else entries[name] for name in order)
        return [each for each in chosen if each is not ABSENT]


def _ids(entries: list[Any]) -> Order:
    return ids_of(entries) or []


def orders(ledger: Ledger, left: Collection[str]) -> tuple[Order, Order]:
    """Return the order of the ids that are left, as it follows from our side and from theirs.

    The two are equal but where both sides have put the same entries into different orders.
    """
    base, ours, theirs = ([name for name in ledger.ids[side] if name in left] for side in SIDES)
    own, other = _among(ours, theirs), _among(theirs, ours)
    if own != other:
        known, own, other = _among(base, own), _among(own, base), _among(other, base)
        if own == other:  # the entries that both have added stand in two orders
            return _woven(ours, theirs, ours_lead=True), _woven(theirs, ours, ours_lead=False)
        if own == known:
            theirs = _woven(theirs, ours, ours_lead=False)
            return theirs, theirs
        if other != known:
            moved, own_moved = _moved(known, other), _moved(known, own)
            if moved & own_moved:
                return _woven(ours, theirs, ours_lead=True), _woven(theirs, ours, ours_lead=False)
            ours = _with_moves(ours, theirs, moved, own_moved)
    ours = _woven(ours, theirs, ours_lead=True)
    return ours, ours


SIDES: tuple[Side, ...] = ("base", "ours", "theirs")


def _among(order: Order, others: Collection[str]) -> Order:
    return [name for name in order if name in others]


def _moved(before: Order, after: Order) -> set[str]:
    return {*before} - resting(before, after)


def _with_moves(order: Order, other: Order, moved: Collection[str], own: Collection[str]) -> Order:
    """Return an order with moves of another one made in it, behind its own to the same place."""
    for name in _among(other, moved):
        order = [each for each in order if each != name]
        at = _behind(order, other, name)
        while at < len(order) and order[at] in own:
            at += 1
        order.insert(at, name)
    return order


def _woven(lead: Order, other: Order, *, ours_lead: bool) -> Order:
    """Put the entries of another order into one; where both are new in one place, ours come first."""
    order, common = list(lead), {*other}
    for name in other:
        if name not in order:
            at = _behind(order, other, name)
            while ours_lead and at < len(order) and order[at] not in common:
                at += 1
            order.insert(at, name)
    return order


def _behind(order: Order, other: Order, name: str) -> int:
    """Return the place behind the nearest of the entries that stand before one in another order."""
    before = other[: other.index(name)]
    return next((order.index(each) + 1 for each in reversed(before) if each in order), 0)
