"""The custody rules for proceedings that are joined, severed or closed, and for merged sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule
from casefile.custody.freeing_decisions import end_ground
from casefile.custody.rule_context import CLOSED_STEPS, RuleContext
from casefile.custody.state import CustodyGround, Measure, RecordedCharge, State
from casefile.custody.transitions import Readings, drop_grounds, show_active_grounds

if TYPE_CHECKING:
    from casefile.model.events import Event


JOINING = frozenset({"joined", "renumbered"})
"""Steps of a `case` entry after which a proceeding continues in another one, or under another name."""


def old_and_new(event: Event) -> tuple[str, str] | None:
    """Return the proceeding that a `case` entry leads from and the one that it leads to.

    The result is None if one of them is not stated, or if both are the same.
    """
    stated = vars(event)
    old = stated["from_proceeding"] or stated["proceeding"]
    new = stated["into_proceeding"] or stated["proceeding"]
    return (old, new) if old and new and old != new else None


def join_proceeding(joined: Mapping[str, str], old: str, new: str) -> Mapping[str, str]:
    """Return for each joined proceeding the one in which it continues, after `old` is joined to `new`.

    `joined` is the result before; `old` and `new` may be joined proceedings themselves.
    """
    old, new = joined.get(old, old), joined.get(new, new)
    if old == new:
        return joined
    return {**{name: new if to == old else to for name, to in joined.items()}, old: new}


def join_all_proceedings(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the proceeding in which each joined one goes on, after one of each pair joined the other."""
    joined: Mapping[str, str] = {}
    for pair in pairs:
        joined = join_proceeding(joined, *pair)
    return joined


def _old_and_new(now: RuleContext) -> tuple[str, str] | None:
    pair = old_and_new(now.event)
    return pair and (now.state.goes_on_as(pair[0]), now.state.goes_on_as(pair[1]))


def _join_proceedings(now: RuleContext) -> State:
    pair = _old_and_new(now)
    if pair is None or pair[0] == pair[1]:
        return now.state
    old, new = pair
    state = now.state
    return replace(
        state,
        grounds=tuple(_rename_proceeding(each, old, new) for each in state.grounds),
        charges=tuple(dict.fromkeys(_rename_proceeding(each, old, new) for each in state.charges)),
        measures=tuple(_rename_proceeding(each, old, new) for each in state.measures),
        ordered=tuple(dict.fromkeys(new if each == old else each for each in state.ordered)),
        joined=tuple(join_proceeding(dict(state.joined), old, new).items()),
    )


def _sever_charges(now: RuleContext) -> State | Readings:
    """Move the charges that the entry names to the new proceeding.

    If the person is held in the old proceeding, three states are possible: custody continues in the old one,
    in the new one, or in both. The state is unchanged if the entry does not state two proceedings.
    """
    pair = _old_and_new(now)
    if pair is None:
        return now.state
    old, new = pair
    charges = (
        _rename_proceeding(each, old, new) if now.names_charge(each) else each for each in now.state.charges
    )
    state = replace(now.state, charges=tuple(charges))
    if old in state.ordered:
        state = replace(state, ordered=tuple(dict.fromkeys((*state.ordered, new))))
    if not any(each.proceeding == old for each in state.active):
        return state
    there = tuple(_rename_proceeding(each, old, new) if each.active else each for each in state.grounds)
    copies = tuple(each for each in there if each not in state.grounds)
    return (
        state,
        show_active_grounds(replace(state, grounds=there)),
        show_active_grounds(replace(state, grounds=(*state.grounds, *copies))),
    )


def _close_proceeding(now: RuleContext) -> State | Readings:
    """End the grounds of the proceeding, active and waiting, and mark its open charges as terminated.

    If the entry names no proceeding, only the ground of a held person ends.
    """
    if not now.event_names_a_proceeding:
        return end_ground(now, "charges_closed", ends=True) if now.held else now.state
    closed = tuple(
        replace(each, step="terminated", since=now.date)
        if each.proceeding == now.proceeding and each.step not in CLOSED_STEPS | {"convicted"}
        else each
        for each in now.state.charges
    )
    state = drop_grounds(replace(now.state, charges=closed), now.waiting_grounds)
    return end_ground(now.on(state), "charges_closed", ends=True) if state.held else state


Part = TypeVar("Part", CustodyGround, RecordedCharge, Measure)


def _rename_proceeding(each: Part, old: str, new: str) -> Part:
    return replace(each, proceeding=new) if each.proceeding == old else each


def absorb_sentences(now: RuleContext) -> tuple[CustodyGround, ...]:
    """Return the sentences of the proceedings in `absorbs`, which a verdict merges into its own sentence."""
    names = {now.state.goes_on_as(each) for each in now.value_of("absorbs") or ()}
    return tuple(each for each in now.state.grounds if each.is_sentence and each.proceeding in names)


CASES = (
    CustodyRule(
        "cases-joined",
        "case",
        "joined or renumbered, both proceedings stated",
        "grounds and charges of the one go on in the other; its old name means the other from now on",
        "From then on there is one case.",
        lambda now: now.event.step in JOINING,
        _join_proceedings,
    ),
    CustodyRule(
        "case-severed",
        "case",
        "severed, both proceedings stated, of a person held in the old one",
        "held, in one of the two or in both; the charges that are named go to the new one",
        "The source seldom says in which of the two cases the order of custody goes on.",
        lambda now: now.event.step == "severed",
        _sever_charges,
    ),
    CustodyRule(
        "case-closed",
        "case",
        "closed",
        "its charges are closed and its ground ends, as with an order to release; no sentence of it waits",
        "A closed case is no longer a ground of custody.",
        lambda now: now.event.step == "closed",
        _close_proceeding,
    ),
)
"""The rules of `case` entries; they are applied in one table with the rules of courts."""
MERGED = (
    CustodyRule(
        "sentences-merged",
        "verdict",
        "with absorbs, and a sentence to be served",
        "the sentences of those proceedings are served in this one",
        "A merged sentence replaces the sentences that it includes.",
        lambda now: now.is_custodial and bool(absorb_sentences(now)),
        lambda now: replace(
            now.state, grounds=tuple(each for each in now.state.grounds if each not in absorb_sentences(now))
        ),
    ),
)
"""The rules of merged sentences; they are applied before the rules of courts."""
