"""How a written word may sound, so that spellings of one name meet across scripts and romanisations."""

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
    """Return how a word may sound, one for each spelling it may be in.

    The word is one of `parts.words_of`: in small letters, composed, without signs. A word of a script without
    vowels has no sounds: `vowelless.pattern` tells what it may be.
    """
    read_as = {read(word) for read in READERS.get(script_of(word), READERS[""])}
    return frozenset(map(join_sounds, read_as)) - {""}


def in_polish(word: str) -> str:
    """Return how a word of Latin letters sounds in Polish."""
    return join_sounds(POLISH(word))


@lru_cache(maxsize=1 << 14)
def relatives(word: str) -> frozenset[int]:
    """Return the rows of `IN_OTHER_LANGUAGES` in which a word stands."""
    return frozenset(chain.from_iterable(_rows().get(sound, ()) for sound in sounds(word)))


class Spelling:
    """One way of writing: letters to sounds in a single pass, the longest letters first."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    @cached_property
    def _letters(self) -> re.Pattern[str]:
        """The form of all letters that it knows; made with the first word, as most commands read none."""
        return re.compile("|".join(map(re.escape, sorted(self._rules, key=len, reverse=True))))

    def __call__(self, word: str) -> str:
        """Read a word."""
        return self._letters.sub(self._sound, f"^{word}$")

    def _sound(self, found: re.Match[str]) -> str:
        return self._rules[found[0]]


def join_sounds(read: str) -> str:
    """Return what was read in plain letters, with glides and doubled letters as no spelling tells them."""
    plain = read if read.isascii() else anyascii(read)
    sound = OTHER_SIGNS.sub("", plain)
    for pattern, letters in _glides():
        sound = pattern.sub(letters, sound)
    return sound


OTHER_SIGNS = re.compile("[^a-zCJST]+")


@cache
def _glides() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), letters) for pattern, letters in spellings.GLIDES)


def _spellings(letters: Rules, others: Iterable[Rules] = ()) -> tuple[Spelling, ...]:
    return tuple(Spelling({**letters, **more}) for more in ({}, *others))


def _bare(word: str) -> str:
    """Read a word without its diacritics, as whoever has no such keys writes it."""
    return ENGLISH(anyascii(word).lower())


def _by_pinyin(word: str) -> str:
    return ENGLISH(pinyin(word))


LATIN = tuple(Spelling({**spellings.LATIN, **system}) for system in spellings.SYSTEMS.values())
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
