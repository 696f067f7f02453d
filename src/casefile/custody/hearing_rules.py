"""The custody rules for hearings: orders of custody and of release, and decisions on appeal."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.freeing_decisions import (
    ON_CONDITIONS,
    end_ground,
    held_or_released,
    is_measure_of_order,
    put_under_measure,
)
from casefile.custody.ledger_order import (
    BAIL,
    CHANGED,
    FREEING_OUTCOMES,
    ORDERED_BASIS,
    OVERTURNED,
    RETURNING,
    refuses_to_extend,
)
from casefile.custody.measure_rules import (
    ORDERS_OF_CUSTODY,
    extend_restrictions,
    extends_restrictions,
    find_overturned,
    without_security,
)
from casefile.custody.rule_context import HIGHER, RuleContext, upholds_a_judgment
from casefile.custody.sentences import (
    annul_conviction,
    find_grounds_to_replace,
    hold_on_sentence,
    infer_custody,
    judge_again,
)
from casefile.custody.state import ANOTHER, State, sentences_in
from casefile.custody.transitions import (
    Readings,
    acknowledge_custody,
    add_ground,
    add_waiting_ground,
    as_readings,
    begin_ground,
    end_custody,
    keep_custody,
    make_ground,
    open_period,
    replace_ground,
    return_home,
    show_active_grounds,
)

LONGEST_BAIL = 730
"""Days after a release within which `extended` may extend bail; later it is of custody not recorded."""


def hold_on_order(now: RuleContext) -> State:
    """Return the state in custody on the court order of the entry; an extension keeps the form of custody.

    If the person is not certainly held, it begins a new period of custody. A sentence of the same proceeding
    stays the ground.
    """
    basis = ORDERED_BASIS.get(now.event.outcome, "pretrial")
    if basis == "pretrial" and now.event.stage == "administrative":
        basis = now.administrative_basis
    mine = now.holding_grounds
    if not now.certain:
        return open_period(now, make_ground(now, basis, "order"))
    if sentences_in(mine):
        return _ordered_beside_a_sentence(now, basis)
    settled = [each for each in mine if each.basis != "unknown"]
    if now.event.outcome == "extended" and settled:
        basis = settled[0].basis
    same = tuple(each for each in mine if each.basis == basis)
    return replace_ground(
        now, make_ground(now, basis, "order"), replaces=(*find_grounds_to_replace(now), *same)
    )


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
        return (infer_custody(hold_on_order(now)), now.state)
    return (_taken_at_liberty(now), wait_for_order(now))


def _remand(now: RuleContext) -> State | Readings:
    """Hold the person from the order on; a person at liberty is presumed to have been arrested at once.

    The presumption no longer holds if the person later surrenders or is seen free. A later arrest, a flight
    or a judgment in absentia makes it open again whether the order was carried out at once.
    """
    if not now.free or now.is_in_court:
        return hold_on_order(now)
    return (_taken_at_liberty(now), replace(wait_for_order(now), carried_out=now.date.last))


def _taken_at_liberty(now: RuleContext) -> State:
    secured = without_security(now) if now.event.outcome in ORDERS_OF_CUSTODY else now.state
    return infer_custody(hold_on_order(now.on(secured)))


def _ordered_beside_a_sentence(now: RuleContext, basis: str) -> State:
    """Continue the custody of a person who serves a sentence when a court orders custody too.

    A new order that names no case may be of another one: it is added as a doubtful ground with this `basis`.
    """
    if now.sure or now.event_names_a_proceeding or now.event.outcome == "extended":
        return keep_custody(now)
    return add_ground(now, replace(make_ground(now, basis, "order"), proceeding=ANOTHER, doubtful=True))


def wait_for_order(now: RuleContext) -> State:
    """Return the state with the order of custody that the hearing gives, not carried out yet."""
    return add_waiting_ground(now, make_ground(now, ORDERED_BASIS[now.event.outcome], "order"))


def _remove_person(now: RuleContext) -> State:
    new = make_ground(now, "immigration", "order")
    return add_ground(now, new if now.event_names_a_proceeding else replace(new, proceeding=ANOTHER))


def _return_to_custody(now: RuleContext) -> State | Readings:
    """Return held and the present status as possible, for an entry that orders a person back to custody.

    A person who is certainly held stays in custody. Held is certain if the person is taken into custody in
    court, and nothing changes if the person is abroad.
    """
    if now.certain and now.serving.basis:
        return hold_on_sentence(now)
    if now.certain:
        return _returned_in_another_case(now)
    if now.is_abroad:
        return now.state
    own = [begin_ground(now, each) for each in now.waiting_grounds or now.state.waiting]
    held = open_period(now, *(own or [make_ground(now, "unknown", "order")]))
    if now.is_taken or (now.value_of("presence") == "in_person" and now.event.outcome == "bail_cancelled"):
        return held
    return (infer_custody(held), now.state)


def _shows_an_unrecorded_release(now: RuleContext) -> bool:
    """Return whether the entry revokes bail or parole that is not recorded.

    The person is certainly held then, and no certain ground explains the custody.
    """
    ends = now.event.outcome in {"bail_cancelled", "parole_revoked"} and not now.serving.basis
    return ends and now.certain and not now.has_a_certain_ground


def _returned_in_another_case(now: RuleContext) -> State:
    """Continue the custody of a held person whom an entry orders back to custody.

    If the proceeding of the entry does not hold the person yet, its order is added as a doubtful ground.
    """
    if now.holding_grounds:
        return keep_custody(now)
    left = tuple(each for each in now.state.grounds if each not in now.waiting_grounds)
    ordered = now.waiting_grounds or (make_ground(now, "unknown", "order"),)
    doubtful = tuple(replace(each, active=True, doubtful=True) for each in ordered)
    return keep_custody(now.on(replace(now.state, grounds=(*left, *doubtful))))


def _court_frees(now: RuleContext) -> State | Readings:
    """Return the states after an order to release; under house arrest the order itself is the release."""
    if now.event.outcome not in ON_CONDITIONS:
        return end_ground(now, now.event.outcome)
    is_at_home = now.state.basis == "house_arrest" and not now.serves_a_sentence
    made = as_readings(end_ground(now, now.event.outcome, decides=is_at_home))
    out = tuple(each for each in made if not each.held)
    if any(is_measure_of_order(now, each) for each in now.state.measures):
        return made if now.event.outcome in BAIL else out or made
    return (*made, *(put_under_measure(now, each) for each in out))


def _overturn_decision(now: RuleContext) -> State | Readings:
    """Undo the overturned decision; if it is not known which one that is, held and released are possible."""
    what = find_overturned(now)
    if what == "conviction":
        return annul_conviction(now)
    if what == "custody_order":
        return end_ground(now, "released")
    is_freeing = what in {"release_order", "acquittal"}
    if now.held and is_freeing:
        return keep_custody(now.on(_restore_lifted(now)))
    if now.held:
        return held_or_released(now, now.state, end_custody(now, "released"))
    if now.state.status == "released" and (is_freeing or now.state.waiting):
        return (infer_custody(open_period(now, make_ground(now, "unknown", "order"))), now.state)
    return now.state


def _restore_lifted(now: RuleContext) -> State:
    """Restore the grounds of the proceeding that an order ended, because that order is no longer in force.

    If the proceeding of the entry is not sure, all grounds that were ended so are restored, and several of
    them are doubtful.
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
    """Keep the status; unacknowledged custody of a person who is brought to court is acknowledged now.

    A stay restores the grounds that the stayed order ended.
    """
    if now.event.outcome == "stayed":
        return replace(_restore_lifted(now), carried_out=None)
    return acknowledge_custody(now) if now.held and now.is_in_court else now.state


def _found_in_court(now: RuleContext) -> Readings:
    held = infer_custody(open_period(now))
    if not now.is_abroad:
        return (held, end_custody(now, "found_free"))
    return (held, now.state, return_home(now))


def _make_final(now: RuleContext) -> State | Readings:
    """Make the sentence final; of a person at liberty it may be enforced from now on, so held is possible.

    Upholding an acquittal ends the ground of its proceeding instead.
    """
    state = now.state
    if now.decision == "acquittal":
        return end_ground(now, "acquitted", decides=True, ends=True) if now.held else state
    mine = sentences_in(now.own_grounds)
    grounds = (replace(each, final=True) if each in mine else each for each in state.grounds)
    state = replace(state, grounds=tuple(grounds))
    if now.held:
        return keep_custody(now.on(state)) if now.certain else state
    begun = tuple(begin_ground(now, replace(each, final=True)) for each in mine if not each.active)
    if not begun or not now.free:
        return state
    return (infer_custody(open_period(now.on(state), *begun)), state)


def _change_sentence(now: RuleContext) -> State | Readings:
    if now.serving.basis or now.serving.spares:
        return judge_again(now)
    if not now.held:
        return now.state
    return held_or_released(
        now, keep_custody(now) if now.certain else now.state, end_custody(now, "released")
    )


HEARINGS = (
    CustodyRule(
        "order-waits-abroad",
        "hearing",
        "an order of custody against a person who is abroad, whose presence is not stated",
        "abroad stays; the order waits",
        "A court can order the arrest of a person abroad.",
        lambda now: now.event.outcome in ORDERED_BASIS and now.is_abroad and not now.is_in_court,
        wait_for_order,
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
        "A court order is the strongest evidence of custody (ICCPR art. 9(3)).",
        lambda now: now.event.outcome in ORDERED_BASIS,
        _remand,
    ),
    CustodyRule(
        "removal-ordered",
        "hearing",
        "outcome removal_ordered, of a held person",
        "held on a further ground, immigration",
        "An order to leave the country can be a ground of custody until departure.",
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
        "An order to release is not yet a release.",
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
        "Other grounds of custody do not depend on the extradition.",
        lambda now: now.event.outcome == "extradition_refused" and now.held,
        lambda now: end_ground(now, "released", basis="extradition"),
    ),
    CustodyRule(
        "returned-anew",
        "hearing",
        "outcome bail_cancelled or parole_revoked, of a person who is held on no certain ground: past the "
        "end of the order, or long without news",
        "held, stated: the same period, or a new one, and then the old one ended on some day in between",
        "The end of bail or parole shows an earlier release that is not recorded.",
        _shows_an_unrecorded_release,
        lambda now: (_returned_in_another_case(now), open_period(now, make_ground(now, "unknown", "order"))),
        doubts="custody",
    ),
    CustodyRule(
        "to-prison-or-not",
        "hearing",
        "outcome suspension_revoked, parole_revoked, bail_cancelled or surrender_ordered",
        "of a person at liberty or missing, possible held and the status before; of a held person, a ground: "
        "the sentences that the entry states, else what waited, which may not hold",
        "An order to arrest is not yet an arrest.",
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
        "The effect depends on which decision the higher court reversed.",
        lambda now: now.event.outcome in OVERTURNED,
        _overturn_decision,
    ),
    CustodyRule(
        "conviction-remitted",
        "hearing",
        "outcome remitted, of a conviction by `against`; where that is not stated, on appeal or later or no "
        "stage stated, of a person serving a sentence of that proceeding",
        "held, presumed, pretrial: the sentence is gone",
        "After the case is sent back for a new trial, the person is accused again.",
        lambda now: now.event.outcome == "remitted" and find_overturned(now) == "conviction",
        annul_conviction,
    ),
    CustodyRule(
        "sentence-final",
        "hearing",
        "outcome upheld, on appeal or later",
        "the sentence is final; one that waits may be enforced: possible held and the free status before; "
        "with an acquittal in `against`, its ground ends as at the acquittal",
        "A final sentence will be enforced at some time.",
        lambda now: upholds_a_judgment(now.event),
        _make_final,
    ),
    CustodyRule(
        "sentence-changed",
        "hearing",
        "outcome sentence_changed or converted",
        "as its sentences say, one that is converted with the term that it had where none is stated; without "
        "sentences, of a held person, possible held and released",
        "A shorter sentence may already be served.",
        lambda now: now.event.outcome in CHANGED,
        _change_sentence,
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
        lambda now: (infer_custody(open_period(now, make_ground(now, "unknown", "order"))), now.state),
    ),
    CustodyRule(
        "hearing-leaves",
        "hearing",
        "any other outcome",
        "nothing moves; an order to release that is stayed is not carried out",
        "At most it shows where the person is.",
        always,
        _left_as_it_is,
    ),
)
"""The rules of hearings, in the order in which they are tried."""
