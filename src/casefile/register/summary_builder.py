"""Make the summary of a record: its names, its references and its custody course."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from casefile.custody.course import Course
from casefile.custody.ledger_fold import fold_case
from casefile.custody.ledger_order import list_in_order
from casefile.dates import When
from casefile.model.base_model import Model
from casefile.model.case_names import all_names, lasting_names, tiered_names
from casefile.model.events import Event
from casefile.model.plain_data import Data, groups, when
from casefile.model.recorded_lookups import RecordedLookups
from casefile.model.records import Case, Organization, Situation, Statute, Withdrawn
from casefile.model.settings import Settings
from casefile.model.source import Source
from casefile.model.tiers import record_tier
from casefile.model.vocabularies import AGAINST, LEDGER
from casefile.register.record_summary import RecordSummary, Reference


def build_summary(  # noqa: PLR0913 - a record, its path, and the facts of the register that it depends on
    record: Model,
    kind: str,
    path: str,
    data: Data,
    references: Sequence[Reference],
    *,
    connections: Mapping[str, str | None],
    settings: Settings,
) -> RecordSummary:
    """Return the summary of a valid record from its model, its data and its references.

    `connections` gives the connection of each source to the person by the id of the source.
    """
    named = {of: tuple(_unique(ref.target for ref in references if ref.refers == of)) for of in REFERRED}
    fields = vars(record)  # getattr of a field that a model does not have is slow
    events: tuple[Event, ...] = fields.get(LEDGER, ())
    case = record if isinstance(record, Case) else None
    tier = record_tier(data, settings.default_tier)
    looked_up = RecordedLookups(connections)
    course = course_of(record, looked_up, settings)
    return RecordSummary(
        id=str(data["id"]),
        kind=kind,
        path=path,
        name=name_of(record),
        tier=tier,
        names=tuple(_names(record)),
        person_names=tuple(_unique(all_names(data))) if case else (),
        birth=case.person.birth if case else None,
        dates_taken=taken_away(data) if case else (),
        country=fields.get("country") or "",
        countries=tuple(_unique([*fields.get("countries", ()), *filter(None, [fields.get("country")])])),
        situations=named["situation"],
        organizations=tuple(_unique(_organizations(record))),
        authorities=tuple(_unique(_authorities(record, events))),
        statutes=named["statute?"],
        tags=tuple(_unique([*fields.get("tags", ()), *(tag for event in events for tag in event.tags)])),
        occupation=case.person.occupation or "" if case else "",
        event_dates=_sorted_dates(events),
        formerly=fields.get("formerly", ()),
        withdrawn=isinstance(record, Withdrawn),
        references=tuple(references),
        known=tuple(tiered_names(data, tier)) if case else (),
        lasting=tuple(lasting_names(data, tier)) if case else (),
        dates_detained=_detention_dates(case, data) if case else (),
        label=record.label if isinstance(record, LABELLED) else "",
        publisher=record.publisher or record.by_kind if isinstance(record, Source) else "",
        deciding=tuple(looked_up.found),
        course=course,
    )


def course_of(record: Model, connections: Mapping[str, str | None], settings: Settings) -> Course | None:
    """Return the custody course of a case; None for a record that is not a case."""
    if not isinstance(record, Case):
        return None
    return fold_case(record, settings, connections)


LABELLED = (Situation, Organization, Statute, Source)
"""Kinds of records that are shown by a label where other records refer to them."""
REFERRED = ("source", "situation", "case", "statute?", "organization?")
"""The values of `Reference.refers`."""


def name_of(record: Model) -> str:
    """Return the main name of a record, for headings and links.

    It is never empty: a case without a name or description has `(no name)`, a notice `(withdrawn)`.
    """
    match record:
        case Case():
            return record.person.name or record.person.descriptor or "(no name)"
        case Situation():
            return record.title
        case Organization():
            return record.name
        case Statute():
            return record.title or " ".join(filter(None, (record.code, record.article))) or record.id
        case Source():
            return record.title or record.publisher or record.by_kind
    return "(withdrawn)"


def _names(record: Model) -> Iterator[str]:
    yield name_of(record)
    owner = record.person if isinstance(record, Case) else record
    yield from (other.name for other in vars(owner).get("other_names", ()))
    yield from filter(None, [vars(record).get("abbreviation")])


def taken_away(data: Data) -> tuple[When, ...]:
    """Return the dates of detentions and disappearances in the data of a case, in ledger order.

    Without any, only the date of the first entry with one is returned. Refuted and retracted entries do not
    count. A disputed one does: its person may be recorded twice.
    """
    events = [*groups(data.get(LEDGER))]
    return _dates(events, TAKEN, DENIED) or _dates(events, None, DENIED)[:1]


def _detention_dates(case: Case, data: Data) -> tuple[When, ...]:
    """Return the dates of the detentions that count by their verification status, in ledger order."""
    events = [*groups(data.get(LEDGER))]
    return _dates((events[index] for index in list_in_order(case.events)), TAKEN[:1], AGAINST)


def _dates(
    events: Iterable[Data], types: Container[object] | None, against: Container[object]
) -> tuple[When, ...]:
    """Return the dates of the entries of some types (None: all), except those with a status in `against`."""
    kept = (event for event in events if types is None or event.get("type") in types)
    found = (when(event.get("date")) for event in kept if event.get("standing") not in against)
    return tuple(filter(None, found))


TAKEN = ("detention", "disappearance")  # not sets, because a value of plain data may be unhashable
DENIED = tuple(AGAINST - {"disputed"})


def _organizations(record: Model) -> Iterator[str]:
    if isinstance(record, Case):
        yield from (tie.organization for tie in record.person.affiliations)
    yield from vars(record).get("organizations", ())


def _authorities(record: Model, events: tuple[Event, ...]) -> Iterator[str]:
    """Yield the authorities that act against people; not those of interventions, findings and notes."""
    yield from vars(record).get("by", ())
    for event in events:
        if vars(event).get("type") not in SPEAKING:
            yield from event.by


SPEAKING = frozenset({"intervention", "finding", "note"})


def _sorted_dates(events: tuple[Event, ...]) -> tuple[When, ...]:
    return tuple(sorted((event.date for event in events), key=lambda date: (date.earliest, date.latest)))


def _unique(values: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(values))
