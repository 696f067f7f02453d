"""Where the fields of a record stand in its text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.changes.change import parts_of
from casefile.errors import Problem
from casefile.yaml.nodes import Data, YamlEntry, YamlNode, data_of
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, parse_text

Field = str | Sequence[str | int]
"""A dotted path (`events.h2v5t.until`) or its parts; items of a list go by their id or their index."""


class Places:
    """Where every field of one text stands; made by `locate`."""

    def __init__(self, root: YamlNode | None) -> None:
        self.root = root

    def entry(self, field: Field) -> YamlEntry | None:
        """Return the field or item with the spans of its key and its value, None where there is none."""
        trail, parts = self._trail(field)
        return trail[-1] if trail and len(trail) == len(parts) else None

    def position(self, field: Field, *, value: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of a key or an item; with `value` of what stands behind the key.

        Where the field does not stand there, its nearest ancestor that does is meant; the start of the text
        at the last.
        """
        trail, parts = self._trail(field)
        if not trail:
            return (self.root.line, self.root.column) if self.root else (1, 1)
        last = trail[-1]
        if (value and len(trail) == len(parts)) or isinstance(last.name, int):
            return last.node.line, last.node.column
        return last.line, last.column

    def below(self, field: Field) -> Places:
        """Return where all that the value of a field holds stands; the lines are those of the whole text."""
        found = self.entry(field)
        return Places(found.node if found else None)

    def _trail(self, field: Field) -> tuple[list[YamlEntry], tuple[str | int, ...]]:
        """Walk down as far as the text goes."""
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


def locate(text: str) -> Places:
    """Return where everything stands in a text; of a text that cannot be read nothing is known."""
    return Places(parse(text.removeprefix(BOM))[0])


class Contents(Struct, frozen=True):
    """What a file holds: its text, its plain data, where all of it stands, and what is wrong with it.

    `data` is None where the file holds nothing, or an error stands among the problems.
    """

    text: str
    data: Data
    places: Places
    problems: tuple[Problem, ...]


def read_any(blob: bytes, path: str = "") -> Contents:
    """Read a file of any form; whatever is wrong with it is a problem, nothing is raised for it."""
    found = parse_text(blob, path)
    data = None if found.node is None else data_of(found.node)
    return Contents(found.text, data, Places(found.node), found.problems)


def child(node: YamlNode, part: str | int) -> YamlEntry | None:
    """Return the field of a mapping by its name, the item of a list by its index or its id."""
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
