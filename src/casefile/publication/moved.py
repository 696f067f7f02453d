"""Ledgers with their withheld entries on other days.

What is published must not depend on the day of a withheld entry. So an answer is published only where it is
the same for the ledger and for others: with the withheld entries as early, and as late, as the published days
around them allow, and with the first of those between two published days early and the rest late. So neither
their days nor the time between them shows. A gap begins with a published day and ends on the day before the
next one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil

from casefile.custody.order import order
from casefile.model.dates import FIRST_DAY, Day, When
from casefile.model.events import Event
from casefile.model.records import Case
from casefile.publication.redaction import Redacted, texts

ONE_DAY = timedelta(days=1)
BEFORE_ALL = timedelta(days=60)
"""How far before the first published day a withheld entry is moved at the most, beyond `stale_days`."""

MOST_STEPS = 6
"""Steps from all withheld entries early to all late: a case is folded once more for each."""

Gaps = tuple[int | None, int | None]
"""The gaps in which the earliest and the latest day of a date are."""


def with_moved_entries(case: Case, left: Redacted, on: Day, stale_after: int) -> Iterator[Case]:
    """Yield a case with its withheld events on other days: first all early, last all late; none has none.

    `left` is what is published of it, `on` the day of the export. `stale_after` is that of the register:
    events before the first published day are moved further back than that, since old news counts otherwise.
    """
    withheld = left.entries
    if not withheld:
        return
    most = BEFORE_ALL + timedelta(days=stale_after)
    edges = sorted({*_days_of(left.data), on + ONE_DAY})
    gaps = {each.id: _gaps_of(each.date, edges) for each in case.events if each.id in withheld}
    late = _in_order([_on_other_day(each, edges, most, gaps, ()) for each in _in_order(case.events)])
    own = {each.id: each for each in case.events}
    # In this order an early entry is behind the published ones of its day, wherever it is in the file.
    events = [own[each.id] for each in late]
    groups: dict[Gaps, list[str]] = {}
    for each in events:
        if each.id in gaps:
            groups.setdefault(gaps[each.id], []).append(each.id)
    for early in _early(groups.values()):
        moved = [_on_other_day(each, edges, most, gaps, early) for each in events]
        yield case.model_copy(update={"events": tuple(moved)})


def without_later_entries(case: Case, left: Redacted, on: Day) -> Case:
    """Return a case without its withheld events after the day of the export; itself where there are none.

    A later entry may change the answer for that day, and a changed answer would reveal the entry.
    """
    later = {each.id for each in case.events if each.id in left.entries and each.date.earliest > on}
    if not later:
        return case
    return case.model_copy(update={"events": tuple(each for each in case.events if each.id not in later)})


def _in_order(events: Sequence[Event]) -> Sequence[Event]:
    return [events[index] for index in order(events)]


def _early(gaps: Collection[Sequence[str]]) -> Iterator[frozenset[str]]:
    """Yield the ids of the events that are early: of each gap all, fewer and fewer of the first ones, none.

    All gaps change together, so the number of steps is that of the largest gap, MOST_STEPS at the most. A
    larger gap is split at as many places, evenly. Then, for each of some published days, at most MOST_STEPS,
    the entries before it are late and those after it early, and the reverse: as near to each other, and as
    far apart, as the gaps allow.
    """
    steps = max(1, min(MOST_STEPS, max(map(len, gaps), default=0)))
    for step in range(steps, -1, -1):
        yield frozenset(key for ids in gaps for key in ids[: len(ids) * step // steps])
    ordered = [*gaps]
    for place in range(1, len(ordered), ceil(len(ordered) / MOST_STEPS) or 1):
        yield frozenset(key for ids in ordered[place:] for key in ids)
        yield frozenset(key for ids in ordered[:place] for key in ids)


def _days_of(data: object) -> Iterator[Day]:
    """Yield the first and the last day of each date in published data."""
    for text in texts(data):
        date = When.find(text)
        if date is not None:
            yield from () if date.open_start else (date.earliest,)
            yield from () if date.open_end else (date.latest,)


def _gaps_of(date: When, edges: Sequence[Day]) -> Gaps:
    """Return the gaps of the earliest and the latest day of a date; None for an end that is not moved.

    Gap 0 is before the first published day. Gap `n` begins with the published day `n` and ends before the
    next one. An end that is open, or after the day of the export, is not moved.
    """
    return (
        None if date.open_start else _gap_of(date.earliest, edges),
        None if date.open_end else _gap_of(date.latest, edges),
    )


def _gap_of(day: Day, edges: Sequence[Day]) -> int | None:
    at = bisect_right(edges, day)
    return None if at == len(edges) else at


def _on_other_day(
    event: Event,
    edges: Sequence[Day],
    most: timedelta,
    gaps: Mapping[str, Gaps],
    early: Container[str],
) -> Event:
    """Return an event with each end of its date at the first or the last day of the gap of that end.

    An event within one gap is as long as before.
    """
    first, last = gaps.get(event.id, (None, None))
    if first is None and last is None:
        return event
    date = event.date
    start, end = date.earliest, date.latest
    length = end - start
    is_early = event.id in early
    if first is not None:
        start = _moved_day(start, first, edges, most, is_early=is_early)
    if last is not None:
        end = _moved_day(end, last, edges, most, is_early=is_early)
    if first == last:
        start, end = (start, start + length) if is_early else (end - length, end)
    moved = When.span(start, end, date.open_start, date.open_end)
    return event.model_copy(update={"date": moved})


def _moved_day(day: Day, gap: int, edges: Sequence[Day], most: timedelta, *, is_early: bool) -> Day:
    if not is_early:
        return edges[gap] - ONE_DAY
    return edges[gap - 1] if gap else _before_all(edges[0], day, most)


def _before_all(first: Day, day: Day, most: timedelta) -> Day:
    return min(day, max(FIRST_DAY, first - most))
