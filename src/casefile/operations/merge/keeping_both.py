"""Two records that got one id on two branches: one keeps it, the other gets a new one with its citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from casefile.changes.sameness import child_of, ids_of, is_ledger, weighed
from casefile.document.canonical import write as write_text
from casefile.document.read import read as read_text
from casefile.errors import BadInput
from casefile.model.shape import Shape
from casefile.operations.edits import Edit, How, Plan, Planner
from casefile.operations.fields import ordered
from casefile.operations.ids import shared_id
from casefile.operations.merge.resolving import ToResolve
from casefile.operations.merge.settling import Both, Decisions, Settled, settle, staged
from casefile.operations.write import write
from casefile.register import Entry, Register, path_of
from casefile.storage.repository.merges import tips
from casefile.storage.snapshots import Revision

Data = dict[str, Any]
CITATION = "source"
"""The field of a citation that holds the id."""


def resolve(subject: ToResolve, decisions: Decisions, how: How) -> Settled:
    """Put these decisions into the file, as `settle` and `keep_both` do."""
    return keep_both(subject, how) if decisions.get("") is Both.BOTH else settle(subject, decisions, how)


def keep_both(subject: ToResolve, how: How) -> Settled:
    """Keep both records of a conflict: one under the id that they share, the other under an id of its own.

    Which one keeps the id follows from what they hold, so that it is the same whoever merges whom. What cites
    the other one on its branch cites it by the new id. All files are staged. Raises BadInput CF729 where git
    does not say which two commits are merged, or another record that cites the id is in conflict.
    """
    commits = tips(subject.repository)
    if subject.sides is None or len(commits) != 2:
        hint = "begin the merge again: git merge --abort, then git merge"
        raise BadInput("CF729", "git does not say which two commits are merged", hint)
    sides = [subject.sides.ours, subject.sides.theirs]
    kept, moved = sorted((0, 1), key=lambda side: write_text(subject.shape, sides[side]))
    text = (subject.sides.texts.ours, subject.sides.texts.theirs)[kept]

    def plan(register: Register) -> Plan:
        new = shared_id(register, subject.kind, sides[moved])
        citing, renames = _citing(subject, register), _Renames(subject.name, new)
        versions = [Revision(subject.repository, each).read_some(citing) for each in commits]
        along = []
        for path, entry in citing.items():
            before = [read_text(each.get(path, b"")).data or {} for each in versions]
            data = renames.applied(entry.shape, entry.data or {}, before[kept], before[moved])
            along.append(Edit(path, entry.kind, data))
        own = Edit(subject.path, subject.kind, {**sides[kept]}, text=text, over=subject.blob)
        data = ordered(subject.shape, {**sides[moved], "id": new})
        other = Edit(path_of(subject.kind, new), subject.kind, data)
        notes = (f"{new} is the record of {('ours', 'theirs')[moved]}",)
        return Plan((own, other), notes=notes, along=tuple(along))

    return _settled(subject, plan, how)


def _settled(subject: ToResolve, plan: Planner, how: How) -> Settled:
    written = write(subject.root, plan, replace(how, commit=False))
    if how.dry_run:
        return Settled(subject, written)
    paths = [each.path for each in (*written.records, *written.along)]
    if not how.commit:
        return Settled(subject, written, go_on=f"written, not staged: git add {' '.join(paths)}")
    return Settled(subject, written, go_on=staged(subject.repository, paths))


def _citing(subject: ToResolve, register: Register) -> dict[str, Entry]:
    """Return the records that cite the id; refuse where one of them is in conflict itself."""
    paths = dict.fromkeys(row.path for row, _ in register.citing(subject.name) if row.id != subject.name)
    others = [path for path in subject.unmerged if path != subject.path]
    broken = [path for path in others if path in register.entries and register.entries[path].broken]
    if broken:
        hint = f"first: casefile resolve {broken[0]}"
        raise BadInput("CF729", f"{broken[0]} is in conflict too, and may cite this record", hint)
    return {path: register.entries[path] for path in paths}


@dataclass(frozen=True)
class _Renames:
    """Puts a new id into what one side cites, and leaves what the other side cites."""

    old: str
    new: str

    def applied(self, shape: Shape, data: Mapping[str, Any], kept: object, moved: object) -> Data:
        """Return a group of fields as both sides mean it; `kept` and `moved` are those of the two sides."""
        seen = shape.seen(data)
        return {
            name: self._node(child_of(shape, seen, name), value, _at(kept, name), _at(moved, name))
            for name, value in data.items()
        }

    def _node(self, shape: Shape, value: object, kept: object, moved: object) -> object:
        if isinstance(value, Mapping):
            return self.applied(shape, value, kept, moved)
        if isinstance(value, list):
            return self._list(shape, value, kept, moved)
        return self.new if value == self.old and shape.says.refers and kept != self.old == moved else value

    def _list(self, shape: Shape, items: list[Any], kept: object, moved: object) -> list[Any]:
        if is_ledger(shape) and ids_of(items) is not None:
            return [
                self._node(shape.item(each), each, _with_id(kept, each["id"]), _with_id(moved, each["id"]))
                for each in items
            ]
        made = []
        for item in items:
            if not self._is_citation(shape, item):
                one, other = _like(shape, kept, item), _like(shape, moved, item)
                made.append(self._node(shape.item(item), item, one, other))
                continue
            cites = [self._cites(shape, each) for each in (kept, moved)]
            made += [item] if cites[0] or not cites[1] else []
            made += [self._renamed(item)] if cites[1] else []
        return made

    def _is_citation(self, shape: Shape, item: object) -> bool:
        refers = shape.says.refers or shape.item(item).says.refers
        return bool(refers) and self.old in {item, _at(item, CITATION)}

    def _cites(self, shape: Shape, items: object) -> bool:
        return isinstance(items, list) and any(self._is_citation(shape, each) for each in items)

    def _renamed(self, item: object) -> object:
        return {**item, CITATION: self.new} if isinstance(item, Mapping) else self.new


def _at(node: object, name: str) -> object:
    return node.get(name) if isinstance(node, Mapping) else None


def _with_id(items: object, key: str) -> object:
    return next((each for each in items if _at(each, "id") == key), None) if isinstance(items, list) else None


def _like(shape: Shape, items: object, item: object) -> object:
    """Return the item of a side that says the same."""
    weight = weighed(shape.item(), item)
    known = items if isinstance(items, list) else []
    return next((each for each in known if weighed(shape.item(), each) == weight), None)
