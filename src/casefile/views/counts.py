"""The totals that sources report of a situation, beside what the register itself holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from casefile.model.dates import Day
from casefile.model.events import Event
from casefile.model.records import Case, Count, Situation

KINDS: Mapping[str, Callable[[Any], bool]] = {
    "detained": lambda event: event.type == "detention",
    "questioned": lambda event: event.type == "interrogation",
    "charged": lambda event: event.type == "charge",
    "convicted": lambda event: event.type == "verdict" and event.outcome == "convicted",
    "released": lambda event: event.type == "release",
}
"""Which entry makes a case count for a total."""


class Counted(Struct, frozen=True):
    """One total: as each source reports it, and the cases of the register that count."""

    what: str
    reported: tuple[Count, ...]
    recorded: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """Return the total as the contract's JSON."""
        reported = [
            {"min": each.min, "max": each.max, "as_of": each.as_of.text if each.as_of else None}
            for each in self.reported
        ]
        return {
            "what": self.what,
            "reported": reported,
            "recorded": len(self.recorded),
            "cases": list(self.recorded),
        }


def counted(situation: Situation, cases: Iterable[Case], day: Day) -> tuple[Counted, ...]:
    """Set what was reported beside the linked cases that have a standing entry of that kind by the day.

    A total that was counted only after the day is left out, as the entries are.
    """
    known = list(cases)
    found = []
    for what in KINDS:
        reported = tuple(each for each in situation.counts if each.what == what and _counted_by(each, day))
        if reported:
            recorded = tuple(case.id for case in known if _counts(case.events, what, day))
            found.append(Counted(what, reported, recorded))
    return tuple(found)


def _counted_by(count: Count, day: Day) -> bool:
    return count.as_of is None or count.as_of.earliest <= day


def _counts(events: Iterable[Event], what: str, day: Day) -> bool:
    return any(event.stands and event.date.earliest <= day and KINDS[what](event) for event in events)
