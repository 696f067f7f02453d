"""Find which entries open, close, join, sever or judge a proceeding, to know which are open on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from casefile.custody.attribution import proceeding_of
from casefile.custody.ledger_order import UNDOING
from casefile.custody.proceeding_rules import JOINING, old_and_new
from casefile.custody.rule_context import (
    REVIEWED,
    final_from,
    is_about_custody,
    is_of_a_higher_court,
    upholds_a_judgment,
)

if TYPE_CHECKING:
    from casefile.model.events import Event

UNDECIDED = frozenset({"annulled", "adjudication_deferred"})
"""Outcomes of a verdict after which its proceeding stays open."""
AT_ONCE = 0
"""A day, as an ordinal, before every real one: a verdict that is final from it is final at once."""


class ProceedingStep(Struct, frozen=True, array_like=True):
    """The effect of one mover (an entry that may change the status) on the proceeding `name`.

    `mover` is the index of the mover in the course. `effect` is `opened`, `closed`, `joined` or `severed` (it
    continues in `into`), `judged` (closed from the ordinal `final_from`, if there is one), `upheld` or
    `undone` (if it was judged), else `named`.
    """

    mover: int
    name: str
    effect: str
    into: str = ""
    final_from: int | None = None

    def is_open(self, day: int, *, is_judged: bool) -> bool | None:
        """Return whether the proceeding is open on a day after the step; None if the step does not decide it.

        `is_judged`: an earlier step judged the proceeding; only then do `upheld` and `undone` decide. `day`
        is an ordinal.
        """
        if self.effect == "judged":
            return self.final_from is None or self.final_from > day
        if self.effect in {"upheld", "undone"}:
            return self.effect == "undone" if is_judged else None
        return {"opened": True, "closed": False}.get(self.effect)


def proceeding_steps(
    movers: Sequence[Event], named: Mapping[str, str], appealed: Collection[str], decided: Mapping[str, str]
) -> Iterator[ProceedingStep]:
    """Yield the steps of the proceedings that the movers of a ledger name; movers may change the status.

    `named` gives the proceeding of each entry that names one, by the id of the entry. `appealed` are the ids
    of the verdicts against which an appeal was filed. `decided` gives the kind of each decision
    (`conviction`, `acquittal`, `custody_order`, `release_order`), by the id of its entry.
    """
    for at, event in enumerate(movers):
        pair = old_and_new(event) if event.type == "case" else None
        name = proceeding_of(vars(event), named)
        if pair:
            old, new = pair
            yield ProceedingStep(at, old, "joined" if vars(event)["step"] in JOINING else "severed", new)
        elif name:
            yield _step(at, event, name, appealed, decided)


def _step(
    at: int, event: Event, name: str, appealed: Collection[str], decided: Mapping[str, str]
) -> ProceedingStep:
    """Return the effect of a mover on the proceeding `name`, for an entry that joins and severs nothing.

    `at` is the index of the mover in the course. A verdict of a court of appeal is final at once. The other
    parameters are those of `proceeding_steps`.
    """
    fields = vars(event)
    if event.type == "case":
        return ProceedingStep(at, name, "closed" if fields["step"] == "closed" else "opened")
    if event.type == "verdict":
        final = final_from(event, is_appealed=event.id in appealed)
        if fields["outcome"] in UNDECIDED:
            final = None
        elif is_of_a_higher_court(event):
            final = AT_ONCE
        return ProceedingStep(at, name, "judged", final_from=final)
    effect = "named"
    if event.type == "hearing" and fields["stage"] in REVIEWED:
        if upholds_a_judgment(event):
            effect = "upheld"
        elif fields["outcome"] in UNDOING and not is_about_custody(event, decided):
            effect = "undone"
    return ProceedingStep(at, name, effect)
