"""Replace characters that no font of the PDF has by their numbers, because PDF/UA forbids empty boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any, cast

from casefile.names.unseen import SHAPING

LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed with font')
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
NUMBER = r"<U\+[0-9A-F]+>"
STRANDED = re.compile(f"({NUMBER})[{SHAPING}]+|[{SHAPING}]+(?={NUMBER})")
"""Joiners and variation selectors next to a number, where they have no meaning."""
INTRICATE = re.compile(r"[^\u0000-\u08ff\u10a0-\u10ff\u1e00-\u215f]")
"""Characters of scripts for which the typesetter finds no font, or loses letters, inside a picture."""


def replace_characters(given: dict[str, Any], diagnostic: str) -> dict[str, Any]:
    """Return the data without the characters that could not be typeset, by the message of the typesetter.

    A character that no font has becomes its number, `<U+738B>`. If the message names none, the error is in a
    picture: then its labels lose the scripts that cannot be typeset there. The result is equal to the given
    data if neither changes anything.
    """
    signs = lacking(diagnostic)
    if signs:
        changed = _changed(given, lambda text: _numbered(text, signs), str)
        return {**cast("dict[str, Any]", changed), "numbered": True}
    return cast("dict[str, Any]", _changed(given, str, _plain))


def characters_of(given: dict[str, Any]) -> str:
    """Return the characters of the data that a font may lack, each once, in order, with spaces between them.

    ASCII is left out. Characters that are typeset only together with others, such as accents, are left out
    too, and pictures, whose text is typeset in another way.
    """
    found = {sign for text in _texts(given) for sign in text}
    return " ".join(sorted(sign for sign in found if unicodedata.category(sign)[0] in "LNPS" and sign > "~"))


def _texts(given: object) -> Iterator[str]:
    if isinstance(given, dict):
        yield from _texts([value for name, value in given.items() if name != "svg"])
    elif isinstance(given, list):
        for each in given:
            yield from _texts(each)
    elif isinstance(given, str):
        yield given


def lacking(diagnostic: str) -> frozenset[str]:
    """Return the characters, except ASCII, for which the typesetter found no font outside pictures.

    `diagnostic` is its error message.
    """
    texts = (ESCAPED.sub(_sign, found[1]) for found in LACKING.finditer(diagnostic))
    return frozenset(sign for text in texts for sign in text if not sign.isascii())


def _numbered(text: str, signs: Collection[str]) -> str:
    """Return a text with characters replaced by their numbers, without joiners next to the numbers.

    Joiners elsewhere are kept, because another script may need them.
    """
    seen = [sign for sign in signs if sign not in SHAPING]
    table = {ord(sign): f"<U+{ord(sign):04X}>" for sign in seen} or {ord(sign): "" for sign in signs}
    changed = text.translate(table)
    return text if changed == text else STRANDED.sub(r"\1", changed)


def _plain(svg: str) -> str:
    return INTRICATE.sub("?", re.sub(f"[{SHAPING}]", "", svg))


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
