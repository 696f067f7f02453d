"""Sentences break between words at the width of a terminal; what is to be typed stays in one piece."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from casefile.cli.fitting import fitted, wrapped

PATH = "/home/desk/registers/kyrgyzstan-2026/.git/casefile/drafts/add-7k3mq.yaml"
COMMAND = 'casefile update kg-2026-7k3mq --set person.name="Bakyt Asanov" --add tags=journalist'


def lines(text, room):
    return [*wrapped(text, room)]


def test_words_stay_whole():
    told = "casefile: health.condition seems to hold a street address, which would be kept for ever"
    assert lines(told, 60) == [
        "casefile: health.condition seems to hold a street address,",
        "which would be kept for ever",
    ]


def test_a_hint_goes_on_below_its_first_word():
    assert lines("    leave it out and say what is meant in other words", 30) == [
        "    leave it out and say what",
        "    is meant in other words",
    ]


@pytest.mark.parametrize("room", [20, 40, 60, 80])
def test_a_command_and_a_path_are_never_broken(room):
    told = f"stopped; the draft is kept: {PATH}; go on with it: {COMMAND}"
    found = lines(told, room)
    assert any(PATH in line for line in found)
    assert found[-1].endswith(COMMAND)
    assert lines(f"    {COMMAND}", room) == [f"    {COMMAND}"]


def test_words_of_any_script_are_measured_as_a_terminal_shows_them():
    assert lines("王小明 王小明 王小明", 13) == ["王小明 王小明", "王小明"]
    assert lines("й" * 9 + " й", 11) == ["й" * 9 + " й"]


@given(st.text("abc def:;-casefile \u0301王", max_size=120), st.integers(5, 80))
def test_nothing_is_lost_and_a_line_that_could_be_broken_fits(text, room):
    found = lines(text, room)
    assert " ".join(" ".join(found).split()) == " ".join(text.split())
    assert all(cell_len(line) <= room or "casefile " in line or " " not in line.strip() for line in found)


def test_what_goes_to_a_file_or_a_pipe_is_left_as_it_is():
    told = "word " * 100
    assert fitted(told, io.StringIO()) == told
