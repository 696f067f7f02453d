"""The overview of a case that its page shows: the data, the day, and the view of custody."""

from __future__ import annotations

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.model.consent import ConsentState, consent_state
from casefile.model.plain_data import KnownData, mapping


class CaseOverview(Struct, frozen=True):
    """The content of the page of a case on one day: its data, the day and the view of custody."""

    case: KnownData
    day: Day
    view: View

    @property
    def consent(self) -> ConsentState | None:
        """The state of the consent on the day; None if none is recorded."""
        recorded = mapping(self.case.get("consent"))
        return consent_state(recorded, self.day) if recorded else None


def case_overview(case: KnownData, view: View, day: Day) -> CaseOverview:
    """Return the overview of a case on a day; `view` is its custody on that day."""
    return CaseOverview(case, day, view)
