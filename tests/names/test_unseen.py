"""Characters that a reader does not see."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from casefile.model.visible_text import visible
from casefile.names.unseen import DASHES, SHAPING, blank_unseen, is_unseen, without_unseen

HIDDEN = [
    "\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u180e", "\u200b", "\u200d", "\u2060", "\u2065",
    "\u2800", "\u3164", "\ufe0f", "\uffa0", "\ufff5", "\U000e0041", "\U000e0fff", "\ue000", "\u0378",
    "\ufdd0",
]  # fmt: skip


@pytest.mark.parametrize("char", HIDDEN)
def test_a_character_without_a_shape_is_unseen(char):
    assert is_unseen(char)
    assert without_unseen(f"Бек{char}ов") == "Беков"
    assert blank_unseen(f"Бек{char}ов") == "Бек ов"


@pytest.mark.parametrize("char", [*"aя\u0640\u0301\u094d ", "\U00010d50"])
def test_a_letter_a_mark_and_a_letter_of_a_newer_unicode_are_seen(char):
    assert not is_unseen(char)


def test_line_ends_and_other_blanks_stay():
    kept = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace())
    assert without_unseen(kept) == blank_unseen(kept) == kept


def test_the_dashes_include_all_of_unicode():
    every = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Pd"]
    assert all(re.fullmatch(f"[{DASHES}]", char) for char in (*every, "\u2212", "\u207b"))


@pytest.mark.parametrize("char", [each for each in HIDDEN if each not in SHAPING])
def test_a_terminal_shows_a_symbol_for_an_unseen_character(char):
    assert visible(f"Бек{char}ов") == f"Бек<U+{ord(char):04X}>ов"


@pytest.mark.parametrize("char", SHAPING)
def test_a_terminal_keeps_the_characters_that_scripts_need(char):
    assert visible(f"می{char}شود") == f"می{char}شود"
