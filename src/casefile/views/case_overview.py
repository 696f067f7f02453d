"""The dossier of one case: the facts that a reader needs first, from the record and its course."""

from __future__ import annotations

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.dates import Day
from casefile.model.plain_data import Fields, KnownData, groups
from casefile.names.groups_by_key import grouped


class CaseOverview(Struct, frozen=True):
    """The head of a case on one day: its data, the day and the view of custody.

    `claims` are the claims of sources, grouped by field.
    """

    case: KnownData
    day: Day
    view: View
    claims: tuple[tuple[str, tuple[KnownData, ...]], ...]

    def as_data(self) -> Fields:
        """Return the derived values as plain data."""
        return self.view.as_data()


def dossier(case: KnownData, view: View, day: Day) -> CaseOverview:
    """Return the dossier of a case on a day."""
    return CaseOverview(case, day, view, _claims(case))


def _claims(case: KnownData) -> tuple[tuple[str, tuple[KnownData, ...]], ...]:
    """Return the claims of sources grouped by field, so that contradictions are next to each other."""
    by_field = grouped((str(claim["field"]), claim) for claim in groups(case.get("claims")))
    return tuple((field, tuple(claims)) for field, claims in by_field.items())
