"""What stderr says on a terminal is broken between words; what is to be typed or copied stays whole."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.cli.margins import NARROWEST, fit_lines, piece_pattern
from casefile.cli.session import Session

WORDS = st.lists(st.text("abк王é", min_size=1, max_size=12), min_size=1, max_size=30).map(" ".join)


@given(WORDS, st.integers(NARROWEST, 100), st.integers(0, 6))
def test_every_word_stays_whole_and_in_order(words, room, indent):
    line = " " * indent + words
    broken = fit_lines(line, room).split("\n")
    assert " ".join(each.strip() for each in broken) == words
    assert all(len(each) <= room or len(each.split()) == 1 for each in broken)
    assert all(each.startswith(" " * indent) for each in broken)


TYPED = {
    "a command": ("to stay unnamed: ", "casefile init 'a folder' --identity desk-1", ""),
    "one of git": ("a role instead: ", "git config user.email desk-2@register.invalid", ""),
    "one before more words": ("", "casefile rename kg-2025-a --opaque;", " git keeps the old id"),
    "a comma in a value": ("say ", 'casefile add "A B" --consent family,scope=internal', ""),
    "a full stop, a comma in quotes": ("see ", 'casefile update x --message "a, b; c. d"', ""),
    "an option with its value": (
        "where others read this register: ",
        "--set person.name_tier=restricted",
        "",
    ),
    "a path": ("the text is kept in ", "/tmp/drafts/of/somebody/kg-2025-7k3mq.yaml:12:3:", " see there"),
    "an address": ("see ", "https://example.org/a-very-long-address/2025-06-04", ""),
}


@pytest.mark.parametrize("room", [24, 40, 60, 80])
@pytest.mark.parametrize(("before", "piece", "behind"), TYPED.values(), ids=TYPED)
def test_commands_and_paths_are_never_broken(before, piece, behind, room):
    assert piece in piece_pattern().findall(before + piece + behind)
    assert piece in fit_lines(f"    {before}{piece}{behind}", room)


def test_wrapped_lines_are_indented():
    assert fit_lines("one two three four five six\n    a b c d e f g h i j k", 22) == (
        "one two three four\n  five six\n    a b c d e f g h i\n      j k"
    )


def test_wide_characters_take_two_columns_and_combining_marks_none():
    assert fit_lines("王王王王王王王王 王王王", 20) == "王王王王王王王王\n  王王王"
    assert fit_lines("e\u0301" * 10 + " " + "e\u0301" * 9, 20) == "e\u0301" * 10 + " " + "e\u0301" * 9


def test_lines_for_a_pipe_are_not_wrapped(monkeypatch, tmp_path):
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    Session(tmp_path).note("word " * 60)
    assert told.getvalue() == "word " * 60 + "\n"


@pytest.mark.parametrize("room", [0, NARROWEST - 1])
def test_a_very_narrow_terminal_gets_unbroken_lines(room):
    assert fit_lines("word " * 60, room) == "word " * 60
