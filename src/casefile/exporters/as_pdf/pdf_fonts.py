"""Signs that cannot be set here: PDF/UA forbids empty boxes, so their numbers stand in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, cast

LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed with font')
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
UNSEEN = "\u200c\u200d\ufe0e\ufe0f"
"""Joiners and selectors, which mean nothing beside a number."""
NUMBER = r"<U\+[0-9A-F]+>"
STRANDED = re.compile(f"({NUMBER})[{UNSEEN}]+|[{UNSEEN}]+(?={NUMBER})")
INTRICATE = re.compile(r"[^\u0000-\u08ff\u10a0-\u10ff\u1e00-\u215f]")
"""Scripts of which the typesetter, within a picture, finds no font or loses letters."""


def settable(given: dict[str, Any], diagnostic: str) -> dict[str, Any]:
    """Return plain data that can be set where what is given could not, by what the typesetter says of it.

    A sign that no font has stands as its number, `<U+738B>`. Where it names none, the trouble is in a
    picture, whose labels then go without the scripts that it cannot set there. Equal to what is given where
    neither helps.
    """
    signs = lacking(diagnostic)
    if signs:
        told = _changed(given, lambda text: _numbered(text, signs), str)
        return {**cast("dict[str, Any]", told), "numbered": True}
    return cast("dict[str, Any]", _changed(given, str, _plain))


def lacking(diagnostic: str) -> frozenset[str]:
    """Return the signs that the typesetter found no font for, pictures apart."""
    texts = (ESCAPED.sub(_sign, found[1]) for found in LACKING.finditer(diagnostic))
    return frozenset(sign for text in texts for sign in text if not sign.isascii())


def _numbered(text: str, signs: Collection[str]) -> str:
    """Put numbers in the place of signs; a joiner, which another script may need, goes beside them."""
    seen = [sign for sign in signs if sign not in UNSEEN]
    table = {ord(sign): f"<U+{ord(sign):04X}>" for sign in seen} or {ord(sign): "" for sign in signs}
    changed = text.translate(table)
    return text if changed == text else STRANDED.sub(r"\1", changed)


def _plain(svg: str) -> str:
    return INTRICATE.sub("?", re.sub(f"[{UNSEEN}]", "", svg))


def _changed(given: object, in_text: Callable[[str], str], in_picture: Callable[[str], str]) -> object:
    if isinstance(given, dict):
        return {
            name: in_picture(value) if name == "svg" else _changed(value, in_text, in_picture)
            for name, value in given.items()
        }
    if isinstance(given, list):
        return [_changed(each, in_text, in_picture) for each in given]
    return in_text(given) if isinstance(given, str) else given


def _sign(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]
