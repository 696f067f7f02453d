"""The state of the program's own code: what is derived from it is kept only as long as this is the same."""

from __future__ import annotations

import os
from collections.abc import Iterator

SUFFIXES = (".py", ".toml")
"""How files end on which an answer depends: the program, and the laws of countries."""
BYTECODE = "__pycache__"


def states_of(folder: str) -> Iterator[str]:
    """Yield, for each file of code below a folder, its path, its size and when it was written."""
    with os.scandir(folder) as inside:
        for each in inside:
            if each.name.endswith(SUFFIXES):
                found = each.stat()
                yield f"{each.path} {found.st_size} {found.st_mtime_ns}"
            elif each.is_dir() and each.name != BYTECODE:
                yield from states_of(each.path)
