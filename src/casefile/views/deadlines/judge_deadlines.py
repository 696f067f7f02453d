"""The time limit from a detention to the first appearance before a judge; it is never a finding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from casefile.custody.custody_view import View
from casefile.custody.status_text import if_held, since_words
from casefile.dates import Day, When
from casefile.dates.calendar_days import days_later
from casefile.model.events import Confirmation, Detention, Event, Hearing, Verdict
from casefile.model.judge_limits import Clock, clock
from casefile.model.minors import counts_as_minor
from casefile.model.records import Case
from casefile.model.vocabularies import ANNOUNCED
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.valid_ledger import ValidLedger

CRIMINAL = frozenset({"questioning", "police_custody", "pretrial", "house_arrest", "unacknowledged"})
"""Forms of custody to which ICCPR art. 9(3) applies."""
PERHAPS = "unknown"
"""The form of custody if no source states it: then the text of the row names the form with the limit."""


def judge(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the time limit if a person is held, or may be, and no judge is recorded since the detention.

    A later hearing or verdict counts as a judge whatever its result, unless it was in absentia. Days are
    counted whole; times decide only if a detention and a hearing of the same day both state one.
    Administrative, immigration, psychiatric and military custody, custody for extradition and custody under a
    sentence have no such limit.
    """
    view, record = ledger.view, ledger.record
    if view is None or not isinstance(record, Case) or not view.held_possible:
        return
    if view.spells and view.spells[-1].end not in {"ongoing", "unknown"}:
        return  # the last recorded custody is over; the limit needs an event with which the new custody began
    start = _start(ledger)
    if start is None or any(brings_before_a_judge(start, each) for each in ledger.after(start)):
        return
    forms = _forms(view)
    if forms & CRIMINAL or PERHAPS in forms:
        is_minor = counts_as_minor(record.person, start.date.latest)
        found = clock(ledger.settings.clocks, record.country, minor=is_minor)
        yield ledger.due("clock", _end(start.date, found), _question(view, start, found, forms), start.id)


def _start(ledger: ValidLedger) -> Event | None:
    """Return the event with which the present custody began, or None.

    That is the newest detention, or confirmation that the person is held, on whose eve the person was not
    certainly held under an order in force.
    """
    course = ledger.row.course
    starts = [
        event
        for event in ledger.past
        if isinstance(event, Detention) or (isinstance(event, Confirmation) and event.found == "held")
    ]
    for event in reversed(starts):
        eve = course.on(event.date.earliest - timedelta(days=1)) if course else None
        if eve is None or not eve.held_certain or eve.certainty == "lapsed":
            return event
    return None


def brings_before_a_judge(start: Event, event: Event) -> bool:
    """Return whether an event that follows the start of custody brought the person before a judge."""
    if not isinstance(event, Hearing | Verdict) or event.presence == "in_absentia":
        return False
    if isinstance(event, Hearing) and event.outcome in ANNOUNCED:
        return False
    same_day = start.date.day is not None and start.date.day == event.date.day
    return not (same_day and start.time and event.time and event.time < start.time)


def _forms(view: View) -> frozenset[str]:
    """Return the form of custody, or each possible form if the states differ; PERHAPS if none is known."""
    grounds = [each.basis for each in view.grounds if each.state == "active"]
    return frozenset([view.basis] if view.basis else grounds or [PERHAPS])


def _end(taken: When, found: Clock) -> When:
    """Return the day on which the time limit ends, as exact as the date of the detention."""

    def later(day: Day) -> Day:
        return days_later(day, found.days)

    return When.span(later(taken.earliest), later(taken.latest), taken.open_start, taken.open_end)


def _question(view: View, start: Event, found: Clock, forms: frozenset[str]) -> str:
    kind = "" if forms <= CRIMINAL else " in a criminal case"
    since = since_words(start.date.text) or "since the detention"
    return f"{if_held(view)}no judge recorded {since} ({found.hours} h{kind}: {found.citation})"
