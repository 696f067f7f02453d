"""Temporary files among the records that a killed writer left: copies of records that no command reads."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.storage.listing import RECORDS, SETTINGS
from casefile.storage.reasons import reason

TEMPORARY = re.compile(r"\..+\.tmp-[0-9a-f]{8}", re.DOTALL)
"""The names of temporary files, as `atomic.write_all` makes them."""
IGNORED = ".*.tmp-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]"
"""The same as a pattern of .gitignore."""


def temporary_files(root: Path) -> list[str]:
    """Return the paths of temporary files in `cases/` and of casefile.yaml, sorted.

    A file of a living writer is among them: only under the lock are all of them left over.
    """
    return sorted([*_beside_settings(root), *_below(root, RECORDS)])


def _beside_settings(root: Path) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(root) as inside:
        yield from (each.name for each in inside if each.name.startswith(f".{SETTINGS}") and _is_one(each))


def _below(root: Path, folder: str) -> Iterator[str]:
    """Yield the temporary files below a folder; links and other repositories are not entered."""
    waiting = [folder] if not (root / folder).is_symlink() else []
    while waiting:
        here = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(f"{root}/{here}") as inside:
            folders, hidden = [], []
            for each in inside:
                if each.name[0] == ".":
                    hidden.append(each)
                elif each.is_dir(follow_symlinks=False):
                    folders.append(f"{here}/{each.name}")
            if all(each.name != ".git" for each in hidden):
                folders += [f"{here}/{each.name}" for each in hidden if each.is_dir(follow_symlinks=False)]
                waiting += folders
                yield from (f"{here}/{each.name}" for each in hidden if _is_one(each))


def _is_one(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a temporary file."""
    return TEMPORARY.fullmatch(entry.name) is not None and entry.is_file(follow_symlinks=False)


def removal(place: Path) -> str:
    """Return the command that removes a file."""
    return f"rm {shlex.quote(str(place))}"


def sweep(root: Path) -> None:
    """Remove the temporary files of writers that were killed; the caller holds the register's lock.

    Raises MachineTrouble CF805 where one cannot be removed.
    """
    for path in temporary_files(root):
        place = root / path
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise MachineTrouble(
                "CF805", f"the temporary file {path} cannot be removed: {reason(error)}", removal(place)
            ) from error
