"""Whether two pieces of plain data mean the same, and how to get from a node to the nodes below it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from enum import Enum
from functools import reduce

from msgspec.msgpack import encode

from casefile.model.plain_data import Data, KnownFields, find_entry, groups, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import LEDGER


class Absent(Enum):
    """Marks a place without a value; null is a value of the data, ABSENT is not."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


def have_same_meaning(shape: Shape, left: object, right: object) -> bool:
    """Return whether two values of one shape mean the same, even if they are written differently.

    These differences do not count: the order of keys and of sets, the normal form of Unicode, an empty set or
    ledger in a mapping or none, and `278` or `"278"` where the field takes both.
    """
    return comparison_key(shape, left) == comparison_key(shape, right)


def comparison_key(shape: Shape, value: object) -> Hashable:
    """Return a hashable form, equal for two values exactly if they mean the same (`have_same_meaning`)."""
    if isinstance(value, Mapping):
        seen = shape.seen(value)
        kept = {name: (child_of(shape, seen, name), item) for name, item in value.items()}
        return "mapping", frozenset(
            (name, comparison_key(child, item))
            for name, (child, item) in kept.items()
            if unless_empty(child, item) is not ABSENT
        )
    if isinstance(value, list):
        items = [comparison_key(shape.item(), item) for item in value]
        return ("set", frozenset(Counter(items).items())) if is_set(shape) else ("list", tuple(items))
    if isinstance(value, int) and not isinstance(value, bool) and shape.form in {"label", "date"}:
        return "str", str(value)
    if isinstance(value, str):
        return "str", unicodedata.normalize("NFC", value)
    return type(value).__name__, str(value)


def entry_key_without_id(ledger: Shape, entry: Data) -> Hashable:
    """Return the comparison key of a ledger entry without its id; `ledger` is the shape of the ledger.

    It is equal for two entries that differ in their ids only.
    """
    return comparison_key(ledger.item(entry), {name: value for name, value in entry.items() if name != "id"})


def child_of(shape: Shape, seen: Shape, name: str) -> Shape:
    """Return the shape of the field `name`, also if only another model of the same node knows the field.

    `seen` is `shape` narrowed to the model of the data. So the lists of an entry stay lists when its type
    changes. A name that no model knows is a plain value.
    """
    return seen.key(name) or shape.key(name) or Shape(name)


def is_set(shape: Shape) -> bool:
    """Return whether the node is a list whose items have no order."""
    return shape.is_list and shape.match == "set"


def is_ledger(shape: Shape) -> bool:
    """Return whether the node is a list whose items have ids, such as the events of a case."""
    return shape.is_list and shape.match == "id"


def is_itemwise(shape: Shape) -> bool:
    """Return whether the node is a list of which single items change: a set or a ledger.

    An empty list of this form is the same as an absent one.
    """
    return is_set(shape) or is_ledger(shape)


def ids_of(items: list[object]) -> list[str] | None:
    """Return the ids of the entries of a ledger; None if an entry has no id or two have the same."""
    ids = [each.get("id") for each in groups(items)]
    known = [each for each in ids if isinstance(each, str) and each]
    return known if len(known) == len(items) == len(set(known)) else None


def entries_by_id(ledger: object) -> KnownFields:
    """Return the entries of a ledger by id, in their order.

    An empty mapping if it is not a list, if an entry has no id, or if two have the same.
    """
    entries = items(ledger)
    return dict(zip(ids_of(entries) or (), entries, strict=False))


def ledger_of(data: Data) -> KnownFields:
    """Return the events of a record by id, as `entries_by_id` does: empty if the ids are not usable."""
    return entries_by_id(data.get(LEDGER))


def identical(one: object, other: object) -> bool:
    """Return whether two pieces of data are the same object, or equal with the same types and key order."""
    return one is other or (one == other and _written(one) == _written(other))


def _written(value: object) -> bytes | str:
    """Return a form of plain data that is also different for 1 and true, and for another order of keys."""
    try:
        return encode(value)
    except (TypeError, ValueError, OverflowError):  # not data, or an integer that is too large
        return repr(value)


def unless_empty(shape: Shape, value: object) -> object:
    """Return a value; ABSENT for an empty set or ledger, which means the same as none."""
    return ABSENT if value == [] and is_itemwise(shape) else value


def alike_or_absent(shape: Shape, one: object, other: object) -> bool:
    """Return whether two states of a node mean the same; either may be ABSENT.

    An empty set or ledger counts as ABSENT.
    """
    one, other = (unless_empty(shape, each) for each in (one, other))
    return one is other if one is ABSENT or other is ABSENT else have_same_meaning(shape, one, other)


def shape_within(shape: Shape, part: str) -> Shape:
    """Return the shape one step below a node: of the field `part`, or of the entries of a ledger."""
    return shape.item() if is_ledger(shape) else child_of(shape, shape, part)


def shape_at(shape: Shape, path: Iterable[str]) -> Shape:
    """Return the shape of the node at a path below a node; the path contains the ids of ledger entries.

    The shape of a node that no model knows is that of a plain value.
    """
    return reduce(shape_within, path, shape)


def within(value: object, part: str) -> object:
    """Return the value of the field `part`, or the ledger entry with that id; ABSENT if there is none."""
    if isinstance(value, Mapping):
        return value.get(part, ABSENT)
    return find_entry(value, part) or ABSENT


def find_node(value: object, path: Iterable[str]) -> object:
    """Return the node at a path below the node `value`; ABSENT if there is none.

    A path contains the ids of entries; `value_at` in `model.plain_data` takes indexes of lists.
    """
    return reduce(within, path, value)
