"""Find the record that typed words mean, including records that were removed or renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from casefile.errors import CasefileError, NotFound
from casefile.git.snapshots import Snapshot
from casefile.loading.open_register import read_cached_register
from casefile.loading.past_registers import Past
from casefile.loading.record_finder import find_record
from casefile.loading.record_pairs import is_another_person
from casefile.register import SETTINGS, Entry, Register, read_entry


def find_past_record(past: Past, snapshot: Snapshot, root: Path, words: str) -> Entry:
    """Return the record that an id, a name or a path means, as it is in a snapshot or was last committed.

    An id that a record has or had takes precedence over similar names. A file that cannot be read now is
    found by the name in its last readable state. Raises NotFound CF301 if there is no such record, CF303 if
    several match, BrokenData CF305 for the path of a file that only looks like a record.
    """
    read = past.contents.entry
    exact = _settings(past, snapshot) if words == SETTINGS else find_by_path(snapshot, words, read)
    if exact is not None:
        return exact
    here = read_cached_register(snapshot, root)
    removed = _removed_records(past, here)
    gone = removed.register
    if words in gone.by_id and words not in here.by_id and words not in here.formerly:
        return removed.renamed(gone.by_id[words])
    try:
        return find_record(here, words)
    except NotFound as error:
        if error.code != NOWHERE_FOUND:
            raise
        try:
            return removed.renamed(find_record(gone, words))
        except NotFound as also:
            raise (error if also.code == NOWHERE_FOUND else also) from also


Read = Callable[[str, bytes], Entry]
"""A function that parses a file from its path and content."""
NOWHERE_FOUND = "CF301"
"""The error code if no record matches, as opposed to several."""


def find_by_path(snapshot: Snapshot, words: str, read: Read = read_entry) -> Entry | None:
    """Return the record whose complete id was typed, found by the name of its file; None if there is none.

    No other file is read. The result is also None if several files have this name.
    """
    paths = snapshot.paths_of(f"{words}.yaml")
    entry = entry_at(snapshot, paths[0], read) if len(paths) == 1 else None
    return entry if entry is not None and entry.id == words else None


def find_ids_in_snapshots(snapshots: Iterator[Snapshot], words: str, root: Path) -> frozenset[str]:
    """Return the ids, former ones too, of the record that words mean in the first snapshot that has one.

    Raises NotFound CF301 if none of the snapshots contains such a record, CF303 if several match.
    """
    first: NotFound | None = None
    for snapshot in snapshots:
        try:
            entry = find_record(read_cached_register(snapshot, root), words)
        except NotFound as error:
            if error.code != NOWHERE_FOUND:
                raise
            first = first or error
        else:
            return entry.ids
    raise first or NotFound(NOWHERE_FOUND, "no record matches", "")


def _settings(past: Past, snapshot: Snapshot) -> Entry | None:
    here = entry_at(snapshot, SETTINGS, past.contents.entry)
    return here or (past.at(past.tip)(SETTINGS) if past.tip else None)


def entry_at(snapshot: Snapshot, path: str, read: Read) -> Entry | None:
    """Return the entry at a path in a snapshot; None if the file does not exist or cannot be read."""
    try:
        return read(path, snapshot.read(path))
    except CasefileError:
        return None


class RemovedRecords(NamedTuple):
    """The records that were committed once and cannot be read now, in their last state.

    `successors` are the records that had a former id, by that id, in the last state that states it: removed
    records, and present ones that do not state it any more, such as a withdrawn case.
    """

    register: Register
    successors: Mapping[str, Entry]

    def renamed(self, entry: Entry) -> Entry:
        """Return a removed record as it was after all its renames."""
        met = {entry.id}
        while (later := self.successors.get(entry.id)) and later.id not in met:
            if is_another_person(entry, later):
                break
            met.add(later.id)
            entry = later
        return entry


def _removed_records(past: Past, here: Register) -> RemovedRecords:
    """Return the records that were removed, or whose files have become unreadable."""
    there = {path: entry for path, entry in here.entries.items() if entry.data is not None}
    last: dict[str, Entry] = {}
    for commit in past.commits:
        for touched in commit.touched:
            path = touched.path
            is_shown = path in there and not there[path].withdrawn
            if is_shown or path == SETTINGS or (path in last and last[path].data is not None):
                continue
            states = [(touched.after, touched.mode), *zip(touched.before, touched.modes, strict=True)]
            blob, mode = next((state for state in states if state[0] is not None), (None, ""))
            entry = past.entry(path, blob, mode)
            is_of_use = entry is not None and not (path in there and entry.withdrawn)
            if entry is not None and is_of_use and (entry.data is not None or path not in last):
                last[path] = entry
    successors = {
        old: there.get(path, entry) for path, entry in reversed(last.items()) for old in entry.former_ids
    }
    known = {*(entry.id for entry in there.values()), *here.formerly}
    gone = Register(entry for path, entry in last.items() if path not in there and entry.id not in known)
    return RemovedRecords(gone, successors)
