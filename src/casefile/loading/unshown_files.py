"""What a reader is told of files with errors, of which nothing is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.errors import Problem
from casefile.model.kinds import SETTINGS


def unshown_in_words(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield that the settings do not count, and how many files are not shown, where either is so.

    It names no file of a record: a path may hold a name.
    """
    paths = {problem.path for problem in problems}
    if SETTINGS in paths:
        yield f"{SETTINGS} has errors; the usual settings count (restricted, UTC)"
    files = len(paths - {SETTINGS})
    if files:
        have = "1 file has errors and is" if files == 1 else f"{files} files have errors and are"
        yield f"{have} not shown"
