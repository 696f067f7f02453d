"""Decide whether a person's name may be published: the tier and the consent must both permit it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefile.dates import Day
from casefile.model.case_names import all_names, covers, own_names
from casefile.model.kinds import suffix_of
from casefile.model.plain_data import Data, mapping
from casefile.model.random_ids import is_drawn
from casefile.model.tiers import name_tier
from casefile.model.vocabularies import Tier
from casefile.names import fold_text
from casefile.publication.audience import Audience, Scope, admits


class Naming(Struct, frozen=True):
    """Whether a person's names may be published: if `open`, those that their own tiers permit, else none."""

    open: bool
    names: tuple[str, ...] = ()
    """All names in the record, including those in claims about the name."""
    stated: tuple[str, ...] = ()
    """The names that the case itself states, without those in claims."""


def naming(data: Data, tier: Tier, audience: Audience, scope: Scope, day: Day) -> Naming:
    """Return the names in the data of a case, and whether the audience may know them on a day.

    `tier` is that of the record, `scope` what a consent must cover. The consent must be valid on the day.
    """
    allowed = admits(audience, name_tier(data, tier)) and covers(mapping(data.get("consent")), scope, day)
    return Naming(allowed, tuple(all_names(data)), tuple(own_names(data)))


def contains_only(record_id: str, names: Iterator[str] | list[str]) -> bool:
    """Return whether an id was drawn at random, or contains only words of these names and numbers."""
    words = {word for name in names for word in fold_text(name).split()}
    suffix = suffix_of(record_id)
    parts = suffix.split("-")
    return is_drawn(suffix) or all(part in words or part.isdigit() for part in parts)
