"""The person of a case, the links to organisations and other people, and the times in custody."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.status_text import basis_words, day_words, in_sentences, spell_words
from casefile.dates import When
from casefile.exporters.as_ftm.ftm_entity import Entity, FtmFact, date_facts, entity, ident, make_facts
from casefile.exporters.as_ftm.ftm_graph import Graph, other_names, person_id, sources_of
from casefile.model.person import Affiliation, Person
from casefile.model.record_shapes import shape_of
from casefile.model.records import Case
from casefile.model.vocabularies import word
from casefile.pages.plain_facts import plain_facts
from casefile.publication.publish import Published

TOPICS = {
    "journalist": "role.journo", "citizen_journalist": "role.journo", "lawyer": "role.lawyer",
    "activist": "role.act", "human_rights_defender": "role.act",
}  # fmt: skip
"""Topics of FollowTheMoney by `capacity`: only roles, never one for screening, such as wanted or risk."""
EMPLOYED = frozenset({"staff", "former_staff"})
PERSON_FIELDS = frozenset({
    "identification", "name", "name_tier", "other_names", "birth", "gender", "nationalities", "occupation",
    "capacity", "minor", "affiliations",
})  # fmt: skip
"""Fields of a person that have a property of FollowTheMoney or an edge; others become notes."""


def person(graph: Graph, record: Published, case: Case) -> Iterator[Entity]:
    """Yield the person, and the edges to organisations and to people whose cases are published too."""
    who = case.person
    shape = shape_of("case").fields["person"]
    stated = record.data["person"]
    notes = (
        plain_facts(graph.publication.register, shape, stated, PERSON_FIELDS)
        if isinstance(stated, dict)
        else ()
    )
    yield entity(
        person_id(case.id),
        "Person",
        make_facts("name", who.name or graph.name_of(record)),
        other_names(who.other_names),
        date_facts(who.birth, "birthDate"),
        make_facts("gender", who.gender if who.gender in {"female", "male", "other"} else None),
        make_facts("nationality", *(code.lower() for code in who.nationalities)),
        make_facts("profession", who.occupation),
        make_facts("topics", TOPICS.get(who.capacity or "")),
        make_facts("keywords", *_keywords(who), *case.tags),
        make_facts("summary", _summary(graph, record)),
        make_facts("notes", *notes, *_grounds(case), case.notes),
    )
    for tie in who.affiliations:
        yield from _tie(graph, case, tie)
    for other in case.related:
        if other.case in graph.publication.by_id:
            yield entity(
                ident(case.id, "related", other.case),
                "UnknownLink",
                make_facts("subject", person_id(case.id)),
                make_facts("object", person_id(other.case)),
                make_facts("role", word(other.relation)),
            )


def spells(graph: Graph, record: Published, case: Case) -> Iterator[Entity]:
    """Yield an event for each time in custody; one that goes on has no end date."""
    day = graph.publication.on
    view = record.view(day)
    if view is None:
        return
    for number, spell in enumerate(view.spells, 1):
        basis = f" ({words})" if (words := basis_words(spell.basis)) else ""
        sure = "" if spell.certain else "possible "
        yield entity(
            ident(case.id, "spell", str(number)),
            "Event",
            make_facts("name", f"{sure}custody{basis} — {graph.name_of(record)}"),
            _end(spell.start, "startDate"),
            _end(spell.end, "endDate"),
            make_facts("country", case.country.lower()),
            make_facts("involved", person_id(case.id)),
            make_facts("summary", f"On {day_words(day)}: {spell_words(spell, view)}."),
            make_facts("keywords", "custody", f"basis:{spell.basis}" if spell.basis else None),
            make_facts("recordId", case.id),
        )


def _keywords(who: Person) -> Iterator[str]:
    for name in ("identification", "capacity", "minor"):
        value = getattr(who, name)
        if value:
            yield f"{name}:{value}"


def _summary(graph: Graph, record: Published) -> str:
    day = graph.publication.on
    view = record.view(day)
    return f"On {day_words(day)}: {in_sentences(view, day)}" if view else ""


def _grounds(case: Case) -> Iterator[str]:
    for ground in case.grounds:
        yield ", ".join(filter(None, (f"ground: {word(ground.kind)}", ground.text, ground.work)))


def _tie(graph: Graph, case: Case, tie: Affiliation) -> Iterator[Entity]:
    """Yield the edge to an organisation: an employment (staff), a membership or another link.

    If the organisation has no published record, its node comes first.
    """
    body, needed = graph.body(case.id, tie.organization)
    yield from needed
    relation = tie.relation or ""
    if relation in EMPLOYED:
        schema, here, there = "Employment", "employee", "employer"
    elif relation == "member":
        schema, here, there = "Membership", "member", "organization"
    else:
        schema, here, there = "UnknownLink", "subject", "object"
    yield entity(
        ident(case.id, "affiliation", tie.organization, relation, tie.role or ""),
        schema,
        make_facts(here, person_id(case.id)),
        make_facts(there, body),
        make_facts("role", tie.role, word(relation) if relation not in EMPLOYED else None),
        make_facts(
            "status",
            ("former" if relation.startswith("former") else "current") if relation in EMPLOYED else None,
        ),
        graph.proof(tie.sources),
        sources=sources_of(tie.sources),
    )


def _end(text: str, prop: str) -> Iterator[FtmFact]:
    """Yield the facts of the property `prop` for the first or last day of a period of custody.

    The words `ongoing` and `unknown` give no fact.
    """
    date = When.find(text)
    yield from date_facts(date, prop) if date else ()
