"""Find names by sound among many: keys select the few names that are then compared in full.

A key is a prefix of one character for its kind, and text: a spelling, a sound or a gist (see
`consonant_gists`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from anyascii import anyascii
from msgspec import Struct

from casefile.names.abjads import ARTICLE, FAITH, may_sound_like
from casefile.names.name_parts import OF_THE_FAITH, is_particle, words_of
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sounds import find_related_names, sounds


def sounds_like(query: str, name: str) -> bool:
    """Return whether each word of a query begins a word of a name, across scripts and romanisations.

    Two words may be written as one in either. A query with a digit never matches: it is an id, or a part of
    one.
    """
    if any(char.isdigit() for char in query):
        return False
    typed, words = words_of(query), words_of(name)
    return bool(typed) and any(_all_begin(parts, words) for parts in (typed, *_run_together(typed)))


def sound_keys(name: str) -> frozenset[str]:
    """Return the sound keys of a name, by which queries find it.

    For each query that `sounds_like` the name, one of these keys begins with a result of `query_key_starts`.
    """
    words = words_of(name)
    return frozenset(key for word in (*words, *join_neighbours(words)) for key in _keys(word))


def join_neighbours(words: Iterable[str], common: Container[str] = ()) -> Iterator[str]:
    """Yield each two neighbouring words as one word, unless both are `common`: Alireza, Bolotkyzy."""
    for first, second in pairwise(words):
        if first not in common or second not in common:
            yield first + second


def query_key_starts(query: str) -> frozenset[str]:
    """Return beginnings of sound keys: each name that the query may mean has a key that starts with one.

    The result is empty for a query with a digit or without a word.
    """
    typed = words_of(query)
    if not typed or any(char.isdigit() for char in query):
        return frozenset()
    firsts = {parts[0] for parts in (typed, *_run_together(typed))}
    return frozenset(key for part in firsts for key in _beginnings(part))


def keys_of_words(name: str) -> frozenset[str]:
    """Return sound keys of a name: each name that may share a word with it has one of them (`sound_keys`)."""
    return frozenset(key for word in words_of(name) for key in _beginnings(word))


SPELT, SOUNDING, ANY, UNVOWELLED = "=~^%"
"""Prefixes of sound keys, by content: a word, a sound of it, its gist, its gist in a vowelless script."""


def _keys(word: str) -> Iterator[str]:
    yield SPELT + word
    yield from (ANY + gist for gist in consonant_gists(word))
    if script_of(word) in VOWELLESS:
        yield from (UNVOWELLED + gist for gist in consonant_gists(word))
    else:
        yield from (SOUNDING + sound for sound in sounds(word))


def _beginnings(part: str) -> Iterator[str]:
    """Yield starts of the sound keys by which names with a typed word are found.

    They are its spelling, its sounds, and its gists for names in a vowelless script; for a word in such a
    script its spelling and its gists for any name.
    """
    yield SPELT + part
    if script_of(part) in VOWELLESS:
        yield from (ANY + gist for gist in consonant_gists(part))
    else:
        yield from (SOUNDING + sound for sound in sounds(part))
        yield from (UNVOWELLED + gist for gist in consonant_gists(part))


def _all_begin(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether each typed word begins a word of the name, or two of them written as one."""
    joined = [*join_neighbours(words)]
    return all(any(begins(part, word) for word in (*words, *joined)) for part in typed)


def _run_together(typed: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the typed words with each two neighbours written as one in turn: Bolot kyzy, Bolotkyzy."""
    for at, (first, second) in enumerate(pairwise(typed)):
        yield (*typed[:at], first + second, *typed[at + 2 :])


def begins(part: str, word: str) -> bool:
    """Return whether a typed word `part` may be the word of a name, or its beginning.

    A beginning has the same spelling as the word, or at least SHORTEST sounds. If one of the two is in a
    script without vowels and the spellings differ, `part` must be the whole word.
    """
    if not _may_begin(part, word):
        return False
    if word.startswith(part) or part == word:
        return True
    word_sounds, typed = sounds(word), sounds(part)
    if script_of(part) in VOWELLESS or script_of(word) in VOWELLESS:
        return may_sound_like(part, word_sounds) or may_sound_like(word, typed)
    return any(
        sound.startswith(each) if len(each) >= SHORTEST else sound == each
        for each in typed
        for sound in word_sounds
    )


SHORTEST = 3


def _may_begin(part: str, word: str) -> bool:
    return any(whole.startswith(start) for start in consonant_gists(part) for whole in consonant_gists(word))


@lru_cache(maxsize=1 << 17)
def consonant_gists(word: str) -> tuple[str, ...]:
    """Return the gists of a word: its l, m, n and r without repetitions, which hardly any spelling changes.

    Words that sound alike usually share a gist. A word has two if it may contain an Arabic article, and in
    Greek script one for each of its sounds.
    """
    script = script_of(word)
    if script == "Greek":
        return tuple(sorted({_gist(sound) for sound in sounds(word)}))
    if script == "Arabic" and len(word) > len(ARTICLE) + 1:
        bare = word.removeprefix(ARTICLE)
        bare = bare.removesuffix(FAITH) + FAITH.removeprefix(ARTICLE) if bare.endswith(FAITH) else bare
        # In Latin letters the article may be joined to the word: Alrashid, Nureldin.
        return tuple(dict.fromkeys(_gist(anyascii(each).lower()) for each in (bare, word)))
    gist = _gist(anyascii(word).lower())
    return (gist.removeprefix("l"), gist) if word in OF_THE_FAITH else (gist,)


def _gist(letters: str) -> str:
    """Return the letters l, m, n and r, without repeated ones and without `abdul` and its variants."""
    served = SERVANT.match(letters)
    found = KEPT.findall(letters[served.end() :] if served else letters)
    gist = "".join(letter for letter, _ in groupby(found))
    return gist.removeprefix("l") if served else gist


SERVANT = re.compile("[^a-z]*a?bd")
KEPT = re.compile("[lmnr]")


class NameLookup:
    """An index of the names of many people by gist, to find candidates that are then compared in full.

    `named` has the names of each person. A person is known by the index in it: `near` returns such indexes.
    """

    def __init__(self, named: Iterable[Sequence[str]]) -> None:
        self._owners: list[int] = []
        self._needed: list[int] = []
        self._holders: dict[str, list[int]] = {}
        self._people = 0
        for names in named:
            self.add(names)

    def add(self, names: Iterable[str]) -> None:
        """Add the names of one more person; the index of this person is the next one."""
        for name in names:
            self._add(self._people, SimilarityKeys.of(name))
        self._people += 1

    def near(self, names: Sequence[str]) -> list[int]:
        """Return the indexes of the people whose names may be similar to these, in ascending order."""
        found: set[int] = set()
        for own in map(SimilarityKeys.of, names):
            shared = Counter(at for key in own.keys for at in self._holders.get(key, ()))
            whole = self._holders.get(own.whole, ())
            enough = (at for at, count in shared.items() if count >= min(own.needed, self._needed[at]))
            found.update(self._owners[at] for at in (*whole, *enough))
        return sorted(found)

    def _add(self, owner: int, own: SimilarityKeys) -> None:
        at = len(self._owners)
        self._owners.append(owner)
        self._needed.append(own.needed)
        for key in (*own.keys, own.whole):
            self._holders.setdefault(key, []).append(at)


class SimilarityKeys(Struct, frozen=True):
    """The filter keys of one name: gists of its words, and `whole` for all letters l, m, n, r of the name.

    Two names are candidates if they share `whole`, or as many of `keys` as the smaller `needed` of the two.
    """

    keys: frozenset[str]
    needed: int
    whole: str

    @classmethod
    def of(cls, name: str) -> SimilarityKeys:
        """Return the filter keys of a name; `whole` does not depend on word order or on spaces."""
        words = [word for word in words_of(name) if not is_particle(word)]
        counted = Counter(gist for word in words for gist in consonant_gists(word))
        repeated = {f"{gist} {number}" for gist, count in counted.items() for number in range(1, count)}
        rows = {f"= {row}" for word in words for row in find_related_names(word)}
        whole = "".join(sorted(letter for word in words for letter in consonant_gists(word)[0]))
        spelt = sum(len(word) > 1 for word in words)
        return cls(frozenset({*counted, *repeated, *rows}), min(ENOUGH, spelt), f"* {whole}")

    @property
    def alone(self) -> frozenset[str]:
        """Keys of which two similar names share one, unless they share two of `keys`."""
        return frozenset({self.whole, *(f"! {key}" for key in self.keys)})

    @property
    def stored(self) -> frozenset[str]:
        """The keys by which the name is found: `keys`, and those of `alone` by which one is enough."""
        return self.keys | (self.alone if self.needed < ENOUGH else {self.whole})


ENOUGH = 2
"""The number of keys that similar names of several words share."""
