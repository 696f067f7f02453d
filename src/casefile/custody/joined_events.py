"""Join two events of a ledger into one, at the position where the status stays the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from casefile.custody.course import Course
from casefile.custody.custody_view import View
from casefile.custody.turning_days import have_same_answers
from casefile.dates import LAST_DAY, Day
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

    The position is one at which the status stays the same on each day after both events. If dates overlap,
    only the position in the file decides which event came last. The result is None if the status changes at
    both positions. Events and claims that refer to the second event refer to the first one in the result.
    `fold_as` folds a case.
    """
    data = citing_event(kind, data, ids[1], ids[0])
    ledger = data["events"]
    twice = [
        {**one, "id": each["id"], "date": each["date"]} if each["id"] in ids else each for each in ledger
    ]
    before = case_of(kind, {**data, "events": twice})
    for place in ids:
        left = (each for each in ledger if each["id"] == place or each["id"] not in ids)
        made = {**data, "events": [one if each["id"] == place else each for each in left]}
        after = case_of(kind, made)
        if (
            before is None
            or after is None
            or have_same_answers(fold_as(before), fold_as(after), status_of, _day_after(before, ids))
        ):
            return made
    return None


def citing_event(kind: str, data: KnownData, old: str, new: str) -> KnownFields:
    """Return a record in which other events and claims refer to an event by its new id."""
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
