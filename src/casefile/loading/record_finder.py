"""Find the record that a person means, by id, name or path, also if it has errors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from casefile.errors import BrokenData, NotFound
from casefile.model.visible_text import shorten_text, visible
from casefile.register import SETTINGS, Entry, Register

LONGEST_PATH = 250
"""Characters of a typed path that an error message repeats: the end of a path matters."""


def find(register: Register, words: str, root: Path, directory: Path) -> Entry:
    """Return the record that an id, a name or a path means, also one with errors.

    Raises NotFound if there is none, or several; BrokenData for a path that is not even a regular file.
    """
    path = typed_path(words, root, directory)
    if path is not None and path in register.entries and path != SETTINGS:
        return register.entries[path]
    problems = tuple(each for each in register.problems if path is not None and each.path == path)
    if problems:
        raise BrokenData("CF305", f"{path} is no record", problems[0].hint, problems)
    try:
        return register.find(words)
    except BrokenData as error:
        return _the_one(register, error)


def typed_path(words: str, root: Path, directory: Path) -> str | None:
    """Return the typed text as a path of the register, if it looks like one; else None."""
    if not words.endswith((".yaml", ".yml")) or "\0" in words:
        return None
    with contextlib.suppress(NotFound):
        return path_below(root, directory, Path(words))
    return None


def path_below(root: Path, directory: Path, file: Path) -> str:
    """Return the path in the register of a file that was typed; NotFound CF304 if it is outside.

    Links on the way to a file are followed; a file that is a link is not.
    """
    place = Path(os.path.normpath(directory / file))
    there = place.resolve() if place.is_dir() else place.parent.resolve() / place.name
    if not there.is_relative_to(root):
        message = f"{shorten_text(visible(str(file)), LONGEST_PATH)} does not belong to this register"
        raise NotFound("CF304", message, f"it is in {root}")
    return there.relative_to(root).as_posix()


def paths_at(
    register: Register, root: Path, directory: Path, files: Iterable[Path], more: Iterable[str] = ()
) -> frozenset[str]:
    """Return the paths of the records that the given files and folders are or contain.

    They include files that only look like records, and the paths in `more`, of files that may be deleted.
    Raises NotFound CF304 for a file or folder without records, unless it is the folder of the register.
    """
    known = {*register.entries, *(problem.path for problem in register.problems), *more}
    found: set[str] = set()
    for file in files:
        path = path_below(root, directory, file)
        inside = known if path == "." else [each for each in known if f"{each}/".startswith(f"{path}/")]
        if not inside and path != ".":
            message = f"{shorten_text(visible(str(file)), LONGEST_PATH)} is no record of this register"
            raise NotFound("CF304", message, "records are YAML files under cases/")
        found.update(inside)
    return frozenset(found)


def _the_one(register: Register, error: BrokenData) -> Entry:
    """Return the file with these errors; raise NotFound CF303 if it is not the only one with the id."""
    paths = sorted({problem.path for problem in error.problems} & {*register.entries})
    if len(paths) != 1:
        lines = "".join(f"\n  {path}" for path in paths)
        raise NotFound("CF303", f"{len(paths)} files state this id{lines}", "name one of them by its path")
    return register.entries[paths[0]]
