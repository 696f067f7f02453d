"""The person of a case: names, birth, work and links to organisations; consent, and grounds of targeting.

Home address, identity documents, relatives and lawyers have no field on purpose. An export form that needs
them asks for them when it is made, and the answers are not stored.
"""

from typing import Annotated

from casefile.dates import When
from casefile.model.base_model import Model, Several, Word
from casefile.model.field import CountryCode, Label, Line, Text, describe_field
from casefile.model.source import Language, SourceRef, Sources
from casefile.model.vocabularies import Tier


class OtherName(Model):
    """A name in another script or spelling, or a name that someone writes under."""

    name: Annotated[Line, describe_field("The name, not split into parts.")]
    kind: Annotated[
        Word | None,
        describe_field("The kind of name.", "native spelling transliteration former pseudonym pen_name"),
    ] = None
    lang: Language = None
    sources: Annotated[Several[SourceRef], describe_field("Who uses it.", match="set", refers="source")] = ()
    tier: Annotated[Tier | None, describe_field("The tier, if stricter than the record.")] = None


class Age(Model):
    """An age in years, as stated on a day."""

    years: Annotated[int, describe_field("Full years.", low=0, high=130)]
    as_of: Annotated[When | None, describe_field("The day of the statement.")] = None


class Affiliation(Model):
    """A link of the person to an organisation."""

    organization: Annotated[
        Line, describe_field("The organisation, by id or as text.", refers="organization?")
    ]
    role: Annotated[Line | None, describe_field("The role of the person there.")] = None
    relation: Annotated[
        Word | None,
        describe_field(
            "The relation of the person to it.",
            "staff former_staff freelance contributor former_contributor contractor owner_founder member "
            "relative_of_staff",
        ),
    ] = None
    sources: Sources = ()


class ExternalId(Model):
    """The person's number in another register."""

    scheme: Annotated[Text, describe_field("Which register.")]
    value: Annotated[Label, describe_field("The identifier in that scheme.")]


class Person(Model):
    """The detained person."""

    identification: Annotated[
        Word,
        describe_field(
            "How far the person is identified.", "named withheld partial unnamed", closed=True, rare=True
        ),
    ]
    name: Annotated[Line | None, describe_field("The full name in Latin letters.")] = None
    name_tier: Annotated[
        Tier | None, describe_field("Who may see the name, if stricter than the record.", rare=True)
    ] = None
    descriptor: Annotated[Line | None, describe_field("Role and organisation, if there is no name.")] = None
    other_names: Annotated[
        Several[OtherName], describe_field("Other scripts, spellings and names.", match="set")
    ] = ()
    birth: Annotated[When | None, describe_field("Date of birth, as far as known.")] = None
    age: Annotated[
        Age | None, describe_field("The stated age, if the date of birth is not known.", rare=True)
    ] = None
    minor: Annotated[
        Word | None, describe_field("Under 18 (CRC art. 1).", "minor adult unknown", closed=True, rare=True)
    ] = None
    gender: Annotated[Word | None, describe_field("Gender, as the person states it.", "female male")] = None
    nationalities: Annotated[
        Several[CountryCode], describe_field("Nationalities, as country codes.", match="set", rare=True)
    ] = ()
    occupation: Annotated[Line | None, describe_field("The person's work, in the words of the sources.")] = (
        None
    )
    capacity: Annotated[
        Word | None,
        describe_field(
            "In which capacity the person was targeted.",
            "journalist media_worker citizen_journalist activist lawyer human_rights_defender politician",
            rare=True,
        ),
    ] = None
    affiliations: Annotated[Several[Affiliation], describe_field("Links to organisations.", match="set")] = ()
    vulnerabilities: Annotated[
        Several[Text],
        describe_field(
            "Risks that make custody more dangerous for the person.",
            match="set",
            tier="restricted",
            rare=True,
        ),
    ] = ()
    external_ids: Annotated[
        Several[ExternalId], describe_field("Numbers in other registers.", match="set", rare=True)
    ] = ()


NAMES = frozenset({"name", "other_names"})
"""The fields of `person` with the names of the person."""
NO_NAMES = frozenset({*Person.model_fields, *OtherName.model_fields}) - NAMES
"""The other fields of `person` and of an `OtherName`, which contain no name."""


def is_name_field(field: str) -> bool:
    """Return whether a claim about a field, given as a dotted path, states a name of the person.

    This includes fields that the model does not know if their name starts like that of a name field.
    """
    top, *steps = field.split(".")
    return top == "person" and ".".join(steps).startswith((*NAMES,)) and NO_NAMES.isdisjoint(steps)


class Ground(Model):
    """A reason why the person was targeted, as a source states it (WGAD categories II and V)."""

    kind: Annotated[
        Word,
        describe_field("The ground.", "expression association assembly profession opinion discrimination"),
    ]
    text: Annotated[Text | None, describe_field("In words.")] = None
    work: Annotated[Text | None, describe_field("The publication or act that was targeted.")] = None
    sources: Sources = ()


class Consent(Model):
    """Consent to publication by the person, or by someone who acts for the person; it contains no names."""

    basis: Annotated[
        Word,
        describe_field(
            "Who agreed.",
            "subject family lawyer organization public_record not_obtainable unknown",
            closed=True,
        ),
    ]
    given_by: Annotated[
        Text | None, describe_field("The role of who gave it, never a name.", tier="restricted")
    ] = None
    scope: Annotated[
        Several[Word],
        describe_field(
            "The permitted uses. UN bodies show un_government to the government and publish un_report; "
            "un is un_government in older files.",
            "internal anonymous named partners un_government un_report un court ftm",
            closed=True,
            match="set",
        ),
    ] = ()
    obtained: Annotated[When | None, describe_field("The day of the consent.")] = None
    expires: Annotated[When | None, describe_field("The last day on which it is valid.")] = None
    withdrawn: Annotated[When | None, describe_field("The day on which it was withdrawn.")] = None
