"""Contents of files at any commit, each read once: from the index if it has them, else from their bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from casefile.operations.remembering import Opens
from casefile.register import (
    SETTINGS,
    Entry,
    LazyEntry,
    Outline,
    Register,
    as_text,
    depends_on,
    excerpt_of,
    outline_of,
    path_of,
    read_entry,
)
from casefile.storage.index import Kept, key_of
from casefile.summary import Row, stored_row

MOST = 512
"""How many contents are kept in memory: a commit's new state is the old one of the next, and most commits
leave the settings as they are."""
MOST_WRITTEN = 200
"""How many contents one command adds to the index: the newest, which are asked for again."""
read_once = lru_cache(MOST)(read_entry)
"""Reads a file by its path and content as `read_entry` does, the same content once."""
Look = Callable[[str], Entry | None]
"""Gives the file at a path as it was at one moment; None where there was none."""


class Connections(Mapping[str, str | None]):
    """How sources stood to the person at one moment; a source is read only if somebody asks for it."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def __getitem__(self, source: str) -> str | None:
        """Return the connection of a source; KeyError if there was no such source."""
        entry = self._look(path_of("source", source))
        if entry is None or entry.broken:
            raise KeyError(source)
        return entry.connection

    def __iter__(self) -> Iterator[str]:
        """Raise TypeError: which sources there were is not known."""
        raise TypeError("sources are asked for one by one")

    __len__ = None  # type: ignore[assignment]


class Contents:
    """What files held at their commits, and the excerpts of records."""

    def __init__(self, opens: Opens) -> None:
        self._opens = opens
        self._found: dict[bytes, Kept | None] = {}
        self._new: dict[Entry, tuple[bytes, bytes]] = {}
        self._rows: dict[Entry, tuple[Row, list[Any]]] = {}
        self.entry = lru_cache(MOST)(self._read)
        self._with_settings = lru_cache(MOST)(lambda entry: Register([entry] if entry else []))

    def recall(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Ask the index at once for contents that are going to be read."""
        keys = [*{key_of(path, blob) for path, blob in files}.difference(self._found)]
        cache = self._opens() if keys else None
        found = cache.recall(keys) if cache else {}
        self._found |= {key: found.get(key) for key in keys}

    def _read(self, path: str, blob: bytes) -> Entry:
        """Return the file that has this content at a path, as `read_entry` does."""
        self.recall([(path, blob)])
        key = key_of(path, blob)
        kept = self._found.pop(key)
        if kept is not None:
            return LazyEntry(path, blob, Outline.from_text(kept.entry), kept.row)
        entry = read_entry(path, blob)
        if len(self._new) < MOST_WRITTEN:
            self._new[entry] = key, blob
        return entry

    def row(self, entry: Entry, look: Look) -> Row:
        """Return the excerpt of a sound record; `look` gives the settings and the sources of that moment."""
        register = self._with_settings(look(SETTINGS))
        connections = Connections(look)
        known = self._rows.get(entry) or (entry.row if isinstance(entry, LazyEntry) else None)
        if known is None or known[1] != depends_on(known[0], register.rules, connections):
            row = excerpt_of(entry, register.settings, connections)
            known = row, depends_on(row, register.rules, connections)
            if len(self._rows) == MOST:
                self._rows.clear()
            self._rows[entry] = known
        return known[0]

    def keep(self) -> None:
        """Add what was read to the index."""
        cache = self._opens() if self._new else None
        size = cache.size() if cache else None
        if cache and size:
            cache.keep(self._kept(), size[0])

    def _kept(self) -> Iterator[tuple[bytes, Kept]]:
        for entry, (key, blob) in self._new.items():
            known = self._rows.get(entry)
            if known or entry.broken or entry.kind == "settings":
                row = as_text([stored_row(known[0]), known[1]]) if known else None
                yield key, Kept(outline_of(entry, blob).as_text(), row)
