"""Names of countries for readers; records contain codes."""

from __future__ import annotations

from functools import cache


@cache
def country_name(code: str) -> str:
    """Return the English name of a country by its code; an unknown code is returned unchanged."""
    from babel import Locale  # noqa: PLC0415 - slow to load, and most pages name no country

    name: str = Locale("en").territories.get(code, code)
    return name
