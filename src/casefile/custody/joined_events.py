"""Join two events of a ledger into one, at the position where the status stays the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import timedelta

from casefile.custody.course import Course
from casefile.custody.custody_view import View
from casefile.custody.fold_keys import fold_key, referred_ids
from casefile.custody.turning_days import have_same_answers
from casefile.dates import LAST_DAY, Day
from casefile.model.events import Event
from casefile.model.plain_data import KnownData, KnownFields
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from casefile.model.records import Case
from casefile.model.references import names_event, rename_ids

ONE_DAY = timedelta(days=1)
PREFIX = "events."


def with_one(
    kind: str,
    data: KnownData,
    ids: Sequence[str],
    one: KnownData,
    fold_as: Callable[[Case], Course],
) -> KnownFields | None:
    """Return a record with one event in place of two: at the position of the first, else of the second.

    `kind` and `data` are the record, `ids` the ids of the two events, `one` the data of the new event;
    `fold_as` computes the course of a case. The position is one at which the status stays the same on each
    day after both events; if dates overlap, only the position in the file decides which event came last. The
    result is None if the status changes at both positions. If the record is not a valid case with events, the
    position of the first is used. Events and claims that refer to the second event refer to the first one in
    the result.
    """
    data = citing_event(kind, data, ids[1], ids[0])
    place = find_place(kind, data, ids, one, fold_as)
    return None if place is None else _at_place(data, ids, one, place)


def find_place(
    kind: str,
    data: KnownData,
    ids: Sequence[str],
    one: KnownData,
    fold_as: Callable[[Case], Course],
) -> str | None:
    """Return the id of the event, of the two in `ids`, whose position is right for the joined event `one`.

    The parameters and the right position are those of `with_one`; None if neither is right, and the first id
    if there is no valid case to compare. In `data`, no event or claim refers to the second event any more.
    """
    ledger = data["events"]
    twice = [
        {**one, "id": each["id"], "date": each["date"]} if each["id"] in ids else each for each in ledger
    ]
    before = case_of(kind, {**data, "events": twice})
    for place in ids:
        after = case_of(kind, _at_place(data, ids, one, place))
        if (
            before is None
            or after is None
            or have_same_answers(fold_as(before), fold_as(after), status_of, _day_after(before, ids))
        ):
            return place
    return None


def _at_place(data: KnownData, ids: Sequence[str], one: KnownData, place: str) -> KnownFields:
    """Return a record with one event in place of two, at the position of that event whose id is `place`."""
    left = (each for each in data["events"] if each["id"] == place or each["id"] not in ids)
    return {**data, "events": [one if each["id"] == place else each for each in left]}


class PlaceFinder:
    """Finds the positions of many joined events of one record; ledgers that are alike are folded once.

    `fold_as` computes the course of a case; `connections` gives the connection of each source to the person,
    by the id of the source.
    """

    def __init__(
        self,
        kind: str,
        data: KnownData,
        events: Sequence[Event],
        fold_as: Callable[[Case], Course],
        connections: Mapping[str, str | None],
    ) -> None:
        self._kind, self._data, self._fold_as, self._connections = kind, data, fold_as, connections
        self._ids = [event.id for event in events]
        self._referred = referred_ids(events)
        self._numbers: dict[Hashable, int] = {}
        self._keys = [self._number(event) for event in events]
        self._known: dict[Hashable, int | None] = {}

    def find(self, ids: Sequence[str], one: KnownData) -> str | None:
        """Return the result of `find_place` for two events of one date and the event that is made of them."""
        key = self._key(ids, one)
        if key in self._known:
            found = self._known[key]
            return None if found is None else ids[found]
        data = citing_event(self._kind, self._data, ids[1], ids[0])
        place = find_place(self._kind, data, ids, one, self._fold_as)
        if key is not None:
            self._known[key] = None if place is None else ids.index(place)
        return place

    def _key(self, ids: Sequence[str], one: KnownData) -> Hashable:
        """Return a key that is equal for two joins only if the same position is right; else None."""
        made = case_of(self._kind, {**self._data, "events": [one]})
        is_plain = len({*self._ids}) == len(self._ids) and self._referred.isdisjoint(ids)
        if made is None or not is_plain:
            return None
        number = self._number(made.events[0])
        first, second = map(self._ids.index, ids)
        twice = [number if at in {first, second} else key for at, key in enumerate(self._keys)]
        return tuple(twice), (*twice[:second], *twice[second + 1 :]), (*twice[:first], *twice[first + 1 :])

    def _number(self, event: Event) -> int:
        name = event.id if event.id in self._referred else None
        key = name, fold_key(event, self._connections)
        return self._numbers.setdefault(key, len(self._numbers))


def citing_event(kind: str, data: KnownData, old: str, new: str) -> KnownFields:
    """Return a record in which events and claims that refer to the event `old` refer to `new` instead."""
    made = rename_ids(shape_of(kind), data, {old: new}, names_event)
    claims = [
        {**each, "field": f"{PREFIX}{new}{rest}"}
        if isinstance(each, Mapping)
        and (rest := str(each.get("field", "")).removeprefix(f"{PREFIX}{old}")) != each.get("field")
        else each
        for each in data.get("claims") or ()
    ]
    return {**made, **({"claims": claims} if claims else {})}


def case_of(kind: str, data: KnownData) -> Case | None:
    """Return the case if the data is a valid case with events, else None."""
    record = admit(kind, data).record
    return record if isinstance(record, Case) and record.events else None


def status_of(view: View) -> tuple[object, ...]:
    """Return the parts of a view that make up the status: possible statuses, basis, disputed."""
    return view.possible, view.basis, view.disputed


def _day_after(case: Case, ids: Sequence[str]) -> Day:
    last = max(each.date.latest for each in case.events if each.id in ids)
    return min(last, LAST_DAY - ONE_DAY) + ONE_DAY
