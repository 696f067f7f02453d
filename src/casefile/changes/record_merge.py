"""Two edits of one record as one: by meaning, field by field, with nothing lost of either."""

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
from casefile.changes.ledger_merge import orders
from casefile.changes.set_merge import merge_list
from casefile.model.plain_data import Data, KnownFields, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import PROCEEDINGS


class Conflict(Struct, frozen=True):
    """A field that the two sides have made two different things of; ABSENT where a side has nothing there.

    `field` is a dotted path as that of a Change: an entry of a ledger stands by its id, a set as a whole;
    empty for the whole record.
    """

    field: str
    base: object
    ours: object
    theirs: object

    @property
    def path(self) -> Path:
        """The parts of the field; empty for the whole record."""
        return parts_of(self.field)

    @property
    def is_of_two(self) -> bool:
        """Whether each side has added a record or a proceeding under one id, and the two are different.

        Of all ids in a record, a person types those of proceedings alone; the others are random.
        """
        sides = (self.ours, self.theirs)
        is_named = not self.field or self.path[:-1] == (PROCEEDINGS,)
        return is_named and self.base is ABSENT and all(isinstance(each, Mapping) for each in sides)

    @property
    def is_about_order(self) -> bool:
        """Whether both sides have the same entries, and only their order differs: which came last?"""
        if not isinstance(self.ours, list) or not isinstance(self.theirs, list):
            return False
        ours, theirs = ids_of(self.ours) or [], ids_of(self.theirs) or []
        return ours != theirs and {*ours} == {*theirs}


class Merged(Struct, frozen=True):
    """What two edits make of a record, and where they contradict each other.

    Where there is a conflict `data` holds our side, or theirs where we have nothing, so that the field has
    its place. No conflict lies inside another one. All of it is plain data, shared with the sides.
    """

    data: KnownFields
    conflicts: tuple[Conflict, ...] = ()


def contradiction(conflict: Conflict) -> str:
    """Return in words what the sides have done to a field, or to the record."""
    if conflict.is_of_two and conflict.field:
        return f"each side added a proceeding of its own under one id, `{conflict.field}`"
    if conflict.is_of_two and (names := _names(conflict)):
        return f"git took two records for one: {names[0]} and {names[1]}"
    if conflict.is_of_two:
        return "each side added a record of its own under this id"
    if conflict.is_about_order:
        return f"the sides have the same `{conflict.field}` in different orders: which came last?"
    if conflict.field:
        return f"both sides changed `{conflict.field}`"
    sides = {"our": conflict.ours, "their": conflict.theirs}
    gone = [f"{side} side removed, renamed or withdrew" for side, whole in sides.items() if whole is ABSENT]
    return (
        f"{gone[0]} this record, and the other one changed it"
        if gone
        else "both sides changed the whole record"
    )


def _names(conflict: Conflict) -> tuple[str, ...]:
    """Return the ids of two whole records in conflict; nothing where they have one id."""
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
    """Merge two edits of `base`; None where both sides have added the record.

    What only one side has changed is taken, what both have changed alike counts once. Of sets the additions
    and the removals of both are taken, of ledgers the entries of both: theirs behind the entry that they
    stand behind on their side, and behind ours where both are new in one place. A field that became two
    values, one that was changed here and removed there, and a case that was withdrawn on one side and changed
    on the other are conflicts. `apart` are paths that are not to be merged, only chosen from.
    """
    walk = _MergeWalk(frozenset(apart))
    data = walk.node(shape, (), ThreeWayNode(ABSENT if base is None else base, ours, theirs))
    return Merged(dict(data), tuple(walk.conflicts))


def apply_settlements(shape: Shape, merged: Merged, choices: Data) -> KnownFields:
    """Return the data with these values at the fields that are in conflict; ABSENT takes a field out."""
    data: Any = merged.data
    for conflict in merged.conflicts:
        if conflict.field in choices:
            path = conflict.path
            data = _put(shape, data, path, choices[conflict.field]) if path else choices[""]
    return dict(data)


def choose_sides(shape: Shape, merged: Merged) -> Iterator[KnownFields]:
    """Yield the data with our side chosen in every conflict, then the data with theirs."""
    for side in SIDES:
        yield apply_settlements(shape, merged, {each.field: getattr(each, side) for each in merged.conflicts})


class ThreeWayNode(NamedTuple):
    """One node on three sides; ABSENT where it does not stand."""

    base: Any
    ours: Any
    theirs: Any

    def at(self, name: str) -> ThreeWayNode:
        """Return a field of three mappings; what is none has no fields."""
        return ThreeWayNode(
            *(side.get(name, ABSENT) if isinstance(side, Mapping) else ABSENT for side in self)
        )

    @property
    def items(self) -> tuple[list[Any], list[Any], list[Any]] | None:
        """The items of three lists, none for one that is absent; nothing where we or they have no list."""
        if not all(isinstance(side, list) or side is ABSENT for side in (self.ours, self.theirs)):
            return None
        base, ours, theirs = map(items, self)
        return base, ours, theirs


class _MergeWalk(Struct):
    """One merge on its way through the record."""

    apart: frozenset[Path]
    conflicts: list[Conflict] = field(default_factory=list)

    def node(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Merge one node; return what stands there then."""
        if path in self.apart and not alike_or_absent(shape, three.ours, three.theirs):
            return self.conflict(shape, path, three)
        # One side may have changed `cites` alone: the paths below it are still chosen with their values.
        if path[-1:] == (CITES,) and any(each[:-1] == path for each in self.apart):
            sides = ({} if side is ABSENT else side for side in three)
            return self.mapping(shape, path, ThreeWayNode(*sides)) or ABSENT
        found, taken = _taken(shape, three)
        return taken if found else self.merge_changed(shape, path, three)

    def merge_changed(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Merge a node that both sides have changed, in different ways; return the merged value."""
        if shape.is_mapping and all(isinstance(side, Mapping) for side in (three.ours, three.theirs)):
            is_two = _became_two(shape, three) or _cites_for_other(shape, three)
            return self.conflict(shape, path, three) if is_two else self.mapping(shape, path, three)
        items = three.items
        if items and is_set(shape):
            return self.set(shape, path, items)
        if items and is_ledger(shape) and all(ids_of(each) is not None for each in items):
            return self.ledger(shape, path, ThreeWayNode(*map(entries_by_id, items)))
        return self.conflict(shape, path, three)

    def conflict(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - plain data of any form
        """Note that a node has become two; return what keeps its place. A list without items does not."""
        three = ThreeWayNode(*(unless_empty(shape, side) for side in three))
        self.conflicts.append(Conflict(field_of(path), *three))
        return three.theirs if three.ours is ABSENT else three.ours

    def mapping(self, shape: Shape, path: Path, three: ThreeWayNode) -> KnownFields:
        """Merge field by field, in our order; the fields that theirs alone has come last.

        A value and the sources that are cited for it are chosen together.
        """
        ours, theirs = shape.seen(three.ours), shape.seen(three.theirs)
        self.apart |= {(*path, *part) for part in _paths_to_choose(ours, three)}
        merged = {}
        for name in dict.fromkeys((*three.ours, *three.theirs)):
            child = child_of(shape, ours if ours.key(name) else theirs, name)
            value = self.node(child, (*path, name), three.at(name))
            if value is not ABSENT:
                merged[name] = value
        return merged

    def set(self, shape: Shape, path: Path, items: tuple[list[Any], list[Any], list[Any]]) -> Any:  # noqa: ANN401
        """Join two lists without an order; nothing stands there where no item is left."""

        def inside(base: object, ours: object, theirs: object) -> tuple[object, bool]:
            inner = _MergeWalk(NOWHERE)
            value = inner.node(shape.item(), (), ThreeWayNode(base, ours, theirs))
            return value, not inner.conflicts

        ours, theirs = merge_list(shape, *items, inside)
        if not alike_or_absent(shape, ours, theirs):
            return self.conflict(shape, path, ThreeWayNode(items[0], ours, theirs))
        return ours or ABSENT

    def ledger(self, shape: Shape, path: Path, three: ThreeWayNode) -> Any:  # noqa: ANN401 - a list, or nothing
        """Merge the entries of three ledgers by id, then both orders; a conflict where these differ."""
        before = len(self.conflicts)
        entries = {}
        for name in dict.fromkeys((*three.ours, *three.theirs)):
            value = self.node(shape.item(), (*path, name), three.at(name))
            if value is not ABSENT:
                entries[name] = value
        ours, theirs = orders(three, entries)
        if ours == theirs:
            return [entries[name] for name in ours] or ABSENT
        torn = {each.path[len(path)] for each in self.conflicts[before:]}
        del self.conflicts[before:]
        own, other = (
            [(side if name in torn else entries)[name] for name in order if name not in torn or name in side]
            for side, order in ((three.ours, ours), (three.theirs, theirs))
        )
        return self.conflict(shape, path, ThreeWayNode([*three.base.values()], own, other))


def _taken(shape: Shape, three: ThreeWayNode) -> tuple[bool, Any]:
    """Tell whether one side alone has changed a node, or both alike; and what stands there then.

    A side that only wrote it in another way has not changed it.
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
    """Tell whether a node is of one model here and of another there: their fields do not belong together.

    An entry of which one side has only corrected the type is still the same entry.
    """
    base, ours, theirs = (shape.seen(side).models for side in three)
    typed = "type" in three.ours or "type" in three.theirs
    known = isinstance(three.base, Mapping) and base in {ours, theirs}
    return ours != theirs and not (typed and known)


def _cites_for_other(shape: Shape, three: ThreeWayNode) -> bool:
    """Return whether two sides of a group state different things, and cite different sources for them.

    With the sources of both, the group would cite one for something that it does not state.
    """
    if SOURCES not in shape.fields or CITES in shape.fields:
        return False
    names = {name for name in {*three.ours, *three.theirs} if not _is_same_at(shape, (name,), three)}
    return SOURCES in names and names != {SOURCES}


def _paths_to_choose(shape: Shape, three: ThreeWayNode) -> Iterator[Path]:
    """Yield the paths in an event that are only to be chosen from, since each side changed one of a pair.

    A value and its own sources in `cites` are a pair, and so are a standing and its resolution.
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
    """Return whether our side has the same at a path below a mapping as theirs."""
    for name in path:
        sides = (each for each in three[1:] if isinstance(each, Mapping) and name in each)
        shape, three = child_of(shape, shape.seen(next(sides, {})), name), three.at(name)
    return alike_or_absent(shape, *three[1:])


def _put(shape: Shape, node: Any, path: Path, value: object) -> Any:  # noqa: ANN401 - plain data of any form
    """Return a node with a value at a path below it; nothing is left of a list that loses its last entry."""
    name, *rest = path
    if isinstance(node, list):
        items = [
            each if each.get("id") != name else _instead(shape.item(each), each, rest, value) for each in node
        ]
        return [each for each in items if each is not ABSENT] or ABSENT
    child = child_of(shape, shape.seen(node), name)
    made = _instead(child, node.get(name), rest, value)
    return {
        each: made if each == name else held
        for each, held in node.items()
        if each != name or made is not ABSENT
    }


def _instead(shape: Shape, node: object, rest: list[str], value: object) -> object:
    return _put(shape, node, tuple(rest), value) if rest else value
