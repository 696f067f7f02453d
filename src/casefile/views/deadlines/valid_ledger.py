"""The input of the deadline rules: the believed events of one ledger, in order, and the view on the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.json import encode

from casefile.custody.court_dates import CourtDates
from casefile.custody.custody_view import View
from casefile.custody.ledger_order import list_in_order
from casefile.dates import Day, Duration, When
from casefile.model.events import Event
from casefile.model.records import Case, Organization, Situation
from casefile.model.settings import Settings, StatutoryClock
from casefile.register import Register
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.deadline import Due, days_off

Holder = Case | Situation | Organization
"""The kinds of records that have a ledger."""


class DeadlineSettings(Struct, frozen=True):
    """The settings of the register on which deadlines depend; the rules have no others."""

    stale_after: int
    clocks: Sequence[StatutoryClock]

    @classmethod
    def of(cls, settings: Settings) -> DeadlineSettings:
        """Return the settings of a register on which deadlines depend."""
        return cls(settings.stale_after, settings.clocks)

    def as_text(self) -> str:
        """Return the settings as JSON, by which the index knows whether its deadlines are still right."""
        return encode(self, enc_hook=lambda each: each.model_dump(mode="json")).decode()


class ValidLedger(Struct, frozen=True, dict=True):
    """One ledger on one day, the input of the deadline rules; `view` exists only for a case.

    `row` is the record's summary, `stale` the time without news after which custody is stale. Beyond the
    record, the rules depend on `settings` and on `labels`, those of shared records by id. The index stores
    deadlines with the lookups in `labels`, so a rule must not get the register itself.
    """

    settings: DeadlineSettings
    labels: Mapping[str, str]
    row: RecordSummary
    record: Holder
    day: Day
    stale: Duration
    view: View | None = None

    @cached_property
    def entries(self) -> tuple[Event, ...]:
        """Return the believed events in the order of the ledger; some may be in the future."""
        events = self.record.events
        return tuple(events[index] for index in list_in_order(events) if events[index].stands)

    @cached_property
    def past(self) -> tuple[Event, ...]:
        """Return the events that may have happened by the day."""
        return tuple(event for event in self.entries if event.date.earliest <= self.day)

    @cached_property
    def court_dates(self) -> CourtDates:
        """The believed events, for questions about which of them belong to the same proceeding."""
        return CourtDates(self.entries)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {event.id: place for place, event in enumerate(self.entries)}

    def after(self, event: Event) -> Iterator[Event]:
        """Yield the events that followed an event and may have happened by the day.

        They are later in the ledger, or earlier in it with the same date.
        """
        followed = (self.entries[at] for at in places_after(self.entries, self._places[event.id]))
        return (other for other in followed if other.date.earliest <= self.day)

    def due(self, kind: str, date: When, text: str, event: str = "") -> Due:
        """Return a deadline of this ledger; the number of days is counted from the day of the ledger."""
        off = days_off(kind, date, self.day)
        return Due(date, off, kind, self.row.id, self.row.name, event, text)


def places_after(events: Sequence[Event], place: int) -> Iterator[int]:
    """Yield the positions of the events that followed the event at `place`: later, or of the same date."""
    for at, other in enumerate(events):
        if at > place or (at < place and other.date == events[place].date):
            yield at


def ledger_of(register: Register, row: RecordSummary, day: Day, stale: Duration | None) -> ValidLedger:
    """Return the ledger of a record of the register on a day; `stale` is that of `ledger_with`.

    Raises TypeError if records of this kind have no ledger, or if the record is not valid.
    """
    record = register.by_id[row.id].record
    if not isinstance(record, Holder):
        raise TypeError(f"a {row.kind} has no ledger")
    return ledger_with(register, row, record, day, stale)


def ledger_with(
    register: Register, row: RecordSummary, record: Holder, day: Day, stale: Duration | None
) -> ValidLedger:
    """Return the ledger of a record that need not be in the register; `row` is its record summary.

    `stale` is the time without news after which custody is stale; None means the setting of the register.
    """
    settings = DeadlineSettings.of(register.settings)
    return ValidLedger(
        settings,
        register.labels,
        row,
        record,
        day,
        stale or Duration(f"P{settings.stale_after}D"),
        row.course.on(day) if row.course else None,
    )


def on(day: Day) -> When:
    """Return the date (`When`) that is a single day."""
    return When.parse(day.isoformat())
