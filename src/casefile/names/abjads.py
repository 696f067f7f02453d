"""Scripts that leave short vowels out: the possible sounds of a word as a regular expression."""

# ruff: noqa: RUF001 - the module is about letters of several scripts that look alike

from __future__ import annotations

import re
from functools import lru_cache

from casefile.names.latin_folding import letter_table
from casefile.names.scripts import VOWELLESS, script_of

SHORT = "[aeiou]?"
"""A vowel that the script does not write."""
ARABIC = letter_table(
    "ا=y?[aeo] ب=[bp] پ=p ت=t ط=t ث=[st] ج=[Jg] چ=[CS] ح=h خ=h د=d ذ=[dz] ر=r ز=z ژ=J س=s ش=S ص=s "
    "ض=[dz] ظ=[dz] ع=[aeiou]? غ=g ف=[fv] ڤ=v ق=[kg] ک=k گ=g ل=l م=m ن=n ه=h و=(?:[aeo]?[uvo][uoi]?) "
    "ی=(?:[ae]?[iy]|[ae]?e|y[ie]?) ە=[ae] ۇ=[uo] ۈ=[uo] ۋ=v ڭ=ng?"
)
HEBREW = letter_table(
    "א=[aeiou]? ב=[bv] ג=g ג'=J ד=d ה=h ו=(?:[aeo]?[uvo]) ז=z ז'=J ח=[hC] ט=t "
    "י=(?:[ae]?[iy]|[ae]?e|y[ie]?) כ=[khC] ך=[khC] ל=l מ=m ם=m נ=n ן=n ס=s ע=[aeiou]? פ=[pf] ף=[pf] "
    "צ=(?:T|z) ץ=(?:T|z) ק=k ר=r ש=[Ss] ת=t"
)
LETTERS = {**ARABIC, **HEBREW}
VOWELS = frozenset("اویعאויעەۇۈ")
"""Letters that are or may be a vowel; an unwritten vowel may come only before those in GUTTURAL."""
AT_THE_START = letter_table("ا=(?:[aeiou]|y) א=[aeiou] ע=[aeiou] ع=[aeiou] ی=(?:y|[ie]) ו=v و=(?:v|u|ou?)")
AT_THE_END = letter_table("ه=(?:[ae]t?) ח=a?[hC]? ح=h? ה=[aeo]? ی=(?:[ae]?[iye]|a|ya) ע=[aeiou]?")
SERVANT = "عبد"
GOD = "الله"
ARTICLE = "ال"
FAITH = "الدین"


LONGEST = 16
"""The most letters of a word: a longer one is not a name, and its pattern would be slow."""


@lru_cache(maxsize=1 << 13)
def pattern(word: str) -> re.Pattern[str] | None:
    """Return a pattern of the sounds (`sounds.sounds`) that a word in Arabic or Hebrew letters may have.

    The word is in normal form (`scripts.normal`). The result is None for a word in another script, or of more
    than LONGEST letters.
    """
    if script_of(word) not in VOWELLESS or len(word) > LONGEST:
        return None
    return re.compile(_pattern(word))


def may_sound_like(word: str, sounds: frozenset[str]) -> bool:
    """Return whether a word in Arabic or Hebrew letters may be read as one of these sounds of whole words.

    False for a word for which `pattern` is None.
    """
    expected = pattern(word)
    return expected is not None and any(expected.fullmatch(sound) for sound in sounds)


def _pattern(word: str) -> str:
    if word.startswith(SERVANT) and len(word) > len(SERVANT):
        rest = word.removeprefix(SERVANT).removeprefix(ARTICLE)
        served = "l?a" if rest in {"له", GOD} else _pattern(rest)
        return f"abd(?:u|[aeo])?(?:l|a?l)?(?:{served})"
    if word.endswith(FAITH) and len(word) > len(FAITH):
        return f"{_letters(word.removesuffix(FAITH))}[aeou]?[ld]?d[ei]n"
    if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1:
        return f"(?:[aeu]l)?{_letters(word.removeprefix(ARTICLE))}|{_letters(word)}"
    return _letters(word)


def _letters(word: str) -> str:
    """Return the pattern of the letters; before a consonant there may be a vowel that is not written."""
    parts = []
    for at, (before, letter, behind) in enumerate(zip(f" {word[:-1]}", word, f"{word[1:]} ", strict=True)):
        sound = _sound(letter, before, first=at == 0, last=at == len(word) - 1)
        if at == 0 and letter in AYIN and behind in VOWELS:
            sound = f"{sound}?"  # it may be silent, with only its vowel spoken: Odah, Isa, Oded
        short = SHORT if at and (letter not in VOWELS or letter in GUTTURAL) and before not in "اא" else ""
        doubled = at and letter == before
        parts.append(f"(?:{short}{sound})?" if doubled else f"{short}{sound}")
    return "".join(parts)


def _sound(letter: str, before: str, *, first: bool, last: bool) -> str:
    """Return the pattern of the sounds of a letter in its position in the word."""
    sound = LETTERS.get(letter, "")
    if first:
        return AT_THE_START.get(letter, sound)
    if last and letter in "ההه" and before in VOWELS:
        return "h?"
    return AT_THE_END.get(letter, sound) if last else sound


AYIN = frozenset("\u05e2\u0639")
GUTTURAL = frozenset("عאע")
"""Letters that may be silent."""
