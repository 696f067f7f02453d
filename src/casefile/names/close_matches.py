"""Find words that are spelt nearly like a word that was typed."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

ENDS = (3, 5, 8, 10)
"""Numbers of first characters that a word must share; more are required if there are still too many words."""
END = 3
ALIKE = 0.65
"""The least similarity of two words, from 0 to 1; with less, `live` would be suggested for `police`."""
MANY = 5_000
"""The most words that are compared in full, so that the comparison takes no noticeable time."""


def close_to(word: str, words: Collection[str], n: int, many: int = MANY) -> list[str]:
    """Return the words that are spelt like a word or nearly so, the nearest first, at most `n`.

    If there are more than `many` words, only those with the same beginning or the same last three characters
    are compared: a typing mistake rarely changes both.
    """
    for start in ENDS:
        if len(words) <= many:
            break
        words = [each for each in words if each[:start] == word[:start] or each[-END:] == word[-END:]]
    return get_close_matches(word, words, n=n, cutoff=ALIKE)
