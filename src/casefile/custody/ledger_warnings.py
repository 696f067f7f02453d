"""Warnings about a ledger: entries that contradict their position, or the status before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from casefile.custody.circumstances import Circumstances
from casefile.custody.course import Course
from casefile.custody.court_dates import CourtDates
from casefile.custody.fold_keys import fold_key, referred_ids
from casefile.custody.ledger_fold import (
    PLAIN,
    FoldingStep,
    apply_movers,
    decisions,
    find_links,
    fold,
    make_course,
)
from casefile.custody.ledger_order import (
    CHANGED,
    FREEING_OUTCOMES,
    ORDERED_BASIS,
    OVERTURNED,
    list_in_order,
    movers_in_order,
    overlapping_neighbours,
)
from casefile.custody.rule_context import is_about_custody
from casefile.custody.rule_table import LETTING_GO, WARNINGS
from casefile.custody.state import LAST, State
from casefile.custody.transitions import Readings
from casefile.dates import Day, find_misordered_dates
from casefile.model.events import Clemency, Event, Hearing, Release, Verdict

MESSAGES = {
    "out-of-order": "this entry comes after one that must come after it",
    "order-matters": "the dates do not decide the order, and the status depends on it: check the order",
    "detained-while-held": "the person is already held: is a release missing, or is this recorded twice?",
    "suspension-unclear": "prison and a suspended or probation penalty: which one is served first?",
    "time-served": "the sentence may not exceed the time already held: was the person released?",
    "after-death": "the person is dead by then: either this entry or the death has a wrong date",
    "other-case-open": "released in one case, perhaps held in another: where did the person go?",
    "sentence-enforceable": "the sentence is final: was the person taken into custody?",
    "then-contradicts": "`then` and the other fields of this entry disagree",
    "outcome-without-verdict": "the sentence or verdict was changed, and no verdict or release follows",
}
"""The message of each warning by its code; no message quotes a value."""


class LedgerWarning(NamedTuple):
    """One warning about a ledger: its code, the id of the entry, and the message."""

    code: str
    event_id: str
    message: str


def warnings(
    events: Sequence[Event],
    about: Circumstances = PLAIN,
    *,
    course: Course | None = None,
) -> tuple[LedgerWarning, ...]:
    """Return the warnings about a ledger, in the order in which it is shown; they never depend on today.

    `about` are the facts apart from the ledger. `course` is the course of these entries if it is known
    already; it is computed if it is None.
    """
    course = course or fold(events, about)
    movers = movers_in_order(events)
    found = {
        *((index, "out-of-order") for index in find_misordered_dates(each.date for each in events)),
        *_warnings_of_rules(movers, course),
        *_without_verdict(events),
        *((index, "then-contradicts") for index, event in enumerate(events) if _contradicts(event)),
        *_warnings_of_the_end(events, movers, course),
        *_find_decisive_order(events, movers, course, about),
    }
    if not found:
        return ()
    return tuple(
        LedgerWarning(code, events[index].id, message)
        for index in list_in_order(events)
        for code, message in MESSAGES.items()
        if (index, code) in found
    )


def _warnings_of_rules(movers: Sequence[int], course: Course) -> Iterator[tuple[int, str]]:
    """Yield the index of each entry about which a rule warns in all possible states, with the code."""
    for index, acted in zip(movers, course.warned, strict=True):
        yield from ((index, WARNINGS[name]) for name in acted if name in WARNINGS)


def _contradicts(event: Event) -> bool:
    """Return whether `then` contradicts the other fields of the entry about custody."""
    fields = vars(event)
    then, taken = fields.get("then"), fields.get("taken_into_custody")
    if then == "free":
        return taken is True or event.type == "transfer" or fields.get("outcome") in ORDERED_BASIS
    return then == "held" and taken is False


def _warnings_of_the_end(
    events: Sequence[Event], movers: Sequence[int], course: Course
) -> Iterator[tuple[int, str]]:
    """Yield the entry because of which the status is uncertain after the whole ledger.

    The index of the entry comes with the code of the warning: sentence-enforceable or other-case-open.
    """
    view = course.on(_last_day(course)) if movers else None
    if view is None or view.rule is None or len(view.possible) < 2:
        return
    if view.rule.name in {"sentence-final", "sentence-enforceable"}:
        yield next(at for at, each in enumerate(events) if each.id == view.rule.event), "sentence-enforceable"
    if {"held", "released"} <= {*view.possible}:
        yield from _find_open_case(movers, course)


def _find_open_case(movers: Sequence[int], course: Course) -> Iterator[tuple[int, str]]:
    """Yield the newest release in one case after which another case may hold the person.

    The index of the entry comes with the code of the warning.
    """
    for at, index in reversed([*enumerate(movers)]):
        before, after = course.states[at], course.states[at + 1]
        is_open = {"held", "released"} <= {each.status for each in after}
        day = course.bounds[at][0]
        beside = any(len(each.running_on(day)) > 1 or len(each.ordered) > 1 for each in before)
        if is_open and beside and LETTING_GO.intersection(course.rules[at]):
            yield index, "other-case-open"
            return


def _without_verdict(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    """Yield each hearing after which the judgment in force is not known, without a new verdict or release.

    The verdict or release must count, come later and perhaps be of the same proceeding. The index of the
    entry comes with the code of the warning.
    """
    decided = decisions(events)
    changes = [_changes_verdict(each, decided) for each in events]
    if not any(changes):
        return
    shown = list_in_order(events)
    court_dates = CourtDates([events[each] for each in shown if events[each].stands])
    for at, index in enumerate(shown):
        if not changes[index]:
            continue
        followers = (events[each] for each in shown[at + 1 :])
        if not any(
            isinstance(each, Verdict | Release)
            and each.stands
            and court_dates.may_be_of_one_proceeding(events[index], each)
            for each in followers
        ):
            yield index, "outcome-without-verdict"


def _changes_verdict(event: Event, decided: Mapping[str, str]) -> bool:
    """Return whether an entry is a hearing that counts and after which the judgment in force is not known.

    It sets the judgment aside, or changes the sentence and does not state the new one. `decided` gives the
    kind of each decision by its id.
    """
    if type(event) is not Hearing:
        return False
    if is_about_custody(event, decided):
        return False
    is_open = event.outcome in OVERTURNED or (event.outcome in CHANGED and not event.sentences)
    return is_open and event.stands


def _find_decisive_order(
    events: Sequence[Event], movers: list[int], course: Course, about: Circumstances
) -> Iterator[tuple[int, str]]:
    """Yield the second of two neighbours with overlapping dates if their order decides the status.

    The index of the entry comes with the code of the warning.
    """
    referred = referred_ids(events)
    for pair in overlapping_neighbours(events, movers):
        if not _are_alike([events[index] for index in pair], about, referred) and _order_decides_status(
            events, movers, pair, course, about
        ):
            yield pair[1], "order-matters"


def _are_alike(two: Sequence[Event], about: Circumstances, referred: AbstractSet[str]) -> bool:
    """Return whether two events affect every status in the same way, so that they may be swapped.

    `referred` are the ids to which other events refer.
    """
    keys = {fold_key(each, about.connections) for each in two}
    return len(keys) == 1 and referred.isdisjoint(each.id for each in two)


def _order_decides_status(
    events: Sequence[Event],
    movers: list[int],
    pair: tuple[int, int],
    course: Course,
    about: Circumstances,
) -> bool:
    """Return whether two neighbours can be swapped, and the swap leads to another status after all entries.

    An order in which a person who is not held is released, or a person who is held is detained, is not
    possible: then the order in the file is right. `course` is that of the order in the file.
    """
    at = movers.index(pair[0])
    swapped = [events[index] for index in (*movers[:at], pair[1], pair[0], *movers[at + 2 :])]
    links = find_links(swapped, about, events)
    steps = apply_movers(course.states[at], swapped[at:], course.news, about, links)
    if _is_impossible(course.states[at], swapped[at], steps[0]) or _is_impossible(
        steps[0].readings, swapped[at + 1], steps[1]
    ):
        return False
    day = _last_day(course)
    return make_course(swapped, steps, course).on(day).possible != course.on(day).possible


def _is_impossible(before: Readings, event: Event, step: FoldingStep) -> bool:
    """Return whether an entry cannot have happened in any of the possible states before it.

    `step` is the result of the entry: a rule that applied in all of them may warn of it (IMPOSSIBLE).
    """
    return all(_has_nothing_to_end(state, event) for state in before) or any(
        WARNINGS.get(name) in IMPOSSIBLE for name in step.everywhere
    )


IMPOSSIBLE = frozenset({"detained-while-held", "after-death"})
"""Codes of warnings about entries that cannot have happened in this order."""


def _has_nothing_to_end(state: State, event: Event) -> bool:
    """Return whether a release, a clemency or an order to release has no custody or sentence to end."""
    if isinstance(event, Release):
        return state.status not in {"held", "missing"} and not state.unseen
    if isinstance(event, Clemency):
        return not any(each.is_sentence for each in state.grounds)
    return isinstance(event, Hearing) and event.outcome in FREEING_OUTCOMES and state.status != "held"


def _last_day(course: Course) -> Day:
    """Return the day by which all entries have happened that may change the status.

    It is the latest of the last days of their dates; a date without an end counts by its first day.
    """
    ends = [first if last >= LAST else last for first, last in course.bounds]
    return Day.fromordinal(max(ends))
