"""A snapshot of the register in the index."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from casefile.errors import Problem
from casefile.storage.index import Board, IndexState


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


Seen = TypeVar("Seen", bound=Sight)


def tips_of(root: Path) -> list[str]:
    """Return the commits whose history tells which cases were withdrawn, and what else makes that history."""
    from casefile.storage.repository import Repository  # noqa: PLC0415 - git, which most registers are not asked
    from casefile.storage.repository.merges import tips  # noqa: PLC0415

    repository = Repository.open(root)
    return [*tips(repository), repository.beside_commits().hex()] if repository else []
