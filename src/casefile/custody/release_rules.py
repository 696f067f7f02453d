"""The custody rules for releases, and for restrictions that show one."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.measure_rules import AT_LIBERTY, NOT_OF_A_TRIAL, breaches_a_duty
from casefile.custody.rule_context import AT_HOME, NEAR, SAME_PERIOD_DAYS, RuleContext
from casefile.custody.state import CustodyGround, State, not_sentences, sentences_in
from casefile.custody.transitions import (
    GONE_WITH_RELEASE,
    Readings,
    as_readings,
    close_status,
    drop_grounds,
    end_custody,
    end_custody_unreported,
    keep_custody,
    make_ground,
    open_period,
    put_under_house_arrest,
    show_active_grounds,
)
from casefile.custody.whereabouts_rules import go_missing, is_custody_hidden

LEAVES = frozenset({"furlough", "interim", "medical"})
"""Kinds of release that may be a leave; `_is_leave` states when they are."""
FROM_SHORT_CUSTODY = frozenset({"undertaking", "own_undertaking", "no_charge", "after_questioning"})
"""Kinds of release from custody that usually was short."""


def _is_bound_in_custody(now: RuleContext) -> bool:
    """Return whether a duty for people at liberty is imposed on a person in custody, but not at home."""
    is_imposed = now.event.step in {None, "imposed"} and now.event.kind in AT_LIBERTY
    return now.held and is_imposed and now.state.basis not in AT_HOME


def _shows_a_release_under_duties(now: RuleContext) -> bool:
    """Return whether a duty imposed on a person in custody may show that the person was released."""
    if not _is_bound_in_custody(now):
        return False
    if now.event_names_a_proceeding and any(map(now.is_certain, now.other_grounds)):
        return False
    return now.state.is_unsettled or now.event.legal_form not in NOT_OF_A_TRIAL


def _begins_after_prison(now: RuleContext) -> bool:
    """Return whether a duty of a sentence is imposed so long after it that it may begin with the release.

    The person is in custody, but not at home; the sentence is more than three days older than the duty.
    """
    if now.event.legal_form != "sentence" or not _is_bound_in_custody(now):
        return False
    sentences = sentences_in(now.state.active)
    given = [each.since.last for each in sentences if each.basis != "administrative_arrest"]
    return bool(given) and now.date.first - max(given) > SAME_PERIOD_DAYS


def _shows_liberty(now: RuleContext) -> bool:
    """Return whether a breach of a duty shows that the person is at liberty: no certain ground holds them."""
    is_held = now.held and now.state.basis not in AT_HOME
    return is_held and breaches_a_duty(now) and not now.has_a_certain_ground


def _find_ended_grounds(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the grounds of the release's proceeding, of all if it names none, that the release ends.

    After some kinds of release that includes the sentences.
    """
    of_it = now.own_grounds if now.event_names_a_proceeding else now.state.grounds
    return of_it if now.event.kind in GONE_WITH_RELEASE else not_sentences(of_it)


def _release(now: RuleContext) -> State | Readings:
    """Return the released state; held is possible too if only officials state the release, or it is claimed.

    That is also so if the person went elsewhere, or if the release is of a named case and another case
    certainly holds the person, unless a witness close to the person saw the release. Missing is possible too
    if the person was missing or in hidden custody, and the release is not stated by a certain source.
    """
    state = now.state
    certainty = "presumed" if now.is_official_word or now.event.kind == "claimed" else "stated"
    out = end_custody(now, "release", certainty, ends=_find_ended_grounds(now))
    if state.held and (certainty == "presumed" or now.value_of("then") == "elsewhere"):
        # When the custodian claims a release, that shows the custody until then.
        lost = (go_missing(now),) if is_custody_hidden(state) else ()
        return (replace(state, proof=now.proof), out, *lost)
    if state.status == "missing" and certainty == "presumed":
        return (state, out)
    beside = now.event_names_a_proceeding and any(map(now.is_certain, now.other_grounds))
    if state.held and beside and now.value_of("seen_by") not in NEAR:
        return (drop_grounds(state, now.holding_grounds), out)
    return out


def _exchange(now: RuleContext) -> Readings:
    """Return the states after a release (`_release`), and a further one in which the person is abroad."""
    made = _release(now)
    return (*as_readings(made), close_status(now, "abroad", "release"))


def _on_leave(now: RuleContext) -> State:
    """Release the person until the last day of a leave; the sentences are still to be served."""
    state = end_custody(now, now.event.kind, "stated", ends=not_sentences(now.state.grounds))
    return replace(state, returns=_due_back(now))


def _due_back(now: RuleContext) -> int:
    """Return the last day of a leave as an ordinal; if it is not stated, `stale_days` after the release."""
    return now.date.last + now.about.stale_days if now.until is None else now.until


def _is_leave(now: RuleContext) -> bool:
    """Return whether a release is a leave, after which the person has to come back."""
    return bool(
        now.event.kind == "furlough"
        or (now.event.kind == "interim" and now.serves_a_sentence)
        or (now.event.kind in LEAVES and now.until is not None)
    )


def _released_abroad(now: RuleContext) -> State:
    """Keep the person abroad; a leave from custody there ends, or is prolonged."""
    is_prolonged = now.state.returns is not None and _is_leave(now)
    return replace(now.state, returns=_due_back(now) if is_prolonged else None)


def _kept_on_the_rest(now: RuleContext) -> State:
    """Continue the custody on the grounds that a release leaves.

    If no active one is left, it continues on an unknown ground after a kind in GONE_WITH_RELEASE, else on the
    grounds as they were. For a person who is not held, a new period of unknown form begins.
    """
    gone = _find_ended_grounds(now) if now.event.kind in GONE_WITH_RELEASE else now.own_grounds
    rest = tuple(each for each in now.state.grounds if each not in gone or not each.active)
    state = now.state
    if any(each.active for each in rest):
        state = replace(state, grounds=rest)
    elif now.event.kind in GONE_WITH_RELEASE:
        state = replace(state, grounds=(*rest, make_ground(now, "unknown", "fact")))
    return keep_custody(now.on(show_active_grounds(state))) if now.held else open_period(now)


RELEASES = (
    CustodyRule(
        "bound-in-custody",
        "restriction",
        "an undertaking, a duty to report, a curfew or a tag that is imposed on a person in custody, but not "
        "at home; where an order or a sentence holds the person, only with a legal form other than "
        "administrative, informal or sentence",
        "possible held and restricted",
        "Such a measure replaces custody, and the release itself is often not reported.",
        _shows_a_release_under_duties,
        lambda now: (now.state, end_custody(now, "measure_of_restraint")),
    ),
    CustodyRule(
        "bound-after-prison",
        "restriction",
        "such a duty with the legal form sentence, more than three days after the sentence that is served in "
        "custody, but not at home",
        "possible held and restricted, also on the days since the newest sign of the custody",
        "Most duties that follow a prison term begin with the release.",
        _begins_after_prison,
        lambda now: (now.state, end_custody_unreported(now, "measure_of_restraint")),
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
        end_custody_unreported,
        doubts="custody",
    ),
    CustodyRule(
        "exchanged-abroad",
        "release",
        "of a person abroad, as in an exchange",
        "abroad stays; a leave from custody in another country is over, or is prolonged by another one",
        "The release is part of the departure.",
        lambda now: now.is_abroad,
        _released_abroad,
    ),
    CustodyRule(
        "exchanged",
        "release",
        "kind exchange, of a held person",
        "possible released and abroad; held too, where only the custodian says so",
        "An exchange transfers the person; the entry does not state the country.",
        lambda now: now.event.kind == "exchange" and now.held and now.then in {None, "free"},
        _exchange,
    ),
    CustodyRule(
        "escaped",
        "release",
        "kind escape",
        "released, presumed; sentences wait",
        "No source states that the person is still missing or wanted.",
        lambda now: now.event.kind == "escape",
        lambda now: end_custody(now, "escape", ends=not_sentences(now.state.grounds)),
    ),
    CustodyRule(
        "went-back-after-release",
        "release",
        "then: held",
        "held, stated, on what is left",
        "A person who is taken to other custody has not been released.",
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
        put_under_house_arrest,
    ),
    CustodyRule(
        "on-leave",
        "release",
        "kind furlough, interim of a person who serves a sentence, or interim or medical with the day on "
        "which the person is due back",
        "released, stated, or abroad, where the custody is in another country, and the ground waits; after "
        "that day, or after `stale_days` where none is stated, held is possible too, lapsed",
        "A temporary leave is not a release.",
        _is_leave,
        _on_leave,
    ),
    CustodyRule(
        "released-from-unrecorded",
        "release",
        "of a person of whom no custody is recorded, not on bail, on an undertaking or without a charge",
        "as any other release; on the days before it possible held",
        "A released person was in custody, even if no arrest is recorded.",
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
        "A released person was in custody; such custody is usually short.",
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
        "A source states that the person is out.",
        always,
        _release,
    ),
)
"""The rules of releases and of restrictions that show one, in the order in which they are tried."""
