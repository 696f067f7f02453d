"""Describe a case that was just written: its first event, missing facts, and the missing proof of a death."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.dates import LAST_DAY
from casefile.model.events import Death
from casefile.model.plain_data import items
from casefile.register import Entry, Register
from casefile.views.deciding_entries import MarkQuestion, proving_death
from casefile.views.gaps import gaps
from casefile.views.new_case_line import describe_as_news


def headline(entry: Entry) -> str:
    """Return a sentence about the first event of a case; empty for other records or an empty ledger."""
    first = next(iter(items(entry.fields.get("events"))), None) if entry.kind == "case" else None
    return describe_as_news(first) if isinstance(first, Mapping) else ""


def list_open_facts(register: Register, entry: Entry) -> tuple[str, ...]:
    """Return the names of facts that a reader would ask for and that the case does not state, each once.

    Empty for other records, and for a case with errors.
    """
    course = register.row_of(entry).course if entry.kind == "case" and not entry.broken else None
    if course is None:
        return ()
    found = gaps(entry.fields, course.on(LAST_DAY), LAST_DAY)
    return tuple(dict.fromkeys(gap.named for gap in found))


def find_missing_proof(register: Register, entry: Entry, event_id: str | None) -> MarkQuestion | None:
    """Return the question and the command that would prove a death that was just recorded.

    `event_id` is the id of the event that was written. None if the death is proved, or if the event is not a
    death or does not count by its verification status.
    """
    event = next((each for each in entry.events if each.id == event_id), None)
    if not isinstance(event, Death) or not event.stands:
        return None
    course = register.row_of(entry).course
    if course is None or "death_reported" not in course.on(LAST_DAY).flags:
        return None
    return proving_death(entry.id, event.id)
