"""The audiences of a publication: the tiers that each may see, and the consent needed to name a person."""

from __future__ import annotations

from typing import Literal, get_args

from casefile.model.vocabularies import TIERS, Tier

Audience = Literal["public", "partners", "internal"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

LIMITS: dict[Audience, Tier] = {"public": "public", "partners": "partners", "internal": "restricted"}
"""The strictest tier that an audience sees; the tier sealed is never published."""

Scope = Literal["named", "partners", "un_government", "un_report", "court", "ftm", ""]
"""What a consent must cover before a name may be published; empty for your own team."""
SCOPES: dict[Audience, Scope] = {"public": "named", "partners": "partners", "internal": ""}
"""The scope that an audience requires if the export format does not require a scope of its own."""


ADMITTED: dict[Audience, frozenset[Tier]] = {
    audience: frozenset(TIERS[: TIERS.index(limit) + 1]) for audience, limit in LIMITS.items()
}


def admits(audience: Audience, tier: Tier) -> bool:
    """Return whether an audience may see a node of this tier."""
    return tier in ADMITTED[audience]
