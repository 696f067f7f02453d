"""Countries by the names that people give them: in English, in Russian, in the country's own languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from casefile.model.country_codes import COUNTRIES
from casefile.names import fold_text

EVERYWHERE = ("en", "ru")
"""Languages in which every country is known."""
OF_THE_STATE = frozenset({"official", "de_facto_official"})
SPOKEN = 50
"""Per cent of a country's people who speak a language that is not an official one."""


def country_named(text: str) -> str | None:
    """Return the code of the one country that a code in capitals or a whole name means."""
    word = text.strip()
    if word in COUNTRIES:
        return word
    name = _key(word)
    if len(name) < SHORTEST:
        return ALSO.get(name)
    return _known(EVERYWHERE).get(name) or ALSO.get(name) or _known(_own_languages()).get(name) or None


def country_meant(text: str) -> str | None:
    """Return the code of the one country with this code, in capitals or not, or with this whole name."""
    return country_named(text) or country_named(text.upper())


SHORTEST = 3
"""Letters of a name: shorter words are codes in small letters, or no countries."""


@cache
def country_names() -> tuple[str, ...]:
    """Return what all countries are called in English and in Russian."""
    return tuple(str(_names(language)[code]) for language in EVERYWHERE for code in sorted(COUNTRIES))


@cache
def _known(languages: tuple[str, ...]) -> Mapping[str, str]:
    """Return the codes by folded name; a name that two countries share means neither."""
    found: dict[str, str] = {}
    for language in languages:
        for code, name in _names(language).items():
            own = language in EVERYWHERE or language in _languages_of(code)
            if own and code in COUNTRIES and found.setdefault(_key(name), code) != code:
                found[_key(name)] = ""
    return found


@cache
def _own_languages() -> tuple[str, ...]:
    """Return the languages that are spoken somewhere: to load them all costs a quarter of a second."""
    return tuple(sorted({language for code in COUNTRIES for language in _languages_of(code)}))


@cache
def _languages_of(code: str) -> frozenset[str]:
    spoken: Mapping[str, Mapping[str, object]] = get_global("territory_languages").get(code, {})
    return frozenset(_much_spoken(spoken))


def _much_spoken(spoken: Mapping[str, Mapping[str, object]]) -> Iterable[str]:
    for language, facts in spoken.items():
        share = facts.get("population_percent")
        of_all = facts.get("official_status") in OF_THE_STATE
        if of_all or (isinstance(share, int | float) and share > SPOKEN):
            yield language


@cache
def _names(language: str) -> Mapping[str, str]:
    try:
        return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    except (UnknownLocaleError, ValueError):
        return {}


def _key(name: str) -> str:
    """Return a name as it is looked up: in plain letters, without the apostrophes of Uzbek and others."""
    return fold_text(re.sub("[\u02bb\u02bc\u2018\u2019`']", "", name))


ALSO = {
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
"""What people say beside the names of the Unicode CLDR, which Babel carries."""
