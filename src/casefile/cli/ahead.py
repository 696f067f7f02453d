"""What is begun before a command is loaded: another process counts the files of the register meanwhile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from casefile.cli import COMPLETING
from casefile.model.places import SETTINGS
from casefile.storage.whereabouts import NAME, PRIVATE

ASK_THE_BOARD = frozenset({"due", "list", "search", "show", "stats", "timeline", "today", "validate"})
"""Commands that begin by asking whether any file changed."""
LEAVE = frozenset({"--no-cache", "--known-at", "--help", "-h"})
"""Words with which they do not."""


def look_ahead(words: Sequence[str]) -> None:
    """Begin the census of the register that a command line is about, if it will be wanted.

    Where that cannot be, as in a folder that is gone, the command itself says so.
    """
    folder, rest = "", [*words]
    if rest[:1] == ["-C"] and len(rest) > 2:
        folder, rest = rest[1], rest[2:]
    wanted = rest and rest[0] in ASK_THE_BOARD and LEAVE.isdisjoint(rest)
    if wanted and COMPLETING not in os.environ:
        with contextlib.suppress(OSError):
            _begin(Path.cwd() / folder)


def _begin(folder: Path) -> None:
    root = next((each for each in (folder, *folder.parents) if os.path.lexists(each / SETTINGS)), None)
    if root is not None and (root / ".git" / PRIVATE / NAME).is_file():
        from casefile.storage.census import begin  # noqa: PLC0415 - few commands ask for one

        begin(root.resolve())
