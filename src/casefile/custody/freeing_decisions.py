"""Decisions of courts and governments that end grounds of custody; the person is held until a release.

Each function returns a new state, or several possible ones. `now` is the entry and the state before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from casefile.custody.ledger_order import BAIL
from casefile.custody.measure_rules import AT_LIBERTY, impose_restrictions, is_of_the_case
from casefile.custody.penalties import WITHOUT_TERM, end_of
from casefile.custody.rule_context import CLOSED_STEPS, RuleContext, is_about_earlier_decision
from casefile.custody.state import CustodyGround, Measure, State, sentences_in
from casefile.custody.transitions import (
    Readings,
    drop_grounds,
    end_custody,
    keep_custody,
    show_active_grounds,
)

ON_CONDITIONS = BAIL | {"milder_measure"}
"""Outcomes of a hearing after which the person may be under duties that the order does not describe."""
MAY_BE_UNPAID = BAIL - {"bail_posted"}
"""Outcomes of a hearing after which the ground of custody continues until the bail is paid."""


def end_ground(
    now: RuleContext, how: str, *, decides: bool = False, ends: bool = False, basis: str | None = None
) -> State | Readings:
    """End the ground of the entry's proceeding, as far as the ledger is clear; other grounds may still hold.

    The result may have two states: in custody and released. The state is unchanged if no ground that holds
    the person may be of the proceeding, or if another final one certainly holds the person. `how` becomes
    `closed_by` of the time in custody. `decides`: the decision itself is the release, as with an acquittal,
    so that it is presumed to be carried out on that day. `ends`: no sentence of the proceeding is left to be
    served. With a `basis`, only grounds of that form end.
    """
    state = now.state
    reaches = now.sure or is_about_earlier_decision(now.event)
    mine = tuple(
        each
        for each in now.holding_grounds
        if (reaches or not now.is_final_by_now(each)) and basis in {None, each.basis}
    )
    if not mine:
        return _end_unnamed_custody(now, how) if basis is None else state
    others = tuple(each for each in state.running_on(now.date.first) if each not in mine)
    if (now.sure or now.by_charges) and any(map(now.is_certain, others)):
        if how in MAY_BE_UNPAID:
            doubtful = tuple(replace(each, doubtful=True) if each in mine else each for each in state.grounds)
            return keep_custody(now.on(show_active_grounds(replace(state, grounds=doubtful))))
        ordered = tuple(each for each in state.ordered if each != now.proceeding)
        lifted = tuple(each for each in mine if each.kind != "fact")
        left = replace(state, ordered=ordered, lifted=(*state.lifted, *lifted))
        return keep_custody(now.on(drop_grounds(left, mine)))
    if any(now.is_final_by_now(each) and now.is_certain(each) for each in others):
        return state
    out = end_custody(now, how, ends=mine if ends else ())
    alone = now.sure and not others and not _is_open_elsewhere(now)
    inside = keep_custody(now) if now.certain else state
    if alone and decides and not now.is_executive:
        return (replace(inside, carried_out=now.date.last), out)
    if now.sure and others:
        inside = drop_grounds(inside, mine)
    if alone and now.law.release_order == "at_once" and not now.is_executive:
        inside = replace(inside, carried_out=now.date.last + now.about.release_days)
    return (inside, out)


def _end_unnamed_custody(now: RuleContext, how: str) -> State | Readings:
    """Return held and released as possible if a named case ends and the custody names no case.

    The state is unchanged if the entry belongs to no named case, or if a certain ground of a named case holds
    the person.
    """
    state = now.state
    names_none = any(each.proceeding == "" for each in state.active)
    elsewhere = any(now.is_certain(each) for each in state.active if each.proceeding)
    if not (now.sure and now.proceeding and names_none and state.held) or elsewhere:
        return state
    return (keep_custody(now) if now.certain else state, end_custody(now, how))


def _is_open_elsewhere(now: RuleContext) -> bool:
    """Return whether another case may hold the person.

    That is so if a charge of it is open and custody was ordered there and never ended, if a final sentence of
    another case is not carried out yet, or if the file states that there are other cases.
    """
    waiting = sentences_in(now.state.waiting)
    is_waiting = any(each.proceeding != now.proceeding and now.is_final_by_now(each) for each in waiting)
    return (
        is_waiting
        or now.about.has_others
        or any(
            each.proceeding in now.state.ordered
            and each.proceeding != now.proceeding
            and each.step not in CLOSED_STEPS | {"convicted"}
            for each in now.state.charges
        )
    )


def held_or_released(now: RuleContext, inside: State, out: State) -> Readings:
    """Return the states in custody (`inside`) and after a release (`out`), or only the first.

    There is only the first if the entry surely is of its proceeding and another one certainly holds the
    person.
    """
    return (inside,) if now.sure and any(map(now.is_certain, now.other_grounds)) else (inside, out)


def is_measure_of_order(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction is the milder measure that the entry orders.

    It is if it was imposed on the same day, in the entry's proceeding, and applies only at liberty.
    """
    is_its_own = is_of_the_case(now, measure) and measure.of_trial
    return is_its_own and measure.kind in AT_LIBERTY and measure.since == now.date


def put_under_measure(now: RuleContext, state: State) -> State:
    """Return a released state with an unknown restriction: the bail or the measure that the entry orders."""
    is_bail = now.event.outcome in BAIL
    unstated = Measure(
        "unknown", now.date, now.until, now.proceeding, of_release=is_bail, of_trial=True, unstated=True
    )
    return impose_restrictions(state, unstated)


def with_duties(now: RuleContext, term: int | None = None) -> State:
    """Put a person under the duties of a sentence that is served at liberty, from the date of the entry on.

    `term` is the last day, as an ordinal, of the duties whose end the entry does not state. The state is
    unchanged if the person is neither held nor at liberty in the country.
    """
    state = now.state
    if not (now.free or now.held):
        return state
    start = now.final_from or now.date.last
    duties = ((each.penalty or "", end_of(each, start) or term) for each in now.serving.duties)
    return impose_restrictions(state, *(Measure(kind, now.date, end, now.proceeding) for kind, end in duties))


def find_converted_term(now: RuleContext) -> int | None:
    """Return the expected last day of the old sentence that a hearing converts, as an ordinal; else None.

    The result is None for any outcome but `converted`, for a new penalty without a term, such as life, and if
    no end of the old sentence is known.
    """
    if now.value_of("outcome") != "converted":
        return None
    if any(each.penalty in WITHOUT_TERM for each in now.serving.sentences):
        return None
    return max((each.expected or 0 for each in sentences_in(now.own_grounds)), default=0) or None


def without_sentences(state: State, over: Sequence[CustodyGround]) -> State:
    """Return the state with the sentences in `over` changed to facts: the person is held until the release.

    After the release, none of these sentences is left to be served.
    """
    ended = {*sentences_in(over)}
    if not ended.intersection(state.grounds):
        return state
    grounds = (
        replace(each, kind="fact", until=None, expected=None, probation=()) if each in ended else each
        for each in state.grounds
    )
    return replace(state, grounds=tuple(grounds))
