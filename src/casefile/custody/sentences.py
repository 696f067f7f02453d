"""Changes of a state by a sentence: it holds the person, waits to be carried out, or is changed.

Each function returns a new state, or several possible ones. `now` is the entry and the state before it.
"""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.freeing_decisions import end_ground, find_converted_term, held_or_released, with_duties
from casefile.custody.rule_context import RuleContext
from casefile.custody.state import DAYS_OF_A_FACT, EXECUTIVE, CustodyGround, State, sentences_in
from casefile.custody.transitions import (
    Readings,
    add_waiting_ground,
    as_readings,
    drop_grounds,
    end_custody,
    end_custody_unreported,
    keep_custody,
    make_ground,
    open_period,
    replace_ground,
    with_flag,
)


def find_grounds_to_replace(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the grounds of the entry's proceeding that its order or sentence replaces.

    Custody without an order by a custodian whom no court binds (EXECUTIVE) is not replaced. An administrative
    arrest replaces no custody by such a custodian, except administrative detention.
    """
    if now.event.type == "verdict" and now.serving.basis == "administrative_arrest":
        return tuple(
            each for each in now.holding_grounds if each.basis not in EXECUTIVE - {"administrative_detention"}
        )
    return tuple(each for each in now.holding_grounds if each.kind != "fact" or each.basis not in EXECUTIVE)


def spare_custody(now: RuleContext) -> State | Readings:
    """Return the states after a sentence that is served at liberty: out of custody, under its duties.

    Held is possible too where the ledger does not decide that the ground ends.
    """
    made, term = end_ground(now, "non_custodial_verdict", decides=True, ends=True), find_converted_term(now)
    return tuple(with_duties(now.on(each), term) for each in as_readings(made))


def make_sentence(now: RuleContext) -> CustodyGround:
    """Return the ground of the entry's sentence, with the last day that is stated or that its term gives.

    The term is counted from the beginning of the present custody, else from the latest day of the entry. The
    end of an administrative arrest by its term counts as stated (`until`).
    """
    serving = now.serving
    start = now.state.started.last if now.state.started else now.date.last
    until = serving.until
    if until is None:
        until = _administrative_end(now)
    expected = serving.expected(start) or find_converted_term(now)
    return CustodyGround(
        now.proceeding,
        serving.basis or "unknown",
        "sentence",
        now.date,
        until,
        expected if until is None else until,
        final=now.is_of_a_higher_court,
        final_from=now.final_from,
        probation=serving.probation,
        entry=now.event.id,
    )


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


def hold_on_sentence(now: RuleContext) -> State:
    """Hold the person on the entry's sentence; the flag `intermittent` marks one served at weekends.

    If the person is not certainly held, it begins a new period of custody. A sentence that is not enforced
    yet is a doubtful ground beside those of other proceedings.
    """
    if now.certain:
        sentence = make_sentence(now)
        if not now.holding_grounds and _is_not_enforced_yet(now, sentence):
            sentence = replace(sentence, doubtful=True)
        made = replace_ground(now, sentence, replaces=find_grounds_to_replace(now))
    else:
        made = open_period(now, make_sentence(now))
    penalties = {each.penalty for each in now.serving.sentences}
    return with_flag(made, "intermittent") if penalties == {"intermittent"} else made


def _is_not_enforced_yet(now: RuleContext, sentence: CustodyGround) -> bool:
    """Return whether the sentence is not enforced yet: the country enforces sentences only when final.

    The result is false for a final sentence, and for a person who is taken into custody in court.
    """
    when_final = now.law.sentence_enforced == "when_final" and not sentence.final
    return when_final and not now.is_taken


def hold_unless_time_served(now: RuleContext) -> Readings:
    """Return held on the sentence, and released because custody so far may count as its term.

    See `held_or_released` for when there is only held.
    """
    held = hold_on_sentence(now)
    return held_or_released(now, held, end_custody(now, "time_served", ends=now.own_grounds))


def sentence_at_liberty(now: RuleContext) -> State | Readings:
    """Return the states after a sentence to be served in custody, for a person at liberty.

    Where the law enforces sentences only when they are final, the person stays at liberty, as presumed. Else
    there are two states: the person begins to serve the sentence now, or is still to be taken.
    """
    sentence = make_sentence(now)
    if now.law.sentence_enforced == "when_final" and not sentence.final:
        # some courts order custody with the verdict
        return replace(add_waiting_ground(now, sentence), certainty="presumed")
    return take_or_wait(now)


def sentence_in_custody(now: RuleContext) -> State | Readings:
    """Return the states after a sentence to be served in custody, for a held person.

    If the custody may have ended before it without a report, there are also the states of a person at
    liberty.
    """
    if now.certain:
        return hold_on_sentence(now)
    at_home = now.on(replace(end_custody_unreported(now), seen=False, unseen=True))
    return (infer_custody(hold_on_sentence(now)), *as_readings(sentence_at_liberty(at_home)))


def take_or_wait(now: RuleContext, free: State | None = None) -> Readings:
    """Return two states: the sentence holds the person from the entry on, or it is not carried out yet.

    `free` is the state before the entry for the second case, by default the present one.
    """
    sentence = make_sentence(now)
    return (
        infer_custody(open_period(now, sentence)),
        add_waiting_ground(now.on(free) if free else now, sentence),
    )


def serve_or_suspend(now: RuleContext) -> State | Readings:
    """Return the states after a sentence that may be served in custody, or may be suspended as a whole.

    A person who is taken into custody in court is held. For a person abroad or missing, it waits.
    """
    if now.is_taken:
        return hold_on_sentence(now)
    if now.held:
        made: Readings = (hold_on_sentence(now), *as_readings(end_ground(now, "non_custodial_verdict")))
    elif now.free:
        made = take_or_wait(now)
    else:
        made = (add_waiting_ground(now, make_sentence(now)),)
    return tuple(with_duties(now.on(each)) for each in made)


def infer_custody(state: State) -> State:
    """Return the state with a mark that the custody follows only from an order: no entry shows the arrest."""
    return replace(state, unseen=True)


def annul_conviction(now: RuleContext) -> State | Readings:
    """Remove the sentences of the entry's proceeding; a person who served one is presumed held pretrial.

    A sentence that is not carried out yet is removed too; a person held on something else stays held on it.
    """
    state = now.state
    sentences = sentences_in(now.own_grounds)
    left = tuple(each for each in state.grounds if each not in sentences)
    if not now.held:
        return replace(state, grounds=left)
    if all(not each.active for each in sentences):
        kept = replace(state, grounds=left)
        return keep_custody(now.on(kept)) if now.certain else kept
    back = replace(make_ground(now, "pretrial", "order"), until=None)
    fresh = drop_grounds(replace(state, grounds=(*left, back), certainty="presumed", form=None), ())
    return keep_custody(now.on(fresh))


def judge_again(now: RuleContext) -> State | Readings:
    """Return the states after the entry replaces an earlier sentence, for a person in custody or not."""
    if not now.serving.is_clear:
        return serve_or_suspend(now)
    if not now.is_custodial:
        return spare_custody(now) if now.held else spare_at_liberty(now)
    if now.held:
        return hold_unless_time_served(now) if now.may_be_served else sentence_in_custody(now)
    if now.free and now.event.type == "hearing":
        return sentence_at_liberty(now)
    return add_waiting_ground(now, make_sentence(now))


def spare_at_liberty(now: RuleContext) -> State | Readings:
    """Put a person at liberty under the duties of the new sentence, and drop the earlier one that waited."""
    return drop_grounds(with_duties(now, find_converted_term(now)), find_waiting_sentences(now))


def find_waiting_sentences(now: RuleContext) -> list[CustodyGround]:
    """Return the sentences of the entry's proceeding that are not carried out yet."""
    return [each for each in sentences_in(now.own_grounds) if not each.active]
