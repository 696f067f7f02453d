"""Find names that are one word in the record and two words in a text: Ali Reza for Alireza."""

# ruff: noqa: RUF001 - the particles are of several scripts

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from casefile.names.everyday_words import everyday_words
from casefile.names.inflection import WHOLE, readings, text_keys
from casefile.names.latin_folding import fold_text
from casefile.names.name_parts import ARTICLES, BEHIND, JOINED, SERVANTS
from casefile.names.name_words import NameWord, capitalised_in, is_identifying_joined, word_of
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sounds import join_sounds, sounds

SERVANT_IN = {"": "abd", "Cyrillic": "абд"}
"""The shortest form of the word for a servant, by script."""
ARTICLES_APART = ARTICLES | {
    "ал", "эл", "ул", "уль", "ар", "ас", "аш", "ад", "ан", "аз", "ат", "ur", "ür", "ül",
}  # fmt: skip
"""Articles between a word for servant and the name after it, if a text writes them as separate words."""
OF_A_SURNAME = re.compile("[iyj]*[eo][vf]$")
"""The end of a word that shows that the second word is a separate surname: `Nur Aliev` is not Nurali."""
BEFORE_A_NAME = frozenset({
    "al", "ben", "bin", "d", "da", "de", "del", "della", "den", "der", "di", "du", "el", "ibn", "l", "la",
    "le", "mac", "mc", "o", "san", "st", "ter", "van", "von", "аль", "бин", "дю", "ибн", "эль",
})  # fmt: skip
"""Words in lower case that may begin a name: de Luca."""
BEHIND_A_NAME = frozenset({*BEHIND, *(each.rstrip("iu") for each in BEHIND), "zada", "zade", "zadeh", "zoda"})
"""Sounds of words in lower case that may end a name: Serik kyzy, Alizade."""


class SplitNames:
    """Finds the long words of withheld names if a text writes them as two words, by their stem keys.

    The keys of `words` are added to `stems`; all keys in it are searched for.
    """

    def __init__(self, words: Iterable[NameWord], stems: set[str]) -> None:
        self.stems = stems
        """The keys of the words as they are, and of the variants that two words of a text may form."""
        stems.update(stem for word in words for stem in _stems(word))
        starts = frozenset(stem[1:end] for stem in self.stems for end in range(2, len(stem) + 1))
        # The last letter of a part may sound different in the whole word.
        self._begins = lru_cache(maxsize=1 << 14)(
            lambda written: any(len(each) < 2 or each[:-1] in starts for each in readings(written))
        )

    def found_in(self, words: Sequence[NameWord], text: str) -> Iterator[range]:
        """Yield the ranges of words of a text that together are one word of a name.

        In a text with capitals and small letters, both words must begin with a capital, except particles.
        """
        begun = [at for at, word in enumerate(words) if self._begins(word.written)]
        capitals = capitalised_in(text) if begun else None
        for at in begun:
            for _, count in self._at(words[at:], capitals):
                yield range(at, at + count)

    def join(self, words: Sequence[NameWord]) -> list[NameWord]:
        """Return the words of a name, with two joined if they are exactly one word of a withheld name."""
        at, joined = 0, list[NameWord]()
        while at < len(words):
            pairs = self._at(words[at:], None) if self._begins(words[at].written) else ()
            exact = (each for each in pairs if not self.stems.isdisjoint(_whole(each[0])))
            word, count = next(exact, (words[at], 1))
            joined.append(word)
            at += count
        return joined

    def _at(
        self, words: Sequence[NameWord], capitals: AbstractSet[str] | None
    ) -> Iterator[tuple[NameWord, int]]:
        """Yield the joined first words of a list that may be a word of a withheld name, with their number.

        `capitals` are the words of the text with a capital, or None if the text has one case.
        """
        longest = max(map(len, readings(words[0].written)), default=0)
        written = [word.written for word in words[:3]]
        servant = SERVANT_IN.get(script_of(written[0]), "")
        for letters, count in join_first(written, [servant]):
            joined = word_of(letters)
            if not may_be_one_name(written[0], written[count - 1], capitals):
                continue
            # With a shorter key, the second word would be no more than an ending.
            keys = (key for key in joined.identifying_keys & self.stems if len(key) > longest + 2)
            if any(not _leaves_a_surname(joined, key) for key in keys):
                yield joined, count


BEHIND_ANY_WORD = frozenset({"را", "و", "از", "به", "که", "در", "با", "تا", "هم"})
"""Persian words that may follow any other word: with them, two words are not one name."""


def may_be_one_name(first: str, last: str, capitals: AbstractSet[str] | None) -> bool:
    """Return whether two words may be one word of a name, by their capitals.

    `capitals` are the words of the text that begin with a capital, or None if the text has one case: then
    neither word may be an everyday word. In a script without vowels only the words in BEHIND_ANY_WORD are
    excluded as second word.
    """
    if script_of(first) in VOWELLESS:
        return last not in BEHIND_ANY_WORD
    if capitals is None:
        return everyday_words().isdisjoint((first, last))
    is_end = last in capitals or any(key[1:] in BEHIND_A_NAME for key in text_keys(last))
    return is_end and (first in capitals or first in BEFORE_A_NAME)


def join_first(words: Sequence[str], servants: Iterable[str] = SERVANTS) -> Iterator[tuple[str, int]]:
    """Yield the first two words as one, with the number of words: three if an article is left out.

    An article is left out between a word for servant and the name after it. `servants` are the spellings of
    the word for servant that are tried. A result that is too short (`is_identifying_joined`) is left out.
    """
    if len(words) < 2:
        return
    first, second, *more = words
    yield from ((each, 2) for each in _in_one(first, second))
    if first in SERVANTS:
        served, count = (more[0], 3) if more and second in ARTICLES_APART else (second, 2)
        for servant in servants:
            if script_of(servant) == script_of(first):
                yield from ((each, count) for each in _in_one(servant, served))


def _in_one(word: str, following: str) -> Iterator[str]:
    """Yield two words of a text joined, if the result is long enough to identify a person.

    The first may be a single letter only in the Latin script.
    """
    begins = len(word) > 1 or (bool(word) and not script_of(word))
    if begins and following and is_identifying_joined(word + following):
        yield word + following


def _stems(word: NameWord) -> Iterator[str]:
    yield from word.stems
    written, servant = word.written, SERVANT_IN.get(script_of(word.written), "")
    for each in SERVANTS if servant and written.startswith(servant) else ():
        if written.startswith(each):
            yield from word_of(servant + written.removeprefix(each)).stems
    yield from _stems_of_child(word)


def _stems_of_child(word: NameWord) -> Iterator[str]:
    """Yield the stem keys of a word such as Serikkyzy with each particle of the same gender in its place."""
    for found in filter(None, map(JOINED.match, sounds(word.written))):
        gender = "m" if found[2] else "f"
        particles = [each for each, child in BEHIND.items() if child == gender]
        # Serikkyzy sounds as if it had one k, which may belong to both words.
        for whole in (join_sounds(found[1] + k + each) for k in ("", "k") for each in particles):
            yield WHOLE + whole
            yield WHOLE + whole.rstrip("iu")  # kyzyn, ulun: the final vowel is part of the ending


def _whole(word: NameWord) -> frozenset[str]:
    return frozenset(WHOLE + each for each in readings(word.written))


def _leaves_a_surname(joined: NameWord, key: str) -> bool:
    """Return whether the rest of a word after the stem of `key` is the end of a surname, in all readings."""
    left = [
        each.removeprefix(key[1:])
        for each in {*readings(joined.written), fold_text(joined.written)}
        if each.startswith(key[1:])
    ]
    return bool(left) and all(OF_A_SURNAME.match(each) for each in left)
