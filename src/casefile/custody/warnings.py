"""What somebody should look at in a ledger: entries that contradict their place, or the status they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from casefile.custody.course import Course
from casefile.custody.folding import NO_CONNECTIONS, Step, fold, folded_on
from casefile.custody.now import FREEING_OUTCOMES
from casefile.custody.order import movers_in_order, order, overlapping_neighbours
from casefile.custody.rules import warning_of
from casefile.custody.state import LAST, State
from casefile.model.dates import Day
from casefile.model.events import Clemency, Event, Hearing, Release, Verdict
from casefile.model.settings import DEFAULT_STALE_DAYS

MESSAGES = {
    "out-of-order": "this entry stands behind one that must come after it",
    "order-matters": "the dates leave the order open, and the status hangs on it: does it stand right?",
    "detained-while-held": "the person is held already: is a release missing, or is it told twice?",
    "another-case": "the person serves a sentence, so this belongs to another case and moves nothing",
    "after-death": "the person is dead by then: either this or the death is misplaced",
    "outcome-without-verdict": "the sentence or verdict was changed, and no verdict or release follows",
}
"""What each warning says; none quotes a value."""


class Remark(NamedTuple):
    """One thing to look at: its code, the id of the entry, and the sentence."""

    code: str
    event_id: str
    message: str


def warnings(
    events: Sequence[Event],
    *,
    connections: Mapping[str, str | None] = NO_CONNECTIONS,
    stale_days: int = DEFAULT_STALE_DAYS,
    course: Course | None = None,
) -> tuple[Remark, ...]:
    """Return what is to be looked at in a ledger, by its order; it never depends on today.

    Whoever has folded these entries already gives the `course`.
    """
    course = course or fold(events, connections=connections, stale_days=stale_days)
    movers = movers_in_order(events)
    found = {
        *_misplaced(events),
        *_meeting(movers, course),
        *_without_verdict(events),
        *_hanging_on_order(events, movers, course, connections),
    }
    if not found:
        return ()
    return tuple(
        Remark(code, events[index].id, message)
        for index in order(events)
        for code, message in MESSAGES.items()
        if (index, code) in found
    )


def hangs_on_order(
    events: Sequence[Event], index: int, *, connections: Mapping[str, str | None] = NO_CONNECTIONS
) -> bool:
    """Whether an entry of the file could as well stand on the other side of a neighbour, with another status.

    That is what `record` says of a new entry, and what the warning `order-matters` is about.
    """
    course = fold(events, connections=connections)
    movers = movers_in_order(events)
    return any(
        index in pair and _matters(events, movers, pair, course, connections)
        for pair in overlapping_neighbours(events, movers)
    )


def _misplaced(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    newest_start: Day | None = None
    for index, event in enumerate(events):
        if newest_start is not None and event.date.latest < newest_start:
            yield index, "out-of-order"
        newest_start = max(newest_start or event.date.earliest, event.date.earliest)


def _meeting(movers: Sequence[int], course: Course) -> Iterator[tuple[int, str]]:
    """Give the warnings of the rules that acted."""
    for index, acted in zip(movers, course.rules, strict=True):
        yield from ((index, warning_of(name)) for name in acted if warning_of(name))


def _without_verdict(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    if not any(map(_changes_verdict, events)):
        return
    shown = order(events)
    for at, index in enumerate(shown):
        if not _changes_verdict(events[index]):
            continue
        followers = (events[each] for each in shown[at + 1 :])
        if not any(isinstance(each, Verdict | Release) and each.stands for each in followers):
            yield index, "outcome-without-verdict"


def _changes_verdict(event: Event) -> bool:
    changes = type(event) is Hearing and event.outcome in {"sentence_changed", "overturned"}
    return changes and event.stands


def _hanging_on_order(
    events: Sequence[Event], movers: list[int], course: Course, connections: Mapping[str, str | None]
) -> Iterator[tuple[int, str]]:
    for pair in overlapping_neighbours(events, movers):
        if _matters(events, movers, pair, course, connections):
            yield pair[1], "order-matters"


def _matters(
    events: Sequence[Event],
    movers: list[int],
    pair: tuple[int, int],
    course: Course,
    connections: Mapping[str, str | None],
) -> bool:
    """Whether swapping two neighbours makes sense and would end in another status.

    An order in which somebody is let go who is not held, or detained who is, makes no sense: the file is not
    in doubt there.
    """
    at = movers.index(pair[0])
    swapped = [events[index] for index in (*movers[:at], pair[1], pair[0], *movers[at + 2 :])]
    steps = folded_on(course.states[at], swapped[at:], course.news, connections, course.stale_days)
    if _senseless(course.states[at], swapped[at], steps[0]) or _senseless(
        steps[0][0], swapped[at + 1], steps[1]
    ):
        return False
    other = Course(
        bounds=tuple((each.date.earliest.toordinal(), each.date.latest.toordinal()) for each in swapped),
        states=(*course.states[: at + 1], *(state for state, _ in steps)),
        rules=(*course.rules[:at], *(acted for _, acted in steps)),
        news=course.news,
        stale_days=course.stale_days,
    )
    day = _present(course)
    return other.on(day).possible != course.on(day).possible


def _senseless(before: State, event: Event, step: Step) -> bool:
    """Whether an entry meets a state in which it would not have happened."""
    _, acted = step
    return _closes_nothing(before, event) or any(warning_of(name) for name in acted)


def _closes_nothing(state: State, event: Event) -> bool:
    if isinstance(event, Release):
        return state.status not in {"held", "missing"}
    if isinstance(event, Clemency):
        return not state.serving
    return isinstance(event, Hearing) and event.outcome in FREEING_OUTCOMES and state.status != "held"


def _present(course: Course) -> Day:
    """Return the day by which every mover has happened that will, as far as its date says."""
    ends = [first if last >= LAST else last for first, last in course.bounds]
    return Day.fromordinal(max(ends))
