"""Edits inside collections in flow style, which are in brackets or braces."""

from __future__ import annotations

from casefile.model.shape import Shape
from casefile.yaml.canonical_text import arrange_keys
from casefile.yaml.emitter import in_flow
from casefile.yaml.list_alignment import align
from casefile.yaml.nodes import Data, YamlEntry, YamlNode, alike, data_of
from casefile.yaml.splices import Splicer

_BRACKETS = {"mapping": "{}", "list": "[]"}


def change_flow(splicer: Splicer, node: YamlNode, wanted: Data, shape: Shape | None) -> None:
    """Give a flow collection the wanted data; if an entry is removed or moves, rewrite it on one line.

    Node and data are of the same kind, and neither is empty. Raises CannotSplice if a comment would be
    overwritten.
    """
    fields = node.kind == "mapping"
    slots = _fields(splicer, node, wanted, shape) if fields else _items(splicer, node, wanted, shape)
    kept = [slot.start for slot in slots if isinstance(slot, YamlEntry)]
    if kept != [entry.start for entry in node.entries]:
        splicer.forbid_comments(node.start, node.end)
        inner = ", ".join(
            splicer.result(slot.start, _end(slot)) if isinstance(slot, YamlEntry) else slot for slot in slots
        )
        splicer.put(node.start, node.end, inner.join(_BRACKETS[node.kind]))
        return
    before: YamlEntry | None = None
    for slot in slots:
        if isinstance(slot, YamlEntry):
            before = slot
        elif before is not None:
            splicer.put(_end(before), _end(before), f", {slot}")
        else:
            splicer.put(node.entries[0].start, node.entries[0].start, f"{slot}, ")


def _fields(
    splicer: Splicer, node: YamlNode, wanted: dict[str, Data], shape: Shape | None
) -> list[YamlEntry | str]:
    """Change the fields of a flow mapping that stay; return them, and new ones as text where they belong.

    New fields are in model order.
    """
    here = shape.seen(wanted) if shape else None
    slots: list[YamlEntry | str] = [entry for entry in node.entries if entry.name in wanted]
    slot_of: dict[str, YamlEntry | str] = {
        str(entry.name): entry for entry in node.entries if entry.name in wanted
    }
    before = 0
    for name in here.sort_names(wanted) if here else wanted:
        inner = here.key(name) if here else None
        slot = slot_of.get(name)
        if isinstance(slot, YamlEntry):
            splicer.put_name(slot, wanted)
            _value(splicer, slot, wanted[name], inner)
            before = slots.index(slot) + 1
        else:
            text = in_flow({name: arrange_keys(inner, wanted[name])})
            slots.insert(before, text[1:-1])
            before += 1
    return slots


def _items(
    splicer: Splicer, node: YamlNode, wanted: list[Data], shape: Shape | None
) -> list[YamlEntry | str]:
    """Change the items of a flow list that stay.

    Return them and the new ones, as text, in the wanted order.
    """
    pairs = align([data_of(entry.node) for entry in node.entries], wanted).pairs
    slots: list[YamlEntry | str] = []
    for place, data in enumerate(wanted):
        inner = shape.item(data) if shape else None
        if place in pairs:
            entry = node.entries[pairs[place]]
            _value(splicer, entry, data, inner)
            slots.append(entry)
        else:
            slots.append(in_flow(arrange_keys(inner, data)))
    return slots


def _value(splicer: Splicer, entry: YamlEntry, wanted: Data, shape: Shape | None) -> None:
    node = entry.node
    if alike(data_of(node), wanted):
        return
    if node.is_flow and node.entries and wanted and node.takes(wanted):
        change_flow(splicer, node, wanted, shape)
        return
    splicer.forbid_comments(node.start, node.end)
    text = in_flow(arrange_keys(shape, wanted))
    if node.start == node.end:
        text = f" {text}" if ":" in splicer.text[entry.head : node.start] else f": {text}"
    splicer.put(node.start, node.end, text)


def _end(entry: YamlEntry) -> int:
    return max(entry.head, entry.node.end)
