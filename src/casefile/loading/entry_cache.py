"""Open a register with the cached content of its files: only files with unknown content are parsed."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from casefile.errors import Collision, MachineTrouble, Problem
from casefile.files.register_folder import read_or_problem
from casefile.git import Repository
from casefile.git.snapshots import Snapshot
from casefile.index import (
    CacheRow,
    ContentCache,
    IndexedFile,
    code_digest,
    is_used,
    key_of,
    pack,
    purge,
    unpack,
)
from casefile.register import (
    Entry,
    LazyEntry,
    Outline,
    Register,
    Rules,
    outline_of,
    read_entry,
    row_as_text,
)
from casefile.register.record_summary import RecordSummary

NewEntries = dict[bytes, tuple[Entry, bytes]]
"""Files that were not in the cache: their entry and content, by their cache keys."""
Keys = Mapping[str, bytes]
"""The cache key of each file, a digest of its path and content, by its path."""
Opens = Callable[[], ContentCache | None]
"""Opens the cache of a clone; returns None outside of git, and if the cache is switched off."""


def cache_of(root: Path, repository: Repository | None = None) -> Opens:
    """Return a function that opens the cache of the clone around a register, at its first call.

    A clone that is open already is not opened again.
    """
    return functools.cache(functools.partial(_cache, root, repository))


def _cache(root: Path, repository: Repository | None) -> ContentCache | None:
    if not is_used():
        return None
    with contextlib.suppress(MachineTrouble):
        repository = repository or Repository.open(root)
        return ContentCache(repository.private, code_digest()) if repository else None
    return None


def forget_cached(repository: Repository) -> bool:
    """Delete the index of a clone, so that nothing of a withdrawn case stays; return whether there was one.

    Raises OSError if that fails.
    """
    return purge(repository.private)


def entries_of(
    files: Iterable[tuple[str, bytes]],
    opens: Opens | None,
    known: Mapping[str, Entry],
    root: Path | None,
) -> tuple[list[Entry], NewEntries, Keys]:
    """Return an entry for each file, the entries that were not in the cache, and the cache key of each file.

    Without a cache the second result is empty.
    `files` are paths with content; `opens` opens the cache. A file with the same content in `known` (entries
    by path) is taken from there. Cached files in the folder `root` are not kept in memory: they are read
    again if their text is needed.
    """
    cache = opens() if opens else None
    entries: list[Entry] = []
    new: NewEntries = {}
    keys: dict[str, bytes] = {}
    coming = iter(files)
    while some := [*islice(coming, AT_ONCE)]:
        here = {path: key_of(path, blob) for path, blob in some}
        recalled = cache.recall([*here.values()]) if cache else {}
        for path, blob in some:
            key = here[path]
            entry = _reuse_if_same(known.get(path), blob)
            if entry is None and key in recalled:
                fetch = blob if root is None else functools.partial(read_unchanged_file, root, path, key)
                entry = cached_entry(path, fetch, recalled[key])
            if entry is None:
                entry = read_entry(path, blob)
                if cache is not None:
                    new[key] = entry, blob
            entries.append(entry)
        keys |= here
    return entries, new, keys


AT_ONCE = 500
"""The number of files in one query to the cache."""


def entry_of(found: IndexedFile, fetch: Callable[[], bytes]) -> Entry:
    """Return the entry of a file in the index.

    `fetch` reads the file: at once if the index lacks its content, else when its text is needed.
    """
    if found.kept is None:
        return read_entry(found.path, fetch())
    return cached_entry(found.path, fetch, found.kept)


def cached_entry(path: str, blob: bytes | Callable[[], bytes], kept: CacheRow) -> LazyEntry:
    """Return the entry of a file from its cache row; the summary in it stays compressed until it is used.

    `blob` is the content of the file, or a function that reads it.
    """
    outline = Outline.from_text(unpack(kept.entry) or "")
    return LazyEntry(path, blob, outline, functools.partial(unpack, kept.row))


def read_unchanged_file(root: Path, path: str, key: bytes) -> bytes:
    """Read a file that is cached; raise Collision CF701 if its content changed or it cannot be read now.

    `key` is the content key of the file in the cache.
    """
    blob = read_or_problem(root, path)
    if isinstance(blob, Problem) or key_of(path, blob) != key:
        raise Collision("CF701", f"{path} was changed while it was read", "run the command again")
    return blob


def read_committed_file(snapshot: Snapshot, root: Path, path: str, key: bytes) -> bytes:
    """Return the content of a file in a commit: from the folder if it is still the same, else from git.

    `key` is its content key. Raises the errors of `Snapshot.read`.
    """
    blob = read_or_problem(root, path)
    if isinstance(blob, bytes) and key_of(path, blob) == key:
        return blob
    return snapshot.read(path)


def _reuse_if_same(known: Entry | None, blob: bytes) -> Entry | None:
    """Return the known entry if it has exactly this content, else None."""
    if isinstance(known, LazyEntry):
        return known if known.blob == blob else None
    return known if known is not None and known.text and known.text.encode() == blob else None


def cache_entries(register: Register, new: NewEntries, opens: Opens | None) -> None:
    """Store files in the cache that were read for the first time, or whose summaries are out of date.

    `opens` opens the cache; nothing is stored if there is none.
    """
    cache = opens() if opens and new else None
    if cache is not None:
        cache.keep(cache_rows_of(register, new), len(register.entries))


def cache_rows_of(register: Register, new: NewEntries) -> Iterator[tuple[bytes, CacheRow]]:
    """Yield the cache key and row of each file that was read.

    Settings and files with errors have no record summary.
    """
    for key, (entry, blob) in new.items():
        row = None if entry.broken or entry.kind == "settings" else register.row_of(entry)
        yield key, cache_row_of(entry, blob, row, register.rules, register.connections)


def cache_row_of(
    entry: Entry, blob: bytes, row: RecordSummary | None, rules: Rules, connections: Mapping[str, str | None]
) -> CacheRow:
    """Return the cache row of a file that was read; its summary is stored with the values it depends on."""
    about = pack(outline_of(entry, blob).as_text())
    return CacheRow(about, pack(row_as_text(row, rules, connections)) if row is not None else None)
