"""Split a name into its parts: words, fathers' names, initials and particles.

Scripts and customs put these parts in different orders.
"""

# ruff: noqa: RUF001 - the module is about letters of several scripts that look alike

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from casefile.names.name_titles import plain_order
from casefile.names.scripts import MARKS, VOWELLESS, is_caseless, normal, script_of
from casefile.names.sounds import sounds


class Patronymic(Struct, frozen=True):
    """A part of a name that names the person's father: `Petrovich`, `Bolot kyzy`, `bin Hassan`.

    `stems` are the sounds that the father's own name may have. `child` is `m` or `f` for a son or a daughter,
    or empty if the part does not show it.
    """

    word: str
    stems: frozenset[str]
    child: str = ""


class NameParts(Struct, frozen=True):
    """The parts of a name. Given names and surnames are not distinguished: both are in `words`."""

    words: tuple[str, ...]
    fathers: tuple[Patronymic, ...] = ()
    initials: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def parts_of(name: str, *, joined: bool = False) -> NameParts:
    """Return the parts of a name in normal form, without titles and articles.

    `Surname, Given` becomes `Given Surname`. With `joined`, `Nour al-Din` becomes one word, like Noureddine.
    At most LONGEST words are returned.
    """
    tokens = [(found[1], bool(found[2])) for found in WORD.finditer(plain_order(_in_full(name)))]
    initials = tuple(word for word, dotted in tokens if _is_initial(word, dotted=dotted))
    words = [word for word, dotted in tokens if not _is_initial(word, dotted=dotted)]
    kept, fathers = _fathers([*_served([*_of_the_faith(words)] if joined else words)])
    words = [*_without_articles(kept)] or kept
    words, more = _patronymics(words, initials)
    return NameParts(tuple(words[:LONGEST]), (*fathers, *more), initials)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in normal form (see `normal`), in lower case; numbers are left out."""
    return tuple(found[1] for found in WORD.finditer(normal(text)))


def _in_full(name: str) -> str:
    """Return a name with the abbreviations of kyzy (daughter) and uulu (son) written out: `Bolot k. Aizada`.

    A capital letter is the initial of a name. So is a small letter at the end of a name without capitals.
    """
    has_capitals = name != name.lower()
    return SHORTENED.sub(lambda found: IN_FULL[found[1]] if has_capitals or found[2] else found[0], name)


IN_FULL = {"к": "кызы", "қ": "қызы", "k": "kyzy", "у": "уулу", "ұ": "ұлы", "u": "uulu"}
SHORTENED = re.compile(rf"(?<=[^\W\d_]{{3}}\s)([{''.join(IN_FULL)}])(?!\w)\.?(?=(\s+[^\W\d_]{{3}})?)")

LONGEST = 7
"""The most words of a name that are compared."""
WORD = re.compile(rf"([^\W\d_](?:[^\W\d_]|['{MARKS}])*)(\.?)")
WITH_MARKS = re.compile(rf"[^\W\d_][{MARKS}]*")
VOWELS = re.compile("[aeiouyаеёиоуыэюяіїєөүұәў]")


def _is_initial(word: str, *, dotted: bool) -> bool:
    if script_of(word) in {"Han", *VOWELLESS}:
        return False
    if is_caseless(word):
        return dotted and len(WITH_MARKS.findall(word)) <= 2
    return len(word) == 1 or (dotted and len(word) <= 3 and not VOWELS.search(word[1:]))


SERVANTS = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "عبد", "абд", "абдул", "абдель"})
"""Words for "servant": `Abd` and the name of God that follows it are one name."""
ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az", "аль", "эль", "ال"})
ALWAYS_ARTICLES = frozenset({"al", "el", "ul", "аль", "эль", "ال"})
"""Words that are articles everywhere. The others are articles only after a servant, and may be surnames."""


def _served(words: list[str]) -> Iterator[str]:
    """Yield the words, with a word for "servant" (`Abd`) joined to the name after it: `Abd al-Rahman`.

    Articles between the two are left out.
    """
    held = ""
    for at, word in enumerate(words):
        more = at + 1 < len(words)
        if held and word in ARTICLES and more:
            continue
        if not held and word in SERVANTS and more:
            held = word
            continue
        yield held + word
        held = ""


OF_THE_FAITH = frozenset({"eldin", "aldin", "eddin", "eddine", "uddin", "الدین"})
"""Words that form one name with the word before them: Salah Eddine."""
FAITH = frozenset({"din", "deen", "dine", "дин", "دین"})
"""Words that do so only after an article: Nour al-Din. Without an article they may be a name."""
BEFORE_FAITH = frozenset({*ARTICLES, "ed", "ud", "ад", "уд", "эд"})


def _of_the_faith(words: list[str]) -> Iterator[str]:
    """Yield the words with `al-Din` joined to the word before it, as in Noureddine."""
    held = list[str]()
    for word in words:
        behind_article = word in FAITH and len(held) > 1 and held[-1] in BEFORE_FAITH
        if behind_article:
            held.pop()
        if held and (behind_article or word in OF_THE_FAITH):
            held[-1] += IN_ONE.get(script_of(word), "edin")
        else:
            held.append(word)
    yield from held


IN_ONE = {"Arabic": "الدین", "Cyrillic": "един"}


BEFORE = {
    "bin": "m", "ibn": "m", "ben": "m", "bn": "m", "bint": "f", "binti": "f", "bent": "f", "ould": "m",
    "walad": "m", "بن": "m", "ابن": "m", "بنت": "f", "бин": "m", "ибн": "m", "бинт": "f",
}  # fmt: skip
"""Words before the name of the father, with `m` for son and `f` for daughter."""
BEHIND = {
    "ulu": "m", "uli": "m", "ogli": "m", "oglu": "m", "ugli": "m", "oguli": "m", "kizi": "f", "kiz": "f",
    "gizi": "f", "giz": "f", "kisi": "f",
}  # fmt: skip
"""Sounds of the words after the name of the father, in Kyrgyz, Kazakh, Uzbek, Turkmen, Azerbaijani."""


OWN_NAME = re.compile(r"^ю|([b-df-hj-np-tv-z])\1")
"""Spellings of names that sound like uli and qizi: Юли, Ulli, Gizzi."""


@lru_cache(maxsize=1 << 14)
def child_by(word: str) -> str:
    """Return `m` or `f` for son or daughter, if a word such as uulu or kyzy means that; else empty."""
    if OWN_NAME.search(word):
        return ""
    return next((BEHIND[sound] for sound in sounds(word) & BEHIND.keys()), "")


def is_particle(word: str) -> bool:
    """Return whether a word of a name is or may be an article, or means son or daughter."""
    return word in ARTICLES or word in BEFORE or bool(child_by(word))


def _fathers(words: list[str]) -> tuple[list[str], list[Patronymic]]:
    """Return the other words of a name, and the fathers' names that are marked by a particle."""
    kept, fathers, skip = list[str](), list[Patronymic](), False
    for at, word in enumerate(words):
        after = next((other for other in words[at + 1 :] if other not in ALWAYS_ARTICLES), "")
        child = child_by(word)
        if skip:
            skip = word in ALWAYS_ARTICLES
        elif at and word in BEFORE and after:
            fathers.append(Patronymic(after, sounds(after), BEFORE[word]))
            skip = True
        elif kept and child:
            named = kept.pop()
            fathers.append(Patronymic(named, sounds(named), child))
        else:
            kept.append(word)
    return kept, fathers


def _without_articles(words: list[str]) -> Iterator[str]:
    """Yield the words without articles; the last word is kept, because it cannot be an article."""
    yield from (word for word, _ in pairwise(words) if word not in ALWAYS_ARTICLES)
    yield from words[-1:]


PATRONYMIC = re.compile(r"^(.{2,}?)(?:(?:[oea]v|)(i[CS])|(?:[oeia]v|au|in?i[CS])(na))$")
"""-ovich, -evich, -ich; -ovna, -evna, -ivna, -auna, -ichna, as sounds; S because ch is sh in French."""
JOINED = re.compile(r"^(.{3,}?)(?:(ul[iu]|ogl[iu])|(kizi|gizi))$")
"""-uly, -ogly; -kyzy, -gyzy."""


def _patronymics(words: list[str], initials: tuple[str, ...]) -> tuple[list[str], list[Patronymic]]:
    """Return the words of a name without its patronymic, and the father that the patronymic names.

    Only a name of three or more words (initials included) has one: in a shorter name it may be a surname.
    """
    if len(words) + len(initials) < THREE:
        return words, []
    fathers = {at: father for at, word in enumerate(words) if (father := patronymic(word))}
    at = next((at for at in fathers if at), 0 if fathers else None)
    return (words, []) if at is None else ([*words[:at], *words[at + 1 :]], [fathers[at]])


THREE = 3


def patronymic(word: str) -> Patronymic | None:
    """Return the father that a patronymic such as Petrovich or Serikuly names; None for any other word."""
    for form in (PATRONYMIC, JOINED):
        found = [each for each in map(form.match, sounds(word)) if each]
        if found:
            stems = {each[1] for each in found}
            # Sounds have doubled letters once, so the k of Serikkyzy may belong to both parts.
            stems |= {f"{each[1]}k" for each in found if each[3] == "kizi"}
            return Patronymic(word, frozenset(stems), "m" if found[0][2] else "f")
    return None
