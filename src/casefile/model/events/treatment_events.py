"""Events of treatment: ill-treatment, health and statements of the person, reprisals against others."""

from typing import Annotated, ClassVar, Literal

from casefile.model.base_model import Several, Word
from casefile.model.events.base_event import Event, Typed
from casefile.model.field import Text, describe_field
from casefile.model.vocabularies import Tier


class IllTreatment(Event):
    """The person is ill-treated, as reported; the date may be a span (ICCPR art. 7; Istanbul Protocol)."""

    model_tier: ClassVar[Tier | None] = "restricted"
    type: Typed[Literal["ill_treatment"]]
    confinement: Annotated[
        Word | None,
        describe_field(
            "How the person is kept apart (Nelson Mandela Rules 43 to 45).",
            "solitary_confinement punishment_cell",
        ),
    ] = None
    methods: Annotated[Several[Text], describe_field("How.", match="set")] = ()


class Health(Event):
    """The person's health; the date may be a span (Nelson Mandela Rules 24 to 35)."""

    model_tier: ClassVar[Tier | None] = "restricted"
    type: Typed[Literal["health"]]
    kind: Annotated[
        Word | None, describe_field("The kind of health problem.", "illness injury hunger_strike self_harm")
    ] = None
    condition: Annotated[Text | None, describe_field("The illness, injury or risk, in words.")] = None
    care: Annotated[
        Word | None, describe_field("Whether care is given.", "given denied delayed refused_by_person")
    ] = None
    urgency: Annotated[Word | None, describe_field("How urgent.", "routine soon urgent life_threatening")] = (
        None
    )


class Reprisal(Event):
    """A measure against another person, such as a relative, because of the case."""

    type: Typed[Literal["reprisal"]]
    against: Annotated[
        Word | None, describe_field("The role of the person under pressure.", "relative lawyer colleague")
    ] = None
    kind: Annotated[Text | None, describe_field("The kind of act.")] = None


class Statement(Event):
    """A statement in the person's name; a recording is cited, never embedded (ICCPR art. 14(3)(g))."""

    type: Typed[Literal["statement"]]
    kind: Annotated[
        Word | None, describe_field("Which form.", "video_regret video_confession signed apology")
    ] = None
    published_by: Annotated[
        Several[Text], describe_field("The publisher.", match="set", refers="organization?")
    ] = ()
    coercion: Annotated[
        Word | None, describe_field("Whether the statement was forced.", "alleged forced voluntary")
    ] = None


TREATMENT = IllTreatment | Health | Reprisal | Statement
