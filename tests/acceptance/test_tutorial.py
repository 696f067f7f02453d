"""A newcomer who types the tutorial, from an empty folder, sees what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.transcripts import Stage, transcripts

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
COMMITTER = ("GIT_AUTHOR_", "GIT_COMMITTER_")


@pytest.fixture
def newcomer(tmp_path, executable, environment):
    """An empty folder on a machine where git knows nobody: the role of the register is the only name."""
    unnamed = {name: value for name, value in environment.items() if not name.startswith(COMMITTER)}
    return Stage(tmp_path, executable, unnamed, both=True)


def test_the_tutorial_goes_as_it_is_written(newcomer, git):
    for transcript in transcripts(TUTORIAL):
        assert newcomer.run(transcript) == transcript
    assert git(newcomer.folder, "status", "--porcelain") == ""
    told = git(newcomer.folder, "log", "--format=%an %ae %cn %ai %B")
    assert "desk-1 desk-1@register.invalid desk-1" in told
    assert "+0600" not in told
    assert "Primerova" not in told
