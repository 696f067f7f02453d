"""Which records there are and what they are called, with as little reading as possible: for completion."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from casefile.model.glance import is_withdrawn, names
from casefile.model.names import folded, matches, sounds_like
from casefile.model.places import SETTINGS, id_by_path, kind_by_path
from casefile.storage.folder import find_root, read_or_problem, record_paths


class Known(Struct, frozen=True, dict=True):
    """A record by its path alone; what it is called is read when somebody asks."""

    root: Path
    path: str

    @property
    def id(self) -> str:
        """The id, which the name of the file is."""
        return id_by_path(self.path)

    @property
    def kind(self) -> str:
        """The kind of record that the folder holds."""
        return kind_by_path(self.path)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the record is called; nothing where the file cannot be read."""
        return tuple(dict.fromkeys(names(self._blob)))

    @property
    def withdrawn(self) -> bool:
        """Whether nothing but the fact of a withdrawal is left."""
        return is_withdrawn(self._blob)

    @cached_property
    def data(self) -> Mapping[str, object]:
        """The record as plain data; nothing where it has errors."""
        from casefile.document.read import read as read_text  # noqa: PLC0415 - a record's id is asked for more often

        return read_text(self._blob).data or {}

    @property
    def _blob(self) -> bytes:
        blob = read_or_problem(self.root, self.path)
        return blob if isinstance(blob, bytes) else b""


def known(directory: Path, kinds: Collection[str] = ()) -> Iterator[Known]:
    """Yield the records of these kinds around a folder, of all where none is named.

    Raises MachineTrouble where there is no register.
    """
    root = find_root(directory)
    for path in record_paths(root).paths:
        if path != SETTINGS and (not kinds or kind_by_path(path) in kinds):
            yield Known(root, path)


def meant(directory: Path, words: str, kinds: Collection[str] = ()) -> tuple[Known, ...]:
    """Return the records whose id begins so; where none does, those called so, or so in another script."""
    found = [*known(directory, kinds)]
    plain = folded(words)
    spoken = not any(char.isdigit() for char in words)  # a number has no sound
    ways: tuple[Callable[[Known], bool], ...] = (
        lambda each: each.id.startswith(words),
        lambda each: any(matches(plain, folded(name)) for name in each.names),
        lambda each: spoken and any(sounds_like(words, name) for name in each.names),
    )
    return next((met for way in ways if (met := tuple(filter(way, found)))), ())
