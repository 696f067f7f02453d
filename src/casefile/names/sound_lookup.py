"""Names by sound among many: a rough sieve comes first, so that ten thousand names cost no second."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from anyascii import anyascii
from msgspec import Struct

from casefile.names.abjads import ARTICLE, FAITH, may_be
from casefile.names.name_parts import OF_THE_FAITH, is_particle, words_of
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sounds import relatives, sounds


def sounds_like(query: str, name: str) -> bool:
    """Tell whether each word of a query begins a word of a name, in whatever script or romanisation.

    Two words may be written as one in either. Nothing that holds a digit sounds like a name: it is an id, or
    a part of one.
    """
    if any(sign.isdigit() for sign in query):
        return False
    typed, words = words_of(query), words_of(name)
    return bool(typed) and any(_all_begin(parts, words) for parts in (typed, *_run_together(typed)))


def sound_keys(name: str) -> frozenset[str]:
    """Return keys of a name by which it is found: whatever `sounds_like` it begins one of them (`sought`)."""
    words = words_of(name)
    return frozenset(key for word in (*words, *join_neighbours(words)) for key in _keys(word))


def join_neighbours(words: Iterable[str], common: Container[str] = ()) -> Iterator[str]:
    """Yield each two neighbouring words as one word, unless both are `common`: Alireza, Bolotkyzy."""
    for first, second in pairwise(words):
        if first not in common or second not in common:
            yield first + second


def sought(query: str) -> frozenset[str]:
    """Return the beginnings of keys, of which every name that the query may mean has one."""
    typed = words_of(query)
    if not typed or any(sign.isdigit() for sign in query):
        return frozenset()
    firsts = {parts[0] for parts in (typed, *_run_together(typed))}
    return frozenset(key for part in firsts for key in _beginnings(part))


def keys_of_words(name: str) -> frozenset[str]:
    """Return keys of this name; `heard` gives one of them for each name that may share a word with it."""
    return frozenset(key for word in words_of(name) for key in _beginnings(word))


SPELT, SOUNDING, ANY, UNVOWELLED = "=~^%"
"""What a key holds: a word, a sound of it, its gist, or its gist where its script leaves vowels out."""


def _keys(word: str) -> Iterator[str]:
    yield SPELT + word
    yield from (ANY + gist for gist in gists(word))
    if script_of(word) in VOWELLESS:
        yield from (UNVOWELLED + gist for gist in gists(word))
    else:
        yield from (SOUNDING + sound for sound in sounds(word))


def _beginnings(part: str) -> Iterator[str]:
    """Yield what `begins` goes by: the spelling, sounds, and of scripts without vowels only the gist."""
    yield SPELT + part
    if script_of(part) in VOWELLESS:
        yield from (ANY + gist for gist in gists(part))
    else:
        yield from (SOUNDING + sound for sound in sounds(part))
        yield from (UNVOWELLED + gist for gist in gists(part))


def _all_begin(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether each typed word begins one of the name, or two of them that are written as one."""
    joined = [*join_neighbours(words)]
    return all(any(begins(part, word) for word in (*words, *joined)) for part in typed)


def _run_together(typed: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the typed words with two neighbours written as one: Bolot kyzy, Bolotkyzy."""
    for at, (first, second) in enumerate(pairwise(typed)):
        yield (*typed[:at], first + second, *typed[at + 2 :])


def begins(part: str, word: str) -> bool:
    """Tell whether a word, or from three sounds on its beginning, may be what was typed."""
    if not _may_begin(part, word):
        return False
    if word.startswith(part) or part == word:
        return True
    heard, typed = sounds(word), sounds(part)
    if script_of(part) in VOWELLESS or script_of(word) in VOWELLESS:
        return may_be(part, heard) or may_be(word, typed)
    return any(
        sound.startswith(each) if len(each) >= SHORTEST else sound == each
        for each in typed
        for sound in heard
    )


SHORTEST = 3


def _may_begin(part: str, word: str) -> bool:
    return any(whole.startswith(start) for start in gists(part) for whole in gists(word))


@lru_cache(maxsize=1 << 17)
def gists(word: str) -> tuple[str, ...]:
    """Return the consonants of a word that hardly any spelling changes; words that sound alike share one."""
    script = script_of(word)
    if script == "Greek":
        return tuple(sorted({_gist(sound) for sound in sounds(word)}))
    if script == "Arabic" and len(word) > len(ARTICLE) + 1:
        bare = word.removeprefix(ARTICLE)
        bare = bare.removesuffix(FAITH) + FAITH.removeprefix(ARTICLE) if bare.endswith(FAITH) else bare
        # Latin letters may have the article in one with the word: Alrashid, Nureldin.
        return tuple(dict.fromkeys(_gist(anyascii(each).lower()) for each in (bare, word)))
    gist = _gist(anyascii(word).lower())
    return (gist.removeprefix("l"), gist) if word in OF_THE_FAITH else (gist,)


def _gist(letters: str) -> str:
    """Return l, m, n and r; `abdul` and its kin are cut to what they share."""
    served = SERVANT.match(letters)
    found = KEPT.findall(letters[served.end() :] if served else letters)
    gist = "".join(letter for letter, _ in groupby(found))
    return gist.removeprefix("l") if served else gist


SERVANT = re.compile("[^a-z]*a?bd")
KEPT = re.compile("[lmnr]")


class Lookup:
    """The names of many by their gists: what may be like some names, to be compared in full."""

    def __init__(self, named: Iterable[Sequence[str]]) -> None:
        self._owners: list[int] = []
        self._needed: list[int] = []
        self._holders: dict[str, list[int]] = {}
        for owner, names in enumerate(named):
            for name in names:
                self._add(owner, _Sieved.of(name))

    def near(self, names: Sequence[str]) -> list[int]:
        """Return the places of those whose names may be like these, in order."""
        found: set[int] = set()
        for sieved in map(_Sieved.of, names):
            shared = Counter(at for key in sieved.keys for at in self._holders.get(key, ()))
            whole = self._holders.get(sieved.whole, ())
            enough = (at for at, count in shared.items() if count >= min(sieved.needed, self._needed[at]))
            found.update(self._owners[at] for at in (*whole, *enough))
        return sorted(found)

    def _add(self, owner: int, sieved: _Sieved) -> None:
        at = len(self._owners)
        self._owners.append(owner)
        self._needed.append(sieved.needed)
        for key in (*sieved.keys, sieved.whole):
            self._holders.setdefault(key, []).append(at)


class _Sieved(Struct, frozen=True):
    """What a sieve keeps of a name: a key for each word, how many two names must share, one for the whole."""

    keys: frozenset[str]
    needed: int
    whole: str

    @classmethod
    def of(cls, name: str) -> _Sieved:
        """Sieve a name; neither the order of its words nor the blanks between them are left in `whole`."""
        words = [word for word in words_of(name) if not is_particle(word)]
        counted = Counter(gist for word in words for gist in gists(word))
        repeated = {f"{gist} {number}" for gist, count in counted.items() for number in range(1, count)}
        rows = {f"= {row}" for word in words for row in relatives(word)}
        whole = "".join(sorted(letter for word in words for letter in gists(word)[0]))
        spelt = sum(len(word) > 1 for word in words)
        return cls(frozenset({*counted, *repeated, *rows}), min(2, spelt), f"* {whole}")
