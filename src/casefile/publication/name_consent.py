"""Decide whether a person's name may be published: the tier and the consent must both permit it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from casefile.dates import Day
from casefile.model.case_names import all_names, covers, own_names
from casefile.model.plain_data import Data, mapping
from casefile.model.tiers import name_tier
from casefile.model.vocabularies import CROCKFORD, Tier
from casefile.names import fold_text
from casefile.publication.audience import Audience, Scope, admits

MAY_BE_OPAQUE = re.compile(rf"^[{CROCKFORD}]{{5}}$")
"""The end of an id that may have been drawn at random; a name of five letters has the same form."""
OPAQUE = re.compile(rf"^(?=.*[0-9])[{CROCKFORD}]{{5}}$")
"""The end of an id that was drawn at random: it contains a digit, so it is not a word."""


class Naming(Struct, frozen=True):
    """Whether a person's names may be published: `open` if all that their own tiers permit may, else none."""

    open: bool
    names: tuple[str, ...] = ()
    """All names in the record, including those in claims about the name."""
    stated: tuple[str, ...] = ()
    """The names that the case itself states, without those in claims."""


def naming(data: Data, tier: Tier, audience: Audience, scope: Scope, day: Day) -> Naming:
    """Return the names of a case, and whether the audience may know them on a day.

    `tier` is that of the record, `scope` what a consent must cover. The consent must be valid on the day.
    """
    allowed = admits(audience, name_tier(data, tier)) and covers(mapping(data.get("consent")), scope, day)
    return Naming(allowed, tuple(all_names(data)), tuple(own_names(data)))


def is_opaque(record_id: str) -> bool:
    """Return whether the end of a case's id was drawn at random and cannot be a name."""
    return bool(OPAQUE.match(_suffix(record_id)))


def may_be_opaque(record_id: str) -> bool:
    """Return whether the end of a case's id may have been drawn at random; it may also be a name."""
    return bool(MAY_BE_OPAQUE.match(_suffix(record_id)))


def contains_only(record_id: str, names: Iterator[str] | list[str]) -> bool:
    """Return whether an id was drawn at random, or contains only words of these names and numbers."""
    words = {word for name in names for word in fold_text(name).split()}
    parts = _suffix(record_id).split("-")
    return is_opaque(record_id) or all(part in words or part.isdigit() for part in parts)


def _suffix(record_id: str) -> str:
    """Return the id of a case without its country and year."""
    return record_id.split("-", 2)[-1]
