"""The possible state of a person's custody after some entries of a ledger; it does not depend on today.

Days are ordinals of the calendar and dates are `DateSpan`s, so that a state is cheap to compare and can be
stored without conversion; `View` contains days and texts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from casefile.dates import FIRST_DAY, LAST_DAY, Day, When

FIRST = FIRST_DAY.toordinal()
LAST = LAST_DAY.toordinal()
"""FIRST and LAST, as ordinals, are the bounds of a span open on that side; they are never shown as days."""

STATUSES = ("held", "released", "restricted", "not_detained", "abroad", "missing", "dead")
"""The statuses that may be possible at once, in the order in which they are shown."""
ALL_STATUSES = (*STATUSES, "unknown")
URGENCY = ("held", "missing", "unknown", "restricted", "released", "not_detained", "abroad", "dead")
"""The statuses of ALL_STATUSES in the order of lists: the one that most needs attention comes first."""
FREE = frozenset({"released", "not_detained"})
"""Statuses that become `restricted` while a restriction is in force."""
CERTAINTIES = ("stated", "presumed", "lapsed", "uncertain")
"""The degrees of certainty, the strongest first."""
STRICTNESS = (
    "imprisonment", "pretrial", "police_custody", "administrative_arrest", "administrative_detention",
    "designated_residence", "supervisory", "military", "extradition", "immigration", "juvenile_placement",
    "unacknowledged", "hostage", "informal", "questioning", "psychiatric", "compulsory_care",
    "open_facility", "house_arrest", "unknown",
)  # fmt: skip
"""Forms of custody, the strictest first: of several grounds the strictest one is shown."""
UNSETTLED = frozenset({"police_custody", "questioning", "unknown"})
"""Forms of custody before an order, which the next order or verdict in the same proceeding replaces.

If they name no proceeding, that is the next one in any proceeding.
"""
DAYS_OF_A_FACT = 3
"""Days after its start for which custody before an order certainly holds a person, if no end is stated.

Rules also use it as the length of a short arrest.
"""
EXECUTIVE = frozenset({
    "administrative_detention", "designated_residence", "supervisory", "military", "unacknowledged",
    "hostage", "informal",
})  # fmt: skip
"""Forms of custody that an acquittal is not presumed to end, because no court binds the custodian."""


ANOTHER = "+"
"""The name of a second proceeding without a name: a ground in it may be of another case than those before."""


class DateSpan(NamedTuple):
    """A date as the ledger states it, and the first and last day that it may be, as ordinals."""

    text: str
    first: int
    last: int


def span_of(when: When) -> DateSpan:
    """Return the span of a date of the model."""
    return DateSpan(when.text, when.earliest.toordinal(), when.latest.toordinal())


def span_between(first: int, last: int) -> DateSpan:
    """Return the span of an unknown day between two days, as ordinals.

    A bound at FIRST or LAST is open; if both are, the text is `unknown`. A last day before the first one
    counts as the first.
    """
    last = max(first, last)
    open_start, open_end = first <= FIRST, last >= LAST
    if open_start and open_end:
        return DateSpan("unknown", FIRST, LAST)
    when = When.span(Day.fromordinal(first), Day.fromordinal(last), open_start=open_start, open_end=open_end)
    return span_of(when)


class Measure(Struct, frozen=True, array_like=True):
    """A restriction that was imposed and not lifted; `until` is the last day that the order states.

    `proceeding` is the proceeding in which it was imposed, empty where the ledger names none. `of_release`:
    it is a condition of a release. `of_trial`: it may secure a trial, and end with it. `unstated`: it is the
    milder measure of an order that does not state which one. `inferred`: no entry states it; it follows from
    the kind of release.
    """

    kind: str
    since: DateSpan
    until: int | None
    proceeding: str = ""
    of_release: bool = False
    of_trial: bool = False
    unstated: bool = False
    inferred: bool = False


class CustodyGround(Struct, frozen=True, array_like=True):
    """A reason in law or in fact why a person is in custody; one that is not `active` is not carried out yet.

    `proceeding` is the accusation that it belongs to, empty where the ledger names none. `basis` is the form
    of custody, `kind` is `order`, `sentence` or `fact`. `until` is the last day that the order or the verdict
    states, `expected` the last day of a sentence by its term, counted from the beginning of the custody.
    `final_from` is the first day on which the verdict is in force, or on which no appeal is possible any
    more. `final`: no court of appeal can change it. `doubtful`: perhaps it does not hold the person.
    `probation` is the probation that follows the sentence: for each penalty its term, or the day on which it
    ends, as text, empty where neither is stated. `entry` is the id of the entry that gave or changed the
    sentence. Days are ordinals.
    """

    proceeding: str
    basis: str
    kind: str
    since: DateSpan
    until: int | None = None
    expected: int | None = None
    active: bool = True
    final: bool = False
    doubtful: bool = False
    final_from: int | None = None
    probation: tuple[str, ...] = ()
    entry: str = ""

    @property
    def rank(self) -> tuple[bool, int]:
        """The sort key among several grounds: doubtful ones last, the strictest form of custody first."""
        return self.doubtful, STRICTNESS.index(self.basis)

    @property
    def is_sentence(self) -> bool:
        """Whether the ground is a sentence."""
        return self.kind == "sentence"

    @property
    def is_unsettled(self) -> bool:
        """Whether it is custody before an order, usually an arrest: a fact, of a form in UNSETTLED."""
        return self.kind == "fact" and self.basis in UNSETTLED

    @property
    def until_kind(self) -> str | None:
        """`sentence`, or `order` for any other ground, which ends on the day `until`; None without one."""
        return None if self.until is None else "sentence" if self.kind == "sentence" else "order"

    def is_over(self, day: int) -> bool:
        """Return whether the last day of a sentence or an administrative arrest is stated and before a day.

        `day` is an ordinal. Such a ground does not count if there is another one.
        """
        ends_itself = self.kind == "sentence" or self.basis == "administrative_arrest"
        return ends_itself and self.until is not None and self.until < day

    def is_certain(self, day: int, proof: DateSpan | None, stale_days: int) -> bool:
        """Return whether the ground certainly holds the person on a day; a doubtful one never does.

        It holds up to its stated or expected end. Without one, custody before an order holds for
        DAYS_OF_A_FACT, any other until its start and the newest sign of custody (`proof`) are `stale_days`
        old. `day` is an ordinal.
        """
        if self.doubtful:
            return False
        if self.until is not None:
            return day <= self.until
        if self.expected is not None:
            return day <= self.expected
        if self.is_unsettled:
            return day <= self.since.last + DAYS_OF_A_FACT
        return day - max(self.since.first, proof.first if proof else 0) < stale_days

    def is_final(self, day: int) -> bool:
        """Return whether no court of appeal can change the ground on a day (an ordinal)."""
        return self.final or (self.final_from is not None and self.final_from <= day)


class ClosedSpell(Struct, frozen=True, array_like=True):
    """A time in custody that is over; `end` is None if it is not stated.

    `basis` is its last form, `closed_by` is how it ended. `certain` is false if the person may not have been
    in custody at all.
    """

    start: DateSpan
    end: DateSpan | None
    basis: str
    certain: bool
    closed_by: str


class RecordedCharge(Struct, frozen=True, array_like=True):
    """One charge of a proceeding, with its latest step and the date of that step."""

    proceeding: str
    statute: str | None
    part: str | None
    offence: str | None
    step: str
    since: DateSpan

    def is_of(self, stated: Any) -> bool:  # noqa: ANN401 - a charge of the model
        """Return whether the charge `stated` of an entry is this one; an absent part matches any part.

        The result is false if this charge has neither a statute nor an offence.
        """
        if self.statute is None and self.offence is None:
            return False
        parts = self.part is None or stated.part is None or self.part == stated.part
        return bool(self.statute == stated.statute and self.offence == stated.offence and parts)

    def is_same(self, stated: Any) -> bool:  # noqa: ANN401 - a charge of the model
        """Return whether the charge `stated` of an entry in the same proceeding is this one.

        Unlike `is_of`, it also matches two charges that both state neither a statute nor an offence.
        """
        return self.is_of(stated) or self.identity == (stated.statute, stated.part, stated.offence)

    @property
    def identity(self) -> tuple[str | None, str | None, str | None]:
        """Statute, part and offence: the identity of the charge apart from its proceeding."""
        return self.statute, self.part, self.offence


class State(Struct, frozen=True):
    """One of the states of custody that may be true after some entries of a ledger.

    Where an entry leaves open what happened, several are possible after it. `proof` is the date of the newest
    mover that shows the status; `started` is the date on which the period of custody began, `based` its
    present basis, `since` the present status, `placed` the stay in the present `facility`. `unseen`: no
    certain entry states the release; it follows from an order, from the word of the custodian or from another
    entry. In custody, the arrest follows only from an order. `seen`: not only the custodian saw the person
    free. `carried_out`: from this day on, the order to release or to arrest is presumed to be carried out.
    `ends_after`: a later entry shows that the custody, or the liberty, ended on a day after this one.
    `waits`: a later entry shows that no sentence or order among `waiting` was carried out yet. `returns`: the
    last day of a leave. `form` is the form of custody that the last transfer states. `restricted` is the date
    since which restrictions make a free person `restricted`. `elsewhere`: the custody is in another country
    than that of the case. `lifted` are the grounds that an order ended while another ground held the person.
    `ordered` are the proceedings in which custody was ordered and no release followed. `joined` has pairs of
    proceedings: one that was joined, and the one in which it continues. Days are ordinals.
    """

    status: str = "not_detained"
    certainty: str = "presumed"
    since: DateSpan | None = None
    proof: DateSpan | None = None
    basis: str | None = None
    based: DateSpan | None = None
    until: int | None = None
    until_kind: str | None = None
    facility: str | None = None
    placed: DateSpan | None = None
    started: DateSpan | None = None
    spells: tuple[ClosedSpell, ...] = ()
    measures: tuple[Measure, ...] = ()
    restricted: DateSpan | None = None
    charges: tuple[RecordedCharge, ...] = ()
    flags: tuple[str, ...] = ()
    grounds: tuple[CustodyGround, ...] = ()
    lifted: tuple[CustodyGround, ...] = ()
    ordered: tuple[str, ...] = ()
    unseen: bool = False
    seen: bool = False
    carried_out: int | None = None
    ends_after: int | None = None
    waits: bool = False
    returns: int | None = None
    form: str | None = None
    joined: tuple[tuple[str, str], ...] = ()
    elsewhere: bool = False

    def goes_on_as(self, proceeding: str) -> str:
        """Return the proceeding in which `proceeding` continues: itself, or the one that it was joined to."""
        return dict(self.joined).get(proceeding, proceeding)

    @property
    def held(self) -> bool:
        """Whether the person is in custody."""
        return self.status == "held"

    @property
    def active(self) -> tuple[CustodyGround, ...]:
        """The grounds on which the person is held, without those that are not carried out yet."""
        return tuple([each for each in self.grounds if each.active])

    @property
    def is_unsettled(self) -> bool:
        """Whether only custody before an order holds the person, such as an arrest; also if nothing does."""
        return all(each.is_unsettled for each in self.active)

    def running_on(self, day: int) -> tuple[CustodyGround, ...]:
        """Return the active grounds without those whose term is over by a day (an ordinal)."""
        return tuple([each for each in self.active if not each.is_over(day)])

    @property
    def waiting(self) -> tuple[CustodyGround, ...]:
        """The sentences and orders that are imposed but not carried out yet."""
        return tuple([each for each in self.grounds if not each.active])


def sentences_in(grounds: Iterable[CustodyGround]) -> tuple[CustodyGround, ...]:
    """Return the grounds that are sentences."""
    return tuple([each for each in grounds if each.kind == "sentence"])


def not_sentences(grounds: Iterable[CustodyGround]) -> tuple[CustodyGround, ...]:
    """Return the grounds that are not sentences."""
    return tuple([each for each in grounds if each.kind != "sentence"])


days_of = itemgetter(1, 2)
"""Function that returns the first and the last day of a span, as ordinals."""


def newer(proof: DateSpan | None, date: DateSpan) -> DateSpan:
    """Return the newer of two dates; `date` if `proof` is None, `proof` if both have the same days.

    They are compared by their first days, then by their last days.
    """
    return date if proof is None or days_of(date) > days_of(proof) else proof


def show_grounds(state: State, grounds: Sequence[CustodyGround]) -> State:
    """Return a state with the form of custody and the stated end that these grounds give; at least one.

    The end is that of the first ground in the order of `rank`. The form is the one that the last transfer
    states, else that of this ground; it is `unknown` where one ground that is not doubtful is house arrest
    and another one a prison sentence.
    """
    first = grounds[0] if len(grounds) == 1 else min(grounds, key=attrgetter("rank"))
    basis = state.form or ("unknown" if _has_house_arrest_and_prison(grounds) else first.basis)
    return replace(
        state,
        basis=basis,
        based=state.based if basis == state.basis and state.based else first.since,
        until=first.until,
        until_kind=first.until_kind,
    )


def _has_house_arrest_and_prison(grounds: Sequence[CustodyGround]) -> bool:
    """Return whether one ground is house arrest and another a prison sentence: either may be carried out.

    Doubtful grounds do not count.
    """
    if len(grounds) == 1:
        return False
    certain = {(each.kind, each.basis) for each in grounds if not each.doubtful}
    return certain >= {("sentence", "imprisonment"), ("order", "house_arrest")}


START = State()
"""The state before the first entry: not detained, presumed."""
