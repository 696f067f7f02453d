"""The states of the files of a register, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, field

from casefile.changes.protected_fields import ProtectedFields


class Excerpt(Struct, frozen=True):
    """The part of one file in one commit that an audit needs.

    `events` are the ids in its ledger, None if the file cannot be parsed. `protected` are the fields that
    must not change without a reason: those of each event by its id, and those of a source under an empty id.
    `errors` are the reasons why the file alone is invalid, by code and field. `file` and `digest` are the
    kept file that a source names and its sha256, `statement` is a digest of everything except the ids.
    """

    id: str
    kind: str
    events: frozenset[str] | None
    formerly: tuple[str, ...] = ()
    withdrawn: bool = False
    errors: tuple[str, ...] = ()
    file: str | None = None
    digest: str | None = None
    statement: str | None = None
    protected: Mapping[str, ProtectedFields] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Return the present and the former ids of the record."""
        return frozenset((self.id, *self.formerly))


class FileState(NamedTuple):
    """A file in one commit: its path, its content id, and its excerpt."""

    path: str
    content: str
    excerpt: Excerpt


class Delta(NamedTuple):
    """A file that differs between a commit and one of its parents; None for the side without the file."""

    path: str
    before: FileState | None
    after: FileState | None


class CommitDiff(Struct, frozen=True, dict=True):
    """The differences of a commit from one of its parents: a step of a history.

    `parent` is None for a commit without parents. `merge` is true if the commit has several parents.
    `reasoned` is true if the commit message gives a reason for the changes. `marked` is true if `mark` made
    the commit.
    """

    commit: str
    merge: bool
    deltas: tuple[Delta, ...]
    parent: str | None = None
    reasoned: bool = False
    marked: bool = False

    @cached_property
    def came(self) -> Mapping[str, FileState]:
        """Return the files that the commit adds, by path."""
        return {path: after for path, before, after in self.deltas if after and before is None}

    @cached_property
    def gone(self) -> Mapping[str, FileState]:
        """Return the files that the commit removes, in their state before it, by path."""
        return {path: before for path, before, after in self.deltas if before and after is None}

    @cached_property
    def heirs(self) -> Mapping[str, FileState]:
        """Return the state in which each record that left its path continues, by the old path.

        That is the record under another id, or its withdrawal notice. The notice is found by the folder,
        which is the country and year.
        """
        copies = {path: self.copies_of(state) for path, state in self.gone.items()}
        found = {path: states[-1] for path, states in copies.items() if states}
        for notice in (each for each in self.came.values() if each.excerpt.withdrawn):
            left = (
                path for path, each in self.gone.items() if each.excerpt.kind == "case" and path not in found
            )
            path = next((path for path in left if _folder(path) == _folder(notice.path)), None)
            found |= {path: notice} if path else {}
        return found

    def copies_of(self, gone: FileState) -> list[FileState]:
        """Return each state in which a record that left its path exists after the step: several if copied."""
        afters = (delta.after for delta in self.deltas if delta.after)
        return [
            each
            for each in afters
            if each.excerpt.kind == gone.excerpt.kind and each.excerpt.ids & gone.excerpt.ids
        ]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def by_commit(steps: Iterable[CommitDiff]) -> Iterator[tuple[str, list[CommitDiff]]]:
    """Yield each commit with its steps, one for each parent; the steps of a commit follow each other."""
    for commit, group in groupby(steps, key=lambda step: step.commit):
        yield commit, [*group]
