"""The records that many cases share: organisations, situations, sources.

A statute has no entity of its own: it is a keyword of the entities that refer to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from casefile.exporters.as_ftm.ftm_entity import Entity, date_facts, entity, ident, make_facts
from casefile.exporters.as_ftm.ftm_events import entries
from casefile.exporters.as_ftm.ftm_graph import Graph, other_names, person_id
from casefile.exporters.as_ftm.ftm_languages import three_letters
from casefile.model.events import LegalAction
from casefile.model.records import Organization, Situation
from casefile.model.source import Source
from casefile.model.vocabularies import word
from casefile.pages.plain_facts import plain_date, plain_facts
from casefile.publication.publish import Published
from casefile.register import Entry
from casefile.views.ledger_timeline import headline

PUBLIC_BODIES = {
    "security_body": "gov.security", "court": "gov.judicial", "prison": "gov.security",
    "prosecutor": "gov", "government": "gov",
}  # fmt: skip
"""The kinds of organisations that belong to a state, with their topics."""
ARTICLES = frozenset({"press_article", "ngo_release", "government_release", "social_post"})
ENVELOPE = frozenset({"schema", "id", "formerly", "tier", "tags", "notes", "claims", "events"})
OF_AN_ORGANIZATION = ENVELOPE | {"name", "other_names", "abbreviation", "kind", "country", "partner_of"}
OF_A_SITUATION = ENVELOPE | {"title", "countries", "period", "by", "organizations", "part_of"}
OF_A_SOURCE = ENVELOPE | {
    "kind", "title", "publisher", "authors", "url", "archived_url", "published", "accessed", "lang",
    "connection", "reliability", "sha256",
}  # fmt: skip


def organization(graph: Graph, record: Published, entry: Entry, body: Organization) -> Iterator[Entity]:
    """Yield an organisation, with its legal status as claimed, and the edges to its partners."""
    kind = body.kind or ""
    schema = "PublicBody" if kind in PUBLIC_BODIES else "Company" if kind == "company" else "Organization"
    register = graph.publication.register
    standing = (
        make_facts(
            "status",
            f"{headline(register, told.entry, told.data)}, {plain_date(told.event.date)}",
            sources=told.sources,
        )
        for told in entries(record, entry, "")
        if isinstance(told.event, LegalAction) and told.event.stands
    )
    yield entity(
        ident(body.id),
        schema,
        make_facts("name", body.name),
        other_names(body.other_names),
        make_facts("abbreviation", body.abbreviation),
        make_facts("country", (body.country or "").lower()),
        make_facts("topics", PUBLIC_BODIES.get(kind)),
        *standing,
        make_facts("keywords", f"kind:{kind}" if kind else None, *body.tags),
        make_facts("notes", *plain_facts(register, entry.shape, record.data, OF_AN_ORGANIZATION), body.notes),
    )
    for partner in body.partner_of:
        other, needed = graph.body(body.id, partner)
        yield from needed
        yield entity(
            ident(body.id, "partner", partner),
            "UnknownLink",
            make_facts("subject", ident(body.id)),
            make_facts("object", other),
            make_facts("role", "partner"),
        )


def situation(graph: Graph, record: Published, entry: Entry, told: Situation) -> Iterator[Entity]:
    """Yield a situation as an event that involves many people, and edges to situations it is part of."""
    acting, needed = graph.bodies("organizer", told.id, told.by)
    aimed_at, more = graph.bodies("involved", told.id, told.organizations)
    yield from (*needed, *more)
    register = graph.publication.register
    parts = register.with_parts([told.id])
    cases = (each.id for each in register.linked_entries(parts) if each.kind == "case")
    people = (person_id(each) for each in sorted(cases) if each in graph.publication.by_id)
    yield entity(
        ident(told.id),
        "Event",
        make_facts("name", told.title),
        date_facts(told.period),
        make_facts("country", *(code.lower() for code in told.countries)),
        acting,
        aimed_at,
        make_facts("involved", *people),
        make_facts("keywords", "situation", *told.tags),
        make_facts("notes", *plain_facts(register, entry.shape, record.data, OF_A_SITUATION), told.notes),
        make_facts("recordId", told.id),
    )
    for wider in told.part_of:
        yield entity(
            ident(told.id, "part of", wider),
            "UnknownLink",
            make_facts("subject", ident(told.id)),
            make_facts("object", ident(wider)),
            make_facts("role", "part of"),
        )


def source(graph: Graph, record: Published, entry: Entry, told: Source) -> Iterator[Entity]:
    """Yield a source as a document. Its SHA-256 is a keyword, because the library expects another digest."""
    register = graph.publication.register
    language = three_letters(told.lang)
    words = {
        "kind": told.kind,
        "connection": told.connection,
        "reliability": told.reliability,
        "sha256": told.sha256,
        "lang": None if language else told.lang,
    }
    yield entity(
        ident(told.id),
        "Article" if told.kind in ARTICLES else "Document",
        make_facts("fileName", None if told.kind in ARTICLES else told.id),
        make_facts("title", told.title or f"{word(told.kind)} {told.id}"),
        make_facts("author", *told.authors),
        make_facts("publisher", register.full_name(told.publisher or "")),
        make_facts("sourceUrl", told.url, told.archived_url),
        date_facts(told.published, "publishedAt"),
        date_facts(told.accessed, "retrievedAt"),
        make_facts("language", language),
        make_facts("keywords", *(f"{name}:{value}" for name, value in words.items() if value), *told.tags),
        make_facts("notes", *plain_facts(register, entry.shape, record.data, OF_A_SOURCE), told.notes),
        sources=(told.id,),
    )
