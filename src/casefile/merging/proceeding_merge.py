"""Two proceedings that two sides added under one id: people choose these ids, so they are never merged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Any

from msgspec.structs import replace

from casefile.changes.change import Path, field_of
from casefile.changes.equality import (
    ABSENT,
    comparison_key,
    entries_by_id,
    have_same_meaning,
    ledger_of,
    within,
)
from casefile.changes.joined_entries import may_be_one
from casefile.changes.record_merge import Conflict, Merged
from casefile.model.plain_data import KnownData
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import LEDGER, PROCEEDINGS, is_believed

ONE_VALUE = ("court", "kind", "country")
"""Fields that have one value in a proceeding; it may have several numbers."""
NUMBERS = "numbers"


def find_different_proceedings(
    kind: str, base: KnownData | None, ours: KnownData, theirs: KnownData
) -> frozenset[Path]:
    """Return the paths of the proceedings that both sides have added under one id, though they are different.

    They have no number in common, or another court, kind or country. If one side states none of these, they
    are two if the events that open them contradict each other. Empty for a record without proceedings.
    """
    if PROCEEDINGS not in shape_of(kind).fields:
        return frozenset()
    before = (base or {}).get(PROCEEDINGS)
    one, other = (side.get(PROCEEDINGS) for side in (ours, theirs))
    ours_named, theirs_named, known = map(entries_by_id, (one, other, before))
    return frozenset(
        (PROCEEDINGS, name)
        for name, entry in ours_named.items()
        if name in theirs_named and name not in known and _differ(entry, theirs_named[name], ours, theirs)
    )


def add_proceeding_conflicts(merged: Merged, paths: Collection[Path]) -> Merged:
    """Return a merge in which the proceedings at these paths are in conflict, also if their fields are equal.

    Its conflicts are in the order of their fields in the model. A merge without such paths, or in conflict as
    a whole or in all its proceedings, is returned unchanged.
    """
    known = {each.field for each in merged.conflicts}
    if not paths or known & {"", PROCEEDINGS}:
        return merged
    entries = {field_of(path): within(merged.data[PROCEEDINGS], path[-1]) for path in sorted(paths)}
    added = (Conflict(name, ABSENT, each, each) for name, each in entries.items() if name not in known)
    rank = shape_of("case").rank
    in_order = sorted((*merged.conflicts, *added), key=lambda each: rank(each.path[0]))
    return replace(merged, conflicts=tuple(in_order))


def events_of(data: KnownData, side: KnownData) -> KnownData:
    """Return a record with only those of its events that `side`, another version of it, has by id."""
    known = ledger_of(side)
    return {**data, LEDGER: [each for each in data.get(LEDGER) or () if each.get("id") in known]}


def _differ(one: Any, other: Any, ours: KnownData, theirs: KnownData) -> bool:  # noqa: ANN401 - plain data
    shape = shape_of("case").fields[PROCEEDINGS].item()
    numbers = [
        {comparison_key(shape.fields[NUMBERS].item(), each) for each in side.get(NUMBERS) or ()}
        for side in (one, other)
    ]
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return True
    stated = [name for name in ONE_VALUE if name in one and name in other]
    if not all(have_same_meaning(shape.fields[name], one[name], other[name]) for name in stated):
        return True
    is_plain = any(not {*ONE_VALUE, NUMBERS} & {*each} for each in (one, other))
    return is_plain and _are_opened_apart([*_openings(ours, one["id"])], [*_openings(theirs, other["id"])])


def _openings(data: KnownData, name: str) -> Iterator[KnownData]:
    """Yield the believed events of a record that open the proceeding with the id `name`."""
    for each in data.get(LEDGER) or ():
        opened = each.get(OPENED_IN.get(each.get("step"), ""))
        if each.get("type") == "case" and opened == name and is_believed(each.get("standing")):
            yield each


OPENED_IN: Mapping[object, str] = {
    "opened": "proceeding",
    "severed": "proceeding",
    "joined": "into_proceeding",
}
"""Maps the step of an event of type `case` to the field with the proceeding that the step opens."""


def _are_opened_apart(ours: list[KnownData], theirs: list[KnownData]) -> bool:
    """Return whether both sides have events that open a proceeding, and no pair of them may be one event."""
    ledger = shape_of("case").fields[LEDGER]
    pairs = [*product(ours, theirs)]
    return bool(pairs) and not any(
        may_be_one(ledger.item(one), {**one, "id": other["id"]}, other) for one, other in pairs
    )
