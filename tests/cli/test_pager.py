"""Which pager is used, and when there is none; what a terminal does with it is in the acceptance tests."""

from __future__ import annotations

import io
import os
import sys

import pytest

from casefile.cli.pager import find_pager, show
from casefile.cli.session import Session


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CASEFILE_PAGER": "less -S", "PAGER": "more"}, ["less", "-S"]),
        ({"PAGER": "more"}, ["more"]),
        ({"PAGER": "'/a b/pager' -x"}, ["/a b/pager", "-x"]),
        ({"PAGER": "'open"}, ["'open"]),
        ({"CASEFILE_PAGER": "", "PAGER": "more"}, []),
        ({"CASEFILE_PAGER": "cat", "PAGER": "more"}, []),
        ({"CASEFILE_PAGER": " "}, []),
        ({"PAGER": "cat"}, []),
    ],
)
def test_the_pager_is_casefile_s_own_then_the_reader_s(environment, words):
    assert find_pager(environment) == words


def test_without_a_setting_an_installed_pager_is_used(monkeypatch, tmp_path):
    (tmp_path / "more").write_text("#!/bin/sh\n")
    (tmp_path / "more").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_pager({}) == ["more"]
    (tmp_path / "more").unlink()
    assert find_pager({}) == []


@pytest.fixture
def terminal(monkeypatch, tmp_path):
    """Show a page on a terminal of 24 lines; return what came out of it."""

    def read(text, *, no_input=False, **environment):
        ours, theirs = os.openpty()
        monkeypatch.setenv("LINES", "24")
        with os.fdopen(theirs, "r+b", buffering=0) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as tty:
            monkeypatch.setattr("sys.stdin", tty)
            monkeypatch.setattr("sys.stdout", tty)
            show(Session(tmp_path, no_input=no_input, environment=environment), text)
            print("THE END", file=tty, flush=True)
            said = b""
            while b"THE END" not in said:
                said += os.read(ours, 65536)
        os.close(ours)
        return said.decode().replace("\r\n", "\n")

    return read


def test_into_a_pipe_a_page_is_written_as_it_is(tmp_path, capsys):
    text = "line\n" * 1000
    show(Session(tmp_path, environment={"PAGER": "false"}), text)
    assert capsys.readouterr() == (text, "")


@pytest.mark.parametrize("command", ["false", "sh -c 'exit 3'", "sh -c 'kill -9 $$'"])
def test_a_failing_pager_loses_no_line(terminal, capfd, command):
    assert terminal(LONG, PAGER=command).startswith(LONG)
    assert "CASEFILE_PAGER" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["true", "sh -c 'kill -2 $$'", "sh -c 'head -1 >/dev/null; exit 130'"])
def test_a_reader_who_leaves_the_pager_has_seen_enough(terminal, command):
    assert "line" not in terminal(LONG, PAGER=command)


MARK = f"{sys.executable} -c 'print(\"PAGED\")'"
LONG, SHORT = "line\n" * 30, "line\n" * 22


@pytest.mark.parametrize(
    ("text", "how", "paged"),
    [
        (LONG, {}, True),
        (SHORT, {}, False),
        (LONG, {"no_input": True}, False),
        (LONG, {"CI": "1"}, False),
        (LONG, {"TERM": "dumb"}, False),
        (LONG, {"CASEFILE_PAGER": ""}, False),
    ],
)
def test_only_a_long_page_for_a_person_is_paged(terminal, text, how, paged):
    assert ("PAGED" in terminal(text, **{"PAGER": MARK, **how})) is paged
