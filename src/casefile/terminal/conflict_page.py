"""The terminal page of a merge conflict: a field that both sides changed, for the person who resolves it."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.changes.change_text import describe_change, is_entry
from casefile.changes.compare import compare
from casefile.changes.entry_text import describe_entry
from casefile.changes.equality import ABSENT, child_of
from casefile.changes.record_merge import Conflict, contradiction
from casefile.model.plain_data import Data, find_entry, groups
from casefile.model.shape import Shape
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    Cell,
    TextSpan,
    cell,
    heading,
    labelled,
    muted,
    paragraph,
)
from casefile.yaml.emitter import emit, indent_text

NOTHING = "nothing: it was removed, or never existed"
WHOLE = "the whole record"
NO_FILE = "no such record: it was deleted, renamed or withdrawn"
AS_BEFORE = "the common version"


def conflict_blocks(conflict: Conflict, shape: Shape, data: Data, place: str) -> tuple[Block, ...]:
    """Return blocks with the field in conflict, its ledger entry, and its value on each side and in the base.

    For a whole record they list the changes of each side; for an order of entries, the entries that moved.
    `data` is the merged record. `place` is shown after the name of the field, such as "2 of 5".
    """
    field = conflict.field or WHOLE
    entry = _entry(shape, data, conflict)
    sides = [("ours", conflict.ours), ("theirs", conflict.theirs)]
    if conflict.is_about_order:
        entry = contradiction(conflict)
        cells = [(name, _list_moved(shape, conflict, value)) for name, value in sides]
    elif not conflict.field and isinstance(conflict.base, Mapping):
        cells = [(name, _list_changes(shape, conflict.base, value)) for name, value in sides]
    else:
        before = [("before", conflict.base)] if conflict.base is not ABSENT else []
        cells = [(name, _value(field, value)) for name, value in (*sides, *before)]
    rows = tuple(
        (cell(TextSpan(name, "strong" if name != "before" else "muted")), shown) for name, shown in cells
    )
    return (
        heading(TextSpan(field, "title"), muted(f"  {place}")),
        *((paragraph(muted(entry)),) if entry else ()),
        labelled(rows, 8),
        BlankLine(),
    )


def _entry(shape: Shape, data: Data, conflict: Conflict) -> str:
    """Return a line that describes the ledger entry of the field in conflict; "" if it is in none."""
    path = conflict.path
    ledger = shape.key(path[0]) if len(path) > 2 and is_entry(shape, path[:2]) else None
    found = find_entry(data.get(path[0]), path[1]) if ledger is not None else None
    return describe_entry(ledger.item(), found) if ledger is not None and found else ""


def _list_changes(shape: Shape, base: Data, side: object) -> Cell:
    """Return the changes that a side made to a record, one per line, or that it made none or removed it."""
    if not isinstance(side, Mapping):
        return cell(muted(NO_FILE))
    changes = compare(shape, base, side)
    return cell(*(TextSpan(describe_change(each, shape, side)) for each in changes)) or cell(muted(AS_BEFORE))


def _list_moved(shape: Shape, conflict: Conflict, side: object) -> Cell:
    """Return the entries whose position differs between the sides, in the order that they have on `side`."""
    ledger = child_of(shape, shape, conflict.field)
    pairs = zip(groups(conflict.ours), groups(conflict.theirs), strict=True)
    moved = [one.get("id") for one, other in pairs if one.get("id") != other.get("id")]
    return cell(
        *(
            TextSpan(describe_entry(ledger.item(each), each))
            for each in groups(side)
            if each.get("id") in moved
        )
    )


def _value(field: str, value: object) -> Cell:
    """Return a value in full; mappings and lists are written as YAML, as in the file."""
    if value is ABSENT:
        return cell(muted(NO_FILE if field == WHOLE else NOTHING))
    if isinstance(value, Mapping):
        lines = emit(value)
    elif isinstance(value, list):
        lines = indent_text(emit(value), -2)
    else:
        lines = str(value).lower() if isinstance(value, bool) else str(value)
    return cell(*(TextSpan(each) for each in lines.rstrip("\n").split("\n"))) or cell(TextSpan("[]"))
