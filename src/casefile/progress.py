"""Report the progress of a long operation to a callback."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
"""A callback that shows progress: it gets the name of the step, the number of items done, and their total."""
STEP = 100
"""The number of items after which progress is reported again."""


def no_progress(_doing: str, _done: int, _of: int) -> None:
    """Ignore the progress: the callback for operations that show none."""


def with_progress(items: Collection[Item], doing: str, progress: Progress) -> Iterator[Item]:
    """Yield the items, and report progress before the first and then after every `STEP` items.

    `doing` is the name of the step. The end is not reported.
    """
    for done, each in enumerate(items):
        if done % STEP == 0:
            progress(doing, done, len(items))
        yield each
