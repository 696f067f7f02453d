"""Split a record into values, so that each value can be traced to the commit that introduced it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from marshal import dumps
from typing import Any

from msgspec import Struct

from casefile.changes.change import Change, Path, field_of
from casefile.changes.change_text import describe_change
from casefile.changes.cited_sources import cited_alone, is_citing, source_ids
from casefile.changes.equality import child_of, comparison_key, ids_of, is_ledger, is_set
from casefile.dates import Day
from casefile.model.plain_data import Data, Fields, mapping
from casefile.model.shape import Shape
from casefile.model.visible_text import in_short

ENTRY = "entry"
"""A part of a `Value.key` which means that an entry of a ledger exists, whatever its fields contain."""


class Value(Struct, frozen=True):
    """One value of a record, or the fact that an entry of its ledger exists.

    `path` is the path of the value. `key` is equal to the key in another state of the record only if both
    have the same value at the same place; for an entry, whatever its fields contain. In a set, a value is one
    item. `sources` are the ids of the sources that the value rests on: its own, or else those of the
    surrounding entry.
    """

    path: Path
    value: object
    key: Hashable
    sources: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """Return the path with dots."""
        return field_of(self.path)


class BlamedValue(Struct, frozen=True):
    """A value and the commit that introduced it.

    `commit`, `author` and `day` are None if it is not committed yet. `value` is as that commit had it: an
    entry without later additions and corrections, with the sources of that time. `text` describes it in one
    line. `folded` is true if the value came with its entry. `cut` is true where a shallow clone ends, so that
    the value may be older.
    """

    value: Value
    text: str
    commit: str | None = None
    author: str | None = None
    day: Day | None = None
    folded: bool = False
    cut: bool = False

    def as_data(self) -> Fields:
        """Return the value as plain data for JSON, without `text` and `folded`; `cut` only if it is true."""
        return {
            "field": self.value.field,
            "value": self.value.value,
            "commit": self.commit,
            "author": self.author,
            "date": self.day.isoformat() if self.day else None,
            "sources": list(self.value.sources),
            **({"cut": True} if self.cut else {}),
        }


class BlamedPart(Struct, frozen=True):
    """A field of a record or an entry of a ledger, compared as a whole before its values are compared.

    `cited` are the ids of the sources on which it rests if it names none.
    """

    path: Path
    value: Any
    shape: Shape
    cited: tuple[str, ...]
    is_entry: bool = False

    def values(self) -> Iterator[Value]:
        """Yield the values of the part; for an entry, first the fact that the entry exists."""
        if self.is_entry:
            return _entry(self.shape, self.path, mapping(self.value), self.cited)
        return _node(self.shape, self.path, self.value, self.cited)

    @property
    def packed(self) -> bytes:
        """Return bytes that are equal for two parts only if their values are equal."""
        return dumps(self.value, 2)  # later versions may encode equal values differently


def parts(shape: Shape, data: Data) -> Iterator[BlamedPart]:
    """Yield the parts of a record in the order of the model."""
    for name, node, cited in _children(shape, data, ()):
        value = data[name]
        if isinstance(value, list) and is_ledger(node) and ids_of(value) is not None:
            for entry in value:
                yield BlamedPart((name, str(entry["id"])), entry, node.item(), cited, is_entry=True)
        else:
            yield BlamedPart((name,), value, node, cited)


def values(shape: Shape, data: Data) -> Iterator[Value]:
    """Yield every value of a record in the order of the model, each entry before the values of its fields.

    The ids of ledger entries are left out.
    """
    for part in parts(shape, data):
        yield from part.values()


def format_blamed_value(value: Value, shape: Shape, data: Data) -> str:
    """Describe a value in one line: an entry as `describe_change` does, any other value as its text.

    Values are cut at 100 characters. `shape` and `data` are those of the record.
    """
    if value.key == (value.path, ENTRY):
        return describe_change(Change(value.field, "added", None, value.value), shape, data)
    return in_short(value.value)


def _mapping(shape: Shape, path: Path, data: Data, cited: tuple[str, ...]) -> Iterator[Value]:
    for name, node, cited_there in _children(shape, data, cited):
        yield from _node(node, (*path, name), data[name], cited_there)


def _children(
    shape: Shape, data: Data, cited: tuple[str, ...]
) -> Iterator[tuple[str, Shape, tuple[str, ...]]]:
    """Yield the fields of a mapping that have a value, each with its shape and the ids of its sources."""
    seen = shape.seen(data)
    around, alone = source_ids(data.get("sources")) or cited, cited_alone(data)
    for name in dict.fromkeys((*seen.keys, *sorted(data))):
        if name in data:
            yield name, child_of(shape, seen, name), alone.get(name) or around


def _node(shape: Shape, path: Path, value: object, cited: tuple[str, ...]) -> Iterator[Value]:
    if isinstance(value, Mapping) and shape.is_mapping:
        yield from _mapping(shape, path, value, cited)
    elif isinstance(value, list) and is_ledger(shape) and ids_of(value) is not None:
        for entry in value:
            yield from _entry(shape.item(), (*path, str(entry["id"])), entry, cited)
    elif isinstance(value, list) and is_set(shape):
        for item in value:
            key = (path, comparison_key(shape.item(), item))
            yield Value(path, item, key, _cited(path, item, cited))
    else:
        yield Value(path, value, (path, comparison_key(shape, value)), cited)


def _entry(shape: Shape, path: Path, entry: Data, cited: tuple[str, ...]) -> Iterator[Value]:
    yield Value(path, entry, (path, ENTRY), source_ids(entry.get("sources")) or cited)
    yield from (each for each in _mapping(shape, path, entry, cited) if each.path != (*path, "id"))


def _cited(path: Path, item: object, cited: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the sources on which an item of a set rests; for an item of `sources`, its own id."""
    if is_citing(path):
        return source_ids([item])
    return source_ids(mapping(item).get("sources")) or cited
