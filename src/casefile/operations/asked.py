"""What a reader typed to choose records, before any name is looked up."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.custody.state import STATUSES
from casefile.errors import BadInput, nearest


class Filters(Struct, frozen=True):
    """The filters as they were typed; OR within one, AND between."""

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
    """Return a code of two letters in capitals; BadInput CF609 for other text."""
    code = text.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise BadInput("CF609", "--country takes a code of two letters", "such as KG or KZ (ISO 3166-1)")
    return code


WORDS = (*STATUSES, "unknown")
FORMER = {"exiled": "abroad"}
"""Words of earlier versions, and what they are called today."""


def status_typed(text: str) -> str:
    """Return a status of the vocabulary; BadInput CF601 for what is none, with the nearest."""
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    word = FORMER.get(word, word)
    if word in WORDS:
        return word
    close = nearest(word, WORDS, 0.5)
    meant = f"did you mean {close}? " if close else ""
    raise BadInput("CF601", "--status names no status", f"{meant}It takes {', '.join(WORDS)}")
