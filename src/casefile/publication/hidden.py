"""Names that must not leave, found wherever they stand in words, addresses and ids.

Finding too much costs a sentence, finding too little may cost a person: in doubt a text is withheld. What is
not found: a nickname, and a spelling that no usual romanisation leads to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from anyascii import anyascii

from casefile.model.names import folded, likened
from casefile.model.names.decoding import is_in_any_reading
from casefile.publication.unvowelled import Unvowelled
from casefile.publication.wholes import Name, Wholes

PARTICLES = frozenset({
    "kyzy", "kizi", "kyzi", "qizi", "gyzy", "uulu", "ulu", "uly", "ogly", "oglu", "ogli", "oghlu", "ovna",
    "evna", "ibn", "binti", "bint", "bani", "abdul",
})  # fmt: skip
"""Words that many names share, which tell nobody apart."""
ENDINGS = 4
"""How many letters a language may hang on a name."""
ANYWHERE = 6
"""From so many letters on a name is found inside a word too: an address or a handle runs words together."""
IN_ONE = 8
"""From so many letters on two words of a name are found as one, however short each is."""
SHORTEST = 4
"""Shorter words are only found beside another word of the same name."""
UNSPACED = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Scripts that put no blanks between words."""


JOINERS = re.compile(r"(?<=[^\W_])[-\u2010\u2011_.\u00b7]+(?=[^\W_])")
"""What may be put into the midst of a word to hide it from a search."""
SPELT = re.compile(r"(?<!\w)[^\W_](?:[\W_]+[^\W_](?!\w)){3,}")
"""A word that is spelt letter by letter."""
TOKEN = re.compile(r"[^\W_]+")
SHORT_FORM = 2
"""From so many letters on a short form is looked for."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The names of one person that must not leave, and those that may."""

    withheld: tuple[str, ...]
    told: tuple[str, ...] = ()


class Told(NamedTuple):
    """Names that are published: of people, and of what is no person."""

    people: tuple[str, ...]
    bodies: tuple[str, ...]


class Hidden:
    """Finds withheld names in any text, in whatever script or romanisation they stand there.

    `told` are names of others that are published, `called` those of what is no person: where one of them
    stands, it gives nobody away, unless it holds the whole of a withheld name. `bodies` are withheld names
    and titles of what is no person: they are found as a whole, as their words are everybody's, and a short
    one, such as an abbreviation, only as it is written.
    """

    def __init__(
        self,
        secrets: Iterable[Secret],
        told: Iterable[str] = (),
        bodies: Iterable[str] = (),
        called: Iterable[str] = (),
    ) -> None:
        kept, whole, open_to_all = (*secrets,), (*bodies,), Told((*told,), (*called,))
        self._nets = tuple(Net(fold, kept, open_to_all, whole) for fold in (folded, likened))
        self._unvowelled = Unvowelled(kept, open_to_all, PARTICLES)
        self._unspaced = tuple(sorted(_unspaced(kept, whole)))
        self._short = frozenset(name for name in whole if _is_short(name))
        self.found_in = cache(self._found_in)
        """Returns whether a text or an id holds a withheld name; a register repeats many of its texts."""

    def _found_in(self, text: str) -> bool:
        return is_in_any_reading(text, self._is_in)

    def _is_in(self, text: str) -> bool:
        if any(name in text for name in self._unspaced):
            return True
        if self._short and not self._short.isdisjoint([*TOKEN.findall(text), *TOKEN.findall(anyascii(text))]):
            return True
        if self._unvowelled.found_in(text):
            return True
        readings = {text, JOINERS.sub("", text), SPELT.sub(_joined, text)}
        return any(net.catches(reading) for net in self._nets if net for reading in readings)


class Net:
    """The withheld names under one way of folding them."""

    def __init__(
        self,
        fold: Callable[[str], str],
        secrets: Iterable[Secret],
        told: Told,
        bodies: Iterable[str],
    ) -> None:
        self._fold = fold
        particles = frozenset(map(fold, PARTICLES))
        stems, pairs, alone = set[str](), set[tuple[str, str]](), set[str]()
        names: list[Name] = []
        for secret in secrets:
            known = frozenset(word for name in secret.told for word in fold(name).split())
            for name in secret.withheld:
                every = fold(name).split()
                names.append(Name(tuple(each for each in every if each not in particles), known))
                words = [word for word in every if word not in known]
                stems.update(_stems(words, particles), _in_one(words))
                pairs.update(_pairs(words, particles))
                if len(words) == 1 and len(words[0]) < SHORTEST:
                    alone.update(words)
        self._stems, self._pairs, self._alone = frozenset(stems), frozenset(pairs), frozenset(alone)
        self._heads = frozenset(stem[:ANYWHERE] for stem in stems if len(stem) >= ANYWHERE)
        self._longest = max(map(len, stems), default=0)
        self._bodies = _by_first_word(fold(name).split() for name in bodies if not _is_short(name))
        self._hides = cache(self._is_hidden)
        self._wholes = Wholes(names, self._hides)
        self._of_people, self._told = self._masks(told)

    def __bool__(self) -> bool:
        return bool(self._stems or self._pairs or self._alone or self._bodies)

    def catches(self, text: str) -> bool:
        """Tell whether a text holds a withheld name under this folding."""
        words = self._fold(text).split()
        if not self._finds(words):
            return False
        left = _without(self._told, words)
        return self._finds(left) or self._holds_a_whole(_without(self._of_people, words), left)

    def _holds_a_whole(self, words: list[str], left: list[str]) -> bool:
        """Tell whether a whole name stands here, of which names of what is no person left nothing."""
        return words != left and (
            self._wholes.stand_in(words) or any(pair in self._pairs for pair in pairwise(words))
        )

    def _masks(self, told: Told) -> tuple[Masks, Masks]:
        """Return the public names behind which a part of a withheld one may stand: of people, and all."""
        found = self._telling_more(told.people)
        people = [name for name in found if not self._wholes.are_held_by(name.split())]
        of_people = _by_beginning(people)
        found = self._telling_more(told.bodies)
        bodies = [name for name in found if not self._names_one(_without(of_people, name.split()))]
        return of_people, _by_beginning([*people, *bodies])

    def _names_one(self, words: list[str]) -> bool:
        """Tell whether a name stands among the words of another one, be it the only word that it has."""
        return self._wholes.are_held_by(words) or any(map(self._wholes.is_one, words))

    def _telling_more(self, told: Iterable[str]) -> list[str]:
        """Keep the names that would be found, but are more than words of a withheld one."""
        names = {self._fold(name) for name in told}
        found = [name for name in names if name and self._finds(name.split())]
        return [name for name in found if self._says_more(name.split())]

    def _says_more(self, words: list[str]) -> bool:
        whole = any(len(body) == len(words) for body in self._bodies_in(words))
        return not whole and not all(map(self._hides, words))

    def _finds(self, words: list[str]) -> bool:
        return (
            any(map(self._hides, words))
            or any(pair in self._pairs for pair in pairwise(words))
            or any(True for _ in self._bodies_in(words))
        )

    def _bodies_in(self, words: list[str]) -> Iterator[tuple[str, ...]]:
        """Yield the names of bodies that stand among these words, all their words in sequence."""
        for at, word in enumerate(words) if self._bodies else ():
            for stem in _unbent(word):
                for body in self._bodies.get(stem, ()):
                    here = words[at : at + len(body)]
                    if len(here) == len(body) and all(map(_is_bent, here, body)):
                        yield body

    def _is_hidden(self, word: str) -> bool:
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
            if word[start : start + ANYWHERE] in self._heads
            for end in range(start + ANYWHERE, min(length, start + self._longest) + 1)
        )


Masks = Mapping[str, list[tuple[int, str]]]
"""Names by their first word, each with its place: in a text few of many need to be looked for."""


def _by_beginning(names: Iterable[str]) -> Masks:
    """Order names, also run together, so that long ones come first."""
    every = {*names}
    every |= {name.replace(" ", "") for name in every}
    found: dict[str, list[tuple[int, str]]] = {}
    for place, name in enumerate(sorted(every, key=lambda name: (-len(name), name))):
        found.setdefault(name.split(" ", 1)[0], []).append((place, name))
    return found


def _without(masks: Masks, words: list[str]) -> list[str]:
    """Leave out the names that may stand here."""
    text = f" {' '.join(words)} "
    begun = (place for word in {*words} for place in masks.get(word, ()))
    for _, name in sorted(begun):
        text = text.replace(f" {name} ", " | ")
    return text.split()


def _joined(spelt: re.Match[str]) -> str:
    return "".join(TOKEN.findall(spelt[0]))


def _unspaced(secrets: Iterable[Secret], bodies: Iterable[str]) -> Iterator[str]:
    """Yield the names in scripts without blanks, but for words that the published names hold too."""
    for secret in secrets:
        known = {word for name in secret.told for word in folded(name).split()}
        for name in secret.withheld:
            if re.search(UNSPACED, name) and {*folded(name).split()} - known:
                yield name
    yield from (name for name in bodies if re.search(UNSPACED, name) and len(name) >= SHORT_FORM)


def _is_short(name: str) -> bool:
    """Tell whether a name is one word in capitals or of few letters, which only looks are to tell by."""
    return (
        bool(TOKEN.fullmatch(name)) and len(name) >= SHORT_FORM and (name.isupper() or len(name) < SHORTEST)
    )


def _by_first_word(names: Iterable[list[str]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in names:
        body = tuple(map(_stem, words))
        if len("".join(words)) >= SHORTEST and body not in found.get(body[0], ()):
            found[body[0]] = (*found.get(body[0], ()), body)
    return found


def _stem(word: str) -> str:
    """Return what stays of a word when a language bends it."""
    bare = word.rstrip("aeiouy")
    return bare if len(bare) > SHORTEST else word


def _unbent(word: str) -> Iterator[str]:
    """Yield what the stem of a word may be."""
    yield word
    yield from (word[:end] for end in range(max(SHORTEST, len(word) - ENDINGS), len(word)))


def _is_bent(word: str, stem: str) -> bool:
    return stem in _unbent(word)


def _stems(words: Iterable[str], particles: Collection[str]) -> Iterator[str]:
    """Yield what stays of each word of a name when a language bends it."""
    for word in words:
        if len(word) >= SHORTEST and word not in particles and not word.isdigit():
            yield _stem(word)


def _in_one(words: list[str]) -> Iterator[str]:
    """Yield the neighbours in a name as an address or a handle runs them together, both ways round."""
    for one, other in pairwise(words):
        yield from (one + _stem(other), other + _stem(one)) if len(one) + len(other) >= IN_ONE else ()


def _pairs(words: list[str], particles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the neighbours in a name of which one is too short to be found alone, both ways round."""
    for first, second in pairwise(words):
        if {first, second}.difference(particles) and min(len(first), len(second)) < SHORTEST:
            yield first, second
            yield second, first
