"""What no file may keep, found by its form: e-mail addresses, telephone and identity numbers, streets."""

# ruff: noqa: RUF001 - the forms know several scripts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from casefile.checks.private_forms import FORMS, IN_ADDRESSES, PASSED_OVER, Forms


class Private(NamedTuple):
    """What a text seems to hold, such as "a telephone number", and where it begins."""

    what: str
    start: int


def private_in(text: str) -> tuple[str, ...]:
    """Return what a text seems to hold that no file may keep, each kind once."""
    return tuple(dict.fromkeys(each.what for each in private_places(text)))


@lru_cache(maxsize=4_096)  # towns, headlines and the like stand in many records
def private_places(text: str) -> tuple[Private, ...]:
    """Return what a text seems to hold that no file may keep, the first of each kind with its place.

    Digits of any script count. Addresses of web pages and dates are passed over; what is a name or a word is
    never looked at.
    """
    if not SUSPICIOUS.search(text):
        return ()
    plain = _plain(text)
    left = _form(PASSED_OVER, re.IGNORECASE).sub(lambda found: "¦" * len(found[0]), plain)
    return (*_find_private(IN_ADDRESSES, plain), *_find_private(FORMS, left))


SUSPICIOUS = re.compile(r"[@＠\d]|[\[(]\s?(?:at|собака)\s?[\])]")
"""Every form has one of these, which most texts have not."""
BLANKS = "\u00a0\u2002\u2003\u2007\u2009\u202f"
HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
SIGNS = {
    **dict.fromkeys(map(ord, BLANKS), " "),
    **dict.fromkeys(map(ord, HYPHENS), "-"),
    0xFF0B: "+",
    0xFF20: "@",
}
"""Signs that stand for plain ones in numbers; each for one, so that places stay."""


def _plain(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(sign, sign)) for sign in text.translate(SIGNS))


def _find_private(forms: Forms, text: str) -> Iterator[Private]:
    for what, ways in forms:
        places = [found.start() for way in ways if (found := _form(way).search(text))]
        if places:
            yield Private(what, min(places))


@cache
def _form(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(pattern, flags)
