"""Find a country code by a name of the country in English, Russian, or an own language of the country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from casefile.model.country_codes import COUNTRIES
from casefile.names import fold_text

COMMON_LANGUAGES = ("en", "ru")
"""Languages in which the names of all countries are accepted."""
OFFICIAL = frozenset({"official", "de_facto_official"})
MAJORITY = 50
"""A language that is not official is a country's own if more than this per cent of the people speak it."""


def country_named(text: str) -> str | None:
    """Return the country code for a code in capitals or a whole name; None if it is no country or ambiguous.

    Names are compared without regard to case, accents and script (`fold_text`). Those in `FURTHER_NAMES` are
    accepted too.
    """
    word = text.strip()
    if word in COUNTRIES:
        return word
    name = _key(word)
    if len(name) < SHORTEST_NAME:
        return FURTHER_NAMES.get(name)
    return (
        _known(COMMON_LANGUAGES).get(name)
        or FURTHER_NAMES.get(name)
        or _known(_own_languages()).get(name)
        or None
    )


def country_meant(text: str) -> str | None:
    """Return the country code for a code in upper or lower case or a whole name; None if there is none."""
    return country_named(text) or country_named(text.upper())


SHORTEST_NAME = 3
"""Least number of letters of a name. Shorter words are only looked up in `FURTHER_NAMES`."""


@cache
def country_names() -> tuple[str, ...]:
    """Return the names of all countries in English, then in Russian, each in the order of the codes."""
    return tuple(str(_names(language)[code]) for language in COMMON_LANGUAGES for code in sorted(COUNTRIES))


@cache
def _known(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the country codes by folded name; the code is empty if two countries share the name."""
    found: dict[str, str] = {}
    for language in languages:
        for code, name in _names(language).items():
            own = language in COMMON_LANGUAGES or language in _languages_of(code)
            if own and code in COUNTRIES and found.setdefault(_key(name), code) != code:
                found[_key(name)] = ""
    return found


@cache
def _own_languages() -> tuple[str, ...]:
    """Return the own languages of all countries, sorted.

    To load their country names takes a quarter of a second, so `country_named` tries them last.
    """
    return tuple(sorted({language for code in COUNTRIES for language in _languages_of(code)}))


@cache
def _languages_of(code: str) -> frozenset[str]:
    languages: Mapping[str, Mapping[str, object]] = get_global("territory_languages").get(code, {})
    return frozenset(_main_languages(languages))


def _main_languages(languages: Mapping[str, Mapping[str, object]]) -> Iterable[str]:
    for language, facts in languages.items():
        share = facts.get("population_percent")
        of_all = facts.get("official_status") in OFFICIAL
        if of_all or (isinstance(share, int | float) and share > MAJORITY):
            yield language


@cache
def _names(language: str) -> Mapping[str, str]:
    try:
        return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    except (UnknownLocaleError, ValueError):
        return {}


def _key(name: str) -> str:
    """Return a name as a lookup key: folded to plain letters, without apostrophes (as in Uzbek names)."""
    return fold_text(re.sub("[\u02bb\u02bc\u2018\u2019`']", "", name))


FURTHER_NAMES = {
    _key(name): code
    for code, names in {
        "AE": "UAE, Emirates, ОАЭ, Эмираты",
        "BY": "Belorussia, Белоруссия, Республика Беларусь",
        "CI": "Ivory Coast",
        "CZ": "Czech Republic",
        "GB": "UK, Great Britain, England, Scotland, Wales, Англия",
        "HK": "Hong Kong, Гонконг",
        "IR": "Islamic Republic of Iran",
        "KG": "Kyrgyz Republic, Kirghizia, Kirgizia, Kirgizstan, Кыргызская Республика, Киргизстан",
        "KP": "DPRK, КНДР",
        "KR": "ROK",
        "KZ": "Republic of Kazakhstan, Казакстан",
        "LA": "Laos, Лаос",
        "MD": "Moldavia, Молдавия",
        "MM": "Burma, Myanmar, Бирма, Мьянма",
        "PS": "Palestine, Палестина",
        "RU": "Russian Federation, RF, РФ, Российская Федерация",
        "TM": "Turkmenia, Туркмения",
        "TR": "Turkey, Turkiye, Турция",
        "TW": "Taiwan, Тайвань",
        "UA": "the Ukraine",
        "US": "USA, United States of America, America, США, Америка",
    }.items()
    for name in names.split(", ")
}
"""Country codes by further names in use that are not in the Unicode CLDR, the data of Babel."""
