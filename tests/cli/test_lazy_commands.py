"""What a command makes of the words typed for it: the same as typer does, without loading pydantic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer

from casefile.cli.lazy_commands import PlainCoercion, command, typed_value


def _taken(  # noqa: PLR0917 - a parameter is an option
    name: Annotated[str | None, typer.Option()] = None,
    number: Annotated[int | None, typer.Option()] = None,
    place: Annotated[Path | None, typer.Option()] = None,
    there: Annotated[Path | None, typer.Option(exists=True)] = None,
    tag: Annotated[list[str] | None, typer.Option()] = None,
    files: Annotated[list[Path] | None, typer.Option()] = None,
    flag: Annotated[bool, typer.Option()] = False,
    few: Annotated[int, typer.Option(max=3)] = 1,
    words: Annotated[list[str] | None, typer.Argument()] = None,
):
    return name, number, place, there, tag, files, flag, few, words


def _read(words):
    made = command("taken", _taken, "Say what was taken.")
    try:
        return made.main(list(words), standalone_mode=False)
    except typer.TyperException as error:
        return type(error), error.format_message()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--name", "", "--tag", "a", "--tag", "Ж", "x", "y"],
        ["--name", " x "],
        *(["--number", number] for number in ["0", "20", "-7", "007", "+7", "1_000", "2.0", " 3 ", "٣", "²"]),
        *(["--number", number] for number in ["", "many", "1.5", "9" * 9, "9" * 30, "9" * 5000]),
        *(["--place", place] for place in [".", "./not/there", "", "/etc/../etc", "/nowhere/x"]),
        *(["--there", place] for place in [".", "not-there"]),
        ["--files", ".", "--files", "not-there"],
        ["--few", "2"],
        ["--few", "9"],
        ["--flag", "--", "--name"],
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_words_are_read_as_typer_reads_them(words, monkeypatch):
    read = _read(words)
    monkeypatch.setattr("casefile.cli.lazy_commands.RUNTIME", "_of_another_version")
    expected = _read(words)
    assert read == expected
    assert [type(each) for each in read] == [type(each) for each in expected]


def _params():
    made = command("taken", _taken)
    return made.get_params(typer.Context(made))


def test_typer_still_has_the_place_for_it():
    """Where this fails all answers are as they were: typer reads the words, and loads pydantic for it."""
    assert all(isinstance(each.get_runtime_param(), PlainCoercion) for each in _params())


def test_where_typer_has_no_such_place_its_own_way_is_used(monkeypatch):
    monkeypatch.setattr("casefile.cli.lazy_commands.RUNTIME", "_of_another_version")
    assert not any(isinstance(each.get_runtime_param(), PlainCoercion) for each in _params())


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["--name", "a", "x", "--name=b"], "b"),
        (["--name", "--flag"], "--flag"),
        (["--name", "a", "--", "--name", "b"], "a"),
        (["--tag", "--name", "b"], None),
        (["--unknown", "--name", "b"], "b"),
        (["--name", "b", "--number"], "b"),
        (["--name"], ""),
        (["--flag=1", "--name", "b"], None),
        ([], None),
    ],
    ids=str,
)
def test_the_value_of_an_option_is_known_before_all_are_parsed(words, value):
    made = command("taken", _taken)
    assert typed_value(made, "name", words) == value
    assert {*made.get_help_option(typer.Context(made)).opts} == {"-h", "--help"}
