"""The names of a case, and who may know each of them, by its plain data."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.dates import LAST_DAY, Day
from casefile.model.consent import last_sure_day
from casefile.model.person import is_name_field
from casefile.model.plain_data import Data, groups, items, mapping, when
from casefile.model.shape import Path
from casefile.model.tiers import name_tier, tier_stated
from casefile.model.vocabularies import Tier, strictest

NAME_TIER: Path = ("person", "name_tier")
"""The field with the tier of the name."""
LEADING_TO_NAME: frozenset[Path] = frozenset({
    NAME_TIER, *(("person", field) for field in ("name", "other_names", "external_ids", "birth")),
})  # fmt: skip
"""The names of a person, the field with their tier, and the fields by which other lists give a name away."""
COVERED_BY = {"un_government": frozenset({"un_government", "un"})}
"""Scopes that older files state with another word. That word never covered publications of UN bodies."""


def lasting_name_tier(data: Data, tier: Tier) -> Tier:
    """Return the tier of the person's name in places where it stays for ever; `tier` is that of the record.

    An id stays in paths, branches and commit messages for ever. So a name is `restricted` there if the
    consent does not cover it, or has an end.
    """
    lasts = covers(mapping(data.get("consent")), "named", LAST_DAY)
    return strictest(name_tier(data, tier), None if lasts else "restricted")


def tiered_names(data: Data, tier: Tier) -> Iterator[tuple[str, Tier]]:
    """Yield every name that a case states, with its tier; `tier` is that of the record."""
    of_names = name_tier(data, tier)
    yield from ((name, strictest(of_names, own)) for name, own in _stated_names(data))


def lasting_names(data: Data, tier: Tier) -> Iterator[tuple[str, Tier]]:
    """Yield every name of a case, claimed ones too, with its tier in places where it stays for ever."""
    of_names = lasting_name_tier(data, tier)
    stated = (*_stated_names(data), *((name, None) for name in claimed_names(data)))
    yield from ((name, strictest(of_names, own)) for name, own in stated)


def covers(consent: Data, scope: str, day: Day) -> bool:
    """Return whether a consent covers a scope on a day; without a recorded consent the tiers alone decide.

    A withdrawn consent covers nothing on any day, and a later consent nothing on this one. A consent with an
    uncertain end ends on the earliest possible day.
    """
    if not scope or not consent:
        return True
    agreed = items(consent.get("scope"))
    wanted = COVERED_BY.get(scope, frozenset({scope}))
    if "withdrawn" in consent or not any(each in agreed for each in wanted):
        return False
    obtained, expires = when(consent.get("obtained")), when(consent.get("expires"))
    if obtained is not None and obtained.earliest > day:
        return False
    return "expires" not in consent or (expires is not None and day <= last_sure_day(expires))


def all_names(data: Data) -> Iterator[str]:
    """Yield every name of the person of a case, also those of claims."""
    yield from own_names(data)
    yield from claimed_names(data)


def own_names(data: Data) -> Iterator[str]:
    """Yield the names that a case states for its person."""
    yield from (name for name, _ in _stated_names(data))


def claimed_names(data: Data) -> Iterator[str]:
    """Yield the names that claims of a case give its person."""
    for claim in groups(data.get("claims")):
        yield from names_in_claim(claim)


def names_in_claim(claim: Data) -> Iterator[str]:
    """Yield the names that a claim gives the person, and those that settle it."""
    if is_name_field(str(claim.get("field"))):
        yield from _texts(claim.get("value"))
        yield from _texts(mapping(claim.get("resolution")).get("value"))


def _stated_names(data: Data) -> Iterator[tuple[str, Tier | None]]:
    """Yield the names that a case states, with the tier that each has beside that of all names."""
    person = mapping(data.get("person"))
    yield from ((name, None) for name in _texts(person.get("name")))
    for other in groups(person.get("other_names")):
        kept: Tier | None = "restricted" if other.get("kind") == "pseudonym" else None
        own = strictest(tier_stated(other), kept)
        yield from ((name, own) for name in _texts(other.get("name")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
