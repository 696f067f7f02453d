"""Warn of changes that `audit` will report: events that are rewritten without a reason, or gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.changes.change import field_of
from casefile.changes.protected_fields import OF_KEPT_FILE, protected_events, unexplained_fields
from casefile.editing.edits import WriteOptions
from casefile.errors import Problem
from casefile.model.plain_data import Data, former_ids
from casefile.model.shape import Shape

AMEND = 'before you push: git commit --amend --no-edit --trailer "Reason: TEXT"'
KEPT_FILE = {
    "sha256": "a new digest means a different file; audit accepts it only with a reason",
    "file": "the stored file is no longer named; audit accepts it only with a reason",
}


DELETED = "this record was deleted; audit reports it, and git still contains its text"


class WrittenVersions(Struct, frozen=True):
    """A record that is written: its path and shape, its data in the last commit and now.

    `before` is None for a new record, `after` for a deleted one.
    """

    path: str
    shape: Shape
    before: Data | None
    after: Data | None


def warn_of_unexplained_changes(
    records: Sequence[WrittenVersions], how: WriteOptions, renamed: Iterable[tuple[str, str]] = ()
) -> Iterator[Problem]:
    """Yield a warning for each protected fact that one commit rewrites without a reason, or removes.

    These are events, the stored file of a source, and whole records; a withdrawal causes no warning.
    `renamed` are pairs of ids of further records, old and new: a citation by the old id counts as the same.
    """
    ids = {**_renamed(records), **dict(renamed)}
    for each in records:
        yield from _unexplained(each, how, ids)


def _unexplained(record: WrittenVersions, how: WriteOptions, renamed: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the warnings of one record; none if another record was joined to it.

    It then has the data of both records, so a difference is not a rewritten event.
    """
    path, shape, before, after = record.path, record.shape, record.before, record.after
    if before is None or "withdrawn" in (after or before):
        return
    if after is None:
        yield Problem.of_file(path, "CF741", DELETED, _withdraw(shape, before), "warning")
        return
    if before.get("id") == after.get("id") in renamed.values():
        return
    for field, read in OF_KEPT_FILE.items() if shape.name == "source" and not how.reason else ():
        was, now = (read(str(source.get(field) or "")) for source in (before, after))
        if was not in {"", now}:
            yield Problem(path, 0, 0, field, "CF754", "warning", KEPT_FILE[field], _hint(how))
    held, stated = protected_events(shape, before), protected_events(shape, after)
    for event in held.keys() - stated.keys():
        message = f"the event {event} was removed; mark a wrong event instead"
        hint = f"{_restore(after)}; then: casefile mark {after.get('id')} {event} retracted --reason TEXT"
        yield Problem(path, 0, 0, field_of(("events", event)), "CF740", "warning", message, hint)
    for event in held.keys() & stated.keys():
        fields = unexplained_fields(
            held[event],
            stated[event],
            lambda source: renamed.get(source, source),
            reasoned=bool(how.reason),
            marked=how.marks,
        )
        if fields:
            named = " and ".join(f"`{name}`" for name in fields)
            what, field = (f"the event {event}", field_of(("events", event))) if event else ("it", fields[0])
            message = f"{what} has a new {named} without a reason; audit reports it"
            yield Problem(path, 0, 0, field, "CF752", "warning", message, _hint(how))


def _restore(data: Data) -> str:
    """Return the start of a hint that says how an event or a record can be put back."""
    return f"restore the old value: casefile log {data.get('id')}"


def _withdraw(shape: Shape, before: Data) -> str:
    """Return the hint for a record that is deleted: a case that must go is withdrawn instead."""
    withdraw = f"; to remove it: casefile withdraw {before.get('id')}" if shape.name == "case" else ""
    return f"{_restore(before)}{withdraw}"


def _renamed(records: Iterable[WrittenVersions]) -> dict[str, str]:
    """Return the new ids of records that are renamed or joined by these changes, by their ids before."""
    found: dict[str, str] = {}
    for each in records:
        before, after = each.before, each.after
        if before and after:
            former = {*former_ids(after), str(before.get("id"))} - {*former_ids(before), str(after.get("id"))}
            found |= dict.fromkeys(former, str(after.get("id")))
    return found


def _hint(how: WriteOptions) -> str:
    if how.dry_run:
        return "--reason TEXT"
    return AMEND if how.commit else "casefile commit --reason TEXT"
