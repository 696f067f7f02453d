"""Every help page renders, fits eighty columns and has an example; no two options collide."""

from __future__ import annotations

import re
import shlex

import pytest

from casefile.cli.command_table import COMMANDS, GLOBAL
from casefile.cli.commands import shared
from casefile.cli.edge import _app, run
from casefile.cli.lazy_commands import LazyGroup
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_entry

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


@pytest.mark.parametrize(
    "words", [words for words in PAGES if words and "--event" not in words], ids=" ".join
)
def test_a_help_page_has_at_most_sixty_lines(page, words):
    assert len(page(words).splitlines()) <= 60


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_the_whole_help_page_describes_every_option(page, words):
    short, whole = page(words), page(words, "--help-all")
    rare = re.findall(r"--[a-z-]+", short.partition("\nMore options (see ")[2].partition(":\n")[2])
    assert {*_described(short), *rare} == {*_described(whole)}
    assert "--help-all" in short or whole == short


def _described(text):
    """Return the options that a help page describes."""
    return re.findall(r"^  (?:-\w, )?(--[a-z-]+)", text, re.MULTILINE)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_the_whole_help_page_has_every_word_of_a_vocabulary(page, kind):
    whole = " ".join(page(["record", kind], "--help-all").split())
    fields = shape_of_entry(kind).fields.values()
    assert all(", ".join(field.words) in whole for field in fields if field.name not in {"id", "type"})


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_no_help_page_lists_an_option_twice(page, words):
    stated = _described(page(words, "--help-all").partition("Example:")[2])
    assert len(stated) == len({*stated})


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_field_of_an_event_has_an_option(page, kind):
    text = page(["record", kind], "--help-all")
    assert "--date DATE" in text
    assert "--source SOURCE[,KEY=VALUE]" in text


def test_short_options_work(page):
    assert page(["record", "hearing"], "-h") == page(["record", "hearing"])


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_help_page_begins_with_the_purpose_of_the_command(page, words):
    sentence = page(words).split("\n\n")[1].strip()
    assert re.match(r"[A-Z]", sentence)
    assert "." in sentence or ":" in sentence


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_an_example_of_a_help_page_is_a_valid_command(page, words):
    for line in _examples(page(words)):
        program, *typed = shlex.split(line)
        assert program == "casefile"
        _walk(_app(), typed)


def _examples(text):
    """Return the lines of the example, those that go on joined."""
    block = text.partition("Example:\n")[2].split("\n\n")[0]
    joined = block.replace("\\\n", " ").splitlines()
    assert joined
    return [line.strip() for line in joined]


def _walk(command, typed):
    """Follow the words of a line: each command and each option must be there."""
    waits = False
    for at, word in enumerate(typed):
        if waits:
            waits = False
        elif word.startswith("-") and word != "-":
            name = word.partition("=")[0]
            option = next((each for each in command.params if name in each.opts), None)
            assert option or name == "--help", f"{name} is no option here"
            waits = option is not None and not option.is_flag and "=" not in word
        elif isinstance(command, LazyGroup):
            command = command.load_command(word, typed[at + 1 :])
            assert command, f"{word} is no command"
    assert not waits


def test_help_is_also_a_word(page, capsys):
    assert run(["help", "record", "hearing"]) == 0
    assert capsys.readouterr().out == page(["record", "hearing"])


@pytest.mark.parametrize("option", GLOBAL)
def test_an_option_of_casefile_itself_may_follow_the_command(capsys, option):
    words = [option, *({"-C": ["."], "--color": ["never"]}.get(option, []))]
    for command in ("schema", "completion"):
        assert run([command, *words, "--help"]) == 0
        behind = capsys.readouterr().out
        assert run([*words, command, "--help"]) == 0
        assert behind == capsys.readouterr().out


def test_the_first_page_groups_the_commands(page):
    text = page([])
    panels = re.findall(r"^(\w[\w ]+):$", text, re.MULTILINE)
    assert panels == ["Options", "Write", "Read", "Review", "Check", "Publish", "Shared records", "Set up"]
    shown = [name for name, named in COMMANDS.items() if not named.hidden]
    assert all(f"  {name} " in text for name in shown)


def test_a_group_without_a_command_shows_its_help(capsys):
    assert run(["record"]) == 2
    said = capsys.readouterr()
    assert "Usage: casefile record [OPTIONS] TYPE RECORD…" in said.out + said.err
