"""The parts of a name that scripts and customs put in another order: words, fathers, initials, particles."""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this page is about

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from casefile.names.scripts import VOWELLESS, normal, script_of
from casefile.names.sounds import sounds


class Father(Struct, frozen=True):
    """A name that says whose child the person is: `Petrovich`, `Bolot kyzy`, `bin Hassan`.

    `stems` is how the father's own name may sound; `child` is m or f where the word tells it.
    """

    word: str
    stems: frozenset[str]
    child: str = ""


class NameParts(Struct, frozen=True):
    """A name taken apart; what is a given name and what a surname nobody guesses."""

    words: tuple[str, ...]
    fathers: tuple[Father, ...] = ()
    initials: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def parts_of(name: str, *, joined: bool = False) -> NameParts:
    """Take a name apart; `joined` makes one word of `Nour al-Din`, as of Noureddine."""
    tokens = [(found[1], bool(found[2])) for found in WORD.finditer(normal(_in_full(name)))]
    initials = tuple(word for word, dotted in tokens if _is_initial(word, dotted=dotted))
    words = [word for word, dotted in tokens if not _is_initial(word, dotted=dotted)]
    kept, fathers = _fathers([*_served([*_of_the_faith(words)] if joined else words)])
    words = [*_without_articles(kept)] or kept
    words, more = _patronymics(words, initials)
    return NameParts(tuple(words[:LONGEST]), (*fathers, *more), initials)


def words_of(text: str) -> tuple[str, ...]:
    """Return every word of a text in small letters of one form, with nothing taken apart."""
    return tuple(found[1] for found in WORD.finditer(normal(text)))


def _in_full(name: str) -> str:
    """Write out what is short for kyzy and uulu: `Bolot k. Aizada` is the daughter of Bolot.

    A capital is the initial of a name. So is a small letter at the end where all letters are small.
    """
    has_capitals = name != name.lower()
    return SHORTENED.sub(lambda found: IN_FULL[found[1]] if has_capitals or found[2] else found[0], name)


IN_FULL = {"к": "кызы", "қ": "қызы", "k": "kyzy", "у": "уулу", "ұ": "ұлы", "u": "uulu"}
SHORTENED = re.compile(rf"(?<=[^\W\d_]{{3}}\s)([{''.join(IN_FULL)}])(?!\w)\.?(?=(\s+[^\W\d_]{{3}})?)")

LONGEST = 7
"""More words of a name than this are not compared."""
WORD = re.compile(r"([^\W\d_](?:[^\W\d_]|['\u0300-\u036f])*)(\.?)")
VOWELS = re.compile("[aeiouyаеёиоуыэюяіїєөүұәў]")


def _is_initial(word: str, *, dotted: bool) -> bool:
    if script_of(word) in {"Han", *VOWELLESS}:
        return False
    return len(word) == 1 or (dotted and len(word) <= 3 and not VOWELS.search(word[1:]))


SERVANTS = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdur", "عبد", "абд", "абдул", "абдель"})
"""`Abd` and the name of God that follows are one name."""
ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az", "аль", "эль", "ال"})
ALWAYS_ARTICLES = frozenset({"al", "el", "ul", "аль", "эль", "ال"})
"""The others are articles behind a servant only: they are surnames elsewhere."""


def _served(words: list[str]) -> Iterator[str]:
    """Join a servant and whose servant he is, whatever article stands between them."""
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
"""What makes one name with the word before it: Salah Eddine."""
FAITH = frozenset({"din", "deen", "dine", "дин", "دین"})
"""The same behind an article: Nour al-Din; without one it may be a name of its own."""
BEFORE_FAITH = frozenset({*ARTICLES, "ed", "ud", "ад", "уд", "эд"})


def _of_the_faith(words: list[str]) -> Iterator[str]:
    """Join `al-Din` to the word before it, as Noureddine is written."""
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
"""Words before the name of the father, and whose child they make."""
BEHIND = {
    "ulu": "m", "uli": "m", "ogli": "m", "oglu": "m", "ugli": "m", "oguli": "m", "kizi": "f", "kiz": "f",
    "gizi": "f", "giz": "f", "kisi": "f",
}  # fmt: skip
"""How words behind the name of the father sound, in Kyrgyz, Kazakh, Uzbek, Turkmen, Azerbaijani."""


OWN_NAME = re.compile(r"^ю|([b-df-hj-np-tv-z])\1")
"""Spellings of names that sound like uli and qizi: Юли, Ulli, Gizzi."""


@lru_cache(maxsize=1 << 14)
def child_by(word: str) -> str:
    """Return `m` or `f` for son or daughter, if a word such as uulu or kyzy means that; else empty."""
    if OWN_NAME.search(word):
        return ""
    return next((BEHIND[sound] for sound in sounds(word) & BEHIND.keys()), "")


def is_particle(word: str) -> bool:
    """Tell whether a word of a name is an article or says whose child somebody is: it tells nobody apart."""
    return word in ARTICLES or word in BEFORE or bool(child_by(word))


def _fathers(words: list[str]) -> tuple[list[str], list[Father]]:
    """Part the names of fathers that particles tell from the other words."""
    kept, fathers, skip = list[str](), list[Father](), False
    for at, word in enumerate(words):
        after = next((other for other in words[at + 1 :] if other not in ALWAYS_ARTICLES), "")
        child = child_by(word)
        if skip:
            skip = word in ALWAYS_ARTICLES
        elif at and word in BEFORE and after:
            fathers.append(Father(after, sounds(after), BEFORE[word]))
            skip = True
        elif kept and child:
            named = kept.pop()
            fathers.append(Father(named, sounds(named), child))
        else:
            kept.append(word)
    return kept, fathers


def _without_articles(words: list[str]) -> Iterator[str]:
    """Leave out articles, but not one at the end, which is no article."""
    yield from (word for word, _ in pairwise(words) if word not in ALWAYS_ARTICLES)
    yield from words[-1:]


PATRONYMIC = re.compile(r"^(.{2,}?)(?:(?:[oea]v|)(i[CS])|(?:[oeia]v|au|in?i[CS])(na))$")
"""-ovich, -evich, -ich; -ovna, -evna, -ivna, -auna, -ichna; of sounds, where French reads ch as sh."""
JOINED = re.compile(r"^(.{3,}?)(?:(ul[iu]|ogl[iu])|(kizi|gizi))$")
"""-uly, -ogly; -kyzy, -gyzy."""


def _patronymics(words: list[str], initials: tuple[str, ...]) -> tuple[list[str], list[Father]]:
    """Part a patronymic from a name that has two words beside it: alone it may be a surname."""
    if len(words) + len(initials) < THREE:
        return words, []
    told = {at: father for at, word in enumerate(words) if (father := patronymic(word))}
    at = next((at for at in told if at), 0 if told else None)
    return (words, []) if at is None else ([*words[:at], *words[at + 1 :]], [told[at]])


THREE = 3


def patronymic(word: str) -> Father | None:
    """Return the father that one word names, such as Petrovich or Serikuly, if it does."""
    for form in (PATRONYMIC, JOINED):
        found = [each for each in map(form.match, sounds(word)) if each]
        if found:
            stems = {each[1] for each in found}
            # Of Serikkyzy the doubled k is heard once.
            stems |= {f"{each[1]}k" for each in found if each[3] == "kizi"}
            return Father(word, frozenset(stems), "m" if found[0][2] else "f")
    return None
