"""The names in the plain data of a case, and the tier (confidentiality) of each name."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.dates import LAST_DAY, Day
from casefile.model.consent import consent_state
from casefile.model.person import is_name_field
from casefile.model.plain_data import Data, groups, items, mapping
from casefile.model.shape import Path
from casefile.model.tiers import name_tier, tier_stated
from casefile.model.vocabularies import Tier, strictest

NAME_TIER: Path = ("person", "name_tier")
"""The path of the field that states the tier of the person's name."""
LEADING_TO_NAME: frozenset[Path] = frozenset({
    NAME_TIER, *(("person", field) for field in ("name", "other_names", "external_ids", "birth")),
})  # fmt: skip
"""Paths of the names, of their tier, and of the fields by which a reader can find the name in other lists."""
COVERED_BY = {"un_government": frozenset({"un_government", "un"})}
"""Consent scopes that older files state with another word: the scope, and each word that covers it.

The older word `un` never covered publications of UN bodies.
"""


def lasting_name_tier(data: Data, tier: Tier) -> Tier:
    """Return the tier of the person's name in places where it cannot be removed; `tier` is the record's tier.

    An id stays in paths, branches and commit messages for ever. So a name is at least `restricted` there if
    the consent does not cover the scope `named`, or if the consent expires.
    """
    lasts = covers(mapping(data.get("consent")), "named", LAST_DAY)
    return strictest(name_tier(data, tier), None if lasts else "restricted")


def tiered_names(data: Data, tier: Tier) -> Iterator[tuple[str, Tier]]:
    """Yield each name in `person` of a case, with its tier; names in claims are not included.

    `tier` is the tier of the record.
    """
    of_names = name_tier(data, tier)
    yield from ((name, strictest(of_names, own)) for name, own in _stated_names(data))


def lasting_names(data: Data, tier: Tier) -> Iterator[tuple[str, Tier]]:
    """Yield every name of a case, also names in claims, with its tier as `lasting_name_tier` returns it.

    `tier` is the tier of the record. A stricter tier of a single name counts.
    """
    of_names = lasting_name_tier(data, tier)
    stated = (*_stated_names(data), *((name, None) for name in claimed_names(data)))
    yield from ((name, strictest(of_names, own)) for name, own in stated)


def covers(consent: Data, scope: str, day: Day) -> bool:
    """Return whether a consent covers a scope on a day.

    True if there is no recorded consent or no scope: then only the tiers decide. A consent covers the days on
    which its state is `valid`.
    """
    if not scope or not consent:
        return True
    agreed = items(consent.get("scope"))
    wanted = COVERED_BY.get(scope, frozenset({scope}))
    return any(each in agreed for each in wanted) and consent_state(consent, day) == "valid"


def all_names(data: Data) -> Iterator[str]:
    """Yield every name of the person of a case, also the names in claims."""
    yield from own_names(data)
    yield from claimed_names(data)


def own_names(data: Data) -> Iterator[str]:
    """Yield the names in the `person` field of a case, without the names in claims."""
    yield from (name for name, _ in _stated_names(data))


def claimed_names(data: Data) -> Iterator[str]:
    """Yield the names of the person that the claims of a case state."""
    for claim in groups(data.get("claims")):
        yield from names_in_claim(claim)


def names_in_claim(claim: Data) -> Iterator[str]:
    """Yield the name of the person that a claim states, and the name that its resolution follows."""
    if is_name_field(str(claim.get("field"))):
        yield from _texts(claim.get("value"))
        yield from _texts(mapping(claim.get("resolution")).get("value"))


def _stated_names(data: Data) -> Iterator[tuple[str, Tier | None]]:
    """Yield the names in the `person` field, each with the tier that is its own beside that of all names.

    It is None for `person.name`, and `public` for another name that states no tier. A pseudonym is at least
    `restricted`.
    """
    person = mapping(data.get("person"))
    yield from ((name, None) for name in _texts(person.get("name")))
    for other in groups(person.get("other_names")):
        kept: Tier | None = "restricted" if other.get("kind") == "pseudonym" else None
        own = strictest(tier_stated(other), kept)
        yield from ((name, own) for name in _texts(other.get("name")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
