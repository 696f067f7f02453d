"""Who a publication is for: how strict a node it may hold, and which consent naming somebody needs."""

from __future__ import annotations

from typing import Literal, get_args

from casefile.model.vocabularies import TIERS, Tier

Audience = Literal["public", "partners", "internal"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

LIMITS: dict[Audience, Tier] = {"public": "public", "partners": "partners", "internal": "restricted"}
"""The strictest tier that an audience sees; what is sealed never leaves."""

Scope = Literal["named", "partners", "un_government", "un_report", "court", "ftm", ""]
"""What a consent must cover before a name may leave; nothing inside the desk."""
SCOPES: dict[Audience, Scope] = {"public": "named", "partners": "partners", "internal": ""}
"""The scope that an audience needs where the format does not ask for one of its own."""


ADMITTED: dict[Audience, frozenset[Tier]] = {
    audience: frozenset(TIERS[: TIERS.index(limit) + 1]) for audience, limit in LIMITS.items()
}


def admits(audience: Audience, tier: Tier) -> bool:
    """Tell whether an audience may see a node of this tier."""
    return tier in ADMITTED[audience]
