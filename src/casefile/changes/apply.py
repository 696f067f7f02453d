"""Apply changes to a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from casefile.changes.change import Change, ChangeRefused, Path
from casefile.changes.equality import child_of, have_same_meaning, is_ledger, is_set
from casefile.model.plain_data import Data, Fields, KnownFields, id_of
from casefile.model.shape import Shape

GONE = "no longer exists"
THERE = "is there already"
OTHER = "has a different value now"


def apply(shape: Shape, data: Data | None, changes: Iterable[Change]) -> Fields | None:
    """Return a copy of the record `data` with these changes made in their order; None is no record.

    `shape` is that of the record. A set or ledger that loses its last item is removed. Raises ChangeRefused
    (CF701) if a change does not fit: its target, or the entry that it should follow, does not exist or is not
    unique; what it adds exists already; the value is not the expected one; or a new record is not a mapping.
    """
    record = _copy_mapping(data) if data is not None else None
    for change in changes:
        if not change.path:
            record = _change_record(shape, record, change)
        elif record is None:
            _refuse(change, GONE)
        else:
            _apply_inside(shape, record, change.path, change)
    return record


def _change_record(shape: Shape, record: KnownFields | None, change: Change) -> KnownFields | None:
    if change.kind == "added":
        if record is not None:
            _refuse(change, THERE)
        return _copy_of_record(change)
    if record is None:
        _refuse(change, GONE)
    if not have_same_meaning(shape, record, change.old):
        _refuse(change, OTHER)
    return None if change.kind == "removed" else _copy_of_record(change)


def _copy_of_record(change: Change) -> KnownFields:
    if not isinstance(change.new, Mapping):
        _refuse(change, "would not be valid as a record")
    return _copy_mapping(change.new)


def _apply_inside(shape: Shape, node: KnownFields, path: Path, change: Change) -> None:
    """Apply a change inside a node, in place; `path` leads from the node to the target."""
    name, rest = path[0], path[1:]
    child = child_of(shape, shape.seen(node), name)
    if not rest:
        _change_field(child, node, name, change)
        return
    if is_ledger(child) and len(rest) == 1:
        _change_entry(child, node, name, change)
        return
    inner = node.get(name)
    if isinstance(inner, list) and is_ledger(child):
        inner, child, rest = inner[_index_of(inner, rest[0], change)], child.item(), rest[1:]
    if not isinstance(inner, dict):
        _refuse(change, GONE)
    _apply_inside(child, inner, rest, change)


def _change_field(shape: Shape, node: KnownFields, name: str, change: Change) -> None:
    """Apply a change to the field `name` of a mapping, or to an item of the set in that field, in place."""
    itemwise = is_set(shape) and change.kind in {"added", "removed"}
    if itemwise and isinstance(node.get(name, []), list):
        _change_item(shape, node, name, change)
    elif change.kind == "added":
        if name in node:
            _refuse(change, THERE)
        node[name] = _copy(change.new)
    elif change.kind == "moved":
        _refuse(change, "is not in the list")
    else:
        _replace_field(shape, node, name, change)


def _replace_field(shape: Shape, node: KnownFields, name: str, change: Change) -> None:
    is_empty_list = name not in node and shape.is_list and not change.old
    if name not in node and not is_empty_list:
        _refuse(change, GONE)
    if not is_empty_list and not have_same_meaning(shape, node.get(name), change.old):
        _refuse(change, OTHER)
    if change.kind == "removed":
        node.pop(name, None)
    else:
        node[name] = _copy(change.new)


def _change_item(shape: Shape, node: KnownFields, name: str, change: Change) -> None:
    """Add an item to the set in the field `name` of the mapping, or remove one, in place."""
    if change.kind == "added":
        node.setdefault(name, []).append(_copy(change.new))
        return
    items = node.get(name, [])
    wanted = shape.item()
    place = next(
        (index for index, item in enumerate(items) if have_same_meaning(wanted, item, change.old)), None
    )
    if place is None:
        _refuse(change, GONE)
    del items[place]
    if not items:
        del node[name]


def _change_entry(shape: Shape, node: KnownFields, name: str, change: Change) -> None:
    """Add, move, remove or replace an entry of the ledger in the field `name` of the mapping."""
    entries = node.setdefault(name, [])
    if not isinstance(entries, list):
        _refuse(change, GONE)
    key = change.path[-1]
    if change.kind == "added":
        if any(id_of(entry) == key for entry in entries):
            _refuse(change, THERE)
        entries.insert(_index_after(entries, change.after, change), _copy(change.new))
        return
    place = _index_of(entries, key, change)
    if change.kind == "moved":
        entry = entries.pop(place)
        after = change.new if isinstance(change.new, str) else None
        entries.insert(_index_after(entries, after, change), entry)
        return
    if not have_same_meaning(shape.item(), entries[place], change.old):
        _refuse(change, OTHER)
    entries[place : place + 1] = [] if change.kind == "removed" else [_copy(change.new)]
    if not entries:
        del node[name]


def _copy_mapping(data: Data) -> KnownFields:
    return {name: _copy(value) for name, value in data.items()}


def _copy(value: object) -> object:
    """Return a deep copy of plain data; a list that occurs in two places becomes two lists."""
    if isinstance(value, Mapping):
        return _copy_mapping(value)
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _index_of(entries: list[Any], key: str, change: Change) -> int:
    """Return the index of the entry with the id `key`; raise ChangeRefused unless there is exactly one."""
    places = [index for index, entry in enumerate(entries) if id_of(entry) == key]
    if len(places) != 1:
        _refuse(change, f"occurs {len(places)} times" if places else GONE)
    return places[0]


def _index_after(entries: list[Any], key: str | None, change: Change) -> int:
    """Return the index after the entry with the id `key`: 0 for an empty id, the end for None.

    Raises ChangeRefused if no entry, or more than one, has the id.
    """
    if key is None:
        return len(entries)
    return _index_of(entries, key, change) + 1 if key else 0


def _refuse(change: Change, why: str) -> NoReturn:
    """Raise ChangeRefused with the name of the field only: an error never contains a value of a record."""
    what = f"`{change.field}`" if change.field else "the record"
    raise ChangeRefused(
        "CF701", f"{what} {why}", "read the record as it is now, and repeat the change if it is still correct"
    )
