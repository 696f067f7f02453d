"""References in fields to a record, an event or a proceeding, and replacing the ids in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from casefile.model.field import PROCEEDING_ID
from casefile.model.plain_data import Data, Fields
from casefile.model.shape import Shape

Names = Callable[[Shape], bool]
"""Returns whether a field names something of one kind."""


def names_record(shape: Shape) -> bool:
    """Return whether a field names a record."""
    return bool(shape.says.refers)


def names_event(shape: Shape) -> bool:
    """Return whether a field names another event of its record: an appeal may do so in its text.

    Fields of these names with a word of a vocabulary, or with sources, do not.
    """
    return shape.name in {"against", "answers"} and not shape.words and not shape.says.refers


def names_proceeding(shape: Shape) -> bool:
    """Return whether a field names a proceeding of its record, or is the name of one."""
    return (shape.inner or shape).written == PROCEEDING_ID


@cache
def fields_that_name(shape: Shape, names: Names) -> tuple[str, ...]:
    """Return the fields of a group, in their order, that name something of a kind, or list such names."""
    return tuple(name for name, field in shape.fields.items() if names(field.inner or field))


def rename_ids(shape: Shape, data: Data, ids: Mapping[str, str], names: Names = names_record) -> Fields:
    """Return a group of fields with other ids in the place of those that it names."""
    if not ids:
        return {**data}
    fields = shape.seen(data).fields
    return {name: _node(fields.get(name, Shape(name)), value, ids, names) for name, value in data.items()}


def _node(shape: Shape, value: object, ids: Mapping[str, str], names: Names) -> object:
    if isinstance(value, Mapping):
        return rename_ids(shape, value, ids, names)
    if isinstance(value, list):
        return [_node(shape.item(), item, ids, names) for item in value]
    return ids.get(value, value) if isinstance(value, str) and names(shape) else value
