"""Names that must not leave, found wherever they stand in words, addresses and ids.

Finding too much costs a sentence, finding too little may cost a person: in doubt a text is withheld. What is
not found: a spelling that no record states, and a nickname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from casefile.model.names import folded

PARTICLES = frozenset({
    "kyzy", "kizi", "kyzi", "qizi", "gyzy", "uulu", "ulu", "uly", "ogly", "oglu", "ogli", "oghlu", "ovna",
    "evna", "ibn", "binti", "bint", "bani", "abdul",
})  # fmt: skip
"""Words that many names share, which tell nobody apart."""
ENDINGS = 4
"""How many letters a language may hang on a name."""
ANYWHERE = 6
"""From so many letters on a name is found inside a word too: an address or a handle runs words together."""
SHORTEST = 4
"""Shorter words are only found beside another word of the same name."""


UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no blanks between words."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The names of one person that must not leave, and those that may."""

    withheld: tuple[str, ...]
    told: tuple[str, ...] = ()


class Hidden:
    """Finds withheld names in any text.

    `told` are names of others that are published: where one of them stands, it gives nobody away.
    """

    def __init__(self, secrets: Iterable[Secret], told: Iterable[str] = ()) -> None:
        stems, pairs, alone, unspaced = set[str](), set[tuple[str, str]](), set[str](), set[str]()
        for secret in secrets:
            known = {word for name in secret.told for word in folded(name).split()}
            for name in secret.withheld:
                words = [word for word in folded(name).split() if word not in known]
                stems.update(_stems(words))
                pairs.update(_pairs(words))
                if len(words) == 1 and len(words[0]) < SHORTEST:
                    alone.update(words)
                if words and UNSPACED.search(name):
                    unspaced.add(name)
        self._stems, self._pairs, self._alone = frozenset(stems), frozenset(pairs), frozenset(alone)
        self._unspaced = tuple(sorted(unspaced))
        self._longest = max(map(len, stems), default=0)
        self._told = self._masks({folded(name) for name in told})

    def found_in(self, text: str) -> bool:
        """Tell whether a text or an id holds a withheld name."""
        if not (self._stems or self._pairs or self._alone):
            return False
        if any(name in text for name in self._unspaced):
            return True
        words = folded(text).split()
        return self._finds(words) and self._finds(self._without_told(words))

    def _masks(self, names: set[str]) -> list[str]:
        """Keep the names that would be found, but are more than words of a withheld one."""
        found = [name for name in names if name and self._finds(name.split())]
        return sorted(
            (name for name in found if not all(map(self._hides, name.split()))), key=len, reverse=True
        )

    def _finds(self, words: list[str]) -> bool:
        return any(map(self._hides, words)) or any(pair in self._pairs for pair in pairwise(words))

    def _hides(self, word: str) -> bool:
        if word in self._alone:
            return True
        length = len(word)
        bent = range(max(SHORTEST, length - ENDINGS), length + 1)
        return any(word[:end] in self._stems for end in bent) or self._runs_together(word)

    def _runs_together(self, word: str) -> bool:
        length = len(word)
        return any(
            word[start:end] in self._stems
            for start in range(length - ANYWHERE + 1)
            for end in range(start + ANYWHERE, min(length, start + self._longest) + 1)
        )

    def _without_told(self, words: list[str]) -> list[str]:
        text = f" {' '.join(words)} "
        for name in self._told:
            text = text.replace(f" {name} ", " | ")
        return text.split()


def _stems(words: Iterable[str]) -> Iterator[str]:
    """Yield what stays of each word of a name when a language bends it."""
    for word in words:
        if len(word) < SHORTEST or word in PARTICLES or word.isdigit():
            continue
        bare = word.rstrip("aeiouy")
        yield bare if len(bare) > SHORTEST else word


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the neighbours in a name of which one is too short to be found alone, both ways round."""
    for first, second in pairwise(words):
        if {first, second} - PARTICLES and min(len(first), len(second)) < SHORTEST:
            yield first, second
            yield second, first
