"""The dossier of one case: what a reader must know first, drawn from the record and its course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casefile.custody import View
from casefile.model.dates import Day, When
from casefile.model.events import Event, Hearing, Intervention, Verdict
from casefile.model.records import Case
from casefile.model.source import Claim


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due: on which day, of what kind (as `due` calls it), by which entry."""

    date: When
    kind: str
    event: str = ""

    def as_data(self) -> dict[str, object]:
        """Return the deadline as the contract's JSON."""
        return {"date": self.date.text, "kind": self.kind, "event": self.event or None}


@dataclass(frozen=True, slots=True)
class Dossier:
    """What stands at the head of a case on one day; deadlines the nearest first."""

    case: Case
    day: Day
    view: View
    deadlines: tuple[Deadline, ...]
    claims: tuple[tuple[str, tuple[Claim, ...]], ...]

    def as_data(self) -> dict[str, object]:
        """Return what is derived, as plain values."""
        return {**self.view.as_data(), "deadlines": [each.as_data() for each in self.deadlines]}


def dossier(case: Case, view: View, day: Day) -> Dossier:
    """Return the dossier of a case on a day."""
    due = [each for each in _due(case, view) if each.date.latest >= day]
    due.sort(key=lambda each: (each.date.latest, each.kind))
    return Dossier(case, day, view, tuple(due), _claims(case))


def _due(case: Case, view: View) -> Iterator[Deadline]:
    if view.until and view.held_possible:
        yield Deadline(_on(view.until), "order_ends")
    for restriction in view.restrictions:
        if restriction.until:
            yield Deadline(_on(restriction.until), "restriction_ends")
    for event in case.events:
        if event.stands:
            yield from _due_by(event)
    if case.consent and case.consent.expires and not case.consent.withdrawn:
        yield Deadline(case.consent.expires, "consent")


def _due_by(event: Event) -> Iterator[Deadline]:
    match event:
        case Hearing(outcome="scheduled"):
            yield Deadline(event.date, "hearing", event.id)
        case Hearing(appeal_until=When()) | Verdict(appeal_until=When()):
            yield Deadline(event.appeal_until or event.date, "appeal", event.id)
        case Intervention(reply_due=When()):
            yield Deadline(event.reply_due or event.date, "reply", event.id)


def _on(day: Day) -> When:
    return When.parse(day.isoformat())


def _claims(case: Case) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    """Group what sources say of a field, so that contradictions stand side by side."""
    grouped: dict[str, list[Claim]] = {}
    for claim in case.claims:
        grouped.setdefault(claim.field, []).append(claim)
    return tuple((field, tuple(claims)) for field, claims in grouped.items())
