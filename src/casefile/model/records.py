"""The five kinds of records, and the withdrawal notice that replaces a case that was removed."""

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from casefile.dates import SingleDate, When
from casefile.model.base_model import Model, Several, Word
from casefile.model.events import CaseEvent, OrganizationEvent, SituationEvent
from casefile.model.events.base_event import Court
from casefile.model.field import (
    CaseId,
    CountryCode,
    Label,
    Line,
    ProceedingId,
    RecordId,
    Text,
    WithdrawalDigest,
    describe_field,
)
from casefile.model.person import Consent, Ground, OtherName, Person
from casefile.model.source import Record, Source, SourceRef, Sources

KIND_AND_VERSION = "Kind and version of the record."
CaseSchema = Annotated[Literal["casefile/case/1"], Field(alias="schema"), describe_field(KIND_AND_VERSION)]


class Related(Model):
    """A related case, and how it is related."""

    case: Annotated[CaseId, describe_field("The other case.", refers="case")]
    relation: Annotated[
        Word,
        describe_field(
            "The relation between the two cases.", "co_accused same_incident previous_case relative"
        ),
    ]


class Proceeding(Model):
    """One accusation against the person, whatever numbers it has had."""

    id: Annotated[ProceedingId, describe_field("A short name, unique in the case.")]
    kind: Annotated[
        Word | None,
        describe_field("Which kind.", "criminal administrative extradition immigration military treatment"),
    ] = None
    country: Annotated[
        CountryCode | None, describe_field("The country of the authorities, if not the country of the case.")
    ] = None
    numbers: Annotated[Several[Label], describe_field("Its file numbers.", match="set")] = ()
    court: Court = None


class OtherCases(Model):
    """Whether there are proceedings that the case does not list."""

    answer: Annotated[Word, describe_field("The answer.", "none open unknown", closed=True)]
    as_of: Annotated[SingleDate | None, describe_field("The day of the answer.")] = None
    sources: Sources = ()


class Case(Record):
    """A detention case: one person and a ledger of what happened."""

    schema_: CaseSchema
    id: Annotated[CaseId, describe_field("The id: country, year, suffix.")]
    country: Annotated[CountryCode, describe_field("The country that detains, as in the id.")]
    situations: Annotated[
        Several[RecordId],
        describe_field("The crackdowns to which the case belongs.", match="set", refers="situation"),
    ] = ()
    related: Annotated[Several[Related], describe_field("Related cases.", match="set", rare=True)] = ()
    person: Annotated[Person, describe_field("The detained person.")]
    grounds: Annotated[
        Several[Ground], describe_field("Why the person was targeted.", match="set", rare=True)
    ] = ()
    consent: Annotated[Consent | None, describe_field("The person's consent to publication.")] = None
    proceedings: Annotated[
        Several[Proceeding], describe_field("The accusations against the person.", match="id")
    ] = ()
    other_cases: Annotated[OtherCases | None, describe_field("Whether other accusations are known.")] = None
    events: Annotated[
        Several[Annotated[CaseEvent, Field(discriminator="type")]],
        describe_field("The ledger, in its order.", match="id", tail=True),
    ] = ()


class Withdrawal(Model):
    """When and why a case was withdrawn."""

    date: Annotated[SingleDate, describe_field("The day of the withdrawal.")]
    reason: Annotated[
        Word, describe_field("The reason.", "subject_request safety error court_order other", closed=True)
    ]
    history: Annotated[
        Word | None,
        describe_field("rewritten: no commit contains the record any more.", "rewritten", closed=True),
    ] = None
    digest: Annotated[
        WithdrawalDigest | None,
        describe_field("A digest to check whether the case had a given id. `withdraw` computes it."),
    ] = None


def withdrawal_digest(notice: str, case: str) -> str:
    """Return the `digest` of a withdrawal notice: 20 hexadecimal digits of a SHA-256.

    It is computed from the id of the notice and the last id of the case, and from nothing else. Ids are
    short, so the id of the case can be found by trying all ids. Therefore the digest is removed together with
    the case when the history is rewritten.
    """
    return sha256(f"{notice} {case}".encode()).hexdigest()[:20]


class Withdrawn(Model):
    """The withdrawal notice that replaces a case; it does not name the person."""

    schema_: CaseSchema
    id: Annotated[CaseId, describe_field("A new, opaque id.")]
    withdrawn: Annotated[Withdrawal, describe_field("The day and the reason.")]


class Count(Model):
    """A total that a source reports. It does not replace the number of cases in the register."""

    what: Annotated[
        Word,
        describe_field("The kind of number.", "detained questioned charged convicted released", closed=True),
    ]
    min: Annotated[int | None, describe_field("At least.", low=0, high=10_000_000)] = None
    max: Annotated[int | None, describe_field("At most.", low=0, high=10_000_000)] = None
    as_of: Annotated[When | None, describe_field("The day on which the number was correct.")] = None
    sources: Sources = ()


class Situation(Record):
    """A crackdown, raid or group trial that links cases; statements about the whole group are its events."""

    schema_: Annotated[
        Literal["casefile/situation/1"], Field(alias="schema"), describe_field(KIND_AND_VERSION)
    ]
    title: Annotated[Line, describe_field("The name.")]
    countries: Annotated[Several[CountryCode], describe_field("Where.", match="set")] = ()
    period: Annotated[When | None, describe_field("The period: a day, a range or an open range.")] = None
    by: Annotated[
        Several[Text], describe_field("The responsible organisations.", match="set", refers="organization?")
    ] = ()
    organizations: Annotated[
        Several[Text], describe_field("The targeted organisations.", match="set", refers="organization?")
    ] = ()
    part_of: Annotated[
        Several[RecordId], describe_field("The wider situation.", match="set", refers="situation")
    ] = ()
    counts: Annotated[Several[Count], describe_field("Totals as reported.", match="set")] = ()
    events: Annotated[
        Several[Annotated[SituationEvent, Field(discriminator="type")]],
        describe_field("Statements about the group, in order.", match="id", tail=True),
    ] = ()

    @property
    def label(self) -> str:
        """The name of the situation in a line of output: its title."""
        return self.title


class Organization(Record):
    """An outlet, a security body, a court, a prison, a coalition."""

    schema_: Annotated[
        Literal["casefile/organization/1"], Field(alias="schema"), describe_field(KIND_AND_VERSION)
    ]
    name: Annotated[Line, describe_field("Its name.")]
    other_names: Annotated[
        Several[OtherName], describe_field("Other scripts and spellings.", match="set")
    ] = ()
    abbreviation: Annotated[Line | None, describe_field("Its usual short form.")] = None
    kind: Annotated[
        Word | None,
        describe_field(
            "The kind of organisation.",
            "outlet security_body court prison prosecutor ngo coalition government company",
        ),
    ] = None
    country: Annotated[CountryCode | None, describe_field("The place of its seat.")] = None
    partner_of: Annotated[
        Several[Text],
        describe_field("Organisations that it works with.", match="set", refers="organization?"),
    ] = ()
    events: Annotated[
        Several[Annotated[OrganizationEvent, Field(discriminator="type")]],
        describe_field("The ledger, in order.", match="id", tail=True),
    ] = ()

    @property
    def label(self) -> str:
        """The name of the organisation in a line of output: its abbreviation, else its name."""
        return self.abbreviation or self.name


class Criticism(Model):
    """A criticism of a law, and who states it."""

    text: Annotated[Text, describe_field("The criticism, in our own words.")]
    by: Annotated[Several[Text], describe_field("The sources.", match="set", refers="organization?")] = ()
    sources: Annotated[Several[SourceRef], describe_field("Where.", match="set", refers="source")] = ()


class Statute(Record):
    """An article of law."""

    schema_: Annotated[Literal["casefile/statute/1"], Field(alias="schema"), describe_field(KIND_AND_VERSION)]
    country: Annotated[CountryCode, describe_field("Whose law.")]
    code: Annotated[Text | None, describe_field("The code or act.")] = None
    article: Annotated[Label | None, describe_field("The article.")] = None
    part: Annotated[Label | None, describe_field("The part, if the record is about one part only.")] = None
    title: Annotated[Line | None, describe_field("The heading, or the punished act.")] = None
    max_penalty: Annotated[Text | None, describe_field("The maximum penalty.")] = None
    criticism: Annotated[Several[Criticism], describe_field("The arguments against it.", match="set")] = ()

    @property
    def label(self) -> str:
        """The name of the statute in a line of output: `article 278 of the Criminal Code`.

        Without a code it is the article alone; without an article the title, else the id.
        """
        named = f"article {self.article}" if self.article else self.title or self.id
        return f"{named} of the {self.code}" if self.code and self.article else named


RECORD_CLASSES: dict[str, type[Record]] = {
    "case": Case,
    "situation": Situation,
    "organization": Organization,
    "statute": Statute,
    "source": Source,
}
"""The class of every kind of record, in the order of `kinds.KINDS`."""
