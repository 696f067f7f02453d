"""Countries by their names, for readers; the records hold codes."""

from __future__ import annotations

from functools import cache

from babel import Locale


@cache
def country_name(code: str) -> str:
    """Return the English name of a country by its code; a code that is none stays as it is."""
    name: str = Locale("en").territories.get(code, code)
    return name
