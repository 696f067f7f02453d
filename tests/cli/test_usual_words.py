"""Words of other programs and of daily speech lead to the command that is meant; what they name exists."""

from __future__ import annotations

import re

import pytest

from casefile.cli.command_table import COMMANDS as TABLE
from casefile.cli.edge import run
from casefile.cli.usual_words import COMMANDS, EVENTS
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_entry


@pytest.mark.parametrize("word", COMMANDS)
def test_a_usual_word_leads_to_a_command(word, capsys):
    if word == "help":
        return
    assert word not in TABLE
    assert run([word]) == 2
    assert COMMANDS[word] in capsys.readouterr().err
    named = re.findall(r"casefile ([a-z]+)", COMMANDS[word])
    assert {*named} <= {*TABLE}


@pytest.mark.parametrize("word", EVENTS)
def test_a_usual_word_leads_to_a_type_of_event_with_its_options(word, capsys):
    assert word not in EVENT_TYPES
    assert run(["record", word, "x"]) == 2
    assert EVENTS[word] in capsys.readouterr().err
    kind, *_ = EVENTS[word].split()
    fields = shape_of_entry(kind).fields
    for option, value in re.findall(r"--([a-z_]+) (\w+)", EVENTS[word]):
        assert option in fields
        words = (fields[option].inner or fields[option]).words
        assert value.isupper() or not words or value in words


@pytest.mark.parametrize(
    "option", [["-q"], ["--no-input"], ["--color", "never"], ["--color=never"], ["-C", "."]]
)
def test_a_global_option_works_behind_the_command(option, capsys):
    assert run(["schema", "source", *option]) == 0
    behind = capsys.readouterr()
    assert run([*option, "schema", "source"]) == 0
    assert capsys.readouterr() == behind


def test_an_option_that_no_command_has_is_refused(capsys):
    assert run(["schema", "--quite"]) == 2
    assert run(["schema", "--", "-q"]) == 2
    assert capsys.readouterr().out == ""
