"""How the process begins and ends: the version at once, and the same as the long way tells it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casefile import __version__

SHORT = "from casefile.cli import main; main()"
LONG = "from casefile.cli.start import start; start()"


def _ran(program, *words, into=subprocess.PIPE, **environment):
    done = subprocess.run(
        [sys.executable, "-c", program, *words], stdout=into, stderr=subprocess.PIPE, text=True, check=False,
        env=os.environ | environment,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [["--version"], ["--version", "--help"], ["-q", "--version"]])
@pytest.mark.parametrize("environment", [{}, {"_CASEFILE_COMPLETE": "zsh"}])
def test_the_fast_start_prints_the_version_as_the_full_one(words, environment):
    assert _ran(SHORT, *words, **environment) == _ran(LONG, *words, **environment)


def test_the_version_is_printed():
    assert _ran(SHORT, "--version") == (0, f"casefile {__version__}\n", "")


def test_the_fast_start_fails_as_the_full_one_if_output_fails():
    with Path("/dev/full").open("w") as full:
        short, long = _ran(SHORT, "--version", into=full), _ran(LONG, "--version", into=full)
    assert short == long
    assert short[0] == 5


def test_an_answer_that_cannot_be_written_is_a_failure():
    with Path("/dev/full").open("w") as full:
        code, _, told = _ran(SHORT, "list", "--nothing", "--json", into=full)
    assert code
    assert told


@pytest.mark.parametrize("words", [["--help"], ["list"], ["search", "x"]])
def test_in_a_folder_that_is_gone_nothing_ends_in_a_traceback(words, tmp_path):
    gone = f"import os; os.chdir({str(tmp_path)!r}); os.rmdir({str(tmp_path)!r}); {SHORT}"
    code, _, told = _ran(gone, *words)
    assert "Traceback" not in told
    if words != ["--help"]:
        assert code == 5
        assert told.startswith("casefile: ")


@pytest.fixture
def remembered(tmp_path):
    """Make what looks like a register of which something is remembered."""
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    (tmp_path / ".git" / "casefile").mkdir(parents=True)
    (tmp_path / ".git" / "casefile" / "index.sqlite").touch()
    (tmp_path / ".git" / "HEAD").touch()
    return tmp_path


def test_without_git_the_command_reports_it(remembered):
    code, _, told = _ran(f"import os; os.chdir({str(remembered)!r}); {LONG}", "log", "kg-2025-aaaaa", PATH="")
    assert code == 5
    assert told.startswith("casefile: git ")
    assert "Traceback" not in told
