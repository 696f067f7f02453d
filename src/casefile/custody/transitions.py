"""Changes of a state that the rules share: custody begins, continues, changes its ground or ends.

Each function returns a new state, because states are immutable. `now` is the entry and the state before it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from casefile.custody.rule_context import RuleContext
from casefile.custody.state import (
    ANOTHER,
    LAST,
    ClosedSpell,
    CustodyGround,
    DateSpan,
    State,
    not_sentences,
    show_grounds,
    span_between,
)
from casefile.custody.time_rules import status_at_liberty, was_served

Readings = tuple[State, ...]
"""The states of which one is true, such as those after an entry that leaves open what happened."""
GONE_WITH_RELEASE = frozenset({
    "sentence_served", "served", "time_served", "pardon", "amnesty", "acquittal", "parole", "discharge",
    "charges_dropped", "charges_closed", "no_charge",
})  # fmt: skip
"""Kinds of release after which no sentence is left to be served."""


def make_ground(now: RuleContext, basis: str, kind: str) -> CustodyGround:
    """Return the ground that an entry gives, in its proceeding, from its date, and up to its stated end.

    `kind` is `order`, `sentence` or `fact`.
    """
    return CustodyGround(now.proceeding, basis, kind, now.date, now.until)


def show_active_grounds(state: State) -> State:
    """Return the state with the basis and end that its active grounds give.

    It is unchanged if the person is not held or no ground is active.
    """
    active = state.active
    return show_grounds(state, active) if active and state.status == "held" else state


def open_period(
    now: RuleContext, *grounds: CustodyGround, waiting: Iterable[CustodyGround] | None = None
) -> State:
    """Return the state with a new period of custody on these grounds, stated, from the date of the entry on.

    A period that was going on is closed: it ended on an unknown day before the new one. Without grounds, the
    form of the new custody is unknown. `waiting` are further grounds, whose proceedings are not added to
    `ordered`; where it is None, they are the grounds of other proceedings that are not carried out yet.
    """
    grounds = grounds or (make_ground(now, "unknown", "fact"),)
    if waiting is None:
        taken = {each.proceeding for each in grounds}
        waiting = [each for each in now.state.waiting if each.proceeding not in taken]
    spells = _close_spell(now.state, _span_of_unseen_end(now), "new_custody")
    fresh = _change_status(now, "held", "stated", spells, (*grounds, *waiting), started=now.date)
    return show_active_grounds(_with_facility(now, _note_orders(fresh, grounds)))


def _change_status(  # noqa: PLR0913, PLR0917 - a status, and all that begins with it
    now: RuleContext,
    status: str,
    certainty: str,
    spells: tuple[ClosedSpell, ...],
    grounds: tuple[CustodyGround, ...],
    started: DateSpan | None = None,
) -> State:
    """Return the state with another status from the date of the entry on.

    All that is known of the custody before, such as basis, facility and end, is reset. `spells` and `grounds`
    replace those of the state.
    """
    return replace(now.state,
        status=status, certainty=certainty, since=now.date, proof=now.date, started=started, facility=None,
        placed=None, basis=None, based=None, until=None, until_kind=None, form=None, spells=spells,
        grounds=grounds, lifted=(), unseen=False, seen=False, carried_out=None, returns=None,
        elsewhere=False, flags=_remove_flags(now.state.flags, PASSING),
    )  # fmt: skip


PASSING = ("whereabouts_unknown", "rotation", "intermittent")
"""Flags that end with the period of custody to which they belong."""


def begin_ground(now: RuleContext, waiting: CustodyGround) -> CustodyGround:
    """Return a sentence or order that was not carried out as active: it holds the person from the entry on.

    The days at liberty before it do not count as served: the expected end of a sentence is that many days
    later. The days of a leave do count. The end stays if it is stated, or if the entry is an administrative
    detention.
    """
    made, end = replace(waiting, active=True), waiting.expected
    is_set = not waiting.is_sentence or waiting.until is not None or now.value_of("kind") == "administrative"
    if is_set or end is None or now.state.returns is not None:
        return made
    let_go = now.state.spells[-1].end if was_served(now.state, waiting) else waiting.since
    if let_go is not None:
        end += max(0, now.date.last - let_go.last)
    return replace(made, expected=end if end < LAST else None)


def replace_ground(now: RuleContext, new: CustodyGround, *, replaces: Iterable[CustodyGround]) -> State:
    """Continue the custody, as stated, on a new ground that replaces the grounds in `replaces`.

    It also replaces custody before an order that names no proceeding, or that is of ANOTHER.
    """
    state, gone = now.state, set(replaces)
    kept = tuple(each for each in state.grounds if each not in gone and not _is_absorbed(each))
    fresh = replace(state,
        grounds=(*kept, new), proof=now.proof, form=None, carried_out=None,
        certainty="stated", unseen=False, flags=_remove_flags(state.flags, ("whereabouts_unknown",)),
    )  # fmt: skip
    return show_active_grounds(_with_facility(now, _note_orders(fresh, (new,))))


def _is_absorbed(each: CustodyGround) -> bool:
    """Return whether any new order replaces a ground: custody before an order, of no named proceeding."""
    return each.proceeding in {"", ANOTHER} and each.is_unsettled


def put_under_house_arrest(now: RuleContext) -> State:
    """Put the person under house arrest, which replaces the grounds of the proceeding except sentences.

    If the person is not certainly held, it begins a new period of custody.
    """
    new = make_ground(now, "house_arrest", "order")
    return (
        replace_ground(now, new, replaces=not_sentences(now.own_grounds))
        if now.certain
        else open_period(now, new)
    )


def add_ground(now: RuleContext, new: CustodyGround) -> State:
    """Continue the custody (`keep_custody`) with one additional ground."""
    going_on = keep_custody(now)
    return show_active_grounds(replace(going_on, grounds=(*going_on.grounds, new)))


def keep_custody(now: RuleContext) -> State:
    """Continue the custody: the entry is a sign that the person is held, and may state another facility.

    An order to release is not presumed to be carried out any more.
    """
    return _with_facility(now, replace(now.state, carried_out=None, proof=now.proof))


def as_readings(made: State | Readings) -> Readings:
    """Return the result of a rule as a tuple of states, also if it is a single one."""
    return (made,) if isinstance(made, State) else made


def begin_presumed_period(now: RuleContext) -> State:
    """Return the state with a new period of custody from the entry on, presumed and of unknown form.

    It is for an entry that shows custody whose beginning is not recorded.
    """
    return replace(open_period(now), certainty="presumed")


def return_home(now: RuleContext) -> State:
    """Return the state in which a person who was abroad is free at home, as presumed.

    The status is `released` if a time in custody is recorded, else `not_detained`.
    """
    status = "released" if now.state.spells or now.held else "not_detained"
    return close_status(now, status, "departure", "presumed")


def is_unacknowledged(state: State) -> bool:
    """Return whether one of the active grounds is unacknowledged: no authority admits that custody."""
    return any(each.basis == "unacknowledged" for each in state.active)


def acknowledge_custody(now: RuleContext) -> State:
    """Change unacknowledged custody to custody of unknown form: it is admitted, its form is not stated.

    The state is unchanged if no active ground is unacknowledged.
    """
    state = now.state
    if not is_unacknowledged(state):
        return state
    grounds = tuple(
        replace(each, basis="unknown") if each.basis == "unacknowledged" else each for each in state.grounds
    )
    return show_active_grounds(replace(state, grounds=grounds, proof=now.proof))


def add_waiting_ground(now: RuleContext, new: CustodyGround) -> State:
    """Return the state with a sentence or order added that is not carried out yet.

    It replaces others of the same proceeding that are not carried out.
    """
    state = now.state
    others = tuple(each for each in state.grounds if each.active or each.proceeding != new.proceeding)
    return replace(state, grounds=(*others, replace(new, active=False)))


def drop_grounds(state: State, gone: Iterable[CustodyGround]) -> State:
    """Return the state without the grounds in `gone`; basis and end are those of the active grounds left.

    If no active ground is left, basis and end are unchanged.
    """
    ended = set(gone)
    left = tuple(each for each in state.grounds if each not in ended)
    return show_active_grounds(replace(state, grounds=left))


def end_custody(
    now: RuleContext, how: str, certainty: str = "presumed", *, ends: Iterable[CustodyGround] = ()
) -> State:
    """Return the state after a release: `released`, or `abroad` if the custody was there.

    Custody that is going on ends, and `how` becomes its `closed_by`. The grounds in `ends` are over; other
    sentences, and grounds that were not carried out, are kept as not carried out. If the person is released
    already, the entry is a newer sign of it, and a stated release replaces a presumed one.
    """
    state = now.state
    ended = set(ends)
    if state.status == "released":
        return _confirm_release(now, certainty)
    left = close_status(now, status_at_liberty(state), how, certainty)
    waiting = _make_waiting([each for each in state.grounds if each not in ended])
    return replace(left, grounds=waiting, ordered=(), unseen=certainty != "stated", seen=now.is_seen)


def _confirm_release(now: RuleContext, certainty: str) -> State:
    """Return the state after another report of a release of a person who is released already.

    A certain release replaces a presumed one: its date, and the end of the last time in custody. Any other
    one is only a newer sign of the status. Both end a leave.
    """
    state = now.state
    if certainty == "stated" and state.certainty != "stated":
        spells = _extend_last_spell(state, now.date)
        return replace(state,
            certainty="stated", since=now.date, proof=now.date, spells=spells, unseen=False, seen=now.is_seen,
            returns=None,
        )  # fmt: skip
    return replace(state, proof=now.proof, seen=state.seen or now.is_seen, returns=None)


def end_custody_unreported(now: RuleContext, how: str = "found_free") -> State:
    """Return the state after a release (`end_custody`) that was not reported itself.

    The custody ended on an unknown day from its newest sign to the entry, and the status is presumed.
    """
    state = end_custody(now, how)
    if now.state.started is None or now.state.proof is None:
        return state
    end = span_between(max(now.state.started.first, now.state.proof.first), now.date.last)
    spells = (*state.spells[:-1], replace(state.spells[-1], end=end)) if state.spells else ()
    return replace(state, since=end, spells=spells, unseen=False, seen=True)


def close_status(
    now: RuleContext, status: str, how: str, certainty: str = "stated", *, end_known: bool = True
) -> State:
    """Change to the status `status`; a period of custody that was going on ends with the entry.

    `how` becomes `closed_by` of it. With `end_known=False` the day on which it ended is not known. If the
    person has the status already, the entry is only a newer sign of it, and a leave is over.
    """
    state = now.state
    if state.status == status:
        return replace(state, proof=now.proof, returns=None)
    spells = _close_spell(state, now.date if end_known else None, how)
    return _change_status(now, status, certainty, spells, _make_waiting(state.grounds))


def _make_waiting(grounds: Iterable[CustodyGround]) -> tuple[CustodyGround, ...]:
    """Return the grounds that are left when custody ends: the sentences, and those not carried out before.

    All are marked as not carried out (`active` is false).
    """
    left = [each for each in grounds if each.is_sentence or not each.active]
    return tuple([replace(each, active=False) if each.active else each for each in left])


def reopen_period(now: RuleContext, certainty: str) -> State:
    """Continue the last period of custody: the release that ended it does not count.

    The state is unchanged if there is no such period. Its grounds are still marked as not carried out.
    """
    state = now.state
    if not state.spells:
        return state
    last = state.spells[-1]
    fresh = replace(state,
        status="held", certainty=certainty, since=last.start, proof=now.date, started=last.start,
        spells=state.spells[:-1], unseen=False, seen=False, returns=None, basis=last.basis, based=now.date,
    )  # fmt: skip
    return _with_facility(now, fresh)


def with_flag(state: State, flag: str) -> State:
    """Return the state with `flag` among its flags."""
    return state if flag in state.flags else replace(state, flags=(*state.flags, flag))


def without_flag(state: State, flag: str) -> State:
    """Return the state without `flag` among its flags."""
    return replace(state, flags=_remove_flags(state.flags, (flag,)))


def _remove_flags(flags: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([each for each in flags if each not in gone]) if flags else flags


def _note_orders(state: State, grounds: Iterable[CustodyGround]) -> State:
    """Return the state with the proceedings of these grounds in `ordered`: of active orders and sentences."""
    named = [each.proceeding for each in grounds if each.kind in {"order", "sentence"} and each.active]
    if not named or state.ordered == (*named,):
        return state
    return replace(state, ordered=tuple(dict.fromkeys((*state.ordered, *named))))


def _with_facility(now: RuleContext, state: State) -> State:
    """Return the state with the facility that the entry states; a transfer without one makes it unknown."""
    facility = vars(now.event).get("facility")
    if facility is None and now.event.type != "transfer":
        return state
    return replace(state, facility=facility, placed=now.date)


def _span_of_unseen_end(now: RuleContext) -> DateSpan:
    """Return the span of days in which a period of custody without a reported end may have ended.

    That is from its beginning, or from the end of its order if that had run out, to the day before the latest
    day of the entry.
    """
    state = now.state
    began = state.started.first if state.started else now.date.first
    last = now.date.last if now.date.last == LAST else now.date.last - 1
    return span_between(state.until if now.lapsed and state.until is not None else began, last)


def _close_spell(state: State, end: DateSpan | None, how: str) -> tuple[ClosedSpell, ...]:
    """Return the times in custody, the present one closed; unchanged if the person is not in custody."""
    if state.started is None or state.basis is None:
        return state.spells
    return (*state.spells, ClosedSpell(state.started, end, state.basis, True, how))


def _extend_last_spell(state: State, date: DateSpan) -> tuple[ClosedSpell, ...]:
    """Return the times in custody, the last with a later end: a certain release replaces a presumed one.

    Its end may be any day from the presumed release to the certain one. They are unchanged if the last one
    did not end with the present status.
    """
    last = state.spells[-1] if state.spells else None
    if last is None or last.end is None or last.end != state.since:
        return state.spells
    end = span_between(last.end.first, date.last)
    return (*state.spells[:-1], replace(last, end=end, closed_by="release"))
