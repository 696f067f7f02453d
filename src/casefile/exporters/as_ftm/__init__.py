"""ftm: entities of FollowTheMoney, one on each line, for Aleph and similar tools; or their statements.

The package followthemoney is not needed to write them; the tests use it to check the result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

from casefile.exporters.as_ftm.ftm_claims import contested_facts
from casefile.exporters.as_ftm.ftm_entity import Entity, ident
from casefile.exporters.as_ftm.ftm_events import entries, events
from casefile.exporters.as_ftm.ftm_graph import Graph, person_id
from casefile.exporters.as_ftm.ftm_people import person, spells
from casefile.exporters.as_ftm.ftm_proceedings import proceedings
from casefile.exporters.as_ftm.ftm_shared_records import organization, situation, source
from casefile.exporters.as_ftm.ftm_statements import statements
from casefile.model.records import Case, Organization, Situation
from casefile.model.source import Source
from casefile.publication.publish import Publication, Published
from casefile.register import Entry

YES = "yes"


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write one entity on each line, or one statement with the option `statements=yes`."""
    for entity in entities(publication):
        rows = statements(entity) if options.get("statements") == YES else [_as_data(entity)]
        out.writelines(map(_line, rows))


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def entities(publication: Publication) -> Iterator[Entity]:
    """Yield all nodes and edges, record by record; no two records make the same entity.

    A statute has no entity: it is a keyword of others.
    """
    graph = Graph(publication)
    for record in publication.records:
        if record.kind != "statute":
            yield from _entities_of(graph, record)


def _entities_of(graph: Graph, record: Published) -> Iterable[Entity]:
    """Return the nodes and edges of a record, each once, with all facts of the record about it."""
    entry = record.entry
    build = partial(_of_record, graph)
    main = person_id(record.id) if record.kind == "case" else ident(record.id)
    found: dict[str, Entity] = {}
    for each in (
        *build(record, entry),
        *_derived(graph, record, entry),
        *contested_facts(record, entry, main, build),
    ):
        known = found.get(each.id)
        found[each.id] = _join(known, each) if known else each
    return found.values()


def _of_record(graph: Graph, record: Published, entry: Entry) -> Iterator[Entity]:
    """Yield the entities that a record states: person, organisation, events, proceedings and so on."""
    stated = entry.record
    subject = ident(record.id)
    countries: Iterable[str] = ()
    if isinstance(stated, Case):
        subject, countries = person_id(record.id), [stated.country]
        yield from person(graph, record, stated)
    elif isinstance(stated, Situation):
        countries = stated.countries
        yield from situation(graph, record, entry, stated)
    elif isinstance(stated, Organization):
        yield from organization(graph, record, entry, stated)
    elif isinstance(stated, Source):
        yield from source(graph, record, entry, stated)
    ledger = [*entries(record, entry, subject)]
    for ftm_event in ledger:
        yield from events(graph, ftm_event, countries)
    yield from proceedings(graph, record, ledger)


def _derived(graph: Graph, record: Published, entry: Entry) -> Iterator[Entity]:
    """Yield the entities that are derived from the ledger of a case: the times in custody."""
    if isinstance(entry.record, Case):
        yield from spells(graph, record, entry.record)


def _join(known: Entity, more: Entity) -> Entity:
    return Entity(known.id, known.schema, (*known.sourced, *more.sourced))


def _as_data(entity: Entity) -> dict[str, object]:
    """Return an entity as plain data in the form of the library: each value of a property once.

    Claimed facts are left out.
    """
    properties: dict[str, dict[str, None]] = {}
    for fact in entity.facts:
        if not fact.claimed:
            properties.setdefault(fact.prop, {})[fact.value] = None
    sorted_properties = {prop: [*values] for prop, values in sorted(properties.items())}
    return {"id": entity.id, "schema": entity.schema, "properties": sorted_properties}
