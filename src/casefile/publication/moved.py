"""Ledgers with their withheld entries on other days.

What is published must not depend on the day of a withheld entry. So an answer is published only where it is
the same for the ledger and for others: with the withheld entries as early, and as late, as the published days
around them allow, and with the first of those between two published days early and the rest late. So neither
their days nor the time between them shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest

from casefile.custody.order import order
from casefile.model.dates import FIRST_DAY, BadDate, Day, When
from casefile.model.events import Event
from casefile.model.records import Case
from casefile.publication.redaction import Redacted, texts
from casefile.register import Entry, Register

ONE_DAY = timedelta(days=1)
BEFORE_ALL = timedelta(days=60)
"""How far before the first published day a withheld entry is moved at the most, beyond `stale_days`."""

MOST_STEPS = 6
"""Steps from all withheld entries early to all late: a case is folded once more for each."""


def registers_with_moved_entries(
    register: Register, kept: Mapping[str, Redacted], on: Day
) -> Mapping[str, Sequence[Register]]:
    """Return by id, for each case with withheld entries, the registers in which these are on other days."""
    most = BEFORE_ALL + timedelta(days=register.settings.stale_after)
    found: dict[str, Sequence[Entry]] = {}
    for key, left in kept.items():
        entry = register.by_id[key]
        if left.entries and isinstance(entry.record, Case):
            found[key] = _moved(entry, entry.record, left, on, most)
    registers = [
        register.replacing(*(each for each in moved if each is not None))
        for moved in zip_longest(*found.values())
    ]
    return {key: registers[: len(entries)] for key, entries in found.items()}


def _moved(entry: Entry, case: Case, left: Redacted, on: Day, most: timedelta) -> Sequence[Entry]:
    """Return the entry of a case with its withheld events on other days, all early first and all late last.

    `most` is how far before the first published day they are moved: news that is old counts otherwise.
    """
    events = [case.events[index] for index in order(case.events)]
    edges = sorted({*_days_of(left.data), on, on + ONE_DAY})
    gaps: dict[int, list[str]] = {}
    for each in events:
        gap = _gap(each, edges) if each.id in left.entries else None
        if gap is not None:
            gaps.setdefault(gap, []).append(each.id)
    return [
        _with_events(entry, case, [_on_other_day(each, edges, most, gaps, early) for each in events])
        for early in _early(gaps.values())
    ]


def _early(gaps: Collection[Sequence[str]]) -> Iterator[frozenset[str]]:
    """Yield the ids of the events that are early: of each gap all, fewer and fewer of the first ones, none.

    All gaps change together, so the number of steps is that of the largest gap, MOST_STEPS at the most. A
    larger gap is split at as many places, evenly.
    """
    steps = max(1, min(MOST_STEPS, max(map(len, gaps), default=0)))
    for step in range(steps, -1, -1):
        yield frozenset(key for ids in gaps for key in ids[: len(ids) * step // steps])


def _with_events(entry: Entry, case: Case, events: Collection[Event]) -> Entry:
    return replace(entry, record=case.model_copy(update={"events": tuple(events)}))


def _days_of(data: object) -> Iterator[Day]:
    """Yield the first and the last day of each date in published data."""
    for text in texts(data):
        with suppress(BadDate):
            date = When.parse(text)
            yield from () if date.open_start else (date.earliest,)
            yield from () if date.open_end else (date.latest,)


def _gap(event: Event, edges: Sequence[Day]) -> int | None:
    """Return the place of the published day after an event; None for an event that is not moved.

    An event that may have been on both sides of a published day stays where it is.
    """
    date = event.date
    if date.open_start or date.open_end:
        return None
    at = bisect_left(edges, date.earliest)
    return None if at == len(edges) or edges[at] <= date.latest else at


def _on_other_day(
    event: Event,
    edges: Sequence[Day],
    most: timedelta,
    gaps: Mapping[int, Sequence[str]],
    early: Container[str],
) -> Event:
    """Return an event at the first or the last of the days of its gap between two published ones."""
    at = next((at for at, ids in gaps.items() if event.id in ids), None)
    if at is None:
        return event
    date = event.date
    length = date.latest - date.earliest
    first = edges[at - 1] + ONE_DAY if at else _before_all(edges[0], date.earliest, most)
    start = first if event.id in early else edges[at] - ONE_DAY - length
    return event.model_copy(update={"date": When.span(start, start + length)})


def _before_all(first: Day, day: Day, most: timedelta) -> Day:
    return min(day, max(FIRST_DAY, first - most))
