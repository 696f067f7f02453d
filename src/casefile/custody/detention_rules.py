"""The custody rules for detentions."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.measure_rules import TO_PRISON
from casefile.custody.rule_context import AT_HOME, SAME_PERIOD_DAYS, RuleContext
from casefile.custody.state import ANOTHER, DAYS_OF_A_FACT, CustodyGround, State, not_sentences
from casefile.custody.transitions import (
    Readings,
    add_ground,
    begin_ground,
    keep_custody,
    make_ground,
    open_period,
    reopen_period,
    replace_ground,
    show_active_grounds,
    with_flag,
)

DETENTION_BASIS = {
    "stop": "questioning",
    "questioning": "questioning",
    "arrest": "police_custody",
    "rearrested": "police_custody",
    "recalled": "police_custody",
    "rendition": "police_custody",
    "abduction": "unacknowledged",
    "hostage_taking": "hostage",
    "military": "military",
    "conscription": "military",
    "immigration": "immigration",
    "psychiatric": "psychiatric",
    "extradition": "extradition",
}
"""The form of custody of each kind of detention; it is `unknown` for any other kind."""
OF_ITS_OWN = frozenset({"extradition", "immigration", "psychiatric", "military", "conscription"})
"""Kinds of detention that belong to another case than the one in which a person is held already."""
ARRESTS = frozenset({"arrest", "rearrested", "surrendered", None})
"""Kinds of detention of people who usually were at liberty; None is a kind that is not stated."""
FOREIGN = frozenset({"extradition", "immigration"})
"""Kinds of detention of a person abroad that are carried out by the country where the person is."""
LASTING = frozenset({"unacknowledged", "hostage", "unknown", "questioning", "administrative_detention"})
"""Forms of custody without a court that are usually renewed or handed over, without a report of it."""


def _detention_grounds(now: RuleContext) -> tuple[CustodyGround, ...]:
    kind = now.event.kind
    if kind == "administrative":
        return (make_ground(now, now.administrative_basis, "fact"),)
    waiting = now.state.waiting
    if kind in TO_PRISON and waiting:
        return tuple(begin_ground(now, each) for each in waiting)
    return (make_ground(now, DETENTION_BASIS.get(kind, "unknown"), "fact"),)


def _detain(now: RuleContext) -> State:
    """Begin a period of custody.

    The arrest may carry out a sentence or an order that was not carried out before; such a ground is
    doubtful, unless the kind of the detention shows it.
    """
    grounds = _detention_grounds(now)
    if now.event.kind in TO_PRISON and now.state.waiting:
        return open_period(now, *grounds, waiting=())
    taken = {each.proceeding for each in grounds}
    waiting = [
        replace(begin_ground(now, each), doubtful=True)
        for each in now.state.waiting
        if each.proceeding not in taken or (each.is_sentence and _may_be_carried_out(now, each))
    ]
    return open_period(now, *grounds, waiting=waiting)


def _may_be_carried_out(now: RuleContext, sentence: CustodyGround) -> bool:
    """Return whether an arrest may begin a sentence: it is final, or was given at most three days before."""
    is_new = 0 <= now.date.first - sentence.since.last <= SAME_PERIOD_DAYS
    return is_new or sentence.is_final(now.date.first)


def _detained_from_abroad(now: RuleContext) -> State | Readings:
    """Begin custody of a person abroad: abroad, in the country of the case, or possibly either.

    It is abroad if the kind or the proceeding of the entry shows that, in the country of the case if the
    entry names a proceeding of that country. If it names no proceeding, both are possible. An arrest abroad
    carries out no sentence or order of the country of the case.
    """
    made = _detain(now)
    there = replace(open_period(now, *_detention_grounds(now)), elsewhere=True)
    country = now.about.country_of(now.value_of("proceeding"))
    if now.event.kind in FOREIGN or now.value_of("requested_by") or country != now.about.country:
        return there
    return (made, there) if now.value_of("proceeding") is None else made


def _is_of_another_case(now: RuleContext) -> bool:
    if now.event_names_a_proceeding:
        return not any(now.is_own(each) for each in now.state.active)
    kind = now.event.kind
    return kind in OF_ITS_OWN and all(each.basis != DETENTION_BASIS[kind] for each in now.state.active)


def _detained_in_another_case(now: RuleContext) -> State:
    first = _detention_grounds(now)[0]
    if first.basis == "questioning":
        return keep_custody(now)
    return add_ground(now, first if now.event_names_a_proceeding else replace(first, proceeding=ANOTHER))


def _is_arrested_anew(now: RuleContext) -> bool:
    """Return whether an arrest is so long after the last sign of custody that it may be a new period."""
    state, kind = now.state, now.event.kind
    if (kind not in ARRESTS and kind not in OF_ITS_OWN) or state.flags or state.proof is None:
        return False
    silence = now.date.first - state.proof.last
    if silence <= (DAYS_OF_A_FACT if kind in ARRESTS else now.about.stale_days):
        return False
    is_open = all(each.kind != "fact" or each.basis not in LASTING for each in state.active)
    return is_open and not now.has_a_certain_ground


def _detained_while_held(now: RuleContext) -> State:
    """Return the custody with the new ground of a detention, unless it adds none to those that hold."""
    first = _detention_grounds(now)[0]
    if first.basis == "questioning":
        return keep_custody(now)
    names_none = not now.event_names_a_proceeding and not now.sure
    if names_none and any(each.kind != "fact" for each in now.state.active):
        return add_ground(now, replace(first, proceeding=ANOTHER))
    if now.is_own(first) and any(each.proceeding == first.proceeding for each in now.state.active):
        return keep_custody(now)
    return add_ground(now, first)


def _taken_from_home(now: RuleContext) -> State:
    """Move a person who was held at home to the custody of the detention; sentences stay as grounds."""
    return replace_ground(now, _detention_grounds(now)[0], replaces=not_sentences(now.holding_grounds))


def _is_order_after_arrest(now: RuleContext) -> bool:
    """Return whether an administrative detention is the order for the arrest shortly before it."""
    if now.event.kind != "administrative" or now.state.started is None or not now.certain or now.lapsed:
        return False
    return now.state.is_unsettled and now.date.last - now.state.started.first <= SAME_PERIOD_DAYS


def _rotate(now: RuleContext) -> State:
    made = reopen_period(now, "stated")
    fresh = replace(made, grounds=(*now.state.waiting, *_detention_grounds(now)))
    return with_flag(show_active_grounds(fresh), "rotation")


def _is_rotation(now: RuleContext) -> bool:
    """Return whether a detention follows so shortly after a release without a witness that it refutes it."""
    state = now.state
    if state.status != "released" or state.seen or not state.spells or state.since is None:
        return False
    was_at_the_gate = state.unseen or state.spells[-1].closed_by == "release"
    # An order or a sentence against a person at liberty explains the arrest after it: no rotation.
    is_ordered = any(each.since.first > state.since.last for each in state.grounds)
    if state.returns is not None or not was_at_the_gate or is_ordered:
        return False
    return (
        0 <= now.date.first - state.since.last <= SAME_PERIOD_DAYS
        and now.date.last - state.since.first <= SAME_PERIOD_DAYS
    )


DETENTIONS = (
    CustodyRule(
        "arrested-anew",
        "detention",
        "kind arrest, rearrested or surrendered, or not stated, of a person who is held on no certain "
        "ground: for more than three days without an order, past the end of the term, or long without news; "
        "extradition, immigration, psychiatric, military or conscription, `stale_days` after the newest "
        "sign; not of one whose custody was found, hidden, administrative or of a form that is not known",
        "held, stated: the same period, or a new one, and then the old one ended on some day in between",
        "A second arrest may happen in prison, or show that the person was released.",
        lambda now: now.certain and not now.lapsed and _is_arrested_anew(now),
        lambda now: (_detained_while_held(now), _detain(now)),
        warns="detained-while-held",
        doubts="custody",
    ),
    CustodyRule(
        "detained-in-another-case",
        "detention",
        "certainly held, and the entry names a proceeding in which the person is not held, or is of a kind "
        "of its own: extradition, immigration, psychiatric, military",
        "the same period, on a further ground",
        "A prisoner may be arrested in a second case.",
        lambda now: now.certain and not now.lapsed and _is_of_another_case(now),
        _detained_in_another_case,
    ),
    CustodyRule(
        "taken-from-home",
        "detention",
        "certainly held at home, in a guarded residence or an open facility, and no order is about to lapse",
        "the same period, in the form of the detention",
        "A person who is arrested during house arrest is in a new place of custody.",
        lambda now: (
            now.certain and not now.lapsed and now.state.basis in AT_HOME and not now.serves_a_sentence
        ),
        _taken_from_home,
    ),
    CustodyRule(
        "returned-from-home",
        "detention",
        "kind surrendered, returned or recalled, of a person who serves a sentence at home or in an open "
        "facility",
        "the same period, in prison",
        "The rest of the sentence is served in prison.",
        lambda now: (
            now.event.kind in TO_PRISON
            and now.certain
            and now.serves_a_sentence
            and now.state.basis in AT_HOME
        ),
        lambda now: show_active_grounds(replace(keep_custody(now), form="imprisonment")),
    ),
    CustodyRule(
        "order-after-arrest",
        "detention",
        "kind administrative, of a person who has been in police custody, or in custody of an unknown form, "
        "for no more than three days",
        "the same period, in that form",
        "The order that follows an arrest is not a second arrest.",
        _is_order_after_arrest,
        lambda now: replace_ground(now, _detention_grounds(now)[0], replaces=now.state.active),
    ),
    CustodyRule(
        "detained-again",
        "detention",
        "certainly held, the order not lapsed on the entry's earliest day",
        "the same period; a ground of another proceeding is added; of the same one the entry should be "
        "looked at",
        "A held person cannot be detained again: a release may be missing, or the event is recorded twice.",
        lambda now: now.certain and not now.lapsed,
        _detained_while_held,
        warns="detained-while-held",
    ),
    CustodyRule(
        "detained-at-the-gate",
        "detention",
        "within three days after a release that no one but the custodian saw, or an order to release, and no "
        "order or sentence since",
        "held, stated, the same period, with the flag rotation; custody is possible on the days since the "
        "release",
        "A person who is arrested again at the gate was not released.",
        _is_rotation,
        _rotate,
        doubts="release",
    ),
    CustodyRule(
        "detained-after-lapse",
        "detention",
        "the order had lapsed by the entry's earliest day",
        "held, stated, a new period; the old one ended somewhere between its `until` and the day before",
        "A new arrest shows that the old custody had ended, not when.",
        lambda now: now.held and now.lapsed,
        _detain,
        doubts="custody",
    ),
    CustodyRule(
        "detained-after-questioning",
        "detention",
        "held for questioning, the end not known",
        "held, stated, a new period",
        "Two questionings do not mean custody between them.",
        lambda now: now.held and now.state.basis == "questioning",
        _detain,
    ),
    CustodyRule(
        "detained-abroad",
        "detention",
        "of a person abroad",
        "held, stated, a new period; where the kind is extradition or immigration, a country asked for it, "
        "or the proceeding is of another country, held there: a release then leads to abroad; else, where no "
        "proceeding is named, possibly so",
        "A person who left may be arrested where they are, or on the way home.",
        lambda now: now.is_abroad,
        _detained_from_abroad,
    ),
    CustodyRule(
        "detention",
        "detention",
        "not certainly held",
        "held, stated; basis from the kind: stop, questioning → questioning; arrest, rearrested, recalled, "
        "rendition → police_custody; surrendered, returned → the ground that waited, else unknown; "
        "administrative → administrative_arrest where an end within 45 days is stated, else "
        "administrative_detention; "
        "abduction → unacknowledged; hostage_taking → hostage; military, conscription → military; "
        "immigration, psychiatric, extradition their own; not stated → unknown; a sentence that waited is a "
        "doubtful ground, in the same proceeding one that is final; its term begins if no day was served",
        "A person who is not free to leave is detained, whatever the term (Body of Principles, Use of "
        "terms).",
        always,
        _detain,
    ),
)
"""The rules of detentions, in the order in which they are tried."""
