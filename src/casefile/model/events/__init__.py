"""The types of entries, and which ledger takes which."""

from __future__ import annotations

from typing import get_args

from casefile.model.events.advocacy import ADVOCACY, Finding, Intervention, OfficialResponse
from casefile.model.events.base import AGAINST, STANDING, STANDS, Event, Step
from casefile.model.events.detention import (
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
from casefile.model.events.organisation import ORGANISATION, LegalAction, Note, Succession
from casefile.model.events.proceedings import (
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
from casefile.model.events.treatment import TREATMENT, Health, IllTreatment, Reprisal, Statement

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
    """Return the word that stands in the file for this type."""
    word: str = get_args(event.model_fields["type"].annotation)[0]
    return word


EVENT_TYPES: dict[str, type[Event]] = {
    type_name(event): event for family in FAMILIES.values() for event in family
}
"""Every type by its word, in the order of the families."""

__all__ = [
    "ADVOCACY", "AGAINST", "DETENTION", "EVENT_TYPES", "FAMILIES", "ORGANISATION", "PROCEEDINGS",
    "STANDING", "STANDS", "TREATMENT", "Access", "Accusation", "Appeal", "CaseEvent", "CaseStep",
    "Charge", "Clemency", "Confirmation", "Death", "Departure", "Detention", "Disappearance", "Event",
    "Finding", "Health", "Hearing", "IllTreatment", "Interrogation", "Intervention", "LegalAction",
    "Listing", "Note", "OfficialResponse", "OrganizationEvent", "Release", "Reprisal", "Restriction",
    "Search", "Sentence", "SituationEvent", "Statement", "Step", "Succession", "Transfer", "Verdict",
    "type_name",
]  # fmt: skip
