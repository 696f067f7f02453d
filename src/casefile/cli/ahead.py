"""What is begun before a command is loaded: another process counts the files of the register meanwhile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from casefile.storage.census import begin
from casefile.storage.listing import SETTINGS

ASK_THE_BOARD = frozenset({"list", "search", "show", "validate"})
"""Commands that begin by asking whether any file changed."""
LEAVE = frozenset({"--no-cache", "--known-at", "--help", "-h"})
"""Words with which they do not."""


def look_ahead(words: Sequence[str]) -> None:
    """Begin the census of the register that a command line is about, if it will be wanted."""
    folder, rest = Path.cwd(), [*words]
    if rest[:1] == ["-C"] and len(rest) > 2:
        folder, rest = folder / rest[1], rest[2:]
    if rest and rest[0] in ASK_THE_BOARD and LEAVE.isdisjoint(rest):
        root = next((each for each in (folder, *folder.parents) if os.path.lexists(each / SETTINGS)), None)
        if root is not None and (root / ".git").is_dir():
            begin(root.resolve())
