"""Contents of files at any commit, each parsed once: from the index if it has them, else from their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from casefile.errors import Problem
from casefile.index import CacheRow, key_of
from casefile.loading.entry_cache import Opens, cache_row_of, cached_entry
from casefile.loading.source_connections import Connections, Look
from casefile.model.kinds import kind_of
from casefile.register import (
    SETTINGS,
    Entry,
    LazyEntry,
    Register,
    Rules,
    depends_on,
    excerpt_of,
    kind_by_path,
    read_entry,
)
from casefile.register.record_summary import RecordSummary
from casefile.yaml.reader import read

if TYPE_CHECKING:
    from casefile.model.base_model import Model

MOST = 128
"""The most contents in memory.

Few are needed: a commit's new state is the old one of the next, and few commits change the settings.
"""
MOST_WRITTEN = 200
"""The most contents that one command adds to the index: the newest, which are needed again."""
read_once = lru_cache(MOST)(read_entry)
"""Parses a file by its path and content as `read_entry` does; results are cached."""


class UncheckedEntry(Entry):
    """A file that is checked against the model only when its record or its problems are needed."""

    def __init__(self, path: str, blob: bytes) -> None:
        found = read(blob, path)
        kind = kind_of(found.data or {}) or kind_by_path(path)
        known = {"path": path, "kind": kind, "text": found.text, "data": found.data}
        self.__dict__.update(known, laid_out=found.laid_out, blob=blob)

    blob: bytes

    @cached_property
    def _checked(self) -> Entry:
        return read_entry(self.path, self.blob)

    @property
    def record(self) -> Model | None:
        """The record; None if the file has errors."""
        return self._checked.record

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the file."""
        return self._checked.problems


class PastContents:
    """The contents of files at their commits, and the summaries of records."""

    def __init__(self, opens: Opens) -> None:
        self._opens = opens
        self._found: dict[bytes, CacheRow | None] = {}
        self._new: dict[bytes, CacheRow] = {}
        self._rows: dict[Entry, tuple[RecordSummary, list[Any]]] = {}
        self.entry = lru_cache(MOST)(self._read)
        self._by_settings = lru_cache(MOST)(self._register)

    def recall(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Fetch in one query of the index the contents of files (path, bytes) that are going to be read."""
        self._recall({key_of(*file) for file in {*files}})

    def _recall(self, asked: set[bytes]) -> None:
        keys = [*asked.difference(self._found)]
        cache = self._opens() if keys else None
        found = cache.recall(keys) if cache else {}
        self._found |= {key: found.get(key) for key in keys}

    def _read(self, path: str, blob: bytes) -> Entry:
        """Return the entry of this content at a path, as `read_entry` does."""
        key = key_of(path, blob)
        self._recall({key})
        kept = self._found.pop(key)
        if kept is not None:
            return cached_entry(path, blob, kept)
        return UncheckedEntry(path, blob)

    def row(self, entry: Entry, look: Look) -> RecordSummary:
        """Return the summary of a valid record.

        `look` returns the settings and sources of the record's commit.
        """
        register = self._by_settings(look(SETTINGS))
        connections = Connections(look)
        known, taken_by = self._rows.get(entry, (None, None))
        if known is not None and taken_by == depends_on(known, register.rules, connections):
            return known
        row = entry.stored_row(register.rules, connections)
        if row is None:
            row = excerpt_of(entry, register.settings, connections)
            self._add(entry, row, register.rules, connections)
        if len(self._rows) == MOST:
            self._rows.clear()
        self._rows[entry] = row, depends_on(row, register.rules, connections)
        return row

    def _register(self, settings: Entry | None) -> Register:
        register = Register([settings] if settings else [])
        if settings and not settings.broken:
            self._add(settings, None, register.rules, {})
        return register

    def _add(
        self, entry: Entry, row: RecordSummary | None, rules: Rules, connections: Mapping[str, str | None]
    ) -> None:
        """Keep the cache row of a valid file that was read, to add it to the index.

        Its key is that of its text in UTF-8, so a file with other bytes, such as a byte order mark, is read
        again.
        """
        if isinstance(entry, LazyEntry) or len(self._new) >= MOST_WRITTEN:
            return
        blob = entry.text.encode()
        self._new[key_of(entry.path, blob)] = cache_row_of(entry, blob, row, rules, connections)

    def keep(self) -> None:
        """Add the valid contents that were read, at most `MOST_WRITTEN`, to the index if it exists."""
        cache = self._opens() if self._new else None
        size = cache.size() if cache else None
        if cache and size:
            cache.keep(self._new.items(), size[0])
