"""Everyday words of ten languages and English, from `everyday.txt`, that sound like names but are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from casefile.names.inflection import (
    AGGLUTINATIVE,
    FEMININE,
    NOUN,
    OF_ADJECTIVE,
    OWNED,
    POLISH_ADJECTIVE,
    POLISH_FEMININE,
    POLISH_NOUN,
)
from casefile.names.latin_folding import fold_text
from casefile.names.scripts import VOWELLESS, normal, script_of

FILE = "everyday.txt"
NAMES_WITH_A_CAPITAL = "said marine yana яна яны рана раны рани ана жана мир мира мире дали"
"""Everyday words that are usual spellings of names (Saeed, Yana, Жанна) if they have a capital letter."""
IN_SMALL_LETTERS = re.compile(rf"(?<![\w'@#/.-])(?:{NAMES_WITH_A_CAPITAL.replace(' ', '|')})(?![\w'@/-])")
SLAVIC = frozenset(
    f"{NOUN} {FEMININE} {OF_ADJECTIVE} {POLISH_NOUN} {POLISH_FEMININE} {POLISH_ADJECTIVE}".split()
)
TURKIC = frozenset({*AGGLUTINATIVE, *OWNED})
"""Turkic endings in plain letters, which follow a complete name."""
VOWEL_AT_END = re.compile("(?<=..)(?:[иы]й|ой|[ая]я|[аяоёеиіїыуюэєь]|i[aey]|[aeiouy])$")
"""The end of a name that is dropped before a Slavic ending."""
SOFT = re.compile("[яьйюєї]$")
HARD = re.compile("[ыоаэу]")
"""Hard endings, which a name with a soft end never has: Надя has the form Нади, but not надо."""


@cache
def everyday_words() -> frozenset[str]:
    """Return the everyday words in normal form (see `scripts.normal`)."""
    lines = (files(__package__) / FILE).read_text(encoding="utf-8").splitlines()
    return frozenset(normal(word) for line in lines if line[:1] != "#" for word in line.split()[1:])


class NameForms:
    """Words of names, to check whether an everyday word is one of them or an inflected form of one.

    They are stored in the dictionary `names`, by their first START letters, which `add` changes.
    """

    def __init__(self, names: dict[str, set[str]]) -> None:
        self._names = names

    def add(self, names: Iterable[str]) -> None:
        """Add words of names, in lower case."""
        for name in names:
            self._names.setdefault(name[:START], set()).add(name)

    def has_form(self, word: str) -> bool:
        """Return whether a word is one of the names, as it is or with a Slavic or Turkic case ending.

        Any ending counts if the name is in a script without vowels.
        """
        return any(_is_case_of(word, name) for name in self._names.get(word[:START], ()))


START = 2
"""The number of letters at the beginning of a name that no ending changes."""


def _is_case_of(word: str, name: str) -> bool:
    ending = word.removeprefix(name) if word.startswith(name) else None
    if ending is not None and (not ending or script_of(name) in VOWELLESS or fold_text(ending) in TURKIC):
        return True
    return any(
        word.startswith(stem)
        and word[len(stem) :] in SLAVIC
        and not (SOFT.search(name) and stem != name and HARD.match(word[len(stem) :]))
        for stem in (name, VOWEL_AT_END.sub("", name))
    )
