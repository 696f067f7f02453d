"""Find events and kept files that a commit rewrote without a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct, field

from casefile.changes.cited_sources import Cited
from casefile.changes.protected_fields import (
    ADDRESSES,
    OF_KEPT_FILE,
    ProtectedFields,
    rewritten_fields,
    unexplained_fields,
)
from casefile.views.audit.record_states import CommitDiff, Excerpt, FileState, by_commit

Values = frozenset[tuple[str, str, object]]
"""Protected values: each with the id of its event, and its field."""
Splits = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The new ids of records that were split: by commit and old id, one for each parent of the commit."""
Aliases = frozenset[frozenset[str]]
"""Pairs of ids that mean the same source."""
Removed = Mapping[str, tuple[FileState, ...]]
"""The sources that a history deleted, by id, the newest last."""
Renames = Mapping[str, str]
NO_ALIASES: Aliases = frozenset()
NOTHING: Mapping[str, tuple[FileState, ...]] = {}
UNCHANGED: Renames = {}


class Rewrite(NamedTuple):
    """An event or a source whose fields a commit changed to other values without a reason.

    `fields` are names as returned by `rewritten_fields`. `was` and `now` are the event before and after.
    `event` is empty for a source. `parent` is the parent that had the earlier values.
    """

    commit: str
    path: str
    record: str
    event: str
    fields: tuple[str, ...]
    was: ProtectedFields
    now: ProtectedFields
    parent: str | None = None


class EvidenceSwap(NamedTuple):
    """A source whose digest a commit changed, or that no longer names its kept file.

    `files` are the paths of the kept files that the source ever named. `reasoned` is whether the commit gives
    a reason. `unnamed` is true if the digest is unchanged.
    """

    commit: str
    path: str
    source: str
    files: frozenset[str]
    reasoned: bool
    unnamed: bool = False


class DoubtfulRecord(NamedTuple):
    """A record that has other protected fields in a merge than in one of its parents.

    Only repeating the merge shows whether a person chose them. `befores` are the states in the parents, in
    their order; None if the record does not exist there. `rewrites` are the rewrites in question. `earlier`
    are the protected fields that each parent had before.
    """

    befores: tuple[FileState | None, ...]
    after: FileState
    rewrites: tuple[Rewrite, ...]
    earlier: tuple[tuple[Mapping[str, ProtectedFields], ...], ...] = ()


class RecordChange(NamedTuple):
    """One record before and after a step of a commit."""

    before: FileState
    after: FileState
    commit: str


class Rewrites(Struct):
    """Collects rewrites: changes of protected fields of recorded events that no reason explains.

    Its input are the steps of a history (`CommitDiff`), parents first; a reason is in the commit message or
    in the event. A step that reverts exactly one earlier step on a record, as `git revert` does, rewrites
    nothing; a merge that does so drops the change of one of its sides. `found` are the rewrites of other
    commits, `doubtful` the changes in merges, `swaps` the changes of kept files. `joined` are the events, or
    the sources with an empty event id, that a commit joined to others: commit, path, event id. `splits` are
    the records that a merge split and that got ids of their own. `cites` returns whether an event in a commit
    cites a source by one of its ids. A file with errors keeps the events that it had before.
    """

    found: list[Rewrite] = field(default_factory=list)
    doubtful: list[DoubtfulRecord] = field(default_factory=list)
    swaps: list[EvidenceSwap] = field(default_factory=list)
    joined: frozenset[tuple[str, str, str]] = frozenset()
    splits: Splits = field(default_factory=dict)
    cites: Callable[[str, frozenset[str]], bool] = lambda *_: True
    _aliases: dict[str, Aliases] = field(default_factory=dict)
    _compared: dict[str, Aliases] = field(default_factory=dict)
    _earlier: dict[tuple[str, str], list[RecordChange]] = field(default_factory=dict)
    _gone: dict[str, Removed] = field(default_factory=dict)
    _moved: dict[str, Removed] = field(default_factory=dict)
    _parted: dict[str, Aliases] = field(default_factory=dict)

    def read(self, steps: Iterable[CommitDiff]) -> Rewrites:
        """Add the steps of a whole history, and return this object."""
        for _, group in by_commit(steps):
            self.take(group)
        return self

    def take(self, steps: Sequence[CommitDiff]) -> None:
        """Add the rewrites of one commit; `steps` compare it with each of its parents."""
        self._follow(steps)
        pairs = [[*self._pairs(step), *self._find_returned(step, steps)] for step in steps]
        if len(steps) > 1:
            self._take_merge(steps, [{pair.after.path: pair for pair in each} for each in pairs])
        else:
            for pair in pairs[0]:
                self._take_pair(steps[0], pair)
        for pair in (pair for each in pairs for pair in each):
            earlier = self._earlier.setdefault(_key(pair.after), [])
            if _key(pair.before) not in (_key(each.before) for each in earlier):
                earlier.append(pair)

    def current_in(self, *commits: str) -> Callable[[str], str]:
        """Return a function that maps all ids of a source to one id, for the comparison of these commits.

        Two ids mean one source while a record lists one of them under `formerly`.
        """
        return self._current(NO_ALIASES, *commits)

    def _current(self, parted: Aliases, *commits: str) -> Callable[[str], str]:
        """Return the function of `current_in`, without the pairs of ids in `parted`."""
        known = NO_ALIASES.union(*(self._compared.get(each, NO_ALIASES) for each in commits))
        ids = _smallest_ids(known - parted)
        return lambda source: ids.get(source, source)

    def protected(self, state: FileState) -> Mapping[str, ProtectedFields]:
        """Return the protected fields of a file by event id (see `Excerpt`).

        If the file cannot be parsed, these are the fields of an earlier state.
        """
        seen: set[tuple[str, str]] = set()
        while state.excerpt.events is None and self._earlier.get(_key(state)) and _key(state) not in seen:
            seen.add(_key(state))
            state = self._earlier[_key(state)][0].before
        return state.excerpt.protected

    def _follow(self, steps: Sequence[CommitDiff]) -> None:
        """Store the ids that mean one source in a commit, and the sources that left their ids before it.

        An id that becomes a separate record no longer means the source that had it before.
        """
        commit = steps[0].commit
        before = NO_ALIASES.union(*(self._aliases.get(step.parent or "", NO_ALIASES) for step in steps))
        taken = [(step, *self._separated_ids(step)) for step in steps]
        aliases = before.union(*map(self._renames, steps)) - NO_ALIASES.union(*(each[1] for each in taken))
        self._compared[commit] = aliases
        self._parted[commit] = NO_ALIASES.union(*(each[2] for each in taken))
        self._aliases[commit] = aliases - {
            each for each in aliases if any(_ends(each, step) for step in steps)
        }
        self._gone[commit] = self._sources_gone(self._gone, steps, moved=False)
        self._moved[commit] = self._sources_gone(self._moved, steps, moved=True)

    def _sources_gone(
        self, known: Mapping[str, Removed], steps: Sequence[CommitDiff], *, moved: bool
    ) -> Removed:
        """Return the sources that left their ids in the history of a commit.

        With `moved` these are the renamed and joined sources, otherwise the deleted ones.
        """
        found = dict(known.get(steps[0].parent or "", NOTHING))
        for step in steps:
            left = (
                (state.excerpt.id, (state,))
                for path, state in step.gone.items()
                if state.excerpt.kind == "source" and (path in step.heirs) is moved
            )
            for name, states in (*known.get(step.parent or "", NOTHING).items(), *left):
                if name not in self.splits.get(step.commit, {}):
                    held = found.get(name, ())
                    found[name] = (*held, *(each for each in states if each not in held))
        return found

    def _separated_ids(self, step: CommitDiff) -> tuple[Aliases, Aliases]:
        """Return the pairs of ids that a step separates, and those of them that it only restores.

        A step separates a pair if it adds a separate record with one of the two ids. It restores a pair if
        the record that had one of the ids before returns with the same content.
        """
        aliases = self._aliases.get(step.parent or "", NO_ALIASES)
        own = [*self._own_records(step)] if aliases else []
        moved = self._moved.get(step.parent or "", NOTHING)
        back = {
            after.excerpt.id
            for after in own
            if any(each.content == after.content for each in moved.get(after.excerpt.id, ())[-1:])
        }
        taken = frozenset(each for each in aliases if not each.isdisjoint(one.excerpt.id for one in own))
        return taken, frozenset(each for each in taken if each & back)

    def _own_records(self, step: CommitDiff) -> Iterator[FileState]:
        """Yield each source that a step adds and that does not continue another source with its id."""
        ids = _smallest_ids(self._aliases.get(step.parent or "", NO_ALIASES))
        for after in step.came.values():
            before = (step.gone[path].excerpt.id for path, heir in step.heirs.items() if heir == after)
            one = ids.get(after.excerpt.id, after.excerpt.id)
            if after.excerpt.kind == "source" and one not in {ids.get(each, each) for each in before}:
                yield after

    def _renames(self, step: CommitDiff) -> Aliases:
        """Return the pairs of old and new ids of the sources that a step renames or joins."""
        found: set[frozenset[str]] = set()
        for path, heir in step.heirs.items():
            before = step.gone[path]
            if before.excerpt.kind != "source":
                continue
            is_joined = (step.commit, path, "") in self.joined
            is_same = step.reasoned or _is_same_source(before.excerpt, heir.excerpt)
            if is_joined or (heir.path in step.came and is_same):
                found.add(frozenset((before.excerpt.id, heir.excerpt.id)))
        return frozenset(found)

    def _pairs(self, step: CommitDiff) -> Iterator[RecordChange]:
        """Yield each record that exists before and after a step, also under other ids."""
        own = {} if step.merge else self._new_ids(step.commit, 0)
        for delta in step.deltas:
            if delta.before:
                afters = [delta.after] if delta.after else step.copies_of(delta.before)
                if new := own.get(delta.before.excerpt.id):
                    afters = [one.after for one in step.deltas if one.after and one.after.excerpt.id == new]
                for after in afters:
                    if not after.excerpt.withdrawn:
                        yield RecordChange(delta.before, after, step.commit)

    def _find_returned(self, step: CommitDiff, steps: Sequence[CommitDiff]) -> Iterator[RecordChange]:
        """Yield each source that left its id before a step and exists again in it, also as a former id.

        If a parent of a merge contains it again and knew the earlier one, the two were compared already. A
        source that continues another one in the step is compared with that one.
        """
        heirs = [heir.path for heir in step.heirs.values()]
        yield from self._find_returned_of(self._gone, step, steps)
        for pair in self._find_returned_of(self._moved, step, steps):
            if pair.after.path not in heirs:
                yield pair

    @staticmethod
    def _find_returned_of(
        known: Mapping[str, Removed], step: CommitDiff, steps: Sequence[CommitDiff]
    ) -> Iterator[RecordChange]:
        beside = [(known.get(each.parent or "", NOTHING), each.came) for each in steps]
        gone = known.get(step.parent or "", NOTHING)
        for after in step.came.values() if gone else ():
            for name in (after.excerpt.id, *after.excerpt.formerly):
                states = gone.get(name, ()) if after.excerpt.kind == "source" else ()
                beside_it = (each.get(name, ()) for each, new in beside if after.path not in new)
                if states and not any(states[-1] in each for each in beside_it):
                    yield RecordChange(states[-1], after, step.commit)

    def _take_pair(self, step: CommitDiff, pair: RecordChange) -> None:
        rewrites = [*self._rewrites(step, pair, self._new_ids(step.commit, 0))]
        is_swapped = any(read(pair.before) not in {"", read(pair.after)} for read in OF_FILE)
        if (rewrites or is_swapped) and self._reverts_one_step(pair):
            return
        self.found += rewrites
        if is_swapped:
            self._swap(step, pair.before, pair.after)

    def _take_merge(self, steps: Sequence[CommitDiff], pairs: Sequence[Mapping[str, RecordChange]]) -> None:
        """Add the differences of a merge from its parents; `pairs` are the changes from each, by path.

        A digest must be that of a parent whose history contains the digests of the others. The same applies
        to a missing name of the kept file.
        """
        new = [step.came for step in steps]
        for path in dict.fromkeys(path for each in pairs for path in each):
            after = next(each[path].after for each in pairs if path in each)
            befores = tuple(
                each[path].before if path in each else None if path in fresh else after
                for each, fresh in zip(pairs, new, strict=True)
            )
            for step, state in zip(steps, befores, strict=True):
                if state and self._is_swapped(step, state, after, befores):
                    self._swap(step, state, after)
                    break
            rewrites = tuple(
                rewrite
                for place, (step, each) in enumerate(zip(steps, pairs, strict=True))
                if path in each
                for rewrite in self._rewrites(step, each[path], self._new_ids(step.commit, place))
            )
            if rewrites:
                earlier = tuple(
                    tuple(self.protected(pair.before) for pair in self._past(state)) if state else ()
                    for state in befores
                )
                self.doubtful.append(DoubtfulRecord(befores, after, rewrites, earlier))

    def _new_ids(self, commit: str, place: int) -> Renames:
        """Return the new ids of the records of one parent in a commit, by old id; `place` is its index."""
        return {old: ids[place] for old, ids in self.splits.get(commit, {}).items()}

    def _is_swapped(
        self, step: CommitDiff, before: FileState, after: FileState, befores: Sequence[FileState | None]
    ) -> bool:
        """Return whether a merge gives a source of one parent another kept file that no parent explains.

        A source that its side does not cite may be replaced.
        """
        for read in OF_FILE:
            takers = [state for state in befores if state and read(state) == read(after)]
            known = {read(pair.before) for state in takers for pair in self._past(state)}
            if read(before) not in {"", read(after), *known}:
                return not takers or self.cites(step.parent or "", before.excerpt.ids)
        return False

    def _swap(self, step: CommitDiff, before: FileState, after: FileState) -> None:
        named = (
            state.excerpt.file for state in (after, before, *(each.before for each in self._past(before)))
        )
        files = frozenset(file for file in named if file)
        unnamed = _digest(before) == _digest(after)
        self.swaps.append(
            EvidenceSwap(step.commit, after.path, after.excerpt.id, files, step.reasoned, unnamed)
        )

    def _rewrites(self, step: CommitDiff, pair: RecordChange, own: Renames = UNCHANGED) -> Iterator[Rewrite]:
        """Yield the events of a record that were rewritten without a reason; `own` are new ids of sources."""
        if pair.after.excerpt.events is None:
            return
        before, after = self.protected(pair.before), pair.after.excerpt.protected
        current = self.current_in(step.commit)
        for event, stated in before.items():
            was = _citing(stated, own) if own else stated
            now = after.get(event, was)
            fields = unexplained_fields(was, now, current, reasoned=step.reasoned, marked=step.marked)
            if fields and (step.commit, pair.after.path, event) not in self.joined:
                record = pair.after.excerpt.id
                yield Rewrite(step.commit, pair.after.path, record, event, fields, was, now, step.parent)

    def _reverts_one_step(self, pair: RecordChange) -> bool:
        """Return whether a step reverts exactly one earlier step on the record.

        Ids that meant one source at that time do not count as changed by it, except those of a join that the
        commit reverts as well.
        """
        gone, came = self._difference(pair, self.current_in(pair.commit))
        parted = self._parted.get(pair.commit, NO_ALIASES)
        return any(
            self._difference(earlier, self._current(parted, pair.commit, earlier.commit)) == (came, gone)
            for earlier in self._past(pair.before)
        )

    def _difference(self, pair: RecordChange, current: Callable[[str], str]) -> tuple[Values, Values]:
        """Return the protected values that a step removed from a record, and those that it added."""
        was, now = self._values(pair.before, current), self._values(pair.after, current)
        return was - now, now - was

    def _values(self, state: FileState, current: Callable[[str], str]) -> Values:
        events = self.protected(state).items()
        kept = (("", "sha256", _digest(state)), ("", "file", state.excerpt.file))
        return frozenset((event, *value) for event, each in events for value in each.values(current)).union(
            kept
        )

    def _past(self, state: FileState) -> Iterator[RecordChange]:
        """Yield each change of a record that led to this state."""
        seen, waiting = {_key(state)}, [state]
        while waiting:
            for pair in self._earlier.get(_key(waiting.pop()), ()):
                yield pair
                if _key(pair.before) not in seen:
                    seen.add(_key(pair.before))
                    waiting.append(pair.before)


def _ends(alias: frozenset[str], step: CommitDiff) -> bool:
    """Return whether a step leaves no record that has both ids, although there was one."""
    held = any(delta.before and alias <= delta.before.excerpt.ids for delta in step.deltas)
    return held and not any(delta.after and alias <= delta.after.excerpt.ids for delta in step.deltas)


@cache
def _smallest_ids(aliases: Aliases) -> Renames:
    """Return for each id the smallest id that is connected to it by the pairs."""
    found: dict[str, str] = {}
    for pair in sorted(map(sorted, aliases)):
        one, other = sorted(found.get(each, each) for each in pair)
        found |= dict.fromkeys((one, other, *(name for name, each in found.items() if each == other)), one)
    return found


def _citing(event: ProtectedFields, ids: Renames) -> ProtectedFields:
    """Return an event with the ids of its cited sources replaced."""
    sources, grounds = (
        tuple(each._replace(source=ids.get(each.source, each.source)) for each in cited)
        for cited in (event.sources, event.grounds)
    )
    alone = tuple((name, Cited(ids.get(each.source, each.source))) for name, each in event.alone)
    return event._replace(sources=sources, grounds=grounds, alone=alone)


def _is_same_source(before: Excerpt, after: Excerpt) -> bool:
    """Return whether two states are the same source.

    They are if their address and digest are equal or, without an address and a digest, everything that they
    state.
    """
    if before.statement == after.statement:
        return True
    was, now = (each.protected.get("", ProtectedFields()) for each in (before, after))
    is_known = before.digest or any(each.name in ADDRESSES for each in was.stated)
    return bool(is_known) and before.digest == after.digest and not rewritten_fields(was, now)


def _digest(state: FileState) -> str:
    return OF_KEPT_FILE["sha256"](state.excerpt.digest or "")


OF_FILE: tuple[Callable[[FileState], str], ...] = (
    _digest,
    lambda state: OF_KEPT_FILE["file"](state.excerpt.file or ""),
)
"""The functions by whose results another kept file, or a missing name of one, is detected."""


def _key(state: FileState) -> tuple[str, str]:
    return state.path, state.content
