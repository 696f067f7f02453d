"""Merges made again: whether a merge has what its parents give, or what somebody wrote into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from casefile.changes.change import parts_of
from casefile.changes.merge import Merged
from casefile.changes.protected import ProtectedFields, protected_events
from casefile.model.shape import shape_of
from casefile.operations.audit.joins import Splits
from casefile.operations.audit.trodden import Trodden, held_by
from casefile.operations.merge.file import Blobs, contested, sides_of
from casefile.storage.repository.objects import Objects
from casefile.views.audit import Doubtful, Rewrite, Rewrites


def chosen_freely(stored: Objects, trail: Trodden, rewrites: Rewrites, splits: Splits) -> Iterator[Rewrite]:
    """Yield each event that a merge gave other values than a merge of its parents gives.

    In a field that is in conflict any value may be chosen, for that is how a conflict is resolved. Three
    parents or more are merged by lines: there a value has to be that of one of them. A source that got an
    id of its own there (`splits`) is cited by it.
    """
    blob_at = lru_cache(maxsize=None)(lambda path: held_by(trail.firsts, path))
    bases_of = lru_cache(maxsize=None)(trail.ancestry.merge_bases)
    for doubtful in rewrites.doubtful:
        first = doubtful.rewrites[0]
        merges: list[Merged] = []
        if len(doubtful.befores) == 2:
            for base in bases_of(first.commit) or (None,):
                paths = dict.fromkeys((first.path, *(state.path for state in doubtful.befores if state)))
                blobs = (blob_at(path).get(base) for path in paths) if base else ()
                merged = _merged(stored, doubtful, next(filter(None, blobs), None))
                merges += [merged] if merged else []
        seen: set[tuple[str, str]] = set()
        for given in doubtful.rewrites:
            rewrite = given._replace(now=_as_cited_before(given.now, splits.get(given.commit, {})))
            fields = tuple(
                name
                for name in rewrite.fields
                if (rewrite.event, name) not in seen
                and not _is_given(rewrites, doubtful, merges, rewrite, name)
            )
            seen |= {(rewrite.event, name) for name in fields}
            if fields:
                yield given._replace(fields=fields)


def _merged(stored: Objects, doubtful: Doubtful, base: str | None) -> Merged | None:
    """Merge the two states of a record again; None where one of them cannot be read."""
    ours, theirs = doubtful.befores
    if ours is None or theirs is None:
        return None
    wanted = [ours.content, theirs.content, *([base] if base else [])]
    found = dict(zip(wanted, stored.read(wanted), strict=True))
    blobs = (found.get(base or "") or b"", found[ours.content] or b"", found[theirs.content] or b"")
    sides = sides_of(doubtful.after.path, Blobs(*blobs))
    return contested(sides, None).merged if sides else None


def _is_given(
    rewrites: Rewrites, doubtful: Doubtful, merges: list[Merged], rewrite: Rewrite, name: str
) -> bool:
    """Return whether a merge of the parents gives this value, or leaves it to a person."""
    event, value = rewrite.event, rewrite.now.value(name, rewrites.current)
    if not merges:
        sides = (rewrites.protected(state).get(event) for state in doubtful.befores if state)
        return any(side is not None and side.value(name, rewrites.current) == value for side in sides)
    for merged in merges:
        if any(_touches(parts_of(each.field), event, name) for each in merged.conflicts):
            return True
        given = protected_events(shape_of(doubtful.after.excerpt.kind), merged.data).get(event)
        if given is not None and given.value(name, rewrites.current) == value:
            return True
    return False


def _as_cited_before(event: ProtectedFields, split: Mapping[str, str]) -> ProtectedFields:
    """Return an event that cites sources by the ids that they had before the merge."""
    cited = dict.fromkeys(each._replace(source=split.get(each.source, each.source)) for each in event.sources)
    return event._replace(sources=tuple(cited))


def _touches(conflict: tuple[str, ...], event: str, name: str) -> bool:
    """Return whether a conflict covers a field of an event; a standing goes with its resolution."""
    names = ("standing", "resolution") if name == "standing" else (name.partition(".")[0],)
    paths = (("events", event, each) for each in names)
    return any(path[: len(conflict)] == conflict[: len(path)] for path in paths)
