"""Describe a change in one line of plain English, with its values, for readers who may see the record."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.changes.change import Change, Path, field_of
from casefile.changes.cited_sources import CITES
from casefile.changes.decisive_fields import Phrase, describe_decisive_fields
from casefile.changes.entry_text import Wording, is_whole, line_of
from casefile.changes.equality import is_ledger, is_set, shape_within
from casefile.changes.value_text import format_value
from casefile.model.plain_data import Data, find_entry, items, mapping
from casefile.model.shape import Shape
from casefile.model.visible_text import apart, in_short
from casefile.model.vocabularies import LEDGER, word

VERBS = {"added": "added", "removed": "removed", "changed": "corrected", "moved": "moved"}
FIRST = ("instance", "first")
"""A field and value that a line leaves out: a verdict is of the first instance unless it states another."""


def describe_change(change: Change, shape: Shape, record: Data | None = None) -> str:
    """Return a change in one line: `tag added: x`, `release k3m9x now disputed: …`.

    `shape` is that of the record. `record` is a state that contains the changed entry, so that the line names
    the type of the entry; without it the line names its path. Of a whole record, only the number of entries
    is shown. Values are cut at 100 characters and contain no control characters. Only for readers who may
    read the record: for others use `describe_publicly`.
    """
    path = change.path
    if not path:
        return _whole(change)
    if path == ("id",):
        return f"renamed: {in_short(change.old)} → {in_short(change.new)}"
    entry = entry_of(record, path)
    node = node_in(shape, path, entry) or node_of(shape, path)  # the entry may have had another type
    if node is None:
        return _field(change, field_of(path), Shape(path[-1]))
    if is_entry(shape, path):
        return _entry(change, node, record)
    owner = name_of_field(entry, path) if len(path) > 2 and is_entry(shape, path[:2]) else ""
    if owner and path[2:] == ("standing",):
        return _standing(change, owner, entry)
    return (
        f"{owner}: {_field(change, field_of(path[2:]), node)}"
        if owner
        else _field(change, change.field, node)
    )


def node_of(shape: Shape, path: Path) -> Shape | None:
    """Return the shape of the node at a path of the record `shape`; None if no model has such a node.

    The path contains the ids of ledger entries.
    """
    for part in path:
        if not is_ledger(shape) and shape.key(part) is None:
            return None
        shape = shape_within(shape, part)
    return shape


def node_in(shape: Shape, path: Path, entry: Data) -> Shape | None:
    """Return the shape of the node at a path of the record `shape`; None if no model has such a node.

    In an event it depends on the type of `entry`, the data of the event, since types share names of fields.
    """
    if len(path) < 3 or not is_entry(shape, path[:2]):
        return node_of(shape, path)
    return node_of(shape.fields[path[0]].item(entry), path[2:])


def is_entry(shape: Shape, path: Path) -> bool:
    """Return whether a path is that of an event as a whole, such as `("events", "h2v5t")`."""
    ledger = shape.key(path[0]) if len(path) == 2 else None
    return ledger is not None and is_ledger(ledger) and ledger.name == LEDGER


def entry_of(record: Data | None, path: Path) -> Data:
    """Return the ledger entry that a path leads to or into; an empty mapping if the record has none there."""
    found = find_entry(record.get(path[0]), path[1]) if record and len(path) > 1 else None
    return found or {}


def name_of_field(entry: Data, path: Path) -> str:
    """Return the type and the id of an entry, such as `hearing h2v5t`; its path if it has no type."""
    kind = entry.get("type")
    return in_short(f"{word(kind)} {path[1]}" if isinstance(kind, str) else field_of(path[:2]))


def item_name(field: str) -> str:
    """Return the name of one item of a list: `tags` → `tag`, `nationalities` → `nationality`."""
    return f"{field.removesuffix('ies')}y" if field.endswith("ies") else field.removesuffix("s")


def option_name(shape: Shape) -> str:
    """Return the command-line option of a field: `--until`; for a list in the singular, as in `--tag`."""
    name = item_name(shape.name) if shape.is_list else shape.name
    return f"--{name.replace('_', '-')}"


def _whole(change: Change) -> str:
    state = mapping(change.new if change.kind == "added" else change.old)
    if change.kind == "added" and "withdrawn" in state:
        return "withdrawn"
    count = len(items(state.get(LEDGER)))
    held = f" with {count} entr{'y' if count == 1 else 'ies'}" if count else ""
    return f"record {VERBS[change.kind]}{held}"


def _entry(change: Change, shape: Shape, record: Data | None) -> str:
    if change.kind == "moved":
        place = f"behind {in_short(change.new)}" if change.new else "to the start"
        return f"{in_short(change.path[1])} moved {place}"
    entry = mapping(change.old if change.kind == "removed" else change.new)
    line = describe_entry_plainly(shape, entry, record)
    if change.kind == "removed":
        return f"{name_of_field(entry, change.path)} removed: {line}"
    return f"{line}: {in_short(entry['summary'])}" if entry.get("summary") else line


def describe_entry_plainly(shape: Shape, entry: Data, record: Data | None) -> str:
    """Return an event in one line for a reader: `verdict convicted, imprisonment 5 years`.

    `shape` is that of the events of its ledger. With `record`, the line names the event that a decision is
    about, and the proceeding if there are several. Each part is cut at 100 characters by itself: the last
    parts decide the status and must not be lost.
    """
    return ", ".join(in_short(each.text) for each in _parts(shape, entry, record))


def event_headline(shape: Shape, entry: Data, record: Data, labels: Mapping[str, str]) -> str:
    """Return an event in one line for a page, without its `date`: `hearing: remanded until 21 July 2025`.

    `shape` is that of the events of its ledger, `record` the record; `entry` has a `type`. Days are in words.
    `labels` maps ids of other records to the texts that are shown instead; other ids are shown as they are.
    Nothing is cut.
    """
    line, *others = (each.text for each in _undated_parts(shape, entry, record, labels))
    kind = word(str(entry["type"]))
    rest = ", ".join(filter(None, (line.removeprefix(kind).lstrip(" ,"), *others)))
    return f"{kind}{' ' if rest.startswith(JOINED) else ': '}{rest}" if rest else kind


def fields_in_headline(shape: Shape, entry: Data, record: Data) -> frozenset[str]:
    """Return the names of the fields of an event that `event_headline` shows completely."""
    line, *others = _undated_parts(shape, entry, record, {})
    fields = shape.seen(entry).fields
    whole = [name for name in line.fields if name in entry and is_whole(fields[name], entry[name])]
    return frozenset(whole).union(*(each.fields for each in others))


JOINED = ("(", "of ", "as ", "to ", "against ")
"""Beginnings of a text that follows the type of an event without a colon."""


def _undated_parts(shape: Shape, entry: Data, record: Data, labels: Mapping[str, str]) -> tuple[Phrase, ...]:
    undated = {name: value for name, value in entry.items() if name != "date"}
    return _parts(shape, undated, record, labels)


def _parts(
    shape: Shape, entry: Data, record: Data | None, labels: Mapping[str, str] | None = None
) -> tuple[Phrase, ...]:
    stated = {name: value for name, value in entry.items() if (name, value) != FIRST}
    line = line_of(shape, stated, Wording(plain=True, labels=labels))
    return (line, *describe_decisive_fields(shape.seen(entry), entry, record, iso=labels is None))


def _standing(change: Change, owner: str, entry: Data) -> str:
    """Return the new verification status of an event, and the reason if its resolution has one.

    `owner` is the type and the id of the event.
    """
    now = "reported" if change.new is None else in_short(change.new)
    reason = mapping(entry.get("resolution")).get("reason")
    return f"{owner} now {now}" + (f": {in_short(reason)}" if reason and change.new else "")


def _field(change: Change, field: str, shape: Shape) -> str:
    itemwise = is_set(shape) and change.kind != "changed" and change.path[-2:-1] != (CITES,)
    name = in_short(item_name(field) if itemwise else field)
    if change.kind == "changed":
        old, new = format_value(shape, change.old), format_value(shape, change.new)
        pair = (old, new) if old != new else (change.old, change.new)
        return f"{name} corrected: {' → '.join(apart(*pair))}"
    value = change.old if change.kind == "removed" else change.new
    text = format_value(shape.item(value) if is_set(shape) else shape, value)
    return f"{name} {VERBS[change.kind]}: {in_short(text)}"
