"""Find the smallest part of a record in which two conflicting edits differ, or that both have changed."""

from __future__ import annotations

from typing import Any

from casefile.changes.change import Path
from casefile.changes.equality import ABSENT, alike_or_absent, is_ledger, shape_within, within
from casefile.model.plain_data import Data
from casefile.model.shape import Shape


def find_smallest_conflict(shape: Shape, base: Data | None, ours: Data, theirs: Data, path: Path) -> Path:
    """Return the start of a path: to the nearest node around it that both sides changed differently.

    Empty for the whole record. If one side is chosen for this node, it stays as its author left it.
    """
    nodes = _along(shape, (base if base is not None else ABSENT, ours, theirs), path)
    depth = next((at for at in reversed(range(len(nodes))) if _both_changed(*nodes[at])), 0)
    return path[:depth]


def find_smallest_difference(shape: Shape, ours: Data, theirs: Data, path: Path) -> Path:
    """Return the start of a path: to the nearest node around it at which the sides differ.

    Empty for the whole record.
    """
    nodes = _along(shape, (ours, theirs), path)
    depth = next((at for at in reversed(range(len(nodes))) if not alike_or_absent(*nodes[at])), 0)
    return path[:depth]


def _along(shape: Shape, sides: tuple[object, ...], path: Path) -> list[Any]:
    """Return the nodes from the record to the node at a path, each with its shape and each side's value."""
    nodes: list[Any] = [(shape, *sides)]
    for part in path:
        around, *values = nodes[-1]
        if not around.is_mapping and not is_ledger(around):
            break
        nodes.append((shape_within(around, part), *(within(value, part) for value in values)))
    return nodes


def _both_changed(shape: Shape, base: object, ours: object, theirs: object) -> bool:
    pairs = ((base, ours), (base, theirs), (ours, theirs))
    return not any(alike_or_absent(shape, one, other) for one, other in pairs)
