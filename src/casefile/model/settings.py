"""The model of casefile.yaml, the settings of a register."""

from typing import Annotated, Literal

from pydantic import Field

from casefile.model.base_model import Model, Several, Word
from casefile.model.defaults import DEFAULT_RELEASE_DAYS, DEFAULT_STALE_DAYS
from casefile.model.field import CountryCode, Ratio, Text, VersionNeeded, describe_field
from casefile.model.versions import version_needed
from casefile.model.vocabularies import Tier


class StatutoryClock(Model):
    """Within how many hours of a detention a judge must see the person (ICCPR art. 9(3))."""

    country: Annotated[CountryCode, describe_field("The country.")]
    hours: Annotated[int, describe_field("Hours from the detention to a judge.", low=1, high=10_000)]
    minors: Annotated[int | None, describe_field("Hours for a minor.", low=1, high=10_000)] = None
    citation: Annotated[Text, describe_field("The article of law.")]


class JurisdictionFacts(Model):
    """Facts about the law of a country on custody. Each replaces the same fact that casefile contains."""

    country: Annotated[CountryCode, describe_field("The country.")]
    probation_beside_prison: Annotated[
        Word | None,
        describe_field("Whether probation replaces prison or follows it.", "instead after", closed=True),
    ] = None
    sentence_enforced: Annotated[
        Word | None,
        describe_field(
            "When a sentence starts: at once, or when it is final.", "at_once when_final", closed=True
        ),
    ] = None
    release_order: Annotated[
        Word | None,
        describe_field("Whether an order to release takes effect at once.", "at_once stayable", closed=True),
    ] = None
    remand_credit: Annotated[
        Ratio | None, describe_field("The days of a sentence that one day on remand counts for, such as 1.5.")
    ] = None
    open_facilities: Annotated[
        Word | None,
        describe_field(
            "Whether restricted liberty is served in open facilities.", "always never both", closed=True
        ),
    ] = None
    calendar: Annotated[
        Word | None,
        describe_field(
            "The calendar that the authorities use.",
            "gregorian solar_hijri lunar_hijri buddhist",
            closed=True,
        ),
    ] = None
    citation: Annotated[Text, describe_field("The article of law.")]


class Settings(Model):
    """The settings of a register."""

    schema_: Annotated[
        Literal["casefile/settings/1"], Field(alias="schema"), describe_field("Kind and version of the file.")
    ]
    title: Annotated[Text | None, describe_field("The name of the register.")] = None
    ids: Annotated[
        Word | None,
        describe_field(
            "opaque: random ids, the default. names: ids made of public names.", "opaque names", closed=True
        ),
    ] = None
    tier: Annotated[
        Tier | None, describe_field("The tier of a record that states none; absent means restricted.")
    ] = None
    ceiling: Annotated[Tier | None, describe_field("The strictest tier that this register may contain.")] = (
        None
    )
    timezone: Annotated[
        Text | None, describe_field('The timezone for "today", such as Asia/Bishkek; absent means UTC.')
    ] = None
    stale_days: Annotated[
        int | None,
        describe_field("Days without news after which custody is only presumed.", low=1, high=36_500),
    ] = None
    release_days: Annotated[
        int | None,
        describe_field(
            "Days after which an order to release is presumed to be carried out.", low=0, high=365
        ),
    ] = None
    requires: Annotated[
        VersionNeeded | None,
        describe_field('The version of casefile that this register needs, such as ">=0.2".'),
    ] = None
    jurisdictions: Annotated[
        Several[JurisdictionFacts], describe_field("The law of a country on custody.", match="set")
    ] = ()
    clocks: Annotated[
        Several[StatutoryClock], describe_field("Statutory clocks by country.", match="set")
    ] = ()

    @property
    def needs(self) -> tuple[int, ...]:
        """The least version of casefile that this register needs, as numbers; empty if none is stated."""
        return version_needed(self.requires)

    @property
    def default_tier(self) -> Tier:
        """The tier of a record that states none: `restricted` if casefile.yaml does not state another."""
        return self.tier or "restricted"

    @property
    def release_after(self) -> int:
        """Days after which an order to release is presumed to be carried out; a default if not stated."""
        return DEFAULT_RELEASE_DAYS if self.release_days is None else self.release_days

    @property
    def stale_after(self) -> int:
        """Days without news after which custody is only presumed; a default if not stated."""
        return self.stale_days or DEFAULT_STALE_DAYS
