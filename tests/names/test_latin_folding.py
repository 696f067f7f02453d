"""Folding: what ids and look-ups rely on, and the stronger form that hides names."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from casefile.names import fold_text, matches, romanisation_key, slug
from casefile.names.unseen import is_unseen, without_unseen
from casefile.yaml.scalars import HOSTILE_IN_VALUE


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Айгүл Бекова", "aygul bekova"),
        ("Жапаров", "zhaparov"),
        ("Aleksander  ALEKSANDROV", "aleksander aleksandrov"),
        ("O'Connor", "oconnor"),
        ("Müller-Straße", "muller strasse"),
        ("", ""),
        ("…", ""),
    ],
)
def test_a_text_folds_into_plain_latin_words(text, plain):
    assert fold_text(text) == plain


def test_a_slug_is_part_of_an_id():
    assert slug("Айгүл Бекова, 24.kg") == "aygul-bekova-24-kg"


def test_a_query_begins_words_of_a_name():
    assert matches("bek ai", "aigul bekova")
    assert not matches("kova", "aigul bekova")
    assert not matches("", "aigul bekova")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dzhaparov", "Japarov"),
        ("Жапаров", "Djaparov"),
        ("Đokić", "Djokic"),
        ("Tchaïkovski", "Чайковский"),
        ("Müller", "Mueller"),
    ],
)
def test_romanisations_of_one_name_come_out_alike(one, other):
    assert romanisation_key(one) == romanisation_key(other)


@pytest.mark.parametrize(
    "sign", [0x00AD, 0x034F, 0x200B, 0x2060, 0xFE0F, 0xFFF5, 0x1BCA1, 0x1D173, 0xE0001, 0xE0101, 0xE0FFF]
)
def test_invisible_characters_inside_a_word_are_ignored(sign):
    assert fold_text(f"Mambet{chr(sign)}kulova") == "mambetkulova"


@pytest.mark.parametrize("category", ["Cf", "Co", "Cc"])
def test_every_shapeless_character_is_invisible_in_a_name(category):
    every = (chr(code) for code in range(sys.maxunicode + 1))
    found = [char for char in every if unicodedata.category(char) == category and not char.isspace()]
    assert found
    assert {without_unseen(char) for char in found} == {""}


def test_blanks_and_letters_of_a_newer_unicode_stay_in_a_name():
    kept = "\t\n\x85\u2028\u2029 \u00a0\U00010d50\ufffd"
    assert without_unseen(kept) == kept


def test_every_character_that_no_file_may_contain_is_unseen():
    every = (chr(code) for code in range(sys.maxunicode + 1))
    assert all(is_unseen(char) for char in every if HOSTILE_IN_VALUE.match(char))
