"""ics: what is due, as a calendar; a whole day is a DATE, so that no day passes through a clock."""

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
from casefile.views.deadlines.deadline import EVER, Due, Window
from casefile.views.deadlines.deadline_rules import RULES
from casefile.views.ledger_timeline import Line

NINE_THE_DAY_BEFORE, NINE_A_WEEK_BEFORE = timedelta(hours=-15), timedelta(days=-7, hours=9)
"""When to remind, counted from the first minute of the first day."""
SETS_ITSELF = frozenset({"order_ends", "restriction_ends", "lapsed", "return"})
"""Kinds of which a record may have several that no single entry sets: the day tells them apart."""
BECAUSE = {rule.kind: rule.because for rule in RULES}


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write an event for everything that is overdue, or due on any day from the one that is asked for."""
    calendar = Calendar()
    title = f"Due: {publication.title}"
    known = f"as known in {publication.known_at} on {day_words(publication.on)}"
    told = f"What is due, {known}, for the audience {publication.audience}."
    for name, value in {
        "prodid": "-//casefile//ics//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "name": title,
        "x-wr-calname": title,
        "description": told,
        "x-wr-caldesc": told,
    }.items():
        calendar.add(name, vText(value))
    stamp = datetime.fromtimestamp(int(options["epoch"]), UTC)
    for each in coming(publication):
        calendar.add_component(_event(publication, each, stamp))
    out.write(calendar.to_ical())


def coming(publication: Publication) -> tuple[Due, ...]:
    """Return what is overdue as `due` shows it, and whatever has a date from the day on."""
    overdue = [each for each in publication.due(Window()) if each.days < 0]
    ahead = [each for each in publication.due(Window(EVER)) if each.days >= 0]
    return (*overdue, *ahead)


def _event(publication: Publication, due: Due, stamp: datetime) -> Event:
    ledger = publication.ledger(due.record) if due.event else ()
    entry = next((each for each in ledger if each.event == due.event), None)
    first, last = _days(due)
    said = _deadline_line(publication, due)
    event = Event()
    event.add("uid", _uid(due))
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    if last < LAST_DAY:
        event.add("dtend", days_later(last, 1))
    event.add("summary", said)
    event.add("description", "\n".join(_details(publication, due, entry)))
    place = _place(publication, due, entry)
    if place:
        event.add("location", place)
    event.add("categories", [word(due.kind)])
    event.add("class", "PUBLIC" if publication.audience == "public" else "CONFIDENTIAL")
    event.add("status", "CONFIRMED" if due.date.day else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    for before in (NINE_A_WEEK_BEFORE, NINE_THE_DAY_BEFORE) if due.days >= 0 else ():
        event.add_component(_alarm(said, before))
    return event


def _alarm(said: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", before)
    return alarm


def _uid(due: Due) -> str:
    """Make an id of the record and of what is due: it stays when the date is corrected."""
    what = due.event or (due.date.text if due.kind in SETS_ITSELF else "")
    return ".".join(filter(None, (due.record, due.kind, what))) + "@casefile"


def _days(due: Due) -> tuple[Day, Day]:
    """Return the first and the last day that it may be: as `due` counts, of what is past the last alone.

    Beside an open side only the one that is known is marked.
    """
    date = due.date
    first = date.latest if due.days < 0 else date.first_known
    return first, first if date.open_end else date.latest


def _deadline_line(publication: Publication, due: Due) -> str:
    """Say what is due of whom: outside what is public by the id alone, as calendars wander off to clouds."""
    return f"{due.name if publication.audience == 'public' else due.record}: {due.text}"


def _details(publication: Publication, due: Due, entry: Line | None) -> Iterator[str]:
    """Tell what the entry says, how sure the day is, why it matters, who says so."""
    if entry and entry.summary and publication.audience == "public":
        yield entry.summary
    if due.date.day is None:
        yield f"The day is not certain: {due.date.words()}."
    yield BECAUSE[due.kind]
    for cited in entry.cited if entry else ():
        where = cited.locator if publication.audience == "public" else ""
        yield f"Source: {cited.source}{f', {where}' if where else ''}"
    yield f"Record: {due.record}{f', entry {due.event}' if due.event else ''}"


def _place(publication: Publication, due: Due, entry: Line | None) -> str:
    """Say where to be: of a hearing its court and its town."""
    if entry is None or due.kind not in {"hearing", "hearing_passed"}:
        return ""
    return ", ".join(filter(None, (publication.register.labels.get(entry.court, entry.court), entry.place)))
