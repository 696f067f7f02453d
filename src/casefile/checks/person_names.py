"""Names of persons: who may know them, and where they stand in a text that more may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import permutations

from msgspec import Struct

from casefile.model.vocabularies import TIERS, Tier, is_stricter
from casefile.names import fold_text
from casefile.names.decoding import is_in_any_reading
from casefile.names.name_words import SHORTEST, NameWord, is_identifying, is_shared, root, words_in
from casefile.register.record_summary import Known

Words = tuple[str, ...]
NamePair = tuple[str, str]
"""The roots of two words of one name."""


@lru_cache(maxsize=32_768)  # the names of all cases are asked for several times over
def identifying_words(name: str) -> frozenset[str]:
    """Return the words of a name by which somebody would know whose it is."""
    return frozenset(filter(is_identifying, fold_text(name).split()))


class Secrets(Struct, frozen=True):
    """Full names that only some tiers may know.

    A name is found by two of its words near each other in a text, in either order and in any form: with one
    word between them at most, or none where one of them is short. `tiers` has for the root of a word those
    that stand beside it in names, and who may know both; `forms` has the roots by the keys of their words.
    """

    tiers: Mapping[str, Mapping[str, Tier]]
    forms: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, known: Iterable[Known]) -> Secrets:
        """Gather the names of all cases; what one of them tells is no secret of another."""
        known = (*known,)
        found: dict[str, dict[str, Tier]] = {}
        for (one, other), tier in tiers_of(known).items():
            if tier != "public":
                found.setdefault(one, {})[other] = tier
        return cls(found, _forms(name for name, tier in known if tier != "public"))

    def __bool__(self) -> bool:
        return bool(self.tiers)

    def stand_in(self, text: str, tier: Tier) -> bool:
        """Return whether a text of a tier holds a name that is stricter, encoded or not."""
        return bool(self) and is_in_any_reading(text, lambda reading: any(self.met_in(reading, tier)))

    def met_in(self, text: str, tier: Tier) -> Iterator[NamePair]:
        """Yield by which words each name that is stricter than a text of a tier is found, as written."""
        words = words_of(text)
        roots = [self._roots(word) for word in words]
        for at, ones in enumerate(roots):
            for one in ones & self.tiers.keys():
                for near, others in enumerate(roots[at + 1 : at + 3]):
                    for other in others & self.tiers[one].keys():
                        beside = near == 0 or not any(map(_is_short, (words[at], words[at + 1 + near])))
                        if beside and is_stricter(self.tiers[one][other], tier):
                            yield one, other

    def _roots(self, word: NameWord) -> frozenset[str]:
        return frozenset(found for key in word.unbent for found in self.forms.get(key, ()))


def _is_short(word: NameWord) -> bool:
    return len(word.plain) < SHORTEST


def _forms(names: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the roots of the words of some names by the keys of these words."""
    found: dict[str, frozenset[str]] = {}
    for name in {*names}:
        for word in words_in(name):
            for key in word.stems:
                found[key] = found.get(key, frozenset()) | {root(word.plain)}
    return found


def tiers_of(known: Iterable[Known]) -> dict[NamePair, Tier]:
    """Return who may know two words of a name, by their roots; the loosest tier of any name that has both."""
    tiers: dict[NamePair, Tier] = {}
    for name, tier in known:
        for pair in _pairs(name):
            tiers[pair] = min(tiers.get(pair, tier), tier, key=TIERS.index)
    return tiers


def _pairs(name: str) -> frozenset[NamePair]:
    """Return by which two words a name is found: any that tell whose it is, else any at all."""
    roots = roots_of(identifying_words(name))
    if len(roots) < 2:
        roots = roots_of(word for word in fold_text(name).split() if not is_shared(word))
    return frozenset(permutations(roots, 2))


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
    def _all(self) -> Mapping[NamePair, Tier]:
        return _tiers_of_all(self._every())

    def stand_in(self, text: str, tier: Tier) -> bool:
        """Return whether a text of a tier holds a name that is stricter, encoded or not."""

        def holds(reading: str) -> bool:
            return any(is_stricter(self._tier(met), tier) for met in self._first.met_in(reading, tier))

        return bool(self._first) and is_in_any_reading(text, holds)

    def _tier(self, met: NamePair) -> Tier:
        """Return who may know two words of a name, by all the names that hold both."""
        if met not in self._tiers:
            some = self._holding(frozenset(met))
            tiers = self._all if some is None else tiers_of(known for names in some for known in names)
            self._tiers[met] = tiers.get(met, TIERS[-1])
        return self._tiers[met]

    @cached_property
    def _tiers(self) -> dict[NamePair, Tier]:
        return {}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset[str]().union(*(identifying_words(name) for name, _ in self._closed))

    @cached_property
    def _open(self) -> frozenset[str]:
        known = (each for names in self._every() for each in names)
        return frozenset[str]().union(*(identifying_words(name) for name, tier in known if tier == "public"))

    def among(self, words: Iterable[str]) -> frozenset[str]:
        """Return those of some words that only closed names have; a word of a public name tells nobody."""
        found = self._words.intersection(words)
        return found - self._open if found else found


@lru_cache(maxsize=4)  # before a write and after it, most of the time
def _tiers_of_all(every: tuple[tuple[Known, ...], ...]) -> Mapping[NamePair, Tier]:
    return tiers_of(known for names in every for known in names)


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[NameWord, ...]:
    """Return the words of a text; towns, bodies and the like stand in many texts."""
    return tuple(words_in(text))


def roots_of(words: Iterable[str]) -> frozenset[str]:
    """Return by what folded words of names are kept, however they are romanised."""
    return frozenset(map(root, words))


class NameOpening:
    """Tells which public names open something of closed ones: by these and the closed ones all are known."""

    def __init__(self, closed: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._pairs: set[NamePair] = set()
        for name in closed:
            self._pairs |= _pairs(name)
            self._words |= identifying_words(name)

    def __bool__(self) -> bool:
        return bool(self._words or self._pairs)

    def takes(self, name: str) -> bool:
        """Return whether a public name opens what none before it opened."""
        opened = self._words & identifying_words(name)
        pairs = self._pairs & _pairs(name)
        self._words -= opened
        self._pairs -= pairs
        return bool(opened or pairs)
