"""Find the proceedings that an entry may belong to, whether it names one or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from casefile.custody.circumstances import Circumstances
from casefile.custody.ledger_order import ORDERED_BASIS, first_day
from casefile.custody.penalties import matter_of
from casefile.custody.rule_context import is_about_earlier_decision, reviews
from casefile.custody.state import ANOTHER, State, sentences_in

if TYPE_CHECKING:
    from casefile.model.events import Event

UNNAMED = ""
ATTRIBUTED = frozenset({"hearing", "verdict", "charge", "case"})
"""Types of entries that belong to one proceeding even if they name none.

A release that names no proceeding may concern all of them.
"""
ORDERS = ORDERED_BASIS.keys() - {"extended"}
"""Outcomes of a hearing that order new custody; `extended` continues custody that a case has already."""


class Attribution(Struct, frozen=True):
    """A proceeding that an entry may belong to, by its id; "" for an entry and grounds that name none.

    `sure`: the entry states it, the file states that there is no other, or the entry reviews a judgment and
    only this proceeding has a sentence. `by_charges`: a charge of the entry is recorded in this proceeding
    and in no other.
    """

    proceeding: str
    sure: bool
    by_charges: bool = False


NAMES_NONE = (Attribution(UNNAMED, sure=False),)


def attributions(
    state: State, event: Event, about: Circumstances, named: Mapping[str, str]
) -> tuple[Attribution, ...]:
    """Return the proceedings that an entry may belong to, for one possible state before it.

    The rules are applied once for each of them; there is at least one. `named` gives the proceeding of each
    entry that names one, by the id of the entry.
    """
    stated = proceeding_of(vars(event), named)
    if stated:
        return (Attribution(state.goes_on_as(stated), sure=True),)
    if about.is_the_only_case(event.date):
        return (Attribution(next(iter(about.proceedings), UNNAMED), sure=True),)
    has_a_case = bool(state.grounds or state.charges)
    if event.type not in ATTRIBUTED or not has_a_case or _is_administrative(event):
        return NAMES_NONE
    if reviews(event):
        judged = {each.proceeding for each in state.grounds if each.is_sentence}
        if len(judged) == 1 and judged != {UNNAMED}:
            return (Attribution(judged.pop(), sure=True),)
    charged = {*_charged_proceedings(state, event)} if state.charges else set()
    if len(charged) == 1:
        return (Attribution(charged.pop(), sure=False, by_charges=True),)
    active = dict.fromkeys([each.proceeding for each in state.active])
    candidates = [each for each in active if each] or [UNNAMED]
    if candidates != [UNNAMED] and (UNNAMED in active or _may_be_another(state, event)):
        candidates.append(UNNAMED)
    return tuple([Attribution(_proceeding_or_another(state, event, each), sure=False) for each in candidates])


def named_proceedings(events: Iterable[Event]) -> dict[str, str]:
    """Return the proceeding of each entry that names one, by the id of the entry."""
    return {event.id: name for event in events if (name := vars(event).get("proceeding"))}


def proceeding_of(fields: Mapping[str, Any], named: Mapping[str, str]) -> str | None:
    """Return the proceeding that an entry names, or that of the entry that it cites in `against`; else None.

    `fields` are the fields of the entry by name; `named` gives the proceeding of each entry that names one,
    by the id of the entry.
    """
    stated: str | None = fields.get("proceeding") or named.get(fields.get("against") or "")
    return stated


def _is_administrative(event: Event) -> bool:
    return event.type == "verdict" and matter_of(vars(event)) == "administrative"


def _may_be_another(state: State, event: Event) -> bool:
    """Return whether an order or a sentence without a proceeding may be of a case other than the named one.

    That is so if an order or a sentence holds the person already. The function is for a state in which all
    active grounds name a proceeding.
    """
    holds = any(each.kind != "fact" for each in state.active)
    is_sentence = event.type == "verdict" and bool(vars(event)["sentences"])
    return holds and (is_sentence or vars(event).get("outcome") in ORDERS)


def _charged_proceedings(state: State, event: Event) -> Iterator[str]:
    """Yield the proceeding of each recorded charge that a charge of the entry matches.

    A charge that states no part of the statute matches any part.
    """
    for stated in vars(event).get("charges") or ():
        for each in state.charges:
            if each.is_of(stated):
                yield each.proceeding


def _proceeding_or_another(state: State, event: Event, proceeding: str) -> str:
    """Return `proceeding`, or ANOTHER if it is unnamed, has a final sentence and the entry is not about that.

    ANOTHER stands for a second proceeding without a name.
    """
    if proceeding != UNNAMED:
        return proceeding
    own = (each for each in sentences_in(state.active) if each.proceeding == UNNAMED)
    is_judged = any(each.is_final(first_day(event)) for each in own)
    return ANOTHER if is_judged and not is_about_earlier_decision(event) else UNNAMED
