"""Open a register: the files of one snapshot, as records."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from casefile.dates import Day
from casefile.errors import BrokenData, CasefileError, NotFound
from casefile.files.event_log import log_event
from casefile.files.fingerprints import NO_FINGERPRINTS, Fingerprints, take_fingerprints
from casefile.files.register_folder import find_root
from casefile.files.required_version import check_version
from casefile.git.snapshots import Revision, Snapshot, WorkingTree
from casefile.index import none_was_withdrawn
from casefile.loading.entry_cache import Keys, Opens, cache_entries, cache_of, entries_of
from casefile.loading.parallel_read import fill_cache
from casefile.loading.read_times import local_day
from casefile.loading.revision import commit_of, work_tree
from casefile.register import SETTINGS, Entry, Register, read_entry, stated_settings, stray_entry

if TYPE_CHECKING:
    from casefile.git import Repository
    from casefile.model.settings import Settings


class OpenedRegister(Struct, frozen=True, dict=True):
    """A register as of one snapshot: `known_at` is its label; `commit` is None for the files of the folder.

    `keys` are the cache keys of all files, also if nothing is cached. `file_fingerprints` are those of the
    files before they were read, None if they cannot be stored; `cache` opens the index.
    """

    root: Path
    register: Register
    known_at: str
    commit: str | None
    keys: Keys
    file_fingerprints: Fingerprints | None
    cache: Opens

    @cached_property
    def shown(self) -> Register:
        """The register as it is shown: a withdrawn case that is in it again has an error."""
        from casefile.loading.reinstated_cases import hide_reinstated_cases  # noqa: PLC0415 - git's history

        return hide_reinstated_cases(self.root, self.register, self.commit)


def open_register(directory: Path, known_at: str | None = None) -> OpenedRegister:
    """Read the register around a folder: its files, or as it was committed at a revision or a day.

    Content that was not in the index yet is stored there. Raises MachineTrouble CF803 if there is no
    register, CF819 if it needs a newer casefile, CF809 if it has no history; NotFound CF302 or BadInput CF604
    if there is no such revision.
    """
    root = find_root(directory)
    log_event(__name__, "register: %s", root)
    snapshot = snapshot_of(root, known_at)
    cache = cache_for(snapshot, root)
    file_fingerprints: Fingerprints | None = NO_FINGERPRINTS
    if snapshot.commit is None:
        file_fingerprints = take_fingerprints(root) if cache() else None
    if file_fingerprints is not None and isinstance(snapshot, WorkingTree):
        fill_cache(snapshot, settings_of(snapshot), cache)
    register, keys = read_register(snapshot, {}, cache)
    return OpenedRegister(root, register, snapshot.label, snapshot.commit, keys, file_fingerprints, cache)


def cache_for(snapshot: Snapshot, root: Path) -> Opens:
    """Return the function that opens the cache for the files of a snapshot."""
    return cache_of(root) if snapshot.commit is None else cache_for_commits(root)


def cache_for_commits(root: Path, repository: Repository | None = None) -> Opens:
    """Return the function that opens the cache for content of commits.

    It returns None unless the index shows that no case was withdrawn (`none_was_withdrawn`).
    """
    return cache_of(root, repository) if none_was_withdrawn(root) else _no_cache


def _no_cache() -> None:
    """Open no cache."""


def today_of(directory: Path, now: datetime) -> Day:
    """Return the current day in the timezone of the register around a folder.

    Raises BadInput CF611 for an unknown timezone, and the errors of `find_root` and `load_folder_settings`.
    """
    return local_day(load_folder_settings(find_root(directory)).timezone, now)


def load_folder_settings(root: Path) -> Settings:
    """Return the settings of the register in a folder, as `load_snapshot_settings` does."""
    return load_snapshot_settings(WorkingTree(root))


def load_snapshot_settings(snapshot: Snapshot) -> Settings:
    """Return the settings of a snapshot; the strictest ones if casefile.yaml has errors.

    Raises the errors of `Snapshot.read`, such as NotFound CF304.
    """
    return stated_settings(read_entry(SETTINGS, snapshot.read(SETTINGS)))


def load_folder_register(root: Path) -> Register:
    """Read the register from the files of a folder, from the index where it has them."""
    return read_cached_register(WorkingTree(root), root)


def read_cached_register(snapshot: Snapshot, root: Path) -> Register:
    """Read every record of a snapshot as `load_snapshot_register` does, from the index where it has them."""
    return load_snapshot_register(snapshot, cache=cache_for(snapshot, root))


def load_snapshot_register(
    snapshot: Snapshot, beside: Register | None = None, cache: Opens | None = None
) -> Register:
    """Read every record of a snapshot; files with errors are included with their problems.

    Entries with the same content in the register `beside` are taken from there, and cached ones from the
    cache, without being parsed again.
    """
    return read_register(snapshot, beside.entries if beside else {}, cache)[0]


def read_register(
    snapshot: Snapshot, known: Mapping[str, Entry], cache: Opens | None
) -> tuple[Register, Keys]:
    """Read every record of a snapshot; return the register and the cache key of each file.

    Entries with the same content in `known`, by path, or in the cache are not parsed again; the others are
    added to the cache. Raises MachineTrouble CF819 if the register needs a newer casefile.
    """
    began = time.monotonic()
    root = snapshot.root if isinstance(snapshot, WorkingTree) else None
    settings: list[tuple[str, bytes]] = []
    with contextlib.suppress(NotFound):
        settings = [(SETTINGS, snapshot.read(SETTINGS))]
        check_version(settings[0][1])
    entries, new, keys = entries_of(chain(settings, snapshot.read_all()), cache, known, root)
    if cache and cache():
        log_event(__name__, "%d of %d files are in the index", len(entries) - len(new), len(entries))
    register = Register(entries, snapshot.problems, unrecognised_entries(snapshot, entries))
    cache_entries(register, new, cache)
    taken = 1000 * (time.monotonic() - began)
    log_event(__name__, "%d records read from %s in %.0f ms", len(entries), snapshot.label, taken)
    return register, keys


def unrecognised_entries(snapshot: Snapshot, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries for files not read as records: each may be a case with names that must not leave.

    For a file that cannot be read only the id is known, from its name.
    """
    unread = sorted(entry.path for entry in entries if not (entry.readable or entry.text))
    found = {path: b"" for path in (problem.path for problem in snapshot.problems) if path.endswith(".yaml")}
    found |= dict(snapshot.read_strays()) if snapshot.problems else {}
    for path in unread:
        # The file existed just now. If it is gone, the command that reads it reports that.
        with contextlib.suppress(CasefileError):
            found[path] = snapshot.read(path)
    return [stray_entry(path, blob) for path, blob in sorted(found.items())]


def settings_of(snapshot: Snapshot) -> list[Entry]:
    """Return the entry of casefile.yaml in a list; an empty list if there is none."""
    try:
        return [read_entry(SETTINGS, snapshot.read(SETTINGS))]
    except NotFound:
        return []


def check_settings(register: Register) -> None:
    """Raise BrokenData CF305 if the settings have errors: a write could exceed the ceiling without notice."""
    entry = register.entries.get(SETTINGS)
    if entry is None or entry.broken:
        problems = entry.problems if entry else ()
        message = f"{SETTINGS}, the settings of this register, has errors; no file was changed"
        raise BrokenData(
            "CF305", message, "fix it; to list the errors: casefile validate casefile.yaml", problems
        )


def snapshot_of(root: Path, known_at: str | None) -> Snapshot:
    """Return the snapshot of the files in a folder, or of the commit at a revision or a day (`known_at`).

    For a commit, raises MachineTrouble CF809 outside of git, and the errors of `commit_of`.
    """
    if known_at is None:
        return WorkingTree(root)
    repository = work_tree(root)
    return Revision(repository, commit_of(repository, known_at))
