"""The custody rules for acts of courts and governments.

They change the grounds of custody; the status follows from the grounds that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always, stays
from casefile.custody.ledger_order import (
    ABSOLVING,
    BAIL,
    CHANGED,
    FREEING_OUTCOMES,
    ORDERED_BASIS,
    OVERTURNED,
    RETURNING,
    refuses_to_extend,
)
from casefile.custody.measure_rules import (
    AT_LIBERTY,
    ORDERS_OF_CUSTODY,
    extend_restrictions,
    extends_restrictions,
    find_overturned,
    impose_restrictions,
    is_of_the_case,
    without_security,
    without_unstated_bail,
)
from casefile.custody.penalties import WITHOUT_TERM, end_of
from casefile.custody.rule_context import CLOSED_STEPS, HIGHER, RuleContext, leads_back, upholds_a_judgment
from casefile.custody.state import (
    ANOTHER,
    DAYS_OF_A_FACT,
    EXECUTIVE,
    CustodyGround,
    Measure,
    State,
    not_sentences,
    sentences_in,
)
from casefile.custody.transitions import (
    Readings,
    acknowledge_custody,
    add_ground,
    back_home,
    begin_ground,
    close_status,
    end_custody,
    found_free,
    ground,
    guarded_at_home,
    keep_custody,
    open_period,
    replace_ground,
    several,
    show_active_grounds,
    waits,
    with_flag,
    without,
)

ON_CONDITIONS = BAIL | {"milder_measure"}
"""Outcomes after which the person may be under duties that the order does not describe."""
MAY_BE_UNPAID = BAIL - {"bail_posted"}
"""Outcomes after which the ground continues until the bail is paid."""


# --- where the person went, as the entry states it


def _then_free(now: RuleContext) -> State | Readings:
    """Release the person, under the duties of the sentence or the milder measure of the entry."""
    made = several(_went_free(now))
    if now.value_of("sentences") and now.serving.duties:
        return tuple(_with_duties(now.on(each)) for each in made)
    is_milder = now.value_of("outcome") == "milder_measure"
    if not is_milder:
        made = tuple(without_unstated_bail(each) for each in made)
    if not is_milder or any(_is_its_measure(now, each) for each in now.state.measures):
        return made
    return (*made, *(_under_a_measure(now, each) for each in made if not each.held))


def _went_free(now: RuleContext) -> State | Readings:
    was_held = now.held or now.event.type == "transfer"  # a person who is transferred is in custody
    if not was_held and now.state.status not in {"missing", "released"}:
        return _with_sentence_waiting(now, replace(now.state, proof=now.proof))
    if now.held and now.is_official_word:
        return (now.state, end_custody(now, "release", ends=not_sentences(now.mine)))
    ends = now.state.grounds if now.event.type == "clemency" else now.mine
    is_paroled = now.value_of("outcome") == "parole_granted"
    over = ends if is_paroled else (*not_sentences(ends), *_undone(now, _by_itself(now)))
    left = end_custody(now, "release" if now.event.type != "clemency" else "clemency", "stated", ends=over)
    return _with_sentence_waiting(now, left)


def _by_itself(now: RuleContext) -> Readings:
    """Return the readings that the other rules give, as if the entry did not state `then`."""
    silent = now.without_then()
    for rule in _rules_without_then(now.event.type):
        if rule.applies(silent):
            return several(rule.act(silent))
    return (now.state,)


@cache
def _rules_without_then(word: str) -> tuple[CustodyRule, ...]:
    """Return the rules of courts for a type of entries, without the rules that act on `then`."""
    asking = {_then_free, _then_held, _then_home}
    return tuple(rule for rule in COURT if rule.act not in asking and word in rule.of.split())


def _undone(now: RuleContext, made: Readings) -> tuple[CustodyGround, ...]:
    """Return the sentences of the reading before the entry that are in none of the readings after it."""
    left = {(each.proceeding, each.since) for state in made for each in sentences_in(state.grounds)}
    given = sentences_in(now.state.grounds)
    return tuple(each for each in given if (each.proceeding, each.since) not in left)


def _may_have_gone(now: RuleContext) -> bool:
    """Return whether the person can go free with the entry, or stay free after the decision of a court."""
    if now.state.status == "not_detained":
        return now.event.type in {"hearing", "verdict", "transfer"}
    return now.held or now.state.status in {"missing", "released"}


def _with_sentence_waiting(now: RuleContext, state: State) -> State:
    if not now.is_custodial:
        return state
    return waits(now.on(state), _sentence(now))


def _opens_nothing(now: RuleContext) -> bool:
    """Return whether a court decides on an absent person and the decision begins no custody.

    A person who is certainly held is within reach of the court, except for a sentence in a case other than
    the one in which the person is held, or in a case that is not named.
    """
    if not now.absent or now.matter == "civil":
        return False
    if not now.certain:
        return True
    in_that_case = any(each.proceeding == now.proceeding for each in now.state.active)
    sentences = now.event.type == "verdict" and now.is_custodial
    return sentences and not (now.event_names_a_proceeding and in_that_case)


def _absent(now: RuleContext) -> State | Readings:
    """Let the sentence or order wait; if the person is certainly held, a sentence is a doubtful ground."""
    if now.event.type == "hearing":
        return _waits_for_order(now) if now.event.outcome in ORDERED_BASIS else now.state
    if not now.serving.basis:
        return now.state
    sentence = replace(_sentence(now), doubtful=True)
    if not now.certain:
        return waits(now, sentence)
    beside = replace(now.state, grounds=(*now.state.grounds, sentence))
    if now.may_be_served and now.holding:
        return (beside, *_time_may_be_served(now))
    return beside


def _then_held(now: RuleContext) -> State | Readings:
    """Hold the person on the grounds that the entry gives or does not end, or on those that waited."""
    if now.event.type == "verdict" and now.serving.basis and now.event.outcome != "annulled":
        return _hold_on_sentence(now)
    if now.event.type == "hearing" and now.event.outcome in ORDERED_BASIS:
        return _hold_on_order(now)
    if inside := _still_held(now):
        return tuple(dict.fromkeys(_surely_held(now.on(each)) for each in inside))
    return open_period(now, *(begin_ground(now, each) for each in now.waiting_grounds))


def _surely_held(now: RuleContext) -> State:
    """Continue custody, also if it began with the entry; begin a new period if it may have ended."""
    if now.state.started != now.date and not now.certain:
        return open_period(now, *now.state.running_on(now.date.first))
    return replace(keep_custody(now), certainty="stated", unseen=False)


def _still_held(now: RuleContext) -> Readings:
    """Return the held readings that the other rules give, else the present reading if it is held."""
    return tuple(each for each in _by_itself(now) if each.held) or ((now.state,) if now.held else ())


def _then_home(now: RuleContext) -> State:
    return guarded_at_home(now.on(next(iter(_still_held(now)), now.state)) if now.certain else now)


# --- orders of custody


def _hold_on_order(now: RuleContext) -> State:
    """Hold the person on a court's order; an extension keeps the form of the custody."""
    basis = ORDERED_BASIS.get(now.event.outcome, "pretrial")
    if basis == "pretrial" and now.event.stage == "administrative":
        basis = now.administrative_basis
    mine = now.holding
    if not now.certain:
        return open_period(now, ground(now, basis, "order"))
    if sentences_in(mine):
        return _ordered_beside_a_sentence(now, basis)
    settled = [each for each in mine if each.basis != "unknown"]
    if now.event.outcome == "extended" and settled:
        basis = settled[0].basis
    same = tuple(each for each in mine if each.basis == basis)
    return replace_ground(now, ground(now, basis, "order"), replaces=(*_grounds_to_replace(now), *same))


LONGEST_BAIL = 730
"""Days after a release; an extension after more days is of a new custody that is not recorded."""


def _is_ordered_at_liberty(now: RuleContext) -> bool:
    outcome, since = now.event.outcome, now.state.since
    if outcome == "extradition_allowed":
        return now.free
    if outcome not in ORDERED_BASIS or now.state.status != "released":
        return False
    if outcome == "extended":
        return since is not None and now.date.first - since.last <= LONGEST_BAIL
    return not now.state.unseen and now.event.stage in HIGHER and not now.is_in_court


def _ordered_at_liberty(now: RuleContext) -> Readings:
    if now.event.outcome in {"extradition_allowed", "extended"}:
        return (_infer_custody(_hold_on_order(now)), now.state)
    return (_taken_at_liberty(now), _waits_for_order(now))


def _remand(now: RuleContext) -> State | Readings:
    """Hold the person from the order on; a person at liberty is presumed to have been arrested at once.

    The presumption no longer holds if the person later surrenders or is seen free. A later arrest, a flight
    or a judgment in absentia makes it open again whether the order was carried out at once.
    """
    if not now.free or now.is_in_court:
        return _hold_on_order(now)
    return (_taken_at_liberty(now), replace(_waits_for_order(now), carried_out=now.date.last))


def _taken_at_liberty(now: RuleContext) -> State:
    secured = without_security(now) if now.event.outcome in ORDERS_OF_CUSTODY else now.state
    return _infer_custody(_hold_on_order(now.on(secured)))


def _ordered_beside_a_sentence(now: RuleContext, basis: str) -> State:
    """Continue the custody; a new order that names no case may be of another one: a doubtful ground."""
    if now.sure or now.event_names_a_proceeding or now.event.outcome == "extended":
        return keep_custody(now)
    return add_ground(now, replace(ground(now, basis, "order"), proceeding=ANOTHER, doubtful=True))


def _grounds_to_replace(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the grounds that an order of this proceeding replaces: not executive custody without order."""
    if now.event.type == "verdict" and now.serving.basis == "administrative_arrest":
        return tuple(
            each for each in now.holding if each.basis not in EXECUTIVE - {"administrative_detention"}
        )
    return tuple(each for each in now.holding if each.kind != "fact" or each.basis not in EXECUTIVE)


def _waits_for_order(now: RuleContext) -> State:
    return waits(now, ground(now, ORDERED_BASIS[now.event.outcome], "order"))


def _remove_person(now: RuleContext) -> State:
    new = ground(now, "immigration", "order")
    return add_ground(now, new if now.event_names_a_proceeding else replace(new, proceeding=ANOTHER))


def _return_to_custody(now: RuleContext) -> State | Readings:
    """Return a person at liberty to custody, or not: unless the entry states which, both are possible.

    A person who is certainly held stays in custody.
    """
    if now.certain and now.serving.basis:
        return _hold_on_sentence(now)
    if now.certain:
        return _returned_in_another_case(now)
    if now.is_abroad:
        return now.state
    own = [begin_ground(now, each) for each in now.waiting_grounds or now.state.waiting]
    held = open_period(now, *(own or [ground(now, "unknown", "order")]))
    if now.is_taken or (now.value_of("presence") == "in_person" and now.event.outcome == "bail_cancelled"):
        return held
    return (_infer_custody(held), now.state)


def _shows_an_unrecorded_release(now: RuleContext) -> bool:
    """Return whether the entry revokes bail or parole that is not recorded.

    The person is certainly held then, and no certain ground explains the custody.
    """
    ends = now.event.outcome in {"bail_cancelled", "parole_revoked"} and not now.serving.basis
    return ends and now.certain and not now.has_a_certain_ground


def _returned_in_another_case(now: RuleContext) -> State:
    """Continue the custody; in a case that does not hold the person yet, the order is a doubtful ground."""
    if now.holding:
        return keep_custody(now)
    left = tuple(each for each in now.state.grounds if each not in now.waiting_grounds)
    ordered = now.waiting_grounds or (ground(now, "unknown", "order"),)
    doubtful = tuple(replace(each, active=True, doubtful=True) for each in ordered)
    return keep_custody(now.on(replace(now.state, grounds=(*left, *doubtful))))


# --- orders to let go


def let_go(
    now: RuleContext, how: str, *, decides: bool = False, ends: bool = False, basis: str | None = None
) -> State | Readings:
    """End the ground of the entry's proceeding, as far as the ledger is clear; other grounds may still hold.

    The result may have two readings: in custody and released. `how` becomes `closed_by` of the spell.
    `decides`: the court decides on guilt, so that no order to release is needed. `ends`: no sentence of the
    proceeding waits afterwards. With a `basis`, only grounds of that form end.
    """
    state = now.state
    reaches = now.sure or leads_back(now.event)
    mine = tuple(
        each
        for each in now.holding
        if (reaches or not now.is_final_by_now(each)) and basis in {None, each.basis}
    )
    if not mine:
        return _let_go_of_the_unnamed(now, how) if basis is None else state
    others = tuple(each for each in state.running_on(now.date.first) if each not in mine)
    if (now.sure or now.by_charges) and any(map(now.is_certain, others)):
        if how in MAY_BE_UNPAID:
            doubtful = tuple(replace(each, doubtful=True) if each in mine else each for each in state.grounds)
            return keep_custody(now.on(show_active_grounds(replace(state, grounds=doubtful))))
        ordered = tuple(each for each in state.ordered if each != now.proceeding)
        lifted = tuple(each for each in mine if each.kind != "fact")
        left = replace(state, ordered=ordered, lifted=(*state.lifted, *lifted))
        return keep_custody(now.on(without(left, mine)))
    if any(now.is_final_by_now(each) and now.is_certain(each) for each in others):
        return state
    out = end_custody(now, how, ends=mine if ends else ())
    alone = now.sure and not others and not _is_open_elsewhere(now)
    inside = keep_custody(now) if now.certain else state
    if alone and decides and not now.is_executive:
        return (replace(inside, carried_out=now.date.last), out)
    if now.sure and others:
        inside = without(inside, mine)
    if alone and now.law.release_order == "at_once" and not now.is_executive:
        inside = replace(inside, carried_out=now.date.last + now.about.release_days)
    return (inside, out)


def _let_go_of_the_unnamed(now: RuleContext, how: str) -> State | Readings:
    """Return held and released as possible if a named case ends and the custody names no case.

    A certain ground of a named case, or an entry without a case, leaves the reading as it is.
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
    another case waits, or if the file states that there are other cases.
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


def _or_out(now: RuleContext, inside: State, out: State) -> Readings:
    """Return both readings, or only `inside` if a certain ground of another case holds the person."""
    return (inside,) if now.sure and any(map(now.is_certain, now.others)) else (inside, out)


def _court_frees(now: RuleContext) -> State | Readings:
    """Release the person by an order; under house arrest the end of the order is the release itself."""
    if now.event.outcome not in ON_CONDITIONS:
        return let_go(now, now.event.outcome)
    is_at_home = now.state.basis == "house_arrest" and not now.serves
    made = several(let_go(now, now.event.outcome, decides=is_at_home))
    out = tuple(each for each in made if not each.held)
    if any(_is_its_measure(now, each) for each in now.state.measures):
        return made if now.event.outcome in BAIL else out or made
    return (*made, *(_under_a_measure(now, each) for each in out))


def _is_its_measure(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction is the measure of the order: a duty at liberty of the same day."""
    is_its_own = is_of_the_case(now, measure) and measure.of_trial
    return is_its_own and measure.kind in AT_LIBERTY and measure.since == now.date


def _under_a_measure(now: RuleContext, state: State) -> State:
    """Put a released person under the milder measure or the bail, which the order does not describe."""
    is_bail = now.event.outcome in BAIL
    unstated = Measure(
        "unknown", now.date, now.until, now.proceeding, of_release=is_bail, of_trial=True, unstated=True
    )
    return impose_restrictions(state, unstated)


def _acquit(now: RuleContext) -> Readings:
    made = let_go(now, now.event.outcome, decides=not now.is_appealed, ends=True)
    return tuple(_without_sentences(each, now.mine) if each.held else each for each in several(made))


def _spare_custody(now: RuleContext) -> State | Readings:
    made, term = let_go(now, "non_custodial_verdict", decides=True, ends=True), _term_before(now)
    return tuple(_with_duties(now.on(each), term) for each in several(made))


def _with_duties(now: RuleContext, term: int | None = None) -> State:
    """Put a person under the duties of a sentence that is served at liberty, from the release on.

    `term` is the last day of the duties whose end the entry does not state.
    """
    state = now.state
    if not (now.free or now.held):
        return state
    start = now.final_from or now.date.last
    duties = ((each.penalty or "", end_of(each, start) or term) for each in now.serving.duties)
    return impose_restrictions(state, *(Measure(kind, now.date, end, now.proceeding) for kind, end in duties))


# --- judgments


def _sentence(now: RuleContext) -> CustodyGround:
    serving = now.serving
    start = now.state.started.last if now.state.started else now.date.last
    until = serving.until
    if until is None:
        until = _administrative_end(now)
    expected = serving.expected(start) or _term_before(now)
    return CustodyGround(
        now.proceeding,
        serving.basis or "unknown",
        "sentence",
        now.date,
        until,
        expected if until is None else until,
        final=now.higher,
        final_from=now.final_from,
        probation=serving.probation,
        entry=now.event.id,
    )


def _term_before(now: RuleContext) -> int | None:
    """Return the expected last day of the sentence that a hearing converts, as an ordinal; else None.

    The result is None for any other outcome, and for a new penalty without a term, such as life.
    """
    if now.value_of("outcome") != "converted":
        return None
    if any(each.penalty in WITHOUT_TERM for each in now.serving.sentences):
        return None
    return max((each.expected or 0 for each in sentences_in(now.mine)), default=0) or None


def _administrative_end(now: RuleContext) -> int | None:
    """Return the last whole day of an administrative arrest, as an ordinal; None for any other sentence.

    The term runs in hours from the arrest, or from the verdict if no arrest just before it is recorded.
    """
    if now.serving.basis != "administrative_arrest":
        return None
    arrested, judged = now.state.started, now.date.last
    is_fresh = arrested is not None and judged - arrested.first <= DAYS_OF_A_FACT
    end = now.serving.expected(arrested.first if arrested and is_fresh else judged)
    return None if end is None else end - 1


def _hold_on_sentence(now: RuleContext) -> State:
    """Hold the person on the sentence; the flag `intermittent` marks one that is served at weekends."""
    if now.certain:
        sentence = _sentence(now)
        if not now.holding and _is_not_enforced_yet(now, sentence):
            sentence = replace(sentence, doubtful=True)
        made = replace_ground(now, sentence, replaces=_grounds_to_replace(now))
    else:
        made = open_period(now, _sentence(now))
    penalties = {each.penalty for each in now.serving.sentences}
    return with_flag(made, "intermittent") if penalties == {"intermittent"} else made


def _is_not_enforced_yet(now: RuleContext, sentence: CustodyGround) -> bool:
    """Return whether the sentence is not enforced yet: the country enforces sentences only when final."""
    when_final = now.law.sentence_enforced == "when_final" and not sentence.final
    return when_final and not now.is_taken


def _time_may_be_served(now: RuleContext) -> Readings:
    held = _hold_on_sentence(now)
    return _or_out(now, held, end_custody(now, "time_served", ends=now.mine))


def _not_taken(now: RuleContext) -> State | Readings:
    """Leave a person at liberty there; a held person may be released or stay on the earlier grounds."""
    waiting = waits(now, _sentence(now))
    if not now.held:
        return waiting
    return _or_out(now, waiting, waits(now.on(end_custody(now, "non_custodial_verdict")), _sentence(now)))


def _is_free_by_now(now: RuleContext) -> bool:
    """Return whether only an arrest, more than `stale_days` ago, shows that the person is held."""
    state = now.state
    is_old = state.proof is not None and now.date.first - state.proof.last > now.about.stale_days
    return state.is_unsettled and is_old


def _sentenced_at_liberty(now: RuleContext) -> State | Readings:
    sentence = _sentence(now)
    if now.law.sentence_enforced == "when_final" and not sentence.final:
        # some courts order custody with the verdict
        return replace(waits(now, sentence), certainty="presumed")
    return _taken_or_not(now)


def _sentenced_in_custody(now: RuleContext) -> State | Readings:
    """Hold the person on the sentence; if the custody may have ended unseen, the person may be at home."""
    if now.certain:
        return _hold_on_sentence(now)
    at_home = now.on(replace(found_free(now), seen=False, unseen=True))
    return (_infer_custody(_hold_on_sentence(now)), *several(_sentenced_at_liberty(at_home)))


def _taken_or_not(now: RuleContext, free: State | None = None) -> Readings:
    """Return two readings: the sentence holds the person from now on, or it waits.

    `free` is the reading in which it waits, by default the present one.
    """
    sentence = _sentence(now)
    return (_infer_custody(open_period(now, sentence)), waits(now.on(free) if free else now, sentence))


def _unclear(now: RuleContext) -> State | Readings:
    """Return the readings of a sentence that may be served or may be suspended as a whole."""
    if now.is_taken:
        return _hold_on_sentence(now)
    if now.held:
        made: Readings = (_hold_on_sentence(now), *several(let_go(now, "non_custodial_verdict")))
    elif now.free:
        made = _taken_or_not(now)
    else:
        made = (waits(now, _sentence(now)),)
    return tuple(_with_duties(now.on(each)) for each in made)


def _infer_custody(state: State) -> State:
    """Mark that the custody follows only from an order: no entry shows the arrest."""
    return replace(state, unseen=True)


def _annul_conviction(now: RuleContext) -> State | Readings:
    """Remove the sentence; a person who served it is held before trial again, as presumed."""
    state = now.state
    sentences = sentences_in(now.mine)
    left = tuple(each for each in state.grounds if each not in sentences)
    if not now.held:
        return replace(state, grounds=left)
    if all(not each.active for each in sentences):
        return keep_custody(now) if now.certain else state
    back = replace(ground(now, "pretrial", "order"), until=None)
    fresh = without(replace(state, grounds=(*left, back), certainty="presumed", form=None), ())
    return keep_custody(now.on(fresh))


def _overturn_decision(now: RuleContext) -> State | Readings:
    """Undo the overturned decision; if it is not known which one that is, held and released are possible."""
    what = find_overturned(now)
    if what == "conviction":
        return _annul_conviction(now)
    if what == "custody_order":
        return let_go(now, "released")
    is_freeing = what in {"release_order", "acquittal"}
    if now.held and is_freeing:
        return keep_custody(now.on(_with_lifted(now)))
    if now.held:
        return _or_out(now, now.state, end_custody(now, "released"))
    if now.state.status == "released" and (is_freeing or now.state.waiting):
        return (_infer_custody(open_period(now, ground(now, "unknown", "order"))), now.state)
    return now.state


def _with_lifted(now: RuleContext) -> State:
    """Restore the grounds of the proceeding that an order ended, because that order is no longer in force.

    If the entry names no proceeding, it may concern any of them, and several grounds are doubtful.
    """
    state = now.state
    back = tuple(each for each in state.lifted if each.proceeding == now.proceeding or not now.sure)
    if not back:
        return state
    doubtful = not now.sure and len(state.lifted) > 1
    again = tuple(replace(each, doubtful=doubtful) for each in back)
    rest = tuple(each for each in state.lifted if each not in back)
    return show_active_grounds(replace(state, grounds=(*state.grounds, *again), lifted=rest))


def _left_as_it_is(now: RuleContext) -> State:
    """Keep the status; custody of a person who is brought to court is acknowledged.

    A stay restores the grounds that the stayed order ended.
    """
    if now.event.outcome == "stayed":
        return replace(_with_lifted(now), carried_out=None)
    return acknowledge_custody(now) if now.held and now.is_in_court else now.state


def _found_in_court(now: RuleContext) -> Readings:
    held = _infer_custody(open_period(now))
    if not now.is_abroad:
        return (held, end_custody(now, "found_free"))
    return (held, now.state, back_home(now))


def _finally(now: RuleContext) -> State | Readings:
    """Make the sentence final; one that waits may be enforced from now on.

    Upholding an acquittal ends its ground instead.
    """
    state = now.state
    if now.decision == "acquittal":
        return let_go(now, "acquitted", decides=True, ends=True) if now.held else state
    mine = sentences_in(now.mine)
    grounds = (replace(each, final=True) if each in mine else each for each in state.grounds)
    state = replace(state, grounds=tuple(grounds))
    if now.held:
        return keep_custody(now.on(state)) if now.certain else state
    begun = tuple(begin_ground(now, replace(each, final=True)) for each in mine if not each.active)
    if not begun or not now.free:
        return state
    return (_infer_custody(open_period(now.on(state), *begun)), state)


def _sentence_changed(now: RuleContext) -> State | Readings:
    if now.serving.basis or now.serving.spares:
        return _judged_again(now)
    if not now.held:
        return now.state
    return _or_out(now, keep_custody(now) if now.certain else now.state, end_custody(now, "released"))


def _judged_again(now: RuleContext) -> State | Readings:
    if not now.serving.is_clear:
        return _unclear(now)
    if not now.is_custodial:
        return _spare_custody(now) if now.held else _spared_at_liberty(now)
    if now.held:
        return _time_may_be_served(now) if now.may_be_served else _sentenced_in_custody(now)
    if now.free and now.event.type == "hearing":
        return _sentenced_at_liberty(now)
    return waits(now, _sentence(now))


def _spared_at_liberty(now: RuleContext) -> State | Readings:
    """Put a person at liberty under the duties of the new sentence; the earlier one no longer waits."""
    return without(_with_duties(now, _term_before(now)), _waiting_sentences(now))


def _waiting_sentences(now: RuleContext) -> list[CustodyGround]:
    return [each for each in sentences_in(now.mine) if not each.active]


def _sentences_set_aside(now: RuleContext) -> list[CustodyGround]:
    """Return the waiting sentences that a verdict sets aside; none if it is open which of several it is."""
    if now.holding:
        return []
    is_the_only_one = len(sentences_in(now.state.grounds)) == 1 and leads_back(now.event)
    return _waiting_sentences(now) if now.sure or is_the_only_one else []


# --- clemency


def _freed_by_clemency(now: RuleContext) -> State:
    """Release the person, under the duties of the sentence that replaces the one that was served."""
    return _with_duties(now.on(end_custody(now, now.event.kind or "clemency", ends=now.state.grounds)))


def _clemency_frees(now: RuleContext) -> State | Readings:
    """End the sentences that are pardoned; custody on any other ground continues."""
    state = now.state
    mine = sentences_in(now.holding if now.sure else state.active)
    others = tuple(each for each in state.running_on(now.date.first) if each not in mine)
    elsewhere = (each for each in others if not now.is_mine(each) and (mine or each.proceeding))
    if now.sure and any(map(now.is_certain, elsewhere)):
        return keep_custody(now.on(without(state, mine)))
    out = _freed_by_clemency(now)
    inside = _without_sentences(state, mine)
    if not mine or others:
        return (inside, out)
    return (replace(inside, carried_out=now.date.last + now.about.release_days), out)


def _without_sentences(state: State, over: Sequence[CustodyGround]) -> State:
    """Return the state with the ended sentences as mere facts: the person is held until the release.

    So none of them waits after it.
    """
    ended = {*sentences_in(over)}
    if not ended.intersection(state.grounds):
        return state
    grounds = (
        replace(each, kind="fact", until=None, expected=None, probation=()) if each in ended else each
        for each in state.grounds
    )
    return replace(state, grounds=tuple(grounds))


COURT = (
    CustodyRule(
        "went-free",
        "hearing verdict clemency transfer",
        "then: free",
        "released, stated; orders end, a sentence that the entry leaves and that is not served waits, and "
        "the duties of a sentence begin; with a milder measure that no entry describes, possible released "
        "and restricted",
        "What people saw decides before anything is inferred.",
        lambda now: now.then == "free" and _may_have_gone(now),
        _then_free,
    ),
    CustodyRule(
        "went-back-to-custody",
        "hearing verdict clemency",
        "then: held",
        "held, stated, on the grounds that the entry gives or leaves, else on an unknown one; a person "
        "who was at liberty on what waited in the proceeding: the days at liberty are no part of a sentence",
        "What people saw decides before anything is inferred.",
        lambda now: now.then == "held",
        _then_held,
    ),
    CustodyRule(
        "went-home-guarded",
        "hearing verdict clemency transfer",
        "then: home_guarded",
        "held, stated, house_arrest",
        "A home that one may not leave is a place of custody (WGAD, deliberation 1).",
        lambda now: now.then == "home_guarded",
        _then_home,
    ),
    CustodyRule(
        "absent-opens-nothing",
        "hearing verdict",
        "in absentia and not in a civil case: not certainly held, or a sentence of a person who is not known "
        "to be held in that case",
        "nothing moves; an order or a sentence waits, and is a doubtful ground of a person who is arrested "
        "or held",
        "A court that judges an absent person can neither hold that person nor let them go.",
        _opens_nothing,
        _absent,
    ),
    CustodyRule(
        "order-waits-abroad",
        "hearing",
        "an order of custody against a person who is abroad, whose presence is not stated",
        "abroad stays; the order waits",
        "A court can order the arrest of a person it cannot reach.",
        lambda now: now.event.outcome in ORDERED_BASIS and now.is_abroad and not now.is_in_court,
        _waits_for_order,
    ),
    CustodyRule(
        "restriction-extended",
        "hearing",
        "outcome extended, of a person at liberty under a restriction of a trial in its proceeding whose end "
        "is stated",
        "it goes on to the day that the entry states, else until something ends it",
        "A court may extend a curfew as it extends custody.",
        extends_restrictions,
        extend_restrictions,
    ),
    CustodyRule(
        "ordered-at-liberty",
        "hearing",
        "outcome extradition_allowed of a person at liberty, extended of one who was released in the last "
        "two years, or an order of custody that a court of appeal gives against one who was let go, presence "
        "not stated",
        "possible held and the free status before",
        "A court may allow an extradition, or prolong bail, and leave the person at home; few are before a "
        "court of appeal.",
        _is_ordered_at_liberty,
        _ordered_at_liberty,
    ),
    CustodyRule(
        "remanded",
        "hearing",
        "outcome remanded, house_arrest, extended, committed or extradition_allowed, not in absentia unless "
        "certainly held",
        "held, stated, on this order, at an administrative stage in the form of an administrative arrest; an "
        "extension keeps the form of custody; opens a period, or continues that of a certainly held person; "
        "an `until` that is not stated clears the old one; an arrest, a flight or a judgment in absentia "
        "that follows leaves open whether a person who was at liberty was taken before it",
        "A court's order is the best word on custody (ICCPR art. 9(3)).",
        lambda now: now.event.outcome in ORDERED_BASIS,
        _remand,
    ),
    CustodyRule(
        "removal-ordered",
        "hearing",
        "outcome removal_ordered, of a held person",
        "held on a further ground, immigration",
        "An order to leave the country is a ground to hold a person until then.",
        lambda now: now.event.outcome == "removal_ordered" and now.certain,
        _remove_person,
    ),
    CustodyRule(
        "order-to-release",
        "hearing",
        "outcome released, bail, bail_granted, bail_posted, measure_lifted, milder_measure or "
        "parole_granted, or an extension refused, of a held person",
        "possible held and released, with a milder measure restricted too, until something says which; where "
        "another certain ground is left, held on that; where such orders take effect at once and the "
        "proceeding is named and nothing else holds the person, released, presumed, some days later. With a "
        "milder measure the person is let go at once, presumed, after house arrest, or where a duty at "
        "liberty of that day is recorded",
        "An order does not open the door.",
        lambda now: (
            now.held and (now.event.outcome in FREEING_OUTCOMES or refuses_to_extend(vars(now.event)))
        ),
        _court_frees,
    ),
    CustodyRule(
        "extradition-refused",
        "hearing",
        "outcome extradition_refused, of a person held for extradition",
        "that ground ends, as with an order to release",
        "Other grounds do not hang on the extradition.",
        lambda now: now.event.outcome == "extradition_refused" and now.held,
        lambda now: let_go(now, "released", basis="extradition"),
    ),
    CustodyRule(
        "returned-anew",
        "hearing",
        "outcome bail_cancelled or parole_revoked, of a person who is held on no certain ground: past the "
        "end of the order, or long without news",
        "held, stated: the same period, or a new one, and then the old one ended on some day in between",
        "Bail or parole that ends shows an earlier release that is not recorded.",
        _shows_an_unrecorded_release,
        lambda now: (_returned_in_another_case(now), open_period(now, ground(now, "unknown", "order"))),
        doubts="custody",
    ),
    CustodyRule(
        "to-prison-or-not",
        "hearing",
        "outcome suspension_revoked, parole_revoked, bail_cancelled or surrender_ordered",
        "of a person at liberty or missing, possible held and the status before; of a held person, a ground: "
        "the sentences that the entry states, else what waited, which may not hold",
        "The order is not the arrest.",
        lambda now: now.event.outcome in RETURNING,
        _return_to_custody,
    ),
    CustodyRule(
        "overturned",
        "hearing",
        "outcome overturned or annulled",
        "as `overturns` says, else the decision in `against`: a conviction → pretrial, presumed, if held; a "
        "custody order → as an order to release; a release order or an acquittal → held if no one saw the "
        "person leave, else possible held and released; not known → possible held and released",
        "What a higher court takes away must be known before anything follows.",
        lambda now: now.event.outcome in OVERTURNED,
        _overturn_decision,
    ),
    CustodyRule(
        "conviction-remitted",
        "hearing",
        "outcome remitted, of a conviction by `against`; where that is not stated, on appeal or later or no "
        "stage stated, of a person serving a sentence of that proceeding",
        "held, presumed, pretrial: the sentence is gone",
        "Sent back for a new trial, the person is accused again.",
        lambda now: now.event.outcome == "remitted" and find_overturned(now) == "conviction",
        _annul_conviction,
    ),
    CustodyRule(
        "sentence-final",
        "hearing",
        "outcome upheld, on appeal or later",
        "the sentence is final; one that waits may be enforced: possible held and the free status before; "
        "with an acquittal in `against`, its ground ends as at the acquittal",
        "What is final is carried out, some day.",
        lambda now: upholds_a_judgment(now.event),
        _finally,
    ),
    CustodyRule(
        "sentence-changed",
        "hearing",
        "outcome sentence_changed or converted",
        "as its sentences say, one that is converted with the term that it had where none is stated; without "
        "sentences, of a held person, possible held and released",
        "A shorter sentence may be no sentence.",
        lambda now: now.event.outcome in CHANGED,
        _sentence_changed,
    ),
    CustodyRule(
        "found-in-court",
        "hearing",
        "any other outcome, of a missing person in court, or of a person abroad who is there in person",
        "possible held and free; abroad too, of a person who was",
        "A person who is in court is not missing; whether in custody is not stated.",
        lambda now: (
            now.is_in_court
            and (now.is_missing or (now.is_abroad and now.value_of("presence") == "in_person"))
        ),
        _found_in_court,
    ),
    CustodyRule(
        "custody-not-known",
        "hearing",
        "stage custody, outcome unknown, of a person at liberty",
        "possible held and the status before",
        "A court that is asked to order custody may have ordered it.",
        lambda now: now.event.outcome == "unknown" and now.event.stage == "custody" and now.free,
        lambda now: (_infer_custody(open_period(now, ground(now, "unknown", "order"))), now.state),
    ),
    CustodyRule(
        "hearing-leaves",
        "hearing",
        "any other outcome",
        "nothing moves; an order to release that is stayed is not carried out",
        "It shows the person at most.",
        always,
        _left_as_it_is,
    ),
    CustodyRule(
        "one-judgment",
        "verdict",
        "nothing to be served, beside another verdict of the same day, proceeding, instance and matter that "
        "gives a sentence",
        "nothing moves",
        "They are one judgment: an acquittal on one charge does not touch the sentence on another.",
        lambda now: now.beside_sentence and not now.is_custodial,
        stays,
    ),
    CustodyRule(
        "conviction-annulled",
        "verdict",
        "outcome annulled",
        "held, presumed, pretrial, if the person served that sentence",
        "Without the conviction the proceeding is where it was before (ICCPR art. 14(5)).",
        lambda now: now.event.outcome == "annulled",
        _annul_conviction,
    ),
    CustodyRule(
        "civil-verdict",
        "verdict",
        "a civil case, or adjudication_deferred",
        "nothing moves",
        "It is no reason for custody.",
        lambda now: now.matter == "civil" or now.event.outcome == "adjudication_deferred",
        stays,
    ),
    CustodyRule(
        "open-facility-from-entry",
        "verdict",
        "open_facility as the strictest penalty, and nothing on whether the person was taken there",
        "possible held and released",
        "Such a sentence begins with the entry into the facility, which may be weeks later.",
        lambda now: (
            now.serving.basis == "open_facility"
            and now.serving.is_clear
            and now.value_of("taken_into_custody") is None
            and not now.absent
        ),
        _unclear,
    ),
    CustodyRule(
        "suspension-unclear",
        "verdict",
        "imprisonment beside suspended or probation, in a country whose law is not known; "
        "restricted_liberty that may be an open facility",
        "possible held and released",
        "In some countries it comes instead of prison, in others after it.",
        lambda now: now.is_custodial and not now.serving.is_clear and not now.absent,
        _unclear,
        warns="suspension-unclear",
    ),
    CustodyRule(
        "not-taken-at-liberty",
        "verdict",
        "custodial penalties and taken_into_custody: false, of a person of whom nothing but an arrest is "
        "recorded, more than `stale_days` before",
        "released, presumed, and the sentence waits; the custody ended on some day before",
        "A person who is not led away came to court from home.",
        lambda now: (
            now.value_of("taken_into_custody") is False
            and now.held
            and now.is_custodial
            and _is_free_by_now(now)
        ),
        lambda now: waits(now.on(found_free(now)), _sentence(now)),
        doubts="custody",
    ),
    CustodyRule(
        "not-taken",
        "verdict",
        "custodial penalties and taken_into_custody: false",
        "a person at liberty stays there, stated, and the sentence waits; of a held person, possible held "
        "and released",
        "The source says that the person was not led away.",
        lambda now: now.is_custodial and now.value_of("taken_into_custody") is False,
        _not_taken,
    ),
    CustodyRule(
        "time-served",
        "verdict",
        "custodial penalties that may be no longer than the custody so far, of a held person, or time_served",
        "possible held and released",
        "A day on remand counts for a day or two of the sentence, as the law of the country says.",
        lambda now: (
            now.certain
            and now.serving.basis not in {None, "administrative_arrest"}
            and not now.is_taken
            and (now.may_be_served or now.serving.served)
        ),
        _time_may_be_served,
        warns="time-served",
    ),
    CustodyRule(
        "sentenced",
        "verdict",
        "custodial penalties, of a certainly held person or one taken into custody in court",
        "held, stated, on the sentence: imprisonment, life, death, forced_labour → imprisonment; treatment "
        "→ psychiatric; open_facility, house_arrest and administrative_arrest their own; what is suspended "
        "counts not",
        "The sentence is the new ground of the same custody.",
        lambda now: now.is_custodial and (now.certain or now.is_taken) and now.event.outcome != "unknown",
        _hold_on_sentence,
    ),
    CustodyRule(
        "sentenced-at-liberty",
        "verdict",
        "custodial penalties, of a person at liberty or possibly held, where custody is not stated",
        "possible held and the free status before; where sentences are enforced only when they are final, "
        "free, presumed, and the sentence waits",
        "Some are led away in court, some go home until the appeal; the source does not say.",
        lambda now: now.is_custodial and (now.held or now.free),
        lambda now: _sentenced_in_custody(now) if now.held else _sentenced_at_liberty(now),
    ),
    CustodyRule(
        "sentenced-present",
        "verdict",
        "custodial penalties, of a person abroad or missing who is in court",
        "possible held, and abroad or released",
        "A person who stands in court is neither missing nor out of reach; whether taken is not stated.",
        lambda now: (
            now.is_custodial
            and now.is_in_court
            and (not now.is_abroad or now.value_of("presence") == "in_person")
        ),
        lambda now: _taken_or_not(now, end_custody(now, "found_free") if now.is_missing else None),
    ),
    CustodyRule(
        "sentenced-missing",
        "verdict",
        "custodial penalties, of a missing person, presence not stated",
        "possible held and missing; the sentence waits for a missing person",
        "A court seldom judges a person whom no one can find and does not say so.",
        lambda now: now.is_custodial and now.is_missing,
        _taken_or_not,
    ),
    CustodyRule(
        "sentence-waits",
        "verdict",
        "custodial penalties, of a person who is abroad",
        "the status stays; the sentence waits",
        "A person who is not there cannot be led away.",
        lambda now: now.is_custodial,
        lambda now: waits(now, _sentence(now)),
    ),
    CustodyRule(
        "taken-in-court",
        "verdict",
        "taken_into_custody: true, and no sentence that is served in custody or under duties at liberty",
        "held, stated; of a person at liberty a new period, pretrial",
        "A person who is led away waits for the sentence in custody.",
        lambda now: now.is_taken and not now.serving.duties,
        lambda now: keep_custody(now) if now.certain else open_period(now, ground(now, "pretrial", "order")),
    ),
    CustodyRule(
        "sentence-set-aside",
        "verdict",
        "acquitted, terminated or not_responsible, or penalties none of which is served in custody, where a "
        "sentence of this proceeding waits and the person is not held in it; where no proceeding is named: "
        "the only sentence, and the verdict states `against` or is of a higher court",
        "that sentence waits no more; the duties of the new one begin",
        "What a court set aside is not carried out.",
        lambda now: (
            (now.event.outcome in ABSOLVING or now.serving.spares) and bool(_sentences_set_aside(now))
        ),
        _spared_at_liberty,
    ),
    CustodyRule(
        "absolved",
        "verdict",
        "acquitted, terminated or not_responsible, of a held person, nothing to be served",
        "the ground of its proceeding ends; where that is named and no other ground is left, released, "
        "presumed; unnamed, appealed against, or held by whom no court binds, possible held and released",
        "An acquittal ends the ground; whether the door was opened is another question.",
        lambda now: now.held and now.event.outcome in ABSOLVING,
        _acquit,
    ),
    CustodyRule(
        "deportation",
        "verdict",
        "deportation alone",
        "possible held, or free, and abroad",
        "A court's order to leave does not say when.",
        lambda now: now.serving.deports and now.state.status in {"held", "released", "not_detained"},
        lambda now: (now.state, close_status(now, "abroad", "deportation", "presumed")),
    ),
    CustodyRule(
        "spared",
        "verdict",
        "a conviction of a held person; every penalty stated, and none to be served in custody",
        "the ground of its proceeding ends, as with an acquittal",
        "None of these penalties is served in prison.",
        lambda now: now.held and not now.absent and (now.serving.spares or now.serving.served),
        _spare_custody,
    ),
    CustodyRule(
        "restricted-by-sentence",
        "verdict",
        "restricted_liberty, correctional_work or supervision, of a person at liberty",
        "restricted",
        "A sentence that is served at home leaves little of freedom.",
        lambda now: now.free and not now.absent and bool(now.serving.duties),
        _with_duties,
    ),
    CustodyRule(
        "verdict-leaves",
        "verdict",
        "any other verdict: sentences not stated, unknown or other",
        "nothing moves",
        "It does not say whether the person went home.",
        always,
        stays,
    ),
    CustodyRule(
        "charges-closed",
        "charge",
        "dropped, time_barred or terminated closes a recorded charge and none stays open, of a held person",
        "possible held and released; with all_charges and a named proceeding the ground ends, as with an "
        "acquittal",
        "Without a charge there is no ground of custody; one charge of several changes nothing.",
        lambda now: now.held and now.drops_all,
        lambda now: let_go(now, "charges_closed", decides=now.event.all_charges is True, ends=True),
    ),
    CustodyRule(
        "clemency-ends-what-waits",
        "clemency",
        "effect released, of a person at liberty for whom a sentence waits",
        "released; no sentence waits any more",
        "What was pardoned is not served.",
        lambda now: now.free and now.event.effect == "released" and bool(now.state.waiting),
        lambda now: replace(now.state, status="released", grounds=not_sentences(now.state.grounds)),
    ),
    CustodyRule(
        "clemency-frees",
        "clemency",
        "effect released, or a pardon whose effect is not stated, of a person serving a sentence",
        "released, presumed; beside any other ground, possible held and released",
        "A pardon ends a sentence, never a remand (ICCPR art. 6(4)).",
        lambda now: now.held and now.is_full_pardon,
        _clemency_frees,
    ),
    CustodyRule(
        "amnesty-unclear",
        "clemency",
        "an amnesty whose effect is not stated, or an effect that is unknown, of a held person",
        "possible held and released",
        "An amnesty frees some and shortens the term of others.",
        lambda now: (
            now.held
            and (now.event.effect == "unknown" or (now.event.kind == "amnesty" and now.event.effect is None))
        ),
        lambda now: _or_out(now, now.state, _freed_by_clemency(now)),
    ),
    CustodyRule(
        "commuted",
        "clemency",
        "a commutation with sentences",
        "as its sentences say",
        "A shorter sentence is a sentence.",
        lambda now: bool(now.value_of("sentences")),
        _judged_again,
    ),
    CustodyRule(
        "clemency-leaves",
        "clemency",
        "effect reduced or none; a commutation without sentences; a person who is not held",
        "nothing moves",
        "A shorter sentence is a sentence.",
        always,
        stays,
    ),
)
"""In the order in which they are tried."""
