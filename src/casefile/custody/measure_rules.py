"""The custody rules for restrictions and charges, which are recorded in addition to custody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.ledger_order import ABSOLVING, OVERTURNED, UNDOING
from casefile.custody.penalties import DUTIES, end_of_probation, find_latest_end
from casefile.custody.rule_context import REVIEWED, RuleContext, upholds_a_judgment
from casefile.custody.state import (
    DAYS_OF_A_FACT,
    FREE,
    CustodyGround,
    DateSpan,
    Measure,
    RecordedCharge,
    State,
    sentences_in,
    span_between,
)
from casefile.custody.time_rules import INFERRED, PASSIVE, restricting, running

AT_LIBERTY = frozenset({
    "residence_undertaking", "appearance_undertaking", "reporting_duty", "curfew", "electronic_tag",
})  # fmt: skip
"""Restrictions that apply only to a person at liberty."""
ENDING = AT_LIBERTY | {"non_disclosure", "travel_ban", "surety", "supervision"}
"""Restrictions that belong to a measure of restraint and end with it."""
BANS = frozenset({"contact_ban", "work_ban", "social_media_ban"})
"""Restrictions that end with a measure of restraint only if a court ordered them, or at a release."""


def _record_charges(now: RuleContext, step: str) -> State:
    """Return the state with `step` as the latest step of each charge that the entry names.

    A recorded charge is updated if it is the same charge; a charge without a part updates each part that it
    may mean. A charge that is not recorded in the proceeding yet is added.
    """
    own = now.charges
    charges: dict[tuple[str | None, ...], RecordedCharge] = {}
    for each in now.state.charges:
        same = [stated for stated in now.event.charges if each in own and each.is_same(stated)]
        latest = [replace(each, part=one.part or each.part, step=step, since=now.date) for one in same]
        charges |= {(one.proceeding, *one.identity): one for one in latest or [each]}
    for stated in now.event.charges:
        if not any(each.is_same(stated) for each in own):
            key = (now.proceeding, stated.statute, stated.part, stated.offence)
            charges[key] = RecordedCharge(*key, step, now.date)
    return replace(now.state, charges=tuple(charges.values()))


def impose_restrictions(state: State, *measures: Measure) -> State:
    """Return the state with new restrictions, which replace earlier ones of the same kind and proceeding.

    They also replace: a milder measure that no entry described, if one of them may be it; a condition of a
    release of that day, of the same kind, that names no proceeding; and the supervision inferred from a
    release of that day that states no condition.
    """
    left = tuple(each for each in state.measures if not _gives_way(each, measures))
    return replace(state, measures=(*left, *measures))


def _gives_way(measure: Measure, new: Sequence[Measure]) -> bool:
    """Return whether one of the new restrictions replaces the restriction `measure`, which is in force."""
    of_the_case = [each for each in new if each.proceeding == measure.proceeding]
    if measure.unstated:
        gives_way = any(each.kind in ENDING | BANS for each in of_the_case)
    else:
        gives_way = any(each.kind == measure.kind for each in of_the_case)
    if gives_way or not measure.of_release:
        return gives_way
    is_stated = any(each.kind == measure.kind and each.since == measure.since for each in new)
    is_described = measure.inferred and _describes_a_supervision(measure.since, new)
    return is_described or (is_stated and not measure.proceeding)


def _describes_a_supervision(day: DateSpan, measures: Sequence[Measure]) -> bool:
    """Return whether one of the restrictions may be the supervision of a person released on `day`.

    It is one that only a person at liberty can be under, and was imposed on that day.
    """
    return any(each.kind in AT_LIBERTY and each.since == day for each in measures)


def is_of_the_case(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction was imposed in the proceeding of the entry, or names none."""
    return measure.proceeding in {"", now.proceeding}


def _may_be_of_the_case(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction may be of the entry's case; always true if the entry names none."""
    return not now.event_names_a_proceeding or is_of_the_case(now, measure)


OF_BAIL = ENDING | BANS | {"unknown", "other"}
"""Restrictions that end with the trial if they are conditions of a release."""


def _make_measure(now: RuleContext) -> Measure:
    kind, form = now.event.kind, now.event.legal_form
    of_trial = kind in ENDING | BANS if form in OF_A_TRIAL else kind in ENDING and form not in NOT_OF_A_TRIAL
    made = Measure(kind, now.date, now.until, now.proceeding, of_trial=of_trial)
    return replace(made, until=None) if now.shown_in_force and _is_prolonged(now, made) else made


def _is_prolonged(now: RuleContext, measure: Measure) -> bool:
    """Return whether a later entry shows a restriction in force after its stated last day."""
    end = measure.until
    return end is not None and any(
        each.kind == measure.kind
        and each.imposed == now.date.last
        and each.day > end
        and each.proceeding in {"", measure.proceeding}
        for each in now.shown_in_force
    )


OF_A_TRIAL = frozenset({"court_order", "investigator_undertaking"})
"""Legal forms of restrictions that secure a trial."""
NOT_OF_A_TRIAL = frozenset({"administrative", "informal", "sentence"})
"""Legal forms of restrictions that do not secure a trial, and therefore outlast it."""


def _make_conditions(now: RuleContext) -> tuple[Measure, ...]:
    """Return the restrictions that a release states as its conditions, or that follow from its kind.

    The conditions of an early release from a sentence end with the sentence, or with the probation that
    follows it. A condition that an earlier report of the release stated stays as it was stated there.
    """
    sentences = _left_of_sentences(now) if now.event.kind in EARLY else ()
    until, is_bail = _end_of_sentences(now, sentences), not sentences
    known = {each.kind: each for each in now.state.measures if each.of_release} if now.free else {}
    kinds, is_inferred = now.event.conditions, False
    if not kinds:
        kinds = INTO_SUPERVISION.get(now.event.kind, ())
        is_inferred = kinds == SUPERVISED
    if is_inferred and _describes_a_supervision(now.date, now.state.measures):
        return ()
    new = Measure("", now.date, until, now.proceeding, of_release=True, inferred=is_inferred)
    return tuple(
        known.get(kind) or replace(new, kind=kind, of_trial=is_bail and kind in OF_BAIL) for kind in kinds
    )


SUPERVISED = ("supervision",)
INTO_SUPERVISION = {
    "supervised": SUPERVISED,
    "to_guardian": ("guardian",),
    "to_military_service": ("military_service",),
}
"""Kinds of release that leave little freedom, with the restriction they imply if none is stated."""


EARLY = frozenset({"parole", "supervised"})
"""Kinds of release from a sentence before its end; their conditions end with the sentence."""


def _left_of_sentences(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the sentences that a release concerns: those of the proceeding that it names, else all."""
    of_it = now.own_grounds if now.event_names_a_proceeding else now.state.grounds
    return sentences_in(of_it)


def _end_of_sentences(now: RuleContext, sentences: Sequence[CustodyGround]) -> int | None:
    """Return the last day of sentences by their terms, or of the probation that follows them, as an ordinal.

    None if there is no sentence, or if one of these days is not known or is before the entry.
    """
    ends = [_probation_until(now, each) if each.probation else each.expected for each in sentences]
    return find_latest_end([end if end is not None and end >= now.date.first else None for end in ends])


def _probation_until(now: RuleContext, sentence: CustodyGround) -> int | None:
    return end_of_probation(sentence.probation, sentence.expected or now.date.last)


SERVED = frozenset({"sentence_served", "served", "time_served"})
"""Kinds of release at the end of a sentence; they end the conditions of an earlier release from it."""


OF_NO_CASE = frozenset({"no_charge", "after_questioning"})
"""Kinds of release from custody that belonged to no case; the duties of a case are not affected."""


def _is_of_an_earlier_release(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction belongs to an earlier release, and the release of the entry ends it.

    The later release ends it after custody since then, as a discharge, or because the sentence is served.
    """
    if not _may_be_of_the_case(now, measure):
        return False
    is_served = now.event.kind in SERVED or (now.event.kind == "discharge" and now.serves_a_sentence)
    if is_served and now.held and now.state.basis != "administrative_arrest":
        return _ends_with_sentence(now, measure)
    if now.free:
        is_over = measure.of_release or _secured_before_custody(now, measure)
        return (is_served and is_over) or _ends_with_discharge(now, measure)
    return measure.of_release and _is_before_this_custody(now, measure)


def _secured_before_custody(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction secured a trial and is older than the last time in custody."""
    spells = now.state.spells
    return measure.of_trial and bool(spells) and measure.since.last < spells[-1].start.first


def _ends_with_discharge(now: RuleContext, measure: Measure) -> bool:
    """Return whether a discharge ends a restriction.

    A discharge of a person in military service or under a guardian ends only that; any other one ends the
    duties of bail and of the trial.
    """
    if now.event.kind != "discharge":
        return False
    if any(each.kind in INFERRED for each in now.state.measures):
        return measure.kind in INFERRED
    return measure.of_release or measure.of_trial


def _ends_with_sentence(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction ends because the person is released after serving the sentence.

    It does if it is a duty of the sentence, or secured its trial.
    """
    started = now.state.started
    is_before = started is not None and measure.since.last < started.first
    is_duty = measure.kind in AT_LIBERTY and measure.since.last < now.date.first
    return measure.kind in DUTIES or ((is_before or is_duty) and (measure.of_release or measure.of_trial))


def _is_before_this_custody(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction is older than the present custody, and this is more than a short arrest.

    The custody was ordered or has lasted more than DAYS_OF_A_FACT, and it is not an administrative arrest.
    """
    started = now.state.started
    if not now.held or started is None or measure.since.last > started.last:
        return False
    if now.state.basis == "administrative_arrest" or now.event.kind in OF_NO_CASE:
        return False
    on_order = any(each.kind != "fact" for each in now.state.active)
    return on_order or now.date.first - started.last > DAYS_OF_A_FACT


OF_ONE_CASE = frozenset({"bail", "interim", "undertaking", "acquittal", "charges_dropped", "charges_closed"})
"""Kinds of release in one case; an earlier release may have been in another case."""


def _replace_conditions(now: RuleContext) -> tuple[State, ...]:
    """End the conditions of an earlier release; they may continue if this one may be of another case.

    The conditions of this release come into force.
    """
    over = _remove_restrictions(now, _is_of_an_earlier_release)
    left = _with_conditions(now, over)
    may_be_another = now.held and not now.sure and now.event.kind in OF_ONE_CASE and not now.event.conditions
    return (now.state, *left) if may_be_another else left


def _with_conditions(now: RuleContext, state: State) -> tuple[State, ...]:
    """Return the states after a release with its conditions in force.

    If it has none but probation follows the sentence, the person may be under supervision or not.
    """
    conditions = _make_conditions(now)
    probation = _probation(now)
    if conditions or not probation:
        return (impose_restrictions(state, *conditions),)
    until = end_of_probation(probation, now.date.last)
    return (
        state,
        impose_restrictions(state, Measure("supervision", now.date, until, now.proceeding, of_release=True)),
    )


def _probation(now: RuleContext) -> tuple[str, ...]:
    """Return the probation that follows the sentences from which a person is released.

    The texts are those of `CustodyGround.probation`: a term, a day, or empty.
    """
    if now.event.kind not in FROM_SENTENCES:
        return ()
    some = [each for each in now.state.grounds if each.probation and each.active]
    if not some or now.then in {"held", "home_guarded"}:
        return ()
    of_it = now.own_grounds if now.event_names_a_proceeding else some
    return tuple(term for each in some if each in of_it for term in each.probation)


FROM_SENTENCES = SERVED | EARLY | {"court_order", "other", "unknown", None}
"""Kinds of release after which the probation of a sentence may begin."""


def _binds(now: RuleContext) -> bool:
    """Return whether a release states or implies conditions, or probation follows it."""
    return bool(now.event.conditions or now.event.kind in INTO_SUPERVISION or _probation(now))


def _remove_restrictions(now: RuleContext, over: Callable[[RuleContext, Measure], bool]) -> State:
    """Return the state without the restrictions for which `over` is true: they are presumed to be over."""
    if not now.state.measures:
        return now.state
    left = tuple(each for each in now.state.measures if not over(now, each))
    return _keep_restrictions(now.state, left, now.date, "presumed")


def _keep_restrictions(state: State, left: tuple[Measure, ...], since: DateSpan, certainty: str) -> State:
    """Return the state with only the restrictions in `left`.

    If none of them makes a free person `restricted`, the free status begins at `since` with this certainty.
    """
    state = replace(state, measures=left)
    if state.restricted is None or restricting(left):
        return state
    return replace(state, restricted=None, since=since, certainty=certainty)


def without_expired(state: State, day: int) -> State:
    """Return the state without the restrictions whose last day is before `day`: they are presumed over.

    `day` is an ordinal.
    """
    left = running(state.measures, day)
    if len(left) == len(state.measures):
        return state
    ended = max(each.until for each in state.measures if each.until is not None and each.until < day)
    return _keep_restrictions(state, left, span_between(ended + 1, ended + 1), "presumed")


def without_unstated_bail(state: State) -> State:
    """Return the state without duties of bail that no entry describes.

    It is for a person who was seen free, who has no duties but those that are recorded.
    """
    left = tuple(each for each in state.measures if not (each.unstated and each.of_release))
    if len(left) == len(state.measures):
        return state
    return replace(state, measures=left, restricted=state.restricted if restricting(left) else None)


def note_restricted_since(state: State, date: DateSpan) -> State:
    """Return the state with `restricted` set to a date if restrictions begin to apply to a free person.

    A person who is not free has no such date; custody also ends a milder measure that no entry describes.
    """
    if state.status not in FREE:
        if state.measures and state.held and any(each.unstated for each in state.measures):
            state = replace(state, measures=tuple(each for each in state.measures if not each.unstated))
        return replace(state, restricted=None) if state.restricted else state
    if state.measures and state.restricted is None and restricting(state.measures):
        return replace(state, restricted=date)
    return state


def _ends_with_custody(now: RuleContext) -> bool:
    if now.event.type == "verdict" and now.matter == "administrative":
        return False
    if now.event.type == "hearing" and now.free:
        if now.then == "held":
            return True
        if not now.is_in_court:
            return False  # the order may wait: the rules for orders in court_rules decide
    if now.event.type == "verdict":
        if now.is_taken:
            return not now.serving.duties
        return now.is_custodial and now.serving.is_clear and now.certain and not now.is_absent
    return now.event.outcome in ORDERS_OF_CUSTODY and not (now.is_absent and not now.certain)


ORDERS_OF_CUSTODY = frozenset({"remanded", "house_arrest"})
"""Outcomes of a hearing that replace milder measures with custody."""


def without_security(now: RuleContext) -> State:
    """Return the state without the restrictions that secured the entry's proceeding: presumed over."""
    return _remove_restrictions(now, _is_securing)


def _is_securing(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction secures the proceeding of the entry and ends with the entry.

    A restriction that is imposed on the day of the entry or shown in force later does not end. House arrest
    ends only an undescribed measure and those that apply only at liberty.
    """
    is_new = measure.since[1:] == now.date[1:]
    is_replaced = now.value_of("outcome") != "house_arrest" or measure.unstated or measure.kind in AT_LIBERTY
    is_its_own = measure.of_trial and is_of_the_case(now, measure)
    return is_its_own and is_replaced and not (is_new or _is_in_force_later(now, measure))


def _is_in_force_later(now: RuleContext, measure: Measure) -> bool:
    """Return whether a later entry lifts or breaches a restriction, so that it was in force until then."""
    return any(
        each.kind == measure.kind
        and each.imposed <= now.date.last < each.day
        and (not each.proceeding or measure.proceeding in {"", each.proceeding})
        for each in now.shown_in_force
    )


def breaches_a_duty(now: RuleContext) -> bool:
    """Return whether the entry is the breach of a duty that only a person at liberty can breach."""
    return now.event.step == "breached" and now.event.kind in AT_LIBERTY | {"supervision", *DUTIES}


def _breaches_probation(now: RuleContext) -> bool:
    """Return whether a breach is the first sign that the probation after a sentence has begun."""
    is_new = breaches_a_duty(now) and all(each.kind != now.event.kind for each in now.state.measures)
    is_due = is_new and any(each.probation for each in now.state.grounds)
    return is_due and not (now.held and now.has_a_certain_ground)


def _add_breached_duty(now: RuleContext) -> State:
    """Return the state with the breached duty in force.

    It lasts until its stated end, else until the end of the probation to which it may belong.
    """
    until = _last_of_probation(now, now.state.grounds) if now.until is None else now.until
    return impose_restrictions(now.state, replace(_make_measure(now), until=until))


def _last_of_probation(now: RuleContext, grounds: Sequence[CustodyGround]) -> int | None:
    """Return the last day of the probation after these sentences, as an ordinal; None if not known."""
    return find_latest_end([_probation_until(now, each) for each in grounds if each.probation])


def with_probation(now: RuleContext, state: State) -> tuple[State, ...]:
    """Return the state, and a second one in which probation has begun after the sentence ended.

    The end of the sentence was not reported. There is only the first if no probation follows, or if it is
    over by the entry.
    """
    followed = [each for each in now.state.active if each.probation]
    until = _last_of_probation(now, followed)
    if not followed or (until is not None and until < now.date.first):
        return (state,)
    duty = Measure("supervision", now.date, until, followed[0].proceeding, of_release=True)
    return (state, impose_restrictions(state, duty))


def _lift_restriction(now: RuleContext) -> tuple[State, ...]:
    """Return the states after the restriction that the entry lifts, in the proceeding that it names.

    If it names none and several restrictions of the kind may be meant, there is one state for each.
    Supervision may be the name for all conditions of a release: then one state has none of them.
    """
    same = [each for each in now.state.measures if each.kind == now.event.kind]
    beside: list[Measure] = []
    if now.event_names_a_proceeding:
        named = [each for each in same if each.proceeding == now.proceeding]
        unnamed = [each for each in same if not each.proceeding]
        beside = [each for each in unnamed if named and each.of_release]
        same = named or unnamed
    bound = [each.since for each in same if each.of_release and each.kind == "supervision"]
    ways = [[each] for each in same]
    ways += [[each, *beside] for each in same if beside]
    if bound:
        ways.append([each for each in now.state.measures if each.of_release and each.since in bound])
    return _end_in_each_way(now, ways)


def _end_in_each_way(now: RuleContext, ways: list[list[Measure]]) -> tuple[State, ...]:
    """Return one state for each list in `ways`, in which the restrictions of that list are over."""
    state = now.state
    left = (tuple(each for each in state.measures if each not in way) for way in ways)
    return tuple(_keep_restrictions(state, each, now.date, state.certainty) for each in left) or (state,)


def extends_restrictions(now: RuleContext) -> bool:
    """Return whether the entry extends restrictions of its proceeding on a person at liberty.

    Only restrictions that secure a trial and have a stated end can be extended.
    """
    if now.event.outcome != "extended" or not now.free:
        return False
    return any(_may_be_extended(now, each) for each in restricting(now.state.measures))


def _may_be_extended(now: RuleContext, measure: Measure) -> bool:
    return measure.of_trial and measure.until is not None and is_of_the_case(now, measure)


def extend_restrictions(now: RuleContext) -> State:
    """Return the state with the entry's `until`, perhaps None, for each restriction that may be extended."""
    measures = (
        replace(each, until=now.until) if _may_be_extended(now, each) else each for each in now.state.measures
    )
    return replace(now.state, measures=tuple(measures))


def _lift_restrictions(now: RuleContext) -> tuple[State, ...]:
    """End the restrictions that a court imposed in the entry's proceeding, and the conditions of a release.

    If the entry names no proceeding, there is one state for each proceeding that has restrictions.
    """
    may_end = [
        each for each in now.state.measures if each.of_trial or (each.of_release and each.kind not in PASSIVE)
    ]
    trials = [{"", now.proceeding}]
    if not now.event_names_a_proceeding:
        trials = [{each} for each in dict.fromkeys(each.proceeding for each in may_end)]
    return _end_in_each_way(now, [[each for each in may_end if each.proceeding in some] for some in trials])


def _may_end_with_sentence(now: RuleContext) -> bool:
    """Return whether the entry's sentence, served at liberty, may end the restrictions of the trial."""
    if now.event.type == "hearing":
        return _upholds_a_sentence_at_liberty(now)
    if not (now.free and now.serving.spares) or now.beside_sentence or now.matter != "criminal":
        return False
    return any(_is_securing(now, each) for each in now.state.measures) and not now.leaves_a_charge


def _upholds_a_sentence_at_liberty(now: RuleContext) -> bool:
    if not upholds_a_judgment(now.event):
        return False
    convicted = _is_under_duties(now) or any(each.step == "convicted" for each in now.charges)
    return convicted and not sentences_in(now.own_grounds)


def _after_sentence(now: RuleContext) -> State | tuple[State, ...]:
    """End the restrictions that secured the trial; if the sentence is not final, they may also continue.

    Some courts keep them until then.
    """
    over = without_security(now)
    is_final = (
        now.event.type == "hearing"
        or now.is_of_a_higher_court
        or (now.final_from is not None and now.final_from <= now.date.first)
    )
    return over if is_final else (now.state, over)


def _end_duties_of_acquittal(now: RuleContext) -> State | tuple[State, ...]:
    """End the restrictions that secured the trial, and on appeal the duties of the earlier conviction.

    A restriction that names no proceeding may secure another trial: then it may also continue.
    """
    over = _remove_restrictions(
        now, lambda _, each: _is_securing(now, each) or (now.is_of_a_higher_court and _is_duty(now, each))
    )
    closes_all = bool(now.value_of("charges") and now.state.charges) or now.value_of("all_charges") is True
    may_be_another = not now.sure or len(now.about.proceedings) > 1
    unnamed = (each for each in now.state.measures if not each.proceeding and not each.of_release)
    in_doubt = may_be_another and not closes_all and any(_is_securing(now, each) for each in unnamed)
    return (now.state, over) if in_doubt else over


def find_overturned(now: RuleContext) -> str | None:
    """Return the kind of decision that a hearing or a verdict sets aside; None if it is not known.

    It is a value of `overturns`: conviction, acquittal, custody_order or release_order. A judgment under
    review on which custody or duties are based is assumed to be the conviction: nothing else could be
    overturned.
    """
    event = now.event
    if event.type == "verdict":
        return "conviction" if event.outcome == "annulled" else None
    if event.outcome not in UNDOING:
        return None
    stated: str | None = event.overturns or now.decision
    may_be_a_judgment = event.stage in REVIEWED or (event.outcome == "remitted" and event.stage is None)
    if stated is not None or not may_be_a_judgment:
        return stated
    is_serving = sentences_in(now.own_grounds) or (not now.held and _is_under_duties(now))
    return "conviction" if is_serving else None


def _may_be_gone(now: RuleContext) -> bool:
    """Return whether a hearing sets aside an unknown decision, which may be the conviction behind duties."""
    may_be_a_judgment = now.event.stage is None or now.event.stage in REVIEWED
    is_unknown = now.event.outcome in OVERTURNED and find_overturned(now) is None
    return may_be_a_judgment and is_unknown and _is_under_duties(now)


def _is_under_duties(now: RuleContext) -> bool:
    return any(_is_duty(now, each) for each in now.state.measures)


def _is_duty(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction is a duty of a sentence in the proceeding of the entry."""
    return _is_of_a_sentence(measure) and is_of_the_case(now, measure)


def _is_of_a_sentence(measure: Measure) -> bool:
    """Return whether a restriction is a duty of a sentence, or a condition of a release before its end."""
    return measure.kind in DUTIES or (measure.of_release and not measure.of_trial and measure.kind in OF_BAIL)


def _may_be_relieved(now: RuleContext, measure: Measure) -> bool:
    """Return whether clemency or parole may end a restriction: a duty of a sentence in its proceeding.

    If the entry names no proceeding, the restriction may be a duty of any proceeding.
    """
    return _is_of_a_sentence(measure) and _may_be_of_the_case(now, measure)


def _end_duties_of_sentence(now: RuleContext) -> tuple[State, ...]:
    """End the duties of the sentence, and the restrictions that secure the trial.

    If the person is under no duties of a sentence, the restrictions that secure the trial may also continue.
    """
    relieved = _remove_restrictions(now, _may_be_relieved)
    over = without_security(now.on(relieved))
    return (over,) if over == relieved or _is_under_duties(now) else (relieved, over)


def _after_custody(now: RuleContext) -> State | tuple[State, ...]:
    """End the restrictions that secured the trial, because the person is in custody instead.

    If the entry may be of another case than its restrictions, a remand does not end the conditions of a
    release, and a ban that was imposed before the arrest may continue.
    """
    if now.sure:
        return without_security(now)
    started = now.state.started if now.held else None
    is_remand = now.event.type == "hearing"
    over = _remove_restrictions(
        now, lambda _, each: _is_securing(now, each) and not (is_remand and each.of_release)
    )
    bans = (each for each in now.state.measures if each not in over.measures and each.kind not in AT_LIBERTY)
    in_doubt = started is not None and any(each.since.last < started.first for each in bans)
    return (now.state, over) if in_doubt else over


def _begins_a_sentence(now: RuleContext) -> bool:
    """Return whether the detention may carry out a sentence or an order whose trial a restriction secured."""
    if not now.state.measures:  # fast path: most people have none, and each arrest asks
        return False
    return any(_secured_sentence(now, each) for each in now.state.measures)


def _secured_sentence(now: RuleContext, measure: Measure) -> bool:
    """Return whether a restriction secured the trial of a sentence or order that may be carried out now."""
    waiting: Sequence[CustodyGround] = now.state.waiting
    if now.event.kind not in TO_PRISON:
        waiting = [each for each in waiting if now.is_final_by_now(each)]
    return measure.of_trial and any(measure.proceeding in {"", each.proceeding} for each in waiting)


def _end_security(now: RuleContext) -> State | tuple[State, ...]:
    """End the restrictions that secured the trial; they may continue, as an arrest may be of another case."""
    left = tuple(each for each in now.state.measures if not _secured_sentence(now, each))
    over = replace(now.state, measures=left)  # the person is detained: no time at liberty begins in between
    return over if now.event.kind in TO_PRISON else (now.state, over)


TO_PRISON = frozenset({"surrendered", "returned", "recalled"})
"""Kinds of detention that carry out an earlier sentence or order."""


def _ends_with_charges(now: RuleContext) -> bool:
    if now.event.type == "charge":
        return now.drops_all
    if now.event.type == "case":
        return bool(now.event.step == "closed")
    absolved = now.event.outcome in ABSOLVING and not now.beside_sentence
    return absolved and now.matter == "criminal" and not now.is_custodial and not now.leaves_a_charge


RESTRICTING = (
    CustodyRule(
        "restriction-imposed",
        "restriction",
        "imposed, or the step not stated",
        "it is in force until lifted or past its `until`, also after that where a later entry lifts or "
        "breaches it; an earlier one of its kind and proceeding gives way, a milder measure that no entry "
        "described, and the supervision of a release of that day that states no condition",
        "Freedom on conditions is not freedom (ICCPR art. 12, 19).",
        lambda now: now.event.step in (None, "imposed"),
        lambda now: impose_restrictions(now.state, _make_measure(now)),
    ),
    CustodyRule(
        "duty-breached",
        "restriction",
        "supervision, an undertaking, a duty to report, a curfew, a tag or a duty of a sentence that is "
        "breached and that no entry imposed, of a person whose sentence probation follows; not of one who is "
        "held on a certain ground",
        "it is in force, until the end of the probation",
        "A duty can be breached only while it is in force.",
        _breaches_probation,
        _add_breached_duty,
    ),
    CustodyRule(
        "restriction-lifted",
        "restriction",
        "lifted",
        "the one of its kind is over, in the proceeding that is named, else one that names none; a condition "
        "of a release that names none possibly too; where several proceedings have one, it is one of them; "
        "with supervision that a release imposed, possibly all that it imposed",
        "Duties are matched by kind; supervision may stand for all duties of a release.",
        lambda now: now.event.step == "lifted",
        _lift_restriction,
    ),
    CustodyRule(
        "released-anew",
        "release",
        "of a person who was taken after an earlier release and held on an order, on a sentence or for more "
        "than three days, but on no administrative arrest, and not of kind no_charge or after_questioning; "
        "discharge of a person at liberty; sentence_served, served or time_served",
        "the conditions of the earlier release are over, presumed, and with a served sentence or a discharge "
        "what secured the trial; a discharge from a service ends that alone. Those of this release are in "
        "force. Where it states none, and may be of another case, those of the earlier release may go on: "
        "possible restricted and released",
        "Each release states its own conditions.",
        lambda now: any(_is_of_an_earlier_release(now, each) for each in now.state.measures),
        _replace_conditions,
    ),
    CustodyRule(
        "release-on-conditions",
        "release",
        "with conditions, or of kind supervised, to_guardian or to_military_service; parole, served or of a "
        "kind that is not stated, from a sentence that probation follows",
        "each condition is in force from the release, where none is stated the supervision or service. After "
        "parole or a supervised release from a sentence they last until that ends, and the probation that "
        "follows it. Where probation follows and no condition is stated, possible released and restricted, "
        "for its term",
        "Conditions of a release are restrictions by another name.",
        _binds,
        lambda now: _with_conditions(now, now.state),
    ),
    CustodyRule(
        "custody-ends-restrictions",
        "hearing verdict",
        "a remand or house arrest of a person who is held or in court, any hearing after which a person who "
        "was at liberty is held (`then`), or a custodial verdict that takes into custody, not of an "
        "administrative case",
        "undertakings, surety, reporting, curfew, tag, supervision, travel_ban and non_disclosure, and bans "
        "on contacts, work and social media that a court ordered or that went with a release, are over, "
        "presumed; with house arrest only undertakings, reporting, curfew and tag. Restrictions of the "
        "administration and of a sentence stay, and so does what a later entry lifts. Where the entry may be "
        "of another case, a remand leaves the conditions of a release, and a ban that is older than the "
        "arrest is possible",
        "Custody takes the place of the milder measure.",
        _ends_with_custody,
        _after_custody,
    ),
    CustodyRule(
        "sentence-begins",
        "detention",
        "kind surrendered, returned or recalled, of a person for whom a sentence or an order waits; any "
        "other, where a sentence that is final waits",
        "what secured its trial is over, presumed; with any other kind it may be: possible in force too",
        "A person who serves the sentence need not be kept for the trial.",
        _begins_a_sentence,
        _end_security,
    ),
    CustodyRule(
        "measure-lifted",
        "hearing",
        "outcome measure_lifted, of a person at liberty, or who went free",
        "the same restrictions and the conditions of a release are over; where the entry names no proceeding "
        "and there are restrictions of several, those of one of them",
        "A court lifts what was imposed in its own case.",
        lambda now: now.event.outcome == "measure_lifted" and (now.free or now.then == "free"),
        _lift_restrictions,
    ),
    CustodyRule(
        "spared-under-restrictions",
        "verdict hearing",
        "a conviction of a person at liberty in a criminal case, every penalty stated and none to be served "
        "in custody; such a conviction is upheld",
        "the same restrictions may be over: possible restricted and released; they are over, presumed, with "
        "a sentence that is final or upheld",
        "Some courts end what secured the trial with the judgment, others when it is final.",
        _may_end_with_sentence,
        _after_sentence,
    ),
    CustodyRule(
        "pardoned-under-restrictions",
        "clemency",
        "effect released, or a pardon whose effect is not stated, of a person at liberty",
        "the duties of the sentence and the conditions of parole are over, presumed, in each proceeding "
        "where the entry names none; what secured the trial is over too where the person is under duties of "
        "its sentence, else it may be: possible restricted and released",
        "A pardoned sentence is not served; an amnesty may close a trial or leave it open.",
        lambda now: (
            (now.free or now.held)
            and now.is_full_pardon
            and any(_is_securing(now, each) or _may_be_relieved(now, each) for each in now.state.measures)
        ),
        _end_duties_of_sentence,
    ),
    CustodyRule(
        "parole-from-duties",
        "hearing",
        "outcome parole_granted, of a person who serves a sentence at liberty",
        "its duties may be over: possible restricted and released",
        "The rest of the sentence may continue under conditions.",
        lambda now: (
            now.free
            and now.event.outcome == "parole_granted"
            and any(_may_be_relieved(now, each) for each in now.state.measures)
        ),
        lambda now: (now.state, _remove_restrictions(now, _may_be_relieved)),
    ),
    CustodyRule(
        "conviction-gone",
        "hearing verdict",
        "a conviction that is annulled, overturned or remitted: as `overturns` says, else the decision in "
        "`against`; where neither is stated, a judgment under review on which custody or duties rest",
        "the duties of its sentence are over, presumed",
        "A decision that is no longer in force has no effect.",
        lambda now: find_overturned(now) == "conviction",
        lambda now: _remove_restrictions(now, _is_duty),
    ),
    CustodyRule(
        "conviction-may-be-gone",
        "hearing",
        "outcome overturned or annulled, on appeal or later or no stage stated, and the decision is not "
        "known, of a person under the duties of a sentence",
        "its duties may be over: possible restricted and released",
        "The effect depends on which decision the higher court reversed.",
        _may_be_gone,
        lambda now: (now.state, _remove_restrictions(now, _is_duty)),
    ),
    CustodyRule(
        "absolution-ends-restrictions",
        "verdict charge case",
        "a verdict of acquitted, terminated or not_responsible with nothing to be served, a case that is "
        "closed, or the dropping of the last recorded charge",
        "the same restrictions are over, presumed, on appeal the duties of the sentence too; those of "
        "passport, entry and assets stay, those of another proceeding, and one that a later entry lifts. "
        "Where the entry names no recorded charge, and there may be several cases, a restriction that names "
        "none may be of another one: possible restricted and released",
        "They secured a case that has ended.",
        _ends_with_charges,
        _end_duties_of_acquittal,
    ),
)
"""The rules of restrictions; they come before those of custody, which may depend on restrictions in force."""

CHARGES = (
    CustodyRule(
        "charge-steps",
        "charge",
        "any step of a charge",
        "it is the charge's latest step; absent means accused. An absent part is any part of that statute",
        "A charge is known by statute, part and offence, and has one state at a time.",
        always,
        lambda now: _record_charges(now, now.event.step or "accused"),
    ),
    CustodyRule(
        "verdict-on-charges",
        "verdict",
        "a verdict that names charges and an outcome",
        "the outcome is the charge's latest step",
        "The verdict decides the charge.",
        lambda now: bool(now.event.charges) and now.event.outcome in {"convicted", "acquitted", "terminated"},
        lambda now: _record_charges(now, now.event.outcome),
    ),
)
"""The rules of charges; they come after those of custody, which ask for the charges open before the entry."""
