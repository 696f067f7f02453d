"""Make versions of a ledger with its withheld entries, and the withheld ends of entries, on other days.

A published answer must not depend on the day of a withheld entry, nor on a withheld day until which an order,
a leave or a sentence runs. So an answer is published only if it is the same for the ledger and for these
versions of it: with the withheld days as early, and as late, as the published days around them allow, and
with the first of those between two published days early and the rest late. So neither the days nor the time
between them can be inferred. The days from one published day to the day before the next one are a gap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from math import ceil
from typing import NamedTuple

from casefile.custody.course import Course
from casefile.custody.ledger_order import list_in_order
from casefile.dates import FIRST_DAY, Day, Duration, When
from casefile.model.events import Event
from casefile.model.plain_data import texts
from casefile.model.records import Case
from casefile.names.groups_by_key import grouped
from casefile.publication.published_course import without_days
from casefile.publication.redaction import Redacted

ONE_DAY = timedelta(days=1)
BEFORE_ALL = timedelta(days=60)
"""The longest time before the first published day to which a withheld entry is moved.

`stale_days` and the longest withheld sentence are added to it, because the answer may change when the
sentence has been served.
"""

AFTER_ALL = Day(9000, 1, 1)
"""The day before which a withheld end that is after the day of the export is moved.

It is far ahead, because a long order may be another kind of custody than a short one.
"""

MOST_STEPS = 6
"""The most steps from all withheld entries early to all late: a case is folded once more for each."""

MOST_CHANGES = 4
"""The most changes of the answer that are searched for between all withheld days early and all late."""

Gaps = tuple[int | None, int | None]
"""The numbers of the gaps with the first and the last day of a date; None for an end that is not moved."""
Key = tuple[str | int, ...]
"""The location of a date: the id of the event, then the path of a field in it if it is not `date` itself."""


Version = tuple[Case, Course]
"""A case with its withheld days on other days, and its course."""


def with_moved_entries(
    case: Case, left: Redacted, on: Day, stale_after: int, fold: Callable[[Case], Course]
) -> Iterator[Version]:
    """Yield versions of a case with its withheld days on other days; none if no day is withheld.

    `left` is the published part of the case, `on` the day of the export, `fold` makes the course of a case.
    `stale_after` is the setting of the register: events before the first published day are moved further back
    than that, because old news has other effects, and further back than the longest withheld sentence, so
    that it may be served. First come versions with all withheld days early, then with more and more of them
    late, then with the days between where the answer changes.
    """
    most = BEFORE_ALL + timedelta(days=stale_after) + _longest_sentence(case, left, on)
    withheld = _withheld_dates(case, left, on, most)
    if not withheld:
        return
    own = {each.id: each for each in case.events}

    def move_dates(events: Iterable[Event], dates: Callable[[Key, _MovedDate], When]) -> tuple[Event, ...]:
        return tuple(_with_dates(each, withheld.get(each.id, {}), dates) for each in events)

    def version(dates: Callable[[Key, _MovedDate], When]) -> Version:
        changed = case.model_copy(update={"events": move_dates(events, dates)})
        return changed, fold(changed)

    # In this order an early entry comes after the published ones of its day, wherever it is in the file.
    late = move_dates(_in_order(case.events), lambda _, one: one.late)
    events = [own[each.id] for each in _in_order(late)]
    groups = grouped((one.gaps, key) for event in events for key, one in withheld.get(event.id, {}).items())
    ends: dict[bool, object] = {}
    for early in _early(groups.values()):
        found = version(partial(_early_or_late, early))
        ends.setdefault(bool(early), without_days(found[1].on(on)))
        yield found
    days = max(one.days for dates in withheld.values() for one in dates.values())

    def after(day: int) -> Version:
        return version(lambda _, one: one.after(day, days))

    yield from _versions_at_changes(after, days, on, ends[True], ends[False])


def _early_or_late(early: Container[Key], key: Key, moved: _MovedDate) -> When:
    return moved.early if key in early else moved.late


def _versions_at_changes(
    after: Callable[[int], Version], days: int, on: Day, first: object, last: object
) -> Iterator[Version]:
    """Yield versions with the withheld days moved part of the way from early to late.

    `after(n)` makes the version that is `n` of `days` days after the earliest one. The answer may be true on
    a few days only, such as the day on which a sentence has just been served. A binary search finds a day on
    which it changes from `first`, the answer with all days early, to `last`, that with all days late. It is
    repeated for later changes, MOST_CHANGES times at the most.
    """
    low = 0
    for _ in range(MOST_CHANGES):
        if first == last:
            return
        high, there = days, last
        while high - low > 1:
            middle = (low + high) // 2
            yield (found := after(middle))
            answer = without_days(found[1].on(on))
            if answer == first:
                low = middle
            else:
                high, there = middle, answer
        low, first = high, there


def _withheld_dates(case: Case, left: Redacted, on: Day, most: timedelta) -> dict[str, dict[Key, _MovedDate]]:
    """Return how the withheld dates of events are moved, by the ids of the events and the keys of the dates.

    `on` is the day of the export, `most` how far before the first published day a date is moved at the most.
    """
    days = sorted({*_days_of(left.data), on + ONE_DAY})
    of_entries = _Edges(days, most)
    of_ends = _Edges([*(each for each in days if each <= on), on + ONE_DAY, AFTER_ALL], most)
    withheld: dict[str, dict[Key, _MovedDate]] = {}
    for place, event in enumerate(case.events):
        entry = of_entries.move(event.date) if event.id in left.entries else None
        found: dict[Key, _MovedDate] = {(event.id,): entry} if entry else {}
        for path, date in _ends_of(event):
            if entry or left.has_lost(("events", place, *path)):
                found[event.id, *path] = of_ends.move(date)
        if found:
            withheld[event.id] = found
    return withheld


def _longest_sentence(case: Case, left: Redacted, on: Day) -> timedelta:
    """Return the longest term, or conditional part, of a sentence in the withheld entries; 0 if none."""
    lengths = (
        length
        for event in case.events
        if event.id in left.entries
        for sentence in vars(event).get("sentences", ())
        for length in (sentence.term, sentence.suspended)
    )
    terms = (each.add_to(on) - on for each in lengths if isinstance(each, Duration))
    return max(terms, default=timedelta())


def _ends_of(event: Event) -> Iterator[tuple[Key, When]]:
    """Yield the dates of an event other than `date`, with their paths; a sentence's length is not a date."""
    for name, value in vars(event).items():
        if isinstance(value, When) and name != "date":
            yield (name,), value
    for number, sentence in enumerate(vars(event).get("sentences", ())):
        if sentence.until is not None:
            yield ("sentences", number), sentence.until


def without_later_entries(case: Case, left: Redacted, on: Day) -> Case:
    """Return a case without its withheld events after the day of the export; the same case if it has none.

    A later entry may change the answer for that day, and a changed answer would reveal the entry.
    """
    later = {each.id for each in case.events if each.id in left.entries and each.date.earliest > on}
    if not later:
        return case
    return case.model_copy(update={"events": tuple(each for each in case.events if each.id not in later)})


def _in_order(events: Sequence[Event]) -> Sequence[Event]:
    return [events[index] for index in list_in_order(events)]


def _early(gaps: Collection[Sequence[Key]]) -> Iterator[frozenset[Key]]:
    """Yield sets of keys of dates: the dates in a set are early, all other withheld dates are late.

    `gaps` are the keys of the dates in each gap, in order. First come all dates of each gap, then fewer and
    fewer of the first ones, at last none. All gaps change together, so the number of steps is that of the
    largest gap, MOST_STEPS at the most. A larger gap is split at as many places, evenly. Then, for each of
    some published days, at most MOST_STEPS, the entries before it are late and those after it early, and the
    reverse: as near to each other, and as far apart, as the gaps allow.
    """
    steps = max(1, min(MOST_STEPS, max(map(len, gaps), default=0)))
    for step in range(steps, -1, -1):
        yield frozenset(key for ids in gaps for key in ids[: len(ids) * step // steps])
    ordered = [*gaps]
    for place in range(1, len(ordered), ceil(len(ordered) / MOST_STEPS) or 1):
        yield frozenset(key for ids in ordered[place:] for key in ids)
        yield frozenset(key for ids in ordered[:place] for key in ids)


def _days_of(data: object) -> Iterator[Day]:
    """Yield the first and the last day of each value in published data that is a date, except open ends."""
    for text in texts(data):
        date = When.find(text)
        if date is not None:
            yield from () if date.open_start else (date.earliest,)
            yield from () if date.open_end else (date.latest,)


def _gaps_of(date: When, edges: Sequence[Day]) -> Gaps:
    """Return the gaps of the earliest and the latest day of a date; None for an end that is not moved.

    `edges` are the first days of the gaps, in order. Gap 0 is before the first of them. Gap `n` begins with
    the edge `n` (counted from 1) and ends before the next one. An open end, and an end on or after the last
    edge, is not moved.
    """
    return (
        None if date.open_start else _gap_of(date.earliest, edges),
        None if date.open_end else _gap_of(date.latest, edges),
    )


def _gap_of(day: Day, edges: Sequence[Day]) -> int | None:
    at = bisect_right(edges, day)
    return None if at == len(edges) else at


class _MovedDate(NamedTuple):
    """A withheld date: its gaps, and the date moved to the first and to the last day of them."""

    gaps: Gaps
    early: When
    late: When

    @property
    def days(self) -> int:
        """The number of days between the early and the late date: of its two ends, the greater one."""
        ends = zip(_ends(self.early), _ends(self.late), strict=True)
        return max((late - early).days for early, late in ends)

    def after(self, day: int, days: int) -> When:
        """Return the date at `day` of `days` equal steps from the early date to the late one."""
        ends = zip(_ends(self.early), _ends(self.late), strict=True)
        start, end = (early + timedelta((late - early).days * day // days) for early, late in ends)
        return When.span(start, end, self.early.open_start, self.early.open_end)


def _ends(date: When) -> tuple[Day, Day]:
    return date.earliest, date.latest


class _Edges(NamedTuple):
    """The first days of the gaps; `most` is how far before the first one a date is moved at the most."""

    days: Sequence[Day]
    most: timedelta

    def move(self, date: When) -> _MovedDate:
        """Return how a date is moved. A date within one gap keeps its length."""
        gaps = _gaps_of(date, self.days)
        return _MovedDate(gaps, self._to(date, gaps, is_early=True), self._to(date, gaps, is_early=False))

    def _to(self, date: When, gaps: Gaps, *, is_early: bool) -> When:
        first, last = gaps
        if first is None and last is None:
            return date
        start, end = date.earliest, date.latest
        length = end - start
        if first is not None:
            start = self._day(start, first, is_early=is_early)
        if last is not None:
            end = self._day(end, last, is_early=is_early)
        if first == last:
            start, end = (start, start + length) if is_early else (end - length, end)
        return When.span(start, end, date.open_start, date.open_end)

    def _day(self, day: Day, gap: int, *, is_early: bool) -> Day:
        if not is_early:
            return self.days[gap] - ONE_DAY
        return self.days[gap - 1] if gap else _before_all(self.days[0], day, self.most)


def _with_dates(
    event: Event, withheld: Mapping[Key, _MovedDate], dates: Callable[[Key, _MovedDate], When]
) -> Event:
    """Return an event with other dates in place of the withheld ones; `dates` gives the new date of each."""
    changed: dict[str, object] = {}
    sentences = [*vars(event).get("sentences", ())]
    for key, moved in withheld.items():
        date = dates(key, moved)
        match key[1:]:
            case ("sentences", int(number)):
                sentences[number] = sentences[number].model_copy(update={"until": date})
                changed["sentences"] = tuple(sentences)
            case (str(name),):
                changed[name] = date
            case _:
                changed["date"] = date
    return event.model_copy(update=changed) if changed else event


def _before_all(first: Day, day: Day, most: timedelta) -> Day:
    return min(day, first - min(most, first - FIRST_DAY))
