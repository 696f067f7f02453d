"""Read a large register for the first time in several processes, and fill the cache with its files."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from casefile.files import worker_processes
from casefile.files.register_folder import read_or_problem
from casefile.git.snapshots import WorkingTree
from casefile.index import CacheRow, key_of
from casefile.loading.entry_cache import NewEntries, Opens, cache_rows_of
from casefile.model.kinds import kind_by_path
from casefile.register import Entry, Register, read_entry


def fill_cache(snapshot: WorkingTree, settings: Sequence[Entry], opens: Opens) -> None:
    """Add the files of a register that are not cached to the cache, if they are many.

    `opens` opens the cache. The register itself is opened afterwards from the cache, by the content of each
    file.
    """
    paths = [entry.path for entry in snapshot.entries()]
    cache = opens() if len(paths) >= worker_processes.PAYS else None
    known = cache.keys() if cache is not None else None
    if cache is None or known is None or len(paths) - len(known) < worker_processes.PAYS:
        return
    root = snapshot.root
    sources = _read(root, (path for path in paths if kind_by_path(path) == "source"))
    register = Register([*settings, *(entry for entry, _ in sources.values())])

    def make(some: Sequence[str]) -> list[tuple[bytes, CacheRow]]:
        new = _read(root, some, known)
        made = [*cache_rows_of(register, new)]
        for entry, _ in new.values():
            register.forget(entry)
        return made

    worker_processes.run_in_rounds(paths, make, lambda made: cache.keep(made, len(paths)))


def _read(root: Path, paths: Iterable[str], known: Container[bytes] = ()) -> NewEntries:
    """Read files that the index does not have; files that cannot be read are left out."""
    blobs = ((path, read_or_problem(root, path)) for path in paths)
    keys = ((key_of(path, blob), path, blob) for path, blob in blobs if isinstance(blob, bytes))
    return {key: (read_entry(path, blob), blob) for key, path, blob in keys if key not in known}
