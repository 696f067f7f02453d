"""Reading a large register for the first time, in shares: what is remembered of each file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.errors import Problem
from casefile.model.places import kind_by_path
from casefile.operations.remembering import Opens, kept_of
from casefile.register import Entry, Register, excerpt_of, read_entry
from casefile.storage.folder import read_or_problem
from casefile.storage.index import Kept, key_of
from casefile.storage.processes import in_rounds
from casefile.storage.snapshots import WorkingTree

if TYPE_CHECKING:
    from casefile.model.settings import Settings

MANY = 500
"""Files that are new to us from which on it pays to share them out."""


def fill(snapshot: WorkingTree, settings: Sequence[Entry], opens: Opens) -> None:
    """Remember what is in the files of a register that nobody has remembered, if they are many.

    Nothing is believed for it: whoever opens the register asks for each file by its content.
    """
    paths = [entry.path for entry in snapshot.entries()]
    cache = opens() if len(paths) >= MANY else None
    known = cache.keys() if cache is not None else None
    if cache is not None and known is not None and len(paths) - len(known) >= MANY:
        desk = _Desk(snapshot.root, paths, settings, known)
        in_rounds(paths, desk.made, lambda made: cache.keep(made, len(paths)))


class _Desk:
    """What every process has before it: the settings, and how each source stands."""

    def __init__(
        self, root: Path, paths: Sequence[str], settings: Sequence[Entry], known: frozenset[bytes]
    ) -> None:
        self.root, self.known = root, known
        sources = (path for path in paths if kind_by_path(path) == "source")
        blobs = ((path, read_or_problem(root, path)) for path in sources)
        entries = (read_entry(path, blob) for path, blob in blobs if not isinstance(blob, Problem))
        register = Register([*settings, *entries])
        self.settings: Settings = register.settings
        self.connections: Mapping[str, str | None] = register.connections

    def made(self, paths: Sequence[str]) -> list[tuple[bytes, Kept]]:
        """Return what is to be remembered of files."""
        return [each for path in paths if (each := self._made(path)) is not None]

    def _made(self, path: str) -> tuple[bytes, Kept] | None:
        """Return what is to be remembered of a file; nothing where it is, or cannot be read."""
        blob = read_or_problem(self.root, path)
        key = key_of(path, blob) if isinstance(blob, bytes) else None
        if isinstance(blob, Problem) or key is None or key in self.known:
            return None
        entry = read_entry(path, blob)
        row = None if entry.broken else excerpt_of(entry, self.settings, self.connections)
        return key, kept_of(entry, blob, row, self.settings, self.connections)
