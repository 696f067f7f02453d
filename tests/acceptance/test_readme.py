"""The transcripts of the README are what really happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.transcripts import Stage, transcripts

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = transcripts(ROOT / "README.md")
PART_A = "Record the crackdown on Kloop as known on 4 June 2025"


@pytest.fixture
def clone(tmp_path, git):
    """A clone of this repository, with all its history."""
    shallow = git(ROOT, "rev-parse", "--is-shallow-repository") if (ROOT / ".git").exists() else "none"
    if shallow.strip() != "false":
        pytest.skip("this is a shallow clone or none: the history that the README shows is not there")
    git(tmp_path, "clone", "--quiet", str(ROOT), "clone")
    return tmp_path / "clone"


@pytest.fixture
def stage(clone, executable, environment):
    """The clone, as the place where a transcript is run."""
    return Stage(clone, executable, environment)


def test_an_event_is_recorded_as_the_readme_shows(clone, git, stage):
    then = git(clone, "log", "--format=%H", f"--grep={PART_A}").strip()
    git(clone, "checkout", "--quiet", "-b", "then", then)
    assert stage.run(BLOCKS[0]) == BLOCKS[0]


def test_reading_commands_print_what_the_readme_shows(stage):
    for block in BLOCKS[1:]:
        assert stage.run(block) == block


def test_the_readme_names_the_commands_for_a_clone_and_no_others():
    assert re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL) == [
        "pipx install .\n",
        "make demo\n",
        "make test\n",
    ]
