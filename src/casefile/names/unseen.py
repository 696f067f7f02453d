"""Characters that a reader does not see, and those that look like a hyphen."""

from __future__ import annotations

import unicodedata

SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of characters without a shape: controls, formats, private and undefined ones."""
IGNORABLE = frozenset({
    0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2065, 0x2800, 0x3164,
    *range(0xFE00, 0xFE10), 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0x13430, 0x13440),
    *range(0xE0000, 0xE1000),
})  # fmt: skip
"""Code points of letters, marks and symbols without a shape.

Together with the categories in SHAPELESS they include Unicode's Default_Ignorable_Code_Point.
"""
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unseen characters that change the direction of the text after them."""
SHAPING = "\u200c\u200d\ufe0e\ufe0f\u180b\u180c\u180d\u180e\u180f"
"""Unseen characters that scripts and symbols need: they change the shape of the characters beside them."""
DASHES = (
    "-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u207b\u208b\u2212\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    "\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)
"""Unicode's dashes and hyphens and a few that look like them, as part of a character class of a pattern."""


class UnseenTable(dict[int, str | int | None]):
    """A table for `str.translate` that replaces unseen characters, except line ends and other blanks.

    It decides on a character when it first meets it; its items decide on further characters.
    """

    instead: str | None = None
    """The replacement; None removes the characters."""

    def __missing__(self, code: int) -> str | int | None:
        """Return the code of a character that stays, else the replacement; remember it."""
        char = chr(code)
        self[code] = found = code if char.isspace() or not is_unseen(char) else self.instead
        return found


class _Blanks(UnseenTable):
    instead = " "


REMOVED, AS_BLANKS = UnseenTable(), _Blanks()


def is_unseen(char: str) -> bool:
    """Return whether a character has no shape of its own: control, format, filler, private or undefined.

    A letter of a newer Unicode than that of this Python is seen if anyascii knows it.
    """
    category = unicodedata.category(char)
    if category == "Cn" and ord(char) not in IGNORABLE:
        from anyascii import anyascii  # noqa: PLC0415 - such characters are rare

        return not anyascii(char)
    return category in SHAPELESS or ord(char) in IGNORABLE


def without_unseen(text: str) -> str:
    """Return a text without the characters that a reader does not see; line ends and other blanks stay."""
    return text if text.isascii() and text.isprintable() else text.translate(REMOVED)


def blank_unseen(text: str) -> str:
    """Return a text with a blank for each character that a reader does not see: it may separate two words."""
    return text if text.isascii() and text.isprintable() else text.translate(AS_BLANKS)
