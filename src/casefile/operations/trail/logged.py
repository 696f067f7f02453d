"""What `log` answers: commits as what they did to records."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from casefile.changes.difference import Difference
from casefile.errors import Problem
from casefile.storage.repository import Repository
from casefile.storage.repository.history import Commit


class Logged(Struct, frozen=True):
    """A commit and what it did; `cut` where a shallow clone ends, so that all it holds looks new."""

    commit: Commit
    differences: tuple[Difference, ...]
    cut: bool = False

    def as_data(self) -> Iterator[dict[str, object]]:
        """Yield the contract's JSON: one row a record."""
        day = self.commit.day
        who = {
            "commit": self.commit.id,
            "author": self.commit.author,
            "date": day.isoformat() if day else None,
        }
        for each in self.differences:
            yield who | each.as_data() | ({"cut": True} if self.cut else {})


class Log(Struct, frozen=True):
    """The answer of `log`, newest first; `known_at` is the commit from which it leads back, if there is one.

    `named` are the records that were asked for, by their ids now; none where all are.
    """

    entries: tuple[Logged, ...]
    known_at: str | None
    named: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def shallow(repository: Repository) -> tuple[Problem, ...]:
    """Say so where a clone does not reach back to the beginning."""
    if not repository.shallow:
        return ()
    said = "this clone is shallow: who wrote what before it begins is not known here"
    return (Problem.of_file("", "CF730", said, "git fetch --unshallow", "warning"),)
