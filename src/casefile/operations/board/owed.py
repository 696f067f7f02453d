"""What is due of all records of a moment, from the board."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from casefile.model.dates import Day, When
from casefile.operations.board.looking import Glance
from casefile.storage.index import TROUBLE
from casefile.views.due.row import Due, days_off

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
        from casefile.operations.board.owing import learn  # noqa: PLC0415 - the model: what the board spares us

        learn(glance, missing)
    with board.steady(state):
        if missing and board.deadlines.missing(state, by, day):
            return None
        found = [*board.deadlines.on(state, by, day)]
    return [each for said in found for each in _due(said, glance.on)]


def owed_of(glance: Glance, register: Register, record: str) -> list[Due]:
    """Return the same of one record with a ledger; `register` is that of the moment."""
    board, state, day = glance.board, glance.state, glance.on.toordinal()
    by, found, said = state.facts["owed_by"], None, None
    with suppress(*TROUBLE):
        found = board.by_id(state, record)
        said = board.deadlines.of(found.row, by, day) if found and found.row is not None else None
    if said is None:
        from casefile.operations.board.owing import lasting_owed  # noqa: PLC0415 - the model: see above

        owed = lasting_owed(register, record, found.row if found and found.row else 0, glance.on, by)
        said = owed.said
        with suppress(*TROUBLE):
            if owed.row:
                board.deadlines.learn([owed])
    return [*_due(said, glance.on)] if said else []


def _due(said: str, day: Day) -> Iterator[Due]:
    record, name, found = json.loads(said)
    for text, kind, event, words in found:
        date = When.parse(text)
        yield Due(date, days_off(kind, date, day), kind, record, name, event, words)
