"""A register that is answered from the index, so that few of its files are opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from casefile.errors import Problem
from casefile.files.worker_processes import in_rounds
from casefile.index import IndexedFile, IndexState, SnapshotIndex
from casefile.loading.indexed.index_query import Answer, ask_index
from casefile.loading.indexed.indexed_files import IndexedFiles
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.loading.indexed.word_search import WordSearch
from casefile.loading.open_register import settings_in, unrecognised_entries
from casefile.model.vocabularies import Tier
from casefile.names import fold_text, matches
from casefile.register import SETTINGS, Entry, LazyEntry, LazyMapping, Outline, Overlay, Register, Rules
from casefile.register.record_summary import Disclosure, Known, RecordSummary

if TYPE_CHECKING:
    from casefile.model.settings import Settings


class IndexedRegister(Register):
    """The register as the index has it: a question about one record opens only the file of that record.

    A question about all records takes them from the index, and reads a file when its content is used.
    If something is wrong with the index, it is replaced by one in memory: see `IndexedSnapshot`.
    """

    def __init__(self, seen: IndexedSnapshot) -> None:
        self.seen = seen
        self._files = IndexedFiles(seen)
        self._rows = {}
        self._known: dict[str, Entry | None] = {}
        self.entries = LazyMapping(self._at, self._paths, lambda: self.whole.entries)

    @cached_property
    def whole(self) -> Register:
        """The register with all its entries at hand, also those that git's history gives an error."""
        from casefile.loading.reinstated_cases import hide_reinstated_cases  # noqa: PLC0415 - few commands need all of them

        entries = self._ask(
            lambda snapshot_index, state: [
                self._files.entry_of(each, in_memory=False) for each in snapshot_index.every(state)
            ]
        )
        strays = unrecognised_entries(self._files.snapshot, entries) if self.unshown else ()
        whole = hide_reinstated_cases(
            self.seen.root, Register(entries, self.problems, strays), self.seen.commit
        )
        self._files.opened.update(whole.entries)
        return whole

    @cached_property
    def problems(self) -> tuple[Problem, ...]:  # type: ignore[override]
        """Problems of files that could not be read as an entry."""
        return tuple(Problem(**each) for each in self.seen.state.facts["unread"])

    @cached_property
    def strays(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """Entries of files that are not records, but may contain the data of one."""
        return self.whole.strays if self.unshown else ()

    @cached_property
    def taken_out(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """The cases that were withdrawn, as git's history has them."""
        return self.whole.taken_out if self.seen.has_withdrawn else ()

    @cached_property
    def settings(self) -> Settings:
        """The settings, the strictest where casefile.yaml has errors."""
        return settings_in(self._files.snapshot)

    @property
    def rules(self) -> Rules:
        """The settings that the excerpts depend on, as plain values: casefile.yaml is not read for them."""
        return self.seen.state.facts["rules"]

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """The problems because of which files are not shown, in the order of their positions."""
        return self.seen.broken

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one."""
        return dict(self.seen.state.facts["formerly"])

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, where it states one, by its id and its former ones."""
        return dict(self.seen.state.facts["connections"])

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The sources that are or may be close to the person: ids, former ones too."""
        return frozenset(self.seen.state.facts["close_sources"])

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key."""
        return dict(self.seen.state.facts["addresses"])

    @property
    def sources(self) -> frozenset[str]:
        """The ids of all sources that can be read, also of those that state no connection."""
        return frozenset(self._ask(lambda snapshot_index, state: snapshot_index.rows(state, "source")))

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too."""
        return LazyMapping(self._of_id, self._ids, lambda: self.whole.by_id)

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id."""
        return LazyMapping(lambda record: [self.by_id[record].path], self._ids, lambda: self.whole.stated)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every record, broken ones too."""
        return frozenset(self._ids())

    @property
    def is_empty(self) -> bool:
        """Whether there is no sound record."""
        return not self._ask(SnapshotIndex.rows)

    @property
    def cases(self) -> int:
        """How many sound cases there are that were not withdrawn."""
        return self.seen.cases

    def opened(self, record_id: str) -> Entry | None:
        """Return a record that is shown; None if the index does not have it."""
        if record_id not in self._known:
            found = self._ask(lambda snapshot_index, state: snapshot_index.by_id(state, record_id))
            self._known[record_id] = self._files.entry_of(found) if found is not None else None
        return self._known[record_id]

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        # the index does not contain of what kind broken ones are
        yield from self.whole.of_kind(kind) if self.unshown else self._sound_of(kind)

    def rows_of(self, kind: str) -> tuple[RecordSummary, ...]:
        """Return the excerpts of the sound records of a kind, in the order of their paths."""
        return tuple(map(self.row_of, self._sound_of(kind)))

    def _sound_of(self, kind: str) -> list[Entry]:
        return self._ask(
            lambda snapshot_index, state: [*map(self._files.entry_of, snapshot_index.of_kind(state, kind))]
        )

    @cached_property
    def rows(self) -> tuple[RecordSummary, ...]:
        """The excerpts of all sound records, in the order of their paths."""
        found = self._ask(
            lambda snapshot_index, state: [
                self._files.entry_of(each) for each in snapshot_index.every(state) if each.row is not None
            ]
        )
        return tuple(map(self.row_of, found))

    def linked_entries(self, ids: Collection[str]) -> Iterator[Entry]:
        """Yield the sound records that are, or name, one of these, by their paths."""
        found = self._ask(
            lambda snapshot_index, state: [*map(self._files.entry_of, snapshot_index.linked(state, ids))]
        )
        entries = {each.path: each for each in found}
        yield from (entries[path] for path in sorted(entries))

    def label(self, record_id: str) -> tuple[str, str] | None:
        """Return the label of a sound record, and the publisher of a source; None where there is none."""
        return self._ask(lambda snapshot_index, state: snapshot_index.label(state, record_id))

    def _at(self, path: str) -> Entry:
        if path == SETTINGS:
            return self._files.settings()
        if path in self._files.opened:
            return self._files.opened[path]
        found = self._ask(lambda snapshot_index, state: snapshot_index.at(state, path))
        if found is None:
            raise KeyError(path)
        return self._files.entry_of(found)

    def _of_id(self, record_id: str) -> Entry:
        entry = self.opened(record_id)
        if entry is None and self.unshown:  # the index does not contain the ids of broken ones
            return self.whole.by_id[record_id]
        if entry is None:
            raise KeyError(record_id)
        return entry

    def _ids(self) -> Iterable[str]:
        return self.whole.by_id if self.unshown else self._ask(SnapshotIndex.rows)

    def _paths(self) -> Iterable[str]:
        return self._ask(SnapshotIndex.paths)

    def entry_of(self, found: IndexedFile) -> Entry:
        """Return the entry of a file that the index has, the same one each time."""
        return self._files.entry_of(found)

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        return dict(
            reversed(self._ask(lambda snapshot_index, state: snapshot_index.words.names_of(state, kind)))
        )

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path of every sound shared record with all that it is called by."""
        found = self._ask(lambda snapshot_index, state: [*snapshot_index.words.titles(state)])
        yield from ((path, (name,)) for path, name in found)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all sound cases by their paths."""
        return self._ask(lambda snapshot_index, state: _by_path(snapshot_index.words.tiers(state)))

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The closed names of sound cases by their paths, of those that have any."""
        return self._ask(lambda snapshot_index, state: _by_path(snapshot_index.words.closed(state)))

    def names_holding(self, stems: frozenset[str]) -> Mapping[str, Disclosure]:
        """Return the names of sound cases, by paths, of which words have all these stems."""
        return self._ask(
            lambda snapshot_index, state: _by_path(snapshot_index.words.tiers_holding(state, stems))
        )

    def learn_words(self) -> None:
        """Store the words of the texts that the index does not have yet."""
        snapshot_index, state = self.seen.snapshot_index, self.seen.state

        def made(rows: Sequence[int]) -> list[tuple[int, str, bool]]:
            found = ((row, self.seen.snapshot_index.by_row(state, row)) for row in rows)
            texts = ((row, self._files.made(each).text) for row, each in found if each is not None)
            return [(row, _words(text), "\\" in text) for row, text in texts]

        in_rounds(snapshot_index.words.unread(state), made, snapshot_index.words.learn)

    def _spellings(self, kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        found: dict[str, list[str]] = {}
        for _, of_kind, record, plain in self._ask(
            lambda snapshot_index, state: [*snapshot_index.words.names(state)]
        ):
            if kind in {None, of_kind if of_kind != "withdrawn" else "case"}:
                found.setdefault(record, []).append(plain)
        yield from ((record, (*names, fold_text(record))) for record, names in found.items())

    def _alike(self, words: str, kind: str | None) -> list[RecordSummary]:
        def asked(snapshot_index: SnapshotIndex, state: IndexState) -> list[Entry]:
            with snapshot_index.steady(state):
                found = [
                    snapshot_index.by_row(state, row)
                    for row in WordSearch(snapshot_index, state).sounding(words)
                ]
            return [self._files.entry_of(each) for each in found if each is not None]

        entries = sorted(self._ask(asked), key=lambda entry: entry.path)
        return [self.row_of(entry) for entry in entries if kind in {None, entry.kind}]

    def _broken(
        self, words: str, kind: str | None, fits: Callable[[str, str], bool] = matches
    ) -> list[Entry]:
        return super()._broken(words, kind, fits) if self.unshown else []

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return the register as it would be with these entries in place of those at their paths."""
        gone = [*without]
        return (not gone and self.overlay(entries)) or self.whole.replacing(*entries, without=gone)

    def overlay(self, entries: Collection[Entry]) -> Overlay | None:
        """Return the register with these entries over the index; None if others depend on them."""
        if self.unshown or not self._ask(
            lambda snapshot_index, state: all(_is_free(snapshot_index, state, after) for after in entries)
        ):
            return None
        return Overlay(self, Register(entries), cache(lambda: self.whole.replacing(*entries)))

    def let_go(self) -> None:
        """Forget the records that were opened."""
        for opened in (self._files.opened, self._known, self._rows):
            opened.clear()

    def _ask(self, question: Callable[[SnapshotIndex, IndexState], Answer]) -> Answer:
        return ask_index(self.seen, lambda seen: question(seen.snapshot_index, seen.state))


def _is_free(snapshot_index: SnapshotIndex, state: IndexState, entry: Entry) -> bool:
    """Return whether this entry at its path changes none of the ids, sources and addresses that others use.

    The answer is right only for a snapshot of which every record is shown.
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
    before = LazyEntry(found.path, b"", Outline.from_text(found.kept.entry))
    return not (before.broken or before.withdrawn) and before.known_by == entry.known_by


def _by_path(found: Iterable[tuple[str, str, str, bool]]) -> Mapping[str, Disclosure]:
    """Gather names by the path of their case; the tier of the case itself means nothing."""
    known: dict[str, tuple[list[Known], list[Known]]] = {}
    for path, name, tier, lasting in found:
        said: Tier = tier  # type: ignore[assignment]
        known.setdefault(path, ([], []))[lasting].append((name, said))
    return {path: Disclosure("restricted", tuple(now), tuple(ever)) for path, (now, ever) in known.items()}


def _words(text: str) -> str:
    """Return every word of a text once, in plain letters; most stand in it many times, and in other texts."""
    return " ".join({_plain(each) for each in BLANKS.split(text)})


BLANKS = re.compile(r"[ \t\n\r]+")
"""Characters that always separate words; others, such as U+0085, join them in plain letters."""
_plain = lru_cache(maxsize=1 << 16)(fold_text)
