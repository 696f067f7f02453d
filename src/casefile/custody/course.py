"""The course: the ledger folded once into the chain of its states, of which any day may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casefile.custody.measures import settled, without_expired
from casefile.custody.merging import merged
from casefile.custody.now import Now
from casefile.custody.order import confirms, movers_in_order
from casefile.custody.rules import rules_for
from casefile.custody.state import START, Span, State, span_of
from casefile.custody.stored import from_stored, stored
from casefile.custody.timing import News, Seen, look
from casefile.custody.view import View
from casefile.model.dates import Day
from casefile.model.events import Event, Transfer
from casefile.model.settings import DEFAULT_STALE_DAYS

Step = tuple[State, tuple[str, ...]]
"""A state that a mover led to, and the names of the rules that acted."""
NO_CONNECTIONS: Mapping[str, str | None] = {}


@dataclass(frozen=True, slots=True)
class Course:
    """The chain of states that a ledger goes through, without a today.

    `states` is one longer than `bounds`, which are the first and last days of the movers; `rules` names, for
    each mover, the rules that acted. `disputed` is the course with the disputed entries, if there are any.
    """

    bounds: tuple[tuple[int, int], ...]
    states: tuple[State, ...]
    rules: tuple[tuple[str, ...], ...]
    news: tuple[News, ...]
    stale_days: int
    disputed: Course | None = None

    def on(self, day: Day) -> View:
        """Return what may be said about the end of a day."""
        seen = [each for each, _ in self._seen(day.toordinal())]
        view = merged(seen)
        if self.disputed and self.disputed.on(day).possible != view.possible:
            return replace(view, disputed=True)
        return view

    def because(self, day: Day) -> tuple[str, ...]:
        """Return the names of the rules that had a part in the view of a day, in the order of the ledger."""
        number = day.toordinal()
        _, last = self._window(number)
        names = ["start", *(name for acted in self.rules[:last] for name in acted)]
        names += [name for _, timed in self._seen(number) for name in timed]
        return tuple(dict.fromkeys(names))

    def as_data(self) -> dict[str, Any]:
        """Return the course as plain values that JSON can hold."""
        return {
            "bounds": [list(each) for each in self.bounds],
            "states": stored(self.states),
            "rules": [list(each) for each in self.rules],
            "news": [[list(each.date), each.moved, each.facility] for each in self.news],
            "stale_days": self.stale_days,
            "disputed": self.disputed.as_data() if self.disputed else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Course:
        """Return the course that `as_data` gave."""
        return cls(
            bounds=tuple((first, last) for first, last in data["bounds"]),
            states=from_stored(data["states"]),
            rules=tuple(tuple(each) for each in data["rules"]),
            news=tuple(News(Span(*date), moved, facility) for date, moved, facility in data["news"]),
            stale_days=data["stale_days"],
            disputed=cls.from_data(data["disputed"]) if data["disputed"] else None,
        )

    def _seen(self, day: int) -> list[tuple[Seen, tuple[str, ...]]]:
        """Look at every state that may be true at the end of a day."""
        first, last = self._window(day)
        return [look(state, day, self.news, self.stale_days) for state in self.states[first : last + 1]]

    def _window(self, day: int) -> tuple[int, int]:
        """Return how many movers have surely happened by a day, and how many may have.

        Those that surely have are all up to the last whose latest day is past; those that may have stop
        before the first that is still to come.
        """
        fewest = 0
        for count, (first, last) in enumerate(self.bounds):
            if first > day:
                return fewest, count
            if last <= day:
                fewest = count + 1
        return fewest, len(self.bounds)


def fold(
    events: Sequence[Event],
    *,
    connections: Mapping[str, str | None] = NO_CONNECTIONS,
    stale_days: int = DEFAULT_STALE_DAYS,
) -> Course:
    """Fold a ledger, given in the order of its file, into its course.

    `connections` tells how each source stands to the person; a death asks for it. Any sequence of valid
    entries folds.
    """
    course = _folded(events, connections, stale_days, with_disputed=False)
    if any(event.standing == "disputed" for event in events):
        return replace(course, disputed=_folded(events, connections, stale_days, with_disputed=True))
    return course


def folded_on(
    state: State,
    movers: Sequence[Event],
    news: Sequence[News],
    connections: Mapping[str, str | None],
    stale_days: int,
) -> list[Step]:
    """Move a state by one mover after the other; return each new state with the rules that acted."""
    steps = []
    for event in movers:
        state, acted = _moved(_meeting(state, event, news, connections, stale_days))
        steps.append((state, acted))
    return steps


def _folded(
    events: Sequence[Event], connections: Mapping[str, str | None], stale_days: int, *, with_disputed: bool
) -> Course:
    movers = [events[index] for index in movers_in_order(events, with_disputed=with_disputed)]
    news = tuple(
        _news(event)
        for event in events
        if confirms(event) and (event.stands or (with_disputed and event.standing == "disputed"))
    )
    steps = folded_on(START, movers, news, connections, stale_days)
    return Course(
        bounds=tuple((event.date.earliest.toordinal(), event.date.latest.toordinal()) for event in movers),
        states=(START, *(state for state, _ in steps)),
        rules=tuple(acted for _, acted in steps),
        news=news,
        stale_days=stale_days,
    )


def _news(event: Event) -> News:
    if isinstance(event, Transfer):
        return News(span_of(event.date), moved=True, facility=event.facility)
    return News(span_of(event.date))


def _meeting(
    state: State,
    event: Event,
    news: Sequence[News],
    connections: Mapping[str, str | None],
    stale_days: int,
) -> Now:
    """Bring an entry and a state together as they stand on the entry's earliest day."""
    date = span_of(event.date)
    certain = lapsed = False
    if state.measures:
        state = without_expired(state, date.first)
    if state.status == "held":
        seen, rules = look(state, date.first, news, stale_days)
        certain = len(seen.possible) == 1
        lapsed = "order-lapses" in rules or "term-lapses" in rules
    return Now(state, event, date, certain, lapsed, connections)


def _moved(now: Now) -> Step:
    """Let the first rule that fits act, table by table: restrictions, custody, charges."""
    acted = []
    for table in rules_for(now.event.type):
        for rule in table:
            if rule.applies(now):
                now = now._replace(state=rule.act(now))
                acted.append(rule.name)
                break
        if now.state.status == "dead":
            break
    return settled(now.state, now.date), tuple(acted)
