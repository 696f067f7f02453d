"""Countries by their names, for readers; the records hold codes."""

from __future__ import annotations

from functools import cache


@cache
def country_name(code: str) -> str:
    """Return the English name of a country by its code; a code that is none stays as it is."""
    from babel import Locale  # noqa: PLC0415 - slow to load, and most pages name no country

    name: str = Locale("en").territories.get(code, code)
    return name
