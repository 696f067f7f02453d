"""Find complete withheld names, which stay withheld even inside a name that is published.

Many people may share one word of a name: `Asanov Times` does not reveal Asel Asanov. `Asel Asanov Fund` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from casefile.names.groups_by_key import grouped
from casefile.names.name_words import SHORTEST, NameWord, without_vowels

SHORTEST_STEM = 3
NEAR = 2
"""The greatest distance between two words of a name, in words."""
LONGEST = 80
"""The number of first letters of a word in which names run together are searched for."""


class WithheldName(NamedTuple):
    """A withheld name: its words, without those that many names share; `known` are published plain words."""

    words: tuple[NameWord, ...]
    known: frozenset[str]

    @property
    def is_one_word(self) -> bool:
        """Whether the name has only one word."""
        return len(self.words) == 1

    def has_only(self, words: Iterable[NameWord]) -> bool:
        """Return whether all of these words may be published."""
        return self.known.issuperset(word.plain for word in words)


class CompleteNames:
    """Finds complete names among words, in any form: two identifying words of one name near each other.

    Two words are enough, as in rule CF408: a person with a father's name or a second surname is mostly named
    without it. `hides` returns whether a word would be withheld by itself. Words are compared by their stem
    keys (`NameWord.stems`, `NameWord.text_keys`).
    """

    def __init__(self, names: Iterable[WithheldName], hides: Callable[[NameWord], bool]) -> None:
        self._names = tuple(each for each in names if not each.has_only(each.words))
        self._hides = hides

    def occur_in(self, words: Sequence[NameWord]) -> bool:
        """Return whether these words contain two words of a name, in either order.

        They are at most NEAR words apart, or run together. At least one of them would be withheld alone.
        """
        return any(self._begins_at(words, at) for at in range(len(words)))

    def occur_complete_in(self, words: Sequence[NameWord]) -> bool:
        """Return whether these words contain all words of a name of several words, in any positions."""
        held = frozenset(key for word in words for key in word.text_keys)
        return any(
            all(not held.isdisjoint(part.stems) for part in name)
            for key in held
            for name in self._by_longest.get(key, ())
        )

    def occur_beyond_published(self, words: Sequence[NameWord], published: AbstractSet[int]) -> bool:
        """Return whether these words contain all words of a name near each other, not all in published names.

        `published` are the indexes of words in published names; if there are none, the result is False. The
        published Ali Koç does not permit Han Ali Koç.
        """
        return bool(published) and any(
            is_beyond_published(_places_of(name, words, at), published)
            for at, word in enumerate(words)
            for name in {name for key in word.text_keys for name in self._by_any.get(key, ())}
        )

    def is_one_word_name(self, word: NameWord) -> bool:
        """Return whether a word is a withheld name of one word, in any form, and would be withheld alone."""
        return self._hides(word) and not word.text_keys.isdisjoint(self._single)

    def _begins_at(self, words: Sequence[NameWord], at: int) -> bool:
        word = words[at]
        partners = [self._partners[key] for key in word.text_keys if key in self._partners]
        near = words[at + 1 : at + 1 + NEAR] if partners else ()
        return self._run_together(word) or any(
            (self._hides(word) or self._hides(other))
            and any(not each.isdisjoint(other.text_keys) for each in partners)
            for other in near
        )

    def _run_together(self, word: NameWord) -> bool:
        return self._hides(word) and any(map(self._has_joined, (word.plain, word.like)))

    def _has_joined(self, letters: str) -> bool:
        short = letters[:LONGEST]
        ends = range(SHORTEST + SHORTEST_STEM - 1, len(short) + 1)
        return any(short[start:end] in self._joined for end in ends for start in range(end))

    @cached_property
    def _partners(self) -> Mapping[str, set[str]]:
        """For each stem key of an identifying word of a name, the stem keys of the other words of that name.

        Two words that may both be published are not paired.
        """
        found: dict[str, set[str]] = {}
        for name in self._names:
            identifying = [word for word in name.words if len(word.plain) >= SHORTEST]
            for one, other in permutations(identifying, 2):
                if not name.has_only((one, other)) and one.stems.isdisjoint(other.stems):
                    for key in one.stems:
                        found.setdefault(key, set()).update(other.stems)
        return found

    @cached_property
    def _joined(self) -> frozenset[str]:
        """Each two words of a name written as one, without the final vowels, which endings may change."""
        return frozenset(
            joined
            for name in self._names
            for one, other in permutations(name.words, 2)
            if not name.has_only((one, other))
            for joined in (one.plain + without_vowels(other.plain), one.like + without_vowels(other.like))
        )

    @cached_property
    def _single(self) -> frozenset[str]:
        return frozenset(key for each in self._names if each.is_one_word for key in each.words[0].stems)

    @cached_property
    def _by_any(self) -> Mapping[str, set[tuple[NameWord, ...]]]:
        found: dict[str, set[tuple[NameWord, ...]]] = {}
        for name in self._names:
            if len(name.words) > 1:
                for key in frozenset(key for word in name.words for key in word.stems):
                    found.setdefault(key, set()).add(name.words)
        return found

    @cached_property
    def _by_longest(self) -> Mapping[str, list[tuple[NameWord, ...]]]:
        several = (name.words for name in self._names if not name.is_one_word)
        longest = ((max(words, key=lambda word: len(word.plain)), words) for words in several)
        return grouped((key, words) for word, words in longest for key in word.stems)


def is_beyond_published(places: Sequence[AbstractSet[int]], published: AbstractSet[int]) -> bool:
    """Return whether each word of a name occurs, and at least one occurs only outside published names.

    `places` contains for each word of the name its indexes in a text, `published` the indexes of the words
    of the text that are in published names.
    """
    return all(places) and any(map(published.isdisjoint, places))


def _places_of(name: Sequence[NameWord], words: Sequence[NameWord], start: int) -> list[set[int]]:
    """Return the indexes of each word of a name from `start` on, with at most one other word among them."""
    near = range(start, min(start + len(name) + 1, len(words)))
    return [{at for at in near if not words[at].text_keys.isdisjoint(part.stems)} for part in name]
