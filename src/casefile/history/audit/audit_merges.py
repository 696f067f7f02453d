"""Compare merge commits with the merge of their parents, made again, to find values that it does not give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from casefile.changes.cited_sources import Cited, ids_by_side
from casefile.changes.protected_fields import ProtectedFields, protected_events
from casefile.history.audit.remade_merges import Outcomes, RemadeMerges
from casefile.views.audit import DoubtfulRecord, Rewrite, Rewrites

Events = Mapping[str, ProtectedFields]
NO_EVENT = ProtectedFields()


def find_unexplained_values(merges: RemadeMerges, rewrites: Rewrites) -> Iterator[Rewrite]:
    """Yield each event to which a merge commit gave other values than a merge of its parents gives.

    Where the sides of a conflict differ in a field any value may be chosen, because a conflict is resolved
    that way; but not where no common ancestor has the event. Where both have the same value, as in a conflict
    about the order of events, it must stay. Three parents or more are merged by lines: then a value must be
    that of one of them.
    """
    for doubtful in rewrites.doubtful:
        commit = doubtful.rewrites[0].commit
        outcomes = [*merges.outcomes(commit, doubtful.befores, doubtful.after)]
        seen: set[tuple[str, str]] = set()
        for rewrite in doubtful.rewrites:
            fields = tuple(
                name
                for name in rewrite.fields
                if (rewrite.event, name) not in seen
                and not _is_given(rewrites, doubtful, outcomes, rewrite, name)
            )
            seen |= {(rewrite.event, name) for name in fields}
            if fields:
                yield rewrite._replace(fields=fields)


def _is_given(
    rewrites: Rewrites, doubtful: DoubtfulRecord, outcomes: list[Outcomes], rewrite: Rewrite, name: str
) -> bool:
    """Return whether a merge of the parents gives the field `name` this value, or lets a person choose it."""
    current = rewrites.current_in(rewrite.commit)
    split = rewrites.splits.get(rewrite.commit, {})
    befores = [rewrites.protected(state) if state else {} for state in doubtful.befores]

    def value(events: Events) -> object:
        held = events.get(rewrite.event)
        sides = [each.get(rewrite.event, NO_EVENT) for each in befores]
        return held and _with_new_ids(held, split, sides).value(name, current)

    now = rewrite.now.value(name, current)
    if not outcomes:
        return any(value(each) == now for each in befores)

    def is_given(made: Outcomes) -> bool:
        ours, theirs, base = (
            protected_events(made.shape, each) for each in (made.ours, made.theirs, made.base)
        )
        if value(ours) == value(theirs):
            return value(ours) == now
        return (bool(made.base) and rewrite.event in base) or is_explained

    was = rewrite.was.value(name, current)
    is_explained = any(
        value(side) == now and was in map(value, earlier)
        for side, earlier in zip(befores, doubtful.earlier, strict=True)
    )
    if not rewrite.event:  # a source that its side does not cite may go for another one
        is_explained = is_explained or not rewrites.cites(rewrite.parent or "", doubtful.after.excerpt.ids)
    return any(map(is_given, outcomes))


def _with_new_ids(
    event: ProtectedFields, split: Mapping[str, tuple[str, ...]], sides: Sequence[ProtectedFields]
) -> ProtectedFields:
    """Return an event in which each record that the merge split in two is cited by its new ids.

    `split` has the new ids that `resolve --both` gave, by the old one; `sides` is the event on each side.
    """

    def apart(cited: Cited, held: Sequence[Sequence[Cited]]) -> list[Cited]:
        citing = (any(each.source == cited.source for each in side) for side in held)
        ids = ids_by_side(split.get(cited.source, ()), (cited in side for side in held), citing)
        return [cited._replace(source=new) for new in ids] or [cited]

    sources = (apart(each, [side.sources for side in sides]) for each in event.sources)
    grounds = (apart(each, [side.grounds for side in sides]) for each in event.grounds)
    alone = tuple(
        (name, one)
        for name, each in event.alone
        for one in apart(each, [[cited for field, cited in side.alone if field == name] for side in sides])
    )
    return event._replace(
        sources=tuple(chain.from_iterable(sources)),
        grounds=tuple(chain.from_iterable(grounds)),
        alone=alone,
    )
