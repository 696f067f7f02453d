"""Events that happen to an organisation, and `Note` for anything that no other type fits."""

from typing import Annotated, Literal

from casefile.model.base_model import Word
from casefile.model.events.base_event import Court, Event, Typed
from casefile.model.field import Text, describe_field


class LegalAction(Event):
    """A measure against an organisation: closure, blocking, a fine (ICCPR art. 19, 22)."""

    type: Typed[Literal["legal_action"]]
    action: Annotated[
        Word | None,
        describe_field("Which measure.", "liquidation blocking closure suspension licence_revoked fine"),
    ] = None
    step: Annotated[Word | None, describe_field("The step.", "imposed suspended upheld lifted")] = None
    court: Court = None
    reason: Annotated[Text | None, describe_field("The stated reason.")] = None


class Succession(Event):
    """An organisation's work continues under another legal entity."""

    type: Typed[Literal["succession"]]
    successor: Annotated[Text | None, describe_field("The new entity, if named.", refers="organization?")] = (
        None
    )


class Note(Event):
    """A fact that fits no other type of event; its summary describes it."""

    type: Typed[Literal["note"]]


ORGANISATION = LegalAction | Succession | Note
