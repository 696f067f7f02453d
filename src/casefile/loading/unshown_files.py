"""Describe files with errors, which are not shown, to the reader of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.errors import Problem
from casefile.model.kinds import SETTINGS


def unshown_in_words(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield a sentence if the settings have errors, and one with the number of files that are not shown.

    No file of a record is named, because a path may contain a name.
    """
    paths = {problem.path for problem in problems}
    if SETTINGS in paths:
        yield f"{SETTINGS} has errors; the default settings apply (restricted, UTC)"
    files = len(paths - {SETTINGS})
    if files:
        have = "1 file has errors and is" if files == 1 else f"{files} files have errors and are"
        yield f"{have} not shown"
