"""The files of a moment that is on the board: one is opened only where somebody looks into it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from casefile.errors import NotFound, Problem, SomebodyElse
from casefile.operations.board.looking import Hand, Sight
from casefile.operations.load import settings_in, strays_of
from casefile.operations.remembering import as_committed, as_seen, entry_of
from casefile.operations.revision import work_tree
from casefile.register import SETTINGS, Asked, Entry, LazyEntry, Register, as_text, read_entry
from casefile.storage.census import take
from casefile.storage.index import Board, Found, State, purge
from casefile.storage.snapshots import Revision, Snapshot, WorkingTree
from casefile.storage.whereabouts import private_folder
from casefile.summary import Row

if TYPE_CHECKING:
    from casefile.model.settings import Settings

Answer = TypeVar("Answer")


class OnBoard(Register):
    """The records of a sight: what is asked of one opens its file alone.

    Where all records are asked for, the board tells of all of them, and a file is read where somebody looks
    into it. If something is wrong with the index, it is replaced by one in memory: see `Hand`.
    """

    def __init__(self, seen: Sight) -> None:
        self._hand = Hand(seen)
        self._opened: dict[str, Entry] = {}
        self._taken_by: dict[str, str | None] = {}
        self._rows = {}
        self._known: dict[str, Entry | None] = {}
        self.entries = Asked(self._at, self._paths, lambda: self.whole.entries)

    @property
    def seen(self) -> Sight:
        """What the board was asked about."""
        return self._hand.seen

    @cached_property
    def whole(self) -> Register:
        """The register with all its entries at hand, also those that git's history gives an error."""
        from casefile.operations.returned import kept_away  # noqa: PLC0415 - few commands need all of them

        entries = self._ask(
            lambda board, state: [self.entry_of(each, in_memory=False) for each in board.every(state)]
        )
        strays = strays_of(self._snapshot, entries) if self.unshown else ()
        whole = kept_away(self.seen.root, Register(entries, self.problems, strays), self.seen.commit)
        self._opened.update(whole.entries)
        return whole

    @cached_property
    def _snapshot(self) -> Snapshot:
        """The files of the moment: those of the folder, or of a commit."""
        root, commit = self.seen.root, self.seen.commit
        return WorkingTree(root) if commit is None else Revision(work_tree(root), commit)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:  # type: ignore[override]
        """What is wrong with files that could not even be read as an entry."""
        return tuple(Problem(**each) for each in self.seen.state.facts["unread"])

    @cached_property
    def strays(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """What is no record, and may hold what one would."""
        return self.whole.strays if self.unshown else ()

    @cached_property
    def taken_out(self) -> tuple[Entry, ...]:  # type: ignore[override]
        """The cases that were withdrawn, as git's history has them."""
        return self.whole.taken_out if self.seen.has_withdrawn else ()

    @cached_property
    def settings(self) -> Settings:
        """The settings, the strictest where casefile.yaml has errors."""
        return settings_in(self._snapshot)

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown, in the order of their places."""
        return self.seen.broken

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one."""
        return dict(self.seen.state.facts["formerly"])

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """How each source stands to the person it speaks of, where it says so."""
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
        """The ids of all sources that can be read, also of those that do not say how they stand."""
        return frozenset(self._ask(lambda board, state: board.ids(state, "source")))

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too."""
        return Asked(self._of_id, self._ids, lambda: self.whole.by_id)

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id."""
        return Asked(lambda record: [self.by_id[record].path], self._ids, lambda: self.whole.stated)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every record, broken ones too."""
        return frozenset(self._ids())

    @property
    def is_empty(self) -> bool:
        """Whether there is no sound record."""
        return self._ask(Board.is_empty)

    @property
    def cases(self) -> int:
        """How many sound cases there are that were not withdrawn."""
        return self.seen.cases

    def opened(self, record_id: str) -> Entry | None:
        """Return a record that is shown; None where the board does not know of it."""
        if record_id not in self._known:
            found = self._ask(lambda board, state: board.by_id(state, record_id))
            self._known[record_id] = self.entry_of(found) if found is not None else None
        return self._known[record_id]

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        # the index does not contain of what kind broken ones are
        yield from self.whole.of_kind(kind) if self.unshown else self._sound_of(kind)

    def rows_of(self, kind: str) -> tuple[Row, ...]:
        """Return the excerpts of the sound records of a kind, in the order of their paths."""
        return tuple(map(self._row, self._sound_of(kind)))

    def _sound_of(self, kind: str) -> list[Entry]:
        return self._ask(lambda board, state: [*map(self.entry_of, board.of_kind(state, kind))])

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The excerpts of all sound records, in the order of their paths."""
        found = self._ask(
            lambda board, state: [self.entry_of(each) for each in board.every(state) if each.row is not None]
        )
        return tuple(map(self._row, found))

    def linked_entries(self, ids: Collection[str]) -> Iterator[Entry]:
        """Yield the sound records that are, or name, one of these, by their paths."""
        found = self._ask(lambda board, state: [*map(self.entry_of, board.linked(state, ids))])
        entries = {each.path: each for each in found}
        yield from (entries[path] for path in sorted(entries))

    @cached_property
    def statute_labels(self) -> Mapping[str, str]:
        """The labels of the sound statutes, by their ids."""
        return self._ask(lambda board, state: board.labels(state, "statute"))

    def label(self, record_id: str) -> tuple[str, str] | None:
        """Return the label of a sound record, and the publisher of a source; None where there is none."""
        return self._ask(lambda board, state: board.label(state, record_id))

    def _at(self, path: str) -> Entry:
        if path == SETTINGS and path not in self._opened:
            self._opened[path] = _settings(self._snapshot)
        if path in self._opened:
            return self._opened[path]
        found = self._ask(lambda board, state: board.at(state, path))
        if found is None:
            raise KeyError(path)
        return self.entry_of(found)

    def _of_id(self, record_id: str) -> Entry:
        entry = self.opened(record_id)
        if entry is None and self.unshown:  # the index does not contain the ids of broken ones
            return self.whole.by_id[record_id]
        if entry is None:
            raise KeyError(record_id)
        return entry

    def _ids(self) -> Iterable[str]:
        return self.whole.by_id if self.unshown else self._ask(Board.ids)

    def _paths(self) -> Iterable[str]:
        return self._ask(Board.paths)

    def entry_of(self, found: Found, *, in_memory: bool = True) -> Entry:
        """Return the entry of a file, the same one each time, with its excerpt `in_memory` or not."""
        if found.path not in self._opened:
            self._opened[found.path] = self._made(found, in_memory=in_memory)
            self._taken_by[found.path] = found.by
        return self._opened[found.path]

    def _remembered_row(self, entry: Entry) -> Row | None:
        """Return the excerpt that the board knows to be up to date, without the settings it was taken by."""
        known = entry.row if isinstance(entry, LazyEntry) else None
        taken_by = self._taken_by.get(entry.path)
        if known is None or taken_by is None:
            return super()._remembered_row(entry)
        return known[0] if as_text(known[1]) == taken_by else None

    def _made(self, found: Found, *, in_memory: bool = True) -> Entry:
        fetch = (
            partial(self._read, found.path, found.key)
            if self.seen.commit is None
            else partial(as_committed, self._snapshot, self.seen.root, found.path, found.key)
        )
        return entry_of(found, fetch, None if in_memory else partial(self._row_text, found.key))

    def _read(self, path: str, key: bytes) -> bytes:
        """Read a file; SomebodyElse CF701 if it is another than the index has.

        If nothing has changed in the folder, the index is damaged: it is removed, so that the next command
        makes it anew.
        """
        root = self.seen.root
        try:
            return as_seen(root, path, key)
        except SomebodyElse:
            now, folder = take(root), private_folder(root)
            if now is not None and now.digest == self.seen.state.census and folder is not None:
                purge(folder)
            raise

    def _row_text(self, key: bytes) -> str | None:
        return self._ask(lambda board, _: board.row_text(key))

    def let_go(self) -> None:
        """Forget the records that were opened."""
        for opened in (self._opened, self._known, self._rows):
            opened.clear()

    def _ask(self, question: Callable[[Board, State], Answer]) -> Answer:
        return self._hand.ask(lambda seen: question(seen.board, seen.state))


def _settings(snapshot: Snapshot) -> Entry:
    try:
        return read_entry(SETTINGS, snapshot.read(SETTINGS))
    except NotFound as error:
        raise KeyError(SETTINGS) from error
