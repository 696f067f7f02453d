"""The base classes of all events, with the fields that every event of a ledger has."""

from typing import TYPE_CHECKING, Annotated, ClassVar, TypeVar

from casefile.dates import SingleDate, When
from casefile.model.base_model import Model, Several, Word
from casefile.model.field import Amount, Clock, CountryCode, EventId, Line, ProceedingId, Text, describe_field
from casefile.model.source import Resolution, SourceRef
from casefile.model.vocabularies import STANDING, Tier, is_believed

Item = TypeVar("Item")
Typed = Annotated[Item, describe_field("The type of the entry; it determines the fields.")]
"""The annotation of the field `type`: a `Literal` of the one word of the event type."""


Then = Annotated[
    Word | None,
    describe_field(
        "Where the person went afterwards. Absent: not stated.",
        "held free home_guarded elsewhere",
        closed=True,
    ),
]
Bail = Annotated[Amount | None, describe_field("How much bail, with the currency.", rare=True)]
RequestedBy = Annotated[
    CountryCode | None, describe_field("The country that asks for extradition.", rare=True)
]
Court = Annotated[Text | None, describe_field("Which court.", refers="organization?")]
Warrant = Annotated[Word | None, describe_field("Whether a warrant was seen.", "shown not_shown", rare=True)]
OfProceeding = Annotated[ProceedingId | None, describe_field("The proceeding of the case.", rare=True)]


class Cites(Model):
    """The sources of single fields of an entry; it has the fields of all event types except `NOT_CITED`."""

    def of(self, field: str) -> tuple[str, ...]:
        """Return the ids of the sources that are cited for one field; empty if there are none."""
        return getattr(self, field, ())


NOT_CITED = frozenset({"id", "type", "note", "tier", "tags", "sources", "cites", "standing", "resolution"})
"""Fields of an event that do not come from a source, so they have no citations."""


class Event(Model):
    """A dated entry of a ledger, with its sources."""

    model_tier: ClassVar[Tier | None] = None
    """The least tier of every event of this type, by the model; None if the model gives none."""

    if TYPE_CHECKING:
        type: str

    id: Annotated[EventId, describe_field("Five random characters, unique in the record.")]
    date: Annotated[When, describe_field("The date, as exact as the sources are.")]
    time: Annotated[Clock | None, describe_field('The time of day, such as "09:30".', rare=True)] = None
    place: Annotated[Line | None, describe_field("Town or city.")] = None
    by: Annotated[
        Several[Line], describe_field("The organisations that acted.", match="set", refers="organization?")
    ] = ()
    summary: Annotated[
        Line | None, describe_field("One line that describes the event.", tail=True, rare=True)
    ] = None
    note: Annotated[Text | None, describe_field("A note for your team.", tier="restricted", tail=True)] = None
    tier: Annotated[
        Tier | None, describe_field("Who may see it, if stricter than the record.", tail=True)
    ] = None
    tags: Annotated[Several[Line], describe_field("Free keywords.", match="set", tail=True, rare=True)] = ()
    sources: Annotated[
        Several[SourceRef],
        describe_field("The sources: ids, or addresses.", match="set", refers="source", tail=True),
    ] = ()
    cites: Annotated[
        Cites | None,
        describe_field(
            "Fields that only some of the sources state: each field, with the ids of these sources.",
            tail=True,
            rare=True,
        ),
    ] = None
    standing: Annotated[
        Word | None,
        describe_field(
            "Verification status; absent means reported.", STANDING, closed=True, tail=True, rare=True
        ),
    ] = None
    resolution: Annotated[
        Resolution | None, describe_field("Why it is disputed, refuted or retracted.", tail=True, rare=True)
    ] = None

    @property
    def stands(self) -> bool:
        """Whether the event counts: it is not disputed, refuted or retracted."""
        return is_believed(self.standing)


class SingleDayEvent(Event):
    """An entry that happens on one day, which may be uncertain; the end of a state is another entry."""

    date: Annotated[SingleDate, describe_field("The date, as exact as the sources are.")]
