"""Withheld names that stand somewhere as a whole: no public name opens what it holds the whole of.

A word of a name may be many people's: `Asanov Times` gives no Asel Asanov away. `Asel Asanov Fund` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

TELLING = 4
"""Shorter words tell only beside another one."""
SHORTEST_STEM = 3
ENDINGS = 4
"""How many letters a language may hang on a word."""
NEAR = 2
"""How many words further on the other one of two may stand."""
LONGEST = 80
"""Letters of a word that are looked through for several names in one."""


class Name(NamedTuple):
    """A withheld name by its folded words that are no particles, and those that may be known of it anyway."""

    words: tuple[str, ...]
    known: frozenset[str]

    @property
    def is_one_word(self) -> bool:
        """Whether any word of it is all of it."""
        return len(self.words) == 1


class Wholes:
    """Finds whole names among folded words, however bent: two telling words of one name near each other.

    So it is with the names of a text that only some may know (CF408): who has a father's name or a second
    surname is mostly called without it. `hides` tells whether a word would be withheld where it stands alone.
    """

    def __init__(self, names: Iterable[Name], hides: Callable[[str], bool]) -> None:
        self._names = tuple(each for each in names if not each.known.issuperset(each.words))
        self._hides = hides

    def stand_in(self, words: Sequence[str]) -> bool:
        """Tell whether a name stands among these words, in either order or run together."""
        return any(self._begins_at(words, at) for at in range(len(words)))

    def are_held_by(self, words: Sequence[str]) -> bool:
        """Tell whether a name of several words stands among these with all of them, wherever."""
        held = frozenset(stem for word in words for stem in unbent(word)).union(words)
        return any(
            all((loose(part) if len(part) >= TELLING else part) in held for part in name)
            for stem in held
            for name in self._by_longest.get(stem, ())
        )

    def is_one(self, word: str) -> bool:
        """Tell whether a word is all of a name."""
        return self._hides(word) and any(stem in self._single for stem in (word, *unbent(word)))

    def _begins_at(self, words: Sequence[str], at: int) -> bool:
        word = words[at]
        partners = [self._partners[stem] for stem in unbent(word) if stem in self._partners]
        near = words[at + 1 : at + 1 + NEAR] if partners else ()
        return self._run_together(word) or any(
            (self._hides(word) or self._hides(other))
            and any(not each.isdisjoint(unbent(other)) for each in partners)
            for other in near
        )

    def _run_together(self, word: str) -> bool:
        if not self._hides(word):
            return False
        short = word[:LONGEST]
        ends = range(TELLING + SHORTEST_STEM - 1, len(short) + 1)
        return any(short[start:end] in self._joined for end in ends for start in range(end))

    @cached_property
    def _partners(self) -> Mapping[str, set[str]]:
        """By the stem of each telling word of a name those of the others: two that are known tell nothing."""
        found: dict[str, set[str]] = {}
        for name in self._names:
            telling = [word for word in name.words if len(word) >= TELLING]
            for one, other in permutations(telling, 2):
                if not name.known.issuperset((one, other)) and loose(one) != loose(other):
                    found.setdefault(loose(one), set()).add(loose(other))
        return found

    @cached_property
    def _joined(self) -> frozenset[str]:
        """Two words of a name as one, without what a language may hang on it."""
        return frozenset(
            one + loose(other)
            for name in self._names
            for one, other in permutations(name.words, 2)
            if not name.known.issuperset((one, other))
        )

    @cached_property
    def _single(self) -> frozenset[str]:
        return frozenset(loose(each.words[0]) for each in self._names if each.is_one_word)

    @cached_property
    def _by_longest(self) -> Mapping[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in self._names:
            if not name.is_one_word:
                longest = max(name.words, key=len)
                stem = loose(longest) if len(longest) >= TELLING else longest
                found.setdefault(stem, []).append(name.words)
        return found


def loose(word: str) -> str:
    """Return what stays of a word however a language bends it."""
    bare = word.rstrip("aeiouy")
    return bare if len(bare) >= SHORTEST_STEM else word


def unbent(word: str) -> Iterator[str]:
    """Yield what the stem of a word may be."""
    return (word[:end] for end in range(max(SHORTEST_STEM, len(word) - ENDINGS), len(word) + 1))
