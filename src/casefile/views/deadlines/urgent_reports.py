"""Reports of danger to a person: poor health, ill-treatment, a missing child. They are shown for 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from casefile.custody.custody_view import View
from casefile.custody.status_text import in_short
from casefile.dates import Duration, When
from casefile.model.events import Disappearance, Event, Health, IllTreatment, Release
from casefile.model.minors import counts_as_minor
from casefile.model.records import Case
from casefile.model.visible_text import in_short as one_line
from casefile.model.vocabularies import is_stated, word
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.valid_ledger import ValidLedger

SHOWN_FOR = Duration("P30D")
"""How long a report is shown, if nothing newer is recorded."""
IN_DANGER = frozenset({"held", "missing"})
"""The statuses of a person for whom a report is urgent: a release or a death ends the danger of custody."""
URGENT = frozenset({"urgent", "life_threatening"})

Report = TypeVar("Report", bound=Event)


def urgent(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the reports of danger to a person who is held or missing, or may be.

    A report is no longer urgent after a newer report of the same type, a release, a death, or 30 days.
    """
    view = ledger.view
    if view is None or IN_DANGER.isdisjoint(view.possible):
        return
    for health in _newest(ledger, Health):
        if health.urgency in URGENT:
            yield ledger.due("urgent", health.date, _describe_health(health), health.id)
    for ill_treatment in _newest(ledger, IllTreatment):
        yield ledger.due(
            "urgent", ill_treatment.date, _describe_ill_treatment(ill_treatment), ill_treatment.id
        )
    yield from _missing_minor(ledger, view)


def last_urgent_day(date: When) -> int:
    """Return the last day, as an ordinal, on which a report of this date may be urgent."""
    return SHOWN_FOR.add_to(date.last_known).toordinal()


def _missing_minor(ledger: ValidLedger, view: View) -> Iterator[Due]:
    """Yield the report that a person under 18 is missing; in doubt about the age the person is under 18."""
    case = ledger.record
    if "missing" not in view.possible or not isinstance(case, Case):
        return
    for event in _newest(ledger, Disappearance):
        if counts_as_minor(case.person, event.date.first_known):
            yield ledger.due("urgent", event.date, f"{in_short(view)}, under 18", event.id)


def _newest(ledger: ValidLedger, kind: type[Report]) -> Iterator[Report]:
    """Yield the reports of a type that are still urgent: recent, the newest, with no release after them."""
    reports = [event for event in ledger.past if isinstance(event, kind)]
    for report in reports:
        is_recent = ledger.day.toordinal() <= last_urgent_day(report.date)
        followed = any(each.date.earliest > report.date.last_known for each in reports)
        released = any(isinstance(each, Release) for each in ledger.after(report))
        if is_recent and not followed and not released:
            yield report


def _describe_health(health: Health) -> str:
    """Describe a report: `life at risk: illness, asthma; care denied`."""
    head = "life at risk" if health.urgency == "life_threatening" else "urgent"
    kind = word(health.kind) if is_stated(health.kind) else ""
    about = ", ".join(filter(None, (kind, one_line(health.condition or ""))))
    care = f"; care {word(health.care)}" if health.care in NO_CARE else ""
    return f"{head}{': ' if about else ''}{about}{care}"


NO_CARE = frozenset({"denied", "delayed", "refused_by_person"})


def _describe_ill_treatment(event: IllTreatment) -> str:
    """Describe a report: `ill-treatment: solitary confinement, beating`."""
    confinement = word(event.confinement) if is_stated(event.confinement) else ""
    about = ", ".join(filter(None, (confinement, *map(one_line, event.methods))))
    return f"ill-treatment{': ' if about else ''}{about}"
