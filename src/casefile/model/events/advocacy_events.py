"""Events of advocacy: interventions, findings of assessors, responses of the authorities."""

from typing import Annotated, Literal

from casefile.dates import SingleDate
from casefile.model.base_model import Several, Word
from casefile.model.events.base_event import Event, Typed
from casefile.model.field import EventId, Label, Text, describe_field

Answers = Annotated[EventId | None, describe_field("The intervention that it answers. Absent: not stated.")]


class Intervention(Event):
    """An act of support: a statement, a letter, a petition."""

    type: Typed[Literal["intervention"]]
    kind: Annotated[
        Word | None,
        describe_field(
            "Which form.",
            "joint_statement statement open_letter urgent_appeal allegation_letter wgad_petition wgeid_case "
            "interim_measures platform_alert resolution trial_observation legal_aid",
        ),
    ] = None
    actors: Annotated[Several[Text], describe_field("Who speaks.", match="set", refers="organization?")] = ()
    actor_count: Annotated[
        int | None, describe_field("The number of actors, if not all are named.", low=0, high=1_000_000)
    ] = None
    addressed_to: Annotated[
        Several[Text], describe_field("To whom.", match="set", refers="organization?")
    ] = ()
    demands: Annotated[
        Several[Word],
        describe_field(
            "The demands.",
            "release drop_charges investigate end_harassment repeal_law access return_property support",
            match="set",
        ),
    ] = ()
    reply_due: Annotated[SingleDate | None, describe_field("The deadline for the reply.")] = None
    reference: Annotated[Label | None, describe_field("Its reference, such as AL KGZ 1/2025.")] = None


class Finding(Event):
    """The judgement of a court, UN body or organisation; casefile itself makes no findings."""

    type: Typed[Literal["finding"]]
    kind: Annotated[
        Word | None,
        describe_field("Which kind.", "wgad_opinion treaty_body_views court_judgment ngo_designation"),
    ] = None
    outcome: Annotated[Text | None, describe_field("The finding.")] = None
    categories: Annotated[
        Several[Label], describe_field("WGAD categories, such as II and III.", match="set")
    ] = ()
    answers: Answers = None
    reference: Annotated[Label | None, describe_field("Its reference.")] = None


class OfficialResponse(Event):
    """A statement of the authorities about the case."""

    type: Typed[Literal["official_response"]]
    position: Annotated[
        Word | None,
        describe_field(
            "The official position.",
            "acknowledges denies alternative_account accepts_responsibility no_explanation",
        ),
    ] = None
    answers: Answers = None


ADVOCACY = Intervention | Finding | OfficialResponse
