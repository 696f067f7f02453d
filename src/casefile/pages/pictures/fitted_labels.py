"""Cut labels to their space by the usual width of their characters, whatever fonts are installed."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

WIDE = 2.0
BROAD = 1.7
BROAD_SIGNS = frozenset("mw@%\N{EM DASH}жмфшщыюњљѩ")


def fit_label(text: str, places: int) -> str:
    """Return a text that is at most `places` lower-case letters wide.

    If it was cut, it ends with an ellipsis.
    """
    ends = [*accumulate(map(_width, text))]
    if not ends or ends[-1] <= places:
        return text
    return f"{text[: sum(end <= places - 1 for end in ends)]}…"


def _width(sign: str) -> float:
    """Return the width of a character, in lower-case letters."""
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return WIDE
    return BROAD if sign.isupper() or sign in BROAD_SIGNS else 1
