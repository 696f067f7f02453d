"""The records that typed words may mean, from the index, so that completion does not read every file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.errors import CasefileError
from casefile.files.register_folder import find_root, has_entries
from casefile.index import ToleratedFailure
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.indexed.word_search import RecordNames, WordSearch
from casefile.model.kinds import id_by_path, kind_by_path
from casefile.model.plain_data import mapping
from casefile.names import find_begun

if TYPE_CHECKING:  # most completions need no record
    from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
    from casefile.register import Entry

MOST = 500
"""A register with this number of files or more is not read for completion without an up-to-date index."""


def match_records(directory: Path, words: str, kinds: Collection[str]) -> list[RecordNames]:
    """Return the records that partly typed words may mean, of the given kinds, or of all if there are none.

    These are the records whose id begins with the words; if there are none, those whose names match as in
    `Register.find`; if there are none either, the record with errors that the words mean. Without an index of
    a large register, only the ids in the names of files are known. Empty if the index fails. Raises NotFound
    if there is no register.
    """
    root = find_root(directory)
    seen = _find_index(root)
    if seen is None:
        return [each for each in _names_from_paths(root, kinds) if each.id.startswith(words)]
    with ToleratedFailure(root):
        found = _match(WordSearch(seen.snapshot_index, seen.state), words, kinds)
        broken = find_record(directory, words) if seen.broken and not found else None
        return found if broken is None or (kinds and broken.kind not in kinds) else [_names_of_broken(broken)]
    return []


def _names_of_broken(entry: Entry) -> RecordNames:
    """Return the names of a record with errors, which the index does not contain.

    The name is that of its person, else its title, else its id.
    """
    holder = mapping(entry.fields.get("person")) or entry.fields
    name = str(holder.get("name") or holder.get("title") or entry.id)
    return RecordNames(None, entry.id, entry.kind, entry.withdrawn, (name,), ())


def _match(search: WordSearch, words: str, kinds: Collection[str]) -> list[RecordNames]:
    known = [each for each in search.names() if not kinds or each.kind in kinds]
    if begun := [each for each in known if each.id.startswith(words)]:
        return begun
    shown = {each.id: each for each in known if each.row is not None}
    if found := find_begun(words, ((each.id, each.folded_names) for each in shown.values())):
        return [shown[each] for each in found]
    rows = search.sounding(words)
    return [each for each in shown.values() if each.row in rows]


def find_record(directory: Path, words: str) -> Entry | None:
    """Return the one record that the words mean, as a command finds it; None for none or several.

    Without an index of a large register, only a complete id is found, by the name of its file. Raises
    NotFound if there is no register.
    """
    root = find_root(directory)
    seen = _find_index(root)
    try:
        if seen is None:
            from casefile.git.snapshots import WorkingTree  # noqa: PLC0415 - most completions need no record
            from casefile.history.past_record import find_by_path  # noqa: PLC0415

            return find_by_path(WorkingTree(root), words)
        from casefile.files.typed_paths import by_register_path  # noqa: PLC0415
        from casefile.loading.indexed.indexed_register import IndexedRegister  # noqa: PLC0415
        from casefile.loading.record_finder import find_record  # noqa: PLC0415

        return find_record(IndexedRegister(seen), by_register_path(words, directory))
    except CasefileError:
        return None


def _find_index(root: Path) -> IndexedSnapshot | None:
    """Return the index of the register, made or updated now if needed.

    None if MOST files or more would have to be read for it, because that is too slow for completion.
    """
    seen = find_indexed_snapshot(root, MOST)
    if seen is None and not has_entries(root, MOST):
        from casefile.loading.indexed.index_build import build_index  # noqa: PLC0415 - all that reads files

        seen = build_index(root, None)
    if seen is not None:
        seen.is_replaceable = False
    return seen


def _names_from_paths(root: Path, kinds: Collection[str]) -> list[RecordNames]:
    from casefile.git.snapshots import WorkingTree  # noqa: PLC0415 - most completions need no record

    return [
        RecordNames(None, id_by_path(path), kind_by_path(path), False, (), ())
        for path in WorkingTree(root).paths
        if not kinds or kind_by_path(path) in kinds
    ]
