"""Fold text to plain Latin letters: for lookups, for ids, and to find names that are withheld."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from casefile.names.unseen import without_unseen


def letter_table(rows: str) -> dict[str, str]:
    """Return a dictionary from a text of pairs such as `sh=S`, separated by spaces."""
    return dict(each.split("=") for each in rows.split())


SEPARATORS = re.compile(r"[^0-9a-z]+")
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

    Apostrophes are removed, other characters become a space. Romanisation is by anyascii, letter for letter,
    without knowledge of the language. So two names with equal results may belong together, but that is no
    proof.
    """
    plain = text if text.isascii() else _in_latin(text)
    return SEPARATORS.sub(" ", plain.replace("'", "").lower()).strip()


def _in_latin(text: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - most commands meet only ASCII text

    return anyascii(without_unseen(unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=1 << 14)
def romanisation_key(text: str) -> str:
    """Return a text folded so far that the usual romanisations of one name become equal.

    Many different names become equal too. So the key is for withholding names, not for identifying a person.
    """
    like = fold_text(unicodedata.normalize("NFKC", text).translate(CARONS))
    for pattern, letters in LIKENESSES:
        like = pattern.sub(letters, like)
    return like


def slug(text: str) -> str:
    """Return a text as a part of an id: lower-case Latin letters, digits and hyphens; it may be empty."""
    return fold_text(text).replace(" ", "-")


def find_begun(words: str, records: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return the ids of records whose id begins with `words`, or that have a name that `matches` them.

    Each record is given as its id and its folded names (`fold_text`).
    """
    query = fold_text(words)
    return [
        record
        for record, names in records
        if (words and record.startswith(words)) or any(matches(query, name) for name in names)
    ]


def matches(query: str, name: str) -> bool:
    """Return whether each word of a folded query begins a word of a folded name; False for an empty query."""
    words = name.split()
    return bool(query) and all(any(word.startswith(part) for word in words) for part in query.split())
