"""The rules that depend on the day: questioning ends, orders expire, news gets old, restrictions apply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.penalties import end_of_probation
from casefile.custody.state import (
    ANOTHER,
    CERTAINTIES,
    DAYS_OF_A_FACT,
    FIRST,
    FREE,
    CustodyGround,
    DateSpan,
    Measure,
    State,
    days_of,
    newer,
    show_grounds,
)
from casefile.dates import Day

PASSIVE = frozenset({"passport_held", "passport_cancelled", "entry_ban", "asset_freeze", "surety"})
"""Restrictions under which a person is still free enough not to be called restricted."""
INFERRED = frozenset({"guardian", "military_service"})
"""Restrictions that follow from the kind of a release; that they restrict the person is presumed."""


class CustodyNews(Struct, frozen=True, array_like=True):
    """An entry that confirms custody, on the days of `date`.

    `moved`: it is a transfer, to `facility` if that is stated. `in_court`: it is a hearing, to which a person
    may come from home.
    """

    date: DateSpan
    moved: bool = False
    facility: str | None = None
    in_court: bool = False


class SeenState(Struct, frozen=True):
    """A state as seen at the end of one day (an ordinal); the rules of time change it step by step.

    `news` is the news of custody that counts by that day, `proof` the newest sign of the status, `possible`
    the statuses that may be true, `since` the beginning of the status as text. `goes_on`: a later entry shows
    that the custody continued.
    """

    state: State
    day: int
    stale_days: int
    news: tuple[CustodyNews, ...]
    proof: DateSpan | None
    possible: frozenset[str]
    certainty: str
    since: str | None
    goes_on: bool = False


class TimeRule(Struct, frozen=True):
    """A custody rule that depends on the day, not on an entry; every rule that applies acts.

    `when`, `then` and `because` are the texts of the manual page.
    """

    name: str
    when: str
    then: str
    because: str
    applies: Callable[[SeenState], bool]
    act: Callable[[SeenState], SeenState]


def see_state(
    state: State, day: int, news: Sequence[CustodyNews], stale_days: int, *, goes_on: bool = False
) -> tuple[SeenState, tuple[str, ...]]:
    """Return a state as seen at the end of a day, and the names of the rules of time applied to it.

    `day` is an ordinal. `news` are all entries that confirm custody. `goes_on`: a later entry shows that the
    custody continued.
    """
    seen = _start_view(state, day, news, stale_days)
    if goes_on:
        seen = replace(seen, goes_on=True)
    rules = []
    for rule in TIME_RULES:
        if rule.applies(seen):
            seen = rule.act(seen)
            rules.append(rule.name)
    return seen, tuple(rules)


def may_be_in_doubt(state: State, day: int) -> bool:
    """Return whether the custody of a held person may have become doubtful by a day (an ordinal).

    The reason may be an expired order, an order to release, an unknown place of custody, or questioning.
    Other rules of time, such as that of silence for years, are not considered.
    """
    if state.status != "held":
        return False
    ends = state.until is not None and state.until < day
    is_lost = bool(state.flags) and "whereabouts_unknown" in state.flags
    return ends or state.carried_out is not None or is_lost or state.basis == "questioning"


def running(measures: Sequence[Measure], day: int) -> tuple[Measure, ...]:
    """Return the restrictions whose last day, if stated, is not before a day (an ordinal)."""
    return tuple(each for each in measures if each.until is None or day <= each.until)


def restricting(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the restrictions that make a free person `restricted`."""
    return tuple(each for each in measures if each.kind not in PASSIVE)


def day_after(day: int) -> str:
    """Return the day after a day (an ordinal) as ISO text."""
    return Day.fromordinal(day + 1).isoformat()


def _start_view(state: State, day: int, news: Sequence[CustodyNews], stale_days: int) -> SeenState:
    """Return a state with the news that counts by a day, before any rule of time is applied to it."""
    relevant_news = _news_of_spell(state, day, news) if news else ()
    state = _on_another_ground(state, day, _newest(state.proof, relevant_news))
    return SeenState(
        state, day, stale_days, relevant_news, state.proof, frozenset({state.status}), state.certainty,
        state.since.text if state.since else None,
    )  # fmt: skip


def _on_another_ground(state: State, day: int, proof: DateSpan | None) -> State:
    """Return the state with the form and end of a ground that still applies, if the shown one has expired.

    It is unchanged if `proof`, the newest sign of custody, is after that end. `day` is an ordinal.
    """
    if state.until is None or day <= state.until or len(state.grounds) < 2 or not state.held:
        return state
    active = state.active
    if proof is not None and proof.first > state.until:
        return state
    # A ground that may be of another case may also be the custody that ends.
    running_on = [
        each for each in active if each.proceeding != ANOTHER and (each.until is None or day <= each.until)
    ]
    return show_grounds(state, running_on) if running_on else state


def _news_of_spell(state: State, day: int, news: Sequence[CustodyNews]) -> tuple[CustodyNews, ...]:
    """Return the news that counts for a held person: known by the day, and surely of this time in custody.

    A hearing does not count after custody that ends by itself, because the person may come from home.
    """
    if state.status != "held" or state.started is None:
        return ()
    began, ended = state.started.last, _find_own_end(state)
    return tuple(
        each
        for each in news
        if each.date.first > began
        and each.date.last <= day
        and not (each.in_court and ended is not None and each.date.last > ended)
    )


def _find_own_end(state: State) -> int | None:
    """Return the last day (an ordinal) of custody that ends by itself, a term or questioning; else None."""
    if state.basis == "questioning":
        return state.based.last if state.based else None
    return state.until if _ends_by_itself(state) else None


def _newest(proof: DateSpan | None, news: Sequence[CustodyNews]) -> DateSpan | None:
    """Return the newest sign of the status among the one known (`proof`) and the news."""
    for each in news:
        proof = newer(proof, each.date)
    return proof


def _is_questioning_over(seen: SeenState) -> bool:
    """Return whether a person was taken for questioning and there is no later sign of custody."""
    state = seen.state
    if state.basis != "questioning" or state.based is None or state.status != "held":
        return False
    return seen.proof is None or seen.proof.first <= state.based.last


def _ended_unseen(seen: SeenState) -> bool:
    """Return whether custody or liberty may be over on the day, because a later entry shows its end.

    It is not over on a day on which there is a sign of it.
    """
    after = seen.state.ends_after
    if after is None or after >= seen.day or len(seen.possible) > 1:
        return False
    return seen.proof is None or _day_of_sign(seen.proof) < seen.day


def _is_old(seen: SeenState) -> bool:
    """Return whether the newest sign of the status is at least `stale_days` old."""
    return seen.proof is not None and seen.day - seen.proof.first >= seen.stale_days


LONG_SILENCE = 730
"""Days without a sign of custody after which a person whose place of custody is unknown may be missing."""


def may_be_missing_from(state: State, proof: DateSpan | None) -> int | None:
    """Return the day from which a person in custody in an unknown place may be missing, or None.

    The day is an ordinal. It is counted from the newest sign: if it were counted from the entry that states
    the disappearance, a published answer would show when a withheld one was. The result is None if the place
    is not unknown.
    """
    sign = proof or state.proof
    is_lost = state.held and "whereabouts_unknown" in state.flags
    return sign.first + LONG_SILENCE if is_lost and sign is not None else None


def _is_lost_for_long(seen: SeenState) -> bool:
    day = may_be_missing_from(seen.state, seen.proof)
    return day is not None and seen.day >= day


LONGEST_SILENCE = 1095
"""Days without a sign of custody after which a person may have been released, unless a term still lasts."""


def may_be_over(state: State, day: int, proof: DateSpan | None) -> bool:
    """Return whether custody may be over on a day because of LONGEST_SILENCE days without a sign of it.

    `proof` is the newest sign, `day` an ordinal. An active ground that has not run out (`_has_run_out`)
    excludes it.
    """
    is_silent = state.held and proof is not None and day - _day_of_sign(proof) >= LONGEST_SILENCE
    return is_silent and all(_has_run_out(each, day) for each in state.active)


def _day_of_sign(proof: DateSpan) -> int:
    """Return the day from which silence is counted: the earliest day of a sign; its latest if that is open.

    If it were the latest day of any sign, an arrest "on 1 January or later" would count as news for ever, and
    an exact date after it would make the status less certain.
    """
    return proof.first if proof.first > FIRST else proof.last


def _end_of_term(state: State) -> int | None:
    """Return the last day of the sentences by their terms, as an ordinal.

    None if another ground holds the person, if the end of a sentence is not known, or if there is none.
    The arrest with which a sentence began does not count as another ground.
    """
    end, taken = 0, 0
    for each in state.grounds:
        if not each.active:
            continue
        if each.is_unsettled and each.proceeding != ANOTHER:
            taken = max(taken, each.since.first)
        elif each.expected is None:
            return None
        else:
            end = max(end, each.expected)
    return end if end and taken <= end else None


def status_at_liberty(state: State) -> str:
    """Return the status after a release: abroad if the custody is in another country, else released."""
    return "abroad" if state.elsewhere else "released"


def _statuses_at_the_gate(seen: SeenState) -> set[str]:
    """Return the statuses possible after the end of a sentence or order: released, or abroad.

    `restricted` is one too if probation follows and lasts.
    """
    is_followed = any(end is None or seen.day <= end for end in ends_of_probation(seen.state))
    return {status_at_liberty(seen.state)} | ({"restricted"} if is_followed else set())


def ends_of_probation(state: State) -> list[int | None]:
    """Return the last day of the probation that follows, for each active sentence that probation follows.

    They are ordinals; None if a day is not known.
    """
    return [
        None if each.expected is None else end_of_probation(each.probation, each.expected)
        for each in state.active
        if each.probation
    ]


def _statuses_after(state: State) -> set[str]:
    """Return the statuses possible after an unreported end: of custody, also restricted; of liberty, held."""
    if not state.held:
        return {"held"}
    at_liberty = status_at_liberty(state)
    return {at_liberty} if state.elsewhere else {at_liberty, "restricted"}


def _has_run_out(ground: CustodyGround, day: int) -> bool:
    """Return whether a ground is over by a day, or has no known end; a sentence without a term is not."""
    ends = [end for end in (ground.until, ground.expected) if end is not None]
    return all(end < day for end in ends) and (bool(ends) or not ground.is_sentence)


def _order_is_over(seen: SeenState) -> bool:
    """Return whether the order of a held person has expired, without a sure sign of custody since.

    If the place of custody is unknown, the newest sign must be `stale_days` old too.
    """
    state = seen.state
    if state.status != "held" or state.until is None or seen.day <= state.until:
        return False
    if "whereabouts_unknown" in state.flags and not _is_old(seen):
        return False
    return seen.proof is None or seen.proof.first <= state.until


def _ends_by_itself(state: State) -> bool:
    return state.basis in {"administrative_arrest", "unknown"} or state.until_kind == "sentence"


def is_carried_out(seen: SeenState) -> bool:
    """Return whether the order to release or to arrest is presumed to be carried out by the day of `seen`."""
    when = seen.state.carried_out
    return when is not None and seen.day >= when


def _term_is_over(seen: SeenState) -> bool:
    end = _end_of_term(seen.state) if seen.state.held else None
    return end is not None and end < seen.day


def _is_enforceable(seen: SeenState) -> bool:
    """Return whether a sentence became enforceable while the person was at liberty.

    It does not if a later sign shows that the person is still at liberty, if the person is on leave, or if a
    later entry shows that no sentence was carried out yet.
    """
    state = seen.state
    if state.status not in FREE or state.returns is not None or state.waits:
        return False
    shown = state.proof.first if state.proof else 0
    # A court that judges an absent person seldom reaches one who was never in custody.
    waiting = (each for each in state.waiting if state.spells or not each.doubtful)
    days = (_enforceable_from(each, state, seen.stale_days) for each in waiting)
    return any(day is not None and shown < day <= seen.day for day in days)


def _enforceable_from(ground: CustodyGround, state: State, stale_days: int) -> int | None:
    """Return the day (an ordinal) from which a person at liberty may be serving a sentence; None if never.

    If the day on which it becomes final is not known, that is `stale_days` after the sentence was given. But
    a sentence from which the person was released needs a new decision.
    """
    if ground.final or not ground.is_sentence:
        return None
    if ground.final_from is not None:
        return ground.final_from
    return None if was_served(state, ground) else ground.since.last + stale_days


def was_served(state: State, sentence: CustodyGround) -> bool:
    """Return whether a time in custody that is over may have ended on or after the day of the sentence."""
    return any(each.end is None or each.end.last >= sentence.since.first for each in state.spells)


def _is_overstayed(seen: SeenState) -> bool:
    return seen.state.returns is not None and seen.day > seen.state.returns


def _add_possible(seen: SeenState, statuses: Iterable[str], certainty: str = "uncertain") -> SeenState:
    """Return an answer in which these further statuses are possible, with this certainty."""
    return replace(seen, possible=seen.possible.union(statuses), certainty=certainty)


def _end_by_itself(seen: SeenState) -> SeenState:
    """Return an answer in which the custody may have ended by itself at the end of the term.

    Unless it was uncertain before, the status begins on the day after the stated end.
    """
    out = _add_possible(seen, _statuses_at_the_gate(seen), weakest(seen.certainty, "lapsed"))
    if seen.certainty == "uncertain" or seen.state.until is None:
        return out
    return replace(out, since=day_after(seen.state.until))


def may_have_ended(seen: SeenState, measure: Measure) -> bool:
    """Return whether a restriction may be over although no entry lifts it and its last day is not past.

    Later custody may have ended a condition of a release, if it is of the same case. A measure that secures a
    trial may be over with it, once the sentence may be carried out.
    """
    started = seen.state.started
    if measure.of_release and started is not None and measure.since.first <= started.last:
        return True
    return measure.of_trial and _is_enforceable(seen)


def _apply_restrictions(seen: SeenState) -> SeenState:
    """Return the answer for a person whom restrictions in force make restricted instead of free."""
    state = seen.state
    rest = (seen.possible - FREE) | {"restricted"}
    in_force = restricting(running(state.measures, seen.day))
    if all(may_have_ended(seen, each) for each in in_force):
        rest |= {"released"}
    if state.status not in FREE:
        return replace(seen, possible=rest)
    newest = max((each.since for each in in_force), key=days_of)
    inferred = all(each.kind in INFERRED for each in in_force)
    is_newer = state.since is None or (newest.first >= state.since.first and not state.unseen)
    return replace(
        seen,
        possible=rest,
        certainty="stated" if (is_newer or state.certainty == "stated") and not inferred else "presumed",
        proof=newer(state.proof, newest),
        since=state.restricted.text if state.restricted else seen.since,
    )


def _end_restrictions(seen: SeenState) -> SeenState:
    """Return the answer after the last restriction on a free person ended: free since then, as presumed."""
    if seen.state.status not in FREE:
        return seen
    ended = max(each.until for each in restricting(seen.state.measures) if each.until is not None)
    return replace(seen, certainty=weakest(seen.certainty, "presumed"), since=day_after(ended))


def weakest(*certainties: str) -> str:
    """Return the weakest of these certainties, in the order of CERTAINTIES."""
    return max(certainties, key=CERTAINTIES.index)


TIME_RULES = (
    TimeRule(
        "release-carried-out",
        "an order to release that takes effect at once is `release_days` old, and nothing else holds the "
        "person",
        "released, presumed; abroad, where the custody is in another country",
        "Where an order takes effect at once, it is carried out within some days.",
        lambda seen: seen.state.held and is_carried_out(seen),
        lambda seen: replace(seen, possible=frozenset({status_at_liberty(seen.state)}), certainty="presumed"),
    ),
    TimeRule(
        "leave-is-over",
        "the day on which a person on leave was due back is past",
        "possible held and released, lapsed; abroad instead, where the custody was in another country",
        "Most persons return, and the return is seldom reported.",
        _is_overstayed,
        lambda seen: _add_possible(seen, {"held"}, "lapsed"),
    ),
    TimeRule(
        "sentence-enforceable",
        "a sentence waits for a person at liberty, and it is in force or the last day for an appeal is past, "
        "no appeal being recorded, or nothing says when, for `stale_days`; no sign of liberty since",
        "possible held and the free status",
        "A final sentence will be enforced at some time.",
        _is_enforceable,
        lambda seen: _add_possible(seen, {"held"}),
    ),
    TimeRule(
        "term-is-over",
        "the last day of the sentence by its term is past",
        "held, presumed",
        "The end of a term is a deadline, not a release.",
        _term_is_over,
        lambda seen: replace(seen, certainty=weakest(seen.certainty, "presumed")),
    ),
    TimeRule(
        "news-confirms",
        "access permitted, a transfer without basis, a punishment cell, solitary confinement or a hearing "
        "that leaves the status, known by the day and surely after the spell began",
        "it is the newest sign that the person is held",
        "A visit or a hearing shows that the person is held, and changes nothing.",
        lambda seen: bool(seen.news),
        lambda seen: replace(seen, proof=_newest(seen.proof, seen.news)),
    ),
    TimeRule(
        "questioning-is-unknown",
        "the basis is questioning and nothing has surely shown the person held after it",
        "possible held and released, uncertain; abroad instead, where the custody is in another country",
        "Most persons go home on the day of the questioning, and it is seldom reported.",
        _is_questioning_over,
        lambda seen: _add_possible(seen, {status_at_liberty(seen.state)}),
    ),
    TimeRule(
        "term-lapses",
        "an administrative arrest, custody of a form that is not known, or a sentence whose end is stated is "
        "over, without news since",
        "possible held and released, restricted too where probation follows the sentence, lapsed",
        "Such a term ends by itself; whether the person was released is not known.",
        lambda seen: _order_is_over(seen) and _ends_by_itself(seen.state),
        _end_by_itself,
    ),
    TimeRule(
        "order-lapses",
        "any other order is past its `until`, without news since",
        "held, lapsed",
        "Custody orders are usually extended, and it is seldom reported.",
        lambda seen: _order_is_over(seen) and not _ends_by_itself(seen.state),
        lambda seen: replace(seen, certainty=weakest(seen.certainty, "lapsed")),
    ),
    TimeRule(
        "silent-for-long",
        "nothing has shown the custody for three years, counted from the earliest day of the newest sign, no "
        "later entry shows it, and no order or sentence is in force",
        "possible held and released, restricted too where probation follows the sentence, uncertain",
        "After years without news, no source shows that the person is still held.",
        lambda seen: (
            len(seen.possible) == 1 and not seen.goes_on and may_be_over(seen.state, seen.day, seen.proof)
        ),
        lambda seen: _add_possible(seen, _statuses_at_the_gate(seen)),
    ),
    TimeRule(
        "ended-unseen",
        "a later entry shows that the custody, or the liberty, had ended before it, and the day is after the "
        "last day of its order or term, or after the earliest day of its newest sign",
        "possible held, released and restricted, uncertain; of a person at liberty, held and that status",
        "The end was on one of these days; the sources do not give the day.",
        _ended_unseen,
        lambda seen: _add_possible(seen, _statuses_after(seen.state)),
    ),
    TimeRule(
        "restriction-runs",
        "a restriction, but for those of passport, entry and assets and a surety, is in force while released "
        "or not detained, also inside a possible set",
        "restricted instead; released too where custody since may have ended a condition of a release",
        "A person who may not travel, speak or leave home is not fully free (ICCPR art. 12, 19).",
        lambda seen: (
            bool(seen.state.measures)
            and bool(seen.possible & FREE)
            and bool(restricting(running(seen.state.measures, seen.day)))
        ),
        _apply_restrictions,
    ),
    TimeRule(
        "restriction-is-over",
        "the last such restriction is past its `until`",
        "free again, presumed",
        "Restrictions are often extended, like custody, and it is seldom reported.",
        lambda seen: (
            bool(restricting(seen.state.measures))
            and bool(seen.possible & FREE)
            and not restricting(running(seen.state.measures, seen.day))
        ),
        _end_restrictions,
    ),
    TimeRule(
        "lost-for-long",
        "nothing has shown for two years the custody of a person who was lost in it",
        "possible held and missing",
        "A person without any news may have disappeared (ICPPED art. 2).",
        _is_lost_for_long,
        lambda seen: _add_possible(seen, {"missing"}),
    ),
    TimeRule(
        "goes-stale",
        "held, restricted or missing, and nothing has shown it for `stale_days`, counted from the earliest "
        "day of the newest sign",
        "presumed instead of stated",
        "Old information becomes less certain.",
        lambda seen: (
            seen.certainty == "stated"
            and _is_old(seen)
            and not seen.possible.isdisjoint(("held", "restricted", "missing"))
        ),
        lambda seen: replace(seen, certainty="presumed"),
    ),
)
"""The rules that depend on the day, in the order in which they are applied."""


def days_until_turns(stale_days: int) -> tuple[int, ...]:
    """Return the numbers of days after a date in a state or in news on which the answer may change.

    These are the day itself, the day after an order or a short arrest, and the days on which a sign gets old
    or silence about the custody becomes long.
    """
    return (0, 1, DAYS_OF_A_FACT + 1, stale_days, stale_days + 1, LONG_SILENCE, LONGEST_SILENCE)
