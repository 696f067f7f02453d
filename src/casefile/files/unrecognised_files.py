"""Files among the records that are not read as records: links, odd names, files of another repository.

They are never shown. But such a file may be a case: a publication must know which names it contains.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from casefile.files.record_paths import GIT, DirectoryEntry, looks_like_a_record

FARTHEST = 40
"""The most links that are followed one after the other: as many as the operating system follows."""


class FileTree(Protocol):
    """The files of a register, on disk or in git: its records and all other files."""

    def end(self, place: str) -> str | None:
        """Return the final target of a path, from the register; None if it is outside or in its `.git`."""

    def names(self, folder: str) -> list[str] | None:
        """Return the names in a folder; None if it is no folder."""


def find_unrecognised_files(
    tree: FileTree, found: Iterable[DirectoryEntry], records: Collection[str]
) -> Iterator[tuple[str, str | None]]:
    """Yield the path of each file that unrecognised entries are or lead to, and the path to read it from.

    `records` are the paths that are read as records. The path to read is None if the file must not be read
    again or is outside the register: the target of a link is only read if it is in the register, and only
    once, and not if it is read as a record.
    """
    seen = {*records}
    waiting = [(item.path, item.path) for item in reversed([*found])]
    while waiting:
        path, place = waiting.pop()
        end = tree.end(place)
        new = end if end is not None and end not in seen else None
        names = tree.names(new) if new is not None else None
        if names is not None:
            waiting += [(f"{path}/{name}", f"{new}/{name}") for name in sorted(names, reverse=True)]
        elif looks_like_a_record(path) or (new is not None and looks_like_a_record(new)):
            yield path, new
        seen |= {new} if new is not None else set()


class FilesOnDisk:
    """The files in the folder of a register."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def end(self, place: str) -> str | None:
        """Return the final target of a path, from the register; None if it is outside or in its `.git`."""
        try:
            real = (self.root / place).resolve()
        except (OSError, RuntimeError):  # a cycle of links
            return None
        return (
            _inside_register(real.relative_to(self.root).as_posix())
            if real.is_relative_to(self.root)
            else None
        )

    def names(self, folder: str) -> list[str] | None:
        """Return the names in a folder; None if it is no folder. An unreadable folder counts as empty."""
        place = self.root / folder
        try:
            return [each.name for each in place.iterdir()] if place.is_dir() else None
        except OSError:
            return []


class FilesInGit:
    """The files of a register in git; `links` are the links among them, with their targets."""

    def __init__(self, root: Path, paths: Iterable[str], links: Mapping[str, str]) -> None:
        self._root, self._links = f"{root}/", links
        self._names: dict[str, set[str]] = {}
        for path in paths:
            for folder, inside in pairwise(_leading_paths(path)):
                self._names.setdefault(folder, set()).add(inside.rpartition("/")[2])

    def end(self, place: str) -> str | None:
        """Return the final target of a path, from the register; None if it is outside or in its `.git`.

        None also after `FARTHEST` links.
        """
        here = place
        for _ in range(FARTHEST):
            link = next((each for each in _leading_paths(here) if each in self._links), None)
            if link is None:
                return _inside_register(here)
            target, behind = self._links[link], here[len(link) + 1 :]
            start = "" if target.startswith(self._root) else posixpath.dirname(link)
            here = posixpath.normpath(posixpath.join(start, target.removeprefix(self._root), behind))
        return None

    def names(self, folder: str) -> list[str] | None:
        """Return the names in a folder; None if it is no folder."""
        inside = self._names.get(folder)
        return None if inside is None else [*inside]


def _inside_register(path: str) -> str | None:
    """Return a normalised path if it is below the register and not in its git directory, else None."""
    return None if path.lower().partition("/")[0] in {"", ".", "..", GIT} else path


def _leading_paths(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
