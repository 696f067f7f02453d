"""Conflict markers that a merge leaves in a text: the text between them, and the texts of both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from casefile.changes.change import SIDES, Side, field_of
from casefile.yaml.nodes import YamlEntry, YamlNode
from casefile.yaml.parser import parse

_MARKER = re.compile(r"^(<{7,}|\|{7,}|={7,}|>{7,})(?:[ ][^\n]*|\r?)$\n?", re.MULTILINE)
_EXPECTED = {"": "<", "<": "|=", "|": "=", "=": ">"}
"""The markers that may follow a marker, by its character; the key "" is the start."""


class ConflictRegion(Struct, frozen=True):
    """One conflict in a text: the span with its markers, its first line from 1, the lines of both sides."""

    start: int
    end: int
    line: int
    ours: str
    theirs: str


def regions(text: str) -> tuple[ConflictRegion, ...] | None:
    """Return the conflicts of a text in order, empty if it has none; None if the markers are not complete."""
    found: list[ConflictRegion] = []
    open_: list[re.Match[str]] = []
    for marker in _MARKER.finditer(text):
        character = marker[1][0]
        after = open_[-1][1][0] if open_ else ""
        if character not in _EXPECTED[after] or (open_ and len(open_[0][1]) != len(marker[1])):
            return None
        open_.append(marker)
        if character == ">":
            ours = text[open_[0].end() : open_[1].start()]
            theirs = text[open_[-2].end() : marker.start()]
            start = open_[0].start()
            line = text.count("\n", 0, start) + 1
            found.append(ConflictRegion(start, marker.end(), line, ours, theirs))
            open_ = []
    return None if open_ else tuple(found)


def take_side(text: str, side: Side) -> str | None:
    """Return the text as one side has it; None if the markers are not complete."""
    found = regions(text)
    return None if found is None else "".join(_pieces(text, found, side))


def locate_conflicts(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the index of each conflict in a text, with the dotted paths of the fields inside its markers.

    Fields of both sides are listed, each once; of a side that is not valid YAML there are none. If the
    markers are not complete, the indexes are those of the markers that open a conflict, else of the first
    marker, without fields.
    """
    found = regions(text)
    if found is None:
        markers = [*_MARKER.finditer(text)]
        opened = [each for each in markers if each[1][0] == "<"] or markers[:1]
        return [(each.start(), ()) for each in opened]
    named = [_fields_by_conflict(text, found, side) for side in SIDES] if found else []
    return [
        (region.start, tuple(dict.fromkeys(field for side in named for field in side[at])))
        for at, region in enumerate(found)
    ]


def _pieces(text: str, found: Sequence[ConflictRegion], side: str) -> Iterator[str]:
    """Yield the texts between the conflicts, alternating with the text of one side in each conflict."""
    at = 0
    for region in found:
        yield text[at : region.start]
        yield region.ours if side == "ours" else region.theirs
        at = region.end
    yield text[at:]


def _fields_by_conflict(text: str, found: Sequence[ConflictRegion], side: str) -> list[list[str]]:
    """Return for each conflict the fields of one side in it; an empty list if that side cannot be read."""
    pieces = [*_pieces(text, found, side)]
    root, problems = parse("".join(pieces))
    named: list[list[str]] = []
    at = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            inside = root is not None and not problems and bool(piece)
            named.append([*_fields(root, at, at + len(piece), ())] if root and inside else [])
        at += len(piece)
    return named


def _fields(node: YamlNode, start: int, end: int, path: tuple[str, ...]) -> Iterator[str]:
    """Yield the outermost fields and entries that begin in a span, or the one that contains it."""
    for entry in node.entries:
        here = (*path, *_step(node, entry))
        if start <= entry.start < end:
            yield field_of(here)
        elif entry.start < start < entry.node.end:
            inside = [*_fields(entry.node, start, end, here)]
            yield from inside or [field_of(here)]


def _step(node: YamlNode, entry: YamlEntry) -> tuple[str, ...]:
    """Return the path step of an entry: a field's name, an item's id; empty for an item without an id."""
    if node.kind == "mapping":
        return (str(entry.name),)
    ids = (each.node.value for each in entry.node.entries if each.name == "id")
    return tuple(each for each in ids if isinstance(each, str))
