"""Find the changes of their sides that merges dropped, and the cases whose status a merge may have changed.

git shows nothing of a side that was left out. An audit reports of a merge only the events and records that
the merge itself removed (`views.audit.lost_records`); a log also shows changed values that it dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.merge_additions import OtherSide, find_dropped_changes
from casefile.git.ancestry import differing_files, merge_bases
from casefile.git.log_reader import Commit, TouchedPath
from casefile.loading.past_registers import Past
from casefile.loading.record_pairs import (
    RecordKey,
    TouchedRecord,
    former_paths,
    is_another_person,
    is_same_record,
    moved_from,
)
from casefile.register import Entry, kind_by_path

FIRST, AT_ONCE = 8, 100
"""Merges per git call, at first (FIRST) and at most: a short log need not wait for merges of long ago."""
Files = Mapping[str, TouchedPath]
"""Files that differ between two commits, by path."""


class MergeLoss(Struct, frozen=True):
    """A record on one side of a merge, the record after the merge, and the changes that the merge dropped.

    `changes` lead from the former to the latter, where the side itself had changed something; `whole` is True
    if they are all the differences. `parent` is the last commit of the side. `reused` is True if another
    person has the id after the merge; then `after` is None.
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


class MergedCase(Struct, frozen=True):
    """A case after a merge, and in each parent by commit id, to compare its status.

    `counted` are the parents whose status the merge may change: the first one, and each other one that
    changed the case since it parted from one of the rest. A branch that never touched the case only has an
    older state.
    """

    after: Entry
    parents: Mapping[str, Entry | None]
    counted: tuple[str, ...]


class _Side(Struct, frozen=True):
    """A side of a merge: its last commit, and the files in which the merge differs from it.

    `own` are the files in which it differs from each common ancestor with another side, by that side.
    """

    parent: str
    merged: Files
    own: Mapping[str, tuple[Files, ...]]

    def changed(self, path: str) -> bool:
        """Return whether this side changed a file since it parted from one of the others."""
        return any(all(path in files for files in bases) for bases in self.own.values())


class PastMerges:
    """The merges of a history, which are read when a log reaches them."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._sides: dict[str, list[_Side]] = {}
        self._at_once = FIRST

    def losses(self, commit: Commit) -> Mapping[RecordKey, list[MergeLoss]]:
        """Return the changes that a merge dropped, by the key of the record; empty for another commit."""
        found: dict[RecordKey, list[MergeLoss]] = defaultdict(list)
        sides = self._sides_of(commit)
        for side in sides:
            for loss in self._find_losses(side, sides):
                found[loss.record.key].append(loss)
        return found

    def merged_cases(self, commit: Commit) -> Iterator[MergedCase]:
        """Yield the cases that a merge commit changed, in path order; none for any other commit.

        Only changes from the first parent count, and from each other parent that itself changed the case (see
        `MergedCase`).
        """
        sides = self._sides_of(commit)
        counted: dict[str, list[str]] = defaultdict(list)
        for place, side in enumerate(sides):
            for path, touched in side.merged.items():
                is_case = touched.after and kind_by_path(path) == "case"
                if is_case and (place == 0 or side.changed(path)):
                    counted[path].append(side.parent)
        for path in sorted(counted):
            case = self._merged_case(path, sides, tuple(counted[path]))
            if case:
                yield case

    def _merged_case(self, path: str, sides: Sequence[_Side], counted: tuple[str, ...]) -> MergedCase | None:
        touched = next(side.merged[path] for side in sides if path in side.merged)
        after = self._past.after(touched)
        if after is None or not after.readable:
            return None
        found = {side.parent: self._state_in(side, after) for side in sides}
        parents = {
            parent: state if state and not is_another_person(state, after, found.values()) else None
            for parent, state in found.items()
        }
        return MergedCase(after, parents, counted)

    def _state_in(self, side: _Side, after: Entry) -> Entry | None:
        """Return a case as it is in a parent of a merge, also under an earlier id; None if it is absent."""
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
            self._read_sides(commit)
        return self._sides[commit.id]

    def _read_sides(self, first: Commit) -> None:
        """Ask git for the sides of a merge and of some merges before it, and store them."""
        behind = self._past.commits_from(self._past.place(first.id) or 0)
        merges = [*islice((each for each in behind if len(each.parents) > 1), self._at_once)]
        self._at_once = min(2 * self._at_once, AT_ONCE)
        sides = [(merge.id, *each) for merge in merges for each in self._parents_with_bases(merge)]
        pairs = [
            pair
            for merge, parent, parted in sides
            for pair in ((merge, parent), *((parent, base) for base in _ancestors(parent, parted)))
        ]
        answers = differing_files(self._past.repository, pairs, sorted(self._past.paths))
        self._sides = {merge.id: [] for merge in merges}
        for merge, parent, parted in sides:
            merged, *own = (
                {each.path: each for each in next(answers).touched}
                for _ in (merge, *_ancestors(parent, parted))
            )
            since: dict[str, Files] = {parent: {}, **dict(zip(_ancestors(parent, parted), own, strict=True))}
            files = {other: tuple(since[base] for base in bases) for other, bases in parted.items()}
            self._sides[merge].append(_Side(parent, merged, files))

    def _parents_with_bases(self, merge: Commit) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
        """Yield the parents of a merge, each with its best common ancestors with each other parent."""
        for parent in (parents := dict.fromkeys(merge.parents)):
            others = [other for other in parents if other != parent]
            if others:
                yield (
                    parent,
                    {
                        other: [*merge_bases(self._past.parents, self._past.place, parent, other)]
                        for other in others
                    },
                )

    def _find_losses(self, side: _Side, sides: Sequence[_Side]) -> Iterator[MergeLoss]:
        for path, touched in side.merged.items():
            if not (side.changed(path) and (touched.before[0] or any(side.own.values()))):
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
                others = [
                    OtherSide(
                        _data(there if path not in each.merged else self._past.before(each.merged[path])),
                        [_data(self._base(before, after, path, files)) for files in side.own[each.parent]],
                    )
                    for each in sides
                    if each.parent != side.parent
                ]
                found = find_dropped_changes(shape, others, _data(before), _data(after))
                if found:
                    whole = found == compare(shape, _data(before), _data(after))
                    yield MergeLoss(side.parent, before, after, found, whole, is_reused and after is None)

    def _moved(self, before: Entry | None, merged: Files) -> Entry | None:
        """Return the record that is no longer at its path: at another one, or under a later id; else None."""
        for each in merged.values() if before else ():
            found = self._past.after(each) if each.before[0] is None else None
            if found and before and is_same_record(before, found):
                return found
        return None

    def _base(self, before: Entry | None, after: Entry | None, path: str, own: Files) -> Entry | None:
        """Return the record before a side changed it, also if it was at another path or had another id.

        `own` are the files that the side changed since a common ancestor.
        """
        if path not in own:
            return before
        here, known = self._past.before(own[path]), before or after
        if here and not (known and is_another_person(here, known)):
            return here
        if not before:
            return None
        gone = {path: each for path, each in own.items() if each.after is None}
        return moved_from(before, gone, lambda path: self._past.before(gone[path]) if path in gone else None)


def _ancestors(parent: str, parted: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the common ancestors of a side with the others, without the side's own commit.

    `parted` has them by the other sides.
    """
    return [*dict.fromkeys(base for bases in parted.values() for base in bases if base != parent)]


def _data(entry: Entry | None) -> dict[str, object] | None:
    return entry.data if entry else None
