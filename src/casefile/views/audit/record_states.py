"""The files of a register from commit to commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, field

from casefile.changes.protected_fields import ProtectedFields


class Excerpt(Struct, frozen=True):
    """What the trail needs to know of one file at one moment.

    `events` are the ids in its ledger, None where nobody can read it, `protected` the fields of each event,
    and those of a source under an empty id, that are not to change without a reason. `errors` say why it does
    not validate by itself, by code and field. `file` and `digest` are what a source says of a kept file,
    `statement` is a digest of all but its ids.
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
        """The ids that the record has and had."""
        return frozenset((self.id, *self.formerly))


class FileState(NamedTuple):
    """A file at one moment: where it lay, which content it had, and what that says."""

    path: str
    content: str
    excerpt: Excerpt


class Delta(NamedTuple):
    """A file that differs between a commit and one of its parents; None where it is not there."""

    path: str
    before: FileState | None
    after: FileState | None


class CommitDiff(Struct, frozen=True, dict=True):
    """A commit against one of its parents, None for one without; `merge` says that it has several.

    `reasoned`: the commit's message gives a reason for what changed. `marked`: `mark` made the commit.
    """

    commit: str
    merge: bool
    deltas: tuple[Delta, ...]
    parent: str | None = None
    reasoned: bool = False
    marked: bool = False

    @cached_property
    def came(self) -> Mapping[str, FileState]:
        """The files that the commit adds, by their paths."""
        return {path: after for path, before, after in self.deltas if after and before is None}

    @cached_property
    def gone(self) -> Mapping[str, FileState]:
        """The files that the commit removes, as they were before, by their paths."""
        return {path: before for path, before, after in self.deltas if before and after is None}

    @cached_property
    def heirs(self) -> Mapping[str, FileState]:
        """The state in which each record that left its path goes on, by that path.

        That is the record under another id, or the notice that it was withdrawn, which keeps the folder: that
        is country and year.
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
        """Return each state in which a record that left its path goes on: several if it is copied."""
        afters = (delta.after for delta in self.deltas if delta.after)
        return [
            each
            for each in afters
            if each.excerpt.kind == gone.excerpt.kind and each.excerpt.ids & gone.excerpt.ids
        ]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def by_commit(steps: Iterable[CommitDiff]) -> Iterator[tuple[str, list[CommitDiff]]]:
    """Yield each commit with its steps, one from each parent."""
    for commit, group in groupby(steps, key=lambda step: step.commit):
        yield commit, [*group]
