"""Events and kept files that a commit rewrote without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from casefile.changes.protected import ADDRESSES, ProtectedFields, rewritten_fields, unexplained_fields
from casefile.views.audit.losses import heirs_of
from casefile.views.audit.states import Excerpt, State, Step

Values = frozenset[tuple[str, str, object]]
"""Protected values, each with its event and field."""


class Rewrite(NamedTuple):
    """An event or a source whose fields a commit gave other values without a reason.

    `fields` are names as `rewritten_fields` gives them; `was` and `now` are the event before and after. Of a
    source, `event` is empty.
    """

    commit: str
    path: str
    record: str
    event: str
    fields: tuple[str, ...]
    was: ProtectedFields
    now: ProtectedFields


class Swap(NamedTuple):
    """A source of which a commit changed the digest; `files` are the kept files that it ever named."""

    commit: str
    path: str
    source: str
    files: frozenset[str]
    reasoned: bool


class Doubtful(NamedTuple):
    """A record in which a merge has other protected fields than one of its parents.

    Only the merge, made again, shows whether somebody chose them. `befores` are the states in the parents, in
    their order; None where the record is not there. `rewrites` are the events in question.
    """

    befores: tuple[State | None, ...]
    after: State
    rewrites: tuple[Rewrite, ...]


class Pair(NamedTuple):
    """One record before and after a step."""

    before: State
    after: State


@dataclass
class Rewrites:
    """Reads steps, parents first, and gathers what was rewritten without a reason.

    A step that takes back exactly what one earlier step did to a record, as `git revert` does, rewrites
    nothing; a merge that does so drops what one of its sides did.
    `doubtful` are what merges did; `current` follows renames of sources. A file that nobody can read keeps
    the events that it had before.
    """

    found: list[Rewrite] = field(default_factory=list)
    doubtful: list[Doubtful] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)
    joined: frozenset[tuple[str, str, str]] = frozenset()
    _renamed: dict[str, str] = field(default_factory=dict)
    _earlier: dict[tuple[str, str], list[State]] = field(default_factory=dict)
    _gone: dict[str, State] = field(default_factory=dict)

    @classmethod
    def of(cls, steps: Iterable[Step], joined: frozenset[tuple[str, str, str]] = frozenset()) -> Rewrites:
        """Read a whole trail; `joined` are its events and sources that were joined to others."""
        rewrites = cls(joined=joined)
        for _, group in groupby(steps, key=lambda step: step.commit):
            rewrites.take([*group])
        return rewrites

    def take(self, steps: Sequence[Step]) -> None:
        """Compare a commit with each of its parents."""
        pairs = [{pair.after.path: pair for pair in self._pairs(step)} for step in steps]
        if len(steps) > 1:
            self._take_merge(steps, pairs)
        else:
            for pair in pairs[0].values():
                self._take_pair(steps[0], pair)
        for pair in (pair for each in pairs for pair in each.values()):
            earlier = self._earlier.setdefault(_key(pair.after), [])
            if _key(pair.before) not in map(_key, earlier):
                earlier.append(pair.before)

    def current(self, source: str) -> str:
        """Return one id for all that a source had: the smallest of those between which renames lead."""
        while source in self._renamed:
            source = self._renamed[source]
        return source

    def protected(self, state: State) -> Mapping[str, ProtectedFields]:
        """Return the protected fields of a file's events; those of an earlier state where it has errors."""
        seen: set[tuple[str, str]] = set()
        while state.excerpt.events is None and self._earlier.get(_key(state)) and _key(state) not in seen:
            seen.add(_key(state))
            state = self._earlier[_key(state)][0]
        return state.excerpt.protected

    def _pairs(self, step: Step) -> Iterator[Pair]:
        """Yield each record that is there before and after a step, also under another id."""
        heirs = heirs_of(step)
        new = {delta.path for delta in step.deltas if delta.before is None}
        for path, heir in heirs.items():
            before = next(delta.before for delta in step.deltas if delta.path == path)
            if before is None or not heir.excerpt.kind == before.excerpt.kind == "source":
                continue
            is_joined = (step.commit, path, "") in self.joined
            is_same = step.reasoned or _is_same_source(before.excerpt, heir.excerpt)
            if is_joined or (heir.path in new and is_same):
                self._join(before.excerpt.id, heir.excerpt.id)
        for delta in step.deltas:
            after = delta.after or heirs.get(delta.path)
            if delta.before and after and not after.excerpt.withdrawn:
                yield Pair(delta.before, after)
            elif delta.before and after is None and delta.before.excerpt.digest:
                self._gone[delta.before.excerpt.id] = delta.before
            elif after and after.excerpt.id in self._gone:
                yield Pair(self._gone[after.excerpt.id], after)

    def _join(self, old: str, new: str) -> None:
        one, other = sorted((self.current(old), self.current(new)))
        if one != other:
            self._renamed[other] = one

    def _take_pair(self, step: Step, pair: Pair) -> None:
        rewrites = [*self._rewrites(step, pair)]
        was, now = _digest(pair.before), _digest(pair.after)
        is_swapped = bool(was) and was != now
        if (rewrites or is_swapped) and self._takes_back(pair):
            return
        self.found += rewrites
        if is_swapped:
            self._swap(step, pair.before, pair.after)

    def _take_merge(self, steps: Sequence[Step], pairs: Sequence[Mapping[str, Pair]]) -> None:
        """Gather what a merge has otherwise than a parent; a digest has to be that of one of them."""
        new = [{delta.path for delta in step.deltas if delta.before is None} for step in steps]
        for path in dict.fromkeys(path for each in pairs for path in each):
            after = next(each[path].after for each in pairs if path in each)
            befores = tuple(
                each[path].before if path in each else None if path in fresh else after
                for each, fresh in zip(pairs, new, strict=True)
            )
            stated = [state for state in befores if state and _digest(state)]
            if stated and _digest(after) not in {_digest(state) for state in befores if state}:
                self._swap(steps[0], stated[0], after)
            rewrites = tuple(
                rewrite
                for step, each in zip(steps, pairs, strict=True)
                if path in each
                for rewrite in self._rewrites(step, each[path])
            )
            if rewrites:
                self.doubtful.append(Doubtful(befores, after, rewrites))

    def _swap(self, step: Step, before: State, after: State) -> None:
        named = (
            state.excerpt.file for state in (after, before, *(each.before for each in self._past(before)))
        )
        files = frozenset(file for file in named if file)
        self.swaps.append(Swap(step.commit, after.path, after.excerpt.id, files, step.reasoned))

    def _rewrites(self, step: Step, pair: Pair) -> Iterator[Rewrite]:
        """Yield the events of a record that were rewritten without a reason."""
        if pair.after.excerpt.events is None:
            return
        before, after = self.protected(pair.before), pair.after.excerpt.protected
        for event, was in before.items():
            now = after.get(event, was)
            fields = unexplained_fields(was, now, self.current, reasoned=step.reasoned, marked=step.marked)
            if fields and (step.commit, pair.after.path, event) not in self.joined:
                yield Rewrite(step.commit, pair.after.path, pair.after.excerpt.id, event, fields, was, now)

    def _takes_back(self, pair: Pair) -> bool:
        """Return whether a step takes back exactly what one earlier step did to the record."""
        gone, came = self._difference(pair)
        return any(self._difference(earlier) == (came, gone) for earlier in self._past(pair.before))

    def _difference(self, pair: Pair) -> tuple[Values, Values]:
        """Return the protected values that a step took out of a record, and those that it put in."""
        was, now = self._values(pair.before), self._values(pair.after)
        return was - now, now - was

    def _values(self, state: State) -> Values:
        events = self.protected(state).items()
        kept = (("", "sha256", _digest(state)), ("", "file", state.excerpt.file))
        return frozenset(
            (event, *value) for event, each in events for value in each.values(self.current)
        ).union(kept)

    def _past(self, state: State) -> Iterator[Pair]:
        """Yield each change of a record that led to this state."""
        seen, waiting = {_key(state)}, [state]
        while waiting:
            later = waiting.pop()
            for earlier in self._earlier.get(_key(later), ()):
                yield Pair(earlier, later)
                if _key(earlier) not in seen:
                    seen.add(_key(earlier))
                    waiting.append(earlier)


def _is_same_source(before: Excerpt, after: Excerpt) -> bool:
    """Return whether two sources are one: by address and digest; without both, by all that they state."""
    if before.statement == after.statement:
        return True
    was, now = (each.protected.get("", ProtectedFields()) for each in (before, after))
    is_known = before.digest or any(each.name in ADDRESSES for each in was.stated)
    return bool(is_known) and before.digest == after.digest and not rewritten_fields(was, now)


def _digest(state: State) -> str:
    return (state.excerpt.digest or "").lower()


def _key(state: State) -> tuple[str, str]:
    return state.path, state.content
