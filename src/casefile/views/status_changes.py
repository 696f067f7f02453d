"""The differences of a record between two states: its changes in words, and the effect on custody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from casefile.changes.change import Change, field_of
from casefile.changes.change_text import describe_change
from casefile.changes.cited_sources import CITES, cited_alone, cited_in, is_citing, source_ids
from casefile.changes.merge_additions import compare_all
from casefile.changes.record_difference import FILE_MOVED, Difference, ParentStatus, Status
from casefile.custody.custody_view import View
from casefile.custody.status_text import in_short_with_end
from casefile.dates import Day
from casefile.errors import errors_of
from casefile.model.plain_data import Data, Fields, find_entry, groups, mapping
from casefile.model.shape import Shape
from casefile.register import Entry


class StatusSide(Struct, frozen=True):
    """A record in one state, such as that of a commit; `entry` is None if the record did not exist.

    `name` is its name at that time. `view` is its custody on `day`; None if the file had errors or is not a
    case. The day is None if that of the commit cannot be read.
    """

    entry: Entry | None = None
    name: str = ""
    view: View | None = None
    day: Day | None = None

    @property
    def data(self) -> Fields | None:
        """The data of the file; None if the file did not exist or could not be parsed."""
        return self.entry.data if self.entry else None

    @property
    def unreadable(self) -> bool:
        """Whether the file existed but could not be parsed."""
        return self.entry is not None and self.entry.data is None


NOWHERE = StatusSide()
DROPPED = "the other side of this merge stated something else"


def difference(
    befores: Sequence[StatusSide], after: StatusSide, note: str = "", dropped: Sequence[Change] = ()
) -> Difference | None:
    """Return the difference of a record between two states; None if there is nothing to show.

    `befores` are its states in each parent of a commit, at least one: a value that one of them has is not a
    change. Changes of layout, or of an order that does not count, are not shown, and no changes if a state
    cannot be parsed. There is something to show if content or path differ, if the file has errors afterwards,
    or if there is a `note`, a remark for the reader; without one, a remark states that the same content is in
    another file. `dropped` are the changes of one side that a merge did not take.
    """
    earlier = next((each for each in befores if each.entry), befores[0])
    shown = after if after.entry else earlier
    entry = shown.entry
    if entry is None:
        return None
    problems = errors_of(after.entry.problems) if after.entry else ()
    readable = not after.unreadable and not any(each.unreadable for each in befores)
    changes = compare_all(entry.shape, [each.data for each in befores], after.data) if readable else ()
    more = tuple(each for each in dropped if not any(_is_repeated(each, other) for other in changes))
    changes, note = (*changes, *more), note or (DROPPED if more else "")
    if not changes and _is_moved(befores, after):
        note = note or FILE_MOVED
    if not (changes or problems or note):
        return None
    record = after.data or earlier.data
    return Difference(
        record=entry.id,
        kind=entry.kind,
        name=shown.name,
        changes=changes,
        texts=tuple(describe_change(change, entry.shape, record) for change in changes),
        entries=tuple(entries(changes, entry.shape)),
        status=status(_state_before(befores, after, more), after) if entry.kind == "case" else None,
        sources=cited_by_change(changes, after.data),
        problems=problems,
        note=note,
    )


def _is_moved(befores: Sequence[StatusSide], after: StatusSide) -> bool:
    """Return whether the file of a record is at a path that it had in no earlier state."""
    earlier = {each.entry.path for each in befores if each.entry}
    return after.entry is not None and bool(earlier) and after.entry.path not in earlier


def merge_status(
    parents: Mapping[str, StatusSide], after: StatusSide, turned_from: Collection[str]
) -> Difference | None:
    """Return a row which reports that a merge changed the status of a case; None if it did not.

    `parents` are the states of the case by commit, `turned_from` the parents whose status counts. A parent
    without the case, or where it cannot be parsed, has no status.
    """
    known = {commit: side for commit, side in parents.items() if side.view is not None}
    turned = any(
        _describe_side(known[commit]) != _describe_side(after) for commit in turned_from if commit in known
    )
    if after.entry is None or after.view is None or not turned:
        return None
    return Difference(
        record=after.entry.id,
        kind=after.entry.kind,
        name=after.name,
        status=status(next(iter(known.values())), after),
        parents=tuple(
            ParentStatus(commit, _word(side.view), _describe_side(side)) for commit, side in known.items()
        ),
    )


def _state_before(befores: Sequence[StatusSide], after: StatusSide, dropped: Sequence[Change]) -> StatusSide:
    """Return the earlier state with which the new status is compared.

    It is a parent that already had the new status, or the first. If the merge dropped changes, it is the
    first parent, because the new status may follow from the loss; for a record that it dropped as a whole,
    the first parent that has it.
    """
    if dropped and after.entry is None:
        return next((each for each in befores if each.entry), befores[0])
    found = () if dropped else (each for each in befores if _describe_side(each) == _describe_side(after))
    return next(iter(found), befores[0])


def _is_repeated(change: Change, other: Change) -> bool:
    """Return whether another change gives a field the same value, whatever its value was before."""
    value, known = (each.old if each.kind == "removed" else each.new for each in (change, other))
    return (change.field, change.kind, value) == (other.field, other.kind, known)


def status(before: StatusSide, after: StatusSide) -> Status:
    """Return the custody status of a record before and after, and the difference in words (see `Status`)."""
    was, now = _describe_side(before), _describe_side(after)
    text = "" if was == now else now if before.entry is None else f"{was} → {now}"
    return Status(_word(before.view), _word(after.view), text, now)


def cited_by_change(changes: Sequence[Change], record: Data | None) -> tuple[str, ...]:
    """Return the ids of the sources of the content that changes add or correct, each once.

    They are those cited in the content, or else those of the event around it in `record`, the state after the
    changes.
    """
    found: dict[str, None] = {}
    for change in changes:
        if change.kind not in {"removed", "moved"}:
            own = cited_in(change.new) or _named_by(change)
            found |= dict.fromkeys(own or cited_in(_around(record or {}, change.path)))
    return tuple(found)


def entries(changes: Sequence[Change], shape: Shape) -> Iterator[str]:
    """Yield the description of each event of an added record, as if it had been added to the ledger."""
    for change in changes:
        whole = change.new if change.kind == "added" and not change.path else None
        state = mapping(whole)
        for event in groups(state.get("events")):
            if "id" in event:
                yield describe_change(
                    Change(field_of(("events", str(event["id"]))), "added", None, event), shape, state
                )


def _describe_side(side: StatusSide) -> str:
    if side.view is not None and side.day is not None:
        return in_short_with_end(side.view, side.day)
    if side.entry is None:
        return "no record"
    return "withdrawn" if side.entry.withdrawn else "cannot be told"


def _word(view: View | None) -> str | None:
    return view.status if view else None


def _named_by(change: Change) -> tuple[str, ...]:
    """Return the ids of the sources that a change adds, if it adds citations."""
    if change.path[-1:] == (CITES,):
        return tuple(dict.fromkeys(chain.from_iterable(cited_alone({CITES: change.new}).values())))
    return source_ids([change.new]) if is_citing(change.path) else ()


def _around(record: Data, path: Sequence[str]) -> object:
    """Return the event of the ledger to which a path in a record leads; None for other paths."""
    return find_entry(record.get("events"), path[1]) if path[:1] == ("events",) and len(path) > 1 else None
