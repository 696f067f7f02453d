"""Merge two edits of one record (a three-way merge), field by field; no edit is lost without a conflict."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, field

from casefile.changes.change import SIDES, Path, field_of, parts_of
from casefile.changes.cited_sources import CITES, SOURCES, cited_alone
from casefile.changes.equality import (
    ABSENT,
    alike_or_absent,
    child_of,
    entries_by_id,
    identical,
    ids_of,
    is_ledger,
    is_set,
    unless_empty,
)
from casefile.changes.ledger_merge import merge_orders
from casefile.changes.set_merge import merge_list
from casefile.model.plain_data import Data, KnownFields, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import PROCEEDINGS


class Conflict(Struct, frozen=True):
    """A field to which the two sides gave different values; ABSENT on a side that does not have the field.

    `field` is a dotted path, as in a Change: it contains the id of a ledger entry, and a set is in conflict
    as a whole. It is empty for the whole record.
    """

    field: str
    base: object
    ours: object
    theirs: object

    @property
    def path(self) -> Path:
        """The parts of `field`, as `parts_of` returns them; empty for the whole record."""
        return parts_of(self.field)

    @property
    def is_of_two(self) -> bool:
        """Whether each side has added a different record or proceeding under the same id.

        Of all ids in a record, only those of proceedings are typed by a person; the others are random.
        """
        sides = (self.ours, self.theirs)
        is_named = not self.field or self.path[:-1] == (PROCEEDINGS,)
        return is_named and self.base is ABSENT and all(isinstance(each, Mapping) for each in sides)

    @property
    def is_about_order(self) -> bool:
        """Whether both sides have the same entries in a different order."""
        if not isinstance(self.ours, list) or not isinstance(self.theirs, list):
            return False
        ours, theirs = ids_of(self.ours) or [], ids_of(self.theirs) or []
        return ours != theirs and {*ours} == {*theirs}


class Merged(Struct, frozen=True):
    """The result of merging two edits of a record, and the conflicts between them.

    At a conflict, `data` contains our value, or theirs if our side has none, so that the field keeps its
    place. No conflict is inside another one. All values are plain data, shared with the sides.
    """

    data: KnownFields
    conflicts: tuple[Conflict, ...] = ()


def contradiction(conflict: Conflict) -> str:
    """Return a phrase for a message that describes a conflict by fields and ids, without values."""
    if conflict.is_of_two and conflict.field:
        return f"each side added a different proceeding with the same id, `{conflict.field}`"
    if conflict.is_of_two and (names := _names(conflict)):
        return f"git treated two records as one: {names[0]} and {names[1]}"
    if conflict.is_of_two:
        return "each side has a different record with this id"
    if conflict.is_about_order:
        return f"the sides have the same `{conflict.field}` in different orders: which came last?"
    if conflict.field:
        return f"both sides changed `{conflict.field}`"
    sides = {"our": conflict.ours, "their": conflict.theirs}
    gone = [f"{side} side removed, renamed or withdrew" for side, whole in sides.items() if whole is ABSENT]
    return (
        f"{gone[0]} this record, and the other side changed it"
        if gone
        else "both sides changed the whole record"
    )


def _names(conflict: Conflict) -> tuple[str, ...]:
    """Return the ids of two whole records in conflict; an empty tuple if both have the same id."""
    sides = [each for each in (conflict.ours, conflict.theirs) if isinstance(each, Mapping)]
    ids = dict.fromkeys(str(each.get("id")) for each in sides)
    return tuple(ids) if len(ids) > 1 else ()


NOWHERE: frozenset[Path] = frozenset()


def merge(
    shape: Shape,
    base: Data | None,
    ours: Data,
    theirs: Data,
    apart: Collection[Path] = NOWHERE,
) -> Merged:
    """Merge two edits of the record `base`, which is None if both sides have added the record.

    A change of one side is taken, and the same change on both sides counts once. In sets, the additions and
    the removals of both sides apply. Ledgers get the entries of both sides: an entry of theirs follows the
    entry that it follows on their side, and comes after ours where both added entries in one place. These are
    conflicts: a field with two new values; a field that was changed on one side and removed on the other; two
    orders of the same entries; a value and its sources in `cites`, or a verification status and its
    resolution, if each side changed one of the two; and a case that was withdrawn on one side and changed on
    the other. The paths in `apart` are not merged: if the sides differ there, it is a conflict.
    """
    walk = _MergeWalk(frozenset(apart))
    data = walk.merge_node(shape, (), ThreeWayNode(ABSENT if base is None else base, ours, theirs))
    return Merged(dict(data), tuple(walk.conflicts))


def apply_settlements(shape: Shape, merged: Merged, choices: Data) -> KnownFields:
    """Return the merged data with the chosen values at the fields in conflict; ABSENT removes a field.

    `choices` has the values by the `field` of their conflicts; a conflict without one stays as it is.
    """
    data: Any = merged.data
    for conflict in merged.conflicts:
        if conflict.field in choices:
            path = conflict.path
            data = _replace_at(shape, data, path, choices[conflict.field]) if path else choices[""]
    return dict(data)


def choose_sides(shape: Shape, merged: Merged) -> Iterator[KnownFields]:
    """Yield the data with our side chosen in every conflict, then the data with theirs."""
    for side in SIDES:
        yield apply_settlements(shape, merged, {each.field: getattr(each, side) for each in merged.conflicts})


class ThreeWayNode(NamedTuple):
    """One node of a record in the ancestor and on two sides; ABSENT where it does not exist."""

    base: Any
    ours: Any
    theirs: Any

    def at(self, name: str) -> ThreeWayNode:
        """Return the field `name` of three mappings; one that is not a mapping has no fields."""
        return ThreeWayNode(
            *(side.get(name, ABSENT) if isinstance(side, Mapping) else ABSENT for side in self)
        )

    @property
    def items(self) -> tuple[list[Any], list[Any], list[Any]] | None:
        """The items of three lists, an empty list for an absent one; None if ours or theirs is not a list."""
        if not all(isinstance(side, list) or side is ABSENT for side in (self.ours, self.theirs)):
            return None
        base, ours, theirs = map(items, self)
        return base, ours, theirs


class _MergeWalk(Struct):
    """The state of one merge of a record: the conflicts so far, and the paths that are not merged."""

    apart: frozenset[Path]
    conflicts: list[Conflict] = field(default_factory=list)

    def merge_node(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Merge one node and return its merged value; ABSENT if it is removed. Conflicts are recorded."""
        if path in self.apart and not alike_or_absent(shape, three.ours, three.theirs):
            return self.record_conflict(shape, path, three)
        # One side may have changed `cites` alone: the paths below it are still chosen with their values.
        if path[-1:] == (CITES,) and any(each[:-1] == path for each in self.apart):
            sides = ({} if side is ABSENT else side for side in three)
            return self.merge_mapping(shape, path, ThreeWayNode(*sides)) or ABSENT
        found, taken = _take_single_change(shape, three)
        return taken if found else self.merge_changed(shape, path, three)

    def merge_changed(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Merge a node that both sides have changed in different ways, and return the merged value."""
        if shape.is_mapping and all(isinstance(side, Mapping) for side in (three.ours, three.theirs)):
            is_two = _became_two(shape, three) or _cites_for_other(shape, three)
            return (
                self.record_conflict(shape, path, three) if is_two else self.merge_mapping(shape, path, three)
            )
        items = three.items
        if items and is_set(shape):
            return self.merge_set(shape, path, items)
        if items and is_ledger(shape) and all(ids_of(each) is not None for each in items):
            return self.merge_ledger(shape, path, ThreeWayNode(*map(entries_by_id, items)))
        return self.record_conflict(shape, path, three)

    def record_conflict(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Record a conflict and return our value, or theirs if ours is ABSENT, to keep its place.

        A list without items counts as absent and does not keep the place.
        """
        three = ThreeWayNode(*(unless_empty(shape, side) for side in three))
        self.conflicts.append(Conflict(field_of(path), *three))
        return three.theirs if three.ours is ABSENT else three.ours

    def merge_mapping(self, shape: Shape, path: Path, three: ThreeWayNode) -> KnownFields:
        """Merge two mappings field by field, in our order; the fields that only theirs has come last.

        A value and the sources that are cited for it are chosen together.
        """
        ours, theirs = shape.seen(three.ours), shape.seen(three.theirs)
        self.apart |= {(*path, *part) for part in _paths_to_choose(ours, three)}
        merged = {}
        for name in dict.fromkeys((*three.ours, *three.theirs)):
            child = child_of(shape, ours if ours.key(name) else theirs, name)
            value = self.merge_node(child, (*path, name), three.at(name))
            if value is not ABSENT:
                merged[name] = value
        return merged

    def merge_set(self, shape: Shape, path: Path, items: tuple[list[Any], list[Any], list[Any]]) -> Any:  # noqa: ANN401
        """Merge three lists without an order (base, ours, theirs); return ABSENT if no item is left."""

        def inside(base: object, ours: object, theirs: object) -> tuple[object, bool]:
            inner = _MergeWalk(NOWHERE)
            value = inner.merge_node(shape.item(), (), ThreeWayNode(base, ours, theirs))
            return value, not inner.conflicts

        ours, theirs = merge_list(shape, *items, inside)
        if not alike_or_absent(shape, ours, theirs):
            return self.record_conflict(shape, path, ThreeWayNode(items[0], ours, theirs))
        return ours or ABSENT

    def merge_ledger(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - a list, or nothing
        """Merge the entries of three ledgers by id, then their order; it is a conflict if both orders differ.

        If the orders conflict, the ledger is one conflict, and the conflicts inside its entries are part of
        it.
        """
        before = len(self.conflicts)
        entries = {}
        for name in dict.fromkeys((*three.ours, *three.theirs)):
            value = self.merge_node(shape.item(), (*path, name), three.at(name))
            if value is not ABSENT:
                entries[name] = value
        ours, theirs = merge_orders(three, entries)
        if ours == theirs:
            return [entries[name] for name in ours] or ABSENT
        conflicting = {each.path[len(path)] for each in self.conflicts[before:]}
        del self.conflicts[before:]
        own, other = (
            [
                (side if name in conflicting else entries)[name]
                for name in order
                if name not in conflicting or name in side
            ]
            for side, order in ((three.ours, ours), (three.theirs, theirs))
        )
        return self.record_conflict(shape, path, ThreeWayNode([*three.base.values()], own, other))


def _take_single_change(shape: Shape, three: ThreeWayNode) -> tuple[bool, Any]:
    """Return whether one side alone has changed a node, or both in the same way; and the value to take then.

    A side that only wrote the value differently, with the same meaning, has not changed it.
    """
    base, ours, theirs = (unless_empty(shape, side) for side in three)
    if identical(ours, base):
        return True, three.theirs
    if identical(theirs, base) or identical(ours, theirs) or alike_or_absent(shape, ours, theirs):
        return True, three.ours
    if alike_or_absent(shape, ours, base):
        return True, three.theirs
    return alike_or_absent(shape, theirs, base), three.ours


def _became_two(shape: Shape, three: ThreeWayNode) -> bool:
    """Return whether the two sides have a node of different models, whose fields do not belong together.

    An entry of which one side has only corrected the type is still the same entry.
    """
    base, ours, theirs = (shape.seen(side).models for side in three)
    typed = "type" in three.ours or "type" in three.theirs
    known = isinstance(three.base, Mapping) and base in {ours, theirs}
    return ours != theirs and not (typed and known)


def _cites_for_other(shape: Shape, three: ThreeWayNode) -> bool:
    """Return whether the sides of a node state different values, and cite different sources for them.

    With the sources of both, the node would cite a source for a value that it does not state.
    """
    if SOURCES not in shape.fields or CITES in shape.fields:
        return False
    names = {name for name in {*three.ours, *three.theirs} if not _is_same_at(shape, (name,), three)}
    return SOURCES in names and names != {SOURCES}


def _paths_to_choose(shape: Shape, three: ThreeWayNode) -> Iterator[Path]:
    """Yield the paths in an event at which one side must be chosen, because both sides changed a pair.

    A value and its own sources in `cites` are a pair, and so are a verification status and its resolution. If
    each side changed something in a pair, both paths are yielded.
    """
    if CITES not in shape.fields:
        return
    names = dict.fromkeys(name for side in three if isinstance(side, Mapping) for name in cited_alone(side))
    pairs = [((name,), (CITES, name)) for name in names]
    for pair in (*pairs, (("standing",), ("resolution",))):
        if not any(_is_same_at(shape, path, three) for path in pair) and all(
            any(not _is_same_at(shape, path, ThreeWayNode(ABSENT, three.base, side)) for path in pair)
            for side in (three.ours, three.theirs)
        ):
            yield from pair


def _is_same_at(shape: Shape, path: Path, three: ThreeWayNode) -> bool:
    """Return whether our side has the same value as theirs at a path below a mapping."""
    for name in path:
        sides = (each for each in three[1:] if isinstance(each, Mapping) and name in each)
        shape, three = child_of(shape, shape.seen(next(sides, {})), name), three.at(name)
    return alike_or_absent(shape, *three[1:])


def _replace_at(shape: Shape, node: Any, path: Path, value: object) -> Any:  # noqa: ANN401 - plain data of any form
    """Return a copy of a node with `value` at an existing path below it; ABSENT removes what is there.

    A ledger that loses its last entry becomes ABSENT.
    """
    name, *rest = path
    if isinstance(node, list):
        items = [
            each if each.get("id") != name else _replace_below(shape.item(each), each, rest, value)
            for each in node
        ]
        return [each for each in items if each is not ABSENT] or ABSENT
    child = child_of(shape, shape.seen(node), name)
    made = _replace_below(child, node.get(name), rest, value)
    return {
        each: made if each == name else held
        for each, held in node.items()
        if each != name or made is not ABSENT
    }


def _replace_below(shape: Shape, node: object, rest: list[str], value: object) -> object:
    return _replace_at(shape, node, tuple(rest), value) if rest else value
