"""One entry meeting one reading: what the rules ask before they apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.circumstances import ANY_CREDIT, Circumstances, Jurisdiction
from casefile.custody.ledger_order import CHANGED, IN_COURT
from casefile.custody.penalties import ToServe, last_day, matter_of, to_serve
from casefile.custody.state import (
    EXECUTIVE,
    FREE,
    Charged,
    CustodyGround,
    DateSpan,
    State,
    newer,
    sentences_in,
)

if TYPE_CHECKING:
    from casefile.model.events import Event

CLOSING_STEPS = frozenset({"dropped", "time_barred", "terminated"})
CLOSED_STEPS = CLOSING_STEPS | {"acquitted"}
PROVING = frozenset({"relative", "lawyer"})
"""Whose word on a death is enough."""
OFFICIAL = "official"
NEAR = frozenset({"person", "family", "lawyer", "observer"})
"""Who, having seen the person free, outweighs another case."""
SEEN_BY = NEAR | {"source"}
HIGHER = ("appeal", "cassation", "supervisory")
"""The courts that review a judgment, from the lowest up."""
REVIEWED = frozenset(HIGHER) | {"verdict"}
"""Stages of a hearing that is about a judgment."""
LONGEST_ARREST = 45
"""Days of the longest administrative arrest that ends by itself; what lasts longer is renewed as a rule."""


def leads_back(event: Event) -> bool:
    """Whether an entry that names no proceeding is about a sentence that was given before."""
    fields = vars(event)
    is_clemency = event.type == "clemency" or fields.get("outcome") in OF_SENTENCES
    return is_clemency or fields.get("against") is not None or reviews(event)


def reviews(event: Event) -> bool:
    """Whether a court that reviews judgments speaks."""
    fields = vars(event)
    return fields.get("instance") in HIGHER or fields.get("stage") in HIGHER


def is_of_a_higher_court(verdict: Event) -> bool:
    """Return whether a verdict is of instance appeal or higher."""
    return vars(verdict).get("instance") in HIGHER


def final_from(verdict: Event, *, is_appealed: bool) -> int | None:
    """Return the first day on which a verdict is final, as far as it states one; None if it is not known."""
    fields = vars(verdict)
    in_force, appeal_until = fields.get("in_force"), last_day(fields.get("appeal_until"))
    if in_force is not None:
        return last_day(in_force)
    return None if appeal_until is None or is_appealed else appeal_until + 1


def is_about_custody(hearing: Event, decided: Mapping[str, str]) -> bool:
    """Return whether a hearing reviews an order of custody or of release.

    `decided` gives the subject of each decision by its id, in the words of `overturns`.
    """
    fields = vars(hearing)
    about = fields.get("overturns") or decided.get(fields.get("against") or "")
    return about in {"custody_order", "release_order"}


def upholds_a_judgment(event: Event) -> bool:
    """Return whether an event is a hearing that reviews a judgment and leaves it as it is."""
    fields = vars(event)
    return fields.get("outcome") == "upheld" and fields.get("stage") in REVIEWED


def cites_officials_alone(event: Event, about: Circumstances) -> bool:
    """Whether an entry has sources, and all of them are the custodian or the government."""
    cited = _connections(event, about)
    return bool(cited) and all(each == OFFICIAL for each in cited)


def _connections(event: Event, about: Circumstances) -> tuple[str | None, ...]:
    """Return the connection of each source of an entry to the person."""
    cited: list[Any] = [getattr(each, "source", each) for each in event.sources]
    return tuple([about.connections.get(source) for source in cited])


OF_SENTENCES = CHANGED | {"parole_granted", "parole_revoked", "suspension_revoked"}
"""Outcomes of a hearing that only a sentence can have."""


class ShownInForce(Struct, frozen=True):
    """A restriction that was lifted or breached on a day, so that it was in force until then.

    `imposed` is the day on which it was last imposed.
    """

    kind: str
    proceeding: str
    imposed: int
    day: int


class RuleContext(Struct, eq=False, dict=True):
    """An entry that is about to move a reading.

    `certain`: the person is certainly held on the entry's earliest day, so that it may continue a period.
    `lapsed`: the order had run out by then. `says` returns what the entry holds in a field, None where its
    type has no such field: to ask a model for one is slow. `proceeding` is what the entry is attributed to;
    `sure`: whether that is stated, or the file says that there is no other; `by_charges`: whether its charges
    are of that proceeding alone. `beside_sentence`: another verdict of the same judgment gives a sentence to
    be served. `is_appealed`: the ledger has an appeal against it. `decision`: what it is about, by its
    `against`, in the words of `overturns`. `shown_in_force` are the restrictions that are lifted or breached
    somewhere in the ledger.
    """

    state: State
    event: Any
    date: DateSpan
    certain: bool
    lapsed: bool
    about: Circumstances
    says: Callable[[str], Any]
    proceeding: str = ""
    sure: bool = False
    by_charges: bool = False
    beside_sentence: bool = False
    is_appealed: bool = False
    decision: str | None = None
    shown_in_force: tuple[ShownInForce, ...] = ()

    def on(self, state: State) -> RuleContext:
        """Return the same entry as it meets another reading."""
        return self._with(state=state)

    def without_then(self) -> RuleContext:
        """Return the same entry as if it did not say where the person went."""
        stated = self.says
        return self._with(says=lambda name: None if name == "then" else stated(name))

    def _with(self, **changes: Any) -> RuleContext:  # noqa: ANN401 - fields of it
        other = replace(self, **changes)
        other.__dict__.update(self.__dict__)  # what is to be served follows from the entry alone
        return other

    @property
    def event_names_a_proceeding(self) -> bool:
        """Whether the entry itself says which proceeding it belongs to."""
        return self.says("proceeding") is not None

    @property
    def law(self) -> Jurisdiction:
        """The law of the country in which the proceeding is."""
        return self.about.law(self.proceeding)

    @property
    def proof(self) -> DateSpan:
        """The newest sign of the status, where the entry is one."""
        return newer(self.state.proof, self.date)

    @property
    def held(self) -> bool:
        """Whether the person is in custody."""
        return self.state.status == "held"

    @property
    def free(self) -> bool:
        """Whether the person is at liberty in the country."""
        return self.state.status in FREE

    @property
    def is_abroad(self) -> bool:
        """Whether the person is out of the country."""
        return self.state.status == "abroad"

    @property
    def is_missing(self) -> bool:
        """Whether no one says where the person is."""
        return self.state.status == "missing"

    @property
    def until(self) -> int | None:
        """The last day of the order, where the entry itself states it."""
        return last_day(self.says("until"))

    @property
    def administrative_basis(self) -> str:
        """The form of custody that an administrative order gives: a short one ends by itself."""
        ends_itself = self.until is not None and self.until - self.date.first <= LONGEST_ARREST
        return "administrative_arrest" if ends_itself else "administrative_detention"

    @property
    def then(self) -> str | None:
        """Where the person went afterwards, as far as the entry says; `elsewhere` decides nothing."""
        stated: str | None = self.says("then")
        return None if stated == "elsewhere" else stated

    @property
    def absent(self) -> bool:
        """Whether it happened in absentia."""
        return bool(self.says("presence") == "in_absentia")

    @property
    def is_in_court(self) -> bool:
        """Whether the person is in court, or seen there by video."""
        return self.says("presence") in IN_COURT

    @property
    def is_taken(self) -> bool:
        """Whether the person is taken away in court."""
        return self.says("taken_into_custody") is True

    @property
    def higher(self) -> bool:
        """Whether a verdict of instance appeal or higher speaks."""
        return is_of_a_higher_court(self.event)

    @property
    def matter(self) -> str:
        """The kind of case that a verdict belongs to."""
        return matter_of(vars(self.event))

    @cached_property
    def serving(self) -> ToServe:
        """What is to be served of the entry's sentences."""
        return to_serve(self.says("sentences") or (), self.law, is_new=self.about.is_new)

    @property
    def is_custodial(self) -> bool:
        """Whether a sentence of the entry is to be served in custody."""
        return self.serving.basis is not None

    @property
    def mine(self) -> tuple[CustodyGround, ...]:
        """The grounds of the entry's proceeding, active or waiting."""
        return tuple([each for each in self.state.grounds if self.is_mine(each)])

    @property
    def holding(self) -> tuple[CustodyGround, ...]:
        """Those of them that hold the person."""
        return tuple([each for each in self.state.active if self.is_mine(each)])

    @property
    def owed(self) -> tuple[CustodyGround, ...]:
        """What waits in the entry's proceeding, of which the ground names just that one."""
        return tuple([each for each in self.state.waiting if each.proceeding == self.proceeding])

    def is_mine(self, ground: CustodyGround) -> bool:
        """Whether a ground belongs to the entry's proceeding; custody that was not settled yet does."""
        if ground.proceeding == "" and ground.is_unsettled:
            return True
        if ground.proceeding != self.proceeding:
            return False
        return self.proceeding != "" or not self.of_another_matter(ground)

    def of_another_matter(self, ground: CustodyGround) -> bool:
        """Whether a ground without a proceeding is of an administrative case and the entry not, or so."""
        is_administrative = ground.basis == "administrative_arrest"
        if self.event.type == "verdict" and self.matter == "administrative":
            return not is_administrative and ground.basis != "administrative_detention"
        if self.event.type == "verdict":
            return is_administrative
        return is_administrative and self.event.type in {"hearing", "charge"}

    @property
    def final_from(self) -> int | None:
        """The first day on which the sentence is final, by what the verdict states."""
        return final_from(self.event, is_appealed=self.is_appealed)

    @property
    def serves(self) -> bool:
        """Whether the person serves a sentence."""
        return any(each.is_sentence for each in self.state.active)

    @property
    def others(self) -> tuple[CustodyGround, ...]:
        """The active grounds of other proceedings."""
        return tuple([each for each in self.state.active if not self.is_mine(each)])

    def is_certain(self, ground: CustodyGround, day: int | None = None) -> bool:
        """Whether a ground certainly holds on a day: up to its end, or until nothing was heard for long."""
        on = self.date.first if day is None else day
        return ground.is_certain(on, self.state.proof, self.about.stale_days)

    @property
    def has_a_certain_ground(self) -> bool:
        """Whether one of the grounds on which the person is held certainly holds when the entry happens."""
        return any(map(self.is_certain, self.state.active))

    def is_final_by_now(self, ground: CustodyGround) -> bool:
        """Whether no court of appeal will change a ground any more when the entry happens."""
        return ground.is_final(self.date.first)

    @property
    def is_executive(self) -> bool:
        """Whether the person is held by whom no court binds."""
        return any(each.basis in EXECUTIVE for each in self.state.active)

    @property
    def is_seen(self) -> bool:
        """Whether a person other than the custodian saw the person free."""
        return self.says("seen_by") in SEEN_BY

    @property
    def is_official_word(self) -> bool:
        """Whether only the custodian or the government says so."""
        if self.says("seen_by") in {"nobody", "custodian"}:
            return True
        if self.is_seen:
            return False
        return cites_officials_alone(self.event, self.about)

    @property
    def proved(self) -> bool:
        """Whether a death is known well enough."""
        if self.event.standing in {"corroborated", "confirmed"}:
            return True
        cited = _connections(self.event, self.about)
        if any(each in PROVING for each in cited):
            return True
        official = any(each == OFFICIAL for each in cited) or self.says("official_cause") is not None
        return official and len(cited) > 1

    @property
    def is_full_pardon(self) -> bool:
        """Whether an act of clemency lets go: it says so, or it is a pardon whose effect is not stated."""
        stated, kind = self.event.effect, self.event.kind
        return bool(stated == "released" or (kind == "pardon" and stated is None))

    @property
    def charges(self) -> list[Charged]:
        """The recorded charges of the proceeding."""
        return [each for each in self.state.charges if each.proceeding == self.proceeding]

    @property
    def drops_all(self) -> bool:
        """Whether a recorded charge is closed by this step and none of its proceeding stays open after it.

        So does a step of all charges, and any where no charge was ever recorded.
        """
        if self.event.step not in CLOSING_STEPS:
            return False
        if self.event.all_charges is True:
            return True
        if not self.charges:
            return True
        are_open = [each for each in self.charges if each.step not in CLOSED_STEPS]
        return bool(are_open) and all(map(self.names_charge, are_open))

    @property
    def leaves_a_charge(self) -> bool:
        """Whether a charge of the proceeding stays open that a verdict does not name."""
        are_open = (each for each in self.charges if each.step not in CLOSED_STEPS | {"reclassified"})
        return bool(self.event.charges) and not all(map(self.names_charge, are_open))

    def names_charge(self, charge: Charged) -> bool:
        """Return whether the entry names a recorded charge; an absent part is any part."""
        return any(map(charge.is_same, self.says("charges") or ()))

    @property
    def credits(self) -> tuple[float, float]:
        """For how many days of a sentence a day in custody may count."""
        credit = self.law.remand_credit
        return (credit, credit) if credit else ANY_CREDIT

    @property
    def may_be_served(self) -> bool:
        """Whether the term may not be longer than the custody so far, with the credit for remand."""
        start = self.state.started
        end = self.serving.expected(self.date.last) if self.serving.sentences else None
        if start is None or end is None or any(each.until for each in self.serving.sentences):
            return False
        given = [each.since.first for each in sentences_in(self.state.active)]
        convicted = min([*given, self.date.last + 1])
        remand, served = convicted - start.first, self.date.last + 1 - convicted
        return end - self.date.last <= remand * self.credits[1] + served
