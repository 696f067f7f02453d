"""The answer about a person's custody on one day: `View` and its parts."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from casefile.dates import Day
from casefile.model.plain_data import plain_fields


class RestrictionInForce(NamedTuple):
    """A restriction in force on the day: its first day as text, and its last day if the order states one.

    `kind` is a word of the vocabulary, such as `travel_ban`.
    """

    kind: str
    since: str
    until: Day | None


class Spell(NamedTuple):
    """One uninterrupted time in custody.

    `start` is a date as text or `unknown`, `end` a date, `ongoing` or `unknown`. `basis` is the last known
    form of the custody, `closed_by` how it ended. `certain` is false if the person may not have been in
    custody at all.
    """

    start: str
    end: str
    basis: str | None
    certain: bool
    closed_by: str | None


class ChargeState(NamedTuple):
    """A charge and the latest step that it took, with the date of that step as text.

    If it is not known which of several steps was the last, the step is `unknown` and the date empty.
    """

    statute: str | None
    part: str | None
    offence: str | None
    step: str
    since: str


class GroundInView(NamedTuple):
    """A reason in law or in fact why a person is in custody; one in `state` waiting is not carried out yet.

    `proceeding` is None if the ledger names none. `kind` is order, sentence or fact. `since` is a date as
    text. `until_kind` is stated, or expected if the end follows from the term of the sentence; None if the
    end is not known. `certain`: the ground certainly applies in every possible state. `state` is active or
    waiting. `final`: no court of appeal can change it. `sentence` is the id of the entry that gave or changed
    the sentence.
    """

    proceeding: str | None
    basis: str
    kind: str
    since: str
    until: Day | None
    until_kind: str | None
    certain: bool
    state: str
    final: bool
    sentence: str | None


class Reason(Struct, frozen=True):
    """The rule that decided the answer, with its reason, and the id and date of the entry it acted on.

    Id and date are empty if no entry has changed the status yet.
    """

    name: str
    because: str
    event: str
    date: str


INSIDE = (
    "doubtful_restrictions", "returns", "possible_ends", "sentence_ends", "newest_sign",
    "possible_restrictions", "spell_days",
)  # fmt: skip
"""Fields of a view that are not in JSON."""


class KnownStatus(Protocol):
    """The fields with the status and its certainty that a view and a row made from one have in common."""

    @property
    def status(self) -> str:
        """Return the status."""

    @property
    def certainty(self) -> str:
        """Return the certainty of the status."""

    @property
    def possible(self) -> tuple[str, ...]:
        """Return every status that may be true."""


class View(Struct, frozen=True):
    """The answer for a day, made from all states of custody that may be true at its end.

    If they disagree on `status`, it is `unknown`; any other single value on which they disagree is None.
    `flags` and `grounds` are those of any possible state, `restrictions` and `charges` those of all of them.
    `possible` contains each status that may be true, in the order of STATUSES: one unless `status` is
    unknown. `since` and `last_confirmed` are dates as the ledger states them. `days_held` is the least and
    the greatest number of days in custody, with both end days; the greatest is None if it is not known.
    `until_kind` is order or sentence. `rule` is None in a published answer. `doubtful_restrictions` are the
    kinds that may be in force or not. `returns` are the days by which a person who may be on leave is due
    back. `possible_ends` are the ends of the order or sentence in the states in which the person may be held,
    the soonest first, and at last None if a state has no known end. `sentence_ends` contains for each
    sentence that the person may be serving its ends by its term, in the same form. `newest_sign` is the
    newest date that confirms the status in any state. `possible_restrictions` are in force in any state.
    `spell_days` contains for each of the spells the least and the greatest number of days in it, as
    `days_held` does for all.
    """

    status: str
    certainty: str
    possible: tuple[str, ...]
    basis: str | None = None
    since: str | None = None
    until: Day | None = None
    until_kind: str | None = None
    last_confirmed: str | None = None
    facility: str | None = None
    restrictions: tuple[RestrictionInForce, ...] = ()
    spells: tuple[Spell, ...] = ()
    days_held: tuple[int, int | None] = (0, 0)
    charges: tuple[ChargeState, ...] = ()
    disputed: bool = False
    flags: tuple[str, ...] = ()
    grounds: tuple[GroundInView, ...] = ()
    rule: Reason | None = None
    doubtful_restrictions: tuple[str, ...] = ()
    returns: tuple[Day, ...] = ()
    possible_ends: tuple[Day | None, ...] = ()
    sentence_ends: tuple[tuple[Day | None, ...], ...] = ()
    newest_sign: str | None = None
    possible_restrictions: tuple[RestrictionInForce, ...] = ()
    spell_days: tuple[tuple[int, int | None], ...] = ()

    @property
    def held_possible(self) -> bool:
        """Whether `held` is one of the statuses that may be true."""
        return "held" in self.possible

    @property
    def held_certain(self) -> bool:
        """Whether `held` is the only status that may be true; custody whose order has expired counts."""
        return self.status == "held"

    def as_data(self) -> dict[str, Any]:
        """Return the view as plain data for JSON, without the fields in INSIDE.

        The key of `grounds` is `custody_grounds`. A published view, whose `rule` is None, has neither this
        key nor `rule`: an empty list would mean that there are no grounds.
        """
        data = plain_fields(self)
        data["charges"] = [plain_fields(each, "since") for each in self.charges]
        grounds, rule = data.pop("grounds"), data.pop("rule")
        for name in INSIDE:
            del data[name]
        if rule is not None:
            data["custody_grounds"] = grounds
            data["rule"] = {name: value or None for name, value in rule.items()}
        return data
