"""Merge the states that may be true into one view: agreed values, and the possible statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from casefile.custody.custody_view import ChargeState, Reason, RestrictionInForce, View
from casefile.custody.day_counts import (
    DayCount,
    days_by_spell,
    days_held,
    merge_all_spells,
    merge_day_counts,
    spells_of,
)
from casefile.custody.state import STATUSES, Measure, days_of, sentences_in
from casefile.custody.status_reasons import ground_key, grounds_in
from casefile.custody.time_rules import SeenState, may_have_ended, restricting, running, weakest
from casefile.dates import LAST_DAY, Day
from casefile.names.groups_by_key import grouped

Value = TypeVar("Value")


def merge_states(views: Sequence[SeenState], rule: Reason | None) -> View:
    """Return the view of a day from the states that may be true at its end; there is at least one."""
    found = frozenset[str]().union(*[seen.possible for seen in views])
    possible = tuple([status for status in STATUSES if status in found])
    held, restrictions = "held" in possible, _restrictions(views)
    return View(
        status=possible[0] if len(possible) == 1 else "unknown",
        certainty=_certainty(views, possible),
        possible=possible,
        basis=_agreed_value(views, lambda seen: seen.state.basis),
        since=_agreed_value(views, lambda seen: seen.since),
        until=_day(_agreed_value(views, lambda seen: seen.state.until)),
        until_kind=_agreed_value(views, lambda seen: seen.state.until_kind),
        last_confirmed=_agreed_value(views, _last_confirmed),
        facility=_agreed_value(views, _facility) if held else None,
        restrictions=restrictions,
        spells=merge_all_spells([spells_of(seen) for seen in views]),
        days_held=merge_day_counts([days_held(seen) for seen in views]),
        charges=_charges(views),
        flags=tuple(dict.fromkeys(flag for seen in views for flag in seen.state.flags)),
        grounds=grounds_in(views),
        rule=rule,
        doubtful_restrictions=_doubtful_restrictions(views, restrictions),
        returns=_returns(views),
        possible_ends=_days_or_none(seen.state.until for seen in views if "held" in seen.possible),
        sentence_ends=_sentence_ends(views) if held else (),
        newest_sign=_newest_sign(views),
        possible_restrictions=tuple(dict.fromkeys(chain.from_iterable(map(_running, views)))),
        spell_days=_days_by_spell(views),
    )


def _certainty(views: Sequence[SeenState], possible: tuple[str, ...]) -> str:
    """Return the certainty of the answer: the weakest of the states if only one status is possible.

    If several are possible, it is `lapsed` if that is so in each state, else `uncertain`.
    """
    if len(possible) == 1:
        return weakest(*(seen.certainty for seen in views))
    return "lapsed" if all(seen.certainty == "lapsed" for seen in views) else "uncertain"


def _agreed_value(views: Sequence[SeenState], ask: Callable[[SeenState], Value | None]) -> Value | None:
    """Return what `ask` returns for each possible state; None if they differ."""
    answer = ask(views[0])
    return answer if len(views) == 1 or all(ask(seen) == answer for seen in views[1:]) else None


def _day(ordinal: int | None) -> Day | None:
    return Day.fromordinal(ordinal) if ordinal is not None else None


def _returns(views: Sequence[SeenState]) -> tuple[Day, ...]:
    """Return the last days of a leave in the possible states, the soonest first, without open ends."""
    ends = sorted({seen.state.returns for seen in views if seen.state.returns is not None})
    return tuple(Day.fromordinal(end) for end in ends if end < LAST_DAY.toordinal())


def _days_or_none(ordinals: Iterable[int | None]) -> tuple[Day | None, ...]:
    """Return these ordinals as distinct days, the soonest first; None, if there is one, comes last."""
    return tuple(map(_day, sorted({*ordinals}, key=lambda each: (each is None, each))))


def _sentence_ends(views: Sequence[SeenState]) -> tuple[tuple[Day | None, ...], ...]:
    """Return for each sentence its ends by its term, in the states in which the person may be held.

    Sentences whose last day is stated, and those without any known end, are left out.
    """
    serving = (each for seen in views if "held" in seen.possible for each in sentences_in(seen.state.active))
    ends = grouped((ground_key(each), each.expected) for each in serving if each.until is None)
    found = (_days_or_none(each) for each in ends.values())
    return tuple(each for each in found if each != (None,))


def _days_by_spell(views: Sequence[SeenState]) -> tuple[DayCount, ...]:
    """Return the least and greatest number of days in each time in custody; 0 for a state without it."""
    places = zip_longest(*(days_by_spell(seen) for seen in views), fillvalue=(0, 0))
    return tuple(merge_day_counts(each) for each in places)


def _last_confirmed(seen: SeenState) -> str | None:
    return seen.proof.text if seen.proof else None


def _newest_sign(views: Sequence[SeenState]) -> str | None:
    proofs = [seen.proof for seen in views if seen.proof]
    return max(proofs, key=lambda each: (each.first, each.last, each.text)).text if proofs else None


def _facility(seen: SeenState) -> str | None:
    """Return the facility that a mover states, or that of a newer transfer that is news.

    The result is None if the newest of them states none, or if the dates do not show which one that is.
    """
    facility, placed = seen.state.facility, seen.state.placed
    for news in sorted((each for each in seen.news if each.moved), key=lambda each: days_of(each.date)):
        if placed is None or news.date.first > placed.last:
            facility, placed = news.facility, news.date
        elif news.date.last >= placed.first:
            facility = None
    return facility


def _running(seen: SeenState) -> tuple[RestrictionInForce, ...]:
    """Return the restrictions of a possible state whose last day, if stated, is not past."""
    return tuple(map(_shown, running(seen.state.measures, seen.day)))


def _shown(measure: Measure) -> RestrictionInForce:
    return RestrictionInForce(measure.kind, measure.since.text, _day(measure.until))


def _restrictions(views: Sequence[SeenState]) -> tuple[RestrictionInForce, ...]:
    """Return the restrictions that are certainly in force in all possible states.

    If the states agree only in the kind of one, it begins at `unknown`, and its end is not known.
    """
    first, *others = [
        [_shown(each) for each in running(seen.state.measures, seen.day) if not may_have_ended(seen, each)]
        for seen in views
    ]
    kinds = [{each.kind for each in other} for other in others]
    shared = (each for each in first if all(each.kind in known for known in kinds))
    return tuple(
        dict.fromkeys(
            each if all(each in other for other in others) else RestrictionInForce(each.kind, "unknown", None)
            for each in shared
        )
    )


def _doubtful_restrictions(
    views: Sequence[SeenState], certain: Sequence[RestrictionInForce]
) -> tuple[str, ...]:
    """Return the sorted kinds of restrictions that may be in force and restrict, without certain ones."""
    found = {each.kind for seen in views for each in restricting(running(seen.state.measures, seen.day))}
    return tuple(sorted(found.difference(each.kind for each in certain)))


def _charges(views: Sequence[SeenState]) -> tuple[ChargeState, ...]:
    """Return the charges that all possible states have; where they differ, the step is `unknown`."""
    first, *others = [_by_key(seen) for seen in views]
    shared = (key for key in first if all(key in other for other in others))
    return tuple(
        first[key] if all(other[key] == first[key] for other in others) else ChargeState(*key, "unknown", "")
        for key in shared
    )


def _by_key(seen: SeenState) -> dict[tuple[str | None, str | None, str | None], ChargeState]:
    return {
        each.identity: ChargeState(*each.identity, each.step, each.since.text) for each in seen.state.charges
    }
