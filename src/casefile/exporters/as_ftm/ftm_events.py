"""The entries of a ledger as events, with edges to the detaining authority and to a successor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from casefile.exporters.as_ftm.ftm_entity import Entity, date_facts, entity, ident, make_facts
from casefile.exporters.as_ftm.ftm_graph import Graph, sources_of
from casefile.model.events import Detention, Event, Succession
from casefile.model.plain_data import Data, items
from casefile.model.shape import Shape
from casefile.pages.plain_facts import plain_facts
from casefile.publication.publish import Published
from casefile.register import Entry
from casefile.views.ledger_timeline import headline

ORGANIZES = frozenset({"by", "actors", "published_by", "court"})
"""Fields that name the acting organisation; other organisations of an entry are `involved`."""
EVENT_FIELDS = frozenset({
    "id", "type", "date", "place", "by", "actors", "published_by", "court", "summary", "tier", "tags",
    "sources", "cites", "standing", "resolution",
})  # fmt: skip
"""Fields of an entry that have a property or an edge of their own; others are in the description."""


class FtmEvent(Struct, frozen=True):
    """An entry of a ledger, as an event of the model and as plain data.

    `record` is its record, `entry` the version of that record with this ledger, which may contain a claimed
    value; `subject` is the id of the entity that the event is about, such as the person.
    """

    record: Published
    entry: Entry
    subject: str
    event: Event
    data: Data

    @property
    def id(self) -> str:
        """The id of the entity of the event."""
        return ident(self.record.id, self.event.id)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of the event."""
        return sources_of(self.event.sources)

    @property
    def shape(self) -> Shape:
        """The fields of this type of entry."""
        return self.entry.shape.fields["events"].item(self.data)


def entries(record: Published, entry: Entry, subject: str) -> Iterator[FtmEvent]:
    """Yield the ledger entries of a record in the order of its file.

    `subject` is the id of the entity that they are about.
    """
    for event, data in zip(entry.events, items(entry.fields.get("events")), strict=True):
        yield FtmEvent(record, entry, subject, event, data)


def events(graph: Graph, ftm_event: FtmEvent, countries: Iterable[str]) -> Iterator[Entity]:
    """Yield the entities of an entry of a ledger: the organisations it needs, the event, its edges.

    The name of a disputed, refuted or retracted event begins with that word, and it has no edges.
    """
    event, record = ftm_event.event, ftm_event.record
    register = graph.publication.register
    organizers, others = _bodies(ftm_event, organizes=True), _bodies(ftm_event, organizes=False)
    acting, needed = graph.bodies("organizer", record.id, organizers)
    involved, more = graph.bodies("involved", record.id, others)
    yield from (*needed, *more)
    mark = "" if event.stands else f"{event.standing}: "
    yield entity(
        ftm_event.id,
        "Event",
        make_facts(
            "name", f"{mark}{headline(register, ftm_event.entry, ftm_event.data)} — {graph.name_of(record)}"
        ),
        date_facts(event.date),
        make_facts("location", event.place),
        make_facts("country", *(code.lower() for code in countries)),
        acting,
        make_facts("involved", ftm_event.subject),
        involved,
        make_facts("summary", event.summary),
        make_facts(
            "description", "\n".join(plain_facts(register, ftm_event.shape, ftm_event.data, EVENT_FIELDS))
        ),
        make_facts("notes", _doubt(event)),
        make_facts("keywords", *_keywords(graph, ftm_event), *event.tags),
        make_facts("recordId", record.id),
        graph.proof(event.sources),
        sources=ftm_event.sources,
    )
    if event.stands:
        yield from _edges(graph, ftm_event)


def _bodies(ftm_event: FtmEvent, *, organizes: bool) -> list[str]:
    """Return the organisations in the fields of an entry that name who acts, or else in its other fields."""
    found: list[str] = []
    for name, shape in ftm_event.shape.fields.items():
        if shape.meta.refers == "organization?" and (name in ORGANIZES) is organizes:
            value = ftm_event.data.get(name, [])
            found += value if isinstance(value, list) else [str(value)]
    return found


def _doubt(event: Event) -> str:
    """Return the verification status of an entry and its reason; empty for a reported entry."""
    if event.standing in {None, "reported"}:
        return ""
    reason = f": {event.resolution.reason}" if event.resolution else ""
    return f"{event.standing}{reason}"


def _keywords(graph: Graph, ftm_event: FtmEvent) -> Iterator[str]:
    """Yield the type, the vocabulary words and the statutes of an entry, as keywords for filters."""
    yield str(ftm_event.data["type"])
    for name, shape in ftm_event.shape.fields.items():
        if shape.words and shape.is_scalar and name in ftm_event.data and name not in {"type", "tier"}:
            yield f"{name}:{ftm_event.data[name]}"
    yield from statutes(graph, ftm_event)


def statutes(graph: Graph, ftm_event: FtmEvent) -> Iterator[str]:
    """Yield the ids of the published statutes that an entry refers to, each once."""
    found = (
        str(value)
        for _, shape, value in ftm_event.shape.walk(ftm_event.data)
        if shape.is_scalar and shape.meta.refers.startswith("statute")
    )
    yield from dict.fromkeys(each for each in found if each in graph.publication.by_id)


def _edges(graph: Graph, ftm_event: FtmEvent) -> Iterator[Entity]:
    event, record = ftm_event.event, ftm_event.record
    if isinstance(event, Detention):
        for name in event.by:
            body, _ = graph.body(record.id, name)
            yield entity(
                ident(record.id, event.id, "detained by", name),
                "UnknownLink",
                make_facts("subject", body),
                make_facts("object", ftm_event.subject),
                make_facts("role", "detaining authority"),
                date_facts(event.date),
                make_facts("recordId", record.id),
                graph.proof(event.sources),
                sources=ftm_event.sources,
            )
    if isinstance(event, Succession) and event.successor:
        body, _ = graph.body(record.id, event.successor)
        yield entity(
            ident(record.id, event.id, "succession"),
            "Succession",
            make_facts("predecessor", ftm_event.subject),
            make_facts("successor", body),
            date_facts(event.date),
            make_facts("summary", event.summary),
            make_facts("recordId", record.id),
            graph.proof(event.sources),
            sources=ftm_event.sources,
        )
