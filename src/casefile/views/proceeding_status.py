"""The proceedings of a case on a day: whether they are open, and the date of the next recorded event."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from casefile.custody.attribution import proceeding_of
from casefile.custody.course import Course
from casefile.dates import Day, When
from casefile.model.plain_data import Data, Fields, groups
from casefile.model.vocabularies import ANNOUNCED, LEDGER, PROCEEDINGS, is_believed


class ProceedingInView(Struct, frozen=True):
    """One accusation against the person (a proceeding), as it is on a day.

    `is_open` is None if no event names the proceeding yet, or if it is not known. `next` is the date of the
    next recorded event; a hearing that is no longer expected does not count.
    """

    id: str
    kind: str | None
    is_open: bool | None
    next: str | None

    def as_data(self) -> Fields:
        """Return the proceeding as plain data for the output of `--json`."""
        return {"id": self.id, "kind": self.kind, "open": self.is_open, "next": self.next}


def proceedings(
    case: Data, course: Course, day: Day, expected: Collection[str]
) -> tuple[ProceedingInView, ...]:
    """Return the proceedings of a valid case on a day: those that it lists, then those that only events name.

    `course` is its custody course. `expected` are the ids of the hearings that may be still to come.
    """
    kinds = {
        str(each["id"]): str(each["kind"]) if "kind" in each else None
        for each in groups(case.get(PROCEEDINGS))
    }
    events = [each for each in groups(case.get(LEDGER)) if is_believed(each.get("standing"))]
    own = {str(each["id"]): str(each["proceeding"]) for each in events if each.get("proceeding")}
    joined = course.joined_after(course.count_movers(day.toordinal())[1])
    dated = [
        (each, (joined.get(name, name), When.parse(str(each["date"]))))
        for each in events
        if (name := proceeding_of(each, own))
    ]
    dates = [pair for _, pair in dated]
    coming = [pair for each, pair in dated if each.get("outcome") not in ANNOUNCED or each["id"] in expected]
    is_open = course.open_proceedings(day, (of for of, date in dates if date.latest <= day))
    ahead = [(of, date) for of, date in coming if date.earliest > day]
    first = {
        of: date.text
        for of, date in sorted(ahead, key=lambda each: (each[1].earliest, each[1].latest), reverse=True)
    }
    named = dict.fromkeys([*kinds, *is_open, *(of for of, _ in dates)])
    return tuple(
        ProceedingInView(name, kinds.get(name), is_open.get(name), first.get(name)) for name in named
    )
