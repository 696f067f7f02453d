"""The person of a case, what ties them to others, and each time in custody."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.status_text import basis_words, day_words, in_sentences, spell_words
from casefile.dates import When
from casefile.exporters.as_ftm.ftm_entity import Entity, Fact, dated, entity, ident, say
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
"""Roles, and nothing that screening feeds on: being detained makes nobody wanted, a risk or a criminal."""
EMPLOYED = frozenset({"staff", "former_staff"})
TOLD = frozenset({
    "identification", "name", "name_tier", "other_names", "birth", "gender", "nationalities", "occupation",
    "capacity", "minor", "affiliations",
})  # fmt: skip
"""Fields of a person that are more than a note."""


def person(graph: Graph, record: Published, case: Case) -> Iterator[Entity]:
    """Yield the person, and the edges to organisations and to other people."""
    who = case.person
    shape = shape_of("case").fields["person"]
    stated = record.data["person"]
    notes = plain_facts(graph.publication.register, shape, stated, TOLD) if isinstance(stated, dict) else ()
    yield entity(
        person_id(case.id),
        "Person",
        say("name", who.name or graph.called(record)),
        other_names(who.other_names),
        dated(who.birth, "birthDate"),
        say("gender", who.gender if who.gender in {"female", "male", "other"} else None),
        say("nationality", *(code.lower() for code in who.nationalities)),
        say("profession", who.occupation),
        say("topics", TOPICS.get(who.capacity or "")),
        say("keywords", *_keywords(who), *case.tags),
        say("summary", _summary(graph, record)),
        say("notes", *notes, *_grounds(case), case.notes),
    )
    for tie in who.affiliations:
        yield from _tie(graph, case, tie)
    for other in case.related:
        if other.case in graph.publication.by_id:
            yield entity(
                ident(case.id, "related", other.case),
                "UnknownLink",
                say("subject", person_id(case.id)),
                say("object", person_id(other.case)),
                say("role", word(other.relation)),
            )


def spells(graph: Graph, record: Published, case: Case) -> Iterator[Entity]:
    """Yield each time in custody; what goes on has no end."""
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
            say("name", f"{sure}custody{basis} — {graph.called(record)}"),
            _end(spell.start, "startDate"),
            _end(spell.end, "endDate"),
            say("country", case.country.lower()),
            say("involved", person_id(case.id)),
            say("summary", f"On {day_words(day)}: {spell_words(spell, view)}."),
            say("keywords", "custody", f"basis:{spell.basis}" if spell.basis else None),
            say("recordId", case.id),
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
    """Yield the edge to an organisation: an employment only of who is or was on its staff."""
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
        say(here, person_id(case.id)),
        say(there, body),
        say("role", tie.role, word(relation) if relation not in EMPLOYED else None),
        say(
            "status",
            ("former" if relation.startswith("former") else "current") if relation in EMPLOYED else None,
        ),
        graph.proof(tie.sources),
        sources=sources_of(tie.sources),
    )


def _end(text: str, prop: str) -> Iterator[Fact]:
    """Yield one end of a spell; `ongoing` and `unknown` are no dates."""
    date = When.find(text)
    yield from dated(date, prop) if date else ()
