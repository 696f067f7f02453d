"""Find references to records, events and proceedings in fields, and replace the ids in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from casefile.model.field import PROCEEDING_ID
from casefile.model.plain_data import Data, Fields
from casefile.model.shape import Shape

Names = Callable[[Shape], bool]
"""A function that returns whether a field contains ids of one kind: records, events or proceedings."""


def names_record(shape: Shape) -> bool:
    """Return whether a field may contain the id of a record; some such fields also take plain text."""
    return bool(shape.meta.refers)


def names_event(shape: Shape) -> bool:
    """Return whether a field may contain the id of another event of its record, as `against` of an appeal.

    Fields with these names that have a vocabulary, or that refer to sources, do not.
    """
    return shape.name in {"against", "answers"} and not shape.words and not shape.meta.refers


def names_proceeding(shape: Shape) -> bool:
    """Return whether a field contains the id of a proceeding: a reference to one, or the id itself."""
    return (shape.inner or shape).written == PROCEEDING_ID


@cache
def fields_that_name(shape: Shape, names: Names) -> tuple[str, ...]:
    """Return the names of the fields of a mapping, in model order, for which `names` is true.

    For a list, `names` is asked about its items.
    """
    return tuple(name for name, field in shape.fields.items() if names(field.inner or field))


def rename_ids(shape: Shape, data: Data, ids: Mapping[str, str], names: Names = names_record) -> Fields:
    """Return a copy of a mapping in which ids are replaced, at any depth, in the fields that `names` selects.

    `ids` gives the new id for each old one; `shape` is the shape of the mapping.
    """
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
