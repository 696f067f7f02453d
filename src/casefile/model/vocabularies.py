"""Vocabularies and tiers of the model for code that shows records. Importing it does not load the models."""

from __future__ import annotations

from typing import Literal, TypeGuard, get_args

Tier = Literal["public", "partners", "restricted", "sealed"]
TIERS: tuple[Tier, ...] = get_args(Tier)
"""The tiers, from the loosest to the strictest."""
Match = Literal["id", "set", "sequence"]

LEDGER = "events"
"""The field of a record that contains its ledger."""
PROCEEDINGS = "proceedings"
"""The field of a case that lists its proceedings."""
CONSENT = "consent"
"""The field of a case with the consent to name the person; only internal exports have it."""
SPOKE = frozenset({"testimony", "interview", "call", "message", "letter"})
"""Kinds of sources in which a person speaks, so there is no page that was read."""
STANDING = "reported corroborated confirmed disputed refuted retracted"
"""The verification statuses of an event. Events with the last three stay in the ledger but do not count."""
AGAINST = frozenset({"disputed", "refuted", "retracted"})
"""The verification statuses of events that do not count."""
BELIEVED = frozenset(STANDING.split()) - AGAINST
ANNOUNCED = frozenset({"scheduled", "cancelled"})
"""Outcomes of a hearing that has not taken place: it is still to come, or it was cancelled."""
OPEN_ENDED = ("unknown", "other")
"""The last words of every open vocabulary.

`unknown` means that a source states that it is not known; `other` needs a summary.
"""


def is_stated(value: str | None) -> TypeGuard[str]:
    """Return whether the value of a vocabulary field is stated and is neither `unknown` nor `other`."""
    return value is not None and value not in OPEN_ENDED


def is_believed(standing: object) -> bool:
    """Return whether an event with this verification status counts; it does if the status is None."""
    return standing is None or standing in BELIEVED


def word(text: str) -> str:
    """Return a word for display: `non_disclosure` → `non-disclosure`, `court_order` → `court order`."""
    return text.replace("non_", "non-").replace("_", " ")


def capital(text: str) -> str:
    """Return a text with its first letter in upper case and the others unchanged."""
    return text[:1].upper() + text[1:]


def is_stricter(tier: Tier, than: Tier) -> bool:
    """Return whether `tier` is stricter than the tier `than`: fewer people may see it."""
    return TIERS.index(tier) > TIERS.index(than)


def strictest(*tiers: Tier | None) -> Tier:
    """Return the strictest of the tiers that are not None; `public` if all are None."""
    return max((tier for tier in tiers if tier), key=TIERS.index, default="public")


CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32 in lower case. It has no i, l, o, u, so that an id can be read over the telephone."""
