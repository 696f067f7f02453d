"""Two events of a ledger as one: at the place where the status stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from casefile.custody.folding import fold
from casefile.custody.view import View
from casefile.model.admit import admit
from casefile.model.dates import LAST_DAY, Day
from casefile.model.events import Event
from casefile.model.records import Case

Data = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


def with_one(kind: str, data: Data, ids: Sequence[str], one: Data) -> dict[str, Any] | None:
    """Return a record with one event in place of two: at the place of the first, else of the second.

    It has the place at which the status stays as it is on every day after both. Where dates overlap, only the
    place in the file decides which event came last. None where the status stays at neither place.
    """
    ledger = data["events"]
    twice = [
        {**one, "id": each["id"], "date": each["date"]} if each["id"] in ids else each for each in ledger
    ]
    before = events_of(kind, {**data, "events": twice})
    for place in ids:
        left = (each for each in ledger if each["id"] == place or each["id"] not in ids)
        made = {**data, "events": [one if each["id"] == place else each for each in left]}
        after = events_of(kind, made)
        if not before or not after or _one_status(before, after, _day_after(before, ids)):
            return made
    return None


def events_of(kind: str, data: Data) -> Sequence[Event]:
    """Return the events of a sound case; of anything else none."""
    record = admit(kind, data).record
    return record.events if isinstance(record, Case) else ()


def status_of(view: View) -> tuple[object, ...]:
    """Return what a view says of the status."""
    return view.possible, view.basis, view.disputed


def _day_after(events: Sequence[Event], ids: Sequence[str]) -> Day:
    last = max(each.date.latest for each in events if each.id in ids)
    return min(last, LAST_DAY - ONE_DAY) + ONE_DAY


def _one_status(before: Sequence[Event], after: Sequence[Event], since: Day) -> bool:
    one, other = fold(before), fold(after)
    turns = (Day.fromordinal(each) for each in one.turns | other.turns)
    days = {since, *(day for day in turns if day > since)}
    return all(status_of(one.on(day)) == status_of(other.on(day)) for day in days)
