"""The proceedings of a case on a day: which there are, whether they are open, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from casefile.custody.course import Course
from casefile.model.dates import Day
from casefile.model.plain import Data, Fields, groups
from casefile.model.references import fields_that_name, names_proceeding
from casefile.model.shapes import shape_of
from casefile.model.words import LEDGER, PROCEEDINGS

if TYPE_CHECKING:  # few cases name proceedings, and no other command needs their models
    from casefile.model.records import Case


class ProceedingInView(Struct, frozen=True):
    """One accusation against the person.

    `is_open` is None if no event names it yet, or if that is not known. `next` is the date of the next
    recorded event.
    """

    id: str
    kind: str | None
    is_open: bool | None
    next: str | None

    def as_data(self) -> Fields:
        """Return the proceeding as the contract's JSON."""
        return {"id": self.id, "kind": self.kind, "open": self.is_open, "next": self.next}


def names_proceedings(case: Data) -> bool:
    """Return whether a case, as plain data, lists a proceeding or has an event that names one."""
    ledger = shape_of("case").fields[LEDGER]
    return bool(case.get(PROCEEDINGS)) or any(
        name in event
        for event in groups(case.get(LEDGER))
        for name in fields_that_name(ledger.item(event), names_proceeding)
    )


def proceedings(case: Case, course: Course, day: Day) -> tuple[ProceedingInView, ...]:
    """Return the proceedings of a case: those that it lists, then those that only events name."""
    from casefile.custody.proceedings import proceedings_on  # noqa: PLC0415 - the models of events

    found = proceedings_on(case.events, course, day)
    kinds = {each.id: each.kind for each in case.proceedings}
    dated = [(found.of[each.id], each.date) for each in case.events if each.id in found.of]
    ahead: dict[str, str] = {}
    for name, date in sorted(dated, key=lambda each: (each[1].earliest, each[1].latest)):
        if date.earliest > day:
            ahead.setdefault(name, date.text)
    named = dict.fromkeys([*kinds, *found.is_open, *(name for name, _ in dated)])
    return tuple(
        ProceedingInView(name, kinds.get(name), found.is_open.get(name), ahead.get(name)) for name in named
    )
