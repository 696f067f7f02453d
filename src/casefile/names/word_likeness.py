"""Grade how similar two words of two names are."""

# ruff: noqa: RUF001 - the endings know several scripts

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from casefile.names.abjads import may_sound_like
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sounds import find_related_names, sounds


class Grade(IntEnum):
    """How similar two words are, from NONE (not at all) to EQUAL."""

    NONE = 0
    NEAR = 1
    """One or two letters differ: another name, or a typing mistake."""
    GENDERED = 2
    """One is the form of the other for a woman."""
    CLOSE = 3
    """The vowels differ as they do between languages, or one script leaves them out."""
    EQUAL = 4
    """They sound the same in one of the usual spellings."""


def grade(one: str, other: str) -> Grade:
    """Return how similar two words in normal form are; their order makes no difference."""
    return _grade(*sorted((one, other)))


@lru_cache(maxsize=1 << 15)
def _grade(one: str, other: str) -> Grade:
    if one == other:
        return Grade.EQUAL
    scripts = {script_of(one), script_of(other)}
    if scripts <= VOWELLESS:
        return _of_letters(one, other) if len(scripts) == 1 else Grade.NONE
    if not scripts.isdisjoint(VOWELLESS):
        unvowelled, word = (one, other) if script_of(one) in VOWELLESS else (other, one)
        return _unvowelled(unvowelled, sounds(word))
    if scripts == {"Han"}:
        # Many characters have one sound, so equal sounds are weak evidence.
        return Grade.NEAR if sounds(one) & sounds(other) else Grade.NONE
    return grade_by_sound(one, other)


def grade_by_sound(one: str, other: str) -> Grade:
    """Return how similar two words are by their sounds; neither may be in a script without vowels."""
    one_sounds, other_sounds = sounds(one), sounds(other)
    if one_sounds & other_sounds:
        return Grade.EQUAL
    # Most words share no start and no consonants: two sets decide that much faster than all pairs of sounds.
    may_be_gendered = not _starts(one).isdisjoint(_starts(other))
    if may_be_gendered and any(is_gendered(a, b) for a in one_sounds for b in other_sounds):
        return Grade.GENDERED
    if find_related_names(one) & find_related_names(other):
        return Grade.CLOSE
    may_be_close = not _consonants(one).isdisjoint(_consonants(other))
    if may_be_close and any(is_close(a, b) for a in one_sounds for b in other_sounds):
        # In one script other than Latin, different vowels mean a different name: Котов, Катов.
        alone = script_of(one) == script_of(other) != ""
        return Grade.NEAR if alone else Grade.CLOSE
    return Grade.NEAR if any(_is_near(a, b) for a in one_sounds for b in other_sounds) else Grade.NONE


@lru_cache(maxsize=1 << 14)
def _starts(word: str) -> frozenset[str]:
    """Return the first two letters of the sounds of a word: forms for a man and a woman share them."""
    return frozenset(sound[:2] for sound in sounds(word))


@lru_cache(maxsize=1 << 14)
def _consonants(word: str) -> frozenset[str]:
    """Return the consonants of each sound of a word, as one text: close words share them."""
    return frozenset(_skeleton(sound)[0] for sound in sounds(word))


def _of_letters(one: str, other: str) -> Grade:
    """Compare two words of one script without vowels."""
    short, long = sorted((one, other), key=len)
    if long in {short + "ه", short + "ה"}:
        return Grade.GENDERED
    return Grade.NEAR if _is_near(one, other) else Grade.NONE


def _unvowelled(word: str, other_sounds: frozenset[str]) -> Grade:
    """Compare a word that leaves vowels out with the sounds of another word."""
    if may_sound_like(word, other_sounds):
        return Grade.CLOSE
    stems = frozenset(sound[:-1] for sound in other_sounds if sound.endswith("a"))
    if may_sound_like(word, stems) or (word[-1] in "هה" and may_sound_like(word[:-1], other_sounds)):
        return Grade.GENDERED
    return Grade.NONE


ENDINGS = (
    ("", "a"), ("i", "aya"), ("i", "a"), ("i", "ya"), ("oi", "aya"), ("os", "u"), ("is", "i"), ("as", "a"),
)  # fmt: skip
"""Endings of names, as pairs: for a man and for a woman."""


def is_gendered(one: str, other: str) -> bool:
    """Return whether one sound is the other one with the ending for a woman, in either order."""
    return any(_differ_by_ending(a, b, *ends) for a, b in ((one, other), (other, one)) for ends in ENDINGS)


def _differ_by_ending(one: str, other: str, ending: str, hers: str) -> bool:
    stem = one.removesuffix(ending) if one.endswith(ending) else None
    return stem is not None and len(stem) > 1 and stem + hers == other


VOWELS = frozenset("aeiouy")
ONE_SOUND = frozenset({"ou", "uo", "ei", "ie"})
ALSO = frozenset({"ae", "ea", "ao", "oa"})
"""Pairs of vowels that languages use for one another; ALSO not at the start, where they distinguish names."""
FEWEST_CONSONANTS = 3
"""The least number of consonants that identify a word whose vowels differ."""


@lru_cache(maxsize=1 << 15)
def is_close(one: str, other: str) -> bool:
    """Return whether two sounds have the same consonants, and vowels that one name has in two languages."""
    consonants, vowels = _skeleton(one)
    also, others = _skeleton(other)
    if consonants != also:
        return False
    differing = [(at, a, b) for at, (a, b) in enumerate(zip(vowels, others, strict=True)) if a != b]
    last = len(vowels) - 1
    added = [1 for _, a, b in differing if not (a and b)]
    return (
        len(added) <= 1
        and (len(consonants) >= FEWEST_CONSONANTS or all(a + b in ONE_SOUND for _, a, b in differing))
        and all(_of_one_vowel(a, b, first=at == 0, last=at == last) for at, a, b in differing)
    )


def _of_one_vowel(one: str, other: str, *, first: bool, last: bool) -> bool:
    if not (one and other):
        return not (first or last) and len(one + other) == 1
    bare, also = one.replace("y", ""), other.replace("y", "")
    if bare == also:
        return True
    if len(bare) != len(also):
        return {bare, also} <= {"a", "ai", "ei", "e", "ay", "u", "ou", "o", "au"} and not first and not last
    pairs = [a + b for a, b in zip(bare, also, strict=True) if a != b]
    return all(pair in ONE_SOUND or (pair in ALSO and not first) for pair in pairs)


@lru_cache(maxsize=1 << 15)
def _skeleton(sound: str) -> tuple[str, tuple[str, ...]]:
    """Return the consonants of a sound, and the vowels before, between and after them."""
    consonants, vowels = "", [""]
    for letter in sound:
        if letter in VOWELS:
            vowels[-1] += letter
        else:
            consonants += letter
            vowels.append("")
    return consonants, tuple(vowels)


def _is_near(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    allowed = 0 if longest < 5 else 1 if longest < 9 else 2
    return bool(allowed) and OSA.distance(one, other, score_cutoff=allowed) <= allowed
