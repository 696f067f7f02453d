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
"""The kinds of organisations that belong to a state, with their FollowTheMoney topics."""
ARTICLES = frozenset({"press_article", "ngo_release", "government_release", "social_post"})
ENVELOPE = frozenset({"schema", "id", "formerly", "tier", "tags", "notes", "claims", "events"})
OF_AN_ORGANIZATION = ENVELOPE | {"name", "other_names", "abbreviation", "kind", "country", "partner_of"}
OF_A_SITUATION = ENVELOPE | {"title", "countries", "period", "by", "organizations", "part_of"}
OF_A_SOURCE = ENVELOPE | {
    "kind", "title", "publisher", "authors", "url", "archived_url", "published", "accessed", "lang",
    "connection", "reliability", "sha256",
}  # fmt: skip


def organization(graph: Graph, record: Published, entry: Entry, body: Organization) -> Iterator[Entity]:
    """Yield an organisation, with legal actions about it as its status, and the edges to its partners."""
    kind = body.kind or ""
    schema = "PublicBody" if kind in PUBLIC_BODIES else "Company" if kind == "company" else "Organization"
    register = graph.publication.register
    standing = (
        make_facts(
            "status",
            f"{headline(register, ftm_event.entry, ftm_event.data)}, {plain_date(ftm_event.event.date)}",
            sources=ftm_event.sources,
        )
        for ftm_event in entries(record, entry, "")
        if isinstance(ftm_event.event, LegalAction) and ftm_event.event.stands
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


def situation(graph: Graph, record: Published, entry: Entry, situation_record: Situation) -> Iterator[Entity]:
    """Yield a situation as an event that involves many people, and edges to situations it is part of."""
    acting, needed = graph.bodies("organizer", situation_record.id, situation_record.by)
    aimed_at, more = graph.bodies("involved", situation_record.id, situation_record.organizations)
    yield from (*needed, *more)
    register = graph.publication.register
    parts = register.with_parts([situation_record.id])
    cases = (each.id for each in register.linked_entries(parts) if each.kind == "case")
    people = (person_id(each) for each in sorted(cases) if each in graph.publication.by_id)
    yield entity(
        ident(situation_record.id),
        "Event",
        make_facts("name", situation_record.title),
        date_facts(situation_record.period),
        make_facts("country", *(code.lower() for code in situation_record.countries)),
        acting,
        aimed_at,
        make_facts("involved", *people),
        make_facts("keywords", "situation", *situation_record.tags),
        make_facts(
            "notes", *plain_facts(register, entry.shape, record.data, OF_A_SITUATION), situation_record.notes
        ),
        make_facts("recordId", situation_record.id),
    )
    for wider in situation_record.part_of:
        yield entity(
            ident(situation_record.id, "part of", wider),
            "UnknownLink",
            make_facts("subject", ident(situation_record.id)),
            make_facts("object", ident(wider)),
            make_facts("role", "part of"),
        )


def source(graph: Graph, record: Published, entry: Entry, source_record: Source) -> Iterator[Entity]:
    """Yield a source as a document. Its SHA-256 is a keyword, because the library expects another digest."""
    register = graph.publication.register
    language = three_letters(source_record.lang)
    words = {
        "kind": source_record.kind,
        "connection": source_record.connection,
        "reliability": source_record.reliability,
        "sha256": source_record.sha256,
        "lang": None if language else source_record.lang,
    }
    yield entity(
        ident(source_record.id),
        "Article" if source_record.kind in ARTICLES else "Document",
        make_facts("fileName", None if source_record.kind in ARTICLES else source_record.id),
        make_facts("title", source_record.title or f"{word(source_record.kind)} {source_record.id}"),
        make_facts("author", *source_record.authors),
        make_facts("publisher", register.full_name(source_record.publisher or "")),
        make_facts("sourceUrl", source_record.url, source_record.archived_url),
        date_facts(source_record.published, "publishedAt"),
        date_facts(source_record.accessed, "retrievedAt"),
        make_facts("language", language),
        make_facts(
            "keywords", *(f"{name}:{value}" for name, value in words.items() if value), *source_record.tags
        ),
        make_facts(
            "notes", *plain_facts(register, entry.shape, record.data, OF_A_SOURCE), source_record.notes
        ),
        sources=(source_record.id,),
    )
