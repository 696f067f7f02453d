"""The deadlines of all records of a snapshot, read from the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from casefile.dates import Day, When
from casefile.index import Tolerated
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.views.deadlines.deadline import Due, days_off

if TYPE_CHECKING:
    from casefile.register import Register


def deadlines_on(dated_snapshot: DatedSnapshot) -> list[Due] | None:
    """Return all deadlines known on the day, at any distance, unordered; None if the index cannot answer.

    Deadlines that are not stored for this day are made first.
    """
    snapshot_index, state, day = (
        dated_snapshot.snapshot_index,
        dated_snapshot.state,
        dated_snapshot.on.toordinal(),
    )
    by = state.facts["owed_by"]
    missing = snapshot_index.deadlines.missing(state, by, day)
    if missing:
        from casefile.loading.indexed.deadline_builder import build_deadline_rows  # noqa: PLC0415 - the model, which is not needed if all are stored

        build_deadline_rows(dated_snapshot, missing)
    with snapshot_index.steady(state):
        if missing and snapshot_index.deadlines.missing(state, by, day):
            return None
        found = [*snapshot_index.deadlines.on(state, by, day)]
    return [each for said in found for each in _due(said, dated_snapshot.on)]


FEW = 500
"""If the deadlines of at most this many records are missing in the index, all are computed at once."""


def deadlines_of(dated_snapshot: DatedSnapshot, register: Register, record: str) -> list[Due]:
    """Return the deadlines of one record with a ledger; `register` is the register of the same snapshot.

    If the index cannot answer, they are computed from the record.
    """
    said = None
    with Tolerated(dated_snapshot.root):
        said = _known(dated_snapshot, record)
    if said is None:
        from casefile.loading.indexed.deadline_builder import find_deadline_row  # noqa: PLC0415 - the model: see above

        said = find_deadline_row(register, record, 0, dated_snapshot.on, "").said
    return [*_due(said, dated_snapshot.on)] if said else []


def _known(dated_snapshot: DatedSnapshot, record: str) -> str | None:
    """Return the deadlines of a record as the index stores them; missing ones are computed and stored first.

    The result is None if the index does not contain the record.
    """
    snapshot_index, state, day = (
        dated_snapshot.snapshot_index,
        dated_snapshot.state,
        dated_snapshot.on.toordinal(),
    )
    by, found = state.facts["owed_by"], snapshot_index.by_id(state, record)
    if found is None or found.row is None:
        return None
    said = snapshot_index.deadlines.of(found.row, by, day)
    if said is None:
        from casefile.loading.indexed.deadline_builder import build_deadline_rows  # noqa: PLC0415 - the model: see above

        missing = snapshot_index.deadlines.missing(state, by, day)
        build_deadline_rows(dated_snapshot, missing if len(missing) <= FEW else [(found.row, record)])
        said = snapshot_index.deadlines.of(found.row, by, day)
    return said


def _due(said: str, day: Day) -> Iterator[Due]:
    record, name, found = json.loads(said)
    for text, kind, event, words in found:
        date = When.parse(text)
        yield Due(date, days_off(kind, date, day), kind, record, name, event, words)
