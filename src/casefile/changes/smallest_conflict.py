"""Find the smallest node at which two conflicting edits part: one that both changed, or that differs."""

from __future__ import annotations

from typing import Any

from casefile.changes.change import Path
from casefile.changes.equality import ABSENT, alike_or_absent, is_ledger, shape_within, within
from casefile.model.plain_data import Data
from casefile.model.shape import Shape


def parting(shape: Shape, base: Data | None, ours: Data, theirs: Data, path: Path) -> Path:
    """Return the path of the nearest node around a place that both sides have changed, each in its own way.

    Empty for the whole record. If the sides are kept apart at this node, each stays as its author left it.
    """
    nodes = _along(shape, (base if base is not None else ABSENT, ours, theirs), path)
    depth = next((at for at in reversed(range(len(nodes))) if _both_changed(*nodes[at])), 0)
    return path[:depth]


def differing(shape: Shape, ours: Data, theirs: Data, path: Path) -> Path:
    """Return the path of the nearest node around a place at which the sides differ; empty for the record."""
    nodes = _along(shape, (ours, theirs), path)
    depth = next((at for at in reversed(range(len(nodes))) if not alike_or_absent(*nodes[at])), 0)
    return path[:depth]


def _along(shape: Shape, sides: tuple[object, ...], path: Path) -> list[Any]:
    """Return the nodes on the way to a place, each with its shape and the value of every side."""
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
