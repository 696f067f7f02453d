"""Whether a person's name may leave: the tier, the age and the consent decide, each can only forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from casefile.model.dates import Day
from casefile.model.names import folded
from casefile.model.of_age import may_be_under_age
from casefile.model.person import is_name_field
from casefile.model.plain import Data, groups, mapping, when
from casefile.model.tiers import TIER_WORDS
from casefile.model.words import CROCKFORD, Tier, strictest
from casefile.publication.audience import Audience, Scope, admits

MAY_BE_OPAQUE = re.compile(rf"^[{CROCKFORD}]{{5}}$")
"""The end of an id that may have been drawn at random; a name of five letters has the same form."""
OPAQUE = re.compile(rf"^(?=.*[0-9])[{CROCKFORD}]{{5}}$")
"""The end of an id that was drawn at random: it contains a digit, so it is no word."""


class Naming(Struct, frozen=True):
    """Which of a person's names may be told: all that their own tier lets out, or none."""

    open: bool
    names: tuple[str, ...] = ()
    """Every name that the record holds, claims about the name included."""
    stated: tuple[str, ...] = ()
    """Those that the case itself states, without claims."""


def naming(data: Data, tier: Tier, audience: Audience, scope: Scope, day: Day) -> Naming:
    """Decide for a case whether the audience may know the person's name on a day.

    `tier` is that of the record, `scope` what a consent must cover. A person who is or may be under age is
    not named (CRC art. 16 and 40; Beijing Rules, rule 8); neither is one of whom nobody can say it.
    """
    person = mapping(data.get("person"))
    strict = strictest(tier, _tier(person.get("name_tier")), "restricted" if may_be_under_age(data) else None)
    allowed = admits(audience, strict) and covers(mapping(data.get("consent")), scope, day)
    return Naming(allowed, tuple(all_names(data)), tuple(own_names(data)))


COVERED_BY: dict[Scope, frozenset[str]] = {"un_government": frozenset({"un_government", "un"})}
"""Scopes that older files state by another word; that word never covered what UN bodies publish."""


def covers(consent: Data, scope: Scope, day: Day) -> bool:
    """Tell whether a consent covers a scope on a day; where none was recorded, the tiers alone decide.

    One that was taken back covers nothing, whatever the day, and one that is not given yet covers nothing on
    it; one whose end is uncertain ends at the earliest.
    """
    if not scope or not consent:
        return True
    agreed = consent.get("scope")
    wanted = COVERED_BY.get(scope, frozenset({scope}))
    if "withdrawn" in consent or not isinstance(agreed, list) or not any(each in agreed for each in wanted):
        return False
    obtained, expires = when(consent.get("obtained")), when(consent.get("expires"))
    if obtained is not None and obtained.earliest > day:
        return False
    return "expires" not in consent or (expires is not None and day <= expires.earliest)


def all_names(data: Data) -> Iterator[str]:
    """Yield every name that a case holds for its person, also those that sources contradict it with."""
    yield from own_names(data)
    yield from claimed_names(data)


def own_names(data: Data) -> Iterator[str]:
    """Yield the names that a case states for its person."""
    person = mapping(data.get("person"))
    yield from _texts(person.get("name"))
    for other in groups(person.get("other_names")):
        yield from _texts(other.get("name"))


def claimed_names(data: Data) -> Iterator[str]:
    """Yield the names that claims of a case give its person."""
    for claim in groups(data.get("claims")):
        if is_name_field(str(claim.get("field"))):
            yield from _texts(claim.get("value"))
            yield from _texts(mapping(claim.get("resolution")).get("value"))


def is_opaque(record_id: str) -> bool:
    """Return whether the end of a case's id was drawn at random and cannot be a name."""
    return bool(OPAQUE.match(_suffix(record_id)))


def may_be_opaque(record_id: str) -> bool:
    """Return whether the end of a case's id may have been drawn at random; it may also be a name."""
    return bool(MAY_BE_OPAQUE.match(_suffix(record_id)))


def says_only(record_id: str, names: Iterator[str] | list[str]) -> bool:
    """Return whether an id was drawn at random, or contains only words of these names and numbers."""
    words = {word for name in names for word in folded(name).split()}
    parts = _suffix(record_id).split("-")
    return is_opaque(record_id) or all(part in words or part.isdigit() for part in parts)


def _suffix(record_id: str) -> str:
    """Return the id of a case without its country and year."""
    return record_id.split("-", 2)[-1]


def _tier(word: object) -> Tier | None:
    return TIER_WORDS.get(str(word), "sealed") if word is not None else None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
