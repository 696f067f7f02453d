"""The filters that a user typed to select records, before names are resolved."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.custody.state import ALL_STATUSES
from casefile.errors import BadInput, nearest


class Filters(Struct, frozen=True):
    """The filters as they were typed; values of one filter are joined by OR, filters by AND."""

    records: Sequence[str] = ()
    country: Sequence[str] = ()
    situation: Sequence[str] = ()
    status: Sequence[str] = ()
    organization: Sequence[str] = ()
    authority: Sequence[str] = ()
    statute: Sequence[str] = ()
    tag: Sequence[str] = ()
    possibly: bool = False


def country_typed(text: str) -> str:
    """Return the code of a country, in capitals, from its code or name.

    Any code of two letters is accepted, even if no country has it, except those in NO_CODES. Raises BadInput
    CF609 for other text.
    """
    code = text.strip().upper()
    if len(code) == 2 and code.isascii() and code.isalpha() and code not in NO_CODES:
        return code
    from casefile.model.country_lookup import country_meant  # noqa: PLC0415 - names of countries cost 0.2 s

    meant = country_meant(text)
    if meant is None:
        message = "unknown country"
        raise BadInput("CF609", message, "give a code such as KG or KZ (ISO 3166-1), or a name")
    return meant


NO_CODES = frozenset({"UK", "RF"})
"""Short names of countries that are not ISO codes: the code of the UK is GB, of the RF it is RU."""


FORMER = {"exiled": "abroad"}
"""Status words of earlier versions, with the present words."""


def parse_status(text: str) -> str:
    """Return a status of the vocabulary from a typed word.

    Raises BadInput CF601, with the nearest word, for other text.
    """
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    word = FORMER.get(word, word)
    if word in ALL_STATUSES:
        return word
    close = nearest(word, ALL_STATUSES, 0.5)
    meant = f"did you mean {close}? " if close else ""
    raise BadInput("CF601", "invalid value for --status", f"{meant}choose from: {', '.join(ALL_STATUSES)}")
