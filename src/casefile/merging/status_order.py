"""The effect of a merge on the custody status: an order of events, or a status that no side had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from casefile.changes.change import Path
from casefile.changes.equality import ABSENT, entries_by_id
from casefile.changes.record_merge import Conflict, Merged, choose_sides
from casefile.custody.circumstances import NO_CONNECTIONS
from casefile.custody.course import Course
from casefile.custody.custody_view import View
from casefile.custody.joined_events import ONE_DAY, case_of, status_of
from casefile.custody.ledger_fold import fold, fold_case
from casefile.custody.ledger_order import first_after, put_in_order
from casefile.custody.rule_context import OFFICIAL
from casefile.custody.turning_days import have_same_answers, turning_days
from casefile.dates import LAST_DAY, Day, in_order
from casefile.model.events import Event
from casefile.model.plain_data import KnownData
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from casefile.model.records import Case
from casefile.model.settings import Settings
from casefile.model.vocabularies import LEDGER, PROCEEDINGS

DECIDING = (LEDGER, PROCEEDINGS, "other_cases", "country")
"""Fields of a case on which its status depends."""
CONNECTIONS = (None, OFFICIAL, "relative")
"""The connections of a source to the person on which the status may depend."""
Events = Mapping[str, Event]


class ThreeWayRecord(NamedTuple):
    """One record on three sides; `apart` are paths that are not merged: one side is chosen there."""

    base: KnownData | None
    ours: KnownData
    theirs: KnownData
    apart: frozenset[Path] = frozenset()


class StatusFacts(NamedTuple):
    """Facts outside a record that decide the custody status: the settings, the connections of known sources.

    `others` are settings that may apply instead, if both sides changed them.
    """

    settings: Settings
    connections: Mapping[str, str | None] = NO_CONNECTIONS
    others: tuple[Settings, ...] = ()


def list_folds(facts: StatusFacts) -> list[Callable[[Case], Course]]:
    """Return functions that compute the course of a case: one for each of the settings and of CONNECTIONS.

    Each assumes one connection to the person for all sources that are not known. The first one uses
    `facts.settings`, and assumes that unknown sources state no connection.
    """
    settings = (facts.settings, *facts.others)
    return [partial(_fold, facts._replace(settings=each), word) for each in settings for word in CONNECTIONS]


def _fold(facts: StatusFacts, unknown: str | None, case: Case) -> Course:
    cited = {str(getattr(each, "source", each)) for event in case.events for each in event.sources}
    connections = {each: facts.connections.get(each, unknown) for each in cited}
    return fold_case(case, facts.settings, connections)


def order_lists(kind: str, sides: ThreeWayRecord, merged: Merged, facts: StatusFacts) -> Merged:
    """Return the merge with events and proceedings in an order that does not depend on which side is ours.

    If the dates of new events of both sides overlap, only the place in the file decides which event came
    last. There are two orders: with the new events of theirs as late as their dates allow, and with those of
    ours. If both give the same custody view on every day, one of them is taken, the same in both directions;
    otherwise the ledger is one more conflict of the result, since a person has to choose. While the content
    of an event is in conflict too, the order is not a conflict: it follows when the content is settled. The
    order of proceedings decides nothing.
    """
    whole = {each.field for each in merged.conflicts}
    for name in (PROCEEDINGS, LEDGER):
        if not whole.isdisjoint({"", name}):
            continue
        events = _events(kind, merged) if name == LEDGER else {}
        orders = _two_orders(name, sides, merged, events)
        ours_last, theirs_last = (_in_order_of(merged, name, each) for each in orders)
        if (
            orders[0] != orders[1]
            and name == LEDGER
            and not has_event_conflict(merged.conflicts)
            and not _give_same_views(kind, ours_last, theirs_last, facts)
        ):
            before = (sides.base or {}).get(LEDGER, ABSENT)
            asked = Conflict(LEDGER, before, ours_last.data[LEDGER], theirs_last.data[LEDGER])
            return replace(ours_last, conflicts=(*merged.conflicts, asked))
        best = min(orders, key=lambda each: (not _is_by_date(each, events), each))
        merged = _in_order_of(merged, name, best)
    return merged


def has_event_conflict(conflicts: Iterable[Conflict]) -> bool:
    """Return whether the ledger as a whole, an event or a part of one is in conflict."""
    return any(each.path[:1] == (LEDGER,) for each in conflicts)


def _two_orders(
    name: str, sides: ThreeWayRecord, merged: Merged, events: Events
) -> tuple[list[str], list[str]]:
    """Return the ids of the merged list `name` in two orders: with ours last, and with theirs last.

    An event that only one side gave another date counts as new there: its place is the one on that side.
    """
    ids = entries_by_id(merged.data.get(name))
    before, ours, theirs = (entries_by_id((side or {}).get(name)) for side in sides[:3])

    def place(side: Mapping[str, KnownData], beside: Mapping[str, KnownData]) -> list[str]:
        # A side that adds nothing does not change the order of the events that both sides have.
        is_adding = not side.keys() <= before.keys()
        moved = {each for each in events if is_adding and _has_moved(each, before, beside, side)}
        found = [each for each in ids if each not in moved and (each in side or each not in beside)]
        return _by_date(found, events)

    own, other = place(ours, theirs), place(theirs, ours)
    return _with_last(other, own, events), _with_last(own, other, events)


def _by_date(ids: Sequence[str], events: Events) -> list[str]:
    """Return the ids of events in an order that their dates allow; unchanged if a date is not known."""
    if any(each not in events for each in ids):
        return [*ids]
    return [ids[index] for index in put_in_order([events[each] for each in ids], range(len(ids)))]


def _has_moved(
    event: str, before: Mapping[str, KnownData], side: Mapping[str, KnownData], other: Mapping[str, KnownData]
) -> bool:
    """Return whether the event has another date in `side` than in `before`, and the old one in `other`."""
    if any(event not in each for each in (before, side, other)):
        return False
    old, new, beside = (each[event].get("date") for each in (before, side, other))
    return new != old and beside == old


def _with_last(kept: Sequence[str], added: Sequence[str], events: Events) -> list[str]:
    """Return the order `kept` with the entries of `added` inserted, each as late as its date allows.

    An entry follows those of `kept` that precede it in `added`.
    """
    order, last = [*kept], len(kept)
    for place in range(len(added) - 1, -1, -1):
        each = added[place]
        if each in order:
            last = min(last, order.index(each))
            continue
        first = next((order.index(other) + 1 for other in reversed(added[:place]) if other in kept), 0)
        if each in events:
            dates = [events[other].date if other in events else None for other in order]
            last = min(last, first_after(dates, events[each].date.latest))
        last = max(last, first)
        order.insert(last, each)
    return order


def _events(kind: str, merged: Merged) -> Events:
    """Return the valid events of a merge by their ids, except those whose date is in conflict."""
    events = getattr(admit(kind, merged.data).record, "events", ())
    paths = [each.path for each in merged.conflicts]
    unsettled = {path[1] for path in paths if path[0] == LEDGER and path[2:] in ((), ("date",))}
    return {each.id: each for each in events if each.id not in unsettled}


def _is_by_date(order: Sequence[str], events: Events) -> bool:
    """Return whether the dates of the events allow this order; ids that are not in `events` do not count."""
    return in_order(events[each].date for each in order if each in events)


def _in_order_of(merged: Merged, name: str, ids: Sequence[str]) -> Merged:
    entries = entries_by_id(merged.data.get(name))
    if [*entries] == [*ids]:
        return merged
    return replace(merged, data={**merged.data, name: [entries[each] for each in ids]})


def has_new_status(
    kind: str, merged: KnownData, sides: tuple[KnownData, KnownData], today: Day, facts: StatusFacts
) -> bool:
    """Return whether the status after a merge is that of neither side, today or later than all events.

    False if the merge has the fields in DECIDING of one side, or no valid events. Sources that are not known
    are read as if they stated no connection.
    """
    if any(all(merged.get(name) == side.get(name) for name in DECIDING) for side in sides):
        return False
    cases = [case_of(kind, each) for each in (merged, *sides)]
    dates = (each.date for each in (cases[0].events if cases[0] else ()))
    days = [day for date in dates for day in (date.earliest, date.latest) if day < LAST_DAY]
    if not days:
        return False
    last = max(days) + ONE_DAY
    as_unstated = list_folds(facts)[0]
    folded = [as_unstated(each) if each else fold(()) for each in cases]
    later = (Day.fromordinal(turn) for course in folded for turn in turning_days(course))
    return any(
        new not in others
        for day in {today, last, *(each for each in later if each > last)}
        for new, *others in [[status_of(course.on(day)) for course in folded]]
    )


def _give_same_views(kind: str, one: Merged, other: Merged, facts: StatusFacts) -> bool:
    """Return whether two orders of a merge give the same custody view on every day.

    They must do so whichever side is chosen in each conflict, and whatever the connections of their sources.
    """
    pairs = zip(*(choose_sides(shape_of(kind), each) for each in (one, other)), strict=True)
    for pair in islice(pairs, None if one.conflicts else 1):
        first, second = (case_of(kind, each) for each in pair)
        if first is not None and second is not None:
            courses = ((fold_as(first), fold_as(second)) for fold_as in list_folds(facts))
            if not all(have_same_answers(*each, _without_order) for each in courses):
                return False
    return True


def _without_order(view: View) -> tuple[object, ...]:
    """Return a view for comparison, with the fields in UNORDERED as sets, and without its rule."""
    sets = (frozenset(getattr(view, name)) for name in UNORDERED)
    return replace(view, rule=None, **dict.fromkeys(UNORDERED, ())), *sets


UNORDERED = ("restrictions", "possible_restrictions", "charges", "flags", "grounds", "sentence_ends")
"""Fields of a view that contain several values in the order of the ledger."""
