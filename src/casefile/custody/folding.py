"""The ledger, folded once: each entry meets every reading of those before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from casefile.custody.attribution import attributions
from casefile.custody.circumstances import Circumstances
from casefile.custody.course import Course
from casefile.custody.measures import settled, without_expired
from casefile.custody.moves import Readings
from casefile.custody.now import Now
from casefile.custody.order import confirms, movers_in_order
from casefile.custody.penalties import to_serve
from casefile.custody.rule import Rule
from casefile.custody.rules import ALIVE, ANSWERED, rules_for, shows_life
from casefile.custody.state import START, STATUSES, State, span_of
from casefile.custody.timing import News, look
from casefile.model.events import Appeal, Event, Transfer, Verdict


class Step(NamedTuple):
    """What a mover made of the readings before it.

    `acted` are the rules that acted in any reading, `everywhere` those that acted in every one. `after` gives
    the readings that each one before led to, `refuted` those that the entry shows to have been wrong.
    """

    readings: Readings
    acted: tuple[str, ...]
    everywhere: tuple[str, ...]
    after: Mapping[State, tuple[State, ...]]
    refuted: frozenset[State]


MOST = 256
"""Beyond so many readings the ledger decides nothing."""
TOO_MANY: Readings = tuple(State(status=each) for each in STATUSES if each != "restricted")
PLAIN = Circumstances()
FROM_CUSTODY = frozenset({"exchanged", "deported", "extradited", "surrender", "sentence_transfer"})
SAID_TO_BE_OUT = frozenset({"held", "free", "home_guarded"})


def fold(events: Sequence[Event], about: Circumstances = PLAIN) -> Course:
    """Fold a ledger, given in the order of its file, into its course.

    Any sequence of valid entries folds.
    """
    course = _folded(events, about, with_disputed=False)
    if any(event.standing == "disputed" for event in events):
        return replace(course, disputed=_folded(events, about, with_disputed=True))
    return course


class Links(NamedTuple):
    """What ties entries of a ledger to each other.

    `named` gives the proceeding of each entry that names one, by its id; `sentences` are the judgments that
    give one to be served; `appealed` are the ids of the verdicts against which an appeal was filed.
    """

    named: Mapping[str, str]
    sentences: frozenset[tuple[str | None, ...]]
    appealed: frozenset[str]


def links_of(movers: Iterable[Event], about: Circumstances, events: Sequence[Event] = ()) -> Links:
    """Return what ties the movers of a ledger to each other, and to its other entries."""
    movers = tuple(movers)
    named = {event.id: name for event in movers if (name := vars(event).get("proceeding"))}
    sentences = frozenset(_judgment(event) for event in movers if _is_sentence(event, about))
    return Links(named, sentences, frozenset(_appealed(movers, events)))


def folded_on(
    readings: Readings,
    movers: Sequence[Event],
    news: Sequence[News],
    about: Circumstances,
    links: Links | None = None,
) -> list[Step]:
    """Move the readings by one mover after the other; `links` are those of the whole ledger."""
    links = links or links_of(movers, about)
    steps: list[Step] = []
    for event in movers:
        step = _moved_all(readings, event, news, about, links)
        readings = step.readings
        steps.append(step)
    return steps


def _judgment(event: Event) -> tuple[str | None, ...]:
    """Return what verdicts of one judgment share: the day, the proceeding, the instance and the matter."""
    fields = vars(event)
    return event.date.text, fields.get("proceeding"), fields.get("instance"), fields.get("matter")


def _appealed(movers: Sequence[Event], events: Sequence[Event]) -> Iterator[str]:
    """Yield the ids of the verdicts against which an appeal may have been filed: of that case, or of none."""
    appeals = [
        each for each in events if isinstance(each, Appeal) and each.stands and each.step != "withdrawn"
    ]
    for event in movers:
        if type(event) is not Verdict or event.appeal_until is None:
            continue
        for appeal in appeals:
            of_one_case = appeal.proceeding is None or appeal.proceeding == event.proceeding
            is_later = appeal.date.latest >= event.date.earliest
            if appeal.against == event.id or (of_one_case and is_later):
                yield event.id


def _is_sentence(event: Event, about: Circumstances) -> bool:
    if not isinstance(event, Verdict) or event.presence == "in_absentia":
        return False
    law = about.law(event.proceeding or "")
    return to_serve(event.sentences, law, is_new=about.is_new).basis is not None


def in_hindsight(start: Readings, steps: Sequence[Step]) -> tuple[Readings, ...]:
    """Return the readings after each mover without those that a later entry shows to have been wrong.

    A person who leaves prison on a day was there until that day, whatever a court had ordered before.
    """
    chain: list[Readings] = [start, *(step.readings for step in steps)]
    for at in range(len(steps) - 1, -1, -1):
        step, later = steps[at], set(chain[at + 1])
        left = tuple(
            state
            for state in chain[at]
            if state not in step.refuted
            and (not step.after[state] or not later.isdisjoint(step.after[state]))
        )
        if left and len(left) < len(chain[at]):
            # What is left is known: no presumption is needed.
            chain[at] = tuple(each._replace(lets_go=None) for each in left)
    return tuple(chain)


def _folded(events: Sequence[Event], about: Circumstances, *, with_disputed: bool) -> Course:
    movers = [events[index] for index in movers_in_order(events, with_disputed=with_disputed)]
    news = tuple(
        _news(event)
        for event in events
        if confirms(event) and (event.stands or (with_disputed and event.standing == "disputed"))
    )
    steps = folded_on((START,), movers, news, about, links_of(movers, about, events))
    return Course(
        movers=tuple(event.id for event in movers),
        bounds=tuple((event.date.earliest.toordinal(), event.date.latest.toordinal()) for event in movers),
        states=in_hindsight((START,), steps),
        rules=tuple(step.acted for step in steps),
        warned=tuple(step.everywhere for step in steps),
        news=news,
        stale_days=about.stale_days,
    )


def _news(event: Event) -> News:
    if isinstance(event, Transfer):
        return News(span_of(event.date), moved=True, facility=event.facility)
    return News(span_of(event.date))


def _moved_all(
    readings: Readings,
    event: Event,
    news: Sequence[News],
    about: Circumstances,
    links: Links,
) -> Step:
    made: dict[State, None] = {}
    acted: dict[str, None] = {}
    in_all: list[set[str]] = []
    after: dict[State, tuple[State, ...]] = dict.fromkeys(readings, ())
    counting = _answered(readings, event)
    if len(counting) < len(readings):
        acted[ANSWERED.name] = None
    beside = isinstance(event, Verdict) and _judgment(event) in links.sentences
    appealed = event.id in links.appealed
    for state in counting:
        for proceeding, sure in attributions(state, event, about, links.named):
            now = _meeting(state, event, news, about)
            moved, names = _moved(
                replace(now, proceeding=proceeding, sure=sure, beside_sentence=beside, is_appealed=appealed)
            )
            made.update(dict.fromkeys(moved))
            after[state] += moved
            acted.update(dict.fromkeys(names))
            in_all.append(set(names))
    everywhere = tuple(name for name in acted if all(name in names for names in in_all))
    gone = frozenset(each for each in readings if each not in counting and _is_refuted(each, event, about))
    if len(made) > MOST:
        return Step(TOO_MANY, tuple(acted), everywhere, dict.fromkeys(readings, ()), frozenset())
    return Step(tuple(made), tuple(acted), everywhere, after, gone)


def _is_refuted(state: State, event: Event, about: Circumstances) -> bool:
    """Whether an entry shows that a reading was wrong on the days before it too.

    The gate does. A visit or a transfer does so for a while: after a long time the person may have been out
    in between.
    """
    if event.type in GATES or vars(event).get("then") is not None:
        return True
    since = state.since
    return since is not None and event.date.earliest.toordinal() - since.first <= about.stale_days


GATES = frozenset({"release", "departure", "death"})


def _answered(readings: Readings, event: Event) -> Readings:
    """Leave out the readings that an entry shows to be wrong.

    A gate, a transfer or a visit in prison answers whether an order to release was carried out; whoever acts
    has not died.
    """
    left = readings
    if shows_life(event):
        left = tuple(each for each in left if each.status != "dead") or left
    if event.type == "detention" and any(not each.held for each in left):
        left = tuple(each for each in left if not (each.held and each.unseen))
    if _answers(event) and any(each.held for each in left):
        left = tuple(each for each in left if each.held or not each.unseen)
    return left


def _answers(event: Event) -> bool:
    fields = vars(event)
    if fields.get("then") in SAID_TO_BE_OUT or event.type in {"release", "transfer", "access"}:
        return True
    if event.type == "departure":
        return fields["kind"] in FROM_CUSTODY
    if event.type == "death":
        return fields["in_custody"] is True
    if event.type == "confirmation":
        return fields["found"] in {"held", "free"}
    return event.type == "hearing" and fields["outcome"] in {"extended", "stayed"}


def _meeting(state: State, event: Event, news: Sequence[News], about: Circumstances) -> Now:
    """Bring an entry and a reading together as they are on the entry's earliest day."""
    date = span_of(event.date)
    certain = lapsed = False
    if state.measures:
        state = without_expired(state, date.first)
    if state.status == "held":
        seen, rules = look(state, date.first, news, about.stale_days)
        certain = len(seen.possible) == 1
        lapsed = "order-lapses" in rules or "term-lapses" in rules
    return Now(state, event, date, certain, lapsed, about)


def _moved(now: Now) -> tuple[Readings, tuple[str, ...]]:
    """Let the first rule that fits act, table by table: restrictions, custody, charges."""
    acted: list[str] = []
    if now.state.status == "dead":
        if not shows_life(now.event):
            return (now.state,), (ALIVE.name,)
        acted.append(ALIVE.name)
        now = replace(now, state=now.state._replace(status="released", certainty="presumed", flags=()))
    readings: Readings = (now.state,)
    for table in rules_for(now.event.type):
        after: list[State] = []
        names: list[str] = []
        for state in readings:
            made, name = _acting(replace(now, state=state), table)
            after += made
            names += name
        readings = tuple(dict.fromkeys(after))
        acted += names
    return tuple(settled(each, now.date) for each in readings), tuple(dict.fromkeys(acted))


def _acting(now: Now, table: Iterable[Rule]) -> tuple[Readings, list[str]]:
    for rule in table:
        if rule.applies(now):
            made = rule.act(now)
            return ((made,) if isinstance(made, State) else made), [rule.name]
    return (now.state,), []
