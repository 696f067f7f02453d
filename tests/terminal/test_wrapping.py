"""Lines break where Rich breaks them, whose reckoning of columns is taken."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from casefile.terminal.wrapping import columns, line_starts

CONSOLE = Console(file=io.StringIO())
TEXTS = st.text(st.sampled_from("ab c-,.йŠ王é\u0301 ‘–"), max_size=60).map(str.rstrip)


def wrapped(text, room):
    return [text[first:last].rstrip() for first, last in pairwise([*line_starts(text, room), len(text)])]


@given(TEXTS, st.integers(2, 40))
def test_a_text_breaks_as_rich_breaks_it(text, room):
    lines = Text(text).wrap(CONSOLE, room, overflow="fold")
    assert wrapped(text, room) == [each.plain.rstrip() for each in lines]


@given(TEXTS, st.integers(2, 40))
def test_every_line_fits_and_no_character_is_lost(text, room):
    lines = wrapped(text, room)
    assert all(columns(each) <= room for each in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two  three", 7, ["one two", "three"]),
        ("one four five", 4, ["one", "four", "five"]),
        ("one extraordinary", 6, ["one", "extrao", "rdinar", "y"]),
        ("  leading", 7, ["  leadi", "ng"]),
        ("  leading words", 9, ["  leading", "words"]),
        ("王王王", 4, ["王王", "王"]),
        ("e\u0301" * 4 + " e\u0301", 4, ["e\u0301" * 4, "e\u0301"]),
    ],
)
def test_where_lines_break(text, room, lines):
    assert wrapped(text, room) == lines
