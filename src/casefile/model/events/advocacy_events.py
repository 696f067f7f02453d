"""Advocacy: who spoke up, what was found, what the state answered."""

from typing import Annotated, Literal

from casefile.dates import Moment
from casefile.model.base_model import Several, Word
from casefile.model.events.base_event import Event, Typed
from casefile.model.field import EventId, Label, Text, says

Answers = Annotated[EventId | None, says("The intervention that it answers; absent: not stated.")]


class Intervention(Event):
    """Somebody speaks up: a statement, a letter, a petition."""

    type: Typed[Literal["intervention"]]
    kind: Annotated[
        Word | None,
        says(
            "Which form.",
            "joint_statement statement open_letter urgent_appeal allegation_letter wgad_petition wgeid_case "
            "interim_measures platform_alert resolution trial_observation legal_aid",
        ),
    ] = None
    actors: Annotated[Several[Text], says("Who speaks.", match="set", refers="organization?")] = ()
    actor_count: Annotated[int | None, says("How many, where not all are named.", low=0, high=1_000_000)] = (
        None
    )
    addressed_to: Annotated[Several[Text], says("To whom.", match="set", refers="organization?")] = ()
    demands: Annotated[
        Several[Word],
        says(
            "What is asked.",
            "release drop_charges investigate end_harassment repeal_law access return_property support",
            match="set",
        ),
    ] = ()
    reply_due: Annotated[Moment | None, says("By when an answer is due.")] = None
    reference: Annotated[Label | None, says("Its reference, such as AL KGZ 1/2025.")] = None


class Finding(Event):
    """A named assessor's judgement; casefile itself never concludes."""

    type: Typed[Literal["finding"]]
    kind: Annotated[
        Word | None, says("Which kind.", "wgad_opinion treaty_body_views court_judgment ngo_designation")
    ] = None
    outcome: Annotated[Text | None, says("What was found.")] = None
    categories: Annotated[Several[Label], says("WGAD categories, such as II and III.", match="set")] = ()
    answers: Answers = None
    reference: Annotated[Label | None, says("Its reference.")] = None


class OfficialResponse(Event):
    """What the authorities say."""

    type: Typed[Literal["official_response"]]
    position: Annotated[
        Word | None,
        says(
            "The position they take.",
            "acknowledges denies alternative_account accepts_responsibility no_explanation",
        ),
    ] = None
    answers: Answers = None


ADVOCACY = Intervention | Finding | OfficialResponse
