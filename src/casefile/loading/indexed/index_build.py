"""Build the index of a snapshot: read its files and store their rows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from casefile.errors import CasefileError
from casefile.files import worker_processes
from casefile.files.clone_paths import private_folder
from casefile.files.fingerprints import NO_FINGERPRINTS, Fingerprints
from casefile.index import (
    ContentCache,
    FileRecord,
    SnapshotIndex,
    SnapshotMeta,
    ToleratedFailure,
    is_used,
    name_of,
    open_in_memory,
    open_snapshot_index,
    purge,
)
from casefile.loading.case_history import may_be_notice
from casefile.loading.entry_cache import cache_entries
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot, history_heads
from casefile.loading.open_register import OpenedRegister, open_register
from casefile.model.digest import blake2b
from casefile.names import fold_text
from casefile.names.sound_lookup import SimilarityKeys, sound_keys
from casefile.register import LazyEntry, Register, as_text, depends_on
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.valid_ledger import DeadlineSettings


def build_index(directory: Path, known_at: str | None) -> IndexedSnapshot:
    """Read the register into the index, or into an index in memory if none can be stored.

    `known_at` is a revision or a day; None means the files of the folder. Raises the errors of
    `open_register`.
    """
    opened = open_register(directory, known_at)
    return store_snapshot(opened) or _store_in_memory(opened)


def fill_index(root: Path) -> None:
    """Store the files of a register in the index if it has none of them, as after a program update.

    Nothing is read if nothing can be stored. A register that cannot be read as a whole is left out.
    """
    is_empty = False
    with ToleratedFailure(root):
        folder = private_folder(root) if is_used() else None
        is_empty = folder is not None and open_snapshot_index(folder).state(name_of(root)) is None
    if is_empty:
        # The command that fills the index reports the errors of the files that it needs.
        with contextlib.suppress(CasefileError):
            store_snapshot(open_register(root))


def build_index_in_memory(seen: IndexedSnapshot) -> IndexedSnapshot:
    """Return the same snapshot in an index in memory, for which the files or the commit are read again."""
    return _store_in_memory(replace(open_register(seen.root, seen.commit), known_at=seen.known_at))


def store_snapshot(opened: OpenedRegister) -> IndexedSnapshot | None:
    """Store in the index a snapshot that was read, and its entries that are not cached.

    The result is None if it may not or cannot be stored. If a case was withdrawn since, or the index is too
    large, the index is removed first.
    """
    file_fingerprints, cache, shown = opened.file_fingerprints, opened.cache(), opened.shown
    if file_fingerprints is None or cache is None or not opened.keys or shown.unjudged:
        return None
    facts = _make_facts(opened, file_fingerprints)
    outdated: list[LazyEntry] = []
    with ToleratedFailure(folder=cache.folder):
        snapshot_index, name = SnapshotIndex(cache.connected()), name_of(opened.root, opened.commit)
        before = snapshot_index.state(name)
        known = before.facts["withdrawn"] if before is not None else ()
        is_newly_withdrawn = not {*facts["withdrawn"]} <= {*known} and (
            before is not None or _holds_more(cache, opened.keys)
        )
        if is_newly_withdrawn or snapshot_index.is_overgrown(len(shown.entries)):
            # Nothing of a withdrawn case may stay in the index, and its size is limited.
            purge(cache.folder)
            return None  # the next command makes a new index
        state = snapshot_index.put(
            name, file_fingerprints, facts, _file_records(shown, opened.keys, outdated)
        )
        cache_entries(shown, {opened.keys[each.path]: (each, each.blob) for each in outdated}, opened.cache)
        seen = IndexedSnapshot(snapshot_index, state, opened.root, commit=opened.commit)
        if len(opened.keys) < worker_processes.PAYS:  # a larger one does not stay in memory
            seen.opened = opened
        return seen
    return None


def _store_in_memory(opened: OpenedRegister) -> IndexedSnapshot:
    """Return a snapshot in an index in memory, for a register that may not or cannot be stored on disk."""
    snapshot_index, shown = SnapshotIndex(open_in_memory()), opened.shown
    facts = _make_facts(opened, NO_FINGERPRINTS)
    if shown.taken_out or shown.unjudged:
        facts["tips"] = facts["tips"] or []
    files = _file_records(shown, opened.keys, [])
    state = snapshot_index.put(name_of(opened.root, opened.commit), NO_FINGERPRINTS, facts, files)
    seen = IndexedSnapshot(snapshot_index, state, opened.root, commit=opened.commit, is_in_memory=True)
    seen.opened = opened
    return seen


def _make_facts(opened: OpenedRegister, file_fingerprints: Fingerprints) -> SnapshotMeta:
    here, shown = opened.commit is None, opened.shown
    notices = [entry for entry in shown.entries.values() if may_be_notice(entry)] if here else []
    return {
        **facts_of(shown, opened.known_at, file_fingerprints),
        "withdrawn": sorted(entry.id for entry in notices if entry.withdrawn),
        "tips": history_heads(opened.root) if notices else None,
    }


def facts_of(shown: Register, label: str, file_fingerprints: Fingerprints) -> SnapshotMeta:
    """Return the metadata of a snapshot, as if it had no withdrawal notice.

    `label` describes the snapshot in headings.
    """
    return {
        "label": label,
        "zone": shown.settings.timezone,
        "rules": shown.rules,
        "cases": shown.cases,
        "formerly": shown.owners,
        "connections": {
            key: connection for key, connection in shown.connections.items() if connection is not None
        },
        "close_sources": sorted(shown.close_sources),
        "addresses": shown.addresses,
        "unshown": [each.as_data() for each in shown.unshown],
        "unread": [each.as_data() for each in shown.problems],
        "young": [*file_fingerprints.young],
        "withdrawn": [],
        "tips": None,
        "deadline_settings": _short_digest(DeadlineSettings.of(shown.settings).as_text()),
    }


def _holds_more(cache: ContentCache, keys: Mapping[str, bytes]) -> bool:
    """Return whether the cache contains other contents than these; True if it cannot be read."""
    known = cache.keys()
    return known is None or not known <= {*keys.values()}


def _short_digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=10).hexdigest()


def _file_records(
    shown: Register, keys: Mapping[str, bytes], outdated: list[LazyEntry]
) -> Iterator[FileRecord]:
    """Yield the index row of each file; entries whose stored summary is out of date are added to `outdated`.

    Stored summaries are decoded one after the other, because all of them together may be large.
    """
    sound = {entry.path: entry for entry in shown.by_id.values() if not entry.broken}
    for path in shown.entries:
        entry = sound.get(path)
        if entry is None:
            yield FileRecord(path, keys[path])
            continue
        row = entry.stored_row(shown.rules, shown.connections)  # not kept in memory by the register
        if row is None:
            row = shown.row_of(entry)
            outdated += [entry] if isinstance(entry, LazyEntry) else []
        yield file_record_of(row, keys[path], shown)


def file_record_of(row: RecordSummary, key: bytes, shown: Register) -> FileRecord:
    """Return the index row of a valid record, with the values that its summary depends on."""
    names = tuple((name, fold_text(name), sound_keys(name)) for name in row.names)
    tiers = (*((*each, False) for each in row.known), *((*each, True) for each in row.lasting))
    refs = frozenset(each.target for each in row.references)
    similarity_keys = frozenset(key for name in row.person_names for key in SimilarityKeys.of(name).stored)
    kind = "withdrawn" if row.withdrawn else row.kind
    by = as_text(depends_on(row, shown.rules, shown.connections))
    return FileRecord(
        row.path, key, row.id, kind, by, names, tiers, refs, row.label, row.publisher, similarity_keys
    )
