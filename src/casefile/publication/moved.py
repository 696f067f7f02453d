"""Ledgers with their withheld entries on other days.

What is published must not depend on the day of a withheld entry. So an answer is published only where it is
the same for the ledger and for two others: with the withheld entries as early, and as late, as the published
days around them allow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from casefile.custody.order import order
from casefile.model.dates import FIRST_DAY, BadDate, Day, When
from casefile.model.events import Event
from casefile.model.records import Case
from casefile.publication.redaction import Redacted, texts
from casefile.register import Entry, Register

ONE_DAY = timedelta(days=1)
BEFORE_ALL = timedelta(days=60)
"""How far before the first published day a withheld entry is moved at the most, beyond `stale_days`."""


def registers_with_moved_entries(
    register: Register, kept: Mapping[str, Redacted], on: Day
) -> Mapping[str, Sequence[Register]]:
    """Return by id, for each case with withheld entries, the registers in which these are on other days."""
    most = BEFORE_ALL + timedelta(days=register.settings.stale_after)
    found: dict[str, tuple[Entry, Entry]] = {}
    for key, left in kept.items():
        entry = register.by_id[key]
        if left.entries and isinstance(entry.record, Case):
            found[key] = _moved(entry, entry.record, left, on, most)
    registers = [register.replacing(*moved) for moved in zip(*found.values(), strict=True)]
    return dict.fromkeys(found, registers)


def _moved(entry: Entry, case: Case, left: Redacted, on: Day, most: timedelta) -> tuple[Entry, Entry]:
    """Return the entry of a case with its withheld events as early, and as late, as they may have been.

    `most` is how far before the first published day they are moved: news that is old counts otherwise.
    """
    events = [case.events[index] for index in order(case.events)]
    edges = sorted({*_days_of(left.data), on, on + ONE_DAY})
    early, late = (
        [_on_other_day(each, edges, most, late=late) if each.id in left.entries else each for each in events]
        for late in (False, True)
    )
    return _with_events(entry, case, early), _with_events(entry, case, late)


def _with_events(entry: Entry, case: Case, events: Collection[Event]) -> Entry:
    return replace(entry, record=case.model_copy(update={"events": tuple(events)}))


def _days_of(data: object) -> Iterator[Day]:
    """Yield the first and the last day of each date in published data."""
    for text in texts(data):
        with suppress(BadDate):
            date = When.parse(text)
            yield from () if date.open_start else (date.earliest,)
            yield from () if date.open_end else (date.latest,)


def _on_other_day(event: Event, edges: Sequence[Day], most: timedelta, *, late: bool) -> Event:
    """Return an event at the first or the last of the days between two published ones.

    An event that may have been on both sides of a published day stays where it is.
    """
    date = event.date
    if date.open_start or date.open_end:
        return event
    at = bisect_left(edges, date.earliest)
    if at == len(edges) or edges[at] <= date.latest:
        return event
    length = date.latest - date.earliest
    first = edges[at - 1] + ONE_DAY if at else _before_all(edges[0], date.earliest, most)
    start = edges[at] - ONE_DAY - length if late else first
    return event.model_copy(update={"date": When.span(start, start + length)})


def _before_all(first: Day, day: Day, most: timedelta) -> Day:
    return min(day, max(FIRST_DAY, first - most))
