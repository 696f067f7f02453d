"""The records that many cases share: organisations, situations, sources. A law is a word on what names it."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.exporters.as_ftm.ftm_entity import Entity, dated, entity, ident, say
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
"""Kinds of organisations that belong to a state, and their topics."""
ARTICLES = frozenset({"press_article", "ngo_release", "government_release", "social_post"})
ENVELOPE = frozenset({"schema", "id", "formerly", "tier", "tags", "notes", "claims", "events"})
OF_AN_ORGANIZATION = ENVELOPE | {"name", "other_names", "abbreviation", "kind", "country", "partner_of"}
OF_A_SITUATION = ENVELOPE | {"title", "countries", "period", "by", "organizations", "part_of"}
OF_A_SOURCE = ENVELOPE | {
    "kind", "title", "publisher", "authors", "url", "archived_url", "published", "accessed", "lang",
    "connection", "reliability", "sha256",
}  # fmt: skip


def organization(graph: Graph, record: Published, entry: Entry, body: Organization) -> Iterator[Entity]:
    """Yield an organisation, its standing in law as claimed, and the edges to its partners."""
    kind = body.kind or ""
    schema = "PublicBody" if kind in PUBLIC_BODIES else "Company" if kind == "company" else "Organization"
    register = graph.publication.register
    standing = (
        say(
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
        say("name", body.name),
        other_names(body.other_names),
        say("abbreviation", body.abbreviation),
        say("country", (body.country or "").lower()),
        say("topics", PUBLIC_BODIES.get(kind)),
        *standing,
        say("keywords", f"kind:{kind}" if kind else None, *body.tags),
        say("notes", *plain_facts(register, entry.shape, record.data, OF_AN_ORGANIZATION), body.notes),
    )
    for partner in body.partner_of:
        other, needed = graph.body(body.id, partner)
        yield from needed
        yield entity(
            ident(body.id, "partner", partner),
            "UnknownLink",
            say("subject", ident(body.id)),
            say("object", other),
            say("role", "partner"),
        )


def situation(graph: Graph, record: Published, entry: Entry, told: Situation) -> Iterator[Entity]:
    """Yield a crackdown as an event of many, and the wider one that it is part of."""
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
        say("name", told.title),
        dated(told.period),
        say("country", *(code.lower() for code in told.countries)),
        acting,
        aimed_at,
        say("involved", *people),
        say("keywords", "situation", *told.tags),
        say("notes", *plain_facts(register, entry.shape, record.data, OF_A_SITUATION), told.notes),
        say("recordId", told.id),
    )
    for wider in told.part_of:
        yield entity(
            ident(told.id, "part of", wider),
            "UnknownLink",
            say("subject", ident(told.id)),
            say("object", ident(wider)),
            say("role", "part of"),
        )


def source(graph: Graph, record: Published, entry: Entry, told: Source) -> Iterator[Entity]:
    """Yield a source as a document; the digest is kept as a word, for the library expects another kind."""
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
        say("fileName", None if told.kind in ARTICLES else told.id),
        say("title", told.title or f"{word(told.kind)} {told.id}"),
        say("author", *told.authors),
        say("publisher", register.full_name(told.publisher or "")),
        say("sourceUrl", told.url, told.archived_url),
        dated(told.published, "publishedAt"),
        dated(told.accessed, "retrievedAt"),
        say("language", language),
        say("keywords", *(f"{name}:{value}" for name, value in words.items() if value), *told.tags),
        say("notes", *plain_facts(register, entry.shape, record.data, OF_A_SOURCE), told.notes),
        sources=(told.id,),
    )
