"""Update the index after a few files changed, if no other record depends on the change."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from casefile.errors import Problem
from casefile.files.fingerprints import Fingerprints
from casefile.files.record_paths import ORDINARY
from casefile.files.register_folder import read_or_problem
from casefile.index import CacheRow, Doubt, FileRecord, IndexState, SnapshotDelta, SnapshotIndex, key_of
from casefile.loading.entry_cache import cache_row_of
from casefile.loading.indexed.index_build import facts_of, file_record_of
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.register import Entry, read_entry

MOST = 100
"""The most changed files for which the index is updated; for more it is built from all files."""


def refresh_index(
    snapshot_index: SnapshotIndex, state: IndexState, root: Path, file_fingerprints: Fingerprints
) -> IndexState | None:
    """Update a state in the index after files changed, and return the new state.

    The result is None if the index must be built from all files: other records may depend on the changes, a
    file was removed or cannot be read, more than `MOST` files changed, or the snapshot has a withdrawal
    notice or files that are not shown.
    """
    paths = _find_changed_paths(snapshot_index.fingerprint_text(state), file_fingerprints)
    depends_on_all = state.facts["tips"] is not None or state.facts["unshown"]
    if paths is None or depends_on_all or snapshot_index.is_overgrown(file_fingerprints.count):
        return None
    found = [_read(snapshot_index, state, root, path) for path in sorted({*paths, *state.facts["young"]})]
    if None in found or len({each.entry.id for each in found if each}) < len(found):
        return None  # two files state one id: it is not known which of them has it
    changed = [each for each in found if each is not None and each.key != each.before]
    come = [key for each in changed if each.before is None for key in each.entry.addresses]
    after = IndexedRegister(IndexedSnapshot(snapshot_index, state, root)).overlay(
        [each.entry for each in changed]
    )
    if after is None or len({*come}) < len(come):
        return None
    files: list[FileRecord] = []
    kept: dict[bytes, CacheRow] = {}
    doubt: Doubt = "own"
    for each in changed:
        row = after.row_of(each.entry)
        files.append(file_record_of(row, each.key, after))
        doubt = max(doubt, _find_doubt(snapshot_index, state, each, files[-1]), key=DOUBTS.index)
        kept[each.key] = cache_row_of(each.entry, each.blob, row, after.rules, after.connections)
    facts = facts_of(after, state.facts["label"], file_fingerprints)
    return snapshot_index.amend(state, file_fingerprints, SnapshotDelta(facts, files, kept, doubt))


class _Changed(NamedTuple):
    """A file that may have changed; `before` is the cache key of its earlier content, None for a new file."""

    entry: Entry
    blob: bytes
    key: bytes
    before: bytes | None


def _read(snapshot_index: SnapshotIndex, state: IndexState, root: Path, path: str) -> _Changed | None:
    blob = read_or_problem(root, path)
    if isinstance(blob, Problem):
        return None
    before = snapshot_index.at(state, path)
    return _Changed(read_entry(path, blob), blob, key_of(path, blob), before.key if before else None)


DOUBTS: tuple[Doubt, ...] = ("own", "troubled", "all")
"""The values of `Doubt`, from the fewest files to check again to all."""


def _find_doubt(
    snapshot_index: SnapshotIndex, state: IndexState, changed: _Changed, after: FileRecord
) -> Doubt:
    """Return which stored check results a change of a record may make wrong.

    `own` is the record alone, `troubled` also those of records with problems, `all` those of all records.
    The checks of other records use the id of a case and, if some names are not public, its names. A new
    record may be the target of a broken reference. Names of organisations and statutes may be in any text.
    """
    kind = changed.entry.kind
    closed = snapshot_index.words.tiers(state, closed=True)
    hidden = any(tier != "public" for _, tier, _ in after.tiers) or next(closed, None) is not None
    if changed.before is None:
        return "all" if hidden or kind in {"organization", "statute"} else "troubled"
    if kind != "case":
        return "all"
    before = snapshot_index.by_id(state, after.id)
    row = before.row if before is not None else None
    same = row is not None and snapshot_index.words.tiers_of(row) == [*after.tiers]
    return "own" if same or not hidden else "all"


def _find_changed_paths(before: bytes, file_fingerprints: Fingerprints) -> list[str] | None:
    """Return the paths of changed and new files.

    The result is None if a file was removed, if something other than a file was added, or if there are more
    than MOST.
    """
    (settings, *old), (same, *new) = before.split(b"\0"), file_fingerprints.text.split(b"\0")
    if settings != same:
        return None
    gone, come = _by_path({*old}.difference(new)), _by_path({*new}.difference(old))
    if len(come) > MOST or gone.keys() - come.keys():
        return None
    files = {path: mode for path, mode in come.items() if not stat.S_ISDIR(mode) or path not in gone}
    folders = [path for path in come.keys() - files.keys() if not stat.S_ISDIR(gone[path])]
    places = [os.fsdecode(path) for path in files]
    plain = all(map(stat.S_ISREG, files.values())) and all(map(ORDINARY.fullmatch, places))
    return places if plain and not folders else None


def _by_path(lines: set[bytes]) -> Mapping[bytes, int]:
    """Return the mode of each file by its path."""
    parts = (line.split(b" ", 5) for line in lines if line)
    return {part[5]: int(part[0]) for part in parts}
