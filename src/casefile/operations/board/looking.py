"""Answers from the board: what registers are asked most, without opening a record.

Nothing on the board counts unless the files are, byte for byte, those it was made of; otherwise the register
is read and put there again. Where nothing may or can be kept, it is put on a board in memory.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from casefile.errors import Problem
from casefile.storage.census import take
from casefile.storage.folder import find_root, read_or_problem
from casefile.storage.index import TROUBLE, Board, Cache, IndexState, is_used, key_of, reader
from casefile.storage.whereabouts import NAME, private_folder
from casefile.views.labels import Labels

if TYPE_CHECKING:  # a sight needs no dates
    from casefile.model.dates import Day
    from casefile.operations.board.register import ByBoard
    from casefile.operations.clocks import Clocks

Answer = TypeVar("Answer")
Seen = TypeVar("Seen", bound="Sight")


@dataclass(frozen=True)
class Sight:
    """A moment of the register that is on the board; `commit` is absent for the files of the folder."""

    board: Board
    state: IndexState
    root: Path
    commit: str | None = field(default=None, kw_only=True)
    is_in_memory: bool = field(default=False, kw_only=True)

    @property
    def known_at(self) -> str:
        """How the moment is called."""
        return self.state.facts["label"]

    @property
    def broken(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown."""
        return tuple(Problem(**each) for each in self.state.facts["unshown"])

    @property
    def has_withdrawn(self) -> bool:
        """Whether it contains a withdrawal notice, or a case with errors that may have been one."""
        return self.state.facts["tips"] is not None

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self.state.facts["cases"]


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

    return put_anew(directory, clocks)


def glance(directory: Path, clocks: Clocks) -> Glance | None:
    """Look at the board for a moment of the register, and settle the day; None as `sight` has it."""
    from casefile.operations.clocks import day_typed, local_day  # noqa: PLC0415 - whoever has clocks has it loaded

    seen = sight(directory) if clocks.known_at is None else sight_at(directory, clocks.known_at)
    if seen is None:
        return None
    day = day_typed(clocks.on, local_day(seen.state.facts["zone"], clocks.now))
    return glance_of(seen, day, clocks)


def glance_of(seen: Sight, day: Day, clocks: Clocks) -> Glance:
    """Return a moment with the day that is asked about."""
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
        folder = _kept_in(root)
        if folder is not None:
            board = _opened(folder)
            state = _state(board, root)
            return Sight(board, state, root) if state is not None else None
    return None


def _kept_in(root: Path) -> Path | None:
    """Return the folder in which something is kept of the register; None where nobody shall ask."""
    folder = private_folder(root) if is_used() else None
    return folder if folder is not None and (folder / NAME).is_file() else None


def _opened(folder: Path) -> Board:
    return Board(Cache(folder, reader()).connected())


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
            board = _opened(repository.private)
            state = board.state(name_of(root, commit))
            return Sight(board, state, root, commit=commit) if state is not None else None
    return None


def none_was_withdrawn(root: Path) -> bool:
    """Return whether the index has the files of a folder, without a withdrawal notice among them.

    Nor among those of another working tree of the clone. Otherwise no content of a commit may be kept: it may
    be that of a withdrawn case.
    """
    with contextlib.suppress(*TROUBLE):
        folder = _kept_in(root)
        if folder is not None:
            seen = {each.name: each.facts["tips"] for each in _opened(folder).states(name_of(""))}
            return name_of(root) in seen and not any(tips is not None for tips in seen.values())
    return False


class Hand(Generic[Seen]):
    """A moment on the board for whoever works on it: a fork opens the board for itself."""

    def __init__(self, seen: Seen) -> None:
        self._seen, self._process = seen, os.getpid()

    def ask(self, question: Callable[[Seen], Answer]) -> Answer:
        """Ask the index; if it is damaged or locked, ask one in memory, then and from then on.

        A row has another number there, so numbers must not outlive the question.
        """
        try:
            return question(self.seen)
        except TROUBLE as trouble:
            if self._seen.is_in_memory:
                raise
            import logging  # noqa: PLC0415 - seldom needed

            logging.getLogger(__name__).debug("the index does not answer: %s", trouble)
        from casefile.operations.board.putting import put_in_memory  # noqa: PLC0415 - all that reads files

        self._seen = put_in_memory(self._seen)
        return question(self._seen)

    @property
    def seen(self) -> Seen:
        """The moment, by a board that this process has opened."""
        if self._process != os.getpid() and not self._seen.is_in_memory:
            folder = private_folder(self._seen.root)
            if folder is None:
                raise OSError("the board is gone")
            self._seen = replace(self._seen, board=_opened(folder))
            self._process = os.getpid()
        return self._seen


def name_of(root: Path | str, commit: str | None = None) -> str:
    """Return the name of the moment that the files of a folder are, or a commit of the register there."""
    return f"files {root}" if commit is None else f"commit {commit} {root}"


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


def tips_of(root: Path) -> list[str]:
    """Return the commits whose history tells which cases were withdrawn, and what else makes that history."""
    from casefile.storage.repository import Repository  # noqa: PLC0415 - git, which most registers are not asked
    from casefile.storage.repository.merges import tips  # noqa: PLC0415

    repository = Repository.open(root)
    return [*tips(repository), repository.beside_commits().hex()] if repository else []


def _is_same(board: Board, state: IndexState, root: Path, path: str) -> bool:
    """Read a file that was written so late that its times cannot tell."""
    blob = read_or_problem(root, path)
    return isinstance(blob, bytes) and key_of(path, blob) == board.key(state, path)
