"""Answers from the board: what registers are asked most, without opening a record.

Nothing on the board counts unless the files are, byte for byte, those it was made of; otherwise the register
is read and put there again. Where nothing may or can be kept, it is put on a board in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from casefile.model.labels import Labels
from casefile.operations.board.hand import Hand
from casefile.operations.board.sight import Sight, tips_of
from casefile.storage.census import take
from casefile.storage.folder import find_root, read_or_problem
from casefile.storage.index import (
    TROUBLE,
    Board,
    IndexState,
    index_folder,
    is_used,
    key_of,
    name_of,
    open_board,
)
from casefile.storage.whereabouts import NAME

if TYPE_CHECKING:  # a sight needs no dates
    from casefile.model.dates import Day
    from casefile.operations.board.register import ByBoard
    from casefile.operations.clocks import Clocks

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Glance(Sight):
    """A moment of the register, and the day that is asked about: what every answer is read from.

    `asked` is true if the day was given; otherwise it is today.
    """

    on: Day
    asked: bool

    @property
    def horizon(self) -> Day:
        """Up to when entries are shown: a hearing ahead is recorded today, but was not on a day long past."""
        from casefile.model.dates import LAST_DAY  # noqa: PLC0415 - a sight needs no dates

        return self.on if self.asked else LAST_DAY

    @cached_property
    def register(self) -> ByBoard:
        """The register; only the files that are used are opened."""
        from casefile.operations.board.register import ByBoard  # noqa: PLC0415 - the model: what the board spares us

        return ByBoard(replace(self))  # not itself: a cycle would keep the connection open

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels of shared records, by id."""
        hand = Hand(replace(self))
        return Labels(
            lambda record: hand.ask(lambda seen: seen.board.label(seen.state, record)),
            lambda: hand.seen.register.by_id,
        )


def from_board(directory: Path, clocks: Clocks, question: Callable[[Glance], Answer | None]) -> Answer:
    """Answer a question from the index; if the answer is None, from an index in memory made of the files."""

    def answered(seen: Glance) -> Answer:
        answer = question(seen)
        if answer is None:
            raise ValueError("the index does not contain the answer")
        return answer

    return Hand(looked_at(directory, clocks)).ask(answered)


def looked_at(directory: Path, clocks: Clocks) -> Glance:
    """Look at the board for a moment of the register; one that is not there is put there, or in memory."""
    seen = glance(directory, clocks)
    if seen is not None:
        return seen
    from casefile.operations.board.putting import put_anew  # noqa: PLC0415 - all that reads files

    return _on_the_day(put_anew(directory, clocks.known_at), clocks)


def glance(directory: Path, clocks: Clocks) -> Glance | None:
    """Look at the board for a moment of the register, and settle the day; None as `sight` has it."""
    seen = sight(directory) if clocks.known_at is None else sight_at(directory, clocks.known_at)
    return None if seen is None else _on_the_day(seen, clocks)


def _on_the_day(seen: Sight, clocks: Clocks) -> Glance:
    """Return a moment with the typed day, or with today in the time zone of the register."""
    from casefile.operations.clocks import day_typed, local_day  # noqa: PLC0415 - whoever has clocks has it loaded

    day = day_typed(clocks.on, local_day(seen.state.facts["zone"], clocks.now))
    return Glance(
        seen.board,
        seen.state,
        seen.root,
        day,
        clocks.on is not None,
        commit=seen.commit,
        is_in_memory=seen.is_in_memory,
    )


def sight(directory: Path) -> Sight | None:
    """Return the part of the index for the register around a folder; None if the index is out of date.

    If only a few files changed, the index is updated first, which writes to it.
    """
    root = find_root(directory)
    with contextlib.suppress(*TROUBLE):
        folder = index_folder(root)
        if folder is not None:
            board = open_board(folder)
            state = _state(board, root)
            return Sight(board, state, root) if state is not None else None
    return None


def sight_at(directory: Path, known_at: str) -> Sight | None:
    """Look at the board for the register as committed at a revision or a day; None if it is not there."""
    if not is_used():
        return None
    from casefile.operations.revision import commit_of, work_tree  # noqa: PLC0415 - git: seldom asked for

    root = find_root(directory)
    repository = work_tree(root)
    commit = commit_of(repository, known_at)
    with contextlib.suppress(*TROUBLE):
        if (repository.private / NAME).is_file():
            board = open_board(repository.private)
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
        from casefile.operations.board.amending import amended  # noqa: PLC0415 - the reader: needed after a change

        return amended(board, state, root, census)
    if state.facts["tips"] is not None and state.facts["tips"] != tips_of(root):
        return None
    young = state.facts["young"]
    if not all(_is_same(board, state, root, path) for path in young):
        return None
    if young and (still := [*census.young]) != young:
        with contextlib.suppress(*TROUBLE):  # somebody else may be writing: then the next one notes it
            return board.settle(state, still)
    return state


def _is_same(board: Board, state: IndexState, root: Path, path: str) -> bool:
    """Read a file that was written so late that its times cannot tell."""
    blob = read_or_problem(root, path)
    return isinstance(blob, bytes) and key_of(path, blob) == board.key(state, path)
