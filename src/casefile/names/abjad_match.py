"""Find withheld names across scripts: of Arabic and Hebrew script in other texts, and the other way round.

These scripts leave vowels out, so folded texts (`fold_text`) cannot be compared.
"""

# ruff: noqa: RUF001 - the module is about letters of Arabic script

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise

from casefile.names.abjads import ARTICLE, GUTTURAL, VOWELS, may_sound_like, pattern
from casefile.names.everyday_words import everyday_words
from casefile.names.full_names import is_beyond_published
from casefile.names.groups_by_key import grouped
from casefile.names.handles import HandleLabel, cores
from casefile.names.inflection import BARE, WHOLE, text_keys
from casefile.names.latin_folding import fold_text
from casefile.names.name_keys import NameKeys
from casefile.names.name_parts import ARTICLES, SERVANTS, words_of
from casefile.names.name_words import (
    PublishedNames,
    SecretNames,
    capitalised_in,
    is_identifying_joined,
    is_shared,
)
from casefile.names.scripts import VOWELLESS, script_of
from casefile.names.sound_lookup import consonant_gists, join_neighbours
from casefile.names.sounds import sounds
from casefile.names.split_names import join_first, may_be_one_name

UNVOWELLED = re.compile("[\u05d0-\u05ea\u0620-\u06d3\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew and Arabic scripts."""
PROCLITICS = "وفبلהובלמשכ"
"""Letters that Arabic and Hebrew write as one with the next word.

They mean and, so, in, for, the, from, as.
"""
PERSIAN = re.compile("[پچژگکی]")
"""Letters that occur in a Persian text but not in an Arabic one."""
OF_PERSIAN = re.compile("(.+?)(?:ها(?:یی?)?|(?<=[او])ی)")
"""A Persian word in the plural, or one that ends in a vowel and has an ending: کوهساری‌ها, پویای."""
SHORTEST = 4
"""Words of fewer letters are only searched for near another word of the name; see `_is_long_enough`."""

SHORTEST_RUN = 6
"""The least length of a word in a handle or address that is searched for a name at its beginning or end."""
SHORTEST_WORD = 5
"""The least number of sounds in a word of SHORTEST_RUN that must belong to the name."""
SHORTEST_OF_PAIR = 2
"""A word of more letters than this is also searched without a proclitic at its front."""


class AbjadMatcher:
    """Finds a Latin or Cyrillic name in an Arabic or Hebrew text, and the other way round.

    `secrets` are the withheld names; they are added to `keys`, which may contain further ones. A match within
    one of the `published` names does not count, except in the name of an organisation that contains a
    complete withheld name.
    """

    def __init__(self, secrets: Iterable[SecretNames], published: PublishedNames, keys: NameKeys) -> None:
        secrets = (*secrets,)
        _add_words(secrets, keys)
        _add_places(secrets, keys)
        keys.number += sum(len(each.withheld) for each in secrets)
        self._of, self._beside = keys.of, keys.beside
        self._places_of: dict[int, set[int]] = {}
        for number, place in chain.from_iterable(self._beside.values()):
            self._places_of.setdefault(number, set()).add(place)
        self._every = self._of.keys() | self._beside.keys()
        self._long = frozenset(
            word for word in self._beside if is_identifying_joined(word.removeprefix(ARTICLE))
        )
        self._written = _by_gist(word for word in self._every if script_of(word) in VOWELLESS)
        self._sounding = cache(
            lambda gist: [(sound, name) for name in self._vowelled.get(gist, ()) for sound in sounds(name)]
        )
        """Returns the sounds of the words in `_vowelled` with a gist, each with its word."""
        self._meant_by = lru_cache(maxsize=1 << 14)(
            lambda word, in_persian: (*self._found_by(word, in_persian=in_persian),)
        )
        """Returns the words of withheld names that a word may be; cached, as many texts share words."""
        self._at_ends = _forms_at_an_end(self._beside)
        self._starts = {
            is_vowelless: frozenset(
                gist[:end]
                for word in self._long
                if (script_of(word) in VOWELLESS) != is_vowelless
                for gist in consonant_gists(word)
                for end in range(len(gist) + 1)
            )
            for is_vowelless in (False, True)
        }
        """Beginnings of the gists of long words, by whether the words of a text that match are vowelless."""
        self._published = frozenset(map(words_of, published.people))
        self._longest = max(map(len, (*self._published, *map(words_of, published.bodies))), default=0)
        # When the name of an organisation is checked, published names of people are left out of it.
        self._published |= {
            words for words in map(words_of, published.bodies) if not self._holds_a_whole(words)
        }

    @cached_property
    def _vowelled(self) -> Mapping[str, list[str]]:
        """The other words, by gist; few texts are searched for them."""
        return _by_gist(word for word in self._every if script_of(word) not in VOWELLESS)

    def found_in(self, text: str) -> bool:
        """Return whether a text contains a withheld name written in a script of the other kind.

        One word of the name is enough if it is long enough to identify a person.
        """
        unvowelled = bool(UNVOWELLED.search(text))
        if not (self._written or (unvowelled and self._vowelled)):
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

    def found_in_label(self, label: HandleLabel) -> bool:
        """Return whether a part of a handle, a tag or an address contains a withheld name.

        A name at the start or end of a longer word counts too.
        """
        words = dict.fromkeys(each.written for word in label.words for each in (word, *cores(word)))
        return any(self.found_in(word) or self._has_one_at_an_end(word) for word in words)

    def _has_one_at_an_end(self, word: str) -> bool:
        """Return whether a longer word begins or ends with a name from a script without vowels."""
        if not self._at_ends or len(word) < SHORTEST_RUN:
            return False
        parts = {
            part
            for gist in consonant_gists(word)
            for at in range(len(gist) + 1)
            for part in (gist[:at], gist[at:])
        }
        forms = [_compiled(form) for part in parts for form in self._at_ends.get(part, ())]
        found = (form.search(sound) for sound in sounds(word) for form in forms)
        return any(each is not None and len(each[0]) >= SHORTEST_WORD for each in found)

    def _has_split(
        self, words: Sequence[str], published: frozenset[int], text: str, *, in_persian: bool
    ) -> bool:
        """Return whether two words of a text are one long word of a name: Mohammad Reza for محمدرضا.

        `published` are the indexes of words in published names; `in_persian` allows Persian endings.
        """
        begun = [
            at
            for at, word in enumerate(words)
            if not self._starts[script_of(word) in VOWELLESS].isdisjoint(consonant_gists(word))
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
        """Return whether a text contains all words of a name, and not all of them are in published names.

        The words are near each other (`_places_in`). `meant` has for each word of the text the words of names
        that it may be (`_found_by`), `published` the indexes of those in published names; False if there are
        none.
        """
        if not published:
            return False
        found = [{place for name, _ in each for place in self._beside.get(name, ())} for each in meant]
        return any(
            is_beyond_published(_places_in(found, at, number, needed), published)
            for at, here in enumerate(found)
            for number in {number for number, _ in here}
            if len(needed := self._places_of[number]) > 1
        )

    def _has_pair(self, meant: Sequence[Iterable[tuple[str, bool]]]) -> bool:
        """Return whether two words of one name are next to each other; short words count too.

        `meant` is as in `_occurs_beyond`.
        """
        places = [{place for name, _ in each for place in self._beside.get(name, ())} for each in meant]
        return any(
            number == another and place != other_place
            for one, other in pairwise(places)
            for number, place in one
            for another, other_place in other
        )

    def _holds_a_whole(self, words: tuple[str, ...]) -> bool:
        """Return whether these words contain two words of one withheld name, or the only word of one."""
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
        """Yield the words of withheld names that a word of a text in the other kind of script may be.

        With each comes whether it identifies the person by itself, because both words are long enough.
        """
        if word in everyday_words() and word not in self._beside:
            return
        if script_of(word) in VOWELLESS:
            for bare in _without_affixes(word, in_persian=in_persian):
                expected = pattern(bare)
                sounding = chain.from_iterable(map(self._sounding, consonant_gists(bare)))
                named = (name for sound, name in sounding if expected and expected.fullmatch(sound))
                whole = bare == word or len(word) > SHORTEST
                yield from (
                    (name, whole and name in self._of and _shows_name_word(bare, name)) for name in named
                )
        elif self._written:
            yield from (
                (name, may_sound_like(name, long) and name in self._of)
                for readings, long in [_base_forms(word)]
                for gist in {gist for reading in readings for gist in consonant_gists(reading)}
                for name in self._written.get(gist, ())
                if may_sound_like(name, readings)
            )

    def _published_in(self, words: tuple[str, ...]) -> frozenset[int]:
        """Return the indexes of words that are part of a complete published name, the longest one first."""
        found, end = set[int](), 0
        for at in range(len(words)):
            lengths = range(self._longest, 0, -1) if at >= end else ()
            end = next((at + n for n in lengths if words[at : at + n] in self._published), end)
            found.update(range(at, end))
        return frozenset(found)


def _places_in(
    found: Sequence[set[tuple[int, int]]], start: int, number: int, needed: Iterable[int]
) -> list[set[int]]:
    """Return, for each word of a name, its indexes in a text from `start` on, with at most one word between.

    `found` has for each word of the text the names and positions that it may be: `number` is the number of
    the name, `needed` are the positions of its words in the name.
    """
    words = [*needed]
    near = range(start, min(start + len(words) + 1, len(found)))
    return [{at for at in near if (number, place) in found[at]} for place in words]


def _forms_at_an_end(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Return patterns of the sounds of long vowelless words, at the start or end of a word, by their gists.

    A gist is a filter key: the letters l, m, n and r of a word (`sound_lookup.consonant_gists`).
    """
    forms = ((word, pattern(word)) for word in words if len(word) > SHORTEST and _sounds_long(word))
    return grouped(
        (gist, f"^(?:{form.pattern})|(?:{form.pattern})$")
        for word, form in forms
        if form is not None
        for gist in consonant_gists(word)
    )


_compiled = lru_cache(maxsize=1 << 13)(re.compile)


def _add_words(secrets: Iterable[SecretNames], keys: NameKeys) -> None:
    """Add the words of withheld names that identify a person, each with a list of the names that have it.

    Two neighbouring words of a name also count as one word. Each name is given as its number and whether the
    word is the whole name, or two words of it.
    """
    found, number = keys.of, keys.number
    for secret in secrets:
        known = {word for name in secret.published for word in words_of(name)}
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


def _add_places(secrets: Iterable[SecretNames], keys: NameKeys) -> None:
    """Add for each word of withheld names, short ones too, pairs of name number and index in the name."""
    names = ((each, name) for each in secrets for name in each.withheld)
    for number, (secret, name) in enumerate(names, keys.number):
        known = {word for published_name in secret.published for word in words_of(published_name)}
        words = [
            word for word in words_of(name) if word not in known and not is_shared(word) and len(word) > 1
        ]
        for place, word in enumerate(words):
            keys.beside.setdefault(word, set()).add((number, place))


def _joined(words: Sequence[str], common: Container[str]) -> Iterator[str]:
    """Yield each two neighbouring words as one if it is long enough, ignoring articles and initials.

    Two words that are both in `common` are not joined.
    """
    spelt = (word for word in words if len(word) > 1 and word not in ARTICLES)
    yield from filter(is_identifying_joined, join_neighbours(spelt, common))


def _is_long_enough(word: str) -> bool:
    """Return whether a word of a name is long enough to be searched for by itself.

    A vowel that is not written counts as a letter. A letter that may be silent counts only if the word has
    two consonants: with one consonant, many words of other languages sound like it.
    """
    if script_of(word) not in VOWELLESS:
        return len(word) >= SHORTEST
    consonants = sum(letter not in VOWELS for letter in word.rstrip(HE))
    return _sounds_long(word) or (consonants > 1 and len(word) + _leaves_out_a_vowel(word) >= SHORTEST)


def _shows_name_word(word: str, name: str) -> bool:
    """Return whether a vowelless word of a text is long enough to identify the word of a name.

    A word of three letters is often a common word, so the word of the name must be longer than it.
    """
    unwritten = len(fold_text(name)) > SHORTEST and _leaves_out_a_vowel(word)
    return len(word) + unwritten >= SHORTEST or _sounds_long(word)


def _sounds_long(word: str) -> bool:
    """Return whether a vowelless word has SHORTEST letters that sound; an omitted vowel counts as one."""
    begun = word.removeprefix(ALEF) if len(word) < SHORTEST else word
    sounding = [letter for letter in begun if letter not in GUTTURAL]
    return len(sounding) + _leaves_out_a_vowel(sounding) >= SHORTEST


def _leaves_out_a_vowel(letters: Sequence[str]) -> bool:
    return any(one not in VOWELS and other not in VOWELS for one, other in pairwise(letters))


HE = "هה"
"""Letters that are usually a vowel at the end of a word."""
ALEF = "\u0627"
"""Stands for any vowel that begins a word."""


def _by_gist(words: Iterable[str]) -> Mapping[str, list[str]]:
    return grouped((gist, word) for word in sorted(words) for gist in consonant_gists(word))


def _without_affixes(word: str, *, in_persian: bool) -> Iterator[str]:
    """Yield a word, then the word without a letter joined to its front or, in Persian, without its ending.

    A short word, or one without such a letter or ending, is yielded alone.
    """
    yield word
    if in_persian:
        yield from (found[1] for found in [OF_PERSIAN.fullmatch(word)] if found and len(found[1]) >= SHORTEST)
    elif word[0] in PROCLITICS and len(word) > SHORTEST_OF_PAIR:
        yield word[1:]


def _base_forms(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sounds of all words of which a word may be an inflected form: also Лейла for Лейлу.

    The second set contains those of them that are long enough to be searched for alone.
    """
    keys = text_keys(word)
    whole = {key[1:] for key in keys if key[0] == WHOLE}
    with_vowel = {f"{key[1:]}a" for key in keys if key[0] == BARE}
    shortest = SHORTEST + (script_of(word) == "")
    long = {
        *(each for each in whole if len(each) >= SHORTEST),
        *(each for each in with_vowel if len(each) >= shortest),
    }
    return frozenset(whole | with_vowel), frozenset(long)
