"""The context of a rule: one entry, one possible state before it, and the questions that rules ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.circumstances import ANY_CREDIT, Circumstances, Jurisdiction
from casefile.custody.ledger_order import CHANGED, IN_COURT
from casefile.custody.penalties import SentenceEffect, combine_penalties, last_day, matter_of
from casefile.custody.state import (
    EXECUTIVE,
    FREE,
    CustodyGround,
    DateSpan,
    RecordedCharge,
    State,
    newer,
    sentences_in,
)

if TYPE_CHECKING:
    from casefile.model.events import Event

CLOSING_STEPS = frozenset({"dropped", "time_barred", "terminated"})
"""Steps of a charge that end its prosecution without a verdict on guilt."""
CLOSED_STEPS = CLOSING_STEPS | {"acquitted"}
"""Steps of a charge after which it is not open; a convicted charge is not one of them."""
PROVING = frozenset({"relative", "lawyer"})
"""Connections of a source to the person; one such source is enough to prove a death."""
OFFICIAL = "official"
"""The connection of a source that is the custodian or the government."""
NEAR = frozenset({"person", "family", "lawyer", "observer"})
"""Values of `seen_by` for a witness close to the person: their word proves a release in any case."""
SEEN_BY = NEAR | {"source"}
"""Values of `seen_by` for a witness other than the custodian."""
AT_HOME = frozenset({"house_arrest", "designated_residence", "open_facility"})
"""Forms of custody that a person may be in at home, or leave for the day."""
SAME_PERIOD_DAYS = 3
"""Days between two entries that may belong to one course of events.

Within them a new detention refutes a release without a witness, and an arrest may be for an order.
"""
HIGHER = ("appeal", "cassation", "supervisory")
"""Values of `instance` and `stage` for the courts that review a judgment, the lowest first."""
REVIEWED = frozenset(HIGHER) | {"verdict"}
"""Stages of a hearing whose subject is a judgment."""
LONGEST_ARREST = 45
"""Days of the longest administrative arrest that ends by itself; longer custody is usually renewed."""


def is_about_earlier_decision(event: Event) -> bool:
    """Return whether an entry is about an earlier decision, usually a sentence, even without a proceeding.

    That is so for clemency, for outcomes that only a sentence can have, for an entry with `against`, and for
    one by a court that reviews judgments.
    """
    fields = vars(event)
    is_clemency = event.type == "clemency" or fields.get("outcome") in OF_SENTENCES
    return is_clemency or fields.get("against") is not None or reviews(event)


def reviews(event: Event) -> bool:
    """Return whether the entry is by a court that reviews judgments, by its instance or its stage."""
    fields = vars(event)
    return fields.get("instance") in HIGHER or fields.get("stage") in HIGHER


def is_of_a_higher_court(verdict: Event) -> bool:
    """Return whether a verdict is by a court that reviews judgments, by its instance: appeal or higher."""
    return vars(verdict).get("instance") in HIGHER


def final_from(verdict: Event, *, is_appealed: bool) -> int | None:
    """Return the first day on which a verdict is final, as an ordinal; None if the verdict does not state it.

    That is the last day that `in_force` may be. If `in_force` is not stated, it is the day after the last day
    of `appeal_until`, or None if there was an appeal.
    """
    fields = vars(verdict)
    in_force, appeal_until = fields.get("in_force"), last_day(fields.get("appeal_until"))
    if in_force is not None:
        return last_day(in_force)
    return None if appeal_until is None or is_appealed else appeal_until + 1


def is_about_custody(hearing: Event, decided: Mapping[str, str]) -> bool:
    """Return whether a hearing reviews an order of custody or of release.

    `decided` gives the kind of each decision by its id, as a value of `overturns`.
    """
    fields = vars(hearing)
    about = fields.get("overturns") or decided.get(fields.get("against") or "")
    return about in {"custody_order", "release_order"}


def upholds_a_judgment(event: Event) -> bool:
    """Return whether an event is a hearing that reviews a judgment and upholds it."""
    fields = vars(event)
    return fields.get("outcome") == "upheld" and fields.get("stage") in REVIEWED


def cites_officials_alone(event: Event, about: Circumstances) -> bool:
    """Return whether an entry has sources, and all of them are the custodian or the government."""
    cited = _connections(event, about)
    return bool(cited) and all(each == OFFICIAL for each in cited)


def _connections(event: Event, about: Circumstances) -> tuple[str | None, ...]:
    """Return the connection of each source of an entry to the person; None for a connection not known.

    `about` are the facts apart from the ledger, which contain the connections.
    """
    return tuple([about.connections.get(source) for source in cited_ids(event)])


def cited_ids(event: Event) -> list[str]:
    """Return the ids of the sources of an entry; one that is cited at two places comes twice."""
    found: list[Any] = [getattr(each, "source", each) for each in event.sources]
    return found


OF_SENTENCES = CHANGED | {"parole_granted", "parole_revoked", "suspension_revoked"}
"""Outcomes of a hearing that are possible only for a person who was sentenced."""


class ShownInForce(Struct, frozen=True):
    """A restriction that was lifted or breached on `day`, which shows that it was in force until then.

    `imposed` is the day on which it was last imposed, FIRST if no entry imposes it; both days are ordinals.
    `proceeding` is empty if the entry names none.
    """

    kind: str
    proceeding: str
    imposed: int
    day: int


class RuleContext(Struct, eq=False, dict=True):
    """An entry, and one possible state before it, as the rules see them.

    `event` is the entry, `date` the days on which it may have happened, `about` the facts apart from the
    ledger. `certain`: the person is certainly held on the earliest day of the entry, so that the entry may
    continue a period of custody. `lapsed`: the order of custody had run out by then. `value_of` returns the
    value of a field of the entry, None if its type has no such field; reading a missing attribute of a model
    is slow. `proceeding` is the proceeding to which the entry is attributed, `sure` and `by_charges` are
    those of its `Attribution`. `beside_sentence`: another verdict of the same judgment gives a sentence to be
    served. `is_appealed`: the ledger has an appeal against the entry. `decision` is the kind of decision that
    the entry names in `against`, as a value of `overturns`. `shown_in_force` are the restrictions that are
    lifted or breached somewhere in the ledger.
    """

    state: State
    event: Any
    date: DateSpan
    certain: bool
    lapsed: bool
    about: Circumstances
    value_of: Callable[[str], Any]
    proceeding: str = ""
    sure: bool = False
    by_charges: bool = False
    beside_sentence: bool = False
    is_appealed: bool = False
    decision: str | None = None
    shown_in_force: tuple[ShownInForce, ...] = ()

    def on(self, state: State) -> RuleContext:
        """Return the context of the same entry and another state before it."""
        return self._with(state=state)

    def without_then(self) -> RuleContext:
        """Return the context as if the entry did not state where the person went (`then`)."""
        stated = self.value_of
        return self._with(value_of=lambda name: None if name == "then" else stated(name))

    def _with(self, **changes: Any) -> RuleContext:  # noqa: ANN401 - fields of it
        other = replace(self, **changes)
        other.__dict__.update(self.__dict__)  # the cached `serving` depends on the entry alone
        return other

    @property
    def event_names_a_proceeding(self) -> bool:
        """Whether the entry itself states its proceeding."""
        return self.value_of("proceeding") is not None

    @property
    def law(self) -> Jurisdiction:
        """The law on custody of the country of the entry's proceeding."""
        return self.about.law(self.proceeding)

    @property
    def proof(self) -> DateSpan:
        """The date of the newest sign of the present status, counting the entry as a sign of it."""
        return newer(self.state.proof, self.date)

    @property
    def held(self) -> bool:
        """Whether the person is in custody."""
        return self.state.status == "held"

    @property
    def free(self) -> bool:
        """Whether the status is released or not detained, with or without restrictions."""
        return self.state.status in FREE

    @property
    def is_abroad(self) -> bool:
        """Whether the status is abroad: the person is out of the country, and not known to be in custody."""
        return self.state.status == "abroad"

    @property
    def is_missing(self) -> bool:
        """Whether the status is missing: it is not known where the person is."""
        return self.state.status == "missing"

    @property
    def until(self) -> int | None:
        """The last day that the entry states in `until`, such as the end of an order: an ordinal or None."""
        return last_day(self.value_of("until"))

    @property
    def administrative_basis(self) -> str:
        """The form of custody under an administrative order: an arrest if it is short, else a detention.

        An order whose end is stated, at most LONGEST_ARREST days later, is an arrest and ends by itself.
        """
        ends_itself = self.until is not None and self.until - self.date.first <= LONGEST_ARREST
        return "administrative_arrest" if ends_itself else "administrative_detention"

    @property
    def then(self) -> str | None:
        """Where the person went after the entry, as stated; None for `elsewhere`, which decides nothing."""
        stated: str | None = self.value_of("then")
        return None if stated == "elsewhere" else stated

    @property
    def is_absent(self) -> bool:
        """Whether the hearing or the judgment was in absentia."""
        return bool(self.value_of("presence") == "in_absentia")

    @property
    def is_in_court(self) -> bool:
        """Whether the person is in court, in person or by video."""
        return self.value_of("presence") in IN_COURT

    @property
    def is_taken(self) -> bool:
        """Whether the person is taken into custody in court."""
        return self.value_of("taken_into_custody") is True

    @property
    def is_of_a_higher_court(self) -> bool:
        """Whether the entry is a verdict by a court that reviews judgments: instance appeal or higher."""
        return is_of_a_higher_court(self.event)

    @property
    def matter(self) -> str:
        """The kind of case of the verdict, such as criminal or administrative."""
        return matter_of(vars(self.event))

    @cached_property
    def serving(self) -> SentenceEffect:
        """The effect of the entry's sentences, above all the part that is to be served in custody."""
        return combine_penalties(self.value_of("sentences") or (), self.law, is_new=self.about.is_new)

    @property
    def is_custodial(self) -> bool:
        """Whether a sentence of the entry is to be served in custody, or may be (`serving.is_clear`)."""
        return self.serving.basis is not None

    @property
    def own_grounds(self) -> tuple[CustodyGround, ...]:
        """The grounds of custody in the entry's proceeding, active or not carried out yet."""
        return tuple([each for each in self.state.grounds if self.is_own(each)])

    @property
    def holding_grounds(self) -> tuple[CustodyGround, ...]:
        """The active grounds of custody in the entry's proceeding: those on which the person is held."""
        return tuple([each for each in self.state.active if self.is_own(each)])

    @property
    def waiting_grounds(self) -> tuple[CustodyGround, ...]:
        """The grounds not carried out yet that name exactly the entry's proceeding."""
        return tuple([each for each in self.state.waiting if each.proceeding == self.proceeding])

    def is_own(self, ground: CustodyGround) -> bool:
        """Return whether a ground of custody belongs to the entry's proceeding.

        Custody before any order that names no proceeding belongs to each one. Another ground and an entry
        that both name none belong together, unless they are `of_another_matter`.
        """
        if ground.proceeding == "" and ground.is_unsettled:
            return True
        if ground.proceeding != self.proceeding:
            return False
        return self.proceeding != "" or not self.of_another_matter(ground)

    def of_another_matter(self, ground: CustodyGround) -> bool:
        """Return whether a ground is of an administrative case and the entry is not, or the reverse.

        Only verdicts, hearings and charges are distinguished; the reverse is possible for a verdict only.
        """
        is_administrative = ground.basis == "administrative_arrest"
        if self.event.type == "verdict" and self.matter == "administrative":
            return not is_administrative and ground.basis != "administrative_detention"
        if self.event.type == "verdict":
            return is_administrative
        return is_administrative and self.event.type in {"hearing", "charge"}

    @property
    def final_from(self) -> int | None:
        """The first day on which the sentence is final, as an ordinal; None if it is not known."""
        return final_from(self.event, is_appealed=self.is_appealed)

    @property
    def serves_a_sentence(self) -> bool:
        """Whether one of the grounds on which the person is held is a sentence."""
        return any(each.is_sentence for each in self.state.active)

    @property
    def other_grounds(self) -> tuple[CustodyGround, ...]:
        """The active grounds of custody in other proceedings than the entry's."""
        return tuple([each for each in self.state.active if not self.is_own(each)])

    def is_certain(self, ground: CustodyGround, day: int | None = None) -> bool:
        """Return whether a ground certainly holds the person on a day, by default the entry's earliest day.

        `day` is an ordinal. The rules are those of `CustodyGround.is_certain`.
        """
        on = self.date.first if day is None else day
        return ground.is_certain(on, self.state.proof, self.about.stale_days)

    @property
    def has_a_certain_ground(self) -> bool:
        """Whether one of the active grounds certainly holds the person on the earliest day of the entry."""
        return any(map(self.is_certain, self.state.active))

    def is_final_by_now(self, ground: CustodyGround) -> bool:
        """Return whether a ground is final on the earliest day of the entry: no appeal can change it."""
        return ground.is_final(self.date.first)

    @property
    def is_executive(self) -> bool:
        """Whether the person is held by a custodian that is not bound by a court."""
        return any(each.basis in EXECUTIVE for each in self.state.active)

    @property
    def is_seen(self) -> bool:
        """Whether the entry states in `seen_by` that not only the custodian saw the person free."""
        return self.value_of("seen_by") in SEEN_BY

    @property
    def is_official_word(self) -> bool:
        """Whether only the custodian or the government states what the entry states.

        `seen_by` decides if it is stated, else the connections of the sources.
        """
        if self.value_of("seen_by") in {"nobody", "custodian"}:
            return True
        if self.is_seen:
            return False
        return cites_officials_alone(self.event, self.about)

    @property
    def is_proved(self) -> bool:
        """Whether the death that the entry states is proved.

        It is if its verification status is corroborated or confirmed, if a relative or a lawyer is cited, or
        if an official source or cause is stated and there is more than one source.
        """
        if self.event.standing in {"corroborated", "confirmed"}:
            return True
        cited = _connections(self.event, self.about)
        if any(each in PROVING for each in cited):
            return True
        official = any(each == OFFICIAL for each in cited) or self.value_of("official_cause") is not None
        return official and len({*cited_ids(self.event)}) > 1

    @property
    def is_full_pardon(self) -> bool:
        """Whether the clemency of the entry releases: effect `released`, or a pardon without an effect."""
        stated, kind = self.event.effect, self.event.kind
        return bool(stated == "released" or (kind == "pardon" and stated is None))

    @property
    def charges(self) -> list[RecordedCharge]:
        """The charges recorded before the entry in its proceeding."""
        return [each for each in self.state.charges if each.proceeding == self.proceeding]

    @property
    def drops_all(self) -> bool:
        """Whether the entry closes all open charges recorded in its proceeding, and there is an open one.

        It is also true for a closing step of all charges, and for one of a proceeding without recorded
        charges.
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
        """Whether a verdict names charges, but not every charge of its proceeding that is still open.

        A reclassified charge is not open here.
        """
        are_open = (each for each in self.charges if each.step not in CLOSED_STEPS | {"reclassified"})
        return bool(self.event.charges) and not all(map(self.names_charge, are_open))

    def names_charge(self, charge: RecordedCharge) -> bool:
        """Return whether the entry names a recorded charge; an absent part matches any part."""
        return any(map(charge.is_same, self.value_of("charges") or ()))

    @property
    def credits(self) -> tuple[float, float]:
        """The least and the greatest number of days of a sentence that one day on remand may count for."""
        credit = self.law.remand_credit
        return (credit, credit) if credit else ANY_CREDIT

    @property
    def may_be_served(self) -> bool:
        """Whether the custody so far, counted with the credit for remand, may be as long as the sentence.

        It is false if the person is not held, and if the sentence has no known term or its last day is
        stated.
        """
        start = self.state.started
        end = self.serving.expected(self.date.last) if self.serving.sentences else None
        if start is None or end is None or any(each.until for each in self.serving.sentences):
            return False
        given = [each.since.first for each in sentences_in(self.state.active)]
        convicted = min([*given, self.date.last + 1])
        remand, served = convicted - start.first, self.date.last + 1 - convicted
        return end - self.date.last <= remand * self.credits[1] + served
