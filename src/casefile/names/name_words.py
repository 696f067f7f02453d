"""The words of names and of texts: as written, in plain letters, and their stem keys (see `inflection`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from casefile.names.inflection import WHOLE, readings, stem_keys, text_keys
from casefile.names.latin_folding import fold_text, romanisation_key
from casefile.names.name_parts import BEHIND, child_by
from casefile.names.scripts import INITIAL, MARKS, POINTS, VOWELLESS, normal, script_of, small, with_vowels
from casefile.names.sounds import join_sounds, sounds

SHARED = frozenset({"ovna", "evna", "ibn", "binti", "bint", "bani", "abdul"})
"""Folded words that many names share, in addition to those of `child_by`, such as uulu and kyzy."""
ALSO_NAMES = frozenset({"abdul", "bani", "ulu", "uli", "gizi", "kisi"})
"""Shared words that are also names of their own: they are found if a person has no other name."""
SHORTEST = 4
"""A word of fewer letters does not identify a person: it is found near another word of the name, or as
the only word of a name."""
SHORTEST_JOINED = 6
"""The least length of two words of a name that are found as one; without vowels, one letter less."""
OF_POLISH = frozenset("ąćęłńśźż")
WRITTEN = re.compile(rf"{INITIAL}?[^\W_]+(?:['{MARKS}]+[^\W_]*)*")


class SecretNames(Struct, frozen=True):
    """The names of one person: `withheld` may not be published, `published` may."""

    withheld: tuple[str, ...]
    published: tuple[str, ...] = ()


class PublishedNames(NamedTuple):
    """Names that are published: of people, and of organisations (`bodies`)."""

    people: tuple[str, ...]
    bodies: tuple[str, ...]


class NameWord(NamedTuple):
    """A word in three forms: `written` in lower case in its script, `plain` and `like` in Latin letters.

    `plain` is the folded word (see `fold_text`), `like` its romanisation key (see `romanisation_key`).
    """

    written: str
    plain: str
    like: str

    @property
    def is_identifying(self) -> bool:
        """Whether this word of a name is long and rare enough to identify the person (`is_identifying`)."""
        return is_identifying(self.written if script_of(self.written) in VOWELLESS else self.plain)

    @property
    def is_short(self) -> bool:
        """Whether a reading of the word has fewer than SHORTEST letters: Tsoy is also written Coj."""
        return any(len(each) < SHORTEST for each in readings(self.written))

    @property
    def has_short_stem(self) -> bool:
        """Whether a form of it is too short to be found alone: Olga has Olgi (see `identifying_keys`)."""
        return any(len(key) <= SHORTEST for key in self.stems)

    @property
    def stems(self) -> frozenset[str]:
        """The stem keys of a word of a name (`inflection.stem_keys`); a single letter has its own key."""
        return stem_keys(self.written) if len(self.written) > 1 else frozenset({f"#{self.plain}"})

    @property
    def text_keys(self) -> frozenset[str]:
        """The stem keys of this word as a word of a text, which may have an ending (`inflection.text_keys`).

        It may be a form of any word of a name whose `stem_keys` contain one of them. An initial that is
        marked (`mark_initials`) has the keys of its possible sounds.
        """
        if self.written.startswith(INITIAL):
            return _keys_of_initial(self.written[1:])
        return text_keys(self.written) if len(self.written) > 1 else frozenset({f"#{self.plain}"})

    @property
    def initials(self) -> frozenset[str]:
        """The keys that an initial of this word may have in a text (`text_keys` of the initial)."""
        starts = {sound[:length] for sound in sounds(self.written) for length in (1, 2)}
        return frozenset(INITIAL + each for each in {*starts, self.plain[0]})

    @property
    def identifying_keys(self) -> frozenset[str]:
        """The keys of `text_keys` that identify a person even if no other word of the name is near.

        Short keys do not: in Latin letters many words of other languages are a short stem and an ending
        (very, Vera). The key of a whole word may be one sound shorter: Tsoi has four letters and three
        sounds.
        """
        is_short_enough = script_of(self.written) != "" or not OF_POLISH.isdisjoint(self.written)
        shortest = SHORTEST - is_short_enough
        whole = (
            {WHOLE + each for each in readings(self.written)} if len(self.plain) >= SHORTEST else set[str]()
        )
        return frozenset(
            key for key in self.text_keys if len(key) > shortest or (len(key) == SHORTEST and key in whole)
        )


@lru_cache(maxsize=1 << 10)
def _keys_of_initial(letters: str) -> frozenset[str]:
    """Return the keys of an initial: its possible sounds, and its first folded letter."""
    starts = {*sounds(letters), fold_text(letters)[:1]}
    # A sound that is i at the end of a word is y before a vowel: J. and Y. for Юлия.
    return frozenset(INITIAL + each for each in starts | ({"y"} if "i" in starts else set()))


def mark_initials(text: str) -> str:
    """Return a text in which each initial is a word of its own after the character INITIAL.

    An initial is a capital with a full stop: `A. Kim`, `A.Kim`, `Kim A. V.`; some, such as Sh, have several
    letters. Of several in a row only the first is kept. The word `0` is put before an initial without a word
    directly before it, so that it is not a neighbour of a word of an earlier sentence.
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
    """Return a text that the usual romanisations and forms of a word of a name share; `plain` is folded.

    It distinguishes stored names from each other; a form in a text is matched by `NameWord.text_keys`.
    """
    return without_vowels(romanisation_key(plain))


def without_vowels(word: str, shortest: int = SHORTEST - 1) -> str:
    """Return a word without its final vowels, or unchanged if fewer than `shortest` letters would be left."""
    bare = word.rstrip("aeiouy")
    return bare if len(bare) >= shortest else word


def words_in(text: str) -> list[NameWord]:
    """Return the words of a name or a text, including numbers, if they have a form in Latin letters."""
    return [word for word in map(word_of, WRITTEN.findall(POINTS.sub("", small(text)))) if word.plain]


def capitalised_in(text: str) -> frozenset[str] | None:
    """Return the capitalised words of a text, in lower case; None if all letters have one case."""
    if text in {text.lower(), text.upper()}:
        return None
    capitals = [spelt for spelt in WRITTEN.findall(text) if spelt[0].isupper()]
    if text.isascii():
        return frozenset(spelt.lower() for spelt in capitals)
    return frozenset(word.written for word in words_in(" ".join(capitals)))


@lru_cache(maxsize=1 << 14)
def word_of(spelt: str) -> NameWord:
    """Return the `NameWord` of a word in any script and case."""
    written = normal(spelt)
    read = with_vowels(spelt)
    return NameWord(written, fold_text(read).replace(" ", ""), romanisation_key(read).replace(" ", ""))


def is_identifying_joined(joined: str) -> bool:
    """Return whether two words of a name, written as one, are long enough to be found in a text."""
    return len(joined) >= SHORTEST_JOINED - (script_of(joined) in VOWELLESS)


def stems_of_child(father: NameWord, particle: NameWord) -> frozenset[str]:
    """Return the stem keys of a father's name joined to a particle for a child: Serikuly, Serikuulu.

    All particles of the same gender are joined. The result is empty if the second word is no such particle.
    """
    gender = child_by(particle.written)
    return frozenset(
        WHOLE + join_sounds(reading + sound)
        for sound, child in BEHIND.items()
        if child == gender
        for reading in readings(father.written)
    )


def is_identifying(plain: str) -> bool:
    """Return whether a folded word of a name is long and rare enough to identify a person.

    It has at least SHORTEST letters, is not one that many names share, and is no number.
    """
    return len(plain) >= SHORTEST and not is_shared(plain) and not plain.isdigit()


def is_shared(word: str) -> bool:
    """Return whether a word, folded or as written, is one that many names share: kyzy, abdul."""
    return word in SHARED or bool(child_by(word))
