"""Words of the model that whoever shows a record needs, and not what a record is made of."""

from __future__ import annotations

import re
from typing import Literal, TypeGuard, get_args

Tier = Literal["public", "partners", "restricted", "sealed"]
TIERS: tuple[Tier, ...] = get_args(Tier)
Match = Literal["id", "set", "sequence"]

LEDGER = "events"
"""The field of a record that contains its ledger."""
PROCEEDINGS = "proceedings"
"""The field of a case that lists its proceedings."""
CONSENT = "consent"
"""The field of a case with the consent to name the person; only internal exports have it."""
SPOKE = frozenset({"testimony", "interview", "call", "message", "letter"})
"""Kinds of sources in which a person speaks: they have no page that was read."""
STANDING = "reported corroborated confirmed disputed refuted retracted"
"""How far an entry is believed. The last three stay in the ledger and do not move the status."""
AGAINST = frozenset({"disputed", "refuted", "retracted"})
BELIEVED = frozenset(STANDING.split()) - AGAINST
ANNOUNCED = frozenset({"scheduled", "cancelled"})
"""Outcomes of a hearing that has not taken place: it is to come, or it was called off."""
OPEN_ENDED = ("unknown", "other")
"""Every vocabulary ends so: `unknown` means that someone says it is not known, `other` needs a summary."""


def is_stated(value: str | None) -> TypeGuard[str]:
    """Return whether a field has a word other than `unknown` and `other`."""
    return value is not None and value not in OPEN_ENDED


def is_believed(standing: object) -> bool:
    """Return whether an entry with this standing counts; an absent standing counts."""
    return standing is None or standing in BELIEVED


def word(text: str) -> str:
    """Say a word of a vocabulary: `non_disclosure` → `non-disclosure`, `court_order` → `court order`."""
    return text.replace("non_", "non-").replace("_", " ")


def capital(text: str) -> str:
    """Return a text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def is_stricter(tier: Tier, than: Tier) -> bool:
    """Return whether fewer people may know what has the one tier than what has the other."""
    return TIERS.index(tier) > TIERS.index(than)


def strictest(*tiers: Tier | None) -> Tier:
    """Return the strictest of the tiers that are stated; `public` where none is."""
    return max((tier for tier in tiers if tier), key=TIERS.index, default="public")


CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32: no i, l, o, u, so that an id read over the telephone arrives."""
RANDOM_EVENT_ID = re.compile("(?=.*[0-9])[a-z][0-9a-z]{4}")
"""The id of an event that no word of a language looks like: like each that is drawn it contains a digit."""
