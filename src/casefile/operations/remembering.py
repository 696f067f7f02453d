"""Opening a large register from what is remembered of its files: those that are new to us are read."""

from __future__ import annotations

import contextlib
import functools
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from casefile.errors import MachineTrouble, Problem
from casefile.register import Entry, Register, Remembered, about_entry, about_row, read_entry
from casefile.storage.index import Cache, Kept, key_of, purge, reader
from casefile.storage.repository import Repository

LOG = logging.getLogger(__name__)
FEW = 100
"""Files that are read faster than a cache is opened."""
New = dict[bytes, tuple[Entry, bytes]]
"""Files that nobody remembered, as they were read and what they hold, by their keys."""
_off = False


def without_cache(off: bool) -> None:
    """Read every file anew from here on, or no longer so; what is remembered is neither asked nor written."""
    global _off  # noqa: PLW0603 - one switch of the whole command: --no-cache
    _off = off


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


def _worth_asking(opens: Opens | None, files: int) -> Cache | None:
    """Open the cache where there are more than a few files."""
    return opens() if opens is not None and files >= FEW else None


def entries_of(
    files: Iterable[tuple[str, bytes]], opens: Opens | None, known: Mapping[str, Entry]
) -> tuple[list[Entry], New]:
    """Return an entry for each file, and those that nobody remembered, by their keys.

    What is the same in `known` is taken from there.
    """
    held = [*files]
    cache = _worth_asking(opens, len(held))
    if cache is None:
        return [_same(known.get(path), blob) or read_entry(path, blob) for path, blob in held], {}
    keys = {path: key_of(path, blob) for path, blob in held}
    recalled = cache.recall([*keys.values()])
    entries: list[Entry] = []
    new: New = {}
    for path, blob in held:
        kept = recalled.get(keys[path])
        entry = _same(known.get(path), blob)
        if entry is None and kept is not None:
            entry = Remembered(path, blob, json.loads(kept.entry), kept.row, kept.data)
        if entry is None:
            entry = read_entry(path, blob)
            new[keys[path]] = (entry, blob)
        entries.append(entry)
    LOG.info("%d of %d files are remembered", len(entries) - len(new), len(entries))
    return entries, new


def _same(known: Entry | None, blob: bytes) -> Entry | None:
    """Return an entry that is of these very bytes."""
    if isinstance(known, Remembered):
        return known if known.blob == blob else None
    return known if known is not None and known.text and known.text.encode() == blob else None


def remember(register: Register, new: New, opens: Opens | None) -> None:
    """Remember files that were read for the first time."""
    cache = _worth_asking(opens, len(register.entries)) if new else None
    if cache is not None:
        cache.keep(_kept(register, new), len(register.entries))


def _kept(register: Register, new: New) -> Iterator[tuple[bytes, Kept]]:
    for key, (entry, blob) in new.items():
        row = data = None
        if not entry.broken:
            found = register.row_of(entry)
            row = _json(about_row(found, register.settings, register.connections))
            data = _json(entry.data)
        yield key, Kept(_json(about_entry(entry, blob)), row, data)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def judged(
    entries: Iterable[Entry], opens: Opens | None, judge: Callable[[Entry], Iterable[Problem]]
) -> Iterator[Problem]:
    """Yield what a judge finds in entries, one by one, by their texts alone: what it found is remembered."""
    held = [*entries]
    cache = _worth_asking(opens, len(held))
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
            new[key] = _json([problem.as_data() for problem in found])
            yield from found
        else:
            yield from (Problem(**each) for each in json.loads(said))
    if new:
        cache.keep_verdicts(new.items(), len(held))
