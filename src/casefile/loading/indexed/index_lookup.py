"""Answers from the board: what registers are asked most, without opening a record.

Nothing on the board counts unless the files are, byte for byte, those it was made of; otherwise the register
is read and put there again. Where nothing may or can be kept, it is put on a board in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.files.fingerprints import take
from casefile.files.register_folder import find_root, read_or_problem
from casefile.index import Board, IndexState, Tolerated, index_folder, key_of, name_of, open_board
from casefile.loading.indexed.index_query import Answer, ask
from casefile.loading.indexed.indexed_snapshot import Sight, tips_of
from casefile.model.record_labels import Labels

if TYPE_CHECKING:  # a sight needs no dates
    from casefile.dates import Day
    from casefile.loading.indexed.indexed_register import ByBoard
    from casefile.loading.read_times import Clocks


class Glance(Sight):
    """A snapshot of the register, and the day that is asked about: every answer is read from it.

    `asked` is true if the day was given; otherwise it is today.
    """

    def __init__(self, seen: Sight, on: Day, *, asked: bool) -> None:
        super().__init__(
            seen.board, seen.state, seen.root, commit=seen.commit, is_in_memory=seen.is_in_memory
        )
        self.on, self.asked = on, asked

    @property
    def horizon(self) -> Day:
        """Up to when entries are shown: a hearing ahead is recorded today, but was not on a day long past."""
        from casefile.dates import LAST_DAY  # noqa: PLC0415 - a sight needs no dates

        return self.on if self.asked else LAST_DAY

    @cached_property
    def register(self) -> ByBoard:
        """The register; only the files that are used are opened."""
        from casefile.loading.indexed.indexed_register import ByBoard  # noqa: PLC0415 - the model: what the board spares us

        return ByBoard(self.apart())

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels of shared records, by id."""
        apart = self.apart()
        return Labels(
            lambda record: ask(apart, lambda seen: seen.board.label(seen.state, record)),
            lambda: ask(apart, lambda seen: seen.board.rows(seen.state)),
        )


def from_board(directory: Path, clocks: Clocks, question: Callable[[Glance], Answer | None]) -> Answer:
    """Answer a question from the index; if the answer is None, from an index in memory made of the files."""

    def answered(seen: Glance) -> Answer:
        answer = question(seen)
        if answer is None:
            raise ValueError("the index does not contain the answer")
        return answer

    return ask(looked_at(directory, clocks), answered)


def looked_at(directory: Path, clocks: Clocks) -> Glance:
    """Return the snapshot of the register that is asked about, with the day: that of `clocks`, or today.

    A snapshot that is not in the index is put there, or into an index in memory if it cannot be kept.
    """
    from casefile.loading.read_times import day_typed, local_day  # noqa: PLC0415 - loaded by those who have clocks

    seen = sight(directory) if clocks.known_at is None else sight_at(directory, clocks.known_at)
    if seen is None:
        from casefile.loading.indexed.index_build import put_anew  # noqa: PLC0415 - all that reads files

        seen = put_anew(directory, clocks.known_at)
    day = day_typed(clocks.on, local_day(seen.state.facts["zone"], clocks.now))
    return Glance(seen, day, asked=clocks.on is not None)


def sight(directory: Path) -> Sight | None:
    """Return the part of the index for the register around a folder; None if the index is out of date.

    If only a few files changed, the index is updated first, which writes to it.
    """
    root = find_root(directory)
    with Tolerated(root):
        folder = index_folder(root)
        if folder is not None:
            board = open_board(folder)
            state = _state(board, root)
            return Sight(board, state, root) if state is not None else None
    return None


def sight_at(directory: Path, known_at: str) -> Sight | None:
    """Look at the board for the register as committed at a revision or a day; None if it is not there."""
    root = find_root(directory)
    folder = index_folder(root)
    if folder is None:
        return None
    from casefile.loading.revision import commit_of, work_tree  # noqa: PLC0415 - git: seldom asked for

    commit = commit_of(work_tree(root), known_at)
    with Tolerated(root):
        board = open_board(folder)
        state = board.state(name_of(root, commit))
        return Sight(board, state, root, commit=commit) if state is not None else None
    return None


def _state(board: Board, root: Path) -> IndexState | None:
    """Return the state in the index if names, sizes and times of the files are still the same.

    If only a few files changed, it is updated first.
    """
    state = board.state(name_of(root))
    census = take(root) if state is not None else None
    if state is None or census is None:
        return None
    if census.digest != state.census:
        from casefile.loading.indexed.index_refresh import amended  # noqa: PLC0415 - the reader: needed after a change

        return amended(board, state, root, census)
    if state.facts["tips"] is not None and state.facts["tips"] != tips_of(root):
        return None
    young = state.facts["young"]
    if not all(_is_same(board, state, root, path) for path in young):
        return None
    if young and (still := [*census.young]) != young:
        with Tolerated(root):  # somebody else may be writing: then the next one notes it
            return board.settle(state, still)
    return state


def _is_same(board: Board, state: IndexState, root: Path, path: str) -> bool:
    """Read a file that was written so late that its times cannot tell."""
    blob = read_or_problem(root, path)
    known = board.at(state, path)
    return isinstance(blob, bytes) and known is not None and key_of(path, blob) == known.key
