"""Find dates after today that a write gives to something that has happened: mostly a wrong year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casefile.dates import Day, When
from casefile.dates.other_calendars import is_of_another
from casefile.editing.edits import Edit
from casefile.errors import Problem
from casefile.model.plain_data import dotted_path, items
from casefile.model.record_dates import MAY_BE_AHEAD, dates_of
from casefile.model.shape import Path
from casefile.model.source import Record
from casefile.model.vocabularies import ANNOUNCED, LEDGER
from casefile.register import Entry, Register
from casefile.yaml.field_locations import locate

CODE = "CF644"
YEARS_BACK = 100
"""The number of years among which the year that was meant is searched."""


def future_dates(
    register: Register, overlay: Register, edits: Sequence[Edit], today: Day
) -> Iterator[Problem]:
    """Yield an error (CF644) for each date after today that these edits write and the records did not have.

    `overlay` is the register as it would be. Dates in the fields of MAY_BE_AHEAD, those of announced
    hearings, and dates that seem to be of another calendar are left out, and records with errors too.
    """
    for edit in edits:
        before, after = register.entries.get(edit.moves or edit.path), overlay.entries[edit.path]
        known = {(each.field, each.when) for each in _ahead(before, today)} if before is not None else set()
        for each in _ahead(after, today):
            if (each.field, each.when) not in known:
                line, column = locate(after.text).position(each.path)
                message, hint = "this date is after today", _hint(each.when, today)
                yield Problem(edit.path, line, column, each.field, CODE, "error", message, hint)


class _DateAhead(NamedTuple):
    """A date after today: its path, its dotted field, and the date."""

    path: Path
    field: str
    when: When


def _ahead(entry: Entry, today: Day) -> Iterator[_DateAhead]:
    """Yield the dates after today in a valid record, except those that may be ahead."""
    if not isinstance(entry.record, Record):
        return
    for path, when in dates_of(entry.record):
        is_later = when.earliest > today and not is_of_another(when)  # a check reports another calendar
        if is_later and path[-1] not in MAY_BE_AHEAD and not _is_announced(entry, path):
            yield _DateAhead(path, dotted_path(path, entry.data), when)


def _is_announced(entry: Entry, path: Path) -> bool:
    """Return whether a date is that of a hearing that is scheduled, or was and is cancelled."""
    events = items(entry.fields.get(LEDGER))
    at = path[1] if path[0] == LEDGER and path[2:] == ("date",) else None
    return isinstance(at, int) and events[at].get("outcome") in ANNOUNCED


def _hint(when: When, today: Day) -> str:
    """Return a hint with the same date in the last year in which it is not after today."""
    year = str(when.earliest.year)
    texts = (when.text.replace(year, str(other)) for other in range(today.year, today.year - YEARS_BACK, -1))
    meant = next((text for text in texts if (then := When.find(text)) and then.earliest <= today), None)
    return f"did you mean {meant}? If it is correct: {ACCEPT}" if meant else f"if it is correct: {ACCEPT}"


ACCEPT = "--future-ok"
"""The option that accepts a date after today."""
