"""Convert the path of a file as it was typed to its path in the register."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from casefile.errors import CasefileError, NotFound
from casefile.files.register_folder import find_root
from casefile.model.kinds import SETTINGS
from casefile.model.visible_text import shorten_text, visible

LONGEST_PATH = 250
"""Characters of a typed path that an error message repeats; the end of the path is kept."""


def by_register_path(words: str, directory: Path) -> str:
    """Return the register path of a YAML file whose path was typed in a folder; other words unchanged.

    A path outside of any register stays unchanged too.
    """
    if not words.endswith((".yaml", ".yml")) or words == SETTINGS or "\0" in words:
        return words
    with contextlib.suppress(CasefileError):
        return path_below(find_root(directory), directory, Path(words))
    return words


def path_below(root: Path, directory: Path, file: Path) -> str:
    """Return the register path of a file whose path was typed in `directory`; `.` for the register's folder.

    Raises NotFound CF304 if it is outside the register. Links on the way to a file are followed; a file that
    is a link is not.
    """
    place = Path(os.path.normpath(directory / file))
    there = place.resolve() if place.is_dir() else place.parent.resolve() / place.name
    if not there.is_relative_to(root):
        message = f"{shorten_text(visible(str(file)), LONGEST_PATH)} does not belong to this register"
        raise NotFound("CF304", message, f"it is in {root}")
    return there.relative_to(root).as_posix()
