"""Filter the nodes of one record: each node is kept or left out by the decision of a callback."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from msgspec import Struct, field

from casefile.model.shape import Path, Shape
from casefile.model.vocabularies import Tier
from casefile.register import dotted_path

Judge = Callable[[Path, Shape, object, Tier], Tier | None]
"""Returns the tier of a node, or None to leave the node out.

It is called for each node from the top down, with the path, the shape, the value and the tier that the call
for the parent node returned.
"""


class Gone:
    """The type of `GONE`, which marks a node that was left out."""


GONE = Gone()
NAMES = frozenset({"name", "other_names", "formerly"})


class OmissionTally(Struct):
    """The dotted paths of the nodes that were left out of one record: fields, events and names.

    They do not contain the nodes inside these.
    """

    fields: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def count(self, path: Path, shape: Shape, data: object) -> None:
        """Add the path of a node that was left out to the list of its kind; a `name_tier` is not added."""
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        if key == "name_tier":
            # It is left out with the name, which is counted.
            return
        if shape.types:
            kept = self.events
        elif key in NAMES or shape.is_a("OtherName"):
            kept = self.names
        else:
            kept = self.fields
        kept.append(dotted_path(path, data))


class FieldFilter:
    """Keeps the nodes of one record for which the callback `judge` returns a tier.

    A group that loses a required field is left out as a whole. A list or group that loses all its content is
    left out too, so that the result does not show that there was some. The required fields at the paths in
    `spared` may be lost: the caller puts another value in their place.
    """

    _lost: list[tuple[Path, Shape]]

    def __init__(self, judge: Judge, spared: Container[Path] = ()) -> None:
        self._judge, self._spared = judge, spared
        self._lost = []

    def sift(self, shape: Shape, data: Mapping[str, object], above: Tier) -> dict[str, object] | None:
        """Return the nodes of the record that are left, in model order, or None if none are.

        `above` is the tier of the record, passed to the callback. A field that the shape does not have is
        left out without being counted; a valid record has none.
        """
        left = self._node(shape, data, above, ())
        return left if isinstance(left, dict) else None

    @property
    def lost(self) -> frozenset[Path]:
        """The paths of the topmost nodes that were left out.

        For a list or group that lost all its content, these are the paths of its parts.
        """
        return frozenset(path for path, _ in self._lost)

    def tally(self, data: object) -> OmissionTally:
        """Return the nodes that were left out, by their kind; `data` is the full record."""
        tally = OmissionTally()
        for path, shape in self._lost:
            tally.count(path, shape, data)
        return tally

    def _node(self, shape: Shape, value: object, above: Tier, path: Path) -> object:
        seen = shape.seen(value)
        tier = self._judge(path, seen, value, above)
        if tier is None:
            self._lost.append((path, seen))
            return GONE
        if isinstance(value, dict):
            return self._mapping(seen, value, tier, path)
        if isinstance(value, list):
            items = [self._node(seen.item(), item, tier, (*path, at)) for at, item in enumerate(value)]
            left = [item for item in items if item is not GONE]
            return left if left or not value else GONE
        return value

    def _mapping(self, shape: Shape, value: Mapping[str, object], tier: Tier, path: Path) -> object:
        before = len(self._lost)
        found: dict[str, object] = {}
        for name, field_shape in shape.fields.items():
            if name not in value:
                continue
            child = self._node(field_shape, value[name], tier, (*path, name))
            if child is not GONE:
                found[name] = child
            elif field_shape.required and (*path, name) not in self._spared:
                self._lost[before:] = [(path, shape)]
                return GONE
        return found if found or not value else GONE
