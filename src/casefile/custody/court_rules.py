"""The custody rules for acts of courts and governments, joined in one table.

This module has the first of them: where the person went, if the entry states it, and absent persons. The
rules change the grounds of custody; the status follows from the grounds that are left.
"""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from casefile.custody.clemency_rules import CLEMENCIES
from casefile.custody.custody_rule import CustodyRule
from casefile.custody.freeing_decisions import is_measure_of_order, put_under_measure, with_duties
from casefile.custody.hearing_rules import HEARINGS, hold_on_order, wait_for_order
from casefile.custody.ledger_order import ORDERED_BASIS
from casefile.custody.measure_rules import without_unstated_bail
from casefile.custody.rule_context import RuleContext
from casefile.custody.sentences import hold_on_sentence, hold_unless_time_served, make_sentence
from casefile.custody.state import CustodyGround, State, not_sentences, sentences_in
from casefile.custody.transitions import (
    Readings,
    add_waiting_ground,
    as_readings,
    begin_ground,
    end_custody,
    keep_custody,
    open_period,
    put_under_house_arrest,
)
from casefile.custody.verdict_rules import VERDICTS


def _then_free(now: RuleContext) -> State | Readings:
    """Return the states in which the person went free, as the entry states in `then`.

    The person is under the duties of the sentence, or under the milder measure, that the entry gives.
    """
    made = as_readings(_went_free(now))
    if now.value_of("sentences") and now.serving.duties:
        return tuple(with_duties(now.on(each)) for each in made)
    is_milder = now.value_of("outcome") == "milder_measure"
    if not is_milder:
        made = tuple(without_unstated_bail(each) for each in made)
    if not is_milder or any(is_measure_of_order(now, each) for each in now.state.measures):
        return made
    return (*made, *(put_under_measure(now, each) for each in made if not each.held))


def _went_free(now: RuleContext) -> State | Readings:
    was_held = now.held or now.event.type == "transfer"  # a person who is transferred is in custody
    if not was_held and now.state.status not in {"missing", "released"}:
        return _with_sentence_waiting(now, replace(now.state, proof=now.proof))
    if now.held and now.is_official_word:
        return (now.state, end_custody(now, "release", ends=not_sentences(now.own_grounds)))
    ends = now.state.grounds if now.event.type == "clemency" else now.own_grounds
    is_paroled = now.value_of("outcome") == "parole_granted"
    over = ends if is_paroled else (*not_sentences(ends), *_undone(now, _by_itself(now)))
    left = end_custody(now, "release" if now.event.type != "clemency" else "clemency", "stated", ends=over)
    return _with_sentence_waiting(now, left)


def _by_itself(now: RuleContext) -> Readings:
    """Return the possible states that the other rules of courts give, as if the entry did not state `then`.

    That is the present state if no rule applies.
    """
    silent = now.without_then()
    for rule in _rules_without_then(now.event.type):
        if rule.applies(silent):
            return as_readings(rule.act(silent))
    return (now.state,)


@cache
def _rules_without_then(word: str) -> tuple[CustodyRule, ...]:
    """Return the rules of courts for a type of entry (`word`), without the rules that act on `then`."""
    asking = {_then_free, _then_held, _then_home}
    return tuple(rule for rule in COURT if rule.act not in asking and word in rule.of.split())


def _undone(now: RuleContext, made: Readings) -> tuple[CustodyGround, ...]:
    """Return the sentences of the state before the entry that are in none of the states after it (`made`)."""
    left = {(each.proceeding, each.since) for state in made for each in sentences_in(state.grounds)}
    given = sentences_in(now.state.grounds)
    return tuple(each for each in given if (each.proceeding, each.since) not in left)


def _may_have_gone(now: RuleContext) -> bool:
    """Return whether the entry may show that the person goes free, or stays free after a court's decision."""
    if now.state.status == "not_detained":
        return now.event.type in {"hearing", "verdict", "transfer"}
    return now.held or now.state.status in {"missing", "released"}


def _with_sentence_waiting(now: RuleContext, state: State) -> State:
    if not now.is_custodial:
        return state
    return add_waiting_ground(now.on(state), make_sentence(now))


def _opens_nothing(now: RuleContext) -> bool:
    """Return whether a court decides in absentia and the decision begins no custody.

    A person who is certainly held is within reach of the court, except for a sentence in a case other than
    the one in which the person is held, or in a case that is not named.
    """
    if not now.is_absent or now.matter == "civil":
        return False
    if not now.certain:
        return True
    in_that_case = any(each.proceeding == now.proceeding for each in now.state.active)
    sentences = now.event.type == "verdict" and now.is_custodial
    return sentences and not (now.event_names_a_proceeding and in_that_case)


def _absent(now: RuleContext) -> State | Readings:
    """Record a sentence or an order in absentia as not carried out yet.

    If the person is certainly held, a sentence becomes a doubtful ground of that custody.
    """
    if now.event.type == "hearing":
        return wait_for_order(now) if now.event.outcome in ORDERED_BASIS else now.state
    if not now.serving.basis:
        return now.state
    sentence = replace(make_sentence(now), doubtful=True)
    if not now.certain:
        return add_waiting_ground(now, sentence)
    beside = replace(now.state, grounds=(*now.state.grounds, sentence))
    if now.may_be_served and now.holding_grounds:
        return (beside, *hold_unless_time_served(now))
    return beside


def _then_held(now: RuleContext) -> State | Readings:
    """Hold the person, as the entry states in `then`.

    The grounds are those that the entry gives or does not end, else those that were not carried out yet.
    """
    if now.event.type == "verdict" and now.serving.basis and now.event.outcome != "annulled":
        return hold_on_sentence(now)
    if now.event.type == "hearing" and now.event.outcome in ORDERED_BASIS:
        return hold_on_order(now)
    if inside := _still_held(now):
        return tuple(dict.fromkeys(_surely_held(now.on(each)) for each in inside))
    return open_period(now, *(begin_ground(now, each) for each in now.waiting_grounds))


def _surely_held(now: RuleContext) -> State:
    """Continue the custody as stated; if it may have ended before the entry, begin a new period."""
    if now.state.started != now.date and not now.certain:
        return open_period(now, *now.state.running_on(now.date.first))
    return replace(keep_custody(now), certainty="stated", unseen=False)


def _still_held(now: RuleContext) -> Readings:
    """Return the states in custody that the other rules give, else the present state if it is in custody."""
    return tuple(each for each in _by_itself(now) if each.held) or ((now.state,) if now.held else ())


def _then_home(now: RuleContext) -> State:
    return put_under_house_arrest(now.on(next(iter(_still_held(now)), now.state)) if now.certain else now)


STATED_OUTCOMES = (
    CustodyRule(
        "went-free",
        "hearing verdict clemency transfer",
        "then: free",
        "released, stated; orders end, a sentence that the entry leaves and that is not served waits, and "
        "the duties of a sentence begin; with a milder measure that no entry describes, possible released "
        "and restricted",
        "Observed facts take precedence over inference.",
        lambda now: now.then == "free" and _may_have_gone(now),
        _then_free,
    ),
    CustodyRule(
        "went-back-to-custody",
        "hearing verdict clemency",
        "then: held",
        "held, stated, on the grounds that the entry gives or leaves, else on an unknown one; a person "
        "who was at liberty on what waited in the proceeding: the days at liberty are no part of a sentence",
        "Observed facts take precedence over inference.",
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
        "A judgment in absence neither detains nor releases the person.",
        _opens_nothing,
        _absent,
    ),
)
"""The rules for `then` (where the person went) and absent persons, in the order in which they are tried."""
COURT = STATED_OUTCOMES + HEARINGS + VERDICTS + CLEMENCIES
"""The rules of all acts of courts and governments, in the order in which they are tried."""
