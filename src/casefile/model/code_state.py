"""The state of the program's own code. What is derived from the code is cached until it changes."""

from __future__ import annotations

import os
from collections.abc import Iterator

SUFFIXES = (".py", ".toml")
"""Suffixes of the files that results depend on: the program, and the laws of countries (TOML)."""
BYTECODE = "__pycache__"


def states_of(folder: str) -> Iterator[str]:
    """Yield a text for each code file below a folder: path, size in bytes, modification time in ns."""
    with os.scandir(folder) as inside:
        for each in inside:
            if each.name.endswith(SUFFIXES):
                found = each.stat()
                yield f"{each.path} {found.st_size} {found.st_mtime_ns}"
            elif each.is_dir() and each.name != BYTECODE:
                yield from states_of(each.path)
