"""Merges made again: whether a merge has what its parents give, or what somebody wrote into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.changes.protected import ProtectedFields, protected_events
from casefile.operations.audit.joins import Splits
from casefile.operations.audit.remade import Merges, Outcomes
from casefile.views.audit import Doubtful, Rewrite, Rewrites


def chosen_freely(merges: Merges, rewrites: Rewrites, splits: Splits) -> Iterator[Rewrite]:
    """Yield each event that a merge gave other values than a merge of its parents gives.

    Where the sides of a conflict differ in a field any value may be chosen, for that is how a conflict is
    resolved. Where both have the same value, as in a conflict about the order of events, it stays. Three
    parents or more are merged by lines: there a value has to be that of one of them. A source that got an id
    of its own there (`splits`) is cited by it.
    """
    for doubtful in rewrites.doubtful:
        commit = doubtful.rewrites[0].commit
        outcomes = [*merges.outcomes(commit, doubtful.befores, doubtful.after)]
        seen: set[tuple[str, str]] = set()
        for given in doubtful.rewrites:
            rewrite = given._replace(now=_as_cited_before(given.now, splits.get(given.commit, {})))
            fields = tuple(
                name
                for name in rewrite.fields
                if (rewrite.event, name) not in seen
                and not _is_given(rewrites, doubtful, outcomes, rewrite, name)
            )
            seen |= {(rewrite.event, name) for name in fields}
            if fields:
                yield given._replace(fields=fields)


def _is_given(
    rewrites: Rewrites, doubtful: Doubtful, outcomes: list[Outcomes], rewrite: Rewrite, name: str
) -> bool:
    """Return whether a merge of the parents gives this value, or leaves it to a person."""

    def value(events: Mapping[str, ProtectedFields]) -> object:
        held = events.get(rewrite.event)
        return held and held.value(name, rewrites.current)

    now = rewrite.now.value(name, rewrites.current)
    if not outcomes:
        return any(value(rewrites.protected(state)) == now for state in doubtful.befores if state)
    sides = (
        [value(protected_events(made.shape, side)) for side in (made.ours, made.theirs)] for made in outcomes
    )
    return any(ours != theirs or ours == now for ours, theirs in sides)


def _as_cited_before(event: ProtectedFields, split: Mapping[str, str]) -> ProtectedFields:
    """Return an event that cites sources by the ids that they had before the merge."""
    cited = dict.fromkeys(each._replace(source=split.get(each.source, each.source)) for each in event.sources)
    return event._replace(sources=tuple(cited))
