"""The words of names and of texts: how each is written, in plain letters, and of which words it is a form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from casefile.names.inflection import WHOLE, readings, stems, unbent
from casefile.names.latin_folding import fold_text, romanisation_key
from casefile.names.name_parts import BEHIND, child_by
from casefile.names.scripts import POINTS, VOWELLESS, normal, script_of, small
from casefile.names.sounds import join_sounds, sounds

SHARED = frozenset({"ovna", "evna", "ibn", "binti", "bint", "bani", "abdul"})
"""Folded words that many names share, beside those of `child_by`, such as uulu and kyzy."""
ALSO_NAMES = frozenset({"abdul", "bani", "ulu", "uli", "gizi", "kisi"})
"""Shared words that are also names of their own: of a person who is called nothing else they are found."""
SHORTEST = 4
"""A shorter word of a name tells nobody apart; it is found beside another word of the name."""
SHORTEST_JOINED = 6
"""From so many letters on two words of a name are found as one word of a text; without vowels, one less."""
OF_POLISH = frozenset("ąćęłńśźż")
INITIAL = "\ue000"
"""A sign of our own before the first letter of a name, as `mark_initials` writes it."""
WRITTEN = re.compile(rf"{INITIAL}?[^\W_](?:[^\W_]|['\u0300-\u036f])*")


class Secret(Struct, frozen=True):
    """The names of one person that must not leave, and those that may."""

    withheld: tuple[str, ...]
    told: tuple[str, ...] = ()


class PublishedNames(NamedTuple):
    """Names that are published: of people, and of what is no person."""

    people: tuple[str, ...]
    bodies: tuple[str, ...]


class NameWord(NamedTuple):
    """A word in small letters of its script, in plain Latin letters, and as romanisations have in common."""

    written: str
    plain: str
    like: str

    @property
    def is_identifying(self) -> bool:
        """Whether a word of a name would show whose name it is."""
        return is_identifying(self.written if script_of(self.written) in VOWELLESS else self.plain)

    @property
    def is_short(self) -> bool:
        """Whether it has few letters in any romanisation: Tsoy is also written Coj."""
        return any(len(each) < SHORTEST for each in readings(self.written))

    @property
    def has_short_stem(self) -> bool:
        """Whether it has a form that is not found alone in some script: Olga has Olgi (`unbent_alone`)."""
        return any(len(key) <= SHORTEST for key in self.stems)

    @property
    def stems(self) -> frozenset[str]:
        """The keys of a word of a name: what stays of it in any case; an initial has one of its own."""
        return stems(self.written) if len(self.written) > 1 else frozenset({f"#{self.plain}"})

    @property
    def unbent(self) -> frozenset[str]:
        """The keys that a word of a text may have: it may be a form of any word of a name that has one."""
        if self.written.startswith(INITIAL):
            return _keys_of_initial(self.written[1:])
        return unbent(self.written) if len(self.written) > 1 else frozenset({f"#{self.plain}"})

    @property
    def initials(self) -> frozenset[str]:
        """The keys that an initial of this word of a name may have in any romanisation."""
        heard = {sound[:length] for sound in sounds(self.written) for length in (1, 2)}
        return frozenset(INITIAL + each for each in {*heard, self.plain[0]})

    @property
    def unbent_alone(self) -> frozenset[str]:
        """Those of the keys that show whose name it is where no other word of the name is near.

        In Latin letters many words of other languages are a short stem and an ending: very, Vera. A whole
        word shows it also where it has one sound less than letters: Tsoi.
        """
        is_short_enough = script_of(self.written) != "" or not OF_POLISH.isdisjoint(self.written)
        shortest = SHORTEST - is_short_enough
        whole = (
            {WHOLE + each for each in readings(self.written)} if len(self.plain) >= SHORTEST else set[str]()
        )
        return frozenset(
            key for key in self.unbent if len(key) > shortest or (len(key) == SHORTEST and key in whole)
        )


@lru_cache(maxsize=1 << 10)
def _keys_of_initial(letters: str) -> frozenset[str]:
    """Return the keys of an initial: how it may sound, and in plain letters."""
    heard = {*sounds(letters), fold_text(letters)[:1]}
    # What is i at the end of a word is y before a vowel: J. and Y. for Юлия.
    return frozenset(INITIAL + each for each in heard | ({"y"} if "i" in heard else set()))


def mark_initials(text: str) -> str:
    """Return a text in which the first of several initials beside a word is marked as one.

    An initial is a capital with a full stop: `A. Kim`, `A.Kim`, `Kim A. V.`; after a full stop it begins a
    sentence and belongs to no word before it.
    """
    return INITIALS.sub(_mark, text)


def _mark(found: re.Match[str]) -> str:
    if found[1][0].islower():
        return found[0]
    before = found.string[max(0, found.start() - 3) : found.start()].rstrip()
    return f" {INITIAL}{found[1]} " if BESIDE.search(before) else f" 0 {INITIAL}{found[1]} "


ONE_INITIAL = "Dzh|Shch|Zh|Kh|Ch|Sh|Ts|Yu|Ya|Ye|Yo|Iu|Ia|Ie|Ju|Ja|Je|Dj|Dz|Дж|Дз|[^\\W\\d_]"
INITIALS = re.compile(rf"(?<![^\W_])({ONE_INITIAL})\.(?:[\s-]?(?:{ONE_INITIAL})\.){{0,2}}\s?")
BESIDE = re.compile(r"[^\W\d_],?$")


@lru_cache(maxsize=1 << 14)
def root(plain: str) -> str:
    """Return what a folded word of a name is kept by, so that its usual romanisations and forms are one.

    It only tells names apart that are kept; a form in a text leads to it by `NameWord.unbent`.
    """
    return without_vowels(romanisation_key(plain))


def without_vowels(word: str, shortest: int = SHORTEST - 1) -> str:
    """Return a word without the vowels at its end, as it is where fewer than so many letters are left."""
    bare = word.rstrip("aeiouy")
    return bare if len(bare) >= shortest else word


def words_in(text: str) -> list[NameWord]:
    """Return the words of a name or a text, numbers among them."""
    return [word for word in map(word_of, WRITTEN.findall(POINTS.sub("", small(text)))) if word.plain]


def capitalised_in(text: str) -> frozenset[str] | None:
    """Return the words of a text that begin with a capital; None where all its letters are of one case."""
    if text in {text.lower(), text.upper()}:
        return None
    capitals = [spelt for spelt in WRITTEN.findall(text) if spelt[0].isupper()]
    if text.isascii():
        return frozenset(spelt.lower() for spelt in capitals)
    return frozenset(word.written for word in words_in(" ".join(capitals)))


@lru_cache(maxsize=1 << 14)
def word_of(spelt: str) -> NameWord:
    """Return a word in small letters."""
    return NameWord(
        normal(spelt), fold_text(spelt).replace(" ", ""), romanisation_key(spelt).replace(" ", "")
    )


def is_identifying_joined(joined: str) -> bool:
    """Return whether two words of a name, written as one, are long enough to be found in a text."""
    return len(joined) >= SHORTEST_JOINED - (script_of(joined) in VOWELLESS)


def stems_of_child(father: NameWord, particle: NameWord) -> frozenset[str]:
    """Return the keys of a father's name joined to any particle of the same gender: Serikuly, Serikuulu.

    The result is empty where the second word is no such particle.
    """
    gender = child_by(particle.written)
    return frozenset(
        WHOLE + join_sounds(reading + sound)
        for sound, child in BEHIND.items()
        if child == gender
        for reading in readings(father.written)
    )


def is_identifying(plain: str) -> bool:
    """Return whether a folded word of a name would show whose name it is."""
    return len(plain) >= SHORTEST and not is_shared(plain) and not plain.isdigit()


def is_shared(word: str) -> bool:
    """Return whether many names share a word, folded or as written: kyzy, abdul."""
    return word in SHARED or bool(child_by(word))
