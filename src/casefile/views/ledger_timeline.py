"""Timelines: the ledgers of several records in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from casefile.changes.change_text import event_headline
from casefile.changes.cited_sources import Cited, cited_alone
from casefile.dates import Day, When, in_order
from casefile.model.plain_data import Data, Fields, KnownData, groups, mapping, pick_fields
from casefile.model.tiers import TierFacts, strictness
from casefile.model.vocabularies import LEDGER, Tier, is_believed
from casefile.register import Entry, Register
from casefile.register.record_summary import RecordSummary


class TimelineLine(Struct, frozen=True, array_like=True, omit_defaults=True):
    """One event of a ledger, with the record it belongs to, as plain values that the index can store.

    `headline` describes the event in the words of its vocabulary, `summary` is the line that the record
    contains. `by` and `court` are as in the record, ids or text. `reason` explains why the event is disputed,
    refuted or retracted. `alone` contains the ids of the sources that are cited for single fields. `details`
    are the condition of a health event or the methods of ill-treatment, as the record states them.
    """

    record: str
    name: str
    event: str
    type: str
    dated: str
    headline: str
    summary: str
    place: str
    by: tuple[str, ...]
    cited: tuple[Cited, ...]
    standing: str
    tier: Tier
    reason: str = ""
    note: str = ""
    court: str = ""
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    details: str = ""

    def __hash__(self) -> int:
        return hash((self.record, self.event))

    @property
    def date(self) -> When:
        """The date of the event."""
        return When.parse(self.dated)

    def cited_for(self, name: str) -> tuple[Cited, ...]:
        """Return the sources of one field: those cited for this field alone, or else those of the event."""
        if name not in self.alone:
            return self.cited
        return tuple(each for each in self.cited if each.source in self.alone[name])

    @property
    def stands(self) -> bool:
        """Return whether the event counts: whether it is not disputed, refuted or retracted."""
        return is_believed(self.standing)

    def as_data(self) -> Fields:
        """Return the row as plain data for the output of `--json`; an open side of a date is null."""
        earliest, latest = self.date.as_days()
        return {
            "date": self.date.text,
            "earliest": earliest,
            "latest": latest,
            **pick_fields(self, "record", "name", "event", "type"),
            "summary": self.summary or self.headline,
            "place": self.place or None,
            "by": list(self.by),
            "sources": list(dict.fromkeys(each.source for each in self.cited)),
            **pick_fields(self, "standing", "tier"),
        }


class TimelineSpan(Struct, frozen=True):
    """The days that a user wants to see; None means no limit on that side."""

    since: Day | None = None
    until: Day | None = None

    def touches(self, date: When) -> bool:
        """Return whether an event with this date may have happened within the span."""
        return self.overlaps(date.earliest, date.latest)

    def overlaps(self, first: Day, last: Day) -> bool:
        """Return whether one of the days from `first` to `last` is within the span."""
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


def timeline(ledgers: Sequence[Sequence[TimelineLine]], span: TimelineSpan) -> tuple[TimelineLine, ...]:
    """Return the events of these ledgers within a span, in one order.

    Each ledger keeps its own order. Between ledgers the dates decide where they can; where dates overlap, the
    event that may have come first, and then the one with the more exact date, is first.
    """
    ordered = merged_order([[line.date for line in lines] for lines in ledgers])
    lines = (ledgers[which][at] for which, at in ordered)
    return tuple(line for line in lines if span.touches(line.date))


def merged_order(ledgers: Iterable[Sequence[When]]) -> list[tuple[int, int]]:
    """Return the order of the events of several ledgers, each given by the dates of its events.

    Each event in the result is the index of its ledger and the index in that ledger.
    """
    placed = [(*key, which, at) for which, dates in enumerate(ledgers) for at, key in enumerate(_keys(dates))]
    return [(which, at) for *_, which, at in sorted(placed)]


def ledger(
    register: Register,
    row: RecordSummary,
    labels: Mapping[str, str] | None = None,
    facts: TierFacts | None = None,
) -> tuple[TimelineLine, ...]:
    """Return the events of one record in the order of its ledger.

    `labels` and `facts` replace those of the register.
    """
    entry = register.by_id[row.id]
    labels = register.labels if labels is None else labels
    facts = register.facts if facts is None else facts
    return tuple(_line(entry, row, dated, labels, facts) for dated in _in_order(entry))


def ledger_dates(register: Register, record_id: str) -> list[When]:
    """Return the dates of the events of one record in the order of its ledger."""
    return [date for _, date in _in_order(register.by_id[record_id])]


def ledger_data(register: Register, record_id: str) -> list[KnownData]:
    """Return the data of the events of one record in the order of its ledger."""
    return [event for event, _ in _in_order(register.by_id[record_id])]


def _in_order(entry: Entry) -> list[tuple[KnownData, When]]:
    """Return the events of a record with their dates, in the order of its ledger."""
    found = [(event, When.parse(str(event["date"]))) for event in groups(entry.fields.get(LEDGER))]
    if in_order(date for _, date in found):
        return found
    from casefile.custody.ledger_order import list_in_order  # noqa: PLC0415 - the model: most ledgers are in order

    return [found[at] for at in list_in_order(entry.events)]


def _line(
    entry: Entry,
    row: RecordSummary,
    dated: tuple[KnownData, When],
    labels: Mapping[str, str],
    facts: TierFacts,
) -> TimelineLine:
    event, date = dated
    shape = entry.shape.fields[LEDGER].item(event)
    return TimelineLine(
        record=row.id,
        name=row.name,
        event=event["id"],
        type=event["type"],
        dated=date.text,
        headline=event_headline(shape, event, entry.fields, labels),
        summary=event.get("summary", ""),
        place=event.get("place", ""),
        by=tuple(event.get("by", ())),
        cited=tuple(citation_of(each) for each in event.get("sources", ())),
        standing=event.get("standing", "reported"),
        tier=strictness(shape, event, row.tier, facts),
        reason=str(mapping(event.get("resolution")).get("reason", "")),
        note=event.get("note", ""),
        court=event.get("court", ""),
        alone=cited_alone(event),
        details=", ".join(filter(None, (event.get("condition", ""), *event.get("methods", ())))),
    )


def headline(register: Register, entry: Entry, data: Data) -> str:
    """Return the headline of an event of a record, with the labels of this register."""
    return event_headline(entry.shape.fields[LEDGER].item(data), data, entry.fields, register.labels)


def citation_of(reference: str | Mapping[str, str]) -> Cited:
    """Return a citation of a record, which is the id of a source or a group of fields, as `Cited`."""
    return Cited(reference) if isinstance(reference, str) else Cited(**reference)


Key = tuple[Day, Day]


def _keys(dates: Sequence[When]) -> Iterator[Key]:
    """Yield the sort key of each event of one ledger among those of other ledgers: two days.

    Keys never decrease within a ledger, so its order is kept. No key is later than the latest day of its
    event, so an event that certainly came later is sorted after it. An event with an open start is sorted as
    late as possible.
    """
    starts: list[Day] = []
    for date in reversed(dates):
        latest = min([date.latest, *starts[-1:]])
        starts.append(latest if date.open_start else date.earliest)
    first, last = Day.min, Day.min
    for date, start in zip(dates, reversed(starts), strict=True):
        last = max(last, date.latest) if start <= first else date.latest
        first = max(first, start)
        yield first, last
