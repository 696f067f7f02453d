"""Read the whole trail of a register, the history up to a commit, with few git processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from casefile.editing.edits import COMMAND, MARK, REASON
from casefile.git import Repository, TreeEntry
from casefile.git.ancestry import Ancestry, CommitComparison, compare_with_parents, read_ancestry
from casefile.git.objects import Objects
from casefile.git.repository import OURS, REGISTER
from casefile.history.audit.trail_contents import TrailContents, TrailFile, read_all
from casefile.model.kinds import EVIDENCE, SIGNERS
from casefile.progress import Progress
from casefile.register import SETTINGS, path_of
from casefile.views.audit import CommitDiff, Delta, FileState, LostEntry

MODES = ("100644", "100755")
"""The git modes of files."""


class WholeTrail(Struct, frozen=True, dict=True):
    """The history of a register up to a commit, as git stores it.

    `raw` compares each commit with each parent, `tree` are the files of the last commit.
    """

    ancestry: Ancestry
    raw: tuple[CommitComparison, ...]
    tree: tuple[TreeEntry, ...]
    contents: TrailContents

    @cached_property
    def firsts(self) -> Mapping[str, CommitComparison]:
        """The comparison of each commit with its first parent, by the id of the commit."""
        return _firsts(self.raw)

    @cached_property
    def _blobs(self) -> dict[str, Mapping[str, str | None]]:
        return {}

    def blobs_of(self, path: str) -> Mapping[str, str | None]:
        """Return the blob id of the file at a path in each commit, parents first; None for no file."""
        if path not in self._blobs:
            self._blobs[path] = blobs_by_commit(self.firsts, path)
        return self._blobs[path]

    def is_added(self, loss: LostEntry, other: str) -> bool:
        """Return whether no common ancestor of two parents of a merge has a lost event or record.

        They are the parent that has it (`loss.parent`) and another parent, `other`.
        """
        excerpt = loss.before.excerpt
        paths = {loss.path, *(path_of(excerpt.kind, each) for each in excerpt.formerly)}
        for base in self.ancestry.merge_bases(loss.parent or "", other):
            for path in paths:
                blob = self.blobs_of(path).get(base)
                states = (self.contents.excerpts.get((path, blob, mode)) for mode in MODES if blob)
                had = next(filter(None, states), None)
                if had and (loss.event is None or loss.event in (had.events or ())):
                    return False
        return True

    @cached_property
    def acts(self) -> tuple[str, ...]:
        """The ids of the commits that touched the register; a merge counts if it differs from any parent."""
        touched = {raw.commit for raw in self.raw if raw.touched}
        return tuple(commit for commit in self.firsts if commit in touched)

    @cached_property
    def lists(self) -> Mapping[str, str | None]:
        """The blob id of the list of allowed signing keys in each commit; None if it does not exist."""
        return self.blobs_of(SIGNERS)

    @cached_property
    def steps(self) -> tuple[CommitDiff, ...]:
        """The changes of records from each parent to each commit, for the audit rules."""
        state = self.contents.state
        return tuple(
            CommitDiff(
                raw.commit,
                len(self.ancestry.commits[raw.commit].parents) > 1,
                tuple(
                    Delta(
                        each.path,
                        state(each.path, each.before[0], each.modes[0]),
                        state(each.path, each.after, each.mode),
                    )
                    for each in raw.touched
                ),
                raw.parent,
                reasoned=REASON in dict(self.ancestry.commits[raw.commit].trailers),
                marked=(COMMAND, MARK) in self.ancestry.commits[raw.commit].trailers,
            )
            for raw in self.raw
        )

    @cached_property
    def today(self) -> tuple[FileState, ...]:
        """The excerpt of each record in the last commit, without the settings file."""
        states = (self.contents.state(each.path, each.blob_id, each.mode) for each in self.tree)
        return tuple(state for state in states if state and state.path != SETTINGS)

    @cached_property
    def present(self) -> Mapping[str, frozenset[str]]:
        """The ids of the events of each record in the last commit, by its present and former ids.

        Withdrawn cases are left out.
        """
        found: dict[str, frozenset[str]] = {}
        for excerpt in (each.excerpt for each in self.today if not each.excerpt.withdrawn):
            for name in (excerpt.id, *excerpt.formerly):
                found[name] = found.get(name, frozenset()) | (excerpt.events or frozenset())
        return found

    @cached_property
    def files(self) -> Mapping[str, frozenset[str]]:
        """The blob ids that each kept file of evidence had, by its path below evidence/."""
        found: dict[str, set[str]] = {}
        for raw in self.raw:
            for each in raw.touched:
                if each.after and each.path.startswith(f"{EVIDENCE}/"):
                    found.setdefault(each.path.removeprefix(f"{EVIDENCE}/"), set()).add(each.after)
        return {path: frozenset(blobs) for path, blobs in found.items()}

    def cites(self, commit: str, sources: frozenset[str]) -> bool:
        """Return whether an event in a commit cites a source by one of these ids."""
        for (path, blob, _), excerpt in self.contents.excerpts.items():
            cited = (
                each.source
                for event in excerpt.protected.values()
                for each in (*event.sources, *event.grounds, *(one for _, one in event.alone))
            )
            if not sources.isdisjoint(cited) and self.blobs_of(path)[commit] == blob:
                return True
        return False


def read_trail(repository: Repository, stored: Objects, tip: str, progress: Progress) -> WholeTrail:
    """Read the whole history of a register up to the commit `tip`.

    Raises MachineTrouble CF816 if this clone lacks a commit or a content.
    """
    known = read_ancestry(repository, stored, tip)
    raw = tuple(compare_with_parents(repository, known, REGISTER))
    tree = tuple(repository.list_tree(tip))
    return WholeTrail(known, raw, tree, read_all(stored, _files(raw), progress))


def blobs_by_commit(firsts: Mapping[str, CommitComparison], path: str) -> Mapping[str, str | None]:
    """Return the blob id of the file at a path in each commit, parents first; None if it does not exist.

    `firsts` compares each commit with its first parent.
    """
    found: dict[str, str | None] = {}
    for commit, raw in firsts.items():
        changed = next((each for each in raw.touched if each.path == path), None)
        found[commit] = changed.after if changed else found.get(raw.parent or "")
    return found


def _firsts(raw: Sequence[CommitComparison]) -> Mapping[str, CommitComparison]:
    found: dict[str, CommitComparison] = {}
    for each in raw:
        found.setdefault(each.commit, each)
    return found


def _files(raw: Sequence[CommitComparison]) -> Iterator[TrailFile]:
    """Yield every content of a record that a commit added, with the settings at that time."""
    settings = blobs_by_commit(_firsts(raw), SETTINGS)
    for commit, _, touched in raw:
        for each in touched:
            if each.after is not None and (each.path in OURS or each.path.startswith(f"{OURS[0]}/")):
                yield TrailFile(each.path, each.after, each.mode, settings[commit])
