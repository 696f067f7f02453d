"""Find the indexed snapshot of a register, so that a question is answered without opening records.

The index is used only as long as names, sizes and times of the files are those from which it was made.
Otherwise the changed files, or all files, are read again. If nothing may or can be stored, the index is made
in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.files.fingerprints import take_fingerprints
from casefile.files.register_folder import find_root, read_or_problem
from casefile.index import (
    IndexState,
    SnapshotIndex,
    ToleratedFailure,
    index_folder,
    key_of,
    name_of,
    open_snapshot_index,
)
from casefile.loading.indexed.index_query import Answer, ask_index
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot, history_heads
from casefile.model.record_labels import Labels

if TYPE_CHECKING:  # a lookup needs no dates
    from casefile.dates import Day
    from casefile.loading.indexed.indexed_register import IndexedRegister
    from casefile.loading.read_times import QueryTimes


class DatedSnapshot(IndexedSnapshot):
    """A snapshot of the register, and the day that is asked about: every answer is read from it.

    `asked` is true if the day was given; otherwise it is today.
    """

    def __init__(self, seen: IndexedSnapshot, on: Day, *, asked: bool) -> None:
        self.__dict__.update(seen.__dict__)
        self.on, self.asked = on, asked

    @property
    def horizon(self) -> Day:
        """The last day of the entries that are shown: the day that the user gave, else the end of all dates.

        Without a given day, hearings in the future are shown too.
        """
        from casefile.dates import LAST_DAY  # noqa: PLC0415 - a snapshot needs no dates

        return self.on if self.asked else LAST_DAY

    @cached_property
    def register(self) -> IndexedRegister:
        """The register; only the files that are used are opened."""
        from casefile.loading.indexed.indexed_register import IndexedRegister  # noqa: PLC0415 - the model

        return IndexedRegister(self.copy())

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels of shared records, by id."""
        copied = self.copy()
        return Labels(
            lambda record: ask_index(copied, lambda seen: seen.snapshot_index.label(seen.state, record)),
            lambda: ask_index(copied, lambda seen: seen.snapshot_index.rows(seen.state)),
        )


def answer_from_index(
    directory: Path, clocks: QueryTimes, question: Callable[[DatedSnapshot], Answer]
) -> Answer:
    """Find the snapshot that `clocks` name, and answer a question as `ask_index` does."""
    return ask_index(find_dated_snapshot(directory, clocks), question)


def find_dated_snapshot(directory: Path, clocks: QueryTimes) -> DatedSnapshot:
    """Return the snapshot of the register and the day that `clocks` name; by default the files, and today.

    A snapshot that is not in the index is stored there, or in an index in memory if it cannot be stored.
    Raises BadInput CF601 if the typed day is not a single day, and the errors of `open_register`.
    """
    from casefile.loading.read_times import local_day, parse_day  # noqa: PLC0415 - loaded by those who have clocks

    seen = (
        find_indexed_snapshot(directory)
        if clocks.known_at is None
        else find_indexed_commit(directory, clocks.known_at)
    )
    if seen is None:
        from casefile.loading.indexed.index_build import build_index  # noqa: PLC0415 - all that reads files

        seen = build_index(directory, clocks.known_at)
    day = parse_day(clocks.on, local_day(seen.state.facts["zone"], clocks.now))
    return DatedSnapshot(seen, day, asked=clocks.on is not None)


def find_indexed_snapshot(directory: Path, most: int | None = None) -> IndexedSnapshot | None:
    """Return the indexed snapshot of the files of the register around a folder.

    The result is None if there is no index, or if it is out of date or fails. If only a few files changed,
    the index is updated first, which writes to it. With `most`, the result is also None if more files than
    that changed too recently for their times to prove them unchanged.
    """
    root = find_root(directory)
    with ToleratedFailure(root):
        folder = index_folder(root)
        if folder is not None:
            snapshot_index = open_snapshot_index(folder)
            state = _state(snapshot_index, root, most)
            return IndexedSnapshot(snapshot_index, state, root) if state is not None else None
    return None


def find_indexed_commit(directory: Path, known_at: str) -> IndexedSnapshot | None:
    """Return the indexed snapshot of the commit at a revision or a day; None if it is not in the index.

    If there is an index, raises MachineTrouble CF809 outside of git, and the errors of `commit_of`.
    """
    root = find_root(directory)
    folder = index_folder(root)
    if folder is None:
        return None
    from casefile.loading.revision import commit_of, work_tree  # noqa: PLC0415 - git: seldom asked for

    commit = commit_of(work_tree(root), known_at)
    with ToleratedFailure(root):
        snapshot_index = open_snapshot_index(folder)
        state = snapshot_index.state(name_of(root, commit))
        return IndexedSnapshot(snapshot_index, state, root, commit=commit) if state is not None else None
    return None


def _state(snapshot_index: SnapshotIndex, root: Path, most: int | None) -> IndexState | None:
    """Return the state in the index if names, sizes and times of the files are still the same.

    If only a few files changed, it is updated first. The result is None if all files must be read again.
    """
    state = snapshot_index.state(name_of(root))
    file_fingerprints = take_fingerprints(root) if state is not None else None
    if state is None or file_fingerprints is None or _is_too_young(state, most):
        return None
    if file_fingerprints.digest != state.file_fingerprints:
        from casefile.loading.indexed.index_refresh import refresh_index  # noqa: PLC0415 - the reader: needed after a change

        return refresh_index(snapshot_index, state, root, file_fingerprints)
    if state.facts["tips"] is not None and state.facts["tips"] != history_heads(root):
        return None
    young = state.facts["young"]
    if not all(_is_same(snapshot_index, state, root, path) for path in young):
        return None
    if young and (still := [*file_fingerprints.young]) != young:
        with ToleratedFailure(root):  # another process may be writing: then the next command stores it
            return snapshot_index.settle(state, still)
    return state


def _is_too_young(state: IndexState, most: int | None) -> bool:
    return most is not None and len(state.facts["young"]) > most


def _is_same(snapshot_index: SnapshotIndex, state: IndexState, root: Path, path: str) -> bool:
    """Return whether the content of a file is the one in the index, for a file with too recent times."""
    blob = read_or_problem(root, path)
    known = snapshot_index.at(state, path)
    return isinstance(blob, bytes) and known is not None and key_of(path, blob) == known.key
