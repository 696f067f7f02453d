"""What is spelt nearly as something that was typed."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

ENDS = (3, 5, 8, 10)
"""Signs by which a word may begin as another does: of very many that do, more are asked for."""
END = 3
ALIKE = 0.65
"""The least similarity of two words, from 0 to 1; with less, `live` would be suggested for `police`."""
MANY = 5_000
"""Words that are compared in less time than anybody waits."""


def close_to(word: str, words: Collection[str], n: int, many: int = MANY) -> list[str]:
    """Return the words that are spelt nearly so, the nearest first, `n` at most.

    Of more than `many` only those are compared that begin or end alike: who mistypes rarely misses both ends.
    """
    for start in ENDS:
        if len(words) <= many:
            break
        words = [each for each in words if each[:start] == word[:start] or each[-END:] == word[-END:]]
    return get_close_matches(word, words, n=n, cutoff=ALIKE)
