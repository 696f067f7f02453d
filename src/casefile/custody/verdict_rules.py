"""The custody rules for verdicts, and for charges that are closed."""

from __future__ import annotations

from casefile.custody.custody_rule import CustodyRule, always, keep_state
from casefile.custody.freeing_decisions import end_ground, held_or_released, with_duties, without_sentences
from casefile.custody.ledger_order import ABSOLVING
from casefile.custody.rule_context import RuleContext, is_about_earlier_decision
from casefile.custody.sentences import (
    annul_conviction,
    find_waiting_sentences,
    hold_on_sentence,
    hold_unless_time_served,
    make_sentence,
    sentence_at_liberty,
    sentence_in_custody,
    serve_or_suspend,
    spare_at_liberty,
    spare_custody,
    take_or_wait,
)
from casefile.custody.state import CustodyGround, State, sentences_in
from casefile.custody.transitions import (
    Readings,
    add_waiting_ground,
    as_readings,
    close_status,
    end_custody,
    end_custody_unreported,
    keep_custody,
    make_ground,
    open_period,
)


def _acquit(now: RuleContext) -> Readings:
    made = end_ground(now, now.event.outcome, decides=not now.is_appealed, ends=True)
    return tuple(
        without_sentences(each, now.own_grounds) if each.held else each for each in as_readings(made)
    )


def _not_taken(now: RuleContext) -> State | Readings:
    """Leave a person at liberty there; a held person may be released, or stay on the earlier grounds.

    In each case the sentence is not carried out yet.
    """
    waiting = add_waiting_ground(now, make_sentence(now))
    if not now.held:
        return waiting
    return held_or_released(
        now,
        waiting,
        add_waiting_ground(now.on(end_custody(now, "non_custodial_verdict")), make_sentence(now)),
    )


def _is_free_by_now(now: RuleContext) -> bool:
    """Return whether nothing but an arrest, more than `stale_days` ago, shows that the person is held."""
    state = now.state
    is_old = state.proof is not None and now.date.first - state.proof.last > now.about.stale_days
    return state.is_unsettled and is_old


def _sentences_set_aside(now: RuleContext) -> list[CustodyGround]:
    """Return the sentences not carried out yet that a verdict sets aside.

    The list is empty if the person is held in the proceeding, or if it is open which of several sentences it
    is.
    """
    if now.holding_grounds:
        return []
    is_the_only_one = len(sentences_in(now.state.grounds)) == 1 and is_about_earlier_decision(now.event)
    return find_waiting_sentences(now) if now.sure or is_the_only_one else []


VERDICTS = (
    CustodyRule(
        "one-judgment",
        "verdict",
        "nothing to be served, beside another verdict of the same day, proceeding, instance and matter that "
        "gives a sentence",
        "nothing moves",
        "They are one judgment: an acquittal on one charge does not change the sentence on another.",
        lambda now: now.beside_sentence and not now.is_custodial,
        keep_state,
    ),
    CustodyRule(
        "conviction-annulled",
        "verdict",
        "outcome annulled",
        "held, presumed, pretrial, if the person served that sentence",
        "Without the conviction the proceeding returns to its earlier stage (ICCPR art. 14(5)).",
        lambda now: now.event.outcome == "annulled",
        annul_conviction,
    ),
    CustodyRule(
        "civil-verdict",
        "verdict",
        "a civil case, or adjudication_deferred",
        "nothing moves",
        "It is not a ground of custody.",
        lambda now: now.matter == "civil" or now.event.outcome == "adjudication_deferred",
        keep_state,
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
            and not now.is_absent
        ),
        serve_or_suspend,
    ),
    CustodyRule(
        "suspension-unclear",
        "verdict",
        "imprisonment beside suspended or probation, in a country whose law is not known; "
        "restricted_liberty that may be an open facility",
        "possible held and released",
        "In some countries it comes instead of prison, in others after it.",
        lambda now: now.is_custodial and not now.serving.is_clear and not now.is_absent,
        serve_or_suspend,
        warns="suspension-unclear",
    ),
    CustodyRule(
        "not-taken-at-liberty",
        "verdict",
        "custodial penalties and taken_into_custody: false, of a person of whom nothing but an arrest is "
        "recorded, more than `stale_days` before",
        "released, presumed, and the sentence waits; the custody ended on some day before",
        "A person who is not taken into custody came to court from home.",
        lambda now: (
            now.value_of("taken_into_custody") is False
            and now.held
            and now.is_custodial
            and _is_free_by_now(now)
        ),
        lambda now: add_waiting_ground(now.on(end_custody_unreported(now)), make_sentence(now)),
        doubts="custody",
    ),
    CustodyRule(
        "not-taken",
        "verdict",
        "custodial penalties and taken_into_custody: false",
        "a person at liberty stays there, stated, and the sentence waits; of a held person, possible held "
        "and released",
        "The source states that the person was not taken into custody.",
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
        hold_unless_time_served,
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
        hold_on_sentence,
    ),
    CustodyRule(
        "sentenced-at-liberty",
        "verdict",
        "custodial penalties, of a person at liberty or possibly held, where custody is not stated",
        "possible held and the free status before; where sentences are enforced only when they are final, "
        "free, presumed, and the sentence waits",
        "Some are taken into custody in court, others go home until the appeal; which is not stated.",
        lambda now: now.is_custodial and (now.held or now.free),
        lambda now: sentence_in_custody(now) if now.held else sentence_at_liberty(now),
    ),
    CustodyRule(
        "sentenced-present",
        "verdict",
        "custodial penalties, of a person abroad or missing who is in court",
        "possible held, and abroad or released",
        "A person who is in court is neither missing nor abroad; that the court ordered custody is not "
        "stated.",
        lambda now: (
            now.is_custodial
            and now.is_in_court
            and (not now.is_abroad or now.value_of("presence") == "in_person")
        ),
        lambda now: take_or_wait(now, end_custody(now, "found_free") if now.is_missing else None),
    ),
    CustodyRule(
        "sentenced-missing",
        "verdict",
        "custodial penalties, of a missing person, presence not stated",
        "possible held and missing; the sentence waits for a missing person",
        "A court that judges a missing person usually states the absence.",
        lambda now: now.is_custodial and now.is_missing,
        take_or_wait,
    ),
    CustodyRule(
        "sentence-waits",
        "verdict",
        "custodial penalties, of a person who is abroad",
        "the status stays; the sentence waits",
        "An absent person cannot be taken into custody.",
        lambda now: now.is_custodial,
        lambda now: add_waiting_ground(now, make_sentence(now)),
    ),
    CustodyRule(
        "taken-in-court",
        "verdict",
        "taken_into_custody: true, and no sentence that is served in custody or under duties at liberty",
        "held, stated; of a person at liberty a new period, pretrial",
        "A person who is taken into custody in court is held.",
        lambda now: now.is_taken and not now.serving.duties,
        lambda now: (
            keep_custody(now) if now.certain else open_period(now, make_ground(now, "pretrial", "order"))
        ),
    ),
    CustodyRule(
        "sentence-set-aside",
        "verdict",
        "acquitted, terminated or not_responsible, or penalties none of which is served in custody, where a "
        "sentence of this proceeding waits and the person is not held in it; where no proceeding is named: "
        "the only sentence, and the verdict states `against` or is of a higher court",
        "that sentence waits no more; the duties of the new one begin",
        "A decision that was set aside is not carried out.",
        lambda now: (
            (now.event.outcome in ABSOLVING or now.serving.spares) and bool(_sentences_set_aside(now))
        ),
        spare_at_liberty,
    ),
    CustodyRule(
        "absolved",
        "verdict",
        "acquitted, terminated or not_responsible, of a held person, nothing to be served",
        "the ground of its proceeding ends; where that is named and no other ground is left, released, "
        "presumed; unnamed, appealed against, or held by whom no court binds, possible held and released",
        "An acquittal ends the ground; it does not show that the person left custody.",
        lambda now: now.held and now.event.outcome in ABSOLVING,
        _acquit,
    ),
    CustodyRule(
        "deportation",
        "verdict",
        "deportation alone",
        "possible held, or free, and abroad",
        "An order to leave the country does not state when the person leaves.",
        lambda now: now.serving.deports and now.state.status in {"held", "released", "not_detained"},
        lambda now: (now.state, close_status(now, "abroad", "deportation", "presumed")),
    ),
    CustodyRule(
        "spared",
        "verdict",
        "a conviction of a held person; every penalty stated, and none to be served in custody",
        "the ground of its proceeding ends, as with an acquittal",
        "None of these penalties is served in prison.",
        lambda now: now.held and not now.is_absent and (now.serving.spares or now.serving.served),
        spare_custody,
    ),
    CustodyRule(
        "restricted-by-sentence",
        "verdict",
        "restricted_liberty, correctional_work or supervision, of a person at liberty",
        "restricted",
        "A sentence that is served at home restricts freedom.",
        lambda now: now.free and not now.is_absent and bool(now.serving.duties),
        with_duties,
    ),
    CustodyRule(
        "verdict-leaves",
        "verdict",
        "any other verdict: sentences not stated, unknown or other",
        "nothing moves",
        "The verdict does not state whether the person went home.",
        always,
        keep_state,
    ),
    CustodyRule(
        "charges-closed",
        "charge",
        "dropped, time_barred or terminated closes a recorded charge and none stays open, of a held person",
        "possible held and released; with all_charges and a named proceeding the ground ends, as with an "
        "acquittal",
        "Without a charge there is no ground of custody; one charge of several changes nothing.",
        lambda now: now.held and now.drops_all,
        lambda now: end_ground(now, "charges_closed", decides=now.event.all_charges is True, ends=True),
    ),
)
"""The rules of verdicts and of closed charges, in the order in which they are tried."""
