"""Merges made again: whether a merge has what its parents give, or what somebody wrote into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from casefile.changes.merge import settled
from casefile.changes.protected import ProtectedFields, protected_events
from casefile.operations.audit.joins import Splits
from casefile.operations.audit.trodden import Trodden, held_by
from casefile.operations.merge.file import SIDES, Blobs, contested, sides_of
from casefile.operations.trail.past import read_once
from casefile.register import SETTINGS, Entry
from casefile.storage.repository.objects import Objects
from casefile.views.audit import Doubtful, Rewrite, Rewrites


class Outcomes(NamedTuple):
    """The events of a merge that is made again, where every conflict is settled by ours, and by theirs."""

    ours: Mapping[str, ProtectedFields]
    theirs: Mapping[str, ProtectedFields]


def chosen_freely(stored: Objects, trail: Trodden, rewrites: Rewrites, splits: Splits) -> Iterator[Rewrite]:
    """Yield each event that a merge gave other values than a merge of its parents gives.

    Where the sides of a conflict differ in a field any value may be chosen, for that is how a conflict is
    resolved. Where both have the same value, as in a conflict about the order of events, it stays. Three
    parents or more are merged by lines: there a value has to be that of one of them. A source that got an id
    of its own there (`splits`) is cited by it.
    """
    blob_at = lru_cache(maxsize=None)(lambda path: held_by(trail.firsts, path))
    bases_of = lru_cache(maxsize=None)(trail.ancestry.merge_bases)
    settings_at = held_by(trail.firsts, SETTINGS)
    for doubtful in rewrites.doubtful:
        first = doubtful.rewrites[0]
        merges: list[Outcomes] = []
        if len(doubtful.befores) == 2:
            settings = _settings(stored, settings_at[first.commit])
            for base in bases_of(first.commit) or (None,):
                paths = dict.fromkeys((first.path, *(state.path for state in doubtful.befores if state)))
                blobs = (blob_at(path).get(base) for path in paths) if base else ()
                made = _outcomes(stored, doubtful, next(filter(None, blobs), None), settings)
                merges += [made] if made else []
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


def _settings(stored: Objects, blob: str | None) -> Entry | None:
    """Return the settings of a commit, which decide what is in conflict."""
    text = stored.read([blob])[0] if blob else None
    return read_once(SETTINGS, text) if text is not None else None


def _outcomes(
    stored: Objects, doubtful: Doubtful, base: str | None, settings: Entry | None
) -> Outcomes | None:
    """Merge the two states of a record again; None where one of them cannot be read."""
    ours, theirs = doubtful.befores
    if ours is None or theirs is None:
        return None
    wanted = [ours.content, theirs.content, *([base] if base else [])]
    found = dict(zip(wanted, stored.read(wanted), strict=True))
    blobs = (found.get(base or "") or b"", found[ours.content] or b"", found[theirs.content] or b"")
    sides = sides_of(doubtful.after.path, Blobs(*blobs))
    if sides is None:
        return None
    merged = contested(sides, settings).merged
    chosen = ({each.field: getattr(each, side) for each in merged.conflicts} for side in SIDES)
    return Outcomes(
        *(protected_events(sides.shape, settled(sides.shape, merged, choices)) for choices in chosen)
    )


def _is_given(
    rewrites: Rewrites, doubtful: Doubtful, merges: list[Outcomes], rewrite: Rewrite, name: str
) -> bool:
    """Return whether a merge of the parents gives this value, or leaves it to a person."""

    def value(events: Mapping[str, ProtectedFields]) -> object:
        held = events.get(rewrite.event)
        return held and held.value(name, rewrites.current)

    now = rewrite.now.value(name, rewrites.current)
    if not merges:
        return any(value(rewrites.protected(state)) == now for state in doubtful.befores if state)
    return any(value(made.theirs) != value(made.ours) or value(made.ours) == now for made in merges)


def _as_cited_before(event: ProtectedFields, split: Mapping[str, str]) -> ProtectedFields:
    """Return an event that cites sources by the ids that they had before the merge."""
    cited = dict.fromkeys(each._replace(source=split.get(each.source, each.source)) for each in event.sources)
    return event._replace(sources=tuple(cited))
