"""What no file may keep, found by its form: e-mail addresses, telephone and identity numbers, streets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from casefile.checks.private_forms import FORMS, IN_ADDRESSES, PASSED_OVER, Forms
from casefile.names.unseen import DASHES, UnseenTable


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

    Digits and dashes of any script count, unseen characters do not. Addresses of web pages and dates are
    passed over; what is a name or a word is never looked at.
    """
    if not SUSPICIOUS.search(text):
        return ()
    plain = text if text.isascii() and text.isprintable() else text.translate(PLAIN)
    left = _form(PASSED_OVER, re.IGNORECASE).sub(lambda found: "¦" * len(found[0]), plain)
    found = (*_find_private(IN_ADDRESSES, plain), *_find_private(FORMS, left))
    if not found or len(plain) == len(text):
        return found
    places = [at for at, char in enumerate(text) if PLAIN[ord(char)] is not None]
    return tuple(Private(what, places[start]) for what, start in found)


OTHER_DIGITS = (
    "\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\U00010a40-\U00010a43\U00010e60-\U00010e68\U00011052-\U0001105a\U0001f100-\U0001f10a"
)
"""Digits of no decimal system, such as small and circled ones, as part of a character class."""
SUSPICIOUS = re.compile(rf"[\d@\[(\ufe59\ufe6b\uff08\uff20\uff3b{OTHER_DIGITS}]")
"""Every form has one of these, which most texts have not."""
DASH = re.compile(f"[{DASHES}]")


class _PlainSigns(UnseenTable):
    """A table for `str.translate`: one plain character for each of a kind, none for an unseen one."""

    def __missing__(self, code: int) -> int | str | None:
        """Return the plain character, or None for an unseen one; remember it."""
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
PLAIN = _PlainSigns()


def _find_private(forms: Forms, text: str) -> Iterator[Private]:
    for what, ways in forms:
        places = [found.start() for way in ways if (found := _form(way).search(text))]
        if places:
            yield Private(what, min(places))


@cache
def _form(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(pattern, flags)
