"""The places of the fields of a record in its text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.changes.change import parts_of
from casefile.errors import Problem
from casefile.yaml.nodes import Data, YamlEntry, YamlNode, data_of
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, parse_text

Field = str | Sequence[str | int]
"""A dotted path (`events.h2v5t.until`) or its parts; items of a list by their id or their index."""


class FieldPlaces:
    """The places of all fields below one node of a text; `root` is None if the text cannot be read."""

    def __init__(self, root: YamlNode | None) -> None:
        self.root = root

    def entry(self, field: Field) -> YamlEntry | None:
        """Return the field or item at a path, with the spans of its key and value; None if there is none."""
        trail, parts = self._trail(field)
        return trail[-1] if trail and len(trail) == len(parts) else None

    def position(self, field: Field, *, value: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the key of a field, or with `value` of its value; or of an item.

        If the field does not exist, the position of its nearest existing ancestor is returned, or else the
        start of the text.
        """
        trail, parts = self._trail(field)
        if not trail:
            return (self.root.line, self.root.column) if self.root else (1, 1)
        last = trail[-1]
        if (value and len(trail) == len(parts)) or isinstance(last.name, int):
            return last.node.line, last.node.column
        return last.line, last.column

    def below(self, field: Field) -> FieldPlaces:
        """Return the places below the value of a field; lines and columns are still those of the whole text.

        If the field does not exist, there are none.
        """
        found = self.entry(field)
        return FieldPlaces(found.node if found else None)

    def _trail(self, field: Field) -> tuple[list[YamlEntry], tuple[str | int, ...]]:
        """Return the entries on the path, as far as they exist, and the parts of the path."""
        parts = parts_of(field) if isinstance(field, str) else tuple(field)
        trail: list[YamlEntry] = []
        node = self.root
        for part in parts:
            found = child(node, part) if node else None
            if found is None:
                break
            trail.append(found)
            node = found.node
        return trail, parts


def locate(text: str) -> FieldPlaces:
    """Return the places of all fields in a text without hostile characters; none if it cannot be read."""
    return FieldPlaces(parse(text.removeprefix(BOM))[0])


class FileContents(Struct, frozen=True):
    """The content of a file: its text, its plain data, the places of its fields, and its problems.

    `data` is None if the file is empty, or if one of the problems is an error.
    """

    text: str
    data: Data
    places: FieldPlaces
    problems: tuple[Problem, ...]


def read_any(blob: bytes, path: str = "") -> FileContents:
    """Read a YAML file that need not be a record; errors in it become problems of the result.

    Raises MachineTrouble (CF801) if PyYAML was installed without libyaml.
    """
    found = parse_text(blob, path)
    data = None if found.node is None else data_of(found.node)
    return FileContents(found.text, data, FieldPlaces(found.node), found.problems)


def child(node: YamlNode, part: str | int) -> YamlEntry | None:
    """Return the field of a mapping by its name, or the item of a list by its index or its id.

    The index may be given as digits. None if there is no such field or item, and for a scalar.
    """
    if node.kind == "mapping":
        return next((entry for entry in node.entries if entry.name == part), None)
    if isinstance(part, int):
        return node.entries[part] if part < len(node.entries) else None
    named = next((entry for entry in node.entries if _id(entry.node) == part), None)
    if named is None and str(part).isdecimal() and int(part) < len(node.entries):
        return node.entries[int(part)]
    return named


def _id(node: YamlNode) -> object:
    found = (
        next((entry for entry in node.entries if entry.name == "id"), None)
        if node.kind == "mapping"
        else None
    )
    return found.node.value if found else None
