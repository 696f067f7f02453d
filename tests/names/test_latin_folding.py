"""Folding: what ids and look-ups rely on, and the stronger form that hides names."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from casefile.names import fold_text, matches, romanisation_key, slug
from casefile.names.latin_folding import INVISIBLE


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


def test_every_format_character_is_invisible_in_a_name():
    found = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    assert found <= INVISIBLE.keys()
