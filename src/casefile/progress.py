"""The progress of a long operation, and a way to report it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
"""Takes the name of the step, such as `reading`, the number of files done, and the number of all files."""
STEP = 100
"""Files after which progress is reported."""


def no_progress(_doing: str, _done: int, _of: int) -> None:
    """Show nothing."""


def with_progress(items: Collection[Item], doing: str, progress: Progress) -> Iterator[Item]:
    """Yield the items, and report progress now and then."""
    for done, each in enumerate(items):
        if done % STEP == 0:
            progress(doing, done, len(items))
        yield each
