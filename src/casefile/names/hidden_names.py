"""Find names that may not be published, in texts, addresses and ids.

A false match withholds a sentence, a missed name may endanger a person: in doubt a text is withheld.
docs/names.md lists forms of names that are not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain, pairwise, permutations, product

from anyascii import anyascii

from casefile.names import fold_text
from casefile.names.abjad_match import AbjadMatcher
from casefile.names.decoding import is_in_any_reading
from casefile.names.everyday_words import IN_SMALL_LETTERS, NameForms, everyday_words
from casefile.names.full_names import CompleteNames, WithheldName
from casefile.names.groups_by_key import grouped
from casefile.names.handles import ADDRESS, PARTING, HandleLabel, cores, is_separate_word, labels_in
from casefile.names.inflection import readings
from casefile.names.latin_folding import romanisation_key
from casefile.names.name_keys import NameKeys
from casefile.names.name_words import (
    ALSO_NAMES,
    SHORTEST,
    NameWord,
    PublishedNames,
    SecretNames,
    is_identifying,
    is_identifying_joined,
    is_shared,
    mark_initials,
    stems_of_child,
    without_vowels,
    word_of,
    words_in,
)
from casefile.names.scripts import APOSTROPHES, MARKS, normal, script_of
from casefile.names.sound_lookup import join_neighbours
from casefile.names.split_names import SplitNames, join_first
from casefile.names.unseen import DASHES, blank_unseen, without_unseen

__all__ = ["HiddenNames", "SecretNames", "extend_finder", "find_any_of"]

ANYWHERE = 6
"""The least length of a name that is found inside a word too: addresses and handles run words together.

In another script than Latin it is one more, because one of its letters may be two in Latin."""
IN_ONE = 8
"""The least length of two words of a name, run together, that are found as one word."""
SHORTEST_IN_ONE = 5
"""The same in a handle, a tag or an address if one of the words is short; in a text, one letter more."""
LONGEST_IN_ONE = 14
SLAVIC_ENDINGS = ("a", "e", "i", "u", "oi", "ei", "om")
"""Endings of names in the cases of Slavic languages; `romanisation_key` replaces y by i."""
AT_AN_END = 5
"""The length of a stem of a name that is found at either end of a part of a handle, tag or address."""
HAN_LENGTHS = (2, 3)
"""The numbers of Han characters of a name that is found in a text in Han characters without spaces."""
UNSPACED = re.compile("[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters of scripts that put no spaces between words."""
SYLLABIC = re.compile("[\u1100-\u11ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters of scripts in which a part of a name has one or two characters, as many other words have."""
SHORTEST_UNSPACED = 4
"""The least number of letters, without marks, of a word of a name that is found in a text without spaces."""

BEFORE_LETTER = rf"(?=[^\W_]|[{MARKS}])"


def _joiners(but: str) -> re.Pattern[str]:
    """Return a pattern of punctuation between two letters, without the characters in `but`."""
    return re.compile(
        rf"[\W_](?<![\s{MARKS}{but}])(?<=[^\W_].|[{MARKS}].)"
        rf"(?:(?<=[{DASHES}])\s*\n\s*|(?:[^\w\s{MARKS}{but}]|_)*){BEFORE_LETTER}"
    )


JOINERS, PARTED = _joiners(PARTING), _joiners("")
"""Characters that may be inside a word to hide it from a search, or that break it at the end of a line.

In an address, some of them separate words."""
INSIDE = re.compile(rf"[{PARTING}](?<=\S.)(?=\S)")
BREAKS = re.compile(rf"(?:(?<=[^\W_])|(?<=[{MARKS}]))(?:[^\S\n]*\n[^\S\n]*|[^\S\n ]+){BEFORE_LETTER}")
"""Blanks that may be inside a word: the end of a line, a tab, a narrow blank."""
MARK_UP = re.compile(r"</?[A-Za-z][^<>]{0,200}>|\*\*|__")
"""HTML tags and Markdown emphasis, which may begin or end inside a word."""
LETTER = rf"[^\W_][{MARKS}]*+"
SPELT = re.compile(rf"(?<![\w{MARKS}]){LETTER}(?:(?:[^\w{MARKS}]|_)+{LETTER}(?!\w)){{3,}}")
"""A word that is spelt letter by letter."""
CAMEL = re.compile("(?<=[a-zß-öø-ÿа-џғқңҳҷөүұһәӣӯґ])(?=[A-ZÀ-ÖØ-ÞЀ-ЯҒҚҢҲҶӨҮҰҺӘӢӮҐ])")
"""A change from a small letter to a capital, where a handle runs words together."""
TOKEN = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*")
HAN = re.compile("[\u3400-\u9fff]{2,}")
SHORT_FORM = 2
"""The least length of a short form of an organisation's name, such as OSCE, that is searched for."""


class HiddenNames:
    """Finds withheld names in texts, addresses and ids, across scripts and romanisations.

    `published` are names of other people that may be published, `called` published names of organisations: a
    match inside one of them does not count, unless it contains a complete withheld name. `bodies` are
    withheld names and titles of records that are not cases. They are found only as a whole, because their
    words are common, and a short one, such as an abbreviation, only exactly as it is written. `keys` are
    those of further withheld names, of people of whom no name is published; this object is changed, because
    those of `secrets` are added to it.
    """

    def __init__(
        self,
        secrets: Iterable[SecretNames],
        published: Iterable[str] = (),
        bodies: Iterable[str] = (),
        called: Iterable[str] = (),
        keys: NameKeys | None = None,
    ) -> None:
        kept, whole, open_to_all = (*secrets,), (*bodies,), PublishedNames((*published,), (*called,))
        self.keys = keys or NameKeys()
        self.keys.names.update(*(each.withheld for each in kept))
        self._withholds = bool(whole or self.keys.names)
        self._search = NameSearch(kept, open_to_all, whole, self.keys)
        self._unvowelled = AbjadMatcher(kept, open_to_all, self.keys)
        self._unspaced = UnspacedNames(kept, whole, open_to_all, self.keys)
        self._short = frozenset(name for name in whole if _is_short(name))
        self.found_in = lru_cache(maxsize=1 << 14)(self._found_in)
        """Returns whether a text or an id contains a withheld name; cached, as registers repeat texts."""

    def __bool__(self) -> bool:
        """Return whether any name is withheld."""
        return self._withholds

    def _found_in(self, text: str) -> bool:
        return is_in_any_reading(text, self.is_in_reading)

    def is_in_reading(self, text: str) -> bool:
        """Return whether a text that is already decoded contains a withheld name."""
        seen = without_unseen(text)
        if self._unspaced.found_in(seen):
            return True
        spellings = {*_spellings(seen)} if seen == text else {*_spellings(seen), blank_unseen(text)}
        if IN_SMALL_LETTERS.search(seen) and any(map(str.isupper, seen)):
            # In a text with capitals, a name has a capital.
            spellings = {IN_SMALL_LETTERS.sub("and", each) for each in spellings}
            seen = IN_SMALL_LETTERS.sub("and", seen)
        if self._short and any(map(self._has_short, spellings)):
            return True
        labels = [*labels_in(seen)]
        if any(map(self._unvowelled.found_in, spellings)) or any(
            map(self._unvowelled.found_in_label, labels)
        ):
            return True
        if not self._search:
            return False
        spellings.add(ENDING.sub("", seen))
        if self._search.has_short and "." in seen:
            spellings.add(mark_initials(seen))
        return any(map(self._search.found_in, spellings)) or any(map(self._search.found_in_label, labels))

    def _has_short(self, text: str) -> bool:
        return not self._short.isdisjoint([*TOKEN.findall(text), *TOKEN.findall(anyascii(text))])


@lru_cache(maxsize=4)  # before a write and after it, most of the time
def find_any_of(names: tuple[str, ...]) -> HiddenNames:
    """Return a finder of names of one person of whom no name is published; it is cached."""
    return HiddenNames([SecretNames(names)])


def extend_finder(names: Iterable[str], keys: NameKeys) -> HiddenNames:
    """Return a finder of some names and of those in `keys`, of which none is published.

    The names are added to `keys`.
    """
    return HiddenNames([SecretNames(tuple(name for name in names if name not in keys.names))], keys=keys)


def _spellings(text: str) -> Iterator[str]:
    """Yield a text, and variants of it in which words that it divides or runs together can be found.

    Mark-up, punctuation or line ends inside words are removed, words spelt letter by letter joined, and words
    divided before a capital.
    """
    bare = MARK_UP.sub("", text)
    yield from (text, bare, SPELT.sub(_joined, text), CAMEL.sub(" ", text))
    for each in {text, bare}:
        joined = JOINERS.sub("", each)
        yield joined
        if not joined.isprintable():
            yield BREAKS.sub("", joined)
        if INSIDE.search(each):
            yield PARTED.sub("", ADDRESS.sub(" ", each))


ENDING = re.compile(rf"['{''.join(map(chr, APOSTROPHES))}](?<=\w\w\w.)\w+")
"""The Turkish endings of a name after an apostrophe: Kaan'dakiler."""
GAP = NameWord("", "", "")
"""The placeholder for a published name that was removed from a list of words."""


class NameSearch:
    """The withheld names, prepared for search, and the published names that may contain a word of them.

    `bodies` are withheld names of organisations and titles, which are found only as a whole. The keys of
    `secrets` are added to `keys`, and all names in `keys` are searched for.
    """

    def __init__(
        self, secrets: Iterable[SecretNames], published: PublishedNames, bodies: Iterable[str], keys: NameKeys
    ) -> None:
        self._inside, self._alone, self._stems = keys.inside, keys.alone, keys.stems
        self._pairs, self._apart, self._forms = (
            NamePairs(keys.pairs),
            NamePairs(keys.apart),
            NameForms(keys.forms),
        )
        long: list[NameWord] = []
        self._in_two, self._in_han = keys.in_two, keys.in_han
        self._short, self._in_labels, self._at_ends = keys.short, keys.in_labels, keys.at_ends
        names: list[WithheldName] = []
        for secret in secrets:
            known = frozenset(chain.from_iterable(map(_plain_words, secret.published)))
            for name in secret.withheld:
                every = words_in(name)
                if all(is_shared(word.plain) or len(word.plain) < SHORTEST for word in every):
                    alone = (word for word in every if word.plain in ALSO_NAMES)
                    self._alone.update(form for word in alone for form in (word.plain, word.like))
                names += _ways_to_write(every, known)
                left = [word for word in every if word.plain not in known]
                long += (word for word in left if word.is_identifying and is_identifying_joined(word.written))
                self._add(left, every)
                self._add_joined(every, known)
        self._split = SplitNames(long, keys.split)
        self._heads = frozenset(stem[:ANYWHERE] for stem in self._inside)
        self._longest = max(map(len, self._inside), default=0)
        self._bodies = _by_first_word(words_in(name) for name in bodies if not _is_short(name))
        self._hides = lru_cache(maxsize=1 << 14)(self._is_hidden)
        self._wholes = CompleteNames(names, self._hides)
        self._of_people, self._published = self._masks(published)

    def _add(self, words: list[NameWord], every: list[NameWord]) -> None:
        """Add a name: `words` are its words that may not be published, `every` are all its words."""
        self._forms.add(word.written for word in words)
        for word in words:
            if word.is_identifying:
                self._stems |= word.stems
            if script_of(word.written) == "Han":
                self._in_two |= readings(word.written)
        for forms in ([word.plain for word in words], [word.like for word in words]):
            long = (_stem(each) for each in forms if is_identifying(each))
            self._inside.update(each for each in (*long, *_in_one(forms)) if len(each) >= ANYWHERE)
        self._at_ends.update(
            stem for word in words if word.is_identifying and len(stem := _stem(word.plain)) == AT_AN_END
        )
        self._in_han.update(_as_in_han(words) if len(words) in HAN_LENGTHS else ())
        for one, other in permutations(every, 2):
            if one in words or other in words:
                self._add_pair(one, other)
        if len(every) == len(words) == 1 and len(words[0].plain) < SHORTEST:
            self._alone.update((words[0].plain, words[0].like))

    def _add_pair(self, one: NameWord, other: NameWord) -> None:
        """Add two words of a name that are searched for next to each other."""
        if _is_pair(one, other):
            self._pairs.add(one.stems, other.stems)
            if one.is_short or other.is_short:
                self._apart.add(one.stems, other.stems)
        if one.is_short and not any(map(is_shared, (one.plain, other.plain))):
            self._add_short(one, other)

    def _add_joined(self, words: Sequence[NameWord], known: AbstractSet[str]) -> None:
        """Add each two neighbours as one word: Alireza, Serikkyzy.

        Except words in `known`, which are published.
        """
        spelt = [word for word in words if len(word.written) > 1]
        common = {word.written for word in spelt if word.plain in known or is_shared(word.plain)}
        for joined in join_neighbours((word.written for word in spelt), common):
            if is_identifying_joined(joined):
                self._stems.update(*(word.stems for word in words_in(joined) if word.plain not in known))
        for one, other in pairwise(spelt):
            if one.written not in common:
                self._stems |= stems_of_child(one, other)

    def _add_short(self, short: NameWord, other: NameWord) -> None:
        """Add a short word next to an initial of the other word, run together with it, and after a call.

        A call is the beginning of a tag such as `free` in `freekim`.
        """
        self._pairs.add(other.initials, short.stems)
        self._pairs.add(short.stems, other.initials)
        self._short |= short.stems if len(short.plain) > 1 else set()
        if len(short.plain) + len(other.plain) >= SHORTEST_IN_ONE:
            self._in_labels.update(_in_labels(short.plain, other.plain))

    @property
    def has_short(self) -> bool:
        """Whether a word of a withheld name is so short that it is only found next to another one."""
        return bool(self._short)

    def __bool__(self) -> bool:
        return bool(self._stems or self._inside or self._pairs or self._alone or self._bodies)

    def found_in(self, text: str) -> bool:
        """Return whether a text contains a withheld name, outside the published names in it."""
        words = words_in(text)
        split = [*self._split.found_in(words, text)]
        if not split and not self._finds(words):
            return False
        published = self._published.find_places(words)
        if any(not published.issuperset(each) for each in split):
            return True
        if self._wholes.occur_beyond_published(words, published):
            return True
        left = self._published.remove_from(words)
        return self._finds(left) or self._holds_a_whole(self._of_people.remove_from(words), left)

    def found_in_label(self, label: HandleLabel) -> bool:
        """Return whether a part of a handle, tag or address contains a withheld name, also run together."""
        words = [*label.words]
        if not any(self._is_in_label(word, alone=label.is_one) for word in words) and not self._finds(words):
            return False
        left = self._published.remove_from(words)
        return any(self._is_in_label(word, alone=label.is_one) for word in left) or self._finds(left)

    def _is_in_label(self, word: NameWord, *, alone: bool) -> bool:
        forms = [form for each in (word, *cores(word)) for form in {each.plain, each.like}]
        return (
            not self._in_labels.isdisjoint(forms)
            or any(_is_at_an_end(self._in_labels, form, SHORTEST_IN_ONE + 1) for form in forms)
            or (alone and _is_at_an_end(self._at_ends, word.plain, AT_AN_END))
            or any(not _keys_alone(each).isdisjoint(self._short) for each in cores(word))
        )

    def _holds_a_whole(self, words: list[NameWord], left: list[NameWord]) -> bool:
        """Return whether a complete withheld name is inside the published name of an organisation.

        `words` are the words of a text without published names of people, `left` those without all published
        names.
        """
        return words != left and (self._wholes.occur_in(words) or self._has_pair(words))

    def _masks(self, published: PublishedNames) -> tuple[PublishedMasks, PublishedMasks]:
        """Return the published names in which a part of a withheld name may occur: of people, and all."""
        found = self._keep_longer_names(published.people)
        people = [words for words in found if not self._wholes.occur_complete_in(self._split.join(words))]
        of_people = PublishedMasks(people)
        found = self._keep_longer_names(published.bodies)
        left = [(words, self._split.join(of_people.remove_from(words))) for words in found]
        bodies = [words for words, others in left if not self._names_one(others)]
        return of_people, PublishedMasks([*people, *bodies])

    def _names_one(self, words: list[NameWord]) -> bool:
        """Return whether these words of another name contain a complete withheld name, even of one word."""
        return self._wholes.occur_complete_in(words) or any(map(self._wholes.is_one_word_name, words))

    def _keep_longer_names(self, published: Iterable[str]) -> list[list[NameWord]]:
        """Return the words of each published name that the search matches and that has other words too."""
        names = ((words_in(name), name) for name in published)
        return [
            words for words, name in names if self._is_found(words, name) and self._is_more_than_parts(words)
        ]

    def _is_found(self, words: list[NameWord], name: str) -> bool:
        return self._finds(words) or any(True for _ in self._split.found_in(words, name))

    def _is_more_than_parts(self, words: list[NameWord]) -> bool:
        whole = any(len(body) == len(words) for body in self._bodies_in(words))
        return not whole and not all(map(self._hides, self._split.join(words)))

    def _finds(self, words: list[NameWord]) -> bool:
        return (
            any(map(self._hides, words)) or self._has_pair(words) or any(True for _ in self._bodies_in(words))
        )

    def _has_pair(self, words: list[NameWord]) -> bool:
        """Return whether two words of a name are near each other, or two words form a Chinese word of one."""
        near = self._pairs.occur_in(pairwise(words)) or self._apart.occur_in(_around_one_word(words))
        return near or (
            bool(self._in_two)
            and any(
                first + second in self._in_two
                for one, other in pairwise(words)
                for first in readings(one.written)
                for second in readings(other.written)
            )
        )

    def _bodies_in(self, words: list[NameWord]) -> Iterator[tuple[NameWord, ...]]:
        """Yield the names of `bodies` that these words contain, with all their words in sequence."""
        for at, word in enumerate(words) if self._bodies else ():
            for key in word.text_keys:
                for body in self._bodies.get(key, ()):
                    here = words[at : at + len(body)]
                    if len(here) == len(body) and all(map(_is_form, here, body)):
                        yield body

    def _is_hidden(self, word: NameWord) -> bool:
        return self._is_withheld(word) or any(map(self._is_withheld, cores(word)))

    def _is_withheld(self, word: NameWord) -> bool:
        if word.written in everyday_words() and not self._forms.has_form(word.written):
            return False
        forms = {word.plain, word.like}
        if not forms.isdisjoint(self._alone):
            return True
        if self._runs_together(word.plain, word) or self._runs_together(word.like, word):
            return True
        if len(word.plain) > SHORTEST_IN_ONE and not forms.isdisjoint(self._in_labels):
            return True
        return (bool(word.plain) and not word.identifying_keys.isdisjoint(self._stems)) or self._is_in_han(
            word
        )

    def _is_in_han(self, word: NameWord) -> bool:
        """Return whether two or three Han characters in a row sound like the words of a name."""
        return bool(self._in_han) and any(
            not readings(run[at : at + length]).isdisjoint(self._in_han)
            for run in HAN.findall(word.written)
            for length in HAN_LENGTHS
            for at in range(len(run) - length + 1)
        )

    def _runs_together(self, letters: str, word: NameWord) -> bool:
        length, shortest = len(letters), ANYWHERE + (script_of(word.written) != "")
        return any(
            letters[start:end] in self._inside
            for start in range(length - shortest + 1)
            if letters[start : start + ANYWHERE] in self._heads
            for end in range(start + shortest, min(length, start + self._longest) + 1)
        )


class NamePairs:
    """The stem keys of words, each with those of the words that are searched for near it."""

    def __init__(self, near: dict[str, set[str]]) -> None:
        self._near = near

    def __bool__(self) -> bool:
        """Return whether there are any pairs."""
        return bool(self._near)

    def add(self, ones: Iterable[str], others: Iterable[str]) -> None:
        """Add the stem keys of two words of a name, which are found in this order."""
        for key in ones:
            self._near.setdefault(key, set()).update(others)

    def occur_in(self, near: Iterable[tuple[NameWord, NameWord]]) -> bool:
        """Return whether two words near each other in a text are such a pair, in this order."""
        return bool(self) and any(
            not other.text_keys.isdisjoint(self._near[key])
            for one, other in near
            for key in one.text_keys
            if key in self._near
        )


class PublishedMasks:
    """Published names, which are removed from the words of a text before it is searched for withheld names.

    They are found as separate words and run together.
    """

    _by_first: dict[str, set[tuple[str, ...]]]

    def __init__(self, names: Iterable[Sequence[NameWord]]) -> None:
        self._by_first = {}
        for name in names:
            for words in ([each.plain for each in name], [each.like for each in name]):
                for form in {tuple(words), ("".join(words),)}:
                    self._by_first.setdefault(form[0], set()).add(form)

    def remove_from(self, words: list[NameWord]) -> list[NameWord]:
        """Return the words with GAP in place of each of these names; longer names are replaced first."""
        return [each for each in self._masked(words) if each is not None]

    def find_places(self, words: list[NameWord]) -> frozenset[int]:
        """Return the indexes of the words that belong to these names."""
        return frozenset(at for at, each in enumerate(self._masked(words)) if each is None or each is GAP)

    def _masked(self, words: list[NameWord]) -> list[NameWord | None]:
        found = sorted(
            (-len(" ".join(form)), form, at)
            for at, word in enumerate(words)
            for first in {word.plain, word.like}
            for form in self._by_first.get(first, ())
            if _is_at(form, words, at)
        )
        left: list[NameWord | None] = [*words]
        for _, form, at in found:
            if None not in left[at : at + len(form)] and GAP not in left[at : at + len(form)]:
                left[at : at + len(form)] = [GAP, *[None] * (len(form) - 1)]
        return left


def _around_one_word(words: Sequence[NameWord]) -> Iterator[tuple[NameWord, NameWord]]:
    """Yield each two words with one other word between them, unless one is so short that it is common."""
    return (
        (one, other)
        for one, other in zip(words, words[2:], strict=False)
        if min(len(one.plain), len(other.plain)) >= SHORTEST
    )


def _is_at(form: tuple[str, ...], words: Sequence[NameWord], at: int) -> bool:
    here = words[at : at + len(form)]
    return form in {tuple(each.plain for each in here), tuple(each.like for each in here)}


def _is_pair(one: NameWord, other: NameWord) -> bool:
    """Return whether two words of a name are searched for next to each other.

    They are if one of them is too short in some romanisation, or if both have a short form in some
    grammatical case: then neither may be found alone.
    """
    is_needed = one.is_short or other.is_short or (one.has_short_stem and other.has_short_stem)
    return is_needed and not all(map(is_shared, (one.plain, other.plain)))


def _as_in_han(words: Sequence[NameWord]) -> Iterator[str]:
    """Yield the sounds of all words of a name written as one, in any order."""
    for order in permutations(readings(word.written) for word in words):
        yield from map("".join, product(*order))


def _ways_to_write(words: Sequence[NameWord], known: frozenset[str]) -> Iterator[WithheldName]:
    """Yield a name with its words as they are, then with each two neighbours written as one: Serikkyzy."""
    for written in ([*words], *(each for at in range(len(words)) for each in _with_one_joined(words, at))):
        yield WithheldName(tuple(each for each in written if not is_shared(each.plain)), known)


def _with_one_joined(words: Sequence[NameWord], at: int) -> Iterator[list[NameWord]]:
    """Yield the words with the one at index `at` joined to the next; a word for servant in all spellings."""
    for first, count in join_first([word.written for word in words[at:]]):
        yield [*words[:at], word_of(first), *words[at + count :]]


def _plain_words(name: str) -> Iterator[str]:
    """Yield the words of a name in plain letters, then each two neighbours as one word."""
    words = [word.plain for word in words_in(name)]
    yield from (*words, *join_neighbours(words))


def _is_form(word: NameWord, of: NameWord) -> bool:
    return not word.text_keys.isdisjoint(of.stems)


def _by_first_word(names: Iterable[list[NameWord]]) -> Mapping[str, list[tuple[NameWord, ...]]]:
    bodies = {tuple(words) for words in names if len("".join(word.plain for word in words)) >= SHORTEST}
    return grouped((key, body) for body in bodies for key in body[0].stems)


def _joined(spelt: re.Match[str]) -> str:
    return "".join(TOKEN.findall(spelt[0]))


class UnspacedNames:
    """Finds names in texts of scripts without spaces, also if a text divides their letters.

    It finds a name as a whole; and a long word of a name, except where the letters belong to a published
    name. `bodies` are found only as a whole. The names of `secrets` are added to `keys`.
    """

    def __init__(
        self, secrets: Iterable[SecretNames], bodies: Iterable[str], published: PublishedNames, keys: NameKeys
    ) -> None:
        self._names, self._words = keys.unspaced, keys.unspaced_words
        for secret in secrets:
            known = {word for name in secret.published for word in fold_text(name).split()}
            for name in secret.withheld:
                if UNSPACED.search(normal(name)) and {*fold_text(name).split()} - known:
                    self._names.add(_letters(name))
                    self._words.update(_long_words(name, {*map(_letters, secret.published)}))
        self._names |= {_letters(name) for name in bodies if _is_unspaced(name) and len(name) >= SHORT_FORM}
        open_names = {_letters(name) for name in chain(*published) if _is_unspaced(name)}
        self._open = sorted(open_names - self._names, key=len, reverse=True) if self._words else []

    def found_in(self, text: str) -> bool:
        """Return whether a text contains one of the names, or a long word of one."""
        if not self._names or not UNSPACED.search(text):
            return False
        letters = _letters(text)
        if any(name in letters for name in self._names):
            return True
        for name in self._open:
            letters = letters.replace(name, " ")
        return any(word in letters for word in self._words)


def _is_unspaced(name: str) -> bool:
    return bool(UNSPACED.search(name))


def _letters(text: str) -> str:
    """Return the letters and marks of a text in normal form, without anything between them."""
    return "".join(TOKEN.findall(normal(text)))


def _long_words(name: str, known: AbstractSet[str]) -> Iterator[str]:
    """Yield the words of a name, except `known` ones, that are long enough to be found in other letters."""
    for word in {*map(_letters, name.split())} - known:
        is_long = sum(map(str.isalnum, word)) >= SHORTEST_UNSPACED
        if is_long and _is_unspaced(word) and not SYLLABIC.search(word):
            yield word


def _is_short(name: str) -> bool:
    """Return whether a name is one word in capitals or of few letters, which must match exactly."""
    return (
        bool(TOKEN.fullmatch(name)) and len(name) >= SHORT_FORM and (name.isupper() or len(name) < SHORTEST)
    )


def _stem(word: str) -> str:
    """Return the part of a word of a name that does not change with grammatical endings: no final vowels."""
    return without_vowels(word, SHORTEST + 1)


def _keys_alone(word: NameWord) -> frozenset[str]:
    """Return the stem keys of a word of a text in any grammatical case; if it is Latin, only as it is.

    Latin has too many endings.
    """
    return word.text_keys if script_of(word.written) else word.stems


def _in_labels(short: str, other: str) -> Iterator[str]:
    """Yield two words as one, in both orders, with the cases of `other` in Slavic languages.

    Words of fewer than SHORTEST_IN_ONE letters are left out.
    """
    bare = other.rstrip("aeiouy")
    forms = {other, *(bare + ending for ending in SLAVIC_ENDINGS)}
    for joined in chain.from_iterable((short + form, form + short) for form in forms):
        yield from (each for each in (joined, romanisation_key(joined)) if len(each) >= SHORTEST_IN_ONE)


def _is_at_an_end(stems: AbstractSet[str], letters: str, shortest: int) -> bool:
    """Return whether a word begins or ends with one of these stems, and the rest is not a part of a name."""
    return any(
        (letters[:length] in stems and is_separate_word("", letters[length:]))
        or (letters[-length:] in stems and is_separate_word(letters[:-length], ""))
        for length in range(shortest, min(LONGEST_IN_ONE, len(letters)) + 1)
    )


def _in_one(words: Sequence[str]) -> Iterator[str]:
    """Yield neighbouring words of a name run together as in a handle, in both orders.

    The second word is without its final vowels. Pairs of fewer than IN_ONE letters are left out.
    """
    for one, other in pairwise(words):
        yield from (one + _stem(other), other + _stem(one)) if len(one) + len(other) >= IN_ONE else ()
