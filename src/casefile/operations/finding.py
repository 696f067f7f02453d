"""Whom a command means that must also reach what is broken: by id, name or path."""

from __future__ import annotations

import os
from pathlib import Path

from casefile.errors import BrokenData, NotFound
from casefile.register import SETTINGS, Entry, Register


def find(register: Register, words: str, root: Path, directory: Path) -> Entry:
    """Return the record that an id, a name or a path means, one with errors too.

    Raises NotFound where there is none, or several; BrokenData for what is not even a file.
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
    """Take what was typed as a path of the register, if it looks like one."""
    if not words.endswith((".yaml", ".yml")) or "\0" in words:
        return None
    there = Path(os.path.normpath(directory / words))
    return there.relative_to(root).as_posix() if there.is_relative_to(root) else None


def _the_one(register: Register, error: BrokenData) -> Entry:
    """Return the file whose errors are told; of two that state one id nobody can tell which is meant."""
    paths = sorted({problem.path for problem in error.problems} & {*register.entries})
    if len(paths) != 1:
        lines = "".join(f"\n  {path}" for path in paths)
        raise NotFound("CF303", f"{len(paths)} files state this id{lines}", "name one of them by its path")
    return register.entries[paths[0]]
