"""Merge a row of a newer spreadsheet into its case, field by field.

Base are the facts of the row as it was imported last, theirs those of the new row, ours the case as it is. A
field that the team did not change since takes the value of the new row. A field that both changed stays as it
is; the other value is kept as a claim, or for an event as a disputed event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.changes.equality import identical
from casefile.intake.tables.row_reader import FieldPath
from casefile.model.plain_data import Fields, items, value_at

KEPT_IF_EMPTY = frozenset({("person", "name"), ("country",)})
"""Fields that an empty cell does not remove: the case could not be without them."""


class FieldDifference(Struct, frozen=True):
    """A field that both sides changed: its path, and the value of the new row (None: it is gone there)."""

    path: FieldPath
    theirs: object


class MergedFacts(Struct, frozen=True):
    """The values to set by path (None removes the field), and the fields that both sides changed."""

    values: Mapping[FieldPath, object]
    conflicts: tuple[FieldDifference, ...]


def merge_fields(
    ours: Fields, base: Mapping[FieldPath, object], theirs: Mapping[FieldPath, object]
) -> MergedFacts:
    """Return how the facts of a new row change `ours`: the data of a case, or of an event.

    Lists are merged item by item and never conflict.
    """
    values: dict[FieldPath, object] = {}
    conflicts: list[FieldDifference] = []
    for path in dict.fromkeys((*theirs, *base)):
        before, after, present = base.get(path), theirs.get(path), value_at(path, ours)
        if identical(before, after) or identical(after, present):
            continue
        if isinstance(before, list) or isinstance(after, list):
            merged = [*_merge_list(items(before), items(after), items(present))]
            if not identical(merged, items(present)):
                values[path] = merged or None
        elif identical(before, present) and not (after is None and path in KEPT_IF_EMPTY):
            values[path] = after
        else:
            conflicts.append(FieldDifference(path, after))
    return MergedFacts(values, tuple(conflicts))


def _merge_list(
    before: Sequence[object], after: Sequence[object], present: Sequence[object]
) -> Iterator[object]:
    """Yield the items of a list: the present ones without those that were removed, then the added ones."""
    removed = [each for each in before if not _is_in(each, after)]
    yield from (each for each in present if not _is_in(each, removed))
    yield from (each for each in after if not _is_in(each, before) and not _is_in(each, present))


def _is_in(value: object, among: Sequence[object]) -> bool:
    return any(identical(value, each) for each in among)
