"""The dossier of one case: the facts that a reader needs first, from the record and its course."""

from __future__ import annotations

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.model.plain_data import KnownData


class CaseOverview(Struct, frozen=True):
    """The head of a case on one day: its data, the day and the view of custody."""

    case: KnownData
    day: Day
    view: View


def dossier(case: KnownData, view: View, day: Day) -> CaseOverview:
    """Return the dossier of a case on a day."""
    return CaseOverview(case, day, view)
