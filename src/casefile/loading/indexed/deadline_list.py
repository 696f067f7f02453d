"""What is due of all records of a moment, from the board."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from casefile.dates import Day, When
from casefile.index import Tolerated
from casefile.loading.indexed.index_lookup import Glance
from casefile.views.deadlines.deadline import Due, days_off

if TYPE_CHECKING:
    from casefile.register import Register


def owed_on(glance: Glance) -> list[Due] | None:
    """Return what is due on the day, however far off, in no order; None where the board cannot tell.

    What it does not know of this day yet, it is told first.
    """
    board, state, day = glance.board, glance.state, glance.on.toordinal()
    by = state.facts["owed_by"]
    missing = board.deadlines.missing(state, by, day)
    if missing:
        from casefile.loading.indexed.deadline_builder import learn  # noqa: PLC0415 - the model: what the board spares us

        learn(glance, missing)
    with board.steady(state):
        if missing and board.deadlines.missing(state, by, day):
            return None
        found = [*board.deadlines.on(state, by, day)]
    return [each for said in found for each in _due(said, glance.on)]


FEW = 500
"""If the deadlines of at most so many records are missing in the index, all are computed at once."""


def owed_of(glance: Glance, register: Register, record: str) -> list[Due]:
    """Return what is due of one record with a ledger. `register` is the one of the same files and day."""
    said = None
    with Tolerated(glance.root):
        said = _known(glance, record)
    if said is None:
        from casefile.loading.indexed.deadline_builder import lasting_owed  # noqa: PLC0415 - the model: see above

        said = lasting_owed(register, record, 0, glance.on, "").said
    return [*_due(said, glance.on)] if said else []


def _known(glance: Glance, record: str) -> str | None:
    """Return what is due of a record, as the index stores it; if it is missing, compute and store it first.

    None if the index does not contain the record.
    """
    board, state, day = glance.board, glance.state, glance.on.toordinal()
    by, found = state.facts["owed_by"], board.by_id(state, record)
    if found is None or found.row is None:
        return None
    said = board.deadlines.of(found.row, by, day)
    if said is None:
        from casefile.loading.indexed.deadline_builder import learn  # noqa: PLC0415 - the model: see above

        missing = board.deadlines.missing(state, by, day)
        learn(glance, missing if len(missing) <= FEW else [(found.row, record)])
        said = board.deadlines.of(found.row, by, day)
    return said


def _due(said: str, day: Day) -> Iterator[Due]:
    record, name, found = json.loads(said)
    for text, kind, event, words in found:
        date = When.parse(text)
        yield Due(date, days_off(kind, date, day), kind, record, name, event, words)
