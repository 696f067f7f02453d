"""What the ledger has made of a person's custody after some of its movers: plain values, no clock.

Days are ordinals of the calendar and dates are `Span`s, so that a state is cheap to compare and may be stored
as it stands; `View` gives days and texts back.
"""

from __future__ import annotations

from typing import NamedTuple

from casefile.model.dates import FIRST_DAY, LAST_DAY, Day, When

FIRST = FIRST_DAY.toordinal()
LAST = LAST_DAY.toordinal()
"""Where an open side of a span stands; it is never shown as a day."""

STATUSES = ("held", "released", "restricted", "not_detained", "exiled", "missing", "dead")
"""Every real status, in the order in which a set of possible ones is shown."""
FREE = frozenset({"released", "not_detained"})
"""What becomes `restricted` while a restriction runs."""
CERTAINTIES = ("stated", "presumed", "lapsed", "uncertain")
"""From strong to weak."""
SERVING = frozenset({"imprisonment", "open_facility"})
"""What only a sentence brings; psychiatric does so if a verdict ordered it."""


class Span(NamedTuple):
    """A date as the ledger states it, and the first and last day that it may be."""

    text: str
    first: int
    last: int


def span_of(when: When) -> Span:
    """Return a date of the model as a span."""
    return Span(when.text, when.earliest.toordinal(), when.latest.toordinal())


def span_between(first: int, last: int) -> Span:
    """Return some day between two days, a bound at the end of the calendar being open."""
    last = max(first, last)
    open_start, open_end = first <= FIRST, last >= LAST
    if open_start and open_end:
        return Span("unknown", FIRST, LAST)
    when = When.span(Day.fromordinal(first), Day.fromordinal(last), open_start=open_start, open_end=open_end)
    return span_of(when)


class Measure(NamedTuple):
    """A restriction that was imposed and not lifted; `until` is the last day that the order states."""

    kind: str
    since: Span
    until: int | None


class Closed(NamedTuple):
    """A spell of custody that is over; `end` is None where nobody says when."""

    start: Span
    end: Span | None
    basis: str
    certain: bool
    closed_by: str


class Charged(NamedTuple):
    """One charge, and the latest step that it took."""

    statute: str | None
    part: str | None
    offence: str | None
    step: str
    since: Span


class State(NamedTuple):
    """What stands after some of the movers.

    `also` is the free status that is as possible as `held`. `proof` is the newest mover that says the status;
    `started` begins the spell of custody, `based` its present basis, `since` the present status. `restricted`
    is since when restrictions make a free person `restricted`.
    """

    status: str = "not_detained"
    certainty: str = "presumed"
    also: str | None = None
    since: Span | None = None
    proof: Span | None = None
    basis: str | None = None
    based: Span | None = None
    by_verdict: bool = False
    until: int | None = None
    until_kind: str | None = None
    facility: str | None = None
    placed: Span | None = None
    started: Span | None = None
    spells: tuple[Closed, ...] = ()
    measures: tuple[Measure, ...] = ()
    restricted: Span | None = None
    charges: tuple[Charged, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def serving(self) -> bool:
        """Whether the person is held, or possibly held, on a sentence."""
        return self.status == "held" and (
            self.basis in SERVING or (self.basis == "psychiatric" and self.by_verdict)
        )


START = State()
"""Nobody is detained until the ledger says so."""
