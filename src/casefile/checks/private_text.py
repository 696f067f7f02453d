"""Find private data by its form: e-mail addresses, telephone and identity numbers, street addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from casefile.checks.private_forms import FORMS, IN_ADDRESSES, NOT_SEARCHED, Forms
from casefile.names.unseen import DASHES, UnseenTable


class PrivateData(NamedTuple):
    """The kind of private data that a text seems to contain, such as "a telephone number", and its index."""

    what: str
    start: int


def private_in(text: str) -> tuple[str, ...]:
    """Return the kinds of private data that a text seems to contain, each once."""
    return tuple(dict.fromkeys(each.what for each in private_places(text)))


@lru_cache(maxsize=4_096)  # towns, headlines and the like stand in many records
def private_places(text: str) -> tuple[PrivateData, ...]:
    """Return the private data that a text seems to contain: the first of each kind, with its index.

    Digits and dashes of any script count, invisible characters do not. Addresses of web pages are only
    searched for those with a telephone number or e-mail address; dates are left out.
    """
    if not SUSPICIOUS.search(text):
        return ()
    plain = text if text.isascii() and text.isprintable() else text.translate(PLAIN)
    left = _form(NOT_SEARCHED, re.IGNORECASE).sub(lambda found: "¦" * len(found[0]), plain)
    found = (*_find_private(IN_ADDRESSES, plain), *_find_private(FORMS, left))
    if not found or len(plain) == len(text):
        return found
    places = [at for at, char in enumerate(text) if PLAIN[ord(char)] is not None]
    return tuple(PrivateData(what, places[start]) for what, start in found)


OTHER_DIGITS = (
    "\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\U00010a40-\U00010a43\U00010e60-\U00010e68\U00011052-\U0001105a\U0001f100-\U0001f10a"
)
"""Digits that are not decimal digits, such as superscript and circled ones, for a character class."""
SUSPICIOUS = re.compile(rf"[\d@\[(\ufe59\ufe6b\uff08\uff20\uff3b{OTHER_DIGITS}]")
"""The pattern of a character that each form of private data has and most texts have not."""
DASH = re.compile(f"[{DASHES}]")


class _PlainCharacters(UnseenTable):
    """A table for `str.translate`: digits, dashes and blanks become plain ones, invisible characters None."""

    def __missing__(self, code: int) -> int | str | None:
        """Return the plain character, or None for an invisible one, and store it in the table."""
        char = chr(code)
        if super().__missing__(code) is None:
            return None
        if char.isspace():
            plain = char if char in LINE_ENDS else " "
        elif DASH.match(char):
            plain = "-"
        else:
            composed = unicodedata.normalize("NFKC", char)
            plain = str(unicodedata.digit(char, composed if len(composed) == 1 else char))
        self[code] = plain
        return plain


LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
PLAIN = _PlainCharacters()


def _find_private(forms: Forms, text: str) -> Iterator[PrivateData]:
    for what, ways in forms:
        places = [found.start() for way in ways if (found := _form(way).search(text))]
        if places:
            yield PrivateData(what, min(places))


@cache
def _form(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(pattern, flags)
