"""A snapshot of the register in the index, and the connection to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.errors import Problem
from casefile.files.clone_paths import private_folder
from casefile.index import IndexState, SnapshotIndex, open_snapshot_index

if TYPE_CHECKING:  # only the commands that read the files have loaded it
    from casefile.loading.open_register import OpenedRegister


class IndexedSnapshot:
    """A snapshot of the register in the index; `commit` is None for the files of the folder.

    `opened` is the register from which the index was just made; None if the index was there before, or if
    the register is large and its index is on the disk.

    `index_query.ask_index` answers a question about it also if the index is damaged: if `is_replaceable`, all
    files are then read again.
    """

    opened: OpenedRegister | None = None
    is_replaceable = True

    def __init__(
        self,
        snapshot_index: SnapshotIndex,
        state: IndexState,
        root: Path,
        *,
        commit: str | None = None,
        is_in_memory: bool = False,
    ) -> None:
        self._snapshot_index, self.state, self.root, self.commit = snapshot_index, state, root, commit
        self.is_in_memory, self._process = is_in_memory, os.getpid()

    def copy(self) -> IndexedSnapshot:
        """Return the same snapshot as another object, which an attribute of this object can keep.

        An object that refers to itself would keep its connection open.
        """
        other = IndexedSnapshot(
            self.snapshot_index, self.state, self.root, commit=self.commit, is_in_memory=self.is_in_memory
        )
        other.opened = self.opened
        return other

    @property
    def snapshot_index(self) -> SnapshotIndex:
        """The index, opened by this process: a fork opens it for itself."""
        if self._process != os.getpid() and not self.is_in_memory:
            folder = private_folder(self.root)
            if folder is None:
                raise OSError("the index no longer exists")
            self._snapshot_index, self._process = open_snapshot_index(folder), os.getpid()
        return self._snapshot_index

    def turn_to(self, other: IndexedSnapshot) -> None:
        """Use another index that contains the same snapshot from now on."""
        self._snapshot_index, self.state = other.snapshot_index, other.state
        self.opened, self.is_in_memory = other.opened, other.is_in_memory

    @property
    def known_at(self) -> str:
        """The label of the snapshot for headings."""
        return self.state.facts["label"]

    @property
    def broken(self) -> tuple[Problem, ...]:
        """The problems because of which files are not shown."""
        return tuple(Problem(**each) for each in self.state.facts["unshown"])

    @property
    def has_withdrawn(self) -> bool:
        """Whether the snapshot contains a withdrawal notice, or a case with errors that may have been one."""
        return self.state.facts["tips"] is not None

    @property
    def cases(self) -> int:
        """The number of valid cases that were not withdrawn."""
        return self.state.facts["cases"]


def history_heads(root: Path) -> list[str]:
    """Return the ids of the commits in whose history withdrawn cases are searched; empty outside of git.

    The last item is the content of git's file `shallow` in hexadecimal digits, empty for a full clone.
    """
    from casefile.git import Repository  # noqa: PLC0415 - git, which most commands do not need
    from casefile.git.merge_state import find_tips  # noqa: PLC0415

    repository = Repository.open(root)
    return [*find_tips(repository), repository.read_shallow_file().hex()] if repository else []
