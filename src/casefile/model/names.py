"""Names across scripts: what two spellings have in common, never more than a proposal."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

SEPARATORS = re.compile(r"[^0-9a-z]+")
INVISIBLE = dict.fromkeys((0x200C, 0x200D, 0x00AD))


def folded(text: str) -> str:
    """Return a text in plain lower-case Latin letters, words separated by single blanks.

    Romanisation is by anyascii, letter for letter: it loses what only a language would know, so equal folds
    propose that two names belong together and prove nothing.
    """
    composed = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    return SEPARATORS.sub(" ", anyascii(composed).replace("'", "").lower()).strip()


def slug(text: str) -> str:
    """Return a text as the part of an id: lower-case Latin letters, digits and hyphens."""
    return folded(text).replace(" ", "-")


def matches(query: str, name: str) -> bool:
    """Tell whether each word of a folded query begins a word of a folded name."""
    words = name.split()
    return bool(query) and all(any(word.startswith(part) for word in words) for part in query.split())
