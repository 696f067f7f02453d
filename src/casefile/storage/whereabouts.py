"""Where casefile keeps things in a clone, found by looking at files alone: starting git takes longer."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

PRIVATE = "casefile"
NAME = "index.sqlite"
"""The file of the cache in it."""


def private_folder(root: Path) -> Path | None:
    """Return the folder that `Repository.private` names for the clone around a register; None where in doubt.

    A folder that somebody else owns is in doubt: git would not trust it either.
    """
    for folder in (root, *root.parents):
        place = folder / ".git"
        if os.path.lexists(place):
            try:
                return _common(place) / PRIVATE if place.stat().st_uid == os.geteuid() else None
            except (OSError, ValueError):
                return None
    return None


def has_mark(folder: Path, name: str) -> bool:
    """Return whether a private folder has this mark."""
    return os.path.lexists(folder / name)


def mark_once(folder: Path, name: str) -> bool:
    """Create a mark, an empty file, in a private folder; return whether this call created it.

    Return False also where the folder cannot be written.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return True
    return False


def _common(place: Path) -> Path:
    """Follow the file of a linked work tree to the git directory that all of them share."""
    if place.is_file():
        said = place.read_text("utf-8").rstrip("\n")
        if not said.startswith(LEADS):
            raise ValueError("this leads nowhere")
        place = place.parent / said.removeprefix(LEADS)
    shared = place / "commondir"
    if shared.is_file():
        place /= shared.read_text("utf-8").rstrip("\n")
    if not (place / "HEAD").is_file():
        raise ValueError("this is no git directory")
    return place.resolve()


LEADS = "gitdir: "
