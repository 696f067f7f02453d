"""Fold text to plain Latin letters: for look-ups, ids and the hiding of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def letter_table(rows: str) -> dict[str, str]:
    """Return a dictionary from a text of pairs such as `sh=S`, separated by spaces."""
    return dict(each.split("=") for each in rows.split())


SEPARATORS = re.compile(r"[^0-9a-z]+")
SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of the characters that have no shape of their own."""


def is_shapeless(char: str) -> bool:
    """Return whether a character has no shape of its own: control, format, private or undefined."""
    return unicodedata.category(char) in SHAPELESS


class RemovalTable(dict[int, str | int | None]):
    """A table for `str.translate` that removes shapeless characters, but for line ends and other blanks.

    It decides on a character when it first meets it; its items decide on further characters. A character
    without a definition stays: it may be a letter of a newer Unicode than that of this Python.
    """

    def __missing__(self, code: int) -> int | None:
        """Return the code of a character that stays, else None; remember it."""
        char = chr(code)
        stays = char.isspace() or not is_shapeless(char) or unicodedata.category(char) == "Cn"
        self[code] = found = code if stays else None
        return found


INVISIBLE = RemovalTable.fromkeys((
    0x034F, 0x0640, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2065, 0x2800, 0x3164,
    *range(0xFE00, 0xFE10), 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0x13430, 0x13440),
    *range(0xE0000, 0xE1000),
))  # fmt: skip
"""Removes characters that are invisible, or only join or stretch letters: they may hide a word.

They include all that Unicode calls Default_Ignorable_Code_Point."""
DASHES = (
    "-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u301c\u3030\u30a0"
    "\ufe31\ufe32\ufe58\ufe63\uff0d"
)
"""All characters that look like a hyphen, as part of a character class of a pattern."""
CARONS = str.maketrans(letter_table("ž=zh Ž=zh š=sh Š=sh č=ch Č=ch đ=dj Đ=dj"))
LIKENESSES = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("shch|sch|sh", "s"),
        ("tch|ch|ck|ts|tz|c|q", "k"),
        ("dzh|dj|zh|j|y", "i"),
        ("kh", "h"),
        ("ph", "f"),
        ("(?<=[bdgklnrt])h", ""),
        ("w", "v"),
        ("x", "ks"),
        ("ou|oo|ue", "u"),
        ("ee", "i"),
        ("oe", "o"),
        ("io", "e"),
        ("i+(?=[aeou])", ""),
        ("ae", "a"),
        (r"([a-z])\1+", r"\1"),
    )
)
"""Replacements for one sound that languages write differently; each is applied to the result of the last."""


def fold_text(text: str) -> str:
    """Return a text in plain lower-case Latin letters and digits, with words separated by single spaces.

    Romanisation is by anyascii, letter for letter, without knowledge of the language. So two names with equal
    results may belong together, but that is no proof.
    """
    plain = text if text.isascii() else _in_latin(text)
    return SEPARATORS.sub(" ", plain.replace("'", "").lower()).strip()


def _in_latin(text: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - most commands meet only ASCII text

    return anyascii(unicodedata.normalize("NFKC", text).translate(INVISIBLE))


def romanisation_key(text: str) -> str:
    """Return a text folded so far that the usual romanisations of one name become equal.

    Many different names become equal too. So the key is used to hide names, never to identify a person.
    """
    like = fold_text(unicodedata.normalize("NFKC", text).translate(CARONS))
    for pattern, letters in LIKENESSES:
        like = pattern.sub(letters, like)
    return like


def slug(text: str) -> str:
    """Return a text as a part of an id: lower-case Latin letters, digits and hyphens."""
    return fold_text(text).replace(" ", "-")


def find_begun(words: str, records: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return the ids that begin with the words, and those of records with a name whose words begin with them.

    Each record is its id and its folded names.
    """
    query = fold_text(words)
    return [
        record
        for record, names in records
        if (words and record.startswith(words)) or any(matches(query, name) for name in names)
    ]


def matches(query: str, name: str) -> bool:
    """Return whether each word of a folded query begins a word of a folded name."""
    words = name.split()
    return bool(query) and all(any(word.startswith(part) for word in words) for part in query.split())
