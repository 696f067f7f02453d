"""The headline and the trailers of a commit message: public, permanent, and never with a person's name.

A message contains types, words of the vocabularies, dates, ids and names of fields; it never contains free
text. Of a change that is not public, the message only states that an entry or a field changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.changes.change import Change, Path, field_of
from casefile.changes.change_text import VERBS, entry_of, is_entry, item_name, node_in, node_of
from casefile.changes.cited_sources import CITES
from casefile.changes.entry_text import Wording, describe_entry, format_public_value
from casefile.changes.equality import is_ledger, is_set
from casefile.changes.public_parts import Openness, closed_names, is_closed, is_open, open_nodes, open_part
from casefile.model.case_names import all_names
from casefile.model.events import EVENT_TYPES
from casefile.model.plain_data import Data, RecordData, groups, mapping
from casefile.model.random_ids import is_nameless
from casefile.model.shape import Path as AnyPath
from casefile.model.shape import Shape

CLOSED_ENTRY = "an event (restricted)"
CLOSED_FIELD = "a restricted field changed"
LAYOUT_ONLY = "only the layout changed"
VALUES_NOT_SHOWN = frozenset({"person", "consent", "grounds", "related", "claims"})
"""Parts of a record of which a message names only the fields: they describe people, not events."""


def headline(
    changes: Sequence[Change],
    before: RecordData,
    after: RecordData,
    shape: Shape,
    openness: Openness,
) -> str:
    """Return the first line of a commit message: `case kg-2025-7k3mq: hearing extended until 2025-09-21`.

    `before` and `after` are the record before and after the changes, None where it does not exist; `shape` is
    the record's, `openness` decides what is public. The line shows one change: that of the whole record or
    its id, or an added event; else a new verification status; else a change in an event; else any other. It
    ends with the number of other events and fields that changed.
    """
    record = after or before or {}
    lines: dict[Path, tuple[int, str]] = {}
    for change in changes:
        inside = is_entry(shape, change.path[:2])
        line = _rank(change, inside=inside), describe_publicly(change, shape, before, after, openness)
        owner = change.path[:2] if inside else change.path
        lines[owner] = min(lines.get(owner, line), line, key=lambda ranked: ranked[0])
    first = min(lines.values(), key=lambda ranked: ranked[0], default=(0, LAYOUT_ONLY))
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{' '.join(filter(None, (shape.name, str(record.get('id', '')))))}: {first[1]}{more}"


def describe_publicly(
    change: Change, shape: Shape, before: RecordData, after: RecordData, openness: Openness
) -> str:
    """Return a change in words that are public: `hearing h2v5t disputed`, `an event (restricted) changed`.

    The parameters are those of `headline`. A value is shown only if it is public in both states, or in the
    new state if the change makes the record public.
    """
    scene = _Scene(shape, before, after, openness)
    if not change.path:
        return _whole(change, scene)
    if change.path == ("id",):
        return "renamed"  # without the old id, which may be a name that is not public any more
    if is_entry(shape, change.path[:2]):
        return _in_entry(change, scene)
    return _field(change, scene) if scene.shows(change, change.path) else CLOSED_FIELD


def events_named(
    changes: Sequence[Change],
    before: RecordData,
    after: RecordData,
    shape: Shape,
    openness: Openness,
) -> tuple[str, ...]:
    """Return the ids of the changed events, in the order of the changes, for the `Event:` trailers.

    Events that are not public are included. Left out are events of unknown type, ids that a person may have
    typed or that contain a name in the record, and all events of a withdrawn case. The parameters are those
    of `headline`.
    """
    if "withdrawn" in (after or {}):
        return ()
    scene = _Scene(shape, before, after, openness)
    found: dict[str, None] = {}
    for change in changes:
        path = change.path
        if not path:
            found |= dict.fromkeys(str(entry["id"]) for entry in _named_entries(change, scene))
        elif is_entry(shape, path[:2]) and scene.names(path):
            found[path[1]] = None
    return tuple(found)


def sources_named(
    changes: Sequence[Change],
    before: RecordData,
    after: RecordData,
    shape: Shape,
    openness: Openness,
) -> tuple[str, ...]:
    """Return the ids of the public sources that new public content cites, for the `Source:` trailers.

    The parameters are those of `headline`.
    """
    scene = _Scene(shape, before, after, openness)
    closed = frozenset[AnyPath]().union(*(closed_names(state) for state in (before, after) if state))
    found: dict[str, None] = {}
    for change in changes:
        node = node_of(shape, change.path)
        if node is None or change.kind == "moved" or not scene.shows(change, change.path):
            continue
        inside = node.item() if is_set(node) and change.kind == "added" else node
        for seen, value in open_nodes(inside, change.new, scene.openness, change.path, closed):
            if seen.meta.refers == "source" and isinstance(value, str) and value in scene.openness.public_ids:
                found[value] = None
    return tuple(found)


class _Scene(Struct, frozen=True):
    """The record before and after the changes, its shape, and the facts that decide which parts are open."""

    shape: Shape
    before: RecordData
    after: RecordData
    openness: Openness

    def shows(self, change: Change, path: Path) -> bool:
        """Return whether the node at `path`, which `change` changes or contains, is public in both states.

        If the record becomes public by the change, only the new state counts.
        """
        opened = change.path == ("tier",) and change.new == "public"
        states = [state for state in ((self.after,) if opened else (self.before, self.after)) if state]
        node = node_of(self.shape, path)
        if node is None or not states:
            return False
        inner = node.item() if is_set(node) else node
        values = (change.old, change.new) if path == change.path and change.kind != "moved" else ()
        return all(is_open(self.shape, state, path, self.openness) for state in states) and not any(
            is_closed(inner, value, self.openness) for value in values
        )

    def names(self, path: Path) -> bool:
        """Return whether the type and the id of the event on a path may be shown (see `is_named`)."""
        return self.is_named(self.entry(path))

    def is_named(self, entry: Data) -> bool:
        """Return whether an event has a known type, and a random id that contains no name in the record."""
        if entry.get("type") not in EVENT_TYPES:
            return False
        names = (name for state in (self.before, self.after) for name in all_names(state or {}))
        return is_nameless(str(entry.get("id")), names)

    def entry(self, path: Path) -> Data:
        """Return the event on a path as it is after the changes, or before them if it was removed."""
        return entry_of(self.after, path) or entry_of(self.before, path)

    def line(self, entry: Data) -> str:
        """Return an event in one line, from its public fields only."""
        ledger = self.shape.key("events")
        item = ledger.item() if ledger else self.shape
        return describe_entry(item, open_part(item, entry, self.openness), self.openness.public_ids)


def _rank(change: Change, *, inside: bool) -> int:
    """Return the rank of a change in the headline: 0 comes first, 3 last.

    `inside`: the change is in an event, or is one event.
    """
    if change.path in {(), ("id",)} or (inside and len(change.path) == 2 and change.kind == "added"):
        return 0
    if not inside:
        return 3
    return 1 if change.path[2:] == ("standing",) else 2


def _whole(change: Change, scene: _Scene) -> str:
    """Describe a change of a whole record; of an added one with its first public event, and their number."""
    if isinstance(change.new, Mapping) and "withdrawn" in change.new:
        return "withdrawn"
    entries = [*_open_entries(change, scene)] if change.kind == "added" else []
    more = f", and {len(entries) - 1} more" if len(entries) > 1 else ""
    return f"{VERBS[change.kind]}, {scene.line(entries[0])}{more}" if entries else VERBS[change.kind]


def _open_entries(change: Change, scene: _Scene) -> Iterator[Data]:
    """Yield the public events of a record that was added or removed."""
    state = change.new if change.kind == "added" else change.old
    ledger = scene.shape.key("events")
    if isinstance(state, Mapping) and ledger is not None and is_open(scene.shape, state, (), scene.openness):
        yield from (
            entry
            for entry in _named_entries(change, scene)
            if not is_closed(ledger.item(), entry, scene.openness)
        )


def _named_entries(change: Change, scene: _Scene) -> Iterator[Data]:
    """Yield the events of an added or removed record whose type and id may be shown (`_Scene.is_named`)."""
    state = mapping(change.new if change.kind == "added" else change.old)
    ledger = scene.shape.key("events")
    entries = state.get("events") if ledger and is_ledger(ledger) else None
    yield from filter(scene.is_named, groups(entries))


def _in_entry(change: Change, scene: _Scene) -> str:
    path = change.path
    is_whole = len(path) == 2
    if not scene.names(path) or not scene.shows(change, path[:2]):
        return f"{CLOSED_ENTRY} {VERBS[change.kind] if is_whole and change.kind != 'changed' else 'changed'}"
    owner = f"{scene.entry(path)['type']} {path[1]}"
    if is_whole:
        new = change.kind == "added" and isinstance(change.new, Mapping)
        return scene.line(change.new) if new else f"{owner} {VERBS[change.kind]}"  # type: ignore[arg-type]
    if not scene.shows(change, path):
        return f"{owner}: {CLOSED_FIELD}"
    if path[2:] == ("standing",):
        return f"{owner} {_value(change, change.new, scene) or 'reported'}"
    return f"{owner}: {_field(change, scene)}"


def _field(change: Change, scene: _Scene) -> str:
    """Return the name of a changed field and the change, without free text.

    For example: `outcome remanded → house_arrest`.
    """
    name = field_of(change.path[2:] if is_entry(scene.shape, change.path[:2]) else change.path)
    node = _node(change.path, scene)
    is_item = change.kind != "changed" and change.path[-2:-1] != (CITES,)
    itemwise = is_item and node is not None and is_set(node)
    value = _value(change, change.new, scene)
    if name == "tier" and value:
        return f"now {value}"
    before = _value(change, change.old, scene) if change.kind == "changed" and value else ""
    if before:
        return f"{name} {before} → {value}"
    joint = " to " if change.kind == "changed" else ": "
    return f"{item_name(name) if itemwise else name} {VERBS[change.kind]}{joint + value if value else ''}"


def _value(change: Change, value: object, scene: _Scene) -> str:
    """Return the text of a value of the changed field; empty if it may be free text or describe a person.

    Empty too for a field that no model knows, and for a value that `format_public_value` does not show.
    """
    node = _node(change.path, scene)
    if node is None or change.path[0] in VALUES_NOT_SHOWN or (node.is_mapping and not node.scalar):
        return ""
    inner = node.item() if is_set(node) and change.kind != "changed" else node
    return format_public_value(inner, value, Wording(scene.openness.public_ids))


def _node(path: Path, scene: _Scene) -> Shape | None:
    return node_in(scene.shape, path, scene.entry(path))
