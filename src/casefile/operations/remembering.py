"""Opening a large register from what is remembered of its files: those that are new to us are read."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from casefile.errors import MachineTrouble, Problem
from casefile.model.settings import Settings
from casefile.operations.board import without_board
from casefile.register import (
    Entry,
    Register,
    Remembered,
    about_entry,
    about_row,
    as_text,
    read_entry,
    remembered_row,
)
from casefile.storage.census import Census, take
from casefile.storage.folder import holds
from casefile.storage.index import Cache, Kept, key_of, purge, reader
from casefile.storage.repository import Repository
from casefile.summary import Row

LOG = logging.getLogger(__name__)
FEW = 100
"""Files that are read faster than a cache is opened."""
New = dict[bytes, tuple[Entry, bytes]]
"""Files that nobody remembered, as they were read and what they hold, by their keys."""
Keys = Mapping[str, bytes]
"""By what each file is remembered, by its path; nothing where nothing is remembered."""
_off = False


def without_cache(off: bool) -> None:
    """Read every file anew from here on, or no longer so; what is remembered is neither asked nor written."""
    global _off  # noqa: PLW0603 - one switch of the whole command: --no-cache
    _off = off
    without_board(off)


Opens = Callable[[], Cache | None]
"""Opens the cache of a clone; None outside of git, and where it is switched off."""


def cache_of(root: Path) -> Opens:
    """Return what opens the cache of the clone around a register: git is asked only where it is wanted."""
    return functools.cache(functools.partial(_cache, root))


def _cache(root: Path) -> Cache | None:
    if _off:
        return None
    with contextlib.suppress(MachineTrouble):
        repository = Repository.open(root)
        return Cache(repository.private, reader()) if repository else None
    return None


def forget(repository: Repository) -> bool:
    """Forget all files of a clone, that of one who was taken out among them; tell whether there were any."""
    return purge(repository.private)


def counted(root: Path, opens: Opens) -> Census | None:
    """Take a census of files that are about to be read, if they are many enough to be remembered."""
    return take(root) if holds(root, FEW) and opens() else None


def worth_asking(opens: Opens | None, files: int) -> Cache | None:
    """Open the cache where there are more than a few files."""
    return opens() if opens is not None and files >= FEW else None


def entries_of(
    files: Iterable[tuple[str, bytes]], opens: Opens | None, known: Mapping[str, Entry]
) -> tuple[list[Entry], New, Keys]:
    """Return an entry for each file, those that nobody remembered, and by what each is remembered.

    What is the same in `known` is taken from there.
    """
    held = [*files]
    cache = worth_asking(opens, len(held))
    if cache is None:
        return [_same(known.get(path), blob) or read_entry(path, blob) for path, blob in held], {}, {}
    keys = {path: key_of(path, blob) for path, blob in held}
    recalled = cache.recall([*keys.values()])
    entries: list[Entry] = []
    new: New = {}
    for path, blob in held:
        kept = recalled.get(keys[path])
        entry = _same(known.get(path), blob)
        if entry is None and kept is not None:
            entry = Remembered(path, blob, json.loads(kept.entry), kept.row)
        if entry is None:
            entry = read_entry(path, blob)
            new[keys[path]] = (entry, blob)
        entries.append(entry)
    LOG.info("%d of %d files are remembered", len(entries) - len(new), len(entries))
    return entries, new, keys


def _same(known: Entry | None, blob: bytes) -> Entry | None:
    """Return an entry that is of these very bytes."""
    if isinstance(known, Remembered):
        return known if known.blob == blob else None
    return known if known is not None and known.text and known.text.encode() == blob else None


def remember(register: Register, new: New, opens: Opens | None) -> None:
    """Remember files that were read for the first time."""
    cache = worth_asking(opens, len(register.entries)) if new else None
    if cache is not None:
        cache.keep(_kept(register, new), len(register.entries))


def remember_rows(register: Register, keys: Keys, cache: Cache) -> None:
    """Remember those rows anew that were taken by something else, such as another default tier."""
    known = (each for each in register.entries.values() if isinstance(each, Remembered) and not each.broken)
    changed: New = {
        keys[entry.path]: (entry, entry.blob)
        for entry in known
        if remembered_row(entry, register.settings, register.connections) is None
    }
    if changed:
        cache.keep(_kept(register, changed), len(register.entries))


def _kept(register: Register, new: New) -> Iterator[tuple[bytes, Kept]]:
    for key, (entry, blob) in new.items():
        row = None if entry.broken else register.row_of(entry)
        yield key, kept_of(entry, blob, row, register.settings, register.connections)


def kept_of(
    entry: Entry, blob: bytes, row: Row | None, settings: Settings, connections: Mapping[str, str | None]
) -> Kept:
    """Return what is remembered of a file that was read, and of its row by what it was taken."""
    about = as_text(about_entry(entry, blob))
    if row is None:
        return Kept(about)
    return Kept(about, as_text(about_row(row, settings, connections)))


def judged(
    entries: Iterable[Entry], opens: Opens | None, judge: Callable[[Entry], Iterable[Problem]]
) -> Iterator[Problem]:
    """Yield what a judge finds in entries, one by one, by their texts alone: what it found is remembered."""
    held = [*entries]
    cache = worth_asking(opens, len(held))
    if cache is None:
        yield from (problem for entry in held for problem in judge(entry))
        return
    keys = [key_of(entry.path, entry.text.encode(errors="surrogatepass")) for entry in held]
    known = cache.verdicts(keys)
    new: dict[bytes, str] = {}
    for entry, key in zip(held, keys, strict=True):
        said = known.get(key)
        if said is None:
            found = [*judge(entry)]
            new[key] = as_text([problem.as_data() for problem in found])
            yield from found
        else:
            yield from (Problem(**each) for each in json.loads(said))
    if new:
        cache.keep_verdicts(new.items(), len(held))
