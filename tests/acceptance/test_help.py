"""Help and version of the installed command."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "words", [[], ["record"], ["record", "hearing"], ["add"], ["source", "add"], ["init"]], ids=" ".join
)
def test_help_is_data_on_stdout(casefile, words, tmp_path):
    done = casefile(*words, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: casefile")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_interpreter_runs_it_too(tmp_path):
    words = [sys.executable, "-m", "casefile", "list"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr.startswith("casefile: ")


def test_version_is_printed(casefile, tmp_path):
    done = casefile("--version", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("casefile 0.")


def test_an_unknown_command_exits_with_2(casefile):
    done = casefile("recrod")
    assert done.returncode == 2
    assert "`casefile record`" in done.stderr
