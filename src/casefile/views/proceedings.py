"""The proceedings of a case on a day: which there are, whether they are open, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from casefile.model.dates import Day, When
from casefile.model.plain import Fields, KnownData, groups
from casefile.model.words import LEDGER, PROCEEDINGS, is_believed

Event = tuple[When, KnownData]
"""An entry of a ledger with its date."""

ENDS = frozenset({"closed", "joined"})
"""Steps after which a proceeding is no more."""
FINAL_STAGES = frozenset({"appeal", "cassation"})
"""Stages of a hearing that ends the proceeding if it upholds the verdict."""


class ProceedingInView(Struct, frozen=True):
    """One accusation against the person.

    `is_open` is None where no event names it yet. `next` is the date of the next event that is recorded.
    """

    id: str
    kind: str | None
    is_open: bool | None
    next: str | None

    def as_data(self) -> Fields:
        """Return the proceeding as the contract's JSON."""
        return {"id": self.id, "kind": self.kind, "open": self.is_open, "next": self.next}


def proceedings(case: KnownData, day: Day) -> tuple[ProceedingInView, ...]:
    """Return the proceedings of a case: those that it lists, then those that only events name."""
    kinds = {each["id"]: each.get("kind") for each in case.get(PROCEEDINGS, ())}
    own: dict[str, list[Event]] = {name: [] for name in kinds}
    for event in groups(case.get(LEDGER)):
        name = event.get("proceeding")
        if name and is_believed(event.get("standing")):
            own.setdefault(str(name), []).append((When.parse(str(event["date"])), event))
    return tuple(
        ProceedingInView(name, kinds.get(name), _is_open(events, day), _next(events, day))
        for name, events in own.items()
    )


def _is_open(events: Sequence[Event], day: Day) -> bool | None:
    is_open = None
    for event in _by(events, day):
        is_verdict = event["type"] == "verdict"
        if event["type"] == "case":
            is_open = event.get("step") not in ENDS
        elif is_verdict and "in_force" in event:
            is_open = When.parse(event["in_force"]).latest > day
        elif event["type"] == "hearing" and _is_upheld(event):
            is_open = False
        elif is_open is None or is_verdict:
            is_open = True
    return is_open


def _is_upheld(hearing: KnownData) -> bool:
    return hearing.get("outcome") == "upheld" and hearing.get("stage") in FINAL_STAGES


def _by(events: Iterable[Event], day: Day) -> list[KnownData]:
    """Return the events that have happened by a day, the earliest first."""
    happened = sorted((each for each in events if each[0].latest <= day), key=lambda each: each[0].latest)
    return [event for _, event in happened]


def _next(events: Iterable[Event], day: Day) -> str | None:
    ahead = [date for date, _ in events if date.earliest > day]
    return min(ahead, key=lambda date: (date.earliest, date.latest)).text if ahead else None
