"""ics: the deadlines as a calendar. A whole day is written as a DATE, so that time zones cannot change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from icalendar import Alarm, Calendar, Event, vText

from casefile.custody.status_text import day_words
from casefile.dates import LAST_DAY, Day
from casefile.dates.calendar_days import days_later
from casefile.model.vocabularies import word
from casefile.publication.publish import Publication
from casefile.views.deadlines.deadline import EVER, KINDS, DeadlineWindow, Due
from casefile.views.ledger_timeline import TimelineLine

NINE_THE_DAY_BEFORE, NINE_A_WEEK_BEFORE = timedelta(hours=-15), timedelta(days=-7, hours=9)
"""The times of the alarms, counted from the first minute of the first day."""
KINDS_WITHOUT_ENTRY = frozenset({
    "order_ends", "sentence_ends", "sentence_over", "restriction_ends", "lapsed", "return",
})  # fmt: skip
"""Kinds of deadlines that no single entry sets, and that a record may have several of: ids need the day."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write an event for each deadline that is overdue, or is on or after the day of the publication."""
    calendar = Calendar()
    title = f"Due: {publication.title}"
    known = f"as known in {publication.known_at} on {day_words(publication.on)}"
    description = f"Deadlines, {known}, for the audience {publication.audience}."
    for name, value in {
        "prodid": "-//casefile//ics//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "name": title,
        "x-wr-calname": title,
        "description": description,
        "x-wr-caldesc": description,
    }.items():
        calendar.add(name, vText(value))
    stamp = datetime.fromtimestamp(int(options["epoch"]), UTC)
    for each in coming(publication):
        calendar.add_component(_event(publication, each, stamp))
    out.write(calendar.to_ical())


def coming(publication: Publication) -> tuple[Due, ...]:
    """Return the overdue deadlines that `due` shows, then all from the day of the publication on."""
    overdue = [each for each in publication.due(DeadlineWindow()) if each.days < 0]
    ahead = [each for each in publication.due(DeadlineWindow(EVER)) if each.days >= 0]
    return (*overdue, *ahead)


def _event(publication: Publication, due: Due, stamp: datetime) -> Event:
    ledger = publication.ledger(due.record) if due.event else ()
    entry = next((each for each in ledger if each.event == due.event), None)
    first, last = _days(due)
    summary = _deadline_line(publication, due)
    event = Event()
    event.add("uid", _uid(due))
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    if last < LAST_DAY:
        event.add("dtend", days_later(last, 1))
    event.add("summary", summary)
    event.add("description", "\n".join(_details(publication, due, entry)))
    place = _place(publication, due, entry)
    if place:
        event.add("location", place)
    event.add("categories", [word(due.kind)])
    event.add("class", "PUBLIC" if publication.audience == "public" else "CONFIDENTIAL")
    event.add("status", "CONFIRMED" if due.date.day else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    for before in (NINE_A_WEEK_BEFORE, NINE_THE_DAY_BEFORE) if due.days >= 0 else ():
        event.add_component(_alarm(summary, before))
    return event


def _alarm(text: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", before)
    return alarm


def _uid(due: Due) -> str:
    """Return the id of a calendar event; it stays the same if the date of its entry is corrected.

    It is made of the record, the kind and the entry. If a deadline of a kind in KINDS_WITHOUT_ENTRY has no
    entry, its date is in the id instead.
    """
    what = due.event or (due.date.text if due.kind in KINDS_WITHOUT_ENTRY else "")
    return ".".join(filter(None, (due.record, due.kind, what))) + "@casefile"


def _days(due: Due) -> tuple[Day, Day]:
    """Return the first and the last day that a deadline may be on.

    For an overdue deadline both are the last day, from which `casefile due` counts. If one side of the date
    is open, both are the day that is known.
    """
    date = due.date
    first = date.latest if due.days < 0 else date.first_known
    return first, first if date.open_end else date.latest


def _deadline_line(publication: Publication, due: Due) -> str:
    """Return the text of a deadline with the name of the record, or with its id if the export is not public.

    Calendars are often synchronised to cloud services, so names are not written to them.
    """
    return f"{due.name if publication.audience == 'public' else due.record}: {due.text}"


def _details(publication: Publication, due: Due, entry: TimelineLine | None) -> Iterator[str]:
    """Yield the lines of the description: summary, uncertain day, reason of the rule, sources, record.

    The summary and the places in the sources are included only in a public export.
    """
    if entry and entry.summary and publication.audience == "public":
        yield entry.summary
    if due.date.day is None:
        yield f"The day is not certain: {due.date.words()}."
    yield KINDS[due.kind]
    for cited in entry.cited if entry else ():
        where = cited.locator if publication.audience == "public" else ""
        yield f"Source: {cited.source}{f', {where}' if where else ''}"
    yield f"Record: {due.record}{f', entry {due.event}' if due.event else ''}"


def _place(publication: Publication, due: Due, entry: TimelineLine | None) -> str:
    """Return the court and the town of a hearing; empty for other deadlines."""
    if entry is None or due.kind not in {"hearing", "hearing_passed"}:
        return ""
    return ", ".join(filter(None, (publication.register.labels.get(entry.court, entry.court), entry.place)))
