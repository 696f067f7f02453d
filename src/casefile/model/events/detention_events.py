"""Events of custody: detention, transfer, access, release, restriction, departure, disappearance, death."""

from typing import Annotated, Literal

from casefile.dates import SingleDate, When
from casefile.model.base_model import Model, Several, Word
from casefile.model.events.base_event import (
    Bail,
    OfProceeding,
    RequestedBy,
    SingleDayEvent,
    Then,
    Typed,
    Warrant,
)
from casefile.model.field import CountryCode, Line, Text, describe_field

RESTRICTIONS = (
    "non_disclosure travel_ban residence_undertaking appearance_undertaking reporting_duty surety curfew "
    "electronic_tag supervision contact_ban work_ban social_media_ban passport_held passport_cancelled "
    "entry_ban asset_freeze guardian military_service restricted_liberty correctional_work"
)
GIVEN = "given denied delayed"
Facility = Annotated[Text | None, describe_field("Where.", refers="organization?")]
DETENTION_KINDS = (
    "stop questioning arrest administrative abduction military immigration psychiatric conscription "
    "extradition surrendered returned rearrested recalled hostage_taking rendition"
)
BASES = (
    "questioning police_custody pretrial imprisonment open_facility house_arrest psychiatric compulsory_care "
    "administrative administrative_arrest administrative_detention designated_residence supervisory "
    "immigration "
    "extradition military juvenile_placement informal hostage unacknowledged"
)


class Notice(Model):
    """Information given to the person and to the family (Body of Principles, principles 10, 13 and 16)."""

    reasons: Annotated[Word | None, describe_field("The reasons for the arrest.", GIVEN)] = None
    rights: Annotated[Word | None, describe_field("The person's rights.", GIVEN)] = None
    family: Annotated[Word | None, describe_field("Notice to the family.", GIVEN)] = None


class Detention(SingleDayEvent):
    """The person is no longer free to leave (ICCPR art. 9; Body of Principles)."""

    type: Typed[Literal["detention"]]
    kind: Annotated[Word | None, describe_field("The kind of detention.", DETENTION_KINDS)] = None
    warrant: Warrant = None
    reasons: Annotated[Text | None, describe_field("The reasons that the authorities gave.", rare=True)] = (
        None
    )
    legal_basis: Annotated[
        Text | None, describe_field("The law that the authorities cited.", refers="statute?", rare=True)
    ] = None
    force: Annotated[
        Word | None, describe_field("The use of force.", "none unnecessary excessive lethal", rare=True)
    ] = None
    notice: Annotated[
        Notice | None, describe_field("Information given to the person and the family.", rare=True)
    ] = None
    recorded: Annotated[
        When | None, describe_field("The day that the official protocol gives.", rare=True)
    ] = None
    until: Annotated[
        SingleDate | None, describe_field("The end that the order itself states.", rare=True)
    ] = None
    facility: Annotated[Text | None, describe_field("Where the person is held.", refers="organization?")] = (
        None
    )
    requested_by: RequestedBy = None
    proceeding: OfProceeding = None


class Transfer(SingleDayEvent):
    """The person is moved to another place or form of custody."""

    type: Typed[Literal["transfer"]]
    facility: Annotated[Text | None, describe_field("Where to.", refers="organization?")] = None
    sent_to: Annotated[
        CountryCode | None, describe_field("The country to which the person is moved, if different.")
    ] = None
    basis: Annotated[
        Word | None,
        describe_field(
            "The form of custody there; absent means the same as before.",
            BASES,
        ),
    ] = None
    then: Then = None
    proceeding: OfProceeding = None


class Confirmation(SingleDayEvent):
    """The person is confirmed to be held, free or missing (ICPPED art. 17, 18)."""

    type: Typed[Literal["confirmation"]]
    found: Annotated[Word, describe_field("The result.", "held free missing")]
    facility: Facility = None
    whereabouts: Annotated[
        Word | None,
        describe_field("The authorities' answer about the place.", "disclosed undisclosed denied"),
    ] = None


class Access(SingleDayEvent):
    """Access to the person is requested (ICCPR art. 14(3)(b); Body of Principles, principle 18)."""

    type: Typed[Literal["access"]]
    to: Annotated[
        Word,
        describe_field(
            "Who asks for access. `anyone` with the outcome `denied` is incommunicado detention.",
            "counsel family doctor consular humanitarian hr_organization anyone",
        ),
    ]
    means: Annotated[Word | None, describe_field("The form of contact.", "visit call letters parcels")] = None
    outcome: Annotated[Word | None, describe_field("The result.", "permitted denied delayed monitored")] = (
        None
    )
    until: Annotated[SingleDate | None, describe_field("The last day of a denial or a permission.")] = None
    facility: Facility = None


class Release(SingleDayEvent):
    """The person is let go, perhaps under conditions."""

    type: Typed[Literal["release"]]
    kind: Annotated[
        Word | None,
        describe_field(
            "The ground of the release.",
            "after_questioning no_charge bail own_undertaking court_order charges_dropped acquittal "
            "sentence_served parole discharge exchange escape served time_served undertaking supervised "
            "medical furlough interim pardon amnesty charges_closed rescued to_guardian to_military_service "
            "claimed",
        ),
    ] = None
    seen_by: Annotated[
        Word | None,
        describe_field(
            "Who saw the person free.", "nobody person family lawyer observer source custodian", closed=True
        ),
    ] = None
    bail: Bail = None
    until: Annotated[
        SingleDate | None, describe_field("The day on which the person must return from a leave.")
    ] = None
    then: Then = None
    proceeding: OfProceeding = None
    conditions: Annotated[
        Several[Word], describe_field("The conditions of the release.", RESTRICTIONS, match="set")
    ] = ()


class Restriction(SingleDayEvent):
    """Freedom is limited without custody (ICCPR art. 12, 19)."""

    type: Typed[Literal["restriction"]]
    kind: Annotated[Word, describe_field("The kind of restriction.", RESTRICTIONS)]
    step: Annotated[
        Word | None, describe_field("The step; absent means imposed.", "imposed lifted breached")
    ] = None
    legal_form: Annotated[
        Word | None,
        describe_field(
            "The legal form.", "court_order investigator_undertaking administrative sentence informal"
        ),
    ] = None
    breach: Annotated[
        Word | None, describe_field("The consequence of a breach.", "criminal administrative none")
    ] = None
    until: Annotated[SingleDate | None, describe_field("Until when.")] = None
    proceeding: OfProceeding = None


class Departure(SingleDayEvent):
    """The person leaves the country, or is made to (ICCPR art. 12(4), 13)."""

    type: Typed[Literal["departure"]]
    kind: Annotated[
        Word | None,
        describe_field(
            "How.",
            "left fled evacuated expelled deported repatriated exchanged extradited surrender "
            "sentence_transfer rendition refused turned_back declined",
        ),
    ] = None
    into: Annotated[Word | None, describe_field("Into what.", "liberty custody")] = None
    to: Annotated[
        Text | None,
        describe_field(
            "The destination, as a country code; a more exact place is restricted.",
            tier_of="country_or_restricted",
        ),
    ] = None
    citizenship: Annotated[Word | None, describe_field("The effect on citizenship.", "revoked kept")] = None
    reentry_ban: Annotated[bool | None, describe_field("Whether the return is forbidden.")] = None


class Disappearance(SingleDayEvent):
    """The person is missing, or the place of custody is concealed (ICPPED art. 2)."""

    type: Typed[Literal["disappearance"]]
    last_seen: Annotated[
        Line | None,
        describe_field("Where the person was last seen, as exactly as known.", tier="restricted"),
    ] = None
    circumstances: Annotated[Text | None, describe_field("How the person was last seen.")] = None
    steps_taken: Annotated[
        Text | None,
        describe_field("The search for the person: steps, roles, and answers."),
    ] = None


class Death(SingleDayEvent):
    """The person died (ICCPR art. 6; Minnesota Protocol)."""

    type: Typed[Literal["death"]]
    in_custody: Annotated[bool | None, describe_field("Whether the death was in custody.")] = None
    executed: Annotated[bool | None, describe_field("Whether the death was the execution of a sentence.")] = (
        None
    )
    official_cause: Annotated[Text | None, describe_field("The cause that the authorities state.")] = None
    alleged_cause: Annotated[Text | None, describe_field("The cause that others allege.")] = None
    examination: Annotated[Text | None, describe_field("Who examined the body, and with what result.")] = None
    body: Annotated[
        Word | None, describe_field("What happened to the body.", "returned withheld not_seen")
    ] = None


DETENTION = (
    Detention | Transfer | Confirmation | Access | Release | Restriction | Departure | Disappearance | Death
)
