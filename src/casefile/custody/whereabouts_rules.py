"""The custody rules for transfers, visits, confirmations, disappearances and statements of authorities."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.ledger_order import SENT
from casefile.custody.measure_rules import with_probation, without_unstated_bail
from casefile.custody.rule_context import RuleContext
from casefile.custody.state import State
from casefile.custody.transitions import (
    Readings,
    acknowledge_custody,
    as_readings,
    begin_presumed_period,
    close_status,
    end_custody,
    end_custody_unreported,
    is_unacknowledged,
    keep_custody,
    make_ground,
    open_period,
    reopen_period,
    replace_ground,
    return_home,
    show_active_grounds,
    with_flag,
    without_flag,
)

OLD_BASES = {"administrative": "administrative_detention", "other": "unknown"}
"""Forms of custody for values of `basis` that are none themselves."""


def is_custody_hidden(state: State) -> bool:
    """Return whether custody is hidden: the place became unknown, or no authority acknowledges the custody.

    Custody that is not acknowledged is not hidden if a facility was stated after its beginning.
    """
    if "whereabouts_unknown" in state.flags:
        return True
    if state.facility and state.placed and state.started and state.placed.first > state.started.last:
        return False
    return is_unacknowledged(state)


def _is_answered_for(now: RuleContext) -> bool:
    """Return whether there is an order, a sentence, a charge, or a later sign of the custody.

    The sign is later than the beginning of the custody, or than the day since which the place is unknown.
    """
    state = now.state
    began = state.placed if "whereabouts_unknown" in state.flags else state.started
    is_seen = state.proof is not None and began is not None and state.proof.first > began.last
    return is_seen or bool(state.charges) or any(each.kind != "fact" for each in state.active)


def _is_stale(now: RuleContext) -> bool:
    """Return whether the newest sign of the status is at least `stale_days` older than the entry."""
    proof = now.state.proof
    return proof is not None and now.date.first - proof.first >= now.about.stale_days


def _may_be_hidden(now: RuleContext) -> bool:
    """Return whether an authority whose answer contradicts the sources may be hiding the person."""
    if is_custody_hidden(now.state):
        return bool(now.event.position != "acknowledges")
    return now.event.position == "denies" and not _is_answered_for(now)


def _transfer(now: RuleContext) -> State:
    """Continue the custody, in the form that the transfer states; begin a period if it may have ended."""
    stated = now.event.basis
    basis = OLD_BASES.get(stated, stated)
    if basis in {"unknown", None} or (basis == "questioning" and now.certain):
        return keep_custody(now) if now.certain else open_period(now)
    if not now.certain:
        return open_period(now, make_ground(now, basis, "fact"))
    if now.serves_a_sentence or any(each.basis == basis for each in now.state.active):
        return show_active_grounds(replace(keep_custody(now), form=basis))
    mine = tuple(each for each in now.state.active if each.proceeding == now.proceeding)
    if any(each.kind == "order" for each in mine):
        return replace(
            show_active_grounds(replace(keep_custody(now), form=basis)), until=None, until_kind=None
        )
    return replace_ground(now, make_ground(now, basis, "fact"), replaces=mine)


def _sent_to(act: Callable[[RuleContext], State | Readings]) -> Callable[[RuleContext], State | Readings]:
    """Return the action of a rule (`act`), extended so that custody is in the country of `sent_to`."""

    def acting(now: RuleContext) -> State | Readings:
        made, country = act(now), now.value_of("sent_to")
        if country is None:
            return made
        return tuple(replace(each, elsewhere=country != now.about.country) for each in as_readings(made))

    return acting


def _move(now: RuleContext) -> State:
    """Keep the status; an order to release is not presumed to be carried out any more.

    After a visit or a stated facility, the place of the person is known again. A visit in custody is a sign
    of it, and shows that hidden custody is acknowledged.
    """
    state = replace(now.state, carried_out=None)
    is_met = now.event.type == "access" and now.value_of("facility") and now.value_of("means") not in SENT
    if is_met and state.held:
        state = acknowledge_custody(now.on(state)) if is_custody_hidden(state) else state
        state = replace(state, proof=now.proof)
    if now.event.type == "access" or now.event.facility is not None:
        return without_flag(state, "whereabouts_unknown")
    return state


def go_missing(now: RuleContext) -> State:
    """Change the status to missing; custody that was going on ends on a day that is not known."""
    return close_status(now, "missing", "disappearance", end_known=False)


def _lost_in_custody(now: RuleContext) -> State:
    """Continue the custody as presumed, in an unknown place."""
    state = with_flag(now.state, "whereabouts_unknown")
    return replace(state, certainty="presumed", facility=None, placed=now.date, carried_out=None)


def _shown_held(now: RuleContext) -> bool:
    """Return whether an entry that shows the person held shows that the present period continues.

    It does if the person is certainly held, or if the entry is later than the end of a lapsed order or than
    the start of the present basis.
    """
    state = now.state
    if not now.held:
        return False
    if now.certain:
        return True
    limit = state.until if now.lapsed else state.based.last if state.based else None
    return limit is not None and now.date.first > limit


def _found_held_again(now: RuleContext) -> State:
    state = now.state
    if state.status == "released" and not state.seen and state.unseen:
        return _held_by_news(now)
    return open_period(now)


def _found_free(now: RuleContext) -> Readings:
    free = with_probation(now, end_custody_unreported(now))
    return (now.state, *free) if now.is_official_word else free


def _or_denied(now: RuleContext, held: State) -> State | Readings:
    """Return the state `held`, and missing as possible if the authorities deny custody that witnesses saw."""
    if now.event.whereabouts != "denied":
        return held
    return (held, now.state if now.is_missing else go_missing(now))


def _held_by_news(now: RuleContext) -> State:
    """Continue the last period, which news of custody shows after a release.

    After an escape, or more than `stale_days` after the release, the person was detained again: a new period.
    """
    since, spells = now.state.since, now.state.spells
    is_recent = since is not None and now.date.first - since.first <= now.about.stale_days
    if spells and spells[-1].closed_by != "escape" and is_recent:
        return _held_after_all(now)
    return begin_presumed_period(now)


def _is_unrecorded(now: RuleContext) -> bool:
    """Return whether an entry shows custody of a person who is at liberty by the entries before it."""
    if now.event.type == "access":
        return now.value_of("facility") is not None and (now.free or now.is_abroad)
    return now.state.status == "not_detained" or now.is_abroad


def _held_unrecorded(now: RuleContext) -> State | Readings:
    """Begin a presumed period of custody; its start is not recorded.

    The status before may also continue, unless no custody was recorded at all.
    """
    held = begin_presumed_period(now)
    return held if now.state.status == "not_detained" and not now.state.spells else (held, now.state)


def _held_after_all(now: RuleContext) -> State:
    """Return the state in which the last period continues: the person had not been released."""
    made = reopen_period(now, "presumed")
    if made.basis == "questioning":  # people go home after questioning: this custody is a new one
        made = replace(made, basis="unknown")
    waiting = tuple(replace(each, active=True) for each in made.grounds)
    grounds = waiting or (make_ground(now, made.basis or "unknown", "fact"),)
    return show_active_grounds(replace(made, grounds=grounds))


WHEREABOUTS = (
    CustodyRule(
        "transferred",
        "transfer",
        "with a basis",
        "held, stated, in that form, with `sent_to` in that country; a sentence and its end stay",
        "A transfer is not a release.",
        lambda now: now.event.basis is not None,
        _sent_to(_transfer),
    ),
    CustodyRule(
        "moved-on",
        "transfer access",
        "news of custody: a transfer without a basis, or a visit at a place of custody, after a release "
        "that no one but the custodian saw, or after an order to release",
        "held, presumed, the same period, and custody is possible on the days since the release; after an "
        "escape, or longer than `stale_days` after the release, a new period",
        "A person who is transferred between prisons or visited there is not released.",
        lambda now: (
            now.state.status == "released"
            and not now.state.seen
            and (now.event.type == "transfer" or now.value_of("facility") is not None)
        ),
        _sent_to(_held_by_news),
        doubts="release",
    ),
    CustodyRule(
        "found-at-a-place",
        "transfer access",
        "of a missing person, to a place that is named, or a visit",
        "held, stated",
        "The place is known, or a visitor saw the person, so the person is found.",
        lambda now: now.is_missing and (now.event.type == "access" or now.event.facility is not None),
        _sent_to(open_period),
    ),
    CustodyRule(
        "custody-not-recorded",
        "transfer access",
        "a transfer, or a visit at a place of custody, of a person of whom no custody is recorded or who is "
        "abroad; a visit at such a place to a person who was seen free",
        "held, presumed, in a new period; of a person who was released or is abroad, that status is possible "
        "too",
        "A person who is transferred or visited in a prison was detained, even if no detention is recorded.",
        _is_unrecorded,
        _sent_to(_held_unrecorded),
        doubts="liberty",
    ),
    CustodyRule(
        "moved",
        "transfer access",
        "any other",
        "nothing moves; an order to release was not carried out; a visit at a place that is named shows "
        "custody that was not acknowledged, its basis unknown; with `sent_to` the custody is in that country",
        "At most it confirms custody.",
        always,
        _sent_to(_move),
    ),
    CustodyRule(
        "found-held",
        "confirmation",
        "found held; the person is certainly held, or the entry is as good as news that clears the doubt",
        "held, stated; basis and until stay; where the authorities deny it, missing is possible too",
        "It was established (ICPPED art. 17, 18).",
        lambda now: now.event.found == "held" and _shown_held(now),
        lambda now: _or_denied(
            now, replace(without_flag(keep_custody(now), "whereabouts_unknown"), certainty="stated")
        ),
    ),
    CustodyRule(
        "found-held-anew",
        "confirmation",
        "found held, not certainly held before",
        "held, stated, a new period, basis unknown; after an order to release, held, presumed, the same "
        "period; where the authorities deny it, missing is possible too",
        "The ground is not stated.",
        lambda now: now.event.found == "held",
        lambda now: _or_denied(now, _found_held_again(now)),
        doubts="liberty",
    ),
    CustodyRule(
        "nothing-found",
        "confirmation",
        "found unknown, of a person whom no order and no sentence certainly holds",
        "possible held and released",
        "The search did not show where the person is.",
        lambda now: (
            now.event.found == "unknown"
            and now.held
            and not any(each.kind != "fact" and now.is_certain(each) for each in now.state.active)
        ),
        lambda now: (now.state, end_custody(now, "found_free")),
    ),
    CustodyRule(
        "lost-unacknowledged",
        "disappearance",
        "of a person in custody that no authority acknowledges",
        "possible held, with the flag whereabouts_unknown, and missing",
        "No authority admits the detention, no witness is known: missing, or in custody (ICPPED art. 2).",
        lambda now: now.held and now.state.basis == "unacknowledged",
        lambda now: (_lost_in_custody(now), go_missing(now)),
    ),
    CustodyRule(
        "lost-in-custody",
        "disappearance",
        "of a person in custody other than house arrest",
        "held, presumed, with the flag whereabouts_unknown; the period goes on",
        "A prisoner stays a prisoner if the place is not known.",
        lambda now: now.held and now.state.basis != "house_arrest",
        _lost_in_custody,
    ),
    CustodyRule(
        "missing",
        "disappearance confirmation",
        "a disappearance, or found missing",
        "missing, stated; the period of custody ends on an unknown day",
        "No source states where the person is (ICPPED art. 2).",
        lambda now: now.event.type == "disappearance" or now.event.found == "missing",
        go_missing,
    ),
    CustodyRule(
        "found-free-abroad",
        "confirmation",
        "found free, of a person abroad of whom nothing has shown it for `stale_days`, or who left under "
        "restrictions",
        "possible abroad and free at home",
        "The entry does not state in which country the person was seen.",
        lambda now: (
            now.event.found == "free" and now.is_abroad and (_is_stale(now) or bool(now.state.measures))
        ),
        lambda now: (replace(now.state, proof=now.proof), return_home(now)),
    ),
    CustodyRule(
        "found-free",
        "confirmation",
        "found free, of a person who is held, possibly held or missing",
        "released, presumed; the period ended somewhere between the newest sign of it and the entry; where "
        "probation follows the sentence, possible restricted too, for its term; on the word of the custodian "
        "or the government alone, the status before stays possible",
        "A free person was released; when and how is not stated.",
        lambda now: now.event.found == "free" and now.state.status in {"held", "missing"},
        _found_free,
        doubts="custody",
    ),
    CustodyRule(
        "shown-free",
        "confirmation",
        "found free, of a person at liberty, or abroad on leave from custody",
        "the status stays; it is the newest sign of it",
        "A person who is seen at home is not in prison on that day.",
        lambda now: now.event.found == "free" and (now.free or now.state.returns is not None),
        lambda now: without_unstated_bail(replace(now.state, proof=now.proof, seen=True, returns=None)),
    ),
    CustodyRule(
        "custody-denied",
        "official_response",
        "denies, of a person whose custody nothing has shown since it began, or whose place is not known",
        "missing",
        "Custody that is denied is a disappearance (ICPPED art. 2).",
        lambda now: (
            now.event.position == "denies"
            and now.held
            and is_custody_hidden(now.state)
            and not _is_answered_for(now)
        ),
        go_missing,
    ),
    CustodyRule(
        "order-and-denial",
        "official_response",
        "denies or alternative_account, of a person whose custody is not acknowledged or whose place is not "
        "known; denies, of any other who was arrested and not seen, charged or ordered into custody since",
        "possible held, as before, and missing",
        "The entry does not state the subject of the denial: the custody, or the treatment.",
        lambda now: now.held and _may_be_hidden(now),
        lambda now: (now.state, go_missing(now)),
    ),
    CustodyRule(
        "custody-acknowledged",
        "official_response",
        "acknowledges, of a person whose custody was not acknowledged",
        "held as before, basis unknown",
        "Acknowledged custody is no longer hidden; its form is not stated.",
        lambda now: now.event.position == "acknowledges" and now.held and is_unacknowledged(now.state),
        acknowledge_custody,
    ),
    CustodyRule(
        "missing-and-acknowledged",
        "official_response",
        "acknowledges or alternative_account, of a missing person",
        "possible held and missing",
        "The authorities may admit the custody or the absence; a different account is not a denial.",
        lambda now: now.event.position != "denies" and now.is_missing,
        lambda now: (open_period(now), now.state),
    ),
)
"""The rules of entries that show where a person is, in the order in which they are tried."""
