"""A register whose past is made by hand, commit by commit, on days that a test chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.small_register import (
    answer,
    closed_case,
    desk,
    forked,
    open_case,
    register,
    sample,
    template,
    today,
)

CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"
CLOSED = "cases/kg/2025/kg-2025-bbbbb.yaml"
RELEASE = """  - id: r1r1r
    type: release
    date: "2025-07-01"
    kind: court_order
    sources:
      - occrp-2025-06-04
"""


class Desk:
    """The small register of these tests, its git, and quick ways to change a file and commit."""

    def __init__(self, folder: Path, git) -> None:
        self.folder = folder
        self.git = git

    def text(self, path: str = CASE) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, text: str, path: str = CASE) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def replace(self, old: str, new: str, path: str = CASE) -> None:
        text = self.text(path)
        assert old in text
        self.write(text.replace(old, new), path)

    def append(self, text: str = RELEASE, path: str = CASE) -> None:
        self.write(self.text(path) + text, path)

    def commit(self, message: str = "a change", day: str = "2025-07-10", **environment: str) -> str:
        self.git("add", "-A")
        when = f"{day}T12:00:00+00:00"
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "-qm", message, **{**dates, **environment})
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def past(desk, git_in):
    """Return the register, with its history, to be changed."""
    return Desk(desk, git_in(desk))
