"""The files of a snapshot in the index; each is opened once, when it is used."""

from __future__ import annotations

from functools import cached_property, partial

from casefile.errors import Collision, NotFound
from casefile.files.clone_paths import private_folder
from casefile.files.fingerprints import take
from casefile.git.snapshots import Revision, Snapshot, WorkingTree
from casefile.index import IndexedFile, purge
from casefile.loading.entry_cache import as_committed, as_seen, entry_of
from casefile.loading.indexed.index_query import ask_index
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.loading.revision import work_tree
from casefile.register import SETTINGS, Entry, read_entry


class IndexedFiles:
    """The files of a snapshot, by path. `opened` contains the entries of the files that were used."""

    def __init__(self, seen: IndexedSnapshot) -> None:
        self._seen = seen
        self.opened: dict[str, Entry] = {**seen.opened.shown.entries} if seen.opened else {}

    @cached_property
    def snapshot(self) -> Snapshot:
        """The files of the snapshot: those of the folder, or of a commit."""
        root, commit = self._seen.root, self._seen.commit
        return WorkingTree(root) if commit is None else Revision(work_tree(root), commit)

    def settings(self) -> Entry:
        """Return the entry of casefile.yaml; raise KeyError if there is none."""
        if SETTINGS not in self.opened:
            try:
                self.opened[SETTINGS] = read_entry(SETTINGS, self.snapshot.read(SETTINGS))
            except NotFound as error:
                raise KeyError(SETTINGS) from error
        return self.opened[SETTINGS]

    def entry_of(self, found: IndexedFile, *, in_memory: bool = True) -> Entry:
        """Return the entry of a file, the same one each time.

        With `in_memory` its record summary is kept in memory, otherwise it is read from the index when it is
        needed.
        """
        if found.path not in self.opened:
            self.opened[found.path] = self._made(found, in_memory=in_memory)
        return self.opened[found.path]

    def text_of(self, found: IndexedFile) -> str:
        """Return the text of a file; it is not kept in memory."""
        return (self.opened.get(found.path) or self._made(found)).text

    def _made(self, found: IndexedFile, *, in_memory: bool = True) -> Entry:
        fetch = (
            partial(self._read, found.path, found.key)
            if self._seen.commit is None
            else partial(as_committed, self.snapshot, self._seen.root, found.path, found.key)
        )
        return entry_of(found, fetch, None if in_memory else partial(self._row_text, found.key))

    def _read(self, path: str, key: bytes) -> bytes:
        """Return the bytes of a file; raise Collision CF701 if they differ from those in the index.

        If nothing has changed in the folder, the index is damaged: it is removed, so that the next command
        makes a new one.
        """
        root = self._seen.root
        try:
            return as_seen(root, path, key)
        except Collision:
            now, folder = take(root), private_folder(root)
            if now is not None and now.digest == self._seen.state.file_fingerprints and folder is not None:
                purge(folder)
            raise

    def _row_text(self, key: bytes) -> str | None:
        return ask_index(self._seen, lambda seen: seen.snapshot_index.row_text(key))
