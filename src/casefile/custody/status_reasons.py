"""Find the reasons for the answer for a day: the rule that decided it, and the grounds of custody."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from casefile.custody.custody_rule import keep_state
from casefile.custody.custody_view import GroundInView, Reason
from casefile.custody.rule_table import LETTING_GO, OF_ENTRIES, RULES, TABLES
from casefile.custody.state import ANOTHER, CustodyGround, State, span_between
from casefile.custody.time_rules import TIME_RULES, SeenState
from casefile.custody.transitions import Readings
from casefile.dates import Day
from casefile.names.groups_by_key import grouped

_RULES_BY_NAME = {rule.name: rule for rule in RULES}
ANOTHER_GROUND = "One ground of custody ended, but another one is still in force."
UNCLEAR = {
    "released": "Only the custodian states it, it concerns one of several cases, or custody was seen later.",
    "spared-under-restrictions": "Some duties of the trial last until the sentence is final.",
    "spared": "No part of the sentence is served in prison; no source states the release.",
    "sentence-final": "The sentence is final; no source states whether the person was taken into custody.",
    "clemency-frees": "Another ground may be in force, or the release is not reported.",
}
"""The reasons of rules after which the status is uncertain, by the name of the rule."""
_DECIDING = frozenset(rule.name for table in TABLES[:-1] for rule in table)
"""Rules that may change the custody of the person: all but those of charges."""
_STAYING = frozenset(rule.name for rule in OF_ENTRIES if rule.act is keep_state)
"""Rules that do not change the state: another rule that applied to the same entry decided the answer."""
_OF_RESTRICTIONS = frozenset(rule.name for rule in TABLES[0])
_AGREED = frozenset({"restriction-runs", "goes-stale"})
"""Rules of time that explain an uncertain answer only if they applied in every possible state."""
_OF_TIME = frozenset(rule.name for rule in TIME_RULES) - {"news-confirms"}


def find_reason(
    chain: Sequence[Readings],
    rules: Sequence[Sequence[str]],
    movers: Sequence[str],
    bounds: Sequence[tuple[int, int]],
    timed: Sequence[Sequence[str]],
) -> Reason:
    """Return the rule that decided the answer: a rule of time, or one of the newest entry that changed it.

    `chain` contains the possible states before the first mover, and after each mover that may have happened.
    `movers`, `bounds` and `rules` have for each of those movers its id, its first and last day as ordinals,
    and the rules that applied. `timed` has the rules of time that applied to each possible state; it is empty
    if time changed nothing.
    """
    by_time = [name for names in timed for name in names if name in _OF_TIME]
    by_time = [name for name in by_time if name not in _AGREED or all(name in names for names in timed)]
    at = _newest_change(chain, rules)
    event = movers[at] if at is not None else ""
    date = span_between(*bounds[at]).text if at is not None else ""
    if by_time:
        return _name_reason(by_time[-1], event, date)
    if at is None:
        return _name_reason("start", "", "")
    acted = [name for name in rules[at] if name in _DECIDING]
    found = _name_reason(
        (_rules_that_moved(acted, chain[at], chain[at + 1]) or acted or rules[at])[-1], event, date
    )
    if found.name in LETTING_GO and all(each.held for each in chain[-1]):
        return replace(found, because=ANOTHER_GROUND)
    if len({each.status for each in chain[-1]}) > 1:
        return replace(found, because=UNCLEAR.get(found.name, found.because))
    return found


def _rules_that_moved(acted: Sequence[str], before: Readings, after: Readings) -> list[str]:
    """Return those of the rules in `acted` that changed the custody.

    If only restrictions changed between the states `before` and `after` the entry, they are those of
    restrictions.
    """
    is_moved = {_custody(each) for each in before} != {_custody(each) for each in after}
    moved = [name for name in acted if name not in _STAYING]
    return [name for name in moved if is_moved == (name not in _OF_RESTRICTIONS)] or moved


def changed_by_time(views: Sequence[SeenState]) -> bool:
    """Return whether the rules of time changed the possible statuses, or the certainty of the only one.

    `views` are the possible states as the rules of time left them.
    """
    before = {each.state.status for each in views}
    after = frozenset().union(*(each.possible for each in views))
    if before != after:
        return True
    return len(after) == 1 and any(each.certainty != each.state.certainty for each in views)


def _name_reason(name: str, event: str, date: str) -> Reason:
    rule = _RULES_BY_NAME[name]
    return Reason(name, rule.because, event, date)


def _newest_change(chain: Sequence[Readings], rules: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the newest mover whose rules changed the status or the grounds; None for none.

    `chain` and `rules` are those of `find_reason`. A restriction that had run out by the day of a mover
    changes the state without one of its rules.
    """
    later = _status_and_grounds(chain[-1])
    for at in range(len(chain) - 2, -1, -1):
        earlier = _status_and_grounds(chain[at])
        if rules[at] and earlier != later:
            return at
        later = earlier
    return None


def _status_and_grounds(readings: Readings) -> set[tuple[object, ...]]:
    return {(each.status, each.basis, each.grounds, each.certainty, each.restricted) for each in readings}


def _custody(state: State) -> tuple[object, ...]:
    return state.status, state.basis, state.grounds


def grounds_in(views: Sequence[SeenState]) -> tuple[GroundInView, ...]:
    """Return the grounds of custody of all possible states, the same ones (`ground_key`) merged into one.

    A ground that one of the states does not have is not `certain`. An end on which the states differ is None.
    """
    every = (each for seen in views for each in dict.fromkeys(_relevant_grounds(seen.state, seen.day)))
    same = grouped((ground_key(each), each) for each in every)
    return tuple(_merge_grounds(each, views) for each in same.values())


def ground_key(ground: CustodyGround) -> tuple[object, ...]:
    """Return the key by which the same ground is found in several possible states, whatever its end."""
    return ground.proceeding, ground.basis, ground.kind, ground.since


def _relevant_grounds(state: State, day: int) -> tuple[CustodyGround, ...]:
    """Return the grounds of a state; only those not carried out yet if the person is not in custody.

    A ground that `is_over` by the day (an ordinal) does not count if there is another one.
    """
    if not state.held:
        return state.waiting
    left = tuple(each for each in state.grounds if not (each.active and each.is_over(day)))
    return left or state.grounds


def _is_certain(ground: CustodyGround, seen: SeenState) -> bool:
    """Return whether a ground certainly applies on the day of `seen`.

    One that is not carried out yet does unless it is doubtful.
    """
    if not ground.active:
        return not ground.doubtful
    return ground.is_certain(seen.day, seen.proof, seen.stale_days)


def _merge_grounds(same: Sequence[CustodyGround], views: Sequence[SeenState]) -> GroundInView:
    first = same[0]
    ends = {(each.until, each.expected) for each in same}
    until, expected = ends.pop() if len(ends) == 1 else (None, None)
    end = until if until is not None else expected
    kind = "stated" if until is not None else "expected" if expected is not None else None
    return GroundInView(
        proceeding=None if first.proceeding in {"", ANOTHER} else first.proceeding,
        basis=first.basis,
        kind=first.kind,
        since=first.since.text,
        until=Day.fromordinal(end) if end is not None else None,
        until_kind=kind,
        certain=len(same) >= len(views) and all(_is_certain(each, views[0]) for each in same),
        state="active" if any(each.active for each in same) else "waiting",
        final=all(each.is_final(views[0].day) for each in same),
        sentence=first.entry or None,
    )
