"""Withheld names between scripts that leave vowels out and all others, where folding finds nothing."""

# ruff: noqa: RUF001 - letters of Arabic script are what it is about

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from casefile.names.abjads import ARTICLE, GUTTURAL, VOWELS, may_be, pattern
from casefile.names.everyday_words import everyday_words
from casefile.names.full_names import all_are_beyond
from casefile.names.groups_by_key import grouped
from casefile.names.handles import Label, cores
from casefile.names.inflection import BARE, WHOLE, unbent
from casefile.names.latin_folding import fold_text
from casefile.names.name_parts import ARTICLES, SERVANTS, words_of
from casefile.names.name_words import PublishedNames, Secret, capitalised_in, is_identifying_joined, is_shared
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sound_lookup import gists, join_neighbours
from casefile.names.sounds import sounds
from casefile.names.split_names import join_first, may_be_one_name

UNVOWELLED = re.compile("[\u05d0-\u05ea\u0620-\u06d3\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew and Arabic scripts."""
PROCLITICS = "وفبلהובלמשכ"
"""Letters that Arabic and Hebrew write before a word as a part of it: and, so, in, for, the, from, as."""
PERSIAN = re.compile("[پچژگکی]")
"""Letters of a Persian text that an Arabic one does not have."""
OF_PERSIAN = re.compile("(.+?)(?:ها(?:یی?)?|(?<=[او])ی)")
"""A Persian word in the plural, or one that ends in a vowel and has an ending: کوهساری‌ها, پویای."""
SHORTEST = 4
"""Words of fewer letters are not looked for, but beside another one of the name."""

SHORTEST_RUN = 6
"""From so many letters on a word of a handle or an address may begin or end with a name."""
SHORTEST_WORD = 5
"""So many sounds of it have to be of the name."""
SHORTEST_OF_PAIR = 2
"""So many letters of a word are looked for beside another one of the name."""


class AbjadMatcher:
    """Finds a name of Latin or Cyrillic letters in an Arabic or Hebrew text, and the other way round."""

    def __init__(self, secrets: Iterable[Secret], told: PublishedNames) -> None:
        secrets = (*secrets,)
        self._of = _by_word(secrets)
        self._beside = _places(secrets)
        self._places_of: dict[int, set[int]] = {}
        for number, place in chain.from_iterable(self._beside.values()):
            self._places_of.setdefault(number, set()).add(place)
        every = self._of.keys() | self._beside.keys()
        self._long = frozenset(
            word for word in self._beside if is_identifying_joined(word.removeprefix(ARTICLE))
        )
        self._written = _by_gist(word for word in every if script_of(word) in VOWELLESS)
        spoken = _by_gist(word for word in every if script_of(word) not in VOWELLESS)
        self._spoken = {
            gist: [(sound, name) for name in names for sound in sounds(name)]
            for gist, names in spoken.items()
        }
        self._meant_by = lru_cache(maxsize=1 << 14)(
            lambda word, in_persian: (*self._found_by(word, in_persian=in_persian),)
        )
        """Returns the words of withheld names that a word may be; many texts have the same words."""
        self._at_ends = _forms_at_an_end(self._beside)
        self._starts = {
            is_vowelless: frozenset(
                gist[:end]
                for word in self._long
                if (script_of(word) in VOWELLESS) != is_vowelless
                for gist in gists(word)
                for end in range(len(gist) + 1)
            )
            for is_vowelless in (False, True)
        }
        """How the gists of long words begin that a word of a text may begin, by the kind of its script."""
        self._told = frozenset(map(words_of, told.people))
        self._longest = max(map(len, (*self._told, *map(words_of, told.bodies))), default=0)
        # While a name of what is no person is looked at, those of people are left out of it.
        self._told |= {words for words in map(words_of, told.bodies) if not self._holds_a_whole(words)}

    def found_in(self, text: str) -> bool:
        """Return whether a text holds a withheld name in a script of the other kind."""
        unvowelled = bool(UNVOWELLED.search(text))
        if not (self._written or (unvowelled and self._spoken)):
            return False
        in_persian = bool(PERSIAN.search(text))
        words = words_of(text)
        published = self._published_in(words)
        meant = [self._meant_by(word, in_persian) for word in words]
        left = [each for at, each in enumerate(meant) if at not in published]
        return (
            any(alone for each in left for _, alone in each)
            or self._has_pair(left)
            or self._occurs_beyond(meant, published)
            or self._has_split(words, published, text, in_persian=in_persian)
        )

    def found_in_label(self, label: Label) -> bool:
        """Return whether a part of a handle, a tag or an address holds a withheld name."""
        words = dict.fromkeys(each.written for word in label.words for each in (word, *cores(word)))
        return any(self.found_in(word) or self._has_one_at_an_end(word) for word in words)

    def _has_one_at_an_end(self, word: str) -> bool:
        """Return whether a name of a script without vowels begins or ends a longer word in other letters."""
        if not self._at_ends or len(word) < SHORTEST_RUN:
            return False
        parts = {
            part for gist in gists(word) for at in range(len(gist) + 1) for part in (gist[:at], gist[at:])
        }
        forms = [_compiled(form) for part in parts for form in self._at_ends.get(part, ())]
        found = (form.search(sound) for sound in sounds(word) for form in forms)
        return any(each is not None and len(each[0]) >= SHORTEST_WORD for each in found)

    def _has_split(
        self, words: Sequence[str], published: frozenset[int], text: str, *, in_persian: bool
    ) -> bool:
        """Return whether two words are one of a name, a long one: Mohammad Reza for محمدرضا."""
        begun = [
            at
            for at, word in enumerate(words)
            if not self._starts[script_of(word) in VOWELLESS].isdisjoint(gists(word))
        ]
        capitals = capitalised_in(text) if begun else None
        return any(
            alone and name in self._long
            for at in begun
            for joined, count in join_first(words[at : at + 3])
            if not published.issuperset(range(at, at + count))
            if may_be_one_name(words[at], words[at + count - 1], capitals)
            for name, alone in self._meant_by(joined, in_persian)
        )

    def _occurs_beyond(self, meant: Sequence[Iterable[tuple[str, bool]]], published: frozenset[int]) -> bool:
        """Return whether a name stands here with all its words, not all of them in published names."""
        if not published:
            return False
        found = [{place for name, _ in each for place in self._beside.get(name, ())} for each in meant]
        return any(
            all_are_beyond(_places_in(found, at, number, needed), published)
            for at, here in enumerate(found)
            for number in {number for number, _ in here}
            if len(needed := self._places_of[number]) > 1
        )

    def _has_pair(self, meant: Sequence[Iterable[tuple[str, bool]]]) -> bool:
        """Return whether two words of one name are neighbours, however short."""
        places = [{place for name, _ in each for place in self._beside.get(name, ())} for each in meant]
        return any(
            number == another and place != other_place
            for one, other in pairwise(places)
            for number, place in one
            for another, other_place in other
        )

    def _holds_a_whole(self, words: tuple[str, ...]) -> bool:
        """Tell whether two words of one withheld name stand among these, or the only one that it has."""
        found: dict[int, set[str]] = {}
        published = self._published_in(words)
        meant = [
            {*self._meant_by(word, False), *self._meant_by(word, True)}
            for at, word in enumerate(words)
            if at not in published
        ]
        joined = (each for at in range(len(words)) for each, _ in join_first(words[at : at + 3]))
        meant += [{each for each in self._meant_by(word, False) if each[0] in self._long} for word in joined]
        for name in (name for each in meant for name, alone in each if alone):
            for number, is_all in self._of[name]:
                found.setdefault(number, set()).add(name)
                if is_all or len(found[number]) > 1:
                    return True
        return self._has_pair(meant)

    def _found_by(self, word: str, *, in_persian: bool) -> Iterator[tuple[str, bool]]:
        """Yield the words of withheld names that a word may be in a script of the other kind.

        Each with whether it shows the name by itself: where both words are long enough.
        """
        if word in everyday_words() and word not in self._beside:
            return
        if script_of(word) in VOWELLESS:
            for bare in _bare(word, in_persian=in_persian):
                expected = pattern(bare)
                sounding = chain.from_iterable(self._spoken.get(gist, ()) for gist in gists(bare))
                named = (name for sound, name in sounding if expected and expected.fullmatch(sound))
                whole = bare == word or len(word) > SHORTEST
                yield from (
                    (name, whole and name in self._of and _shows_name_word(bare, name)) for name in named
                )
        elif self._written:
            yield from (
                (name, may_be(name, long) and name in self._of)
                for readings, long in [_unbent(word)]
                for gist in {gist for reading in readings for gist in gists(reading)}
                for name in self._written.get(gist, ())
                if may_be(name, readings)
            )

    def _published_in(self, words: tuple[str, ...]) -> frozenset[int]:
        """Return where names stand as a whole that are published, the longest from each place on."""
        found, end = set[int](), 0
        for at in range(len(words)):
            lengths = range(self._longest, 0, -1) if at >= end else ()
            end = next((at + n for n in lengths if words[at : at + n] in self._told), end)
            found.update(range(at, end))
        return frozenset(found)


def _places_in(
    found: Sequence[set[tuple[int, int]]], start: int, number: int, needed: Iterable[int]
) -> list[set[int]]:
    """Return where each word of a name is, from a place on, with one other word among them at most."""
    words = [*needed]
    near = range(start, min(start + len(words) + 1, len(found)))
    return [{at for at in near if (number, place) in found[at]} for place in words]


def _forms_at_an_end(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Return what long words of scripts without vowels may sound like at an end of a word, by their gists."""
    forms = ((word, pattern(word)) for word in words if len(word) > SHORTEST and _sounds_long(word))
    return grouped(
        (gist, f"^(?:{form.pattern})|(?:{form.pattern})$")
        for word, form in forms
        if form is not None
        for gist in gists(word)
    )


_compiled = lru_cache(maxsize=1 << 13)(re.compile)


def _by_word(secrets: Iterable[Secret]) -> Mapping[str, list[tuple[int, bool]]]:
    """Return the words of withheld names that identify a person, each with the names that contain it.

    Two neighbouring words of a name also count as one word. Each name is given as its number and whether the
    word is the whole name, or two words of it.
    """
    found: dict[str, list[tuple[int, bool]]] = {}
    number = 0
    for secret in secrets:
        known = {word for name in secret.told for word in words_of(name)}
        for name in secret.withheld:
            number += 1
            words = words_of(name)
            every = [word for word in words if not is_shared(word)]
            for word in every:
                if word not in known and word not in SERVANTS and _is_long_enough(word):
                    found.setdefault(word, []).append((number, len(every) == 1))
            two = {*_joined(every, known)}
            for word in {*_joined(words, known.union(filter(is_shared, words)))} - known:
                found.setdefault(word, []).append((number, len(every) == 1 or word in two))
    return found


def _places(secrets: Iterable[Secret]) -> Mapping[str, set[tuple[int, int]]]:
    """Return the words of withheld names, short ones too, by the number of the name and their place in it."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, (secret, name) in enumerate((each, name) for each in secrets for name in each.withheld):
        known = {word for told in secret.told for word in words_of(told)}
        words = [
            word for word in words_of(name) if word not in known and not is_shared(word) and len(word) > 1
        ]
        for place, word in enumerate(words):
            found.setdefault(word, set()).add((number, place))
    return found


def _joined(words: Sequence[str], common: Container[str]) -> Iterator[str]:
    """Yield neighbouring words as one if it is long enough; an article between two words is left out."""
    spelt = (word for word in words if len(word) > 1 and word not in ARTICLES)
    yield from filter(is_identifying_joined, join_neighbours(spelt, common))


def _is_long_enough(word: str) -> bool:
    """Return whether a word of a name is long enough to be looked for.

    A vowel that is not written counts too. A letter that may be no sound counts beside two consonants: with
    one alone many words of other languages sound so.
    """
    if script_of(word) not in VOWELLESS:
        return len(word) >= SHORTEST
    consonants = sum(letter not in VOWELS for letter in word.rstrip(HE))
    return _sounds_long(word) or (consonants > 1 and len(word) + _leaves_out_a_vowel(word) >= SHORTEST)


def _shows_name_word(word: str, name: str) -> bool:
    """Return whether a word of a text without vowels shows the word of a name that it may be.

    A word of three letters that begins with a vowel is often a common one: the name has to be longer.
    """
    unwritten = len(fold_text(name)) > SHORTEST and _leaves_out_a_vowel(word)
    return len(word) + unwritten >= SHORTEST or _sounds_long(word)


def _sounds_long(word: str) -> bool:
    """Return whether enough letters of a word without vowels sound, one more if it leaves a vowel out."""
    begun = word.removeprefix(ALEF) if len(word) < SHORTEST else word
    sounding = [letter for letter in begun if letter not in GUTTURAL]
    return len(sounding) + _leaves_out_a_vowel(sounding) >= SHORTEST


def _leaves_out_a_vowel(letters: Sequence[str]) -> bool:
    return any(one not in VOWELS and other not in VOWELS for one, other in pairwise(letters))


HE = "هה"
"""A vowel, as a rule, at the end of a word."""
ALEF = "\u0627"
"""Stands for any vowel that begins a word."""


def _by_gist(words: Iterable[str]) -> Mapping[str, list[str]]:
    return grouped((gist, word) for word in sorted(words) for gist in gists(word))


def _bare(word: str, *, in_persian: bool) -> Iterator[str]:
    """Yield a word, and the word without a letter before it or, in Persian, without an ending behind it."""
    yield word
    if in_persian:
        yield from (found[1] for found in [OF_PERSIAN.fullmatch(word)] if found and len(found[1]) >= SHORTEST)
    elif word[0] in PROCLITICS and len(word) > SHORTEST_OF_PAIR:
        yield word[1:]


def _unbent(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return how a word may sound, and each word of which it may be a form: also Лейла for Лейлу.

    Then those of them that are long enough to be looked for alone.
    """
    keys = unbent(word)
    whole = {key[1:] for key in keys if key[0] == WHOLE}
    with_vowel = {f"{key[1:]}a" for key in keys if key[0] == BARE}
    shortest = SHORTEST + (script_of(word) == "")
    long = {
        *(each for each in whole if len(each) >= SHORTEST),
        *(each for each in with_vowel if len(each) >= shortest),
    }
    return frozenset(whole | with_vowel), frozenset(long)
