"""Compare the names of one person with those of another: the result is a proposal with its evidence.

It is never a decision: two people may have one name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from typing import Literal

from msgspec import Struct

from casefile.names.latin_folding import fold_text
from casefile.names.name_parts import NameParts, Patronymic, parts_of, patronymic, words_of
from casefile.names.scripts import VOWELLESS, is_caseless, normal, script_of
from casefile.names.sounds import sounds
from casefile.names.word_likeness import Grade, grade

Strength = Literal["same", "alike", "hint"]
STRENGTHS: tuple[Strength, ...] = ("same", "alike", "hint")
"""In order, the strongest first: one name in two spellings; similar names; a hint that needs a check."""


class Likeness(Struct, frozen=True):
    """How similar the names `one` and `other` are; `remarks` are reasons, without any word of the names."""

    strength: Strength
    one: str
    other: str
    remarks: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """The strength as a phrase such as `much alike`."""
        return REMARKS[self.strength]

    @property
    def evidence(self) -> tuple[str, ...]:
        """The result as a phrase that contains the names, followed by the remarks."""
        if self.one == self.other:
            return (f"the same name: {self.one}", *self.remarks)
        return (f"{self.one} and {self.other} are {self.remark}", *self.remarks)


REMARKS = {"same": "spelt alike", "alike": "much alike", "hint": "somewhat alike"}


def likeness(one: Sequence[str], other: Sequence[str]) -> Likeness | None:
    """Return the strongest likeness between the names of one person and those of another; None without any.

    Each argument is the list of names of one person, in any script. One word in common, such as a surname, is
    not enough for a likeness of longer names. Of equally strong ones, that with the fewest remarks is
    returned. The result is no proof: two people may have one name.
    """
    found = [each for name in one for also in other if (each := _likeness(name, also))]
    return min(found, key=_rank, default=None)


def _rank(found: Likeness) -> tuple[int, int]:
    return STRENGTHS.index(found.strength), len(found.remarks)


def _likeness(one: str, other: str) -> Likeness | None:
    first, second = sorted((one, other))
    verdict = _compare(first, second)
    return Likeness(verdict[0], one, other, verdict[1]) if verdict else None


Verdict = tuple[Strength, tuple[str, ...]]


@lru_cache(maxsize=1 << 13)
def _compare(one: str, other: str) -> Verdict | None:
    """Return the strongest result of all ways to compare two names, or None if none finds a likeness.

    The words are compared one by one, and with neighbours run together; `Nour al-Din` as one word and as two.
    A name of several words that is written in the same letters is the same, even if one looks like a title.
    """
    if parts_of(one) == parts_of(other) and normal(one) == normal(other):
        words = [word for word in words_of(one) if len(word) > 1]
        if len(words) >= TWO:
            return "same", ()
    readings = dict.fromkeys(
        (parts_of(one, joined=joined), parts_of(other, joined=joined)) for joined in BOTH
    )
    ways: tuple[Callable[[NameParts, NameParts], Verdict | None], ...] = (_word_by_word, _run_together)
    found = [
        verdict
        for first, second in readings
        for way in ways
        if first.words and second.words and (verdict := way(first, second))
    ]
    return min(found, key=lambda verdict: STRENGTHS.index(verdict[0]), default=None)


BOTH = (False, True)


class _WordPairs(Struct, frozen=True):
    """The grades of the words of the shorter name, each paired with a word of the longer one.

    `left` are the indexes of words in the longer name that have no pair. `in_order` is true if the pairs are
    in the same order in both names.
    """

    grades: tuple[Grade, ...]
    left: tuple[int, ...]
    in_order: bool


def _word_by_word(one: NameParts, other: NameParts) -> Verdict | None:
    if one == other and _is_known_as_written(one):
        return "same", ()
    short, long = sorted((one, other), key=lambda parts: (len(parts.words), parts.words))
    pairs = _pair_words(short.words, long.words)
    if pairs is None:
        return None
    fathers, remarks = _fathers(short, long, pairs)
    strength = _strength(short, long, pairs, fathers)
    if strength is None:
        return None
    if fathers in {AGAINST, PERHAPS} or (not pairs.in_order and _is_order_significant(short, long)):
        strength = "hint"
    grade_remarks = [REMARKS_OF[each] for each in sorted({*pairs.grades}) if each in REMARKS_OF]
    order_remarks = [] if pairs.in_order else ["the order of the words differs"]
    return strength, (*grade_remarks, *order_remarks, *remarks)


def _is_known_as_written(name: NameParts) -> bool:
    """Return whether a name is in a script whose spellings are not compared, as Thai, or in Han characters.

    A name of one word is a whole name in many of these scripts.
    """
    letters = "".join(name.words)
    return len(letters) >= TWO and all(
        is_caseless(word) and script_of(word) not in VOWELLESS for word in name.words
    )


REMARKS_OF = {
    Grade.NEAR: "one or two letters differ: it may be a different name",
    Grade.GENDERED: "one is a form for women, the other for men",
}


@lru_cache(maxsize=1 << 13)
def _pair_words(short: tuple[str, ...], long: tuple[str, ...]) -> _WordPairs | None:
    """Return the best pairing of the words of the shorter name with words of the longer one.

    If the longer name has more than MANY words, its first words are paired in order. The result is None if a
    word of the shorter name is like no word of the longer one.
    """
    known: list[list[Grade]] = []
    for word in short:
        known.append([grade(word, also) for also in long])
        if not any(known[-1]):
            return None
    best = max(
        permutations(range(len(long)), len(short)) if len(long) <= MANY else [tuple(range(len(short)))],
        key=lambda places: (sum(known[at][place] ** 2 for at, place in enumerate(places)), _rising(places)),
    )
    grades = tuple(known[at][place] for at, place in enumerate(best))
    left = tuple(place for place in range(len(long)) if place not in best)
    return _WordPairs(grades, left, _rising(best))


MANY = 5
"""Names of more words than this are compared only in their given order."""


def _rising(places: Sequence[int]) -> bool:
    return list(places) == sorted(places)


def _strength(short: NameParts, long: NameParts, pairs: _WordPairs, fathers: str) -> Strength | None:
    weak = [each for each in pairs.grades if each < Grade.CLOSE]
    if Grade.NONE in weak or (len(weak) > 1 and {*weak} != {Grade.GENDERED}):
        return None
    if short.initials or long.initials:
        return _with_initials(short, long, pairs) if not weak else None
    alike = len(pairs.grades) + (fathers in {FOR, PERHAPS})
    if alike < TWO:
        whole = not (pairs.left or short.fathers or long.fathers)
        return "hint" if whole and pairs.grades == (Grade.EQUAL,) else None
    if weak:
        exact = Grade.CLOSE not in pairs.grades and not pairs.left
        return "hint" if {*weak} == {Grade.GENDERED} or exact else None
    if pairs.left:
        # In a chain of names the first is the person's own: Ali Hassan is not short for Omar Ali Hassan.
        return "hint" if 0 in pairs.left else "alike"
    return "same" if {*pairs.grades} == {Grade.EQUAL} else "alike"


TWO = 2


def _with_initials(short: NameParts, long: NameParts, pairs: _WordPairs) -> Strength | None:
    """Return the strength of names with initials: `alike` for two matching initials or words, `hint` for one.

    The result is None if an initial does not fit.
    """
    if short.initials and long.initials:
        fitting = sum(_begin_alike(a, b) for a, b in zip(short.initials, long.initials, strict=False))
        count = min(len(short.initials), len(long.initials))
        left: list[str] = []
    else:
        lettered, spelt = (short, long) if short.initials else (long, short)
        left = [long.words[place] for place in pairs.left] if lettered is short else []
        left += [father.word for father in spelt.fathers]
        count = min(len(lettered.initials), len(left))
        fitting = sum(_begin_alike(a, b) for a, b in zip(lettered.initials, left, strict=False))
    if fitting < count:
        return None
    words = len(pairs.grades)
    if words >= TWO or fitting >= TWO:
        return "alike"
    return "hint" if fitting else None


def _begin_alike(initial: str, word: str) -> bool:
    if fold_text(initial)[:1] == fold_text(word)[:1]:
        return True
    return bool({sound[:1] for sound in sounds(initial)} & {sound[:1] for sound in sounds(word)})


def _is_order_significant(short: NameParts, long: NameParts) -> bool:
    """Return whether both names are in a script without vowels, where word order shows who is whose child."""
    return all(script_of(word) in VOWELLESS for word in (*short.words, *long.words))


FOR, PERHAPS, AGAINST, NOTHING = "for", "perhaps", "against", ""
SIBLINGS = "one form means son, the other daughter"


def _fathers(one: NameParts, other: NameParts, pairs: _WordPairs) -> tuple[str, tuple[str, ...]]:
    """Return whether the fathers' names suggest one person (FOR, PERHAPS) or two (AGAINST), with remarks.

    The result is NOTHING if they decide nothing.
    """
    if one.fathers and other.fathers:
        same = any(_is_one_father(a, b) for a in one.fathers for b in other.fathers)
        children = {father.child for father in (*one.fathers, *other.fathers)} - {""}
        if not same:
            return AGAINST, ("the fathers' names differ",)
        return (PERHAPS, (SIBLINGS,)) if len(children) > 1 else (FOR, ())
    lone = one.fathers or other.fathers
    left = [other.words[place] for place in pairs.left if place < len(other.words)]
    for father in lone:
        for word in left:
            also = patronymic(word)
            if grade(father.word, word) >= Grade.CLOSE or father.stems & sounds(word):
                return FOR, ()
            if also and _is_one_father(father, also):
                return (FOR, ()) if father.child == also.child else (PERHAPS, (SIBLINGS,))
            if any(sounds(word) & _surnames(stem) for stem in father.stems):
                return PERHAPS, ("the father's name of one is the surname of the other",)
    return NOTHING, ()


def _surnames(stem: str) -> frozenset[str]:
    return frozenset(stem + ending for ending in ("ov", "ova", "ev", "eva"))


def _is_one_father(one: Patronymic, other: Patronymic) -> bool:
    if one.stems & other.stems or grade(one.word, other.word) >= Grade.CLOSE:
        return True
    return any(grade(a, b) >= Grade.CLOSE for a in one.stems for b in other.stems)


def _run_together(one: NameParts, other: NameParts) -> Verdict | None:
    """Compare two names if one is written in more words than the other: Kara-Murza, Karamurza, 王小明."""
    if one.initials or other.initials or len(one.words) == len(other.words) > 1:
        return None
    short, long = sorted((one, other), key=lambda parts: (len(parts.words), parts.words))
    for whole in _runs(short.words):
        for also in _runs(long.words):
            found = grade(whole, also)
            if found >= Grade.CLOSE and len(long.words) > 1:
                return "same" if found is Grade.EQUAL else "alike", ("one is written in more words",)
    return _whole(short.words[0], long.words[0]) if len(long.words) == 1 else None


def _runs(words: tuple[str, ...]) -> Iterator[str]:
    """Yield a name written as one word, starting with each of its words in turn."""
    for at in range(len(words)):
        yield "".join((*words[at:], *words[:at]))


def _whole(one: str, other: str) -> Verdict | None:
    """Compare two names that are each one word in Chinese characters."""
    if {script_of(one), script_of(other)} != {"Han"} or len(one) < TWO:
        return None
    is_near = grade(one, other) is Grade.NEAR
    return ("hint", ("they sound alike, but the characters differ",)) if is_near else None
