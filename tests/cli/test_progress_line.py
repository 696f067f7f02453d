"""The line that tells a person how far a long command is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from casefile.cli.progress_line import progress
from casefile.cli.session import Session


@pytest.fixture
def progress_output(capsys, monkeypatch):
    """Return what is written of two steps, on a terminal or in a pipe, with a session of these words."""

    def run(*, terminal=True, wanted=True, **said):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
        session = Session(Path(), **{"environment": {}, **said})
        with progress(session, wanted=wanted) as step:
            step("checking", 0, 12_000)
            step("checking", 3_200, 12_000)
        return capsys.readouterr().err

    return run


def test_one_line_is_rewritten_and_wiped_at_the_end(progress_output):
    first, last = "checking 0 of 12,000 …", "checking 3,200 of 12,000 …"
    assert progress_output() == f"\r{first}\r{last}\r{' ' * len(last)}\r"


@pytest.mark.parametrize(
    "said",
    [
        {"terminal": False},
        {"wanted": False},
        {"quiet": True},
        {"verbose": True},
        {"environment": {"CI": "true"}},
    ],
    ids=str,
)
def test_no_progress_is_shown_without_a_waiting_person(progress_output, said):
    assert progress_output(**said) == ""
