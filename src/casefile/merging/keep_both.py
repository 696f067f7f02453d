"""Keep two records that got one id on two branches: each gets its own id, and its references follow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import SIDES, field_of, parts_of
from casefile.changes.cited_sources import CITES, SOURCES, ids_by_side
from casefile.changes.equality import (
    alike_or_absent,
    child_of,
    comparison_key,
    find_node,
    ids_of,
    is_ledger,
    shape_within,
)
from casefile.changes.record_merge import Conflict, Merged, merge
from casefile.editing.edits import Edit, Plan, Planner, WriteOptions
from casefile.editing.new_ids import draw_id, draw_separate_id
from casefile.editing.write_records import write
from casefile.errors import BadInput
from casefile.git.merge_state import files_with, find_commits_to_apply, find_tips
from casefile.git.snapshots import read_files_at_commit
from casefile.loading.record_pairs import former_paths
from casefile.merging.open_conflict import RecordInConflict
from casefile.merging.resolution import Decisions, KeepBoth, ResolveResult, stage_files, write_decisions
from casefile.model.plain_data import KnownData, KnownFields, find_entry, items, mapping
from casefile.model.random_ids import random_suffix
from casefile.model.references import Names, names_proceeding, names_record
from casefile.model.shape import Shape
from casefile.model.vocabularies import PROCEEDINGS
from casefile.register import Entry, Register, path_of
from casefile.yaml.reader import read as read_text

Rename = Callable[[str, object], Any]
"""Returns a value with new ids in place of the shared one.

Its first argument is the field, "" for a record.
"""
CLAIMS = "claims"
CITATION = "source"
"""The field of a citation that contains the id of the source."""


def resolve(subject: RecordInConflict, decisions: Decisions, how: WriteOptions) -> ResolveResult:
    """Write these decisions to the file (`write_decisions`), or keep both records or proceedings of one id.

    A decision may be `KeepBoth.BOTH` for that. Raises BadInput CF729 if one of two records would be dropped
    although its branch cites it or git does not show whether it does, and the errors of `keep_both` and
    `write_decisions`.
    """
    whole = decisions.get("")
    if whole is KeepBoth.BOTH:
        return keep_both(subject, how)
    two = [each for each in subject.merged.conflicts if decisions.get(each.field) is KeepBoth.BOTH]
    if two:
        return _with_both_proceedings(subject, decisions, how, two)
    first = subject.merged.conflicts[:1]
    if subject.sides is not None and first and first[0].is_of_two and not first[0].field:
        _refuse_loss(subject, 1 if whole == subject.sides.ours else 0)
    return write_decisions(subject, decisions, how)


def _refuse_loss(subject: RecordInConflict, dropped: int) -> None:
    """Raise BadInput CF729 if a record would be dropped that its branch cites.

    The citation would lead to the other record. `dropped` is the index of the dropped side: 0 for ours, 1 for
    theirs. A commit that a rebase or cherry-pick applies later may cite theirs too. Also raises CF729 if
    other records cite the id and git does not show which two commits are merged.
    """
    commits = find_tips(subject.repository)
    keep = f"keep both: casefile resolve {subject.name} --both"
    if dropped and _is_named_later(subject):
        message = f"a later commit of the rebase refers to the record that {SIDES[dropped]} has with this id"
        raise BadInput("CF729", message, keep)
    citing = _find_citing(subject, subject.register)
    if len(commits) != len(SIDES):
        if citing or subject.repository.state() == "am":
            raise _unknown_commits(subject)
        return
    versions = [_Version(subject, commit, citing) for commit in commits]
    renames = _Renames(subject.name, (KEPT, DROPPED) if dropped else (DROPPED, KEPT))
    for entry in citing.values():
        data = renames.apply(entry.shape, entry.fields, *(each.of(entry) for each in versions))
        if DROPPED in _leaves(data):
            message = f"{entry.id} refers to the record that {SIDES[dropped]} has with this id"
            raise BadInput("CF729", message, keep)


def _is_named_later(subject: RecordInConflict) -> bool:
    """Return whether a commit that git applies later contains the shared id in another file."""
    now = find_tips(subject.repository)
    later = [each for each in find_commits_to_apply(subject.repository) if each not in now]
    return bool(files_with(subject.repository, later, subject.name) - {subject.path})


def _unknown_commits(subject: RecordInConflict) -> BadInput:
    """Return the error for a merge that does not show which side cites which record."""
    undo = UNDO.get(subject.repository.state() or "", "git reset --merge")
    hint = f"undo this merge: {undo}; give one of the two records a new id: casefile rename; merge again"
    return BadInput("CF729", "git does not show which two commits are merged", hint)


UNDO = {"am": "git am --abort", "revert": "git revert --abort"}
"""Commands that undo the operation that git has stopped in."""


KEPT, DROPPED = "\0kept", "\0dropped"
"""Placeholders for the ids of a kept and a dropped record; the text of a record never contains a NUL."""


def _leaves(node: object) -> Iterator[Hashable]:
    if isinstance(node, Mapping):
        yield from chain.from_iterable(_leaves(each) for each in node.values())
    elif isinstance(node, list):
        yield from chain.from_iterable(_leaves(each) for each in node)
    elif isinstance(node, Hashable):
        yield node


def keep_both(subject: RecordInConflict, how: WriteOptions) -> ResolveResult:
    """Keep both records of a conflict, each under an id of its own.

    The shared id is dropped, unless a record with this content would get it: a later citation of it from a
    clone is then reported, and never leads to the other record. References to the id follow the record that
    their branch meant. All files are staged. Raises BadInput CF729 if git does not show which two commits are
    merged, or if another record that cites the id is in conflict.
    """
    commits = find_tips(subject.repository)
    if subject.sides is None or len(commits) != 2:
        raise _unknown_commits(subject)
    sides = (subject.sides.ours, subject.sides.theirs)
    texts = (subject.sides.texts.ours, subject.sides.texts.theirs)

    def plan(register: Register) -> Plan:
        citing = _find_citing(subject, register)
        ids = _draw_ids(register, subject, sides)
        renames = _Renames(subject.name, ids)
        versions = [_Version(subject, commit, citing) for commit in commits]
        along = []
        for path, entry in citing.items():
            data = renames.apply(entry.shape, entry.fields, *(each.of(entry) for each in versions))
            along.append(Edit(path, entry.kind, data))
        edits = [_make_edit(register, subject, *each) for each in zip(ids, sides, texts, strict=True)]
        gone = () if subject.name in ids else (subject.path,)
        notes = tuple(f"{new} is the record of {who}" for new, who in zip(ids, SIDES, strict=True))
        renamed = tuple((new, subject.name) for new in ids if new != subject.name)
        return Plan(tuple(edits), notes=notes, along=tuple(along), gone=gone, renamed=renamed)

    return _write_plan(subject, plan, how)


def _with_both_proceedings(
    subject: RecordInConflict, decisions: Decisions, how: WriteOptions, two: Sequence[Conflict]
) -> ResolveResult:
    """Settle the conflicts `two`, each of two proceedings with one id, and write the other decisions.

    Both proceedings get new ids, and the events of each side name the one of their side. Neither keeps the
    old id: an event that names it later names no proceeding, and never the other one. An event whose
    proceeding both sides named by this id is left in conflict. So is the order of the events if it decides
    the status now, though it did not while they were of one proceeding.
    """
    known = subject.branches or subject.sides
    assert known is not None  # noqa: S101 - each side has added a proceeding
    sides, merged = (known.joins.ours, known.joins.theirs), subject.merged
    decided, notes = dict(decisions), []
    for name in [each.field for each in two]:
        old = parts_of(name)[-1]
        ids = _proceeding_ids(subject, old, merged.data)
        ours = _make_rename(subject.shape, _Renames(old, ids, names_proceeding), sides)
        theirs = _make_rename(subject.shape, _Renames(old, ids[::-1], names_proceeding), sides[::-1])
        del decided[name]
        for each in merged.conflicts:
            if each.field in decided:
                rename = theirs if decided[each.field] == each.theirs else ours
                decided[each.field] = rename(each.field, decided[each.field])
        merged = _with_ids(subject.shape, merged, name, ids, (ours, theirs))
        notes += [f"{new} is the proceeding {old} of {who}" for new, who in zip(ids, SIDES, strict=True)]
    if not subject.moved_from:  # all fields of a renamed record must be resolved together
        merged = known.with_order(merged)  # the ids of events are those of the sides
    done = write_decisions(replace(subject, merged=merged), decided, how)
    left = replace(subject, blob=done.subject.blob)  # a decision is made again together with the next one
    return replace(done, subject=left, written=replace(done.written, notes=(*done.written.notes, *notes)))


def _proceeding_ids(subject: RecordInConflict, old: str, data: KnownFields) -> tuple[str, str]:
    """Return the new ids of our proceeding and of theirs: the old id and the first letters of their commits.

    So two clones that merge the same commits give the same ids. If git does not show which commits are
    merged, or such an id exists already in `data`, an id ends in random characters.
    """
    commits, taken = find_tips(subject.repository), ids_of(data[PROCEEDINGS]) or []
    ends = commits if len(commits) == len(SIDES) else [random_suffix() for _ in SIDES]
    for end in ends:
        parts = chain([end[:LETTERS_OF_COMMIT]], iter(random_suffix, ""))
        names = (f"{old[:LONGEST_START]}-{part}" for part in parts)
        taken = [*taken, draw_id(partial(next, names), taken)]
    return taken[-2], taken[-1]


LETTERS_OF_COMMIT = 7
LONGEST_START = 90
"""Letters of the old id that a new one begins with; an id has at most 100."""


def _with_ids(
    shape: Shape, merged: Merged, field: str, ids: tuple[str, str], renames: tuple[Rename, Rename]
) -> Merged:
    """Return a merge with both proceedings of the conflict at `field` under new ids, sorted by these ids.

    The functions in `renames` replace the old id in a field: the first as our side means it where both sides
    are possible, the second as theirs does. If the results differ in a field of an event, that field is in
    conflict.
    """
    ours, theirs = ({**rename("", merged.data), PROCEEDINGS: []} for rename in renames)
    conflict = next(each for each in merged.conflicts if each.field == field)
    entries: list[Any] = [conflict.ours, conflict.theirs]
    both = [{**entry, "id": new} for entry, new in zip(entries, ids, strict=True)]
    both.sort(key=itemgetter("id"))
    listed = ([*both] if each["id"] == parts_of(field)[-1] else [each] for each in merged.data[PROCEEDINGS])
    left = tuple(
        replace(each, ours=renames[0](each.field, each.ours), theirs=renames[1](each.field, each.theirs))
        for each in merged.conflicts
        if each is not conflict
    )
    more_conflicts = [
        each
        for each in merge(shape, None, ours, theirs).conflicts
        if not any(f"{each.field}.".startswith(f"{known.field}.") for known in left)
    ]
    return Merged({**ours, PROCEEDINGS: [*chain.from_iterable(listed)]}, (*left, *more_conflicts))


def _make_rename(shape: Shape, renames: _Renames, sides: Sequence[KnownData]) -> Rename:
    """Return the function that replaces a proceeding's id in a field of a record, or in a whole record.

    `sides` are the records of the two sides, in the order of the ids in `renames`.
    """

    def rename(field: str, value: object) -> Any:  # noqa: ANN401 - plain data of any form
        if isinstance(value, Enum):
            return value
        path = parts_of(field)
        data: Any = renames.apply(shape, _record_with(shape, path, value), *sides)
        if CLAIMS in data:
            stated = [side.get(CLAIMS, []) for side in sides]
            data = {**data, CLAIMS: _rename_claims(renames, data[CLAIMS], stated)}
        return find_node(data, path)

    return rename


def _record_with(shape: Shape, path: Sequence[str], value: Any) -> Any:  # noqa: ANN401 - plain data of any form
    """Return a record that contains nothing but a value at a path."""
    if not path:
        return value
    name, *rest = path
    inner = _record_with(shape_within(shape, name), rest, value)
    return [{"id": name, **inner}] if is_ledger(shape) else {name: inner}


def _rename_claims(renames: _Renames, claims: object, sides: Sequence[Any]) -> object:
    """Return claims whose fields are in the proceeding that the claim's side means; `sides` are their claims.

    A claim that both sides have, or neither has in its present form, is made about both proceedings.
    """
    if not isinstance(claims, list):
        return claims
    made = []
    for claim in claims:
        path = parts_of(str(_value_of(claim, "field")))
        if path[:2] != (PROCEEDINGS, renames.old):
            made.append(claim)
            continue
        citing = (any(_value_of(each, "field") == claim["field"] for each in side) for side in sides)
        ids = ids_by_side(renames.new, (claim in side for side in sides), citing)
        made += [{**claim, "field": field_of((PROCEEDINGS, new, *path[2:]))} for new in ids or renames.new]
    return made


def _make_edit(register: Register, subject: RecordInConflict, new: str, data: KnownData, text: str) -> Edit:
    if new == subject.name:
        return Edit(subject.path, subject.kind, {**data}, text=text, over=subject.blob)
    return Edit(path_of(subject.kind, new), subject.kind, _with_new_id(register, subject, data, new))


def _draw_ids(register: Register, subject: RecordInConflict, sides: Sequence[KnownData]) -> tuple[str, str]:
    """Return the new ids of both records: only a record whose address gives the shared id may keep that id.

    Only sources have such an address. If the addresses of both give the id, or commits that git applies later
    cite it, neither keeps it.
    """
    alone = {draw_separate_id(register, subject.kind, each) for each in sides}
    shared = {subject.name} if alone == {subject.name} or _is_named_later(subject) else set()
    first = draw_separate_id(register, subject.kind, sides[0], shared)
    return first, draw_separate_id(register, subject.kind, sides[1], {*shared, first})


def _with_new_id(register: Register, subject: RecordInConflict, data: KnownData, new: str) -> KnownFields:
    """Return the record under its new id, without former ids that are the id of a record today."""
    former = [
        each for each in data.get("formerly", []) if each not in register.by_id and each != subject.name
    ]
    kept = {name: value for name, value in data.items() if name != "formerly"}
    return subject.shape.sort_fields({**kept, "id": new, **({"formerly": former} if former else {})})


class _Version:
    """The records of `citing` (entries by path) as they are in one of the two commits that are merged."""

    def __init__(self, subject: RecordInConflict, commit: str, citing: Mapping[str, Entry]) -> None:
        self.paths = {path: [path, *former_paths(entry)] for path, entry in citing.items()}
        self.blobs = read_files_at_commit(
            subject.repository, commit, chain.from_iterable(self.paths.values())
        )

    def of(self, entry: Entry) -> KnownData:
        """Return the data of a record in the commit, also under an id that it had before.

        The result is empty if it is not there, or cannot be read as a record.
        """
        blobs = (self.blobs.get(path) for path in self.paths[entry.path])
        return read_text(next(filter(None, blobs), b"")).data or {}


def _write_plan(subject: RecordInConflict, plan: Planner, how: WriteOptions) -> ResolveResult:
    written = write(subject.root, plan, replace(how, commit=False))
    records = (*written.records, *written.along)
    paths = [*dict.fromkeys([subject.path, *(each.path for each in records)])]
    return ResolveResult(subject, written, go_on=stage_files(subject.repository, paths, how))


def _find_citing(subject: RecordInConflict, register: Register) -> dict[str, Entry]:
    """Return the records that cite the shared id, by path.

    Raises BadInput CF729 if one of them is in conflict itself.
    """
    paths = dict.fromkeys(row.path for row, _ in register.citing(subject.name) if row.id != subject.name)
    others = [path for path in subject.unmerged if path != subject.path]
    broken = [path for path in others if path in register.entries and register.entries[path].broken]
    if broken:
        hint = f"first: casefile resolve {broken[0]}"
        raise BadInput("CF729", f"{broken[0]} is in conflict too, and may refer to this record", hint)
    return {path: register.entries[path] for path in paths}


class _Renames(Struct, frozen=True):
    """Replaces the id `old` in data that cites it by one of two new ids: that of the side with this citation.

    `new` are the ids for our side and for theirs; a citation that both sides have gets the first one, or in a
    list both. `refers` returns whether a field contains ids of the kind that is replaced: records, or
    proceedings.
    """

    old: str
    new: tuple[str, str]
    refers: Names = names_record

    def apply(self, shape: Shape, data: KnownData, *sides: object) -> KnownFields:
        """Return a group of fields with the new ids; `sides` are the same group on ours and on theirs.

        An id outside a list stays if neither side has it there.
        """
        return {name: self._field(shape, data, name, sides) for name in data}

    def _field(self, shape: Shape, data: KnownData, name: str, sides: Sequence[object]) -> object:
        """Return a field of a group with the new ids.

        The sources of a value are those of the side with that value.
        """
        child, value = child_of(shape, shape.seen(data), name), data[name]
        if name == CITES and isinstance(value, Mapping):
            cites = {
                each: [_value_of(side, CITES) for side in _sides_with(shape, data, sides, [each])]
                for each in value
            }
            return {
                each: self._node(
                    child_of(child, child, each), ids, [_value_of(side, each) for side in cites[each]]
                )
                for each, ids in value.items()
            }
        if name == SOURCES and CITES not in shape.fields:
            sides = _sides_with(shape, data, sides, [each for each in data if each != SOURCES])
        return self._node(child, value, [_value_of(each, name) for each in sides])

    def _node(self, shape: Shape, value: object, sides: Sequence[object]) -> object:
        if isinstance(value, Mapping):
            return self.apply(shape, value, *sides)
        if isinstance(value, list):
            return self._list(shape, value, sides)
        if value != self.old or not self.refers(shape):
            return value
        return next((new for new, side in zip(self.new, sides, strict=True) if side == self.old), value)

    def _list(self, shape: Shape, items: list[Any], sides: Sequence[object]) -> list[Any]:
        if is_ledger(shape) and ids_of(items) is not None:
            return [
                self._node(shape.item(each), each, [find_entry(side, each["id"]) for side in sides])
                for each in items
            ]
        made = []
        for item in items:
            if self._is_citation(shape, item):
                made += self._citations(shape, item, sides)
            else:
                alike = [_find_equal(shape, side, item) for side in sides]
                made.append(self._node(shape.item(item), item, alike))
        return made

    def _citations(self, shape: Shape, item: object, sides: Sequence[object]) -> list[object]:
        """Return a citation with the new id of each side that has it in this list.

        If neither has it, of each side that cites the id in this list; if there is none, unchanged.
        """
        having = (_find_equal(shape, side, item) is not None for side in sides)
        ids = ids_by_side(self.new, having, (self._cites(shape, side) for side in sides))
        return [self._with_id(item, new) for new in ids] or [item]

    def _is_citation(self, shape: Shape, item: object) -> bool:
        return (self.refers(shape) or self.refers(shape.item(item))) and (
            item == self.old or _value_of(item, CITATION) == self.old
        )

    def _cites(self, shape: Shape, items: object) -> bool:
        return isinstance(items, list) and any(self._is_citation(shape, each) for each in items)

    def _with_id(self, item: object, new: str) -> object:
        return {**item, CITATION: new} if isinstance(item, Mapping) else new


def _sides_with(
    shape: Shape, data: KnownData, sides: Sequence[object], names: Sequence[str]
) -> Sequence[object]:
    """Return the sides of a group that have the values of these fields in `data`, None for other sides.

    If no side has them, return all sides.
    """
    seen = shape.seen(data)
    found = [
        side
        if all(
            alike_or_absent(child_of(shape, seen, each), _value_of(side, each), data[each]) for each in names
        )
        else None
        for side in sides
    ]
    return found if any(each is not None for each in found) else sides


def _value_of(node: object, name: str) -> object:
    return mapping(node).get(name)


def _find_equal(shape: Shape, held: object, item: object) -> object:
    """Return the item of the list `held` that means the same as `item`; None if there is none."""
    key = comparison_key(shape.item(), item)
    return next((each for each in items(held) if comparison_key(shape.item(), each) == key), None)
