"""Names of persons: who may know them, and where they stand in a text that more may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations
from typing import NamedTuple

from casefile.model.names import folded, likened
from casefile.model.names.decoding import is_in_any_reading
from casefile.model.words import TIERS, Tier
from casefile.summary import Known

SHORTEST = 4
"""Shorter words of a name tell nobody apart."""
PARTICLES = frozenset({"kyzy", "kizi", "uulu", "ulu", "uly", "ogly", "oglu", "gyzy", "qizi", "binti"})
"""Words that many names share."""

Words = tuple[str, ...]


@lru_cache(maxsize=32_768)  # the names of all cases are asked for several times over
def telling(name: str) -> frozenset[str]:
    """Return the words of a name by which somebody would know whose it is."""
    return frozenset(word for word in folded(name).split() if len(word) >= SHORTEST and word not in PARTICLES)


@dataclass(frozen=True)
class Secrets:
    """Full names that only some tiers may know.

    A name is found by two of its words beside each other, in either order, with one word between them at
    most, bent or romanised as they may be; one that has a single telling word, by all its words in sequence.
    """

    by_word: Mapping[str, Mapping[str, Tier]]
    by_first: Mapping[str, tuple[tuple[Words, Words, Tier], ...]]

    @classmethod
    def of(cls, known: Iterable[Known]) -> Secrets:
        """Gather the names of all cases; what one of them tells is no secret of another."""
        tiers = Tiers.of(known)
        return cls(_by_word(tiers.pairs), _by_first(tiers.wholes))

    def __bool__(self) -> bool:
        return bool(self.by_word or self.by_first)

    def stand_in(self, text: str, tier: Tier) -> bool:
        """Return whether a text of a tier holds a name that is stricter, encoded or not."""
        return is_in_any_reading(text, lambda reading: any(self.met_in(reading, tier)))

    def met_in(self, text: str, tier: Tier) -> Iterator[Met]:
        """Yield by what each name that is stricter than a text of a tier is found in it, as it is written."""
        words = words_of(text)
        for at, word in enumerate(words):
            for stem in unbent(word):
                partners = self.by_word.get(stem)
                for near in words[at + 1 : at + 3] if partners else ():
                    for other in unbent(near):
                        if partners and _is_above(partners.get(other, "public"), tier):
                            yield Met((stem, other), whole=False)
            for turned, name, held in self.by_first.get(word, ()):
                if _is_above(held, tier) and words[at : at + len(turned)] == turned:
                    yield Met(name, whole=True)


class Met(NamedTuple):
    """By what a name is found: the stems of two of its words, or all its words as a `whole`."""

    words: Words
    whole: bool

    @property
    def stems(self) -> frozenset[str]:
        """The stems that every name holds which is found by this."""
        return stems(self.words) if self.whole else frozenset(self.words)


class Tiers(NamedTuple):
    """Who may know what names are found by: pairs of stems, and whole names."""

    pairs: dict[Words, Tier]
    wholes: dict[Words, Tier]

    @classmethod
    def of(cls, known: Iterable[Known]) -> Tiers:
        """Gather names; what one of them tells is no secret of another."""
        tiers = cls({}, {})
        for name, tier in known:
            for kept, parts in zip(tiers, _parts(name), strict=True):
                for each in parts:
                    kept[each] = min(kept.get(each, tier), tier, key=TIERS.index)
        return tiers

    def tier(self, met: Met) -> Tier:
        """Return who may know what was met, the strictest where no name is found by it."""
        return (self.wholes if met.whole else self.pairs).get(met.words, TIERS[-1])


def _parts(name: str) -> tuple[frozenset[Words], frozenset[Words]]:
    """Return what a name is found by: pairs of its words, else all of them in sequence."""
    pairs = frozenset[Words](permutations(stems(telling(name)), 2))
    words = () if pairs else tuple(folded(name).split())
    return pairs, frozenset({words} if len(words) > 1 else ())


class Suspects:
    """The names that not everybody may know: what public ones open of them is asked where one is found.

    Few texts hold any, and of a large register most names are public. `every` gives all names, `holding`
    those that hold some stems, or more names; None where all must be looked at.
    """

    def __init__(
        self,
        closed: Iterable[Known],
        every: Callable[[], tuple[tuple[Known, ...], ...]],
        holding: Callable[[frozenset[str]], Iterable[tuple[Known, ...]] | None] = lambda _: None,
    ) -> None:
        self._closed = [*closed]
        self._every = every
        self._holding = holding

    @cached_property
    def _first(self) -> Secrets:
        return Secrets.of(self._closed)

    @cached_property
    def _all(self) -> Tiers:
        return _tiers_of(self._every())

    def stand_in(self, text: str, tier: Tier) -> bool:
        """Return whether a text of a tier holds a name that is stricter, encoded or not."""

        def holds(reading: str) -> bool:
            return any(_is_above(self._tier(met), tier) for met in self._first.met_in(reading, tier))

        return is_in_any_reading(text, holds)

    def _tier(self, met: Met) -> Tier:
        """Return who may know what was met, by all the names that are found by it."""
        if met not in self._tiers:
            some = self._holding(met.stems)
            tiers = self._all if some is None else Tiers.of(known for names in some for known in names)
            self._tiers[met] = tiers.tier(met)
        return self._tiers[met]

    @cached_property
    def _tiers(self) -> dict[Met, Tier]:
        return {}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset[str]().union(*(telling(name) for name, _ in self._closed))

    @cached_property
    def _open(self) -> frozenset[str]:
        known = (each for names in self._every() for each in names)
        return frozenset[str]().union(*(telling(name) for name, tier in known if tier == "public"))

    def among(self, words: Iterable[str]) -> frozenset[str]:
        """Return those of some words that only closed names have; a word of a public name tells nobody."""
        found = self._words.intersection(words)
        return found - self._open if found else found


@lru_cache(maxsize=4)  # before a write and after it, most of the time
def _tiers_of(every: tuple[tuple[Known, ...], ...]) -> Tiers:
    return Tiers.of(known for names in every for known in names)


def _is_above(tier: Tier, limit: Tier) -> bool:
    return TIERS.index(tier) > TIERS.index(limit)


def _by_word(pairs: Mapping[Words, Tier]) -> Mapping[str, Mapping[str, Tier]]:
    found: dict[str, dict[str, Tier]] = {}
    for (one, other), tier in pairs.items():
        if tier != "public":
            found.setdefault(one, {})[other] = tier
    return found


def _by_first(whole: Mapping[Words, Tier]) -> Mapping[str, tuple[tuple[Words, Words, Tier], ...]]:
    found: dict[str, list[tuple[Words, Words, Tier]]] = {}
    for words, tier in whole.items():
        if tier != "public":
            for turned in sorted({words, words[::-1], (*words[1:], words[0])}):
                found.setdefault(turned[0], []).append((turned, words, tier))
    return {key: tuple(each) for key, each in found.items()}


@lru_cache(maxsize=4_096)
def words_of(text: str) -> Words:
    """Return the words of a text in plain Latin letters; towns, bodies and the like stand in many texts."""
    return tuple(folded(text).split())


def stems(words: Iterable[str]) -> frozenset[str]:
    """Return what stays of folded words of a name when a language bends them, however they are romanised."""
    return frozenset(map(_stem, words))


ENDINGS = 3
"""How many letters a language may hang on a word of a name."""
SHORTEST_STEM = 3


@lru_cache(maxsize=16_384)
def unbent(word: str) -> tuple[str, ...]:
    """Return what the stem of a folded word may be."""
    like = likened(word)
    return tuple(like[:end] for end in range(max(SHORTEST_STEM, len(like) - ENDINGS), len(like) + 1))


@lru_cache(maxsize=32_768)  # many share a word of their names
def _stem(word: str) -> str:
    like = likened(word)
    bare = like.rstrip("aeiouy")
    return bare if len(bare) >= SHORTEST_STEM else like


class Opening:
    """Tells which public names open something of closed ones: by these and the closed ones all are known."""

    def __init__(self, closed: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._pairs: set[Words] = set()
        self._wholes: set[Words] = set()
        for name in closed:
            pairs, wholes = _parts(name)
            self._words |= telling(name)
            self._pairs |= pairs
            self._wholes |= wholes
        self._stems = {stem for pair in self._pairs for stem in pair}

    def __bool__(self) -> bool:
        return bool(self._words or self._pairs or self._wholes)

    def takes(self, name: str) -> bool:
        """Tell whether a public name opens what none before it opened."""
        words = telling(name)
        known = stems(words)
        opened = self._words & words
        pairs = self._pairs.intersection(permutations(known & self._stems, 2))
        wholes = self._wholes & _parts(name)[1] if self._wholes and len(known) < 2 else frozenset[Words]()
        self._words -= opened
        self._pairs -= pairs
        self._wholes -= wholes
        return bool(opened or pairs or wholes)
