"""Set, add to and unset a field that is named by a dotted path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from casefile.changes.change import parts_of
from casefile.changes.change_text import item_name
from casefile.changes.equality import comparison_key, is_set
from casefile.changes.equality import have_same_meaning as is_same
from casefile.dates import Day
from casefile.editing.typed_values import parse_typed, typed_all
from casefile.errors import BadInput, NotFound, nearest
from casefile.model.plain_data import Data, Fields, items
from casefile.model.shape import Shape
from casefile.model.tiers import TierFacts, strictness
from casefile.model.vocabularies import LEDGER, Tier
from casefile.register import Entry

Group = tuple[Shape, Fields]
"""A mapping in a record: its shape and its data."""
Verb = Literal["set", "add", "unset"]
FIXED = {
    "id": "to change the id and all references to it: casefile rename",
    "schema": "the kind of a record cannot change",
}
"""Fields that no correction changes, each with the message."""


class Field(Struct, frozen=True):
    """A field of a record that may be changed.

    `groups` are the mappings around it, from the record down, each with its shape; `shape` and `name` are
    those of the field.
    """

    path: str
    groups: tuple[Group, ...]
    shape: Shape
    name: str

    @property
    def holder(self) -> Fields:
        """The mapping that contains the field."""
        return self.groups[-1][1]

    @property
    def around(self) -> Shape:
        """The shape of the mapping that contains the field."""
        return self.groups[-1][0]

    def tier_around(self, tier: Tier, facts: TierFacts, added: object) -> Tier:
        """Return the tier that applies to the field after the value `added` is added to it.

        `tier` is that of the record.
        """
        value = [*self._held(), *added] if isinstance(added, list) else added
        for shape, data in (*self.groups[:-1], (self.around, {**self.holder, self.name: value})):
            tier = strictness(shape, data, tier, facts)
        return tier

    def value_of(self, verb: Verb, text: str | None, today: Day) -> object:
        """Return text typed on the day `today` as data: a list of items for `add` and `unset` of a list.

        None if there is no text, which unsets the whole field. Raises BadInput as `parse_typed` does.
        """
        if text is None:
            return None
        if verb == "set" or not self.shape.is_list:
            return parse_typed(self.shape, text, today)
        return typed_all(self.shape, [text], today)

    def set(self, value: object) -> None:
        """Set the field to this value, in the data of the record."""
        self.holder[self.name] = value

    def add(self, added: object) -> None:
        """Add those of some items that the list does not contain yet.

        Raises BadInput CF602 if the field is no list.
        """
        if not self.shape.is_list:
            raise BadInput(
                "CF602",
                f"{self.path} is not a list, so nothing can be added to it",
                f"--set {self.path}=VALUE",
            )
        self.holder[self.name] = append_missing(self.shape, self._held(), items(added))

    def unset(self, items: object) -> None:
        """Remove the field if `items` is None, or only these items of a list.

        An item may be given by as many of its fields as identify it; a list without items is removed. Raises
        BadInput CF602 if the field is absent, no item or several items match, or the field is no list.
        """
        if self.name not in self.holder:
            raise BadInput("CF602", f"{self.path} has no value, so there is nothing to remove")
        gone = [self._find_item(item) for item in items] if isinstance(items, list) else self._held()
        left = [item for item in self._held() if not any(item is each for each in gone)]
        if items is not None and left:
            self.holder[self.name] = left
        elif items is None or isinstance(items, list):
            del self.holder[self.name]
        else:
            raise BadInput("CF602", f"{self.path} is not a list", f"to remove it: --unset {self.path}")

    def _held(self) -> list[object]:
        return items(self.holder.get(self.name))

    def _find_item(self, item: object) -> object:
        """Return the item of the list that was typed, in full or by as many fields as identify it.

        Raises BadInput CF602 if no item or several items match.
        """
        same = [each for each in self._held() if is_same(self.shape.item(), each, item)]
        fitting = same or [each for each in self._held() if _has_typed_values(item, each)]
        if len(fitting) == 1:
            return fitting[0]
        found = "several such items" if fitting else "this item is not in the list"
        raise BadInput("CF602", f"{self.path} contains {found}", f"to remove all of it: --unset {self.path}")


def field_at(entry: Entry, data: Fields, path: str, *, create: bool) -> Field:
    """Return the field at a dotted path in `data`, the data of a record, which the field may change.

    Hyphens in the path count as underscores. With `create`, missing mappings around the field are added to
    the data. Raises BadInput CF602 if the field is not one of the model or cannot be changed this way,
    NotFound CF306 for an event, or another item with an id, that the record does not have.
    """
    parts = tuple(part.replace("-", "_") for part in parts_of(path))
    if not parts or parts[-1] in FIXED:
        raise BadInput(
            "CF602", FIXED.get(parts[-1], "") if parts else "the name of the field is missing", SEE
        )
    groups = _groups(entry, data, parts[:-1], create=create)
    around = groups[-1][0]
    if around.is_list:
        raise _whole_item(around.name, parts[-1])
    shape = around.key(parts[-1])
    if shape is None:
        raise _no_field(parts[-1], around)
    if shape.name == LEDGER:
        raise BadInput("CF602", "events cannot be set; append or mark them", "casefile record TYPE RECORD")
    return Field(path, groups, shape, parts[-1])


def _whole_item(field: str, item: str) -> BadInput:
    """Return the error for a command that would change an item of a list of mappings as a whole."""
    if field == LEDGER:
        return BadInput("CF602", "an entry of a ledger cannot be removed", RETRACT)
    by_field = f"--unset {field}={item} removes it; --set {field}.{item}.FIELD=VALUE changes a field"
    return BadInput("CF602", f"change single items of `{field}`, or their fields", by_field)


SEE = "see casefile update --help"
RETRACT = "mark a wrong event: casefile mark RECORD EVENT retracted --reason TEXT"


def _groups(entry: Entry, data: Fields, parts: tuple[str, ...], *, create: bool) -> tuple[Group, ...]:
    """Return the mappings on the way to a field, from the record down, each with its shape.

    `parts` is the path without the field itself; with `create`, missing mappings are added. Raises BadInput
    CF602 for a part that is no such field, NotFound CF306 for an id that no item of a list has.
    """
    here: object = data
    shape = entry.shape.seen(data)
    groups = [(shape, data)]
    for part in parts:
        if shape.is_list and isinstance(here, list):
            here = next((item for item in here if isinstance(item, dict) and item.get("id") == part), None)
            if here is None:
                item = item_name(shape.name)
                raise NotFound("CF306", f"{entry.id} has no {item} {part}", f"casefile show {entry.id}")
            shape = shape.item(here)
            groups.append((shape, here))
            continue
        child = shape.key(part)
        if child is None:
            raise _no_field(part, shape)
        if child.is_scalar or (child.is_list and child.match != "id"):
            raise BadInput("CF602", f"`{part}` has no fields of its own to change", ITEMS)
        here = _step(here, part, child, create=create)
        shape = child.seen(here) if child.is_mapping else child
        groups.append((shape, here if isinstance(here, dict) else {}))
    return tuple(groups)


ITEMS = "remove and add items of a list: --unset FIELD=ITEM --add FIELD=ITEM"


def _step(here: object, part: str, child: Shape, *, create: bool) -> object:
    if not isinstance(here, dict):
        return {}
    if part not in here and create and child.is_mapping:
        here[part] = {}
    return here.get(part, [] if child.is_list else {})


def _has_typed_values(typed_item: object, held: object) -> bool:
    """Return whether an existing item has all typed values; a single word is that of its first field."""
    if not isinstance(held, Mapping):
        return False
    if not isinstance(typed_item, Mapping):
        return next(iter(held.values()), None) == typed_item
    return all(held.get(name) == value for name, value in typed_item.items())


def _fields_of(shape: Shape) -> Sequence[str]:
    """Return the fields of a single group, such as those of the person; none for a list and a text."""
    return shape.keys if shape.is_mapping and not shape.is_list and not shape.scalar else ()


def _no_field(name: str, shape: Shape) -> BadInput:
    inner = next((group for group, each in shape.fields.items() if name in _fields_of(each)), "")
    close = f"{inner}.{name}" if inner else nearest(name, shape.keys)
    hint = f"did you mean `{close}`?" if close else f"its fields: {', '.join(shape.keys)}"
    return BadInput("CF602", f"unknown field `{name}`", hint)


def append_missing(shape: Shape, held: list[object], added: list[object]) -> list[object]:
    """Return the items in `held`, followed by those in `added` that it does not contain yet.

    `shape` is that of the list.
    """
    kept = [*held]
    known = {comparison_key(shape.item(), item) for item in kept}
    for item in added:
        weight = comparison_key(shape.item(), item)
        if weight not in known:
            known.add(weight)
            kept.append(item)
    return kept


def without_repeats(shape: Shape, data: Fields) -> Fields:
    """Return a mapping of this shape in which no unordered list contains an item twice, at any depth."""
    fields = shape.seen(data).fields
    return {name: _without_repeats(fields.get(name, Shape(name)), value) for name, value in data.items()}


def _without_repeats(shape: Shape, value: object) -> object:
    if isinstance(value, dict):
        return without_repeats(shape, value)
    if isinstance(value, list):
        items = [_without_repeats(shape.item(item), item) for item in value]
        return append_missing(shape, [], items) if is_set(shape) else items
    return value


def list_items(data: Data, name: str) -> list[Any]:
    """Return the list in the field `name` itself, not a copy; an empty list if there is none."""
    return items(data.get(name))
