"""The sounds of a written word, by which spellings of one name match across scripts and romanisations.

`spellings` describes the letters of sounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property, lru_cache
from itertools import chain

from anyascii import anyascii

from casefile.names import spellings
from casefile.names.groups_by_key import grouped
from casefile.names.scripts import pinyin, script_of

Rules = Mapping[str, str]


@lru_cache(maxsize=1 << 14)
def sounds(word: str) -> frozenset[str]:
    """Return the sounds that a word may have, one for each system of spelling it may be written in.

    The word is one from `name_parts.words_of`: in lower case, composed, without punctuation. A word of a
    script without vowels has no sounds: use `abjads.pattern` for it.
    """
    read_as = {read(word) for read in READERS.get(script_of(word), READERS[""])}
    return frozenset(map(join_sounds, read_as)) - {""}


def in_polish(word: str) -> str:
    """Return the sound that a word in lower-case Latin letters has if it is read as Polish."""
    return join_sounds(POLISH(word))


@lru_cache(maxsize=1 << 14)
def find_related_names(word: str) -> frozenset[int]:
    """Return the indexes of the rows of `IN_OTHER_LANGUAGES` that contain a name with this word's sound."""
    return frozenset(chain.from_iterable(_rows().get(sound, ()) for sound in sounds(word)))


class SpellingSystem:
    """One system of spelling: it replaces letters by sounds in a single pass, the longest groups first."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    @cached_property
    def _letters(self) -> re.Pattern[str]:
        """The pattern of all letters in the rules; compiled on first use, as most commands need none."""
        return re.compile("|".join(map(re.escape, sorted(self._rules, key=len, reverse=True))))

    def __call__(self, word: str) -> str:
        """Return a word with its letters replaced by sounds."""
        return self._letters.sub(self._sound, f"^{word}$")

    def _sound(self, found: re.Match[str]) -> str:
        return self._rules[found[0]]


def join_sounds(read: str) -> str:
    """Return a sound in plain letters, with glides and doubled letters in one form for all spellings."""
    plain = read if read.isascii() else anyascii(read)
    sound = OTHER_SIGNS.sub("", plain)
    for pattern, letters in _glides():
        sound = pattern.sub(letters, sound)
    return sound


OTHER_SIGNS = re.compile("[^a-zCJST]+")


@cache
def _glides() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), letters) for pattern, letters in spellings.GLIDES)


def _spellings(letters: Rules, others: Iterable[Rules] = ()) -> tuple[SpellingSystem, ...]:
    return tuple(SpellingSystem({**letters, **more}) for more in ({}, *others))


def _bare(word: str) -> str:
    """Return the sound of a word without its diacritics, as it is typed on a keyboard without them."""
    return ENGLISH(anyascii(word).lower())


def _by_pinyin(word: str) -> str:
    return ENGLISH(pinyin(word))


LATIN = tuple(SpellingSystem({**spellings.LATIN, **system}) for system in spellings.SYSTEMS.values())
ENGLISH = LATIN[0]
POLISH = LATIN[[*spellings.SYSTEMS].index("Polish")]
READERS: Mapping[str, tuple[Callable[[str], str], ...]] = {
    "": (*LATIN, _bare),
    "Cyrillic": _spellings(spellings.CYRILLIC, spellings.CYRILLIC_TOO),
    "Greek": _spellings(spellings.GREEK, spellings.GREEK_TOO),
    "Armenian": _spellings(spellings.ARMENIAN, spellings.ARMENIAN_TOO),
    "Georgian": _spellings(spellings.GEORGIAN, spellings.GEORGIAN_TOO),
    "Han": (_by_pinyin,),
    "Arabic": (),
    "Hebrew": (),
}


@cache
def _rows() -> Mapping[str, list[int]]:
    rows = enumerate(spellings.IN_OTHER_LANGUAGES)
    read = ((number, {join_sounds(ENGLISH(word)) for word in row.split()}) for number, row in rows)
    return grouped((sound, number) for number, found in read for sound in found)
