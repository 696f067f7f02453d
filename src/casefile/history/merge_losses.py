"""The changes of their sides that merges dropped, and the cases whose status a merge may have changed.

git shows nothing of a side that was left out. An audit reports of a merge only the events and records that
nothing but the merge removed (`views.audit.lost_records`); a log also shows changed values that it dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.merge_additions import dropped
from casefile.git.ancestry import apart, merge_bases
from casefile.git.log_reader import Commit, Touched
from casefile.loading.past_registers import Past
from casefile.loading.record_pairs import (
    RecordKey,
    TouchedRecord,
    former_paths,
    is_another_person,
    is_one,
    moved_from,
)
from casefile.register import Entry, kind_by_path

FIRST, AT_ONCE = 8, 100
"""Merges per git call, first and at most: a short log need not wait for merges of long ago."""
Files = Mapping[str, Touched]


class MergeLoss(Struct, frozen=True):
    """A record on one side of a merge, the record after the merge, and the changes that the merge dropped.

    `changes` lead from the one to the other, where the side itself had changed something; `whole` is True if
    they are all the differences. `parent` is the last commit of the side. `reused` is True if another person
    has the id after the merge; then `after` is None.
    """

    parent: str
    before: Entry | None
    after: Entry | None
    changes: tuple[Change, ...]
    whole: bool
    reused: bool = False

    @property
    def record(self) -> TouchedRecord:
        """The record that the merge touched."""
        return TouchedRecord((self.before, self.after), self.after, self.reused)


class Turn(Struct, frozen=True):
    """A case after a merge, and in each parent; `counted` are the parents whose status the merge may change.

    These are the first one, and each other one that changed the case since it parted from the rest: a branch
    that never touched the case only has an older state.
    """

    after: Entry
    parents: Mapping[str, Entry | None]
    counted: tuple[str, ...]


class _Side(Struct, frozen=True):
    """A side of a merge: the files in which the merge differs from it, and it from each common ancestor.

    `own` is None if the side is an ancestor of another one, so that it has no changes of its own.
    """

    parent: str
    merged: Files
    own: tuple[Files, ...] | None

    def changed(self, path: str) -> bool:
        """Return whether this side changed a file since it parted from the others."""
        return self.own is not None and all(path in files for files in self.own)


class PastMerges:
    """The merges of a past, read when a log reaches them."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._sides: dict[str, list[_Side]] = {}
        self._at_once = FIRST

    def losses(self, commit: Commit) -> Mapping[RecordKey, list[MergeLoss]]:
        """Return the losses of a merge, by the key of the touched record; empty for any other commit."""
        found: dict[RecordKey, list[MergeLoss]] = defaultdict(list)
        sides = self._sides_of(commit)
        for side in sides:
            for loss in self._lost(side, sides):
                found[loss.record.key].append(loss)
        return found

    def turns(self, commit: Commit) -> Iterator[Turn]:
        """Yield the cases that a merge changed from a counted parent, in path order; none for another commit.

        Counted are the first parent, and each other parent that itself changed the case (see `Turn`).
        """
        sides = self._sides_of(commit)
        counted: dict[str, list[str]] = defaultdict(list)
        for place, side in enumerate(sides):
            for path, touched in side.merged.items():
                is_case = touched.after and kind_by_path(path) == "case"
                if is_case and (place == 0 or side.changed(path)):
                    counted[path].append(side.parent)
        for path in sorted(counted):
            turn = self._turn(path, sides, tuple(counted[path]))
            if turn:
                yield turn

    def _turn(self, path: str, sides: Sequence[_Side], counted: tuple[str, ...]) -> Turn | None:
        touched = next(side.merged[path] for side in sides if path in side.merged)
        after = self._past.after(touched)
        if after is None or not after.readable:
            return None
        found = {side.parent: self._in(side, after) for side in sides}
        parents = {
            parent: state if state and not is_another_person(state, after, found.values()) else None
            for parent, state in found.items()
        }
        return Turn(after, parents, counted)

    def _in(self, side: _Side, after: Entry) -> Entry | None:
        """Return the state in a parent of a case, or of the case that had its id or a former one."""
        touched = side.merged.get(after.path)
        if touched is None:
            return after
        here = self._past.before(touched)
        formerly_at = (self._past.at(side.parent)(path) for path in former_paths(after))
        return here or next(filter(None, formerly_at), None)

    def _sides_of(self, commit: Commit) -> Sequence[_Side]:
        """Return the sides of a merge, an empty sequence for another commit."""
        if len(commit.parents) < 2:
            return ()
        if commit.id not in self._sides:
            self._look(commit)
        return self._sides[commit.id]

    def _look(self, first: Commit) -> None:
        """Ask git for the sides of a merge and of those behind it."""
        behind = self._past.commits_from(self._past.place(first.id) or 0)
        merges = [*islice((each for each in behind if len(each.parents) > 1), self._at_once)]
        self._at_once = min(2 * self._at_once, AT_ONCE)
        sides = [
            (merge.id, parent, [] if parent in bases else bases, parent in bases)
            for merge in merges
            for parent, bases in self._parted(merge)
        ]
        pairs = [
            (one, other) for merge, parent, bases, _ in sides for one, other in _pairs(merge, parent, bases)
        ]
        answers = apart(self._past.repository, pairs, sorted(self._past.paths))
        self._sides = {merge.id: [] for merge in merges}
        for merge, parent, bases, is_base in sides:
            merged, *own = (
                {each.path: each for each in next(answers).touched} for _ in range(len(bases) + 1)
            )
            self._sides[merge].append(_Side(parent, merged, None if is_base else tuple(own)))

    def _parted(self, merge: Commit) -> Iterator[tuple[str, list[str]]]:
        """Yield the sides of a merge, with the commits at which each parted from the others."""
        for parent in (parents := dict.fromkeys(merge.parents)):
            others = [other for other in parents if other != parent]
            if others:
                bases = (
                    base
                    for other in others
                    for base in merge_bases(self._past.parents, self._past.place, parent, other)
                )
                yield parent, [*dict.fromkeys(bases)]

    def _lost(self, side: _Side, sides: Sequence[_Side]) -> Iterator[MergeLoss]:
        bases_of = side.own or ()
        for path, touched in side.merged.items():
            if not (side.changed(path) and (bases_of or touched.before[0])):
                continue
            before = self._past.before(touched)
            there = self._past.after(touched)
            parents = (self._past.before(each.merged[path]) for each in sides if path in each.merged)
            is_reused = bool(before and there and is_another_person(before, there, parents))
            after = (None if is_reused else there) or self._moved(before, side.merged)
            states = [each for each in (before, after) if each]
            if states and all(
                each.readable for each in states
            ):  # else the log row of its last commit shows the errors
                shape = states[0].shape
                bases = [_data(self._base(before, after, files[path], files)) for files in bases_of]
                found = dropped(shape, bases, _data(before), _data(after))
                if found:
                    whole = found == compare(shape, _data(before), _data(after))
                    yield MergeLoss(side.parent, before, after, found, whole, is_reused and after is None)

    def _moved(self, before: Entry | None, merged: Files) -> Entry | None:
        """Return the record that is gone from its path: at another path, or under a later id."""
        for each in merged.values() if before else ():
            found = self._past.after(each) if each.before[0] is None else None
            if found and before and is_one(before, found):
                return found
        return None

    def _base(self, before: Entry | None, after: Entry | None, touched: Touched, own: Files) -> Entry | None:
        """Return the record before a side changed it, also if it was at another path or had another id."""
        here, known = self._past.before(touched), before or after
        if here and not (known and is_another_person(here, known)):
            return here
        if not before:
            return None
        gone = {path: each for path, each in own.items() if each.after is None}
        return moved_from(before, gone, lambda path: self._past.before(gone[path]) if path in gone else None)


def _pairs(merge: str, parent: str, bases: list[str]) -> Iterator[tuple[str, str]]:
    yield merge, parent
    yield from ((parent, base) for base in bases)


def _data(entry: Entry | None) -> dict[str, object] | None:
    return entry.data if entry else None
