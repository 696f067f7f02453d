"""A register whose answers come from the index, so that few of its files are opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from casefile.errors import Collision, NotFound, Problem
from casefile.files.clone_paths import private_folder
from casefile.files.fingerprints import take_fingerprints
from casefile.files.worker_processes import run_in_rounds
from casefile.git.snapshots import Revision, Snapshot, WorkingTree
from casefile.index import IndexedFile, IndexState, SnapshotIndex, ToleratedFailure, purge
from casefile.loading.entry_cache import cached_entry, entry_of, read_committed_file, read_unchanged_file
from casefile.loading.indexed.index_query import Answer, ask_index
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.loading.open_register import unrecognised_entries
from casefile.loading.revision import work_tree
from casefile.model.vocabularies import Tier
from casefile.names import fold_text
from casefile.register import SETTINGS, Entry, LazyMapping, Overlay, Register, read_entry
from casefile.register.record_summary import Disclosure, Known, RecordSummary

if TYPE_CHECKING:
    from casefile.names.hidden_names import HiddenNames


class IndexedRegister(Register):
    """The register as the index contains it: a question about one record opens only the file of that record.

    A question about all records takes them from the index, and reads a file only when its content is used.
    If the index is damaged or locked, it is replaced by an index in memory: see `index_query.ask_index`.
    """

    def __init__(self, seen: IndexedSnapshot) -> None:
        self.seen = seen
        # The inverse of `index_build.facts_of`: these attributes take the place of cached properties.
        facts = seen.state.facts
        self.rules, self.cases, self.unshown = facts["rules"], facts["cases"], seen.broken
        self.owners, self.connections = facts["formerly"], facts["connections"]
        self.addresses, self.close_sources = facts["addresses"], frozenset(facts["close_sources"])
        self.problems = tuple(Problem(**each) for each in facts["unread"])
        self._opened: dict[str, Entry] = {**seen.opened.shown.entries} if seen.opened else {}
        self._rows = seen.opened.shown.summaries_in_memory if seen.opened else {}
        self.entries = LazyMapping(self._entry_at, self._paths, lambda: self.whole.entries)

    @cached_property
    def as_read(self) -> Register:
        """The register with all entries in memory."""
        if self.seen.opened is not None:
            return self.seen.opened.register
        entries = self._ask(
            lambda snapshot_index, state: [self.entry_of(each) for each in snapshot_index.every(state)]
        )
        strays = unrecognised_entries(self._snapshot, entries) if self.unshown else ()
        return Register(entries, self.problems, strays)

    @cached_property
    def whole(self) -> Register:
        """The register with all entries in memory; a reinstated withdrawn case has an error in it."""
        from casefile.loading.reinstated_cases import hide_reinstated_cases  # noqa: PLC0415 - few commands need all of them

        as_read = self.as_read
        opened = self.seen.opened
        whole = opened.shown if opened else hide_reinstated_cases(self.seen.root, as_read, self.seen.commit)
        self._opened.update(whole.entries)
        return whole

    @cached_property
    def strays(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """Entries of files that are not records, but may contain the data of one."""
        return self.whole.strays if self.unshown else ()

    @cached_property
    def taken_out(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """The cases that were withdrawn, as git's history has them."""
        return self.whole.taken_out if self.seen.has_withdrawn else ()

    @property
    def sources(self) -> frozenset[str]:
        """The present ids of all valid sources, also of those that state no connection."""
        return frozenset(self._ask(lambda snapshot_index, state: snapshot_index.rows(state, "source")))

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """All records by id, also those with errors."""
        return LazyMapping(self._entry_of_id, self._ids, lambda: self.whole.by_id)

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The paths of the files that state an id, by the id."""
        return LazyMapping(lambda record: [self.by_id[record].path], self._ids, lambda: self.whole.stated)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, also those with errors, in the order of their paths."""
        # the index does not contain the kind of records with errors
        return self.whole.of_kind(kind) if self.unshown else iter(self.valid_entries(kind))

    def valid_entries(self, kind: str | None = None) -> list[Entry]:
        """Return the valid records of a kind, or of all kinds, in the order of their paths."""
        return self._ask(
            lambda snapshot_index, state: [*map(self.entry_of, snapshot_index.valid(state, kind))]
        )

    def linked_entries(self, ids: Collection[str]) -> Iterator[Entry]:
        """Yield the valid records with these ids, and those that refer to them, ordered by path."""
        found = self._ask(
            lambda snapshot_index, state: [*map(self.entry_of, snapshot_index.linked(state, ids))]
        )
        entries = {each.path: each for each in found}
        yield from (entries[path] for path in sorted(entries))

    def _entry_at(self, path: str) -> Entry:
        if path == SETTINGS:
            return self._settings()
        if path in self._opened:
            return self._opened[path]
        found = self._ask(lambda snapshot_index, state: snapshot_index.at(state, path))
        if found is None:
            raise KeyError(path)
        return self.entry_of(found)

    def _entry_of_id(self, record_id: str) -> Entry:
        found = self._ask(lambda snapshot_index, state: snapshot_index.by_id(state, record_id))
        if found is not None:
            return self.entry_of(found)
        if self.unshown:  # the index does not contain the ids of records with errors
            return self.whole.by_id[record_id]
        raise KeyError(record_id)

    def _ids(self) -> Iterable[str]:
        return self.whole.by_id if self.unshown else self._ask(SnapshotIndex.rows)

    def _paths(self) -> Iterable[str]:
        return self._ask(SnapshotIndex.paths)

    @cached_property
    def _snapshot(self) -> Snapshot:
        """The files of the snapshot: those of the folder, or of a commit."""
        root, commit = self.seen.root, self.seen.commit
        return WorkingTree(root) if commit is None else Revision(work_tree(root), commit)

    def _settings(self) -> Entry:
        if SETTINGS not in self._opened:
            try:
                self._opened[SETTINGS] = read_entry(SETTINGS, self._snapshot.read(SETTINGS))
            except NotFound as error:
                raise KeyError(SETTINGS) from error
        return self._opened[SETTINGS]

    def entry_of(self, found: IndexedFile) -> Entry:
        """Return the entry of a file in the index, the same one each time."""
        if found.path not in self._opened:
            self._opened[found.path] = self._new_entry(found)
        return self._opened[found.path]

    def _new_entry(self, found: IndexedFile) -> Entry:
        fetch = (
            partial(self._read, found.path, found.key)
            if self.seen.commit is None
            else partial(read_committed_file, self._snapshot, self.seen.root, found.path, found.key)
        )
        return entry_of(found, fetch)

    def _read(self, path: str, key: bytes) -> bytes:
        """Return the bytes of a file; raise Collision CF701 if they differ from those in the index.

        If nothing has changed in the folder, the index is damaged: it is removed, so that the next command
        makes a new one.
        """
        root = self.seen.root
        try:
            return read_unchanged_file(root, path, key)
        except Collision:
            now, folder = take_fingerprints(root), private_folder(root)
            if now is not None and now.digest == self.seen.state.file_fingerprints and folder is not None:
                purge(folder)
            raise

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path and a name of each valid shared record, once for each of its names."""
        found = self._ask(lambda snapshot_index, state: [*snapshot_index.words.titles(state)])
        yield from ((path, (name,)) for path, name in found)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all valid cases and their tiers, by path."""
        return self._ask(lambda snapshot_index, state: _by_path(snapshot_index.words.tiers(state)))

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The names of valid cases and their tiers, by path, without cases whose names are all public."""
        return self._ask(
            lambda snapshot_index, state: _by_path(snapshot_index.words.tiers(state, closed=True))
        )

    def finder_of(self, closed: tuple[str, ...]) -> HiddenNames:
        """Return a finder of any part of these names; it may also find other names."""
        from casefile.names.hidden_names import extend_finder  # noqa: PLC0415 - only a check of texts needs the search

        stored = self._closed_finder
        return stored if stored.keys.names.issuperset(closed) else extend_finder(closed, stored.keys.copied())

    @cached_property
    def _closed_finder(self) -> HiddenNames:
        """A finder of the closed names of the snapshot; the index contains its keys from the first use on."""
        from casefile.names.hidden_names import extend_finder  # noqa: PLC0415 - as in `finder_of`
        from casefile.names.name_keys import NameKeys  # noqa: PLC0415

        closed = tuple(dict.fromkeys(name for name, _ in self.closed_names.known))
        texts = self._ask(lambda snapshot_index, state: snapshot_index.name_keys.of([state.number]))
        keys = next(map(NameKeys.from_text, texts.values()), NameKeys())
        is_stored = keys.names == {*closed}
        # Otherwise a name is public now, or its record is gone.
        finder = extend_finder(closed, keys if keys.names.issubset(closed) else NameKeys())
        if not is_stored:
            with ToleratedFailure(self.seen.root):  # without it, the next write computes the keys again
                text = finder.keys.as_text()
                self.seen.snapshot_index.name_keys.store([(self.seen.state.number, text)])
        return finder

    def learn_words(self) -> None:
        """Store the words of all texts whose words are not in the index yet."""
        snapshot_index, state = self.seen.snapshot_index, self.seen.state

        def make(rows: Sequence[int]) -> list[tuple[int, str, bool]]:
            found = ((row, self.seen.snapshot_index.by_row(state, row)) for row in rows)
            entries = (
                (row, self._opened.get(each.path) or self._new_entry(each))  # not kept in memory
                for row, each in found
                if each is not None
            )
            return [(row, _words(entry.text), "\\" in entry.text) for row, entry in entries]

        run_in_rounds(snapshot_index.words.unread(state), make, snapshot_index.words.store_words)

    def _spellings(self, kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        from casefile.loading.indexed.word_search import WordSearch  # noqa: PLC0415 - as in `_alike`

        for each in self._ask(lambda snapshot_index, state: [*WordSearch(snapshot_index, state).names()]):
            if each.row is not None and kind in {None, each.kind}:
                yield each.id, each.folded_names

    def _alike(self, words: str, kind: str | None) -> list[RecordSummary]:
        from casefile.loading.indexed.word_search import WordSearch  # noqa: PLC0415 - a record named by its id needs no search

        def asked(snapshot_index: SnapshotIndex, state: IndexState) -> list[Entry]:
            with snapshot_index.steady(state):
                found = [
                    snapshot_index.by_row(state, row)
                    for row in WordSearch(snapshot_index, state).sounding(words)
                ]
            return [self.entry_of(each) for each in found if each is not None]

        entries = sorted(self._ask(asked), key=lambda entry: entry.path)
        return [self.row_of(entry) for entry in entries if kind in {None, entry.kind}]

    def similar(self, names: Collection[str]) -> tuple[RecordSummary, ...]:
        """Return the cases that may have a name similar to one of these names, by path.

        Other cases may be among them.
        """
        from casefile.names.sound_lookup import SimilarityKeys  # noqa: PLC0415 - only new cases are compared

        def asked(snapshot_index: SnapshotIndex, state: IndexState) -> list[Entry]:
            similarity_keys = [*map(SimilarityKeys.of, names)]
            rows = set[int]().union(*(snapshot_index.words.similar(state, each) for each in similarity_keys))
            found = [snapshot_index.by_row(state, row) for row in sorted(rows)]
            return [self.entry_of(each) for each in found if each is not None]

        if len(names) > FEW_NAMES:  # they are similar to most others
            return super().similar(names)
        return tuple(map(self.row_of, sorted(self._ask(asked), key=lambda entry: entry.path)))

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return a register with these entries added, or in place of those at the same paths.

        Entries at the paths in `without` are left out.
        """
        gone = [*without]
        return (not gone and self.overlay(entries)) or self.whole.replacing(*entries, without=gone)

    def overlay(self, entries: Collection[Entry]) -> Overlay | None:
        """Return an overlay with these entries over the indexed ones.

        The result is None if other records may depend on them.
        """
        if self.unshown or not self._ask(
            lambda snapshot_index, state: all(
                _is_independent(snapshot_index, state, after) for after in entries
            )
        ):
            return None
        return Overlay(self, Register(entries), cache(lambda: self.whole.replacing(*entries)))

    def forget_all(self) -> None:
        """Drop the records that were opened from memory."""
        self._opened.clear()
        self._rows.clear()

    def _ask(self, question: Callable[[SnapshotIndex, IndexState], Answer]) -> Answer:
        return ask_index(self.seen, lambda seen: question(seen.snapshot_index, seen.state))


FEW_NAMES = 20
"""The most names that are looked up one by one: for more it is faster to read the names of all cases."""


def _is_independent(snapshot_index: SnapshotIndex, state: IndexState, entry: Entry) -> bool:
    """Return whether an entry changes no id, source and address that other records use.

    The result is right only for a snapshot in which all records are valid.
    """
    if entry.kind == "settings" or entry.broken or entry.withdrawn:
        return False
    found = snapshot_index.at(state, entry.path)
    if found is None:
        strange = (
            entry.formerly or entry.id in state.facts["formerly"] or snapshot_index.by_id(state, entry.id)
        )
        cited = entry.kind == "source" and any(snapshot_index.linked(state, [entry.id]))
        known = any(key in state.facts["addresses"] for key in entry.addresses)
        return not (strange or cited or known)
    if found.kept is None:
        return False
    before = cached_entry(found.path, b"", found.kept)
    return not (before.broken or before.withdrawn) and before.known_by == entry.known_by


def _by_path(found: Iterable[tuple[str, str, str, bool]]) -> Mapping[str, Disclosure]:
    """Return names with their tiers by the path of their case; the tier of the case itself is unused."""
    known: dict[str, tuple[list[Known], list[Known]]] = {}
    for path, name, tier, lasting in found:
        typed_tier: Tier = tier  # type: ignore[assignment]
        known.setdefault(path, ([], []))[lasting].append((name, typed_tier))
    return {path: Disclosure("restricted", tuple(now), tuple(ever)) for path, (now, ever) in known.items()}


def _words(text: str) -> str:
    """Return the words of a text in plain letters, each once; most words occur many times."""
    return " ".join({_plain(each) for each in BLANKS.split(text)})


BLANKS = re.compile(r"[ \t\n\r]+")
"""Characters that always separate words; others, such as U+0085, join them in plain letters."""
_plain = lru_cache(maxsize=1 << 16)(fold_text)
