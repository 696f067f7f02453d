"""casefile.yaml: the settings of a register."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from casefile.model.base import CountryCode, Model, Several, Text, Word, says
from casefile.model.words import Tier

DEFAULT_STALE_DAYS = 90


class StatutoryClock(Model):
    """Within how many hours of a detention a judge must see the person (ICCPR art. 9(3))."""

    country: Annotated[CountryCode, says("Where it holds.")]
    hours: Annotated[int, says("Hours from the detention to a judge.", low=1, high=10_000)]
    minors: Annotated[int | None, says("Hours for a minor.", low=1, high=10_000)] = None
    citation: Annotated[Text, says("The law that says so.")]


class Settings(Model):
    """How this register is kept."""

    schema_: Annotated[
        Literal["casefile/settings/1"], Field(alias="schema"), says("Kind and version of the file.")
    ]
    title: Annotated[Text | None, says("What the register is called.")] = None
    ids: Annotated[
        Word | None,
        says(
            "opaque: random ids, the default. names: ids made of public names.", "opaque names", closed=True
        ),
    ] = None
    tier: Annotated[Tier | None, says("The tier of a record that states none; absent means restricted.")] = (
        None
    )
    ceiling: Annotated[Tier | None, says("The strictest tier that this register may hold.")] = None
    timezone: Annotated[
        Text | None, says('Says what "today" is, such as Asia/Bishkek; absent means UTC.')
    ] = None
    stale_days: Annotated[
        int | None, says("Days without news after which custody is only presumed.", low=1, high=36_500)
    ] = None
    clocks: Annotated[Several[StatutoryClock], says("Statutory clocks by country.", match="set")] = ()

    @property
    def default_tier(self) -> Tier:
        """The tier of a record that states none."""
        return self.tier or "restricted"

    @property
    def stale_after(self) -> int:
        """Days without news after which custody is only presumed."""
        return self.stale_days or DEFAULT_STALE_DAYS
