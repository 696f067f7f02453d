"""Ledgers with their withheld entries, and withheld ends of entries, on other days.

What is published must not depend on the day of a withheld entry, nor on the day until which an order, a leave
or a sentence runs, where that is withheld. So an answer is published only where it is the same for the ledger
and for others: with these days as early, and as late, as the published days around them allow, and with the
first of those between two published days early and the rest late. So neither the days nor the time between
them shows. A gap begins with a published day and ends on the day before the next one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil

from msgspec import Struct

from casefile.custody.order import order
from casefile.model.dates import FIRST_DAY, Day, When
from casefile.model.events import Event, Sentence
from casefile.model.records import Case
from casefile.publication.redaction import Redacted, texts

ONE_DAY = timedelta(days=1)
BEFORE_ALL = timedelta(days=60)
"""How far before the first published day a withheld entry is moved at the most, beyond `stale_days`."""

AFTER_ALL = timedelta(days=400)
"""How far behind the last day a withheld end is moved: long orders may be of another kind than short ones."""

MOST_STEPS = 6
"""Steps from all withheld entries early to all late: a case is folded once more for each."""

Gaps = tuple[int | None, int | None]
"""The gaps in which the earliest and the latest day of a date are."""


def with_moved_entries(
    case: Case, left: Redacted, on: Day, stale_after: int, served: Mapping[str, Day]
) -> Iterator[Case]:
    """Yield a case with its withheld days on other days: first all early, last all late; none has none.

    `left` is what is published of it, `on` the day of the export. `stale_after` is that of the register:
    events before the first published day are moved further back than that, since old news counts otherwise.
    `served` are the ends of sentences as the full ledger counts them, by the events that gave them.
    """
    withheld, ends = left.entries, _withheld_ends(case, left, served)
    if not (withheld or ends):
        return
    most = BEFORE_ALL + timedelta(days=stale_after)
    edges = sorted({*_days_of(left.data), on + ONE_DAY})
    gaps = {each.id: _gaps_of(each.date, edges) for each in case.events if each.id in withheld}
    edges.append(edges[-1] + AFTER_ALL)
    gaps |= {key: _gaps_of(date, edges) for key, date in ends.items()}
    moves = _Moves(edges, most, gaps, served)
    late = _in_order([moves.moved(each, ()) for each in _in_order(case.events)])
    own = {each.id: each for each in case.events}
    # In this order an early entry is behind the published ones of its day, wherever it is in the file.
    events = [own[each.id] for each in late]
    groups: dict[Gaps, list[str]] = {}
    for each in events:
        for key in (each.id, *(key for key, *_ in _ends_of(each, served))):
            if key in gaps:
                groups.setdefault(gaps[key], []).append(key)
    for early in _early(groups.values()):
        yield case.model_copy(update={"events": tuple(moves.moved(each, early) for each in events)})


def _withheld_ends(case: Case, left: Redacted, served: Mapping[str, Day]) -> dict[str, When]:
    """Return the dates that are withheld beside the days of events themselves, by their keys.

    They are those of withheld events, and those that other events leave out.
    """
    return {
        key: date
        for place, event in enumerate(case.events)
        for key, path, date in _ends_of(event, served)
        if event.id in left.entries or left.has_lost(("events", place, *path))
    }


def _ends_of(event: Event, served: Mapping[str, Day]) -> Iterator[tuple[str, tuple[str | int, ...], When]]:
    """Yield the dates of an event beside its own: a key, the path in the event, the date."""
    for name, value in vars(event).items():
        if isinstance(value, When) and name != "date":
            yield f"{event.id}.{name}", (name,), value
    for number, sentence in enumerate(vars(event).get("sentences", ())):
        end = _end_of(sentence, event, served)
        if end is not None:
            yield f"{event.id}.sentences.{number}", ("sentences", number), end


def _end_of(sentence: Sentence, event: Event, served: Mapping[str, Day]) -> When | None:
    """Return the end of a sentence; where only its length is stated, as counted, else from the verdict on."""
    if sentence.until is not None:
        return sentence.until
    if sentence.term is None or event.date.open_start:
        return None
    end = served.get(event.id) or sentence.term.add_to(event.date.earliest)
    return When.span(end, end)


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


class _Moves(Struct, frozen=True):
    """How withheld days are moved: the edges of the gaps, and the gaps of each day by its key."""

    edges: Sequence[Day]
    most: timedelta
    gaps: Mapping[str, Gaps]
    served: Mapping[str, Day]

    def moved(self, event: Event, early: Container[str]) -> Event:
        """Return an event with its withheld days at the first or the last day of their gaps."""
        changed: dict[str, object] = {}
        if event.id in self.gaps:
            changed["date"] = self._on_other_day(event.id, event.date, early)
        sentences = [*vars(event).get("sentences", ())]
        for key, path, date in _ends_of(event, self.served):
            if self.gaps.get(key, NOT_MOVED) == NOT_MOVED:
                continue
            other = self._on_other_day(key, date, early)
            if path[0] == "sentences":
                number = int(path[-1])
                sentences[number] = sentences[number].model_copy(update={"until": other})
                changed["sentences"] = tuple(sentences)
            else:
                changed[str(path[0])] = other
        return event.model_copy(update=changed) if changed else event

    def _on_other_day(self, key: str, date: When, early: Container[str]) -> When:
        """Return a date with each end at the first or the last day of its gap; as long within one gap."""
        first, last = self.gaps[key]
        if first is None and last is None:
            return date
        start, end = date.earliest, date.latest
        length = end - start
        is_early = key in early
        if first is not None:
            start = self._moved_day(start, first, is_early=is_early)
        if last is not None:
            end = self._moved_day(end, last, is_early=is_early)
        if first == last:
            start, end = (start, start + length) if is_early else (end - length, end)
        return When.span(start, end, date.open_start, date.open_end)

    def _moved_day(self, day: Day, gap: int, *, is_early: bool) -> Day:
        if not is_early:
            return self.edges[gap] - ONE_DAY
        return self.edges[gap - 1] if gap else _before_all(self.edges[0], day, self.most)


NOT_MOVED: Gaps = (None, None)
"""The gaps of a date that is after the day of the export, or open at both ends."""


def _before_all(first: Day, day: Day, most: timedelta) -> Day:
    return min(day, max(FIRST_DAY, first - most))
