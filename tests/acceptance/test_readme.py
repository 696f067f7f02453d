"""The transcripts of the README are what really happens."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
PART_A = "Record the crackdown on Kloop as known on 4 June 2025"
CHANGING = (
    (re.compile(r"(?<=24-kg-)\d{4}-\d\d-\d\d"), "<today>"),
    (re.compile(r"(?<=\()[a-z][0-9a-z]{4}(?=\))|(?<=- id: )[a-z][0-9a-z]{4}\b"), "<id>"),
    (re.compile(r"(?<=^index )[0-9a-f.]+", re.MULTILINE), "<hashes>"),
)
"""What no two runs share: today, ids drawn at random, and the hashes that follow from them."""


def normalised(text):
    for pattern, name in CHANGING:
        text = pattern.sub(name, text)
    return text


@pytest.fixture
def clone(tmp_path, git):
    """A clone of this repository, with all its history."""
    shallow = git(ROOT, "rev-parse", "--is-shallow-repository") if (ROOT / ".git").exists() else "none"
    if shallow.strip() != "false":
        pytest.skip("this is a shallow clone or none: the history that the README shows is not there")
    git(tmp_path, "clone", "--quiet", str(ROOT), "clone")
    return tmp_path / "clone"


@pytest.fixture
def transcript(clone, executable, environment):
    """Return a function that runs the commands of a transcript and gives it as it really went."""

    def run(block):
        shown = []
        for line, _ in COMMAND.findall(block):
            program, *words = shlex.split(line)
            done = subprocess.run(
                [executable if program == "casefile" else program, *words],
                cwd=clone,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, done.stderr
            shown.append(f"$ {line}\n{done.stdout}")
        return "".join(shown)

    return run


def test_an_event_is_recorded_as_the_readme_shows(clone, git, transcript):
    then = git(clone, "log", "--format=%H", f"--grep={PART_A}").strip()
    git(clone, "checkout", "--quiet", "-b", "then", then)
    assert normalised(transcript(BLOCKS[0])) == normalised(BLOCKS[0])


def test_what_is_read_is_as_the_readme_shows(transcript):
    for block in BLOCKS[1:]:
        assert transcript(block) == block


def test_the_readme_names_the_two_commands_and_no_others():
    assert re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL) == [
        "make demo\n",
        "make test\n",
    ]
