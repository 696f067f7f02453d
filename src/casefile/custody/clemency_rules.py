"""The custody rules for pardons, amnesties and commuted sentences."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always, keep_state
from casefile.custody.freeing_decisions import held_or_released, with_duties, without_sentences
from casefile.custody.rule_context import RuleContext
from casefile.custody.sentences import judge_again
from casefile.custody.state import State, not_sentences, sentences_in
from casefile.custody.transitions import Readings, drop_grounds, end_custody, keep_custody


def _freed_by_clemency(now: RuleContext) -> State:
    """Return the state after a release by clemency, under the duties of the sentence that the entry gives."""
    return with_duties(now.on(end_custody(now, now.event.kind or "clemency", ends=now.state.grounds)))


def _clemency_frees(now: RuleContext) -> State | Readings:
    """Return the states after the pardoned sentences end: held until the release, and released.

    There is only held, on the other grounds, if the entry surely is of one case and another case certainly
    holds the person.
    """
    state = now.state
    mine = sentences_in(now.holding_grounds if now.sure else state.active)
    others = tuple(each for each in state.running_on(now.date.first) if each not in mine)
    elsewhere = (each for each in others if not now.is_own(each) and (mine or each.proceeding))
    if now.sure and any(map(now.is_certain, elsewhere)):
        return keep_custody(now.on(drop_grounds(state, mine)))
    out = _freed_by_clemency(now)
    inside = without_sentences(state, mine)
    if not mine or others:
        return (inside, out)
    return (replace(inside, carried_out=now.date.last + now.about.release_days), out)


CLEMENCIES = (
    CustodyRule(
        "clemency-ends-what-waits",
        "clemency",
        "effect released, of a person at liberty for whom a sentence waits",
        "released; no sentence remains to be served",
        "A pardoned sentence is not served.",
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
        lambda now: held_or_released(now, now.state, _freed_by_clemency(now)),
    ),
    CustodyRule(
        "commuted",
        "clemency",
        "a commutation with sentences",
        "as its sentences say",
        "A shorter sentence is still a sentence.",
        lambda now: bool(now.value_of("sentences")),
        judge_again,
    ),
    CustodyRule(
        "clemency-leaves",
        "clemency",
        "effect reduced or none; a commutation without sentences; a person who is not held",
        "nothing moves",
        "A shorter sentence is still a sentence.",
        always,
        keep_state,
    ),
)
"""The rules of clemency, in the order in which they are tried."""
