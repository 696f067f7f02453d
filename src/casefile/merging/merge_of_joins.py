"""Merge a record in which one side has joined two events into one, and the other side has changed both."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from casefile.changes.equality import ABSENT, alike_or_absent, child_of, comparison_key, is_set, ledger_of
from casefile.changes.joined_entries import NEEDS_NO_TIER, STANDING, differ_in_standing, join_entries
from casefile.custody.circumstances import NO_CONNECTIONS
from casefile.custody.joined_events import citing_event, with_one
from casefile.merging.status_order import StatusFacts, ThreeWayRecord, list_folds
from casefile.model.plain_data import KnownData
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape

Events = Mapping[str, KnownData]
Joins = Mapping[str, str]
"""Maps the id of an event that was joined and is gone to the id of the event that has its content now."""
RESTRICTED = "restricted"
VERIFICATION = frozenset({STANDING, "resolution"})
"""Fields that decide whether an event counts: a change of them is a conflict, whatever the tier is."""


def join_on_all_sides(kind: str, sides: ThreeWayRecord, facts: StatusFacts) -> ThreeWayRecord:
    """Return three sides of a record in which events that one side has joined are joined on all sides.

    Then a change to the event that is gone becomes a change to the one that was kept. If the two sides have
    joined two events in opposite directions, the smaller id is kept. A join that would lose content of a side
    is left out. The kept event is in conflict (its path is in `apart` of the result) if more people than
    before could read the change: then its tier is `restricted` on the side with the change, since a file
    alone does not show the tiers of its sources. It is in conflict too if a side changed the verification
    status of the event that is gone. If a side has both events, and only one is disputed, refuted or
    retracted, both are in conflict. A record without a ledger or a base is returned unchanged.
    """
    shape, (base, ours, theirs, _) = shape_of(kind), sides
    if base is None or "events" not in shape.fields:
        return sides
    ledger, before = shape.fields["events"], ledger_of(base)
    for gone, kept in _agree_on_joins(
        *(_find_joins(ledger, before, ledger_of(side)) for side in (ours, theirs))
    ).items():
        if any(_is_split(side, gone, kept) for side in (sides.ours, sides.theirs)):
            sides = sides._replace(apart=sides.apart | {("events", gone), ("events", kept)})
            continue
        one, two, three = (_join_events(kind, side or {}, gone, kept, facts) for side in sides[:3])
        if one is not None and two is not None and three is not None:
            groups = [group for side in (one, two, three) for group in (side, ledger_of(side).get(kept, {}))]
            is_restricted = any(group.get("tier") == RESTRICTED for group in groups)
            changed = [_changed_fields(ledger, before, ledger_of(side), gone) for side in (ours, theirs)]
            if not is_restricted:
                two, three = (
                    _restrict_tiers(side, kept) if names - NEEDS_NO_TIER else side
                    for side, names in zip((two, three), changed, strict=True)
                )
            chosen = VERIFICATION if is_restricted else frozenset.union(*changed) - NEEDS_NO_TIER
            in_conflict = {("events", kept)} if any(names & chosen for names in changed) else set()
            sides = ThreeWayRecord(one, two, three, sides.apart | in_conflict)
    names = {name for _, name in sides.apart}
    return sides._replace(base=_without_events(sides.base or {}, names)) if names else sides


def _restrict_tiers(side: KnownData, name: str) -> KnownData:
    """Return a side in which an event states the strictest tier that a file in plain text may have."""
    events = ledger_of(side)
    return {**side, "events": [*{**events, name: {**events[name], "tier": RESTRICTED}}.values()]}


def _without_events(base: KnownData, names: Collection[str]) -> KnownData:
    """Return the base without these events, so that no side counts as unchanged."""
    return {**base, "events": [event for name, event in ledger_of(base).items() if name not in names]}


def _changed_fields(ledger: Shape, before: Events, now: Events, gone: str) -> frozenset[str]:
    """Return the fields of the event `gone` that differ between two ledgers; none if one of them lacks it."""
    if gone not in before or gone not in now:
        return frozenset()
    one, other = before[gone], now[gone]
    item = ledger.item(other)
    seen = item.seen(other)
    return frozenset(
        name
        for name in {*one, *other}
        if not alike_or_absent(child_of(item, seen, name), one.get(name, ABSENT), other.get(name, ABSENT))
    )


def _is_split(side: KnownData, gone: str, kept: str) -> bool:
    """Return whether a side has both events, and only one of them is disputed, refuted or retracted."""
    events = ledger_of(side)
    return {gone, kept} <= events.keys() and differ_in_standing(events[gone], events[kept])


def _find_joins(ledger: Shape, before: Events, now: Events) -> Joins:
    """Return the joins of a side: events of the base that it lacks, whose content another event has."""
    found = {}
    for gone in before.keys() - now.keys():
        kept = next((name for name in now if _has_content_of(ledger, before, now[name], gone)), None)
        if kept is not None:
            found[gone] = kept
    return found


def _has_content_of(ledger: Shape, before: Events, kept: KnownData, gone: str) -> bool:
    """Return whether the event `kept` has got the content that the event `gone`, now absent, had before.

    False if that content would add nothing to the event, or contradicted it.
    """
    other = before[gone]
    if kept.get("type") != other.get("type"):
        return False
    old = before.get(str(kept["id"]), {})
    made = join_entries(ledger.item(old), old, other) if old else None
    if made and made.conflicts:
        return False
    one = made.data if made else other
    item = ledger.item(kept)
    seen = item.seen(kept)
    brought = [
        name
        for name in one
        if name != "id" and not alike_or_absent(child_of(item, seen, name), one[name], old.get(name, ABSENT))
    ]
    return bool(brought) and all(
        _contains(child_of(item, seen, name), kept.get(name), one[name]) for name in brought
    )


def _contains(shape: Shape, value: object, part: object) -> bool:
    """Return whether a value means the same as `part`, or is a set with all items of `part`."""
    if is_set(shape) and isinstance(value, list) and isinstance(part, list):
        return {comparison_key(shape.item(), each) for each in part} <= {
            comparison_key(shape.item(), each) for each in value
        }
    return value is not None and alike_or_absent(shape, value, part)


def _agree_on_joins(ours: Joins, theirs: Joins) -> Joins:
    """Return the joins of both sides, each to the event that is left in the end.

    An event that the sides have joined to two different ones is left out.
    """
    found: dict[str, str] = {}
    for gone, kept in sorted({*ours.items(), *theirs.items()}, reverse=True):
        end = _final_event(found, kept)
        if end != gone and ours.get(gone, kept) == theirs.get(gone, kept):
            found[gone] = end
    return {gone: _final_event(found, gone) for gone in found}


def _final_event(joins: Joins, name: str) -> str:
    while name in joins:
        name = joins[name]
    return name


def _join_events(kind: str, side: KnownData, gone: str, kept: str, facts: StatusFacts) -> KnownData | None:
    """Return a side in which the event `gone` is joined to the event `kept`.

    Its references lead to `kept`. None if the two are of different types or contradict each other, or if the
    status would change for a possible connection of the sources to the person.
    """
    events = ledger_of(side)
    if gone not in events:
        return side
    one: KnownData = {**events[gone], "id": kept}
    if kept not in events:
        left = [one if name == gone else each for name, each in events.items()]
        return citing_event(kind, {**side, "events": left}, gone, kept)
    if events[kept].get("type") != one.get("type"):
        return None
    made = join_entries(shape_of(kind).fields["events"].item(one), events[kept], one)
    if made.conflicts:
        return None
    any_source = facts._replace(connections=NO_CONNECTIONS)
    first, *others = (with_one(kind, side, (kept, gone), made.data, each) for each in list_folds(any_source))
    return first if all(each == first for each in others) else None
