"""The event types, and the types that the ledger of each kind of record accepts."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import Field
from pydantic.fields import FieldInfo

from casefile.model.base_model import Several
from casefile.model.events.advocacy_events import ADVOCACY, Finding, Intervention, OfficialResponse
from casefile.model.events.base_event import NOT_CITED, Cites, Event, SingleDayEvent
from casefile.model.events.detention_events import (
    DETENTION,
    Access,
    Confirmation,
    Death,
    Departure,
    Detention,
    Disappearance,
    Release,
    Restriction,
    Transfer,
)
from casefile.model.events.organisation_events import ORGANISATION, LegalAction, Note, Succession
from casefile.model.events.proceeding_events import (
    PROCEEDINGS,
    Accusation,
    Appeal,
    CaseStep,
    Charge,
    Clemency,
    Hearing,
    Interrogation,
    Listing,
    Search,
    Sentence,
    Verdict,
)
from casefile.model.events.treatment_events import TREATMENT, Health, IllTreatment, Reprisal, Statement
from casefile.model.field import FieldMeta, RecordId, describe_field
from casefile.model.vocabularies import strictest
from casefile.names.groups_by_key import grouped

CaseEvent = DETENTION | PROCEEDINGS | TREATMENT | ADVOCACY | ORGANISATION
SituationEvent = (
    Access
    | Restriction
    | (
        Interrogation
        | Search
        | Accusation
        | Hearing
        | Verdict
        | Appeal
        | Listing
        | TREATMENT
        | ADVOCACY
        | ORGANISATION
    )
)
OrganizationEvent = (
    Search
    | LegalAction
    | Listing
    | Succession
    | Statement
    | Intervention
    | OfficialResponse
    | Finding
    | Hearing
    | Appeal
    | Note
)

FAMILIES: dict[str, tuple[type[Event], ...]] = {
    "detention": get_args(DETENTION),
    "proceedings": get_args(PROCEEDINGS),
    "treatment": get_args(TREATMENT),
    "advocacy": get_args(ADVOCACY),
    "organisation": get_args(ORGANISATION),
}


def type_name(event: type[Event]) -> str:
    """Return the word for an event class in the field `type` of a file, such as `hearing`."""
    word: str = get_args(event.model_fields["type"].annotation)[0]
    return word


EVENT_TYPES: dict[str, type[Event]] = {
    type_name(event): event for family in FAMILIES.values() for event in family
}
"""The event classes by the word of their type, in the order of the families."""


def _cited_fields() -> Iterator[tuple[str, FieldInfo]]:
    """Yield a field of `Cites` for each field of any event type except `NOT_CITED`: a list of source ids.

    Its tier is the strictest that the field may have in any type.
    """
    every = (each for event in EVENT_TYPES.values() for each in event.model_fields.items())
    for name, fields in grouped((name, info) for name, info in every if name not in NOT_CITED).items():
        marks = [mark for info in fields for mark in info.metadata if isinstance(mark, FieldMeta)]
        tier = strictest(*("restricted" if mark.tier_of else mark.tier for mark in marks))
        meta = describe_field(
            f"Who states the field `{fields[0].alias or name}`.",
            tier=None if tier == "public" else tier,
            match="set",
            refers="source",
        )
        cited: Any = Annotated[Several[RecordId], meta]
        yield name, FieldInfo.from_annotated_attribute(cited, Field(default=(), alias=fields[0].alias))


Cites.model_fields.update(
    _cited_fields()
)  # possible, because pydantic has not built the model yet: see `defer_build`

__all__ = [
    "ADVOCACY", "DETENTION", "EVENT_TYPES", "FAMILIES", "ORGANISATION", "PROCEEDINGS", "TREATMENT",
    "Access", "Accusation", "Appeal", "CaseEvent", "CaseStep", "Charge", "Cites", "Clemency",
    "Confirmation", "Death", "Departure", "Detention", "Disappearance", "Event", "Finding", "Health",
    "Hearing", "IllTreatment", "Interrogation", "Intervention", "LegalAction", "Listing", "Note",
    "OfficialResponse", "OrganizationEvent", "Release", "Reprisal", "Restriction", "Search", "Sentence",
    "SingleDayEvent", "SituationEvent", "Statement", "Succession", "Transfer", "Verdict", "type_name",
]  # fmt: skip
