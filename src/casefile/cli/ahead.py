"""What is begun before a command is loaded: other processes count files and ask git meanwhile."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from casefile.cli import COMPLETING
from casefile.errors import CasefileError
from casefile.model.places import SETTINGS
from casefile.storage.whereabouts import NAME, private_folder

ASK_THE_BOARD = frozenset(
    {"due", "export", "list", "search", "show", "stats", "timeline", "today", "validate"}
)
"""Commands that begin by asking whether any file changed."""
LEAVE = frozenset({"--no-cache", "--help", "-h"})
"""Words with which they do not, beside those that name a commit."""


def look_ahead(words: Sequence[str]) -> None:
    """Begin the census of the register that a command line is about.

    Where that cannot be, as in a folder that is gone or without git, the command itself says so.
    """
    folder, rest = folder_of(words)
    if rest and rest[0] in ASK_THE_BOARD and not asks_more(rest) and COMPLETING not in os.environ:
        with contextlib.suppress(OSError, CasefileError):
            _begin((Path.cwd() / folder).resolve())


def folder_of(words: Sequence[str]) -> tuple[str, list[str]]:
    """Take a folder that is named before the command from what was typed; nothing where there is none."""
    if words[:1] == ["-C"] and len(words) > 2:
        return words[1], [*words[2:]]
    return "", [*words]


def asks_more(words: Sequence[str]) -> bool:
    """Tell whether something else is asked for than what the files here hold."""
    return any(word in LEAVE or word.startswith("--known-at") for word in words)


def _begin(folder: Path) -> None:
    root = next((each for each in (folder, *folder.parents) if os.path.lexists(each / SETTINGS)), None)
    private = private_folder(root) if root is not None else None
    if root is None or private is None or not (private / NAME).is_file():
        return
    from casefile.storage.census import begin  # noqa: PLC0415 - few commands ask for one

    begin(root)
