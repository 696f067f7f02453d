"""Find events and records that were removed without being marked, renamed or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from casefile.views.audit.record_states import CommitDiff, FileState, by_commit


class LostEntry(NamedTuple):
    """An event, or a whole record (`event` None), that a commit removed and its parent `parent` contains.

    `merge` is whether the commit is a merge, `before` the record in the parent. `grave` is true for a case or
    for a record with events; a source or a statute may be removed.
    """

    commit: str
    parent: str | None
    merge: bool
    before: FileState
    event: str | None
    grave: bool

    @property
    def path(self) -> str:
        """The path of the record in the parent."""
        return self.before.path

    @property
    def record(self) -> str:
        """The id of the record in the parent."""
        return self.before.excerpt.id

    @property
    def is_case(self) -> bool:
        """Whether the lost record is a case, and not a withdrawal notice."""
        return self.before.excerpt.kind == "case" and not self.before.excerpt.withdrawn


WITHDRAWN: frozenset[str | None] = frozenset({None})
NO_PARENTS: frozenset[str | None] = frozenset()


class Losses(Struct):
    """Collects the events and records that the steps of a history lost, parents first.

    A step is the comparison of a commit with a parent (`CommitDiff`). Records are followed through renames by
    their former ids: `heirs` is the next ids of each record, None for a record that was withdrawn and did not
    return. A file that cannot be parsed keeps its earlier ledger for the comparison with later states.
    `returned` are the cases that returned after they were withdrawn, by their id at that time, with the first
    commit that contains them again and the path.
    """

    found: list[LostEntry] = field(default_factory=list)
    heirs: dict[str, frozenset[str | None]] = field(default_factory=dict)
    returned: dict[str, tuple[str, str]] = field(default_factory=dict)
    _away: dict[str, frozenset[str]] = field(default_factory=dict)
    _ledgers: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _parents: dict[str, frozenset[str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Iterable[CommitDiff]) -> Losses:
        """Return the losses of a whole history, given as steps."""
        losses = cls()
        for _, group in by_commit(steps):
            losses.take(group)
        return losses

    def take(self, steps: Sequence[CommitDiff]) -> None:
        """Add the losses of one commit; `steps` compare it with each of its parents."""
        for step in steps:
            self._take_step(step)
        if len(steps) > 1:
            self._parents[steps[0].commit] = frozenset(step.parent for step in steps)

    def _take_step(self, step: CommitDiff) -> None:
        for delta in step.deltas:
            if delta.before and delta.after:
                self._compare(step, delta.before, delta.after)
        away = self._away.get(step.parent or "", frozenset())
        back = [*self._find_returning(step)]
        for path, state in step.gone.items():
            heir = step.heirs.get(path)
            if heir is None and state.excerpt.ids & away:  # the record had returned after it was withdrawn
                self.heirs[state.excerpt.id] = WITHDRAWN
            elif heir is None and state.excerpt.withdrawn and back:  # the notice of a case that returned
                back.pop()
            elif heir is None:
                self._add_losses(step, state, [None])
            else:
                copies = step.copies_of(state) or [heir]
                self.heirs[state.excerpt.id] = frozenset(
                    None if each.excerpt.withdrawn else each.excerpt.id for each in copies
                )
                for each in copies:
                    self._compare(step, state, each)
        self._follow(step)

    def _find_returning(self, step: CommitDiff) -> Iterator[FileState]:
        """Yield the cases that return in a step after they were withdrawn in an ancestor.

        A case may also return as a part of another one: `resolve --join` adds its id to the former ids.
        """
        away = self._away.get(step.parent or "", frozenset())
        for before, after in ((delta.before, delta.after) for delta in step.deltas if away):
            if after and not after.excerpt.withdrawn:
                had = before.excerpt.ids if before and not before.excerpt.withdrawn else frozenset()
                if (after.excerpt.ids - had) & away:
                    yield after

    def _follow(self, step: CommitDiff) -> None:
        """Store the ids that were withdrawn up to a commit, and the cases that return in a step."""
        away = self._away.get(step.parent or "", frozenset())
        for back in self._find_returning(step):
            self.returned.setdefault(back.excerpt.id, (step.commit, back.path))
            self.heirs.pop(back.excerpt.id, None)
        withdrawn = (
            delta.before.excerpt.ids
            for delta in step.deltas
            if delta.before and (now := delta.after or step.heirs.get(delta.path)) and now.excerpt.withdrawn
        )
        known = self._away.get(step.commit, frozenset())
        self._away[step.commit] = frozenset(known.union(away, *withdrawn)) or known

    def leave_out_earlier(self, is_added: Callable[[LostEntry, str], bool]) -> None:
        """Remove from the losses of merges those that another parent had before, in a commit of its own.

        `is_added` returns whether the parent that contains the lost entry added it after it parted from
        another parent. Each loss of a merge is kept once. `log` also shows a loss where one side removed an
        entry that the other one changed; here the commit that removed it has the finding.
        """
        holders: dict[tuple[str, str | None, str], set[str | None]] = {}
        for loss in self.found:
            for name in loss.before.excerpt.ids:
                holders.setdefault((loss.commit, loss.event, name), set()).add(loss.parent)
        found: dict[tuple[str, str, str | None, int], LostEntry] = {}
        for number, loss in enumerate(self.found):
            others = self._parents.get(loss.commit, NO_PARENTS).difference(
                *(holders[loss.commit, loss.event, name] for name in loss.before.excerpt.ids)
            )
            if all(is_added(loss, other) for other in others if other):
                once = 0 if loss.merge else number
                found.setdefault((loss.commit, loss.path, loss.event, once), loss)
        self.found = [*found.values()]

    def leave_out(self, joined: Container[tuple[str, str, str]]) -> None:
        """Remove the losses of events that were joined to others; `joined` is commit, path and event."""
        self.found = [loss for loss in self.found if (loss.commit, loss.path, loss.event or "") not in joined]

    def leave_out_records(self, splits: Mapping[str, Container[str]]) -> None:
        """Remove the losses of records that were split and continue under new ids.

        `splits` contains the old ids by commit.
        """
        self.found = [loss for loss in self.found if loss.record not in splits.get(loss.commit, ())]

    @property
    def lasting(self) -> list[LostEntry]:
        """Return the losses of records that were not withdrawn.

        Nothing is reported any more about records that were withdrawn.
        """
        return [loss for loss in self.found if not self.is_withdrawn(loss.record)]

    def is_withdrawn(self, record: str) -> bool:
        """Return whether the record with this id, and all its copies, were withdrawn, under any id."""
        seen: set[str | None] = set()
        ends: set[str | None] = set()
        waiting: list[str | None] = [record]
        while waiting:
            here = waiting.pop()
            if here is None or here not in self.heirs:
                ends.add(here)
            elif here not in seen:
                seen.add(here)
                waiting += self.heirs[here]
        return ends == WITHDRAWN

    def _compare(self, step: CommitDiff, before: FileState, after: FileState) -> None:
        held = self._events(before)
        if after.excerpt.withdrawn:
            self.heirs.setdefault(before.excerpt.id, WITHDRAWN)
        elif after.excerpt.events is None:
            self._ledgers[after.path, after.content] = held
        else:
            self._add_losses(step, before, sorted(held - after.excerpt.events))

    def _add_losses(self, step: CommitDiff, state: FileState, events: Sequence[str | None]) -> None:
        for event in events:
            grave = event is not None or state.excerpt.kind == "case" or bool(self._events(state))
            self.found.append(LostEntry(step.commit, step.parent, step.merge, state, event, grave))

    def _events(self, state: FileState) -> frozenset[str]:
        if state.excerpt.events is None:
            return self._ledgers.get((state.path, state.content), frozenset())
        return state.excerpt.events
