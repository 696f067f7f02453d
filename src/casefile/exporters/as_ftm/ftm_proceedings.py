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
    """Yield one court case, if the ledger contains steps of one, and its parties, one for each step."""
    steps = [ftm_event for ftm_event in ledger if ftm_event.event.stands and _is_step(ftm_event)]
    if not steps:
        return
    courts = [
        ftm_event
        for ftm_event in ledger
        if ftm_event.event.stands and isinstance(ftm_event.event, BEFORE_COURTS)
    ]
    case = ident(record.id, "proceedings")
    register = graph.publication.register
    yield entity(
        case,
        "CourtCase",
        make_facts("name", f"Proceedings against {graph.name_of(record)}"),
        *(
            group
            for ftm_event in courts
            for group in (
                make_facts("category", getattr(ftm_event.event, "matter", None), sources=ftm_event.sources),
                make_facts("court", _court(graph, ftm_event), sources=ftm_event.sources),
                make_facts("keywords", *statutes(graph, ftm_event), sources=ftm_event.sources),
                make_facts("notes", *_charges(graph, ftm_event), sources=ftm_event.sources),
            )
        ),
    )
    for ftm_event in steps:
        summary = headline(register, ftm_event.entry, ftm_event.data)
        yield entity(
            ident(record.id, ftm_event.event.id, "party"),
            "CourtCaseParty",
            make_facts("party", ftm_event.subject),
            make_facts("case", case),
            make_facts("role", _role(ftm_event)),
            make_facts("status", _status(ftm_event)),
            date_facts(ftm_event.event.date, "startDate"),
            make_facts("summary", summary),
            make_facts("recordId", record.id),
            graph.proof(ftm_event.event.sources),
            sources=ftm_event.sources,
        )


def _is_step(ftm_event: FtmEvent) -> bool:
    if ftm_event.record.kind == "case":
        return isinstance(ftm_event.event, OF_A_PERSON)
    in_court = not isinstance(ftm_event.event, LegalAction) or ftm_event.event.court is not None
    return ftm_event.record.kind == "organization" and isinstance(ftm_event.event, OF_A_BODY) and in_court


def _role(ftm_event: FtmEvent) -> str:
    if isinstance(ftm_event.event, Accusation):
        return "suspect" if ftm_event.event.step == "suspicion" else "accused"
    return "defendant" if ftm_event.record.kind == "case" else "respondent"


def _status(ftm_event: FtmEvent) -> str:
    event = ftm_event.event
    if isinstance(event, Accusation):
        return word(event.step or "accused")
    outcome = event.action if isinstance(event, LegalAction) else getattr(event, "outcome", None)
    return word(outcome or "")


def _court(graph: Graph, ftm_event: FtmEvent) -> str:
    court = str(getattr(ftm_event.event, "court", None) or "")
    return graph.publication.register.full_name(court)


def _charges(graph: Graph, ftm_event: FtmEvent) -> Iterator[str]:
    """Yield a note for each charge: alleged or decided, with the statute and the words of the authorities."""
    if not isinstance(ftm_event.event, Accusation | Verdict):
        return
    shape = shape_of_entry(ftm_event.event.type).fields["charges"]
    for charge in items(ftm_event.data.get("charges")):
        text = plain(graph.publication.register, shape.item(charge), charge)
        yield f"{word(str(ftm_event.data['type']))}: {text}"
