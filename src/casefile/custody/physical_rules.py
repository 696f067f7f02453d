"""The custody rules for events in fact: detention, release, transfer, disappearance, departure, death."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.ledger_order import SENT
from casefile.custody.measure_rules import (
    AT_LIBERTY,
    NOT_OF_A_TRIAL,
    TO_PRISON,
    breaches_a_duty,
    with_probation,
    without_unstated_bail,
)
from casefile.custody.rule_context import NEAR, RuleContext
from casefile.custody.state import ANOTHER, DAYS_OF_A_FACT, CustodyGround, State, not_sentences, sentences_in
from casefile.custody.transitions import (
    GONE_WITH_RELEASE,
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
    is_unacknowledged,
    keep_custody,
    newly_held,
    open_period,
    reopen_period,
    replace_ground,
    several,
    show_active_grounds,
    with_flag,
    without,
    without_flag,
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
OF_ITS_OWN = frozenset({"extradition", "immigration", "psychiatric", "military", "conscription"})
"""Kinds of detention that belong to another case than the one in which the person is held already."""
AT_HOME = frozenset({"house_arrest", "designated_residence", "open_facility"})
ARRESTS = frozenset({"arrest", "rearrested", "surrendered", None})
"""Kinds of detention of people who usually were at liberty."""
SAME_PERIOD_DAYS = 3
"""The number of days after a release without a witness within which a new detention refutes the release."""
OLD_BASES = {"administrative": "administrative_detention", "other": "unknown"}
LEAVES = frozenset({"furlough", "interim", "medical"})
LEFT = frozenset({"left", "fled"})
"""Kinds of departure of people who usually were at liberty."""
STAYED = frozenset({"refused", "turned_back", "declined"})
INTO_CUSTODY = frozenset({"extradited", "surrender", "sentence_transfer", "rendition"})


# --- taken


def _detention_ground(now: RuleContext) -> tuple[CustodyGround, ...]:
    kind = now.event.kind
    if kind == "administrative":
        return (ground(now, now.administrative_basis, "fact"),)
    waiting = now.state.waiting
    if kind in TO_PRISON and waiting:
        return tuple(begin_ground(now, each) for each in waiting)
    return (ground(now, DETENTION_BASIS.get(kind, "unknown"), "fact"),)


def _detain(now: RuleContext) -> State:
    """Begin a period of custody; a sentence that waited may hold the person from now on."""
    grounds = _detention_ground(now)
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
    """Return whether an arrest may begin a sentence: it is final, or was given on the days before."""
    is_new = 0 <= now.date.first - sentence.since.last <= SAME_PERIOD_DAYS
    return is_new or sentence.is_final(now.date.first)


FOREIGN = frozenset({"extradition", "immigration"})
"""Kinds of detention of a person abroad that are carried out by the country where the person is."""


def _detained_from_abroad(now: RuleContext) -> State | Readings:
    """Begin a period of custody abroad; if the entry names no case, perhaps in the country of the case.

    If the entry names a case of the country of the case, the person is in custody there.
    """
    made = _detain(now)
    there = replace(made, elsewhere=True)
    country = now.about.country_of(now.value_of("proceeding"))
    if now.event.kind in FOREIGN or now.value_of("requested_by") or country != now.about.country:
        return there
    return (made, there) if now.value_of("proceeding") is None else made


def _is_of_another_case(now: RuleContext) -> bool:
    if now.event_names_a_proceeding:
        return not any(now.is_mine(each) for each in now.state.active)
    kind = now.event.kind
    return kind in OF_ITS_OWN and all(each.basis != DETENTION_BASIS[kind] for each in now.state.active)


def _detained_in_another_case(now: RuleContext) -> State:
    first = _detention_ground(now)[0]
    if first.basis == "questioning":
        return keep_custody(now)
    return add_ground(now, first if now.event_names_a_proceeding else replace(first, proceeding=ANOTHER))


def _is_arrested_anew(now: RuleContext) -> bool:
    """Return whether a second arrest is so long after the last sign that the person may have been free."""
    state, kind = now.state, now.event.kind
    if (kind not in ARRESTS and kind not in OF_ITS_OWN) or state.flags or state.proof is None:
        return False
    silence = now.date.first - state.proof.last
    if silence <= (DAYS_OF_A_FACT if kind in ARRESTS else now.about.stale_days):
        return False
    is_open = all(each.kind != "fact" or each.basis not in LASTING for each in state.active)
    return is_open and not now.has_a_certain_ground


LASTING = frozenset({"unacknowledged", "hostage", "unknown", "questioning", "administrative_detention"})
"""Forms of custody without a court that are usually renewed or handed over, without a report of it."""


def _detained_while_held(now: RuleContext) -> State:
    """Return the custody with the new ground of a detention, unless it adds none to those that hold."""
    first = _detention_ground(now)[0]
    if first.basis == "questioning":
        return keep_custody(now)
    names_none = not now.event_names_a_proceeding and not now.sure
    if names_none and any(each.kind != "fact" for each in now.state.active):
        return add_ground(now, replace(first, proceeding=ANOTHER))
    if now.is_mine(first) and any(each.proceeding == first.proceeding for each in now.state.active):
        return keep_custody(now)
    return add_ground(now, first)


def _taken_from_home(now: RuleContext) -> State:
    """Move a person who was held at home to the custody of the detention; sentences stay as grounds."""
    return replace_ground(now, _detention_ground(now)[0], replaces=not_sentences(now.holding))


def _is_order_after_arrest(now: RuleContext) -> bool:
    """Return whether an administrative order is the order for the arrest shortly before it."""
    if now.event.kind != "administrative" or now.state.started is None or not now.certain or now.lapsed:
        return False
    return now.state.is_unsettled and now.date.last - now.state.started.first <= SAME_PERIOD_DAYS


def _rotate(now: RuleContext) -> State:
    made = reopen_period(now, "stated")
    fresh = replace(made, grounds=(*now.state.waiting, *_detention_ground(now)))
    return with_flag(show_active_grounds(fresh), "rotation")


def _is_rotation(now: RuleContext) -> bool:
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


# --- let go


def _is_bound_in_custody(now: RuleContext) -> bool:
    """Return whether a duty of persons at liberty is imposed on a person in custody, but not at home."""
    is_imposed = now.event.step in {None, "imposed"} and now.event.kind in AT_LIBERTY
    return now.held and is_imposed and now.state.basis not in AT_HOME


def _shows_a_release_under_duties(now: RuleContext) -> bool:
    """Return whether a duty imposed on a person in custody may show that the person was released."""
    if not _is_bound_in_custody(now):
        return False
    if now.event_names_a_proceeding and any(map(now.is_certain, now.others)):
        return False
    return now.state.is_unsettled or now.event.legal_form not in NOT_OF_A_TRIAL


def _begins_after_prison(now: RuleContext) -> bool:
    """Return whether a duty of a sentence is imposed so long after it that it may begin with the release."""
    if now.event.legal_form != "sentence" or not _is_bound_in_custody(now):
        return False
    sentences = sentences_in(now.state.active)
    given = [each.since.last for each in sentences if each.basis != "administrative_arrest"]
    return bool(given) and now.date.first - max(given) > SAME_PERIOD_DAYS


def _shows_liberty(now: RuleContext) -> bool:
    """Return whether a breach of a duty shows liberty: no certain ground shows custody any more."""
    is_held = now.held and now.state.basis not in AT_HOME
    return is_held and breaches_a_duty(now) and not now.has_a_certain_ground


def _ends(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the grounds that this release ends: after some kinds also the sentences."""
    if now.event.kind in GONE_WITH_RELEASE:
        return now.state.grounds if not now.event_names_a_proceeding else now.mine
    return not_sentences(now.state.grounds)


FROM_SHORT_CUSTODY = frozenset({"undertaking", "own_undertaking", "no_charge", "after_questioning"})
"""Kinds of release after custody that usually was short."""


def _release(now: RuleContext) -> State | Readings:
    """Release the person; if only the custodian states it, or the person went elsewhere, perhaps not.

    Nor is it certain if the release is of a named case and another case holds the person, unless a witness
    close to the person saw the release.
    """
    state = now.state
    certainty = "presumed" if now.is_official_word or now.event.kind == "claimed" else "stated"
    out = end_custody(now, "release", certainty, ends=_ends(now))
    if state.held and (certainty == "presumed" or now.value_of("then") == "elsewhere"):
        # When the custodian claims a release, that shows the custody until then.
        lost = (_missing(now),) if _is_hidden(state) else ()
        return (replace(state, proof=now.proof), out, *lost)
    if state.status == "missing" and certainty == "presumed":
        return (state, out)
    beside = now.event_names_a_proceeding and any(map(now.is_certain, now.others))
    if state.held and beside and now.value_of("seen_by") not in NEAR:
        return (without(state, now.holding), out)
    return out


def _exchange(now: RuleContext) -> Readings:
    """Return the readings of a release, and a further one in which the person was sent abroad."""
    made = _release(now)
    return (*several(made), close_status(now, "abroad", "release"))


def _is_hidden(state: State) -> bool:
    """Return whether the person is hidden: the place is unknown, or the custody is not acknowledged.

    A facility that was stated after the beginning of the custody shows that the person is not hidden.
    """
    if "whereabouts_unknown" in state.flags:
        return True
    if state.facility and state.placed and state.started and state.placed.first > state.started.last:
        return False
    return is_unacknowledged(state)


def _is_answered_for(now: RuleContext) -> bool:
    """Return whether the custody is answered for: by an order, a sentence or a charge, or a later sign of it.

    The sign is later than the beginning of the custody, or than the day on which the person was lost in it.
    """
    state = now.state
    began = state.placed if "whereabouts_unknown" in state.flags else state.started
    is_seen = state.proof is not None and began is not None and state.proof.first > began.last
    return is_seen or bool(state.charges) or any(each.kind != "fact" for each in state.active)


def _is_stale(now: RuleContext) -> bool:
    """Return whether the newest sign of the status is at least `stale_days` old."""
    proof = now.state.proof
    return proof is not None and now.date.first - proof.first >= now.about.stale_days


def _may_be_hidden(now: RuleContext) -> bool:
    """Return whether an authority whose answer contradicts the sources may be hiding the person."""
    if _is_hidden(now.state):
        return bool(now.event.position != "acknowledges")
    return now.event.position == "denies" and not _is_answered_for(now)


def _on_leave(now: RuleContext) -> State:
    """Release the person until the last day of a leave; the sentences wait."""
    state = end_custody(now, now.event.kind, "stated", ends=not_sentences(now.state.grounds))
    return replace(state, returns=_due_back(now))


def _due_back(now: RuleContext) -> int:
    """Return the last day of a leave as an ordinal; if it is not stated, `stale_days` after the release."""
    return now.date.last + now.about.stale_days if now.until is None else now.until


def _is_leave(now: RuleContext) -> bool:
    """Return whether a release is a leave, after which the person has to come back."""
    return bool(
        now.event.kind == "furlough"
        or (now.event.kind == "interim" and now.serves)
        or (now.event.kind in LEAVES and now.until is not None)
    )


def _released_abroad(now: RuleContext) -> State:
    """Keep the person abroad; a leave from custody there ends, or is prolonged."""
    is_prolonged = now.state.returns is not None and _is_leave(now)
    return replace(now.state, returns=_due_back(now) if is_prolonged else None)


def _kept_on_the_rest(now: RuleContext) -> State:
    """Continue the custody on the grounds that a release leaves; on an unknown one if it leaves none."""
    gone = _ends(now) if now.event.kind in GONE_WITH_RELEASE else now.mine
    rest = tuple(each for each in now.state.grounds if each not in gone or not each.active)
    state = now.state
    if any(each.active for each in rest):
        state = replace(state, grounds=rest)
    elif now.event.kind in GONE_WITH_RELEASE:
        state = replace(state, grounds=(*rest, ground(now, "unknown", "fact")))
    return keep_custody(now.on(show_active_grounds(state))) if now.held else open_period(now)


# --- moved, lost, found


def _transfer(now: RuleContext) -> State:
    """Continue the custody, in the form that the transfer states; begin a period if it may have ended."""
    stated = now.event.basis
    basis = OLD_BASES.get(stated, stated)
    if basis in {"unknown", None} or (basis == "questioning" and now.certain):
        return keep_custody(now) if now.certain else open_period(now)
    if not now.certain:
        return open_period(now, ground(now, basis, "fact"))
    if now.serves or any(each.basis == basis for each in now.state.active):
        return show_active_grounds(replace(keep_custody(now), form=basis))
    mine = tuple(each for each in now.state.active if each.proceeding == now.proceeding)
    if any(each.kind == "order" for each in mine):
        return replace(
            show_active_grounds(replace(keep_custody(now), form=basis)), until=None, until_kind=None
        )
    return replace_ground(now, ground(now, basis, "fact"), replaces=mine)


def _sent_to(act: Callable[[RuleContext], State | Readings]) -> Callable[[RuleContext], State | Readings]:
    """Return `act`, extended so that the custody is in the country to which a transfer leads."""

    def acting(now: RuleContext) -> State | Readings:
        made, country = act(now), now.value_of("sent_to")
        if country is None:
            return made
        return tuple(replace(each, elsewhere=country != now.about.country) for each in several(made))

    return acting


def _move(now: RuleContext) -> State:
    """Keep the custody; after a visit or a stated facility, the place of the person is known again."""
    state = replace(now.state, carried_out=None)
    is_met = now.event.type == "access" and now.value_of("facility") and now.value_of("means") not in SENT
    if is_met and state.held:
        state = acknowledge_custody(now.on(state)) if _is_hidden(state) else state
        state = replace(state, proof=now.proof)
    if now.event.type == "access" or now.event.facility is not None:
        return without_flag(state, "whereabouts_unknown")
    return state


def _missing(now: RuleContext) -> State:
    """Change the status to missing; custody ends on a day that is not known."""
    return close_status(now, "missing", "disappearance", end_known=False)


def _lost_in_custody(now: RuleContext) -> State:
    """Continue the custody as presumed, in an unknown place."""
    state = with_flag(now.state, "whereabouts_unknown")
    return replace(state, certainty="presumed", facility=None, placed=now.date, carried_out=None)


def _shown_held(now: RuleContext) -> bool:
    """Return whether a sign that the person is held shows that the present period continues.

    It does if the person is certainly held, or if the sign is later than the end of a lapsed order or than
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
    free = with_probation(now, found_free(now))
    return (now.state, *free) if now.is_official_word else free


def _or_denied(now: RuleContext, held: State) -> State | Readings:
    """Return held, and missing as possible if the authorities deny custody that witnesses saw."""
    if now.event.whereabouts != "denied":
        return held
    return (held, now.state if now.is_missing else _missing(now))


def _held_by_news(now: RuleContext) -> State:
    """Continue the last period; after an escape, or long after the release, the person was detained again."""
    since, spells = now.state.since, now.state.spells
    is_recent = since is not None and now.date.first - since.first <= now.about.stale_days
    if spells and spells[-1].closed_by != "escape" and is_recent:
        return _held_after_all(now)
    return newly_held(now)


def _is_unrecorded(now: RuleContext) -> bool:
    """Return whether an entry shows custody of a person who is at liberty by the entries before it."""
    if now.event.type == "access":
        return now.value_of("facility") is not None and (now.free or now.is_abroad)
    return now.state.status == "not_detained" or now.is_abroad


def _held_unrecorded(now: RuleContext) -> State | Readings:
    """Begin a period of custody whose start is unknown; the status before may also continue."""
    held = newly_held(now)
    return held if now.state.status == "not_detained" and not now.state.spells else (held, now.state)


def _held_after_all(now: RuleContext) -> State:
    """Continue the last period: the person had not been released."""
    made = reopen_period(now, "presumed")
    if made.basis == "questioning":  # people go home after questioning, so this is another custody
        made = replace(made, basis="unknown")
    waiting = tuple(replace(each, active=True) for each in made.grounds)
    grounds = waiting or (ground(now, made.basis or "unknown", "fact"),)
    return show_active_grounds(replace(made, grounds=grounds))


# --- abroad, dead


def _sent_abroad(now: RuleContext) -> State:
    new = ground(now, "extradition" if now.event.kind == "extradited" else "unknown", "fact")
    if now.event.kind == "sentence_transfer":
        new = replace(new, basis="imprisonment")
    leaves = now.value_of("to") is not None or (now.held and not now.state.elsewhere)
    made = replace_ground(now, new, replaces=now.state.active) if now.certain else open_period(now, new)
    return replace(made, elsewhere=leaves and not _leads_home(now))


def _leads_home(now: RuleContext) -> bool:
    """Return whether a departure leads into the country of the case."""
    return bool(now.about.country) and now.value_of("to") == now.about.country


def _brought_home(now: RuleContext) -> State | Readings:
    """End the time abroad; a person sent back, or for whom a ground waits, may be arrested on arrival."""
    state = now.state
    free = back_home(now)
    may_be_met = now.event.kind in SENT_BACK or now.value_of("into") == "unknown"
    if not (state.waiting or may_be_met):
        return free
    waiting = tuple(replace(each, active=True) for each in state.waiting)
    return (open_period(now, *waiting), free)


SENT_BACK = frozenset({"deported", "expelled"})


def _into(now: RuleContext) -> State | Readings:
    if now.value_of("into") == "custody":
        return _sent_abroad(now)
    return (_sent_abroad(now), close_status(now, "abroad", "departure"))


def _die(now: RuleContext) -> State:
    return replace(close_status(now, "dead", "death"), flags=(), measures=(), grounds=())


def _death_reported(now: RuleContext) -> Readings:
    state = with_flag(now.state, "death_reported")
    return (state, replace(close_status(now, "dead", "death", "presumed"), flags=("death_reported",)))


PHYSICAL = (
    CustodyRule(
        "arrested-anew",
        "detention",
        "kind arrest, rearrested or surrendered, or not stated, of a person who is held on no certain "
        "ground: for more than three days without an order, past the end of the term, or long without news; "
        "extradition, immigration, psychiatric, military or conscription, `stale_days` after the newest "
        "sign; not of one whose custody was found, hidden, administrative or of a form that is not known",
        "held, stated: the same period, or a new one, and then the old one ended on some day in between",
        "A second arrest may be one in prison, or show that the person was let go.",
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
        "A person who was guarded at home and is arrested is behind other walls from then on.",
        lambda now: now.certain and not now.lapsed and now.state.basis in AT_HOME and not now.serves,
        _taken_from_home,
    ),
    CustodyRule(
        "returned-from-home",
        "detention",
        "kind surrendered, returned or recalled, of a person who serves a sentence at home or in an open "
        "facility",
        "the same period, in prison",
        "What was served at home is served in prison from then on.",
        lambda now: now.event.kind in TO_PRISON and now.certain and now.serves and now.state.basis in AT_HOME,
        lambda now: show_active_grounds(replace(keep_custody(now), form="imprisonment")),
    ),
    CustodyRule(
        "order-after-arrest",
        "detention",
        "kind administrative, of a person who has been in police custody, or in custody of an unknown form, "
        "for no more than three days",
        "the same period, in that form",
        "The order that follows an arrest is no second arrest.",
        _is_order_after_arrest,
        lambda now: replace_ground(now, _detention_ground(now)[0], replaces=now.state.active),
    ),
    CustodyRule(
        "detained-again",
        "detention",
        "certainly held, the order not lapsed on the entry's earliest day",
        "the same period; a ground of another proceeding is added; of the same one the entry should be "
        "looked at",
        "A person who is held cannot be detained: perhaps a release is missing, perhaps it was filed twice.",
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
        "Taken again at the gate, the person was not let go.",
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
        "Being called in twice is not being held in between.",
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
        "A person is detained who is not free to leave, whatever it is called (Body of Principles, Use of "
        "terms).",
        always,
        _detain,
    ),
    CustodyRule(
        "bound-in-custody",
        "restriction",
        "an undertaking, a duty to report, a curfew or a tag that is imposed on a person in custody, but not "
        "at home; where an order or a sentence holds the person, only with a legal form other than "
        "administrative, informal or sentence",
        "possible held and restricted",
        "Such a measure takes the place of custody, and no one reports the gate.",
        _shows_a_release_under_duties,
        lambda now: (now.state, end_custody(now, "measure_of_restraint")),
    ),
    CustodyRule(
        "bound-after-prison",
        "restriction",
        "such a duty with the legal form sentence, more than three days after the sentence that is served in "
        "custody, but not at home",
        "possible held and restricted, also on the days since the newest sign of the custody",
        "Most duties of a sentence that prison comes before begin at the gate.",
        _begins_after_prison,
        lambda now: (now.state, found_free(now, "measure_of_restraint")),
        doubts="custody",
    ),
    CustodyRule(
        "breached-at-liberty",
        "restriction",
        "a breach of supervision, an undertaking, a duty to report, a curfew, a tag or a duty of a sentence, "
        "of a person who is held on no certain ground and not at home",
        "released, presumed; the custody ended on some day before",
        "Only a person at liberty can breach such a duty.",
        _shows_liberty,
        found_free,
        doubts="custody",
    ),
    CustodyRule(
        "exchanged-abroad",
        "release",
        "of a person abroad, as in an exchange",
        "abroad stays; a leave from custody in another country is over, or is prolonged by another one",
        "The release is the other half of the departure.",
        lambda now: now.is_abroad,
        _released_abroad,
    ),
    CustodyRule(
        "exchanged",
        "release",
        "kind exchange, of a held person",
        "possible released and abroad; held too, where only the custodian says so",
        "An exchange hands the person over; the entry does not say to which country.",
        lambda now: now.event.kind == "exchange" and now.held and now.then in {None, "free"},
        _exchange,
    ),
    CustodyRule(
        "escaped",
        "release",
        "kind escape",
        "released, presumed; sentences wait",
        "No source says that the person is still at large.",
        lambda now: now.event.kind == "escape",
        lambda now: end_custody(now, "escape", ends=not_sentences(now.state.grounds)),
    ),
    CustodyRule(
        "went-back-after-release",
        "release",
        "then: held",
        "held, stated, on what is left",
        "A gate that leads into another cell is no gate.",
        lambda now: now.then == "held",
        _kept_on_the_rest,
    ),
    CustodyRule(
        "went-home-guarded-after-release",
        "release",
        "then: home_guarded",
        "held, stated, house_arrest; a sentence stays, and its form is not known then",
        "A home that one may not leave is a place of custody (WGAD, deliberation 1).",
        lambda now: now.then == "home_guarded",
        guarded_at_home,
    ),
    CustodyRule(
        "on-leave",
        "release",
        "kind furlough, interim of a person who serves a sentence, or interim or medical with the day on "
        "which the person is due back",
        "released, stated, or abroad, where the custody is in another country, and the ground waits; after "
        "that day, or after `stale_days` where none is stated, held is possible too, lapsed",
        "A leave is not a release.",
        _is_leave,
        _on_leave,
    ),
    CustodyRule(
        "released-from-unrecorded",
        "release",
        "of a person of whom no custody is recorded, not on bail, on an undertaking or without a charge",
        "as any other release; on the days before it possible held",
        "A person who is let go was in custody, though the arrest is not recorded.",
        lambda now: (
            now.state.status == "not_detained" and now.event.kind not in FROM_SHORT_CUSTODY | {"bail"}
        ),
        _release,
        doubts="liberty",
    ),
    CustodyRule(
        "released-from-short-custody",
        "release",
        "kind no_charge, after_questioning, undertaking or own_undertaking, of a person at liberty; kind "
        "bail, of a person who had been let go before",
        "as any other release; on the thirty days before it possible held",
        "A person who is let go was in custody; such custody seldom lasts long.",
        lambda now: (
            now.free
            and (
                now.event.kind in FROM_SHORT_CUSTODY
                or (now.event.kind == "bail" and now.state.status == "released" and not now.state.unseen)
            )
        ),
        _release,
        doubts="liberty",
    ),
    CustodyRule(
        "released",
        "release",
        "any other release",
        "released, stated; where only the custodian or the government says so, possible held and released, "
        "and missing too where no one knows where the person was held; "
        "where it names a proceeding and another certain ground is active, possible held and released, "
        "unless the person, the family, a lawyer or an observer saw it",
        "A source says that the person is out.",
        always,
        _release,
    ),
    CustodyRule(
        "transferred",
        "transfer",
        "with a basis",
        "held, stated, in that form, with `sent_to` in that country; a sentence and its end stay",
        "A move is no release.",
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
        "A person who is moved or visited in a prison has not been let go.",
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
        "A place is known, or a visitor saw the person: the person is found.",
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
        "A person who is moved or visited in a prison was taken there, though no one recorded it.",
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
        "It confirms custody at most.",
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
        "Those who looked for the person could not say where the person is.",
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
        "of a person in custody that no one acknowledges",
        "possible held, with the flag whereabouts_unknown, and missing",
        "Taken by those who admit nothing and seen by no one: a disappearance, or custody (ICPPED art. 2).",
        lambda now: now.held and now.state.basis == "unacknowledged",
        lambda now: (_lost_in_custody(now), _missing(now)),
    ),
    CustodyRule(
        "lost-in-custody",
        "disappearance",
        "of a person in custody other than house arrest",
        "held, presumed, with the flag whereabouts_unknown; the period goes on",
        "A prisoner whose place is not known is still a prisoner.",
        lambda now: now.held and now.state.basis != "house_arrest",
        _lost_in_custody,
    ),
    CustodyRule(
        "missing",
        "disappearance confirmation",
        "a disappearance, or found missing",
        "missing, stated; a period that was going on ends on an unknown day",
        "No one says where the person is (ICPPED art. 2).",
        lambda now: now.event.type == "disappearance" or now.event.found == "missing",
        _missing,
    ),
    CustodyRule(
        "found-free-abroad",
        "confirmation",
        "found free, of a person abroad of whom nothing has shown it for `stale_days`, or who left under "
        "restrictions",
        "possible abroad and free at home",
        "The entry does not say in which country the person was seen.",
        lambda now: (
            now.event.found == "free" and now.is_abroad and (_is_stale(now) or bool(now.state.measures))
        ),
        lambda now: (replace(now.state, proof=now.proof), back_home(now)),
    ),
    CustodyRule(
        "found-free",
        "confirmation",
        "found free, of a person who is held, possibly held or missing",
        "released, presumed; the period ended somewhere between the newest sign of it and the entry; where "
        "probation follows the sentence, possible restricted too, for its term; on the word of the custodian "
        "or the government alone, the status before stays possible",
        "A person who is free has been let go; when and how is not stated.",
        lambda now: now.event.found == "free" and now.state.status in {"held", "missing"},
        _found_free,
        doubts="custody",
    ),
    CustodyRule(
        "shown-free",
        "confirmation",
        "found free, of a person at liberty, or abroad on leave from custody",
        "the status stays; it is the newest sign of it",
        "A person seen at home is not in prison that day.",
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
            and _is_hidden(now.state)
            and not _is_answered_for(now)
        ),
        _missing,
    ),
    CustodyRule(
        "order-and-denial",
        "official_response",
        "denies or alternative_account, of a person whose custody is not acknowledged or whose place is not "
        "known; denies, of any other who was arrested and not seen, charged or ordered into custody since",
        "possible held, as before, and missing",
        "The entry does not say what is denied: the custody, or how the person is treated.",
        lambda now: now.held and _may_be_hidden(now),
        lambda now: (now.state, _missing(now)),
    ),
    CustodyRule(
        "custody-acknowledged",
        "official_response",
        "acknowledges, of a person whose custody was not acknowledged",
        "held as before, basis unknown",
        "What is acknowledged is no longer hidden; its form is not stated.",
        lambda now: now.event.position == "acknowledges" and now.held and is_unacknowledged(now.state),
        acknowledge_custody,
    ),
    CustodyRule(
        "missing-and-acknowledged",
        "official_response",
        "acknowledges or alternative_account, of a missing person",
        "possible held and missing",
        "The authorities may admit the custody, or that the person is missing; another story is no denial.",
        lambda now: now.event.position != "denies" and now.is_missing,
        lambda now: (open_period(now), now.state),
    ),
    CustodyRule(
        "turned-back",
        "departure",
        "kind refused, turned_back or declined",
        "nothing moves",
        "A person who was not let out is still here.",
        lambda now: now.event.kind in STAYED,
        lambda now: replace(now.state, carried_out=None),
    ),
    CustodyRule(
        "sent-into-custody",
        "departure",
        "kind extradited, surrender, sentence_transfer or rendition",
        "held, stated; abroad where `to` says so, or where the person was held at home: a release then leads "
        "to abroad",
        "Extradition hands a prisoner over; it is no release.",
        lambda now: now.event.kind in INTO_CUSTODY,
        _sent_abroad,
    ),
    CustodyRule(
        "came-home",
        "departure",
        "any other departure to the country of the case, not into custody",
        "free, presumed; where the person is deported or expelled, `into` is unknown, or a sentence or an "
        "order waits, possible held too",
        "The police of the country that accuses a person may wait at its border.",
        lambda now: _leads_home(now) and now.value_of("into") != "custody",
        _brought_home,
    ),
    CustodyRule(
        "deported-into",
        "departure",
        "kind deported, into custody or unknown",
        "held, at home or abroad as after an extradition (`sent-into-custody`); possible abroad too, where "
        "`into` is unknown",
        "Some are met by the police of their own country.",
        lambda now: now.value_of("into") in {"custody", "unknown"},
        _into,
    ),
    CustodyRule(
        "left-unseen",
        "departure",
        "kind left or fled, of a person who is held, but not at home or in an open facility",
        "abroad, stated; the custody ended on some day before",
        "A person who leaves a country of their own will was out of prison before.",
        lambda now: now.held and now.event.kind in LEFT and now.state.basis not in AT_HOME,
        lambda now: close_status(now.on(found_free(now, "departure")), "abroad", "departure"),
        doubts="custody",
    ),
    CustodyRule(
        "departed",
        "departure",
        "any other departure",
        "abroad, stated; grounds wait",
        "Out of the country is out of its prisons (ICCPR art. 12(4), 13).",
        always,
        lambda now: close_status(now, "abroad", "departure"),
    ),
    CustodyRule(
        "died-at-liberty",
        "death",
        "in_custody: false, of a held person, known as below",
        "dead, stated; the custody ended on some day before",
        "A person who died at home was let go before.",
        lambda now: now.held and now.event.in_custody is False and now.proved,
        lambda now: _die(now.on(found_free(now, "death"))),
        doubts="custody",
    ),
    CustodyRule(
        "died",
        "death",
        "corroborated or confirmed, by the word of a relative or a lawyer, or an official word with another "
        "source",
        "dead, stated",
        "A death is undone by evidence of life alone.",
        lambda now: now.proved,
        _die,
    ),
    CustodyRule(
        "death-reported",
        "death",
        "on any other word",
        "possible dead and the status so far, with the flag death_reported",
        "A wrong death is worse than a late one.",
        always,
        _death_reported,
    ),
)
"""In the order in which they are tried."""
