"""The proceedings of a case on a day: which there are, whether they are open, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from casefile.model.dates import Day
from casefile.model.events import CaseStep, Event, Hearing, Verdict
from casefile.model.records import Case

ENDS = frozenset({"closed", "joined"})
"""Steps after which a proceeding is no more."""


class ProceedingInView(Struct, frozen=True):
    """One accusation against the person.

    `is_open` is None where no event names it yet. `next` is the date of the next event that is recorded.
    """

    id: str
    kind: str | None
    is_open: bool | None
    next: str | None

    def as_data(self) -> dict[str, object]:
        """Return the proceeding as the contract's JSON."""
        return {"id": self.id, "kind": self.kind, "open": self.is_open, "next": self.next}


def proceedings(case: Case, day: Day) -> tuple[ProceedingInView, ...]:
    """Return the proceedings of a case: those that it lists, then those that only events name."""
    kinds = {each.id: each.kind for each in case.proceedings}
    own: dict[str, list[Event]] = {name: [] for name in kinds}
    for event in case.events:
        name = vars(event).get("proceeding")
        if name and event.stands:
            own.setdefault(name, []).append(event)
    return tuple(
        ProceedingInView(name, kinds.get(name), _is_open(events, day), _next(events, day))
        for name, events in own.items()
    )


def _is_open(events: Sequence[Event], day: Day) -> bool | None:
    is_open = None
    for event in _by(events, day):
        if type(event) is CaseStep:
            is_open = event.step not in ENDS
        elif type(event) is Verdict and event.in_force is not None:
            is_open = event.in_force.latest > day
        elif type(event) is Hearing and event.outcome == "upheld" and event.stage in {"appeal", "cassation"}:
            is_open = False
        elif is_open is None or type(event) is Verdict:
            is_open = True
    return is_open


def _by(events: Iterable[Event], day: Day) -> list[Event]:
    """Return the events that have happened by a day, the earliest first."""
    return sorted((each for each in events if each.date.latest <= day), key=lambda each: each.date.latest)


def _next(events: Iterable[Event], day: Day) -> str | None:
    ahead = [each.date for each in events if each.date.earliest > day]
    return min(ahead, key=lambda date: (date.earliest, date.latest)).text if ahead else None
