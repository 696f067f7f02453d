"""Events of proceedings: interrogation, search, accusation, hearing, verdict, appeal, clemency, listing."""

from typing import Annotated, Literal

from pydantic import Field

from casefile.dates import Duration, SingleDate
from casefile.model.base_model import Model, Several, Word
from casefile.model.events.base_event import (
    Bail,
    Court,
    OfProceeding,
    RequestedBy,
    SingleDayEvent,
    Then,
    Typed,
    Warrant,
)
from casefile.model.field import Amount, CountryCode, EventId, Label, ProceedingId, Text, describe_field
from casefile.model.former_fields import MATTERS

Presence = Annotated[
    Word | None, describe_field("Whether the person is present.", "in_person video in_absentia", rare=True)
]
Judge = Annotated[Text | None, describe_field("Who presides.", tier="restricted")]
Prosecutor = Annotated[Text | None, describe_field("Who prosecutes.", tier="restricted", rare=True)]
Against = Annotated[EventId | None, describe_field("The event with the decision under review.", rare=True)]
AppealUntil = Annotated[SingleDate | None, describe_field("The last day for an appeal.", rare=True)]
CourtKind = Annotated[
    Word | None,
    describe_field(
        "The kind of court. Absent: not stated.",
        "ordinary military special juvenile administrative constitutional religious customary",
        rare=True,
    ),
]


class Charge(Model):
    """One charge: the provision, and the offence in the words of the authorities."""

    statute: Annotated[Text | None, describe_field("The statute, by id or as text.", refers="statute?")] = (
        None
    )
    part: Annotated[Label | None, describe_field("The part of the article.")] = None
    offence: Annotated[Text | None, describe_field("The offence, verbatim.")] = None


Charges = Annotated[Several[Charge], describe_field("Which charges.", match="set")]


class Sentence(Model):
    """One penalty of a verdict."""

    penalty: Annotated[
        Word,
        describe_field(
            "The penalty.",
            "imprisonment life death suspended probation restricted_liberty forced_labour "
            "administrative_arrest fine community_work ban confiscation deportation compulsory_treatment "
            "deferred death_reprieved post_release_supervision open_facility home_confinement intermittent "
            "correctional_work inpatient_treatment outpatient_treatment exempted time_served corporal",
        ),
    ]
    term: Annotated[Duration | None, describe_field("How long, such as P6Y.")] = None
    suspended: Annotated[
        Duration | Literal["all"] | None, describe_field("The conditional part: a length, or all of it.")
    ] = None
    until: Annotated[SingleDate | None, describe_field("The end that the verdict itself states.")] = None
    amount: Annotated[Amount | None, describe_field("How much, with the currency.")] = None
    regime: Annotated[Text | None, describe_field("The regime, as stated.")] = None


NewSentences = Annotated[Several[Sentence], describe_field("The penalties from this event on.", match="set")]


class SeizedItem(Model):
    """Things that were taken, or that a search was for."""

    category: Annotated[Text, describe_field("The thing: computer, telephone, documents.")]
    quantity: Annotated[int | None, describe_field("The number, if stated.", low=0, high=1_000_000)] = None
    owner: Annotated[
        Text | None, describe_field("The owner: a role or an organisation.", refers="organization?")
    ] = None
    fate: Annotated[Text | None, describe_field("The state of the seized items.")] = None


class Interrogation(SingleDayEvent):
    """The person is questioned (ICCPR art. 14(3)(d), (g))."""

    type: Typed[Literal["interrogation"]]
    counsel: Annotated[
        Word | None, describe_field("Whether a lawyer was present.", "present denied delayed not_requested")
    ] = None
    as_: Annotated[
        Word | None,
        Field(alias="as"),
        describe_field("The capacity of the person.", "witness suspect accused informal"),
    ] = None
    investigator: Annotated[Text | None, describe_field("Who asks the questions.", tier="restricted")] = None
    duration: Annotated[Duration | None, describe_field("How long, such as PT3H.")] = None


class Search(SingleDayEvent):
    """Premises or things are searched (ICCPR art. 17)."""

    type: Typed[Literal["search"]]
    premises: Annotated[
        Word | None,
        describe_field(
            "The place that was searched.", "home newsroom office technical_office vehicle person"
        ),
    ] = None
    warrant: Warrant = None
    items: Annotated[Several[SeizedItem], describe_field("The seized items.", match="set")] = ()


class Accusation(SingleDayEvent):
    """The person is suspected or charged, or the charge goes to court or ends (ICCPR art. 9(2), 14(3)(a))."""

    type: Typed[Literal["charge"]]
    charges: Charges = ()
    step: Annotated[
        Word | None,
        describe_field(
            "The stage of the charge; absent means accused.",
            "suspicion accused reclassified to_court dropped time_barred terminated",
        ),
    ] = None
    all_charges: Annotated[bool | None, describe_field("Whether these are all the charges.")] = None
    proceeding: OfProceeding = None


class Hearing(SingleDayEvent):
    """A court looks at custody, guilt or an appeal (ICCPR art. 9(3), 9(4), 14)."""

    type: Typed[Literal["hearing"]]
    stage: Annotated[
        Word | None,
        describe_field(
            "The subject of the hearing.",
            "custody extension preliminary trial verdict appeal cassation supervisory administrative "
            "extradition parole",
        ),
    ] = None
    openness: Annotated[
        Word | None, describe_field("Whether the hearing is public.", "open closed partly_closed", rare=True)
    ] = None
    presence: Presence = None
    court: Court = None
    court_kind: CourtKind = None
    judge: Judge = None
    prosecutor: Prosecutor = None
    outcome: Annotated[
        Word | None,
        describe_field(
            "The result. house_arrest is for the whole day: if it is for the night only, record "
            "milder_measure and a restriction of kind curfew.",
            "scheduled cancelled adjourned remanded extended house_arrest released bail measure_lifted "
            "refused remitted upheld overturned sentence_changed examination_ordered bail_granted "
            "bail_posted bail_cancelled stayed milder_measure converted suspension_revoked parole_granted "
            "parole_revoked surrender_ordered extradition_allowed extradition_refused removal_ordered "
            "committed annulled",
        ),
    ] = None
    overturns: Annotated[
        Word | None,
        describe_field(
            "The decision that is overturned.",
            "conviction custody_order release_order acquittal",
            closed=True,
            rare=True,
        ),
    ] = None
    bail: Bail = None
    requested_by: RequestedBy = None
    sent_to: Annotated[
        CountryCode | None, describe_field("The country to which the person will be sent.", rare=True)
    ] = None
    sentences: NewSentences = ()
    then: Then = None
    against: Against = None
    proceeding: OfProceeding = None
    until: Annotated[SingleDate | None, describe_field("The end of the ordered custody.")] = None
    appeal_until: AppealUntil = None


class Verdict(SingleDayEvent):
    """A court decides on guilt (ICCPR art. 14, 15)."""

    type: Typed[Literal["verdict"]]
    matter: Annotated[Word | None, describe_field("The kind of case.", MATTERS, rare=True)] = None
    instance: Annotated[
        Word | None,
        describe_field("The instance; absent means the first.", "first appeal cassation supervisory"),
    ] = None
    presence: Presence = None
    court: Court = None
    court_kind: CourtKind = None
    judge: Judge = None
    prosecutor: Prosecutor = None
    outcome: Annotated[
        Word | None,
        describe_field(
            "The decision.",
            "convicted acquitted terminated annulled not_responsible adjudication_deferred",
        ),
    ] = None
    charges: Annotated[
        Several[Charge], describe_field("The charges that the verdict decides.", match="set")
    ] = ()
    sentences: Annotated[Several[Sentence], describe_field("Which penalties.", match="set")] = ()
    in_force: Annotated[SingleDate | None, describe_field("The day on which it became final.")] = None
    taken_into_custody: Annotated[
        bool | None, describe_field("Whether the person was taken into custody in court.")
    ] = None
    then: Then = None
    against: Against = None
    absorbs: Annotated[
        Several[ProceedingId],
        describe_field("Proceedings whose sentences are merged into this one.", match="set", rare=True),
    ] = ()
    proceeding: OfProceeding = None
    appeal_until: AppealUntil = None


class Appeal(SingleDayEvent):
    """A review is requested; its result is a hearing or a verdict of its own (ICCPR art. 9(4), 14(5))."""

    type: Typed[Literal["appeal"]]
    kind: Annotated[
        Word | None,
        describe_field("Which remedy.", "appeal cassation habeas_corpus complaint constitutional"),
    ] = None
    step: Annotated[Word | None, describe_field("Filed or withdrawn.", "filed withdrawn")] = None
    against: Annotated[Text | None, describe_field("The entry or decision under appeal.")] = None
    proceeding: OfProceeding = None


class Clemency(SingleDayEvent):
    """The head of state or a law pardons (ICCPR art. 6(4))."""

    type: Typed[Literal["clemency"]]
    kind: Annotated[Word | None, describe_field("Which act.", "pardon amnesty commutation")] = None
    effect: Annotated[Word | None, describe_field("The effect.", "released reduced none")] = None
    sentences: NewSentences = ()
    then: Then = None
    proceeding: OfProceeding = None


class CaseStep(SingleDayEvent):
    """A proceeding is opened, renumbered, joined to another one, severed, moved, suspended, closed."""

    type: Typed[Literal["case"]]
    step: Annotated[
        Word,
        describe_field("What happened.", "opened renumbered joined severed moved suspended reopened closed"),
    ]
    proceeding: OfProceeding = None
    into_proceeding: Annotated[
        ProceedingId | None, describe_field("The proceeding in which it continues.")
    ] = None
    from_proceeding: Annotated[
        ProceedingId | None, describe_field("The proceeding from which it was severed.")
    ] = None
    charges: Charges = ()


class Listing(SingleDayEvent):
    """The person or organisation is listed or removed from a list."""

    type: Typed[Literal["listing"]]
    list_: Annotated[
        Word,
        Field(alias="list"),
        describe_field(
            "Which list.",
            "wanted_national wanted_cis interpol_notice interpol_diffusion extremist foreign_agent "
            "undesirable",
        ),
    ]
    step: Annotated[Word | None, describe_field("What happened.", "requested listed refused removed")] = None


PROCEEDINGS = Interrogation | Search | Accusation | Hearing | Verdict | Appeal | Clemency | CaseStep | Listing
