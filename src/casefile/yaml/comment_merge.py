"""Merge the comments that two sides have changed: additions of either stay, removals of either apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from casefile.changes.set_merge import merged_count
from casefile.yaml.comments import Comment, Where, assign_comments
from casefile.yaml.nodes import Data, Path, YamlEntry, YamlNode, alike, data_of
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM
from casefile.yaml.splices import Splicer

PathStep = tuple[str, Data]
"""A step of a path: a field by its name, an item by its id, any other item by its data."""


def with_comments(text: str, base: str, ours: str, theirs: str) -> str:
    """Return `text`, the text of a merge, with the merged comments of both sides, each at its owner.

    If its owner is gone, a comment is placed above the nearest field or item around it that is left. No other
    byte changes. Raises CannotSplice if two changes overlap.
    """
    here, sides = _CommentedText(text), [_CommentedText(each) for each in (base, ours, theirs)]
    wanted = {
        each: merged_count(*(side.counts[each] for side in sides))
        for each in (*sides[1].counts, *sides[2].counts)
    }
    if here.root is None or all(here.counts[each] == count for each, count in wanted.items()):
        return text
    splicer = Splicer(here.body, here.root)
    for each, count in wanted.items():
        more = count - here.counts[each]
        remover = min(sides[1:], key=lambda side: side.counts[each])
        giver = max(sides[1:], key=lambda side: side.counts[each])
        for note in here.comments_with(remover, each)[: max(-more, 0)]:
            _remove(splicer, note.comment)
        for note in sorted(
            giver.comments_with(here, each)[: max(more, 0)], key=lambda note: note.comment.start
        ):
            _insert(splicer, here.root, note)
    return text[: len(text) - len(here.body)] + splicer.result(0, len(here.body))


class _OwnedComment(Struct, frozen=True, dict=True):
    """A comment and its owner: the steps of the path to the owner, and the place relative to it."""

    steps: tuple[PathStep, ...]
    where: Where
    comment: Comment

    @cached_property
    def key(self) -> tuple[object, ...]:
        """A value that is equal for two comments at the same place."""
        return (*(repr(step) for step in self.steps), self.where)


class _CommentedText:
    """A YAML text with its comments, each with the path to its owner."""

    def __init__(self, text: str) -> None:
        self.body = text.removeprefix(BOM)
        self.root = parse(self.body)[0] if self.body else None
        self.notes = [*self._notes()]
        self.counts = Counter(note.comment.text for note in self.notes)

    def _notes(self) -> Iterator[_OwnedComment]:
        for (path, where), comment in assign_comments(self.body, self.root) if self.root else ():
            yield _OwnedComment(tuple(_steps(self.root, path)), where, comment)

    def comments_with(self, other: _CommentedText, text: str) -> list[_OwnedComment]:
        """Return the comments with the text `text`.

        Those that are not at the same place in the other text come first.
        """
        there = {note.key for note in other.notes if note.comment.text == text}
        return sorted(
            (each for each in self.notes if each.comment.text == text), key=lambda each: each.key in there
        )


def _steps(node: YamlNode | None, path: Path) -> Iterator[PathStep]:
    for part in path:
        entry = next(each for each in node.entries if each.name == part) if node else None
        if node is None or entry is None:
            return
        data = data_of(entry.node)
        named = isinstance(data, dict) and isinstance(data.get("id"), str)
        if node.kind == "mapping":
            yield "field", part
        else:
            yield ("id", data["id"]) if named else ("item", data)
        node = entry.node


def _entries_on_path(node: YamlNode, steps: Sequence[PathStep]) -> list[YamlEntry]:
    """Return the entries on the way to a place below `node`, as far as they exist."""
    trail: list[YamlEntry] = []
    for step in steps:
        entry = next((each for each in node.entries if _is_at_step(node, each, step)), None)
        if entry is None:
            break
        trail.append(entry)
        node = entry.node
    return trail


def _is_at_step(node: YamlNode, entry: YamlEntry, step: PathStep) -> bool:
    kind, name = step
    if kind == "field":
        return node.kind == "mapping" and entry.name == name
    if node.kind != "list":
        return False
    data = data_of(entry.node)
    return alike(data, name) if kind == "item" else isinstance(data, dict) and data.get("id") == name


def _insert(splicer: Splicer, root: YamlNode, note: _OwnedComment) -> None:
    """Insert a comment at its owner: at the end of the collection, beside the value, or above the entry.

    If the owner is gone, it is inserted above the nearest entry around it, else at the end of the text.
    """
    trail = _entries_on_path(root, note.steps)
    whole = len(trail) == len(note.steps)
    around, text = splicer.around, note.comment.text
    node = trail[-1].node if trail else root
    if whole and note.where == "end" and node.is_block and node.entries:
        splicer.put_lines(around.end(node.entries[-1]), f"{' ' * node.indent}{text}\n")
        return
    plain = node.kind == "scalar" and node.style not in {"|", ">"} and node.end > node.start
    if whole and note.where == "beside" and trail and plain and not _rest_of_line(splicer, node.end):
        splicer.put(node.end, node.end, f"  {text}")
        return
    for entry in reversed(trail):
        if around.begins_line(entry) and not _in_flow(trail, entry):
            splicer.put_lines(around.line_start(entry.start), f"{' ' * entry.indent}{text}\n")
            return
    splicer.put_lines(len(splicer.text), f"{text}\n")


def _rest_of_line(splicer: Splicer, index: int) -> str:
    return splicer.text[index : splicer.around.line_end(index)].strip()


def _in_flow(trail: Sequence[YamlEntry], entry: YamlEntry) -> bool:
    """Return whether an entry is inside brackets or braces."""
    return any(each.node.is_flow for each in trail[: trail.index(entry)])


def _remove(splicer: Splicer, comment: Comment) -> None:
    """Remove a comment, with its line if nothing else is in it."""
    around, start = splicer.around, comment.start
    if comment.own:
        splicer.put(around.line_start(start), around.next_line(start), "")
        return
    before = splicer.text[:start].rstrip(" \t")
    splicer.put(len(before), around.line_end(start), "")
