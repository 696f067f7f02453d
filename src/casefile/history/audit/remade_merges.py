"""Merge the parents of merge commits again, to see which values of a record follow from the parents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from casefile.changes.change import SIDES
from casefile.changes.record_merge import choose_sides
from casefile.git.objects import Objects
from casefile.history.audit.trail_reader import WholeTrail
from casefile.loading.past_contents import read_once
from casefile.merging.file_merge import ThreeWayBlobs, attempt_merge, sides_of
from casefile.model.plain_data import KnownData
from casefile.model.shape import Shape
from casefile.register import SETTINGS, Entry, path_of
from casefile.views.audit import FileState


class Outcomes(NamedTuple):
    """The two results of merging a record: with our side chosen in every conflict, and with theirs.

    `base` is the record in the common ancestor, empty if that has none.
    """

    shape: Shape
    base: KnownData
    ours: KnownData
    theirs: KnownData


class RemadeMerges:
    """The merges of two parents in a trail, made again on demand."""

    def __init__(self, stored: Objects, trail: WholeTrail) -> None:
        self._stored = stored
        self._trail = trail

    def outcomes(
        self, commit: str, befores: Sequence[FileState | None], after: FileState
    ) -> Iterator[Outcomes]:
        """Merge a record again over each common ancestor; yield nothing if a side is absent or unreadable.

        `befores` are its states in the parents of the commit, `after` that in the commit. A merge of three
        parents or more yields nothing: git merges it by lines.
        """
        sides = [state for state in befores if state]
        if not len(befores) == len(sides) == len(SIDES):
            return
        former = (
            path_of(state.excerpt.kind, each) for state in (after, *sides) for each in state.excerpt.formerly
        )
        paths = dict.fromkeys((*(state.path for state in (after, *sides)), *former))
        for base in self._trail.ancestry.bases_of_merge(commit) or (None,):
            blobs = (self._trail.blobs_of(path).get(base) for path in paths) if base else ()
            contents = (next(filter(None, blobs), ""), *(state.content for state in sides))
            found = sides_of(after.path, ThreeWayBlobs(*map(self._read, contents)), self.settings_of(commit))
            if found:
                merged = attempt_merge(found).merged
                yield Outcomes(found.shape, found.base or {}, *choose_sides(found.shape, merged))

    def settings_of(self, commit: str) -> Entry | None:
        """Return the settings in a commit, on which it depends which fields conflict; None for none."""
        blob = self._trail.blobs_of(SETTINGS)[commit]
        return read_once(SETTINGS, self._read(blob)) if blob else None

    def _read(self, blob: str) -> bytes:
        return (self._stored.read([blob])[0] or b"") if blob else b""
