"""Colour and rules: when there are any, and that nothing is lost without them."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from casefile.cli import edge
from casefile.cli.session import Session

ROOT = Path(__file__).resolve().parents[2]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
READING = [
    ["list", "--on", "2025-06-10"],
    ["list", "--columns", "id,status,situations,until"],
    ["show", "aleksandrov", "--on", "2025-06-10", "--gaps"],
    ["show", "kloop-2025"],
    ["show", "kg-cc-278"],
    ["timeline", "kloop-2025"],
    ["search", "kloop", "court"],
    ["due", "--on", "2025-07-01", "--within", "90d"],
    ["stats", "--on", "2025-06-10"],
    ["today"],
]


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Return a copy of the sample register in a repository of its own."""
    folder = tmp_path_factory.mktemp("register")
    for name in ("casefile.yaml", ".gitattributes"):
        shutil.copy2(ROOT / name, folder)
    for name in ("cases", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@pytest.fixture
def page(register, monkeypatch, capsys):
    """Return what a command writes on a page of eighty columns."""
    monkeypatch.chdir(register)
    monkeypatch.setenv("COLUMNS", "80")

    def read(*words):
        assert edge.run([*words]) == 0
        return capsys.readouterr().out

    return read


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_page_without_colour_has_the_same_text(page, words):
    plain, coloured = page(*words), page("--color", "always", *words)
    assert COLOURS.search(coloured)
    assert COLOURS.sub("", coloured) == plain


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_plain_terminal_gets_no_escapes_and_no_lines_drawn(page, monkeypatch, words):
    monkeypatch.setenv("TERM", "dumb")
    text = page(*words)
    assert "\x1b" not in text
    assert not re.search("[\u2500-\u257f]", text)
    assert max(map(len, text.splitlines())) <= 80


XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("typed", "environment", "coloured"),
    [
        ("auto", XTERM, True),
        ("auto", {}, False),
        ("auto", {"TERM": "unknown"}, False),
        ("auto", XTERM | {"NO_COLOR": ""}, True),
        ("auto", XTERM | {"NO_COLOR": "0"}, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_a_terminal_has_colour(tmp_path, typed, environment, coloured):
    ours, theirs = os.openpty()
    with os.fdopen(ours), os.fdopen(theirs, "w") as terminal:
        assert Session(tmp_path, color=typed, environment=environment).wants_color(terminal) is coloured


@pytest.mark.parametrize(("environment", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_a_pipe_has_colour_only_where_it_is_forced(tmp_path, environment, coloured):
    assert Session(tmp_path, environment=environment).wants_color(io.StringIO()) is coloured
