"""Compute the course of a ledger: apply the rules of each entry to every state that may be true before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.appeals import appeals_filed
from casefile.custody.attribution import Attribution, attributions, named_proceedings
from casefile.custody.circumstances import NO_CONNECTIONS, NOTHING, Circumstances, circumstances
from casefile.custody.closed_proceedings import proceeding_steps
from casefile.custody.course import Course
from casefile.custody.court_dates import CourtDates
from casefile.custody.departure_rules import LEFT, STAYED
from casefile.custody.detention_rules import FOREIGN
from casefile.custody.freeing_decisions import ON_CONDITIONS
from casefile.custody.jurisdictions import SHIPPED
from casefile.custody.ledger_order import (
    CHANGED,
    FREEING_OUTCOMES,
    IN_COURT,
    ORDERED_BASIS,
    Tests,
    confirms,
    first_day,
    fits,
    is_counted,
    movers_in_order,
    shows_life,
)
from casefile.custody.measure_rules import AT_LIBERTY, NOT_OF_A_TRIAL, note_restricted_since, without_expired
from casefile.custody.penalties import combine_penalties, matter_of
from casefile.custody.rule_context import AT_HOME, SEEN_BY, RuleContext, ShownInForce, cites_officials_alone
from casefile.custody.rule_table import ALIVE, ANSWERED, OF_ENTRIES, RuleParts, rules_for
from casefile.custody.state import FIRST, FREE, START, STATUSES, DateSpan, State, span_of
from casefile.custody.time_rules import CustodyNews, may_be_in_doubt, see_state
from casefile.custody.transitions import Readings, reopen_period, without_flag
from casefile.model.events import Event, Hearing, Release, Restriction, Transfer, Verdict
from casefile.model.records import Case
from casefile.model.settings import Settings


class FoldingStep(Struct, frozen=True):
    """The result of one mover: the possible states after it, and which states before it they come from.

    `acted` are the rules that applied in any possible state, `everywhere` those that applied in all of them.
    For each state before the mover, `after` contains the states that it led to, and `refuted` whether the
    entry shows that it was wrong on the days before too. `waited`: the entry shows that no sentence was
    carried out before it.
    """

    readings: Readings
    acted: tuple[str, ...]
    everywhere: tuple[str, ...]
    after: tuple[Readings, ...]
    refuted: tuple[bool, ...]
    waited: bool = False


MOST = 256
"""The greatest number of possible states; if there are more, every status is possible after the entry."""
TOO_MANY: Readings = tuple(State(status=each) for each in STATUSES if each != "restricted")
"""The possible states in that case: one for each status of a state, without facts of the custody."""
PLAIN = Circumstances()
"""The facts apart from the ledger if none are known."""
FROM_CUSTODY = frozenset({"exchanged", "deported", "extradited", "surrender", "sentence_transfer"})
"""Kinds of departure that show custody until then."""
WHERE_AFTER_CLEMENCY = frozenset({"held", "free", "home_guarded"})
"""Values of `then` with which clemency shows custody until then."""


def fold(events: Sequence[Event], about: Circumstances = PLAIN) -> Course:
    """Return the course of a ledger, whose entries are given in the order of the file.

    `about` are the facts apart from the ledger. Any sequence of valid entries has a course. Entries that do
    not count by their verification status are ignored; disputed ones count only in the field `disputed`.
    """
    course = _fold_events(events, about, with_disputed=False)
    if "disputed" in [event.standing for event in events]:
        return replace(course, disputed=_fold_events(events, about, with_disputed=True))
    return course


def fold_case(
    case: Case, settings: Settings, connections: Mapping[str, str | None] = NO_CONNECTIONS
) -> Course:
    """Return the course of a case, with the settings of its register and the connections of its sources.

    `connections` gives the connection of each source to the person, by the id of the source.
    """
    return fold(case.events, circumstances(case, settings, connections, SHIPPED))


class LedgerLinks(Struct, frozen=True):
    """The links between the entries of a ledger that the rules need beside the states.

    `named` gives the proceeding of each entry that names one, by its id; `sentences` are the keys
    (`_judgment_key`) of the judgments that give a sentence to be served; `appealed` are the ids of the
    verdicts against which an appeal was filed; `decided` gives the kind of each decision that an entry names
    in `against`, as a value of `overturns`; `shown_in_force` are the restrictions that are lifted or
    breached.
    """

    named: Mapping[str, str]
    sentences: frozenset[tuple[str | None, ...]]
    appealed: frozenset[str] = frozenset()
    decided: Mapping[str, str] = NOTHING
    shown_in_force: tuple[ShownInForce, ...] = ()


def find_links(movers: Sequence[Event], about: Circumstances, events: Sequence[Event] = ()) -> LedgerLinks:
    """Return the links of the movers of a ledger to each other, and to its other entries.

    `events` are all entries in the order of the file; without them, no appeal is found.
    """
    named = named_proceedings(movers)
    verdicts: list[Verdict] = []
    shown_in_force: tuple[ShownInForce, ...] = ()
    decided = decisions(movers)
    for event in movers:
        if type(event) is Verdict:
            verdicts.append(event)
        elif type(event) is Restriction and event.step in SHOWN_IN_FORCE:
            shown_in_force = shown_in_force or tuple(_shown_in_force(movers))
    if not verdicts:
        return LedgerLinks(named, frozenset(), decided=decided, shown_in_force=shown_in_force)
    sentences = (_judgment_key(event) for event in verdicts if _is_sentence(event, about))
    return LedgerLinks(
        named,
        frozenset(sentences),
        frozenset(_verdicts_with_appeal(verdicts, movers, events)),
        decided,
        shown_in_force,
    )


def decisions(events: Sequence[Event]) -> Mapping[str, str]:
    """Return the kind of each decision that an entry names in `against`, by the id of the decision.

    The kinds are values of `overturns`: conviction, acquittal, custody_order, release_order; others are left
    out.
    """
    named = {against for each in events if (against := vars(each).get("against"))}
    if not named:
        return NOTHING
    found = ((each.id, _decision(each)) for each in events if each.id in named)
    return {key: decision for key, decision in found if decision}


def _decision(event: Event) -> str | None:
    """Return the kind of a decision as a value of `overturns`; None for any other entry or outcome."""
    if isinstance(event, Verdict):
        return {"acquitted": "acquittal", "convicted": "conviction"}.get(event.outcome or "")
    if not isinstance(event, Hearing):
        return None
    if event.outcome in FREEING_OUTCOMES:
        return "release_order"
    return "custody_order" if event.outcome in ORDERED_BASIS else None


SHOWN_IN_FORCE = frozenset({"lifted", "breached"})
"""Steps of a restriction that show that it was in force until then."""


def _shown_in_force(movers: Sequence[Event]) -> Iterator[ShownInForce]:
    """Yield each restriction that an entry lifts or breaches, with the day on which it was last imposed.

    That is FIRST if no entry imposes it.
    """
    imposed: dict[str, int] = {}
    for event in movers:
        if type(event) is Restriction and event.step in SHOWN_IN_FORCE:
            imposed_on = imposed.get(event.kind, FIRST)
            yield ShownInForce(event.kind, event.proceeding or "", imposed_on, first_day(event))
        elif type(event) is Restriction:
            imposed[event.kind] = event.date.latest.toordinal()
        elif type(event) is Release:
            imposed |= dict.fromkeys(event.conditions, event.date.latest.toordinal())


def apply_movers(
    readings: Readings,
    movers: Sequence[Event],
    news: Sequence[CustodyNews],
    about: Circumstances,
    links: LedgerLinks | None = None,
) -> list[FoldingStep]:
    """Return the steps of movers that are applied in order, the first one to each of the states `readings`.

    `news` are the entries that confirm custody. `links` are those of the whole ledger; None if `movers` are
    all its movers and no appeal counts.
    """
    links = links or find_links(movers, about)
    steps: list[FoldingStep] = []
    for event in movers:
        step = _apply_mover(readings, event, news, about, links)
        if event.type in ARRIVING and any(_comes_from_liberty(event, each) for each in readings):
            step = replace(step, waited=True)
        readings = step.readings
        steps.append(step)
    return steps


def _judgment_key(event: Event) -> tuple[str | None, ...]:
    """Return the key that verdicts of one judgment share: day, proceeding, instance and matter."""
    fields = vars(event)
    return event.date.text, fields.get("proceeding"), fields.get("instance") or "first", matter_of(fields)


def _verdicts_with_appeal(
    verdicts: Iterable[Verdict], movers: Sequence[Event], events: Sequence[Event]
) -> Iterator[str]:
    """Yield the ids of the verdicts against which an appeal may have been filed; one may come twice.

    The appeal is against the verdict or its judgment, or names no entry and may be of its proceeding. Unless
    it names the verdict itself, the verdict must state `appeal_until`, and the appeal must not be certainly
    earlier than the verdict.
    """
    appeals = appeals_filed(events)
    if not appeals:
        return
    court_dates, decided = CourtDates(movers), {event.id: event for event in events}
    for event in verdicts:
        for appeal in appeals:
            named = decided.get(appeal.against or "")
            is_named = isinstance(named, Verdict) and _judgment_key(named) == _judgment_key(event)
            may_be = named is None and court_dates.may_be_of_one_proceeding(event, appeal)
            is_later = event.appeal_until is not None and appeal.date.latest >= event.date.earliest
            if appeal.against == event.id or ((is_named or may_be) and is_later):
                yield event.id


def _is_sentence(event: Verdict, about: Circumstances) -> bool:
    """Return whether a verdict gives a sentence to be served in custody, and was not given in absentia."""
    if event.presence == "in_absentia":
        return False
    law = about.law(event.proceeding or "")
    return combine_penalties(event.sentences, law, is_new=about.is_new).basis is not None


def correct_in_hindsight(start: Readings, steps: Sequence[FoldingStep]) -> tuple[Readings, ...]:
    """Return the possible states before the first mover and after each, as corrected by later entries.

    States that a later entry shows to have been wrong are left out: a person who leaves prison on a day was
    there until that day, whatever a court had ordered before. Where a later entry puts a release in doubt, or
    shows that custody or liberty had ended before it, the states of the days before it are made less certain.
    """
    chain = _without_refuted(start, steps)
    for at, step in enumerate(steps):
        if step.waited:
            _note_that_sentences_wait(chain, at)
        if DOUBTING.isdisjoint(step.acted):
            continue
        if not REOPENING.isdisjoint(step.acted):
            _doubt_the_release(chain, start, steps, at)
        if not ENDING_UNSEEN.isdisjoint(step.acted):
            _doubt_the_custody(chain, at, step)
        if not BEGINNING_UNSEEN.isdisjoint(step.acted):
            _doubt_the_liberty(chain, at, steps)
    return tuple(chain)


def _without_refuted(start: Readings, steps: Sequence[FoldingStep]) -> list[Readings]:
    """Return the possible states before and after each mover, without those that a later one refutes.

    `start` are the states before the first mover. A state that a later entry confirms needs no presumption:
    its `carried_out` is None.
    """
    chain: list[Readings] = [start, *(step.readings for step in steps)]
    known: list[tuple[int, set[State]]] = []
    for at in range(len(steps) - 1, -1, -1):
        if len(chain[at]) == 1:
            continue
        step, later = steps[at], set(chain[at + 1])
        left = [
            (state, after)
            for state, after, is_refuted in zip(chain[at], step.after, step.refuted, strict=True)
            if not is_refuted and (not after or not later.isdisjoint(after))
        ]
        is_narrower = 0 < len(left) < len(chain[at])
        if is_narrower:
            chain[at] = tuple(state for state, _ in left)
        inside = {state for state, _ in left if state.held and is_narrower}
        met = {state for state, after in left if not state.held and after}
        known.append((at, inside | met))
    for at, some in known:  # known custody, and liberty that a later entry found, need no presumption
        chain[at] = tuple(replace(each, carried_out=None) if each in some else each for each in chain[at])
    return chain


def _note_that_sentences_wait(chain: list[Readings], at: int) -> None:
    """Set `waits` in the states at liberty before an entry: it shows that no sentence was carried out yet.

    `chain` has the possible states after each number of movers; `at` is the index of the entry. The states
    are replaced in `chain`.
    """
    for earlier in range(at, -1, -1):
        free = [each for each in chain[earlier] if not each.held and each.waiting]
        if not free:
            return
        chain[earlier] = tuple(replace(each, waits=True) if each in free else each for each in chain[earlier])


def _rules_that_doubt(part: str) -> frozenset[str]:
    """Return the names of the rules that make a part of the days before the entry uncertain (`doubts`).

    `part` is `release`, `custody` or `liberty`.
    """
    return frozenset(rule.name for rule in OF_ENTRIES if rule.doubts == part)


REOPENING = _rules_that_doubt("release")
"""Names of the rules by which custody continues although a release seemed to have ended it."""
ENDING_UNSEEN = _rules_that_doubt("custody")
"""Names of the rules by which custody ended on an unknown day before the entry."""
BEGINNING_UNSEEN = _rules_that_doubt("liberty")
"""Names of the rules by which custody began on an unknown day before the entry."""
DOUBTING = REOPENING | ENDING_UNSEEN | BEGINNING_UNSEEN
"""Names of the rules that change the answers of earlier days; for most entries none of them applies."""


def _doubt_the_release(chain: list[Readings], start: Readings, steps: Sequence[FoldingStep], at: int) -> None:
    """Add custody as possible on the days between a release and the entry that shows the person in custody.

    `at` is the index of that entry; either the release was reported wrongly, or the person was taken again
    unseen. The states are added in `chain`, which has the possible states after each number of movers.
    """
    before: list[Readings] = [start, *(step.readings for step in steps[:at])]
    after = steps[at].after
    free = {
        state for state, made in zip(before[at], after, strict=True) if _last_custody_continues(state, made)
    }
    for earlier in range(at - 1, -1, -1):
        came_from = [
            state
            for state, made in zip(before[earlier], steps[earlier].after, strict=True)
            if not free.isdisjoint(made)
        ]
        held = [replace(each, carried_out=None) for each in came_from if each.held]
        for between in range(earlier + 1, at + 1) if held else ():
            chain[between] = tuple(dict.fromkeys((*chain[between], *held)))
        free = {each for each in came_from if not each.held}


def _doubt_the_custody(chain: list[Readings], at: int, step: FoldingStep) -> None:
    """Set `ends_after` in states in custody before an entry that shows that this custody had ended before.

    The day of the end is not known. Custody surely continued to the last day of its order or its term if that
    is past, else to its newest sign. `at` is the index of the entry; the states are replaced in `chain`.
    """
    spells = [each.spells[-1] for each in step.readings if each.spells]
    ended: dict[tuple[str, DateSpan | None], int] = {
        ("held", each.start): each.end.last for each in spells if each.end is not None
    }
    held = (each for each in chain[at] if _spell_key(each) in ended)
    _note_ends(chain, at, {_spell_key(each): _ran_to(each, ended[_spell_key(each)]) for each in held})


def _ran_to(state: State, day: int) -> int:
    """Return the last day to which custody that was over by `day` surely lasted; both are ordinals.

    It is the newest past end of an order or a term, else the newest sign of the custody, else 0.
    """
    ends = [end for each in state.active for end in (each.until, each.expected) if end is not None]
    past = [end for end in ends if end <= day]
    sign = state.proof.last if state.proof else 0
    return max(past, default=sign)


def _doubt_the_liberty(chain: list[Readings], at: int, steps: Sequence[FoldingStep]) -> None:
    """Set `ends_after` in states at liberty before an entry that shows that custody had begun before it.

    The day of the arrest is not known. Custody without a charge, or that ended on an undertaking, seldom
    lasts long: it began at most LONGEST_WITHOUT_CHARGE days before. An arrest on the day of such a release
    explains it, even if the file lists the arrest after it; then nothing is set. `at` is the index of the
    entry; the states are replaced in `chain`.
    """
    step = steps[at]
    free = [each for each in chain[at] if each.status in FREE]
    earliest = 0
    if SHORTLY_HELD in step.acted:
        newest = max((each.proof.first for each in step.readings if each.proof), default=0)
        arrests = {each.started.first for later in steps[at:] for each in later.readings if each.started}
        if newest in arrests:
            return
        earliest = newest - LONGEST_WITHOUT_CHARGE
    _note_ends(
        chain, at, {_spell_key(each): max(earliest, each.proof.last if each.proof else 0) for each in free}
    )


SHORTLY_HELD = "released-from-short-custody"
"""Name of the rule for a release that shows custody that usually was short."""
LONGEST_WITHOUT_CHARGE = 30
"""Days before a release without a charge, or on an undertaking, on which the person may have been held."""


def _note_ends(chain: list[Readings], at: int, ends: Mapping[tuple[str, DateSpan | None], int]) -> None:
    """Set `ends_after` in the states of `chain` up to index `at`.

    `ends` has the ordinal for each time in custody or at liberty, by the key that `_spell_key` returns.
    """
    for earlier in range(at, -1, -1):
        marked = [
            replace(each, ends_after=ends[_spell_key(each)]) if _spell_key(each) in ends else each
            for each in chain[earlier]
        ]
        chain[earlier] = tuple(marked)


def _spell_key(state: State) -> tuple[str, DateSpan | None]:
    """Return the key that the states of one time in custody or at liberty share: status, and since when."""
    return state.status, state.since


def _last_custody_continues(state: State, made: Readings) -> bool:
    """Return whether the custody that ended last in `state`, not by a leave, continues in one of `made`."""
    if not state.spells or state.returns is not None:
        return False
    return any(each.held and each.started == state.spells[-1].start for each in made)


def _fold_events(events: Sequence[Event], about: Circumstances, *, with_disputed: bool) -> Course:
    """Return the course of the events that count; its own field `disputed` is None.

    With `with_disputed` the disputed entries count as if they were not disputed.
    """
    movers = [events[index] for index in movers_in_order(events, with_disputed=with_disputed)]
    news = [
        _news(event) for event in events if confirms(event) and is_counted(event, with_disputed=with_disputed)
    ]
    links = find_links(movers, about, events)
    steps = apply_movers((START,), movers, news, about, links)
    start = replace(
        EMPTY,
        news=tuple(news),
        stale_days=about.stale_days,
        proceedings=tuple(proceeding_steps(movers, links.named, links.appealed, links.decided)),
    )
    return make_course(movers, steps, start)


EMPTY = Course(
    movers=(), bounds=(), states=((START,),), rules=(), warned=(), news=(), stale_days=PLAIN.stale_days
)
"""The course of a ledger without movers."""


def make_course(movers: Sequence[Event], steps: Sequence[FoldingStep], earlier: Course) -> Course:
    """Return the course `earlier` with its last steps replaced by `steps`; `movers` are all of its movers."""
    at = len(movers) - len(steps)
    return replace(
        earlier,
        movers=tuple([event.id for event in movers]),
        bounds=tuple([(first_day(event), event.date.latest.toordinal()) for event in movers]),
        states=(*earlier.states[:at], *correct_in_hindsight(earlier.states[at], steps)),
        rules=(*earlier.rules[:at], *(step.acted for step in steps)),
        warned=(*earlier.warned[:at], *(step.everywhere for step in steps)),
        disputed=None,
    )


def _news(event: Event) -> CustodyNews:
    """Return an entry that confirms custody as news: its date, and the facility of a transfer."""
    if isinstance(event, Transfer):
        return CustodyNews(span_of(event.date), moved=True, facility=event.facility)
    return CustodyNews(span_of(event.date), in_court=event.type == "hearing")


def _apply_mover(
    readings: Readings,
    event: Event,
    news: Sequence[CustodyNews],
    about: Circumstances,
    links: LedgerLinks,
) -> FoldingStep:
    """Return the step of one mover: its rules, applied to each possible state before it.

    They are applied once for each proceeding to which the entry may belong. States that the entry shows to be
    wrong are left out. If more than MOST states result, every status is possible after the entry.
    """
    is_dead = readings[0].status == "dead" and event.type in WORD_OF_LIFE
    if is_dead and _is_contradicted_by_a_death(readings, event, about):
        stays = tuple([(each,) for each in readings])
        return FoldingStep(readings, (ALIVE.name,), (ALIVE.name,), stays, (False,) * len(readings))
    counting = _drop_contradicted(readings, event, about)
    lives = counting is not readings and _shows_alive(event, readings, counting)
    beside = isinstance(event, Verdict) and _judgment_key(event) in links.sentences
    is_appealed = event.id in links.appealed
    decision = links.decided.get(vars(event).get("against") or "") if links.decided else None
    is_linked = beside or is_appealed or decision or links.shown_in_force
    acted: list[tuple[str, ...]] = []
    after: list[Readings] = []
    refuted: list[bool] = []
    for state in readings:
        counts = counting is readings or state in counting
        moved: list[State] = []
        for each in attributions(state, event, about, links.named) if counts else ():
            seen = without_flag(state, "death_reported") if lives else state
            if seen.carried_out is not None and not seen.held:
                seen = replace(seen, carried_out=None)  # the entry may show that the person was not taken
            if seen.elsewhere and _shows_person_at_home(event, about):
                seen = replace(seen, elsewhere=False)
            now = _make_context(seen, event, news, about, each)
            if is_linked:
                now.beside_sentence, now.is_appealed = beside, is_appealed
                now.decision, now.shown_in_force = decision, links.shown_in_force
            made, names = _apply_rules(now)
            moved += made
            acted.append(names)
        after.append(tuple(moved))
        refuted.append(not counts and _is_refuted(state, event, about))
    names_of_rules = everywhere = acted[0] if acted else ()
    if len(acted) > 1:
        names_of_rules = tuple(dict.fromkeys(name for names in acted for name in names))
        everywhere = tuple(name for name in names_of_rules if all(name in names for names in acted))
    if counting is not readings:
        names_of_rules = (ANSWERED.name, *names_of_rules)
    made_of_all = _distinct(after[0] if len(after) == 1 else [state for each in after for state in each])
    if len(made_of_all) > MOST:
        nothing: tuple[Readings, ...] = ((),) * len(readings)
        return FoldingStep(TOO_MANY, names_of_rules, everywhere, nothing, (False,) * len(readings))
    return FoldingStep(made_of_all, names_of_rules, everywhere, tuple(after), tuple(refuted))


ARRIVING = frozenset({"detention", "hearing"})
"""Types of entries that may show that a person at liberty goes into custody."""


def _distinct(states: Sequence[State]) -> Readings:
    """Return the distinct states, in order; a single one is not hashed, because that is slow."""
    return tuple(states) if len(states) == 1 else tuple(dict.fromkeys(states))


def _shows_person_at_home(event: Event, about: Circumstances) -> bool:
    """Return whether the entry shows the person in the country of the case.

    It does if its proceeding is not of another country, and it is a detention that no other country carried
    out or asked for, a verdict in court or with an arrest there, or a release with a travel ban.
    """
    fields = vars(event)
    if about.country_of(fields.get("proceeding")) != about.country:
        return False
    if event.type == "detention":
        return fields["kind"] not in FOREIGN and fields["requested_by"] is None
    if event.type == "release":
        return "travel_ban" in fields["conditions"]
    is_there = fields.get("presence") in IN_COURT or fields.get("taken_into_custody") is True
    return event.type == "verdict" and is_there


def _is_prosecuted_at_home(event: Event, about: Circumstances) -> bool:
    """Return whether the entry shows that the person is prosecuted or held in the country of the case.

    That is a verdict, or a hearing in court or with an order of custody, of a court of that country, not in
    absentia and not on extradition; or an entry for which `_shows_person_at_home` is true.
    """
    fields = vars(event)
    if event.type not in {"hearing", "verdict"} or fields["presence"] == "in_absentia":
        return _shows_person_at_home(event, about)
    decides = event.type == "verdict" or fields["outcome"] in ORDERED_BASIS or fields["presence"] in IN_COURT
    is_extradition = fields.get("stage") == "extradition" or fields["outcome"] in EXTRADITING
    return decides and not is_extradition and about.country_of(fields["proceeding"]) == about.country


EXTRADITING = frozenset({"extradition_allowed", "extradition_refused", "surrender_ordered"})
"""Outcomes of a hearing that may be about a prosecution in another country."""


WORD_OF_LIFE = frozenset({"confirmation", "release"})
"""Types of entries by which a custodian may claim that a person lives."""


def _is_contradicted_by_a_death(readings: Readings, event: Event, about: Circumstances) -> bool:
    """Return whether the person is dead in every possible state and only officials state the entry."""
    if vars(event).get("seen_by") in SEEN_BY:
        return False
    return all(each.status == "dead" for each in readings) and cites_officials_alone(event, about)


def _shows_alive(event: Event, before: Readings, counting: Readings) -> bool:
    """Return whether the entry shows a possibly dead person alive; a confirmation only claims it.

    `before` are the possible states before the entry, `counting` those that it does not refute.
    """
    may_be_dead = any(each.status == "dead" for each in before)
    return may_be_dead and event.type != "confirmation" and all(each.status != "dead" for each in counting)


def _is_refuted(state: State, event: Event, about: Circumstances) -> bool:
    """Return whether an entry shows that a state was wrong, also on the days before the entry.

    A visit or a transfer does so for `stale_days`; an entry that passes the prison gate (GATES) for two
    years: after a long time the person may have been out in between. A person who surrenders passes the gate
    too, and one who is arrested while a prison sentence would still run. A person who was met alive was not
    dead before; a confirmation that the person lives proves less.
    """
    if state.status == "dead" and event.type != "confirmation":
        return True
    since = state.since
    is_gate = event.type in GATES or _comes_from_liberty(event, state)
    days = GATE_DAYS if is_gate else about.stale_days
    return since is not None and first_day(event) - since.first <= days


def _comes_from_liberty(event: Event, state: State) -> bool:
    """Return whether the entry shows that the person was at liberty until then.

    That is so if the person surrenders or has to, or is arrested while a prison sentence would still run.
    """
    if fits(event, SURRENDERING):
        return True
    if event.type != "detention" or vars(event)["kind"] != "arrest":
        return False
    terms = [each.expected for each in state.grounds if each.basis == "imprisonment"]
    return any(end is not None and end >= first_day(event) for end in terms)


GATES = frozenset({"release", "departure", "death"})
"""Types of entries that show that a person left custody, and was in it until then."""
GATE_DAYS = 730
"""Greatest age in days of a status that such an entry can show to have been wrong from its beginning."""


def _drop_contradicted(readings: Readings, event: Event, about: Circumstances) -> Readings:
    """Return the possible states that the entry does not show to be wrong; the same tuple if it is all.

    A release, departure or death, a transfer or a visit in prison shows whether an order to release was
    carried out; a person who acts has not died. If a test would leave none, it removes none.
    """
    if len(readings) == 1:
        return readings
    left = tuple(each for each in readings if not _is_ruled_out(each, event, about)) or readings
    if shows_life(event):
        left = (
            tuple(each for each in left if each.status != "dead" or not _is_surely_after(event, each)) or left
        )
    if any(each.held and not each.elsewhere for each in left) and _is_prosecuted_at_home(event, about):
        left = tuple(each for each in left if not each.elsewhere)
    is_free = any(not each.held and each.carried_out is None for each in left)
    if _shows_liberty(event, about) or (is_free and fits(event, MAY_SHOW_LIBERTY)):
        day = first_day(event)
        free = tuple(
            each
            for each in left
            if not (each.held and (each.unseen or _is_carried_out_by(each, day)))
            or (each.basis in AT_HOME and fits(event, ARRESTING))
        )
        left = free or left
    if event.type == "restriction" and any(
        _is_under_the_ordered_measure(event, each, about) for each in left
    ):
        left = tuple(each for each in left if not each.held)
    if _shows_custody(event) and any(each.held for each in left):
        left = tuple(each for each in left if each.held or not each.unseen or _may_go_on(event, each))
    return left if len(left) < len(readings) else readings


def _is_ruled_out(state: State, event: Event, about: Circumstances) -> bool:
    """Return whether a state is wrong because its order is presumed to be carried out before the entry.

    The presumption does not apply if the entry may show that the order was not carried out. For an order to
    release, that is an entry in GATES within GATE_DAYS of it, or other news of custody within `stale_days`.
    For an order to arrest, it is an entry that may show the person at liberty.
    """
    if not state.held:
        if state.carried_out is None:
            return False
        return not (_shows_liberty(event, about) or fits(event, MAY_SHOW_LIBERTY))
    days = GATE_DAYS if event.type in GATES else about.stale_days
    return _is_carried_out_by(state, first_day(event) - (days + 1 if _shows_custody(event) else 0))


def _is_carried_out_by(state: State, day: int) -> bool:
    """Return whether the order in a state is presumed to be carried out by a day (an ordinal)."""
    return state.carried_out is not None and state.carried_out <= day


def _shows_liberty(event: Event, about: Circumstances) -> bool:
    """Return whether the entry shows that the person was at liberty, in spite of an order of custody."""
    fields = vars(event)
    if event.type == "confirmation":
        return fields["found"] == "free" and not cites_officials_alone(event, about)
    return fits(event, SURRENDERING)


SURRENDERING: Tests = {
    "hearing": lambda fields: fields["outcome"] == "surrender_ordered" and fields["stage"] != "extradition",
    "detention": lambda fields: fields["kind"] == "surrendered",
}
"""Entries with which a person goes, or has to go, into custody: until then the person was at liberty."""
ARRESTING: Tests = {"detention": lambda fields: fields["kind"] != "surrendered"}
"""Detentions other than a surrender; a person who may leave custody at home can be detained too."""
MAY_SHOW_LIBERTY: Tests = {
    "departure": lambda fields: fields["kind"] in LEFT,
    "detention": lambda _: True,
    "verdict": lambda fields: fields["presence"] == "in_absentia",
}
"""Entries at which the person may have been at liberty, in spite of an order of custody.

An arrest may be one in prison, for a second case; a prisoner may refuse to come to court.
"""


def _is_under_the_ordered_measure(event: Event, state: State, about: Circumstances) -> bool:
    """Return whether the entry imposes a restriction that may be the milder measure of an earlier order."""
    fields = vars(event)
    if fields["step"] == "lifted" or fields["kind"] not in AT_LIBERTY:
        return False
    since = state.since
    if state.held or not state.unseen or not state.spells or since is None:
        return False
    is_recent = first_day(event) - since.last <= about.stale_days
    is_of_trial = fields["legal_form"] not in NOT_OF_A_TRIAL
    return is_recent and is_of_trial and state.spells[-1].closed_by == "milder_measure"


def _may_go_on(event: Event, state: State) -> bool:
    """Return whether the entry may extend the bail or the measure on which the person was released."""
    if event.type != "hearing" or vars(event)["outcome"] != "extended":
        return False
    return bool(state.spells) and state.spells[-1].closed_by in EXTENDABLE


EXTENDABLE = ON_CONDITIONS | {"parole_granted"}
"""Orders to release on terms that a court may extend."""


def _shows_custody(event: Event) -> bool:
    """Return whether an entry shows that the person was in custody until then, in spite of earlier orders."""
    return event.type in {"release", "transfer", "access"} or fits(event, MAY_SHOW_CUSTODY)


MAY_SHOW_CUSTODY: Tests = {
    "clemency": lambda fields: fields["then"] in WHERE_AFTER_CLEMENCY,
    "departure": lambda fields: (
        fields["kind"] in FROM_CUSTODY or (fields["kind"] in STAYED and fields["into"] == "custody")
    ),
    "death": lambda fields: fields["in_custody"] is True,
    "confirmation": lambda fields: fields["found"] == "held",
    "hearing": lambda fields: fields["outcome"] in {"extended", "stayed"},
}
"""Types of which only some entries show custody until then, with the test for each type."""


def _make_context(
    state: State, event: Event, news: Sequence[CustodyNews], about: Circumstances, of: Attribution
) -> RuleContext:
    """Return the context in which the rules see an entry and a possible state, on the earliest day of it.

    Restrictions that have expired by then are removed. `of` is the proceeding to which the entry is
    attributed.
    """
    date = span_of(event.date)
    lapsed = False
    if state.measures:
        state = without_expired(state, date.first)
    if may_be_in_doubt(state, date.first):
        seen, rules = see_state(state, date.first, news, about.stale_days)
        certain = len(seen.possible) == 1
        lapsed = "order-lapses" in rules or "term-lapses" in rules
    else:
        certain = state.status == "held"
    value_of = vars(event).get
    return RuleContext(
        state, event, date, certain, lapsed, about, value_of, of.proceeding, of.sure, of.by_charges
    )


def _apply_rules(now: RuleContext) -> tuple[Readings, tuple[str, ...]]:
    """Return the possible states after the entry, and the names of the rules that applied.

    In each of TABLES the first rule that applies acts, on each state that the tables before it made. A dead
    person stays dead unless the entry shows life.
    """
    acted: list[str] = []
    after: Readings = ()
    if now.state.status == "dead":
        if not shows_life(now.event):
            return (now.state,), (ALIVE.name,)
        acted.append(ALIVE.name)
        after = () if _is_surely_after(now.event, now.state) else (now.state,)
        now = now.on(_restore_life(now))
    readings: Readings = (now.state,)
    for table in rules_for(now.event.type):
        made: list[State] = []
        for each in readings:
            made += _apply_table(now if each is now.state else now.on(each), table, acted)
        readings = tuple(made) if len(made) == 1 else _distinct(made)
    names = tuple(acted) if len(acted) < 2 else tuple(dict.fromkeys(acted))
    if now.state.unseen and now.state.held and fits(now.event, JUDGING):
        readings = tuple(replace(each, unseen=True) if each.held else each for each in readings)
    for each in readings:
        after += (note_restricted_since(each, now.date),)
    return after, names


JUDGING: Tests = {
    "hearing": lambda fields: fields["outcome"] in CHANGED | {"upheld", "remitted"},
    "verdict": lambda _: True,
}
"""Judgments are given on paper too: they do not confirm custody whose beginning no entry shows."""


def _is_surely_after(event: Event, state: State) -> bool:
    """Return whether an entry is certainly later than the beginning of the status, or that is unknown."""
    return state.since is None or first_day(event) > state.since.last


def _restore_life(now: RuleContext) -> State:
    """Return the state of a person whose reported death was wrong: in the custody it ended, or at liberty."""
    last = now.state.spells[-1] if now.state.spells else None
    if last is not None and last.closed_by == "death":
        return replace(reopen_period(now, "presumed"), flags=())
    return replace(now.state, status="released", certainty="presumed", flags=())


def _apply_table(now: RuleContext, table: Iterable[RuleParts], acted: list[str]) -> Readings:
    """Return the states that the first applicable rule of a table makes; add its name to `acted`."""
    for applies, act, name in table:
        if applies(now):
            acted.append(name)
            made = act(now)
            return (made,) if isinstance(made, State) else made
    return (now.state,)
