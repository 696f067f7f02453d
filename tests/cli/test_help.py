"""Every help page renders, fits eighty columns and has an example; no two options collide."""

from __future__ import annotations

import re

import pytest

from casefile.cli.commands import shared
from casefile.cli.edge import run
from casefile.cli.table import COMMANDS
from casefile.model.events import EVENT_TYPES

GROUPS = ("source", "situation", "organization", "statute")
PAGES = [
    [],
    *([name] for name in COMMANDS),
    *(["record", kind] for kind in EVENT_TYPES),
    *([kind, verb] for kind in GROUPS for verb in shared.TABLE),
    *(["add", "--event", kind] for kind in EVENT_TYPES),
]


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def page(capsys):
    """Return the help page of a command."""

    def render(words, flag="--help"):
        assert run([*words, flag]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return render


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_help_page_fits_and_has_an_example(page, words):
    text = page(words)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.startswith(f"Usage: casefile {' '.join(words[:1])}".rstrip())
    example = text.partition("Example:\n")[2]
    assert example.startswith("    casefile ")
    assert "\\ " not in example, "a continued line was folded"


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_no_option_stands_twice_on_a_page(page, words):
    table = page(words).partition("Example:")[2]
    stated = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", table, re.MULTILINE)
    assert len(stated) == len({*stated})


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_field_of_an_event_has_an_option(page, kind):
    text = page(["record", kind])
    assert "--date DATE" in text
    assert "--source SOURCE[,KEY=VALUE]" in text


def test_a_short_flag_will_do(page):
    assert page(["record", "hearing"], "-h") == page(["record", "hearing"])


def test_the_first_page_groups_the_commands(page):
    text = page([])
    panels = re.findall(r"^(\w[\w ]+):$", text, re.MULTILINE)
    assert panels == ["Options", "Write", "Read", "Check", "Publish", "Shared records", "Set up"]
    assert all(f"  {name} " in text for name in COMMANDS)


def test_a_group_without_a_command_shows_its_help(capsys):
    assert run(["record"]) == 2
    said = capsys.readouterr()
    assert "Usage: casefile record [OPTIONS] TYPE RECORD…" in said.out + said.err
