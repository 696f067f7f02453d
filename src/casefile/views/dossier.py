"""The dossier of one case: what a reader must know first, drawn from the record and its course."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefile.custody.view import View
from casefile.model.dates import Day, When
from casefile.model.plain import Fields, KnownData, groups, plain_fields


class Deadline(Struct, frozen=True):
    """Something that is due: on which day, of what kind (as `due` calls it), by which entry."""

    date: When
    kind: str
    event: str = ""

    def as_data(self) -> Fields:
        """Return the deadline as the contract's JSON."""
        return plain_fields(self, "event")


class Dossier(Struct, frozen=True):
    """What stands at the head of a case on one day: its data, the view, deadlines the nearest first.

    `claims` are what sources say of a field, by the field.
    """

    case: KnownData
    day: Day
    view: View
    deadlines: tuple[Deadline, ...]
    claims: tuple[tuple[str, tuple[KnownData, ...]], ...]

    def as_data(self) -> Fields:
        """Return what is derived, as plain values."""
        return {**self.view.as_data(), "deadlines": [each.as_data() for each in self.deadlines]}


def dossier(case: KnownData, view: View, day: Day, deadlines: Iterable[Deadline] = ()) -> Dossier:
    """Return the dossier of a case on a day, with the deadlines that it is given."""
    return Dossier(case, day, view, tuple(deadlines), _claims(case))


def _claims(case: KnownData) -> tuple[tuple[str, tuple[KnownData, ...]], ...]:
    """Group what sources say of a field, so that contradictions stand side by side."""
    grouped: dict[str, list[KnownData]] = {}
    for claim in groups(case.get("claims")):
        grouped.setdefault(str(claim["field"]), []).append(claim)
    return tuple((field, tuple(claims)) for field, claims in grouped.items())
