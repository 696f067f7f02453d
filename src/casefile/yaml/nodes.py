"""The nodes of a parsed YAML text, with their spans in the text."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from casefile.yaml.scalars import Scalar

Data: TypeAlias = Any
"""Plain data: mappings, lists, text, whole numbers, booleans, null."""
Path = tuple[str | int, ...]
Kind = Literal["scalar", "mapping", "list"]
MAX_PROBLEMS = 20
"""The maximum number of problems that are reported for one text."""


class YamlNode(Struct):
    """A value in a YAML text and its place.

    `start` and `end` are indexes in the text; a block collection ends with its last value, not with the blank
    lines and comments behind it. `line` and `column` count from 1. `style` of a scalar is empty if it is
    plain, else `"`, `'`, `|` or `>`; of a collection it is `block` or `flow`.
    """

    kind: Kind
    style: str
    start: int
    end: int
    line: int
    column: int
    value: Scalar = None
    entries: list[YamlEntry] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether the node is a collection in block style, one entry a line."""
        return self.style == "block"

    @property
    def is_flow(self) -> bool:
        """Whether the node is a collection in brackets or braces."""
        return self.style == "flow"

    def takes(self, data: Data) -> bool:
        """Return whether the node and the data are both mappings or both lists."""
        return isinstance(data, dict if self.kind == "mapping" else list) and self.kind != "scalar"

    @property
    def indent(self) -> int:
        """The number of characters before the node in its line; before the entries of a block collection."""
        return self.column - 1


class YamlEntry(Struct):
    """A field of a mapping or an item of a list in a YAML text.

    `name` is the key, or the index of an item. The span from `start` to `head` is the key; in a block list it
    is the dash, in a flow list it is empty. `former` is the key in the text if `name` is its present name.
    """

    name: str | int
    start: int
    head: int
    line: int
    column: int
    node: YamlNode
    former: str = ""

    @property
    def indent(self) -> int:
        """The number of characters before the key or the dash in its line."""
        return self.column - 1


def data_of(node: YamlNode) -> Data:
    """Return the plain data of a node, with the present names of fields."""
    if node.kind == "scalar":
        return node.value
    if node.kind == "list":
        return [data_of(entry.node) for entry in node.entries]
    return {entry.name: data_of(entry.node) for entry in node.entries}


def alike(left: object, right: object) -> bool:
    """Return whether two pieces of plain data are equal.

    `1` and `true` differ; the order of keys does not count.
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(alike(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    return left == right
