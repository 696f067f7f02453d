"""The comments of a text and their owners: the next field or item, that of the line, or a collection."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from casefile.yaml.field_locations import child
from casefile.yaml.line_context import LineContext
from casefile.yaml.nodes import Path, YamlEntry, YamlNode
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM

Where = Literal["above", "beside", "end"]
"""The place of a comment: above a field or item, beside it in its line, or at the end of the collection."""

_COMMENT = re.compile(r"#[^\r\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*")


class Comment(Struct, frozen=True):
    """A comment and its place: `own` if nothing else is in its line; `indent` is its column from 0."""

    start: int
    text: str
    indent: int
    own: bool


class _PossibleOwner(Struct, frozen=True):
    """An entry to which a comment may belong, with the collections around it, the outermost first.

    `start` is its position in the text, `path` the path to it.
    """

    start: int
    entry: YamlEntry
    path: Path
    around: tuple[tuple[Path, YamlNode], ...]


def comments_of(text: str, root: YamlNode | None) -> list[Comment]:
    """Return every comment of a text in order: a `#` outside of every scalar begins one.

    `root` is the top node of the text, or None if it has none.
    """
    found: list[Comment] = []
    at = 0
    for start, end, block in [*_scalars(root), (len(text), len(text), False)]:
        found += _between(text, at, start)
        if block:
            header = _HEADER.match(text, start, end)
            comment = _COMMENT.match(text, header.end()) if header else None
            found += [_comment(text, comment)] if comment else []
        at = end
    return found


def comments_by_owner(text: str, root: YamlNode) -> dict[tuple[Path, Where], list[str]]:
    """Return the texts of comments by their owner, a path and a place, in the order of the text.

    An empty string in a list stands for empty lines between or after comments.
    """
    return _Owners(text, root).groups


def assign_comments(text: str, root: YamlNode) -> list[tuple[tuple[Path, Where], Comment]]:
    """Return every comment with its owner, a path and a place, in the order of the text."""
    return _Owners(text, root).owned


def comments_at(text: str, path: Path = ()) -> list[str]:
    """Return the texts of the comments that are removed together with the field or item at a path.

    Without a path, return those of the whole text. Empty if there is nothing at the path.
    """
    body = text.removeprefix(BOM)
    root, _ = parse(body)
    start, end, node = 0, len(body), root
    for part in path:
        entry = child(node, part) if node else None
        if entry is None:
            return []
        around, node = LineContext(body), entry.node
        start, end = around.begin(entry), around.end(entry)
    return [comment.text for comment in comments_of(body, root) if start <= comment.start < end]


def _scalars(root: YamlNode | None) -> Iterator[tuple[int, int, bool]]:
    """Yield the spans in which a `#` does not begin a comment, in order: start, end, and if it is a block.

    In a block scalar, a comment may follow the header.
    """
    if root is None:
        return
    if root.kind == "scalar":
        yield root.start, root.end, root.style in {"|", ">"}
    for entry in root.entries:
        if root.kind == "mapping":
            yield entry.start, entry.head, False
        yield from _scalars(entry.node)


def _between(text: str, start: int, end: int) -> list[Comment]:
    return [_comment(text, found) for found in _COMMENT.finditer(text, start, end)]


def _comment(text: str, found: re.Match[str]) -> Comment:
    begin = text.rfind("\n", 0, found.start()) + 1
    before = text[begin : found.start()]
    return Comment(found.start(), found.group().rstrip(), len(before), not before.strip())


class _Owners:
    """Finds the owner of each comment of a text."""

    def __init__(self, text: str, root: YamlNode) -> None:
        self.text = text
        self.root = root
        self.groups: dict[tuple[Path, Where], list[str]] = {}
        self.owned: list[tuple[tuple[Path, Where], Comment]] = []
        self.candidates = list(_possible_owners(root, (), ((), root)))
        self.starts = [each.start for each in self.candidates]
        self.flows = list(_outermost_flows(root, ()))
        self.anchors = list(_anchors(root, ()))
        self.limit = (-1, 0)
        for comment in comments_of(text, root):
            self._place(comment)

    def _place(self, comment: Comment) -> None:
        owner = self._above(comment) if comment.own else self._beside(comment)
        self.owned.append((owner, comment))
        group = self.groups.setdefault(owner, [])
        if comment.own and group and group[-1] and self._is_blank(comment, -1):
            group.append("")
        group.append(comment.text)
        if comment.own and owner[1] == "above" and self._is_blank(comment, 1):
            group.append("")

    def _is_blank(self, comment: Comment, step: int) -> bool:
        """Return whether the line before (`step` -1) or after (1) that of a comment is empty."""
        if step > 0:
            start = self.text.find("\n", comment.start) + 1
            end = self.text.find("\n", start)
            return start > 0 and end >= 0 and not self.text[start:end].strip()
        end = self.text.rfind("\n", 0, comment.start)
        return end >= 0 and not self.text[self.text.rfind("\n", 0, end) + 1 : end].strip()

    def _beside(self, comment: Comment) -> tuple[Path, Where]:
        """Return the owner of a comment that has text before it in its line.

        It is the owner of the last key, dash, value or bracket that begins before the comment.
        """
        place = bisect_left(self.anchors, comment.start, key=lambda anchor: anchor[0]) - 1
        return (self.anchors[place][1], "beside") if place >= 0 else self._above(comment)

    def _above(self, comment: Comment) -> tuple[Path, Where]:
        """Return the owner of a comment in a line of its own: the next entry, or the end of a collection.

        The indentation of the comment decides which.
        """
        place = bisect_left(self.flows, comment.start, key=lambda flow: flow[1].start) - 1
        if place >= 0 and comment.start < self.flows[place][1].end:
            return _in_flow(*self.flows[place], comment)
        if not self.candidates:
            before_all = self.root.entries and comment.start < self.root.start
            return ((self.root.entries[0].name,), "above") if before_all else ((), "end")
        after = bisect_right(self.starts, comment.start)
        before = self.candidates[after - 1] if after else None
        if before and _belongs_to(before.entry, comment):
            return before.path, "above"
        following = self.candidates[after] if after < len(self.candidates) else None
        return self._in_block(comment, before, following, after)

    def _in_block(
        self, comment: Comment, before: _PossibleOwner | None, following: _PossibleOwner | None, gap: int
    ) -> tuple[Path, Where]:
        """Return the owner of a comment between two entries: the following one, or the end of a collection.

        `before` and `following` are the entries around it, `gap` is their index.
        """
        closing = list(before.around[len(following.around) if following else 0 :]) if before else []
        if self.limit[0] == gap:
            closing = closing[: self.limit[1]]
        if following and (not closing or comment.indent <= following.entry.indent):
            self.limit = (gap, 0)
            return following.path, "above"
        deep = max(
            (depth for depth in range(len(closing)) if _fits(closing, depth, comment.indent)), default=0
        )
        self.limit = (gap, deep + 1)
        return (closing[deep][0] if closing else ()), "end"


def _in_flow(path: Path, node: YamlNode, comment: Comment) -> tuple[Path, Where]:
    """Return the next entry in the innermost brackets around the comment, or else their end."""
    for entry in node.entries:
        inner = entry.node
        if inner.is_flow and inner.start < comment.start < inner.end:
            return _in_flow((*path, entry.name), inner, comment)
        if entry.start > comment.start or inner.start > comment.start:
            return (*path, entry.name), "above"
    return (path, "end") if node.entries else (path, "above")


def _belongs_to(entry: YamlEntry, comment: Comment) -> bool:
    """Return whether a comment is between a key and its value, or indented below a key without a value."""
    node = entry.node
    if node.is_block:
        return False
    nothing = not node.entries and (node.is_flow or node.value is None)
    return comment.start < node.start or (nothing and comment.indent > entry.indent)


def _fits(closing: list[tuple[Path, YamlNode]], depth: int, indent: int) -> bool:
    """Return whether an indent is enough for the collection `closing[depth]`.

    A list with its dashes under its key counts as deeper than the key.
    """
    parent = closing[depth - 1][1].indent if depth else -1
    return max(closing[depth][1].indent, parent + 1) <= indent


def _possible_owners(node: YamlNode, path: Path, *around: tuple[Path, YamlNode]) -> Iterator[_PossibleOwner]:
    """Yield the entries of all block collections in the order of the text."""
    if not node.is_block:
        return
    for entry in node.entries:
        here = (*path, entry.name)
        yield _PossibleOwner(entry.start, entry, here, around)
        yield from _possible_owners(entry.node, here, *around, (here, entry.node))


def _outermost_flows(node: YamlNode, path: Path) -> Iterator[tuple[Path, YamlNode]]:
    """Yield the collections in brackets or braces that are not inside another one."""
    if node.is_flow:
        yield path, node
    else:
        for entry in node.entries:
            yield from _outermost_flows(entry.node, (*path, entry.name))


def _anchors(node: YamlNode, path: Path) -> Iterator[tuple[int, Path]]:
    """Yield the starts of keys, dashes, values and brackets, in order, each with the path of its owner."""
    if node.kind == "scalar" or node.is_flow:
        yield node.start, path
    for entry in node.entries:
        yield entry.start, (*path, entry.name)
        yield from _anchors(entry.node, (*path, entry.name))
    if node.is_flow:
        yield node.end - 1, path
