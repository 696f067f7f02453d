"""The steps of courts and prosecutors: one court case for each record, and a party for each step.

A charge is an allegation of an authority. It is published as an allegation, never as guilt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.exporters.as_ftm.ftm_entity import Entity, date_facts, entity, ident, make_facts
from casefile.exporters.as_ftm.ftm_events import FtmEvent, statutes
from casefile.exporters.as_ftm.ftm_graph import Graph
from casefile.model.events import Accusation, Hearing, LegalAction, Verdict
from casefile.model.plain_data import items
from casefile.model.record_shapes import shape_of_entry
from casefile.model.vocabularies import word
from casefile.pages.plain_facts import plain
from casefile.publication.publish import Published
from casefile.views.ledger_timeline import headline

OF_A_PERSON = (Accusation, Verdict)
OF_A_BODY = (LegalAction, Verdict, Hearing)
"""Types of entries that show that there are proceedings; each such entry is a step of them."""
BEFORE_COURTS = (Accusation, Verdict, Hearing, LegalAction)


def proceedings(graph: Graph, record: Published, ledger: Sequence[FtmEvent]) -> Iterator[Entity]:
    """Yield the court case, if the ledger contains steps of one, and a party for each step."""
    steps = [told for told in ledger if told.event.stands and _is_step(told)]
    if not steps:
        return
    courts = [told for told in ledger if told.event.stands and isinstance(told.event, BEFORE_COURTS)]
    case = ident(record.id, "proceedings")
    register = graph.publication.register
    yield entity(
        case,
        "CourtCase",
        make_facts("name", f"Proceedings against {graph.called(record)}"),
        *(
            group
            for told in courts
            for group in (
                make_facts("category", getattr(told.event, "matter", None), sources=told.sources),
                make_facts("court", _court(graph, told), sources=told.sources),
                make_facts("keywords", *statutes(graph, told), sources=told.sources),
                make_facts("notes", *_charges(graph, told), sources=told.sources),
            )
        ),
    )
    for told in steps:
        said = headline(register, told.entry, told.data)
        yield entity(
            ident(record.id, told.event.id, "party"),
            "CourtCaseParty",
            make_facts("party", told.subject),
            make_facts("case", case),
            make_facts("role", _role(told)),
            make_facts("status", _status(told)),
            date_facts(told.event.date, "startDate"),
            make_facts("summary", said),
            make_facts("recordId", record.id),
            graph.proof(told.event.sources),
            sources=told.sources,
        )


def _is_step(told: FtmEvent) -> bool:
    if told.record.kind == "case":
        return isinstance(told.event, OF_A_PERSON)
    in_court = not isinstance(told.event, LegalAction) or told.event.court is not None
    return told.record.kind == "organization" and isinstance(told.event, OF_A_BODY) and in_court


def _role(told: FtmEvent) -> str:
    if isinstance(told.event, Accusation):
        return "suspect" if told.event.step == "suspicion" else "accused"
    return "defendant" if told.record.kind == "case" else "respondent"


def _status(told: FtmEvent) -> str:
    event = told.event
    if isinstance(event, Accusation):
        return word(event.step or "accused")
    said = event.action if isinstance(event, LegalAction) else getattr(event, "outcome", None)
    return word(said or "")


def _court(graph: Graph, told: FtmEvent) -> str:
    court = str(getattr(told.event, "court", None) or "")
    return graph.publication.register.full_name(court)


def _charges(graph: Graph, told: FtmEvent) -> Iterator[str]:
    """Yield a note for each charge: alleged or decided, with the statute and the words of the authorities."""
    if not isinstance(told.event, Accusation | Verdict):
        return
    shape = shape_of_entry(told.event.type).fields["charges"]
    for charge in items(told.data.get("charges")):
        said = plain(graph.publication.register, shape.item(charge), charge)
        yield f"{word(str(told.data['type']))}: {said}"
