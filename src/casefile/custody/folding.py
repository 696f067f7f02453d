"""The ledger, folded once: each entry meets the state that those before it led to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from casefile.custody.course import Course
from casefile.custody.measures import settled, without_expired
from casefile.custody.now import Now
from casefile.custody.order import confirms, movers_in_order
from casefile.custody.rules import rules_for
from casefile.custody.state import START, State, span_of
from casefile.custody.timing import News, look
from casefile.model.events import Event, Transfer
from casefile.model.settings import DEFAULT_STALE_DAYS

Step = tuple[State, tuple[str, ...]]
"""A state that a mover led to, and the names of the rules that acted."""
NO_CONNECTIONS: Mapping[str, str | None] = {}


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
