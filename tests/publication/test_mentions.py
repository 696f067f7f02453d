"""How many mentions of withheld names are found in ten languages, and how much else is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pymorphy3
import pytest

from casefile.names import fold_text
from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.names.sound_lookup import sounds_like

EXAMPLES = Path(__file__).parents[1] / "examples"
LANGUAGES = ("be", "fa", "kk", "ky", "pl", "ru", "tg", "tr", "uk", "uz")
RECALL = 0.95
FALSE_IN_LABELS = 0.004
RUNNING_WORDS = 10_000
"""At most one sentence is withheld by mistake in so many running words."""


def rows(name):
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


MENTIONS = rows("mentions/mentions.tsv")
PEOPLE = {names: SecretNames(tuple(names.split("; "))) for _, _, _, names, _ in MENTIONS}


@pytest.fixture(scope="module")
def of_one():
    """Return by the names of each person what finds them."""
    return {names: HiddenNames([secret]) for names, secret in PEOPLE.items()}


@pytest.fixture(scope="module")
def of_all():
    """Return what finds the names of all people."""
    return HiddenNames(PEOPLE.values())


def share(found: Iterable[bool]) -> float:
    found = [*found]
    return sum(found) / len(found)


def test_the_list_is_large_enough():
    assert {language for _, language, *_ in MENTIONS} == {*LANGUAGES}
    assert sum(label == "mentioned" for _, _, label, *_ in MENTIONS) >= 600
    assert sum(label == "not mentioned" for _, _, label, *_ in MENTIONS) >= 100
    assert len(PEOPLE) >= 100


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("half", ["tune", "held out"])
def test_mentions_are_found(of_one, half, language):
    mentioned = [row for row in MENTIONS if row[:3] == [half, language, "mentioned"]]
    missed = [text for *_, names, text in mentioned if not of_one[names].found_in(text)]
    # A half is small: one of its people more or less is all of what it lacks.
    assert len(missed) <= len(mentioned) * (1 - RECALL) + 3, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_mentions_are_found(of_one, language):
    mentioned = [row for row in MENTIONS if row[1:3] == [language, "mentioned"]]
    missed = [text for *_, names, text in mentioned if not of_one[names].found_in(text)]
    assert len(missed) <= len(mentioned) * (1 - RECALL), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_only_looks_like_a_mention_is_left_alone(of_one, language):
    others = [row for row in MENTIONS if row[1:3] == [language, "not mentioned"]]
    withheld = [text for *_, names, text in others if of_one[names].found_in(text)]
    assert len(withheld) <= 1, withheld


@pytest.mark.parametrize("language", LANGUAGES)
def test_ordinary_prose_is_left_alone(of_all, language):
    sentences = (EXAMPLES / f"mentions/control/{language}.txt").read_text(encoding="utf-8").splitlines()
    words = sum(len(sentence.split()) for sentence in sentences)
    withheld = [sentence for sentence in sentences if of_all.found_in(sentence)]
    assert words >= 2_000
    assert len(withheld) <= words / RUNNING_WORDS, withheld


def as_labels(sentence):
    """Yield a sentence as the words of an address, and each two words of it as tags and handles."""
    words = fold_text(sentence).split()
    yield f"https://news.example/{'-'.join(words)}"
    for one, other in pairwise(words):
        yield f"https://news.example/{one}/{other}#{one}{other}"
        yield f"@free{one}_{other}93 {one[0].upper()}. {other.title()}"


@pytest.mark.sweep
@pytest.mark.parametrize("every", [2, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_handles_and_initials_of_ordinary_prose_are_left_alone(of_all, language, every):
    sentences = (EXAMPLES / f"mentions/control/{language}.txt").read_text(encoding="utf-8").splitlines()
    chosen = [*dict.fromkeys(sentences)][::every]
    labels = [label for sentence in chosen for label in as_labels(sentence)]
    withheld = [label for label in labels if of_all.found_in(label)]
    assert len(labels) >= 3_000 // every
    assert len(withheld) <= len(labels) * FALSE_IN_LABELS, withheld


CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
analyzer = cache(pymorphy3.MorphAnalyzer)


def declined(language, kind, gender, word):
    """Return the forms of a name in all cases, as pymorphy3 makes them."""
    known = analyzer(lang=language).parse(word)
    right = [each for each in known if {kind, gender, "nomn"} <= each.tag.grammemes]
    return sorted({form.word for each in right[:1] for case in CASES if (form := each.inflect({case}))})


@pytest.mark.sweep
@pytest.mark.parametrize("language", ["ru", "uk"])
def test_declined_names_are_found(language):
    words = [row for row in rows("mentions/declined.tsv") if row[0] == language]
    forms = [
        (word, form) for _, kind, gender, word in words for form in declined(language, kind, gender, word)
    ]
    missed = [pair for pair in forms if not HiddenNames([SecretNames((pair[0],))]).found_in(f"— {pair[1]} —")]
    assert len(forms) >= 120
    assert len(missed) <= len(forms) * (1 - RECALL), missed


def test_names_that_a_search_finds_by_sound_are_found():
    pairs = [(one, other) for *_, one, other in rows("names/pairs.tsv")]
    alike = [pair for pair in pairs if sounds_like(*pair) and sounds_like(*reversed(pair))]
    missed = [pair for pair in alike if not HiddenNames([SecretNames((pair[0],))]).found_in(f"({pair[1]})")]
    assert len(alike) >= 100
    assert not missed
