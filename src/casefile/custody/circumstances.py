"""Inputs of the status apart from the ledger: the proceedings, the law of the country, the sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.state import LAST
from casefile.model.defaults import DEFAULT_RELEASE_DAYS, DEFAULT_STALE_DAYS

if TYPE_CHECKING:
    from casefile.dates import When
    from casefile.model.records import Case
    from casefile.model.settings import JurisdictionFacts, Settings


class Jurisdiction(Struct, frozen=True):
    """The facts of a country's law on custody; None for a fact that is not known.

    `probation_beside_prison`: probation next to a prison sentence comes `instead` of it or `after` it.
    `sentence_enforced`: `at_once` or `when_final`. `release_order`: it takes effect `at_once`, or is
    `stayable`. `remand_credit`: the number of days of a sentence for which a day on remand counts.
    `open_facilities`: the penalty `restricted_liberty` is served in an open facility `always`, `never`, or
    `both` there and at home. `calendar`: the calendar that authorities use for dates.
    """

    probation_beside_prison: str | None = None
    sentence_enforced: str | None = None
    release_order: str | None = None
    remand_credit: float | None = None
    open_facilities: str | None = None
    calendar: str | None = None


UNKNOWN_LAW = Jurisdiction()
NEW_PENALTIES_SINCE = (0, 2)
"""The version of casefile, (major, minor), since which `restricted_liberty` is a penalty without custody."""
ANY_CREDIT = (1.0, 2.0)
"""The least and the greatest number of days of a sentence for a day on remand, if the law is not known."""


class ListedProceeding(Struct, frozen=True):
    """A proceeding that the case file lists: its kind, and its country if that is stated."""

    kind: str | None = None
    country: str | None = None


NO_CONNECTIONS: Mapping[str, str | None] = {}
NOTHING: Mapping[str, Any] = {}


class Circumstances(Struct, frozen=True):
    """The facts apart from the ledger on which the status of a case depends.

    `connections` gives the connection of each source to the person, by the id of the source. `stale_days`:
    the number of days after which a sign of the status is old. `release_days`: the number of days after which
    an order to release is presumed to be carried out, if it takes effect at once. `country` is the country of
    the case; `laws` gives the law of each country, `proceedings` the kind and country of each proceeding that
    the file lists. `no_other_cases`: the file states that there are no other cases, up to the ordinal
    `no_others_until`; `has_others`: it states that there are. `is_new`: the register requires casefile 0.2,
    so that `restricted_liberty` is a penalty without custody.
    """

    connections: Mapping[str, str | None] = NO_CONNECTIONS
    stale_days: int = DEFAULT_STALE_DAYS
    release_days: int = DEFAULT_RELEASE_DAYS
    country: str = ""
    laws: Mapping[str, Jurisdiction] = NOTHING
    proceedings: Mapping[str, ListedProceeding] = NOTHING
    no_other_cases: bool = False
    no_others_until: int = LAST
    has_others: bool = False
    is_new: bool = False

    def is_the_only_case(self, date: When) -> bool:
        """Return whether the file states that there was at most one case on the first day of a date.

        It does not if it lists several proceedings.
        """
        if not self.no_other_cases or len(self.proceedings) > 1:
            return False
        return date.earliest.toordinal() <= self.no_others_until

    def country_of(self, proceeding: str | None) -> str:
        """Return the country of a proceeding; the country of the case if the file names none for it."""
        named = self.proceedings.get(proceeding or "")
        return (named.country if named else None) or self.country

    def law(self, proceeding: str) -> Jurisdiction:
        """Return the law of the country of a proceeding; UNKNOWN_LAW if it is not known."""
        return self.laws.get(self.country_of(proceeding), UNKNOWN_LAW)


def circumstances(
    case: Case,
    settings: Settings,
    connections: Mapping[str, str | None],
    shipped: Mapping[str, Jurisdiction] = NOTHING,
) -> Circumstances:
    """Return the circumstances of the ledger of a case in a register.

    `connections` gives the connection of each source to the person, by the id of the source; `shipped` are
    the laws that come with casefile, by country.
    """
    other = case.other_cases.answer if case.other_cases else None
    countries = {case.country, *[each.country for each in case.proceedings if each.country]}
    return Circumstances(
        connections=connections,
        stale_days=settings.stale_after,
        release_days=settings.release_after,
        country=case.country,
        laws={country: find_law(country, settings, shipped) for country in countries},
        proceedings={each.id: ListedProceeding(each.kind, each.country) for each in case.proceedings},
        no_other_cases=other == "none",
        no_others_until=_last_day_stated(case),
        has_others=other == "open",
        is_new=settings.needs >= NEW_PENALTIES_SINCE,
    )


def find_law(country: str, settings: Settings, shipped: Mapping[str, Jurisdiction]) -> Jurisdiction:
    """Return the law of a country: the facts shipped with casefile, replaced by those of the settings.

    Where neither states a fact, it is None.
    """
    law = shipped.get(country, UNKNOWN_LAW)
    for each in settings.jurisdictions:
        law = _replace_facts(law, each) if each.country == country else law
    return law


def _last_day_stated(case: Case) -> int:
    """Return the last day for which the file states whether there are other cases, as an ordinal."""
    stated = case.other_cases.as_of if case.other_cases else None
    return LAST if stated is None else stated.latest.toordinal()


def _replace_facts(law: Jurisdiction, facts: JurisdictionFacts) -> Jurisdiction:
    """Return the law, with each fact that the settings of the register state in place of its own."""
    stated = {
        name: value for name in Jurisdiction.__struct_fields__ if (value := getattr(facts, name)) is not None
    }
    if "remand_credit" in stated:
        stated["remand_credit"] = float(stated["remand_credit"])
    return replace(law, **stated)
