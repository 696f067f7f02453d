"""The YAML grammar: it makes nodes of libyaml's events, and refuses features that records exclude.

Reading, locating, editing and formatting all use it. Only canonical text is read without it: see
`fast_parser`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from casefile.errors import MachineTrouble, Problem
from casefile.yaml.nodes import MAX_PROBLEMS, Kind, YamlEntry, YamlNode
from casefile.yaml.scalars import HOSTILE_IN_VALUE, value_of
from casefile.yaml.yaml_errors import REFUSED, explain_error

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment,misc]

Event: TypeAlias = Any
Mark: TypeAlias = Any
"""Types of libyaml; its classes are written in C and have no useful annotations."""

MAX_DEPTH = 50
MAX_KEY = 128

_TO_DASH = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*-")


def parse_nodes(text: str, path: str) -> tuple[YamlNode | None, tuple[Problem, ...]]:
    """Return the top node and the problems of a text, with former field names; see `parser.parse`."""
    _assure_parser()
    grammar = _Grammar(text, path)
    try:
        node = grammar.document()
    except _StopParsing:
        node = None
    except YAMLError as error:
        grammar.add_error(error)
        node = None
    return node, tuple(grammar.problems)


def _assure_parser() -> None:
    """Raise MachineTrouble CF801 if PyYAML was installed without libyaml, whatever the text is."""
    if CParser is None:
        raise MachineTrouble(
            "CF801",
            "PyYAML is installed without its libyaml parser, which casefile needs",
            "install its wheel: python -m pip install --force-reinstall --only-binary :all: pyyaml",
        )


class _StopParsing(Exception):
    """Stops the parser after MAX_PROBLEMS problems or too deep a nesting: reading on would not help."""


class _Grammar:
    """Parses one text: makes nodes of the events of libyaml."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.next: Callable[[], Event] = CParser(text).get_event
        self.escapes = "\\" in text

    def document(self) -> YamlNode | None:
        """Read the single document of the text; None if it has none. A second one is a problem."""
        self.next()
        start = self.next()
        if type(start) is not DocumentStartEvent:
            return None
        if start.version or start.tags:
            self.refuse("directive", start.start_mark)
        node = self.node(self.next(), 1)
        self.next()
        more = self.next()
        if type(more) is DocumentStartEvent:
            self.refuse("second document", more.start_mark)
        return node

    def node(self, event: Event, depth: int) -> YamlNode:
        """Read the value that begins with an event, at a depth from 1; record aliases, anchors and tags.

        Raises _StopParsing for a nesting deeper than MAX_DEPTH.
        """
        kind = type(event)
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return self.scalar(event)
        if kind is AliasEvent:
            self.refuse("alias", event.start_mark)
            mark = event.start_mark
            return YamlNode("scalar", "", mark.index, event.end_mark.index, mark.line + 1, mark.column + 1)
        if event.anchor is not None:
            self.refuse("anchor", event.start_mark)
        if event.tag is not None:
            self.refuse("tag", event.start_mark)
        if kind is ScalarEvent:
            return self.scalar(event)
        if depth > MAX_DEPTH:
            self.refuse("depth", event.start_mark)
            raise _StopParsing
        return self.mapping(event, depth) if kind is MappingStartEvent else self.list(event, depth)

    def scalar(self, event: Event) -> YamlNode:
        """Read a scalar: a plain one by the rules of `scalars`, one in quotes or in a block as text."""
        mark, style, value = event.start_mark, event.style, event.value
        start, end = mark.index, event.end_mark.index
        if style == "":
            value = value_of(value)
        elif style == '"':
            if self.escapes and HOSTILE_IN_VALUE.search(value):
                self.refuse("escape", mark)
        elif style != "'":
            end = _end_of_block(self.text, start, end, value)
        return YamlNode("scalar", style, start, end, mark.line + 1, mark.column + 1, value)

    def mapping(self, start: Event, depth: int) -> YamlNode:
        """Read the fields of a mapping, in block or flow style."""
        node, names, flow = _collection("mapping", start), set(), start.flow_style
        while type(event := self.next()) is not MappingEndEvent:
            key = event.start_mark
            name = self.key(event, depth, None if flow else node.indent)
            if name in names:
                self.refuse("duplicate", key, name)
            names.add(name)
            value = self.node(self.next(), depth + 1)
            node.entries.append(
                YamlEntry(name, key.index, event.end_mark.index, key.line + 1, key.column + 1, value)
            )
            node.end = value.end
        if flow:
            node.end = event.end_mark.index  # type: ignore[union-attr]
        return node

    def key(self, event: Event, depth: int, column: int | None) -> str:
        """Read a key, which must be text on one line with at most MAX_KEY characters.

        `column` is the column of the block mapping around it from 0, None in a flow mapping. The result is
        empty if the key is not a scalar.
        """
        if type(event) is not ScalarEvent:
            if type(event) is not AliasEvent:
                self.refuse("complex key", event.start_mark)
            self.node(event, depth + 1)
            return ""
        mark: Mark = event.start_mark
        name = str(event.value)
        marked = event.anchor is not None or event.tag is not None
        if marked or event.style == '"':
            self.node(event, depth)  # to report the problems of the key
        explicit = column is not None and mark.column != column and not marked
        if explicit or not name or len(name) > MAX_KEY or "\n" in name or event.style in {"|", ">"}:
            self.refuse("complex key", mark)
        if name == "<<" and not event.style:
            self.refuse("merge", mark)
        return name

    def list(self, start: Event, depth: int) -> YamlNode:
        """Read the items of a list, in block or flow style."""
        node, flow, index = _collection("list", start), start.flow_style, 0
        while type(event := self.next()) is not SequenceEndEvent:
            value = self.node(event, depth + 1)
            node.entries.append(self.item(node, index, value))
            node.end = value.end
            index += 1
        if flow:
            node.end = event.end_mark.index  # type: ignore[union-attr]
        return node

    def item(self, parent: YamlNode, index: int, value: YamlNode) -> YamlEntry:
        """Return an item with its start: in a block list at its dash, after blank lines and comments."""
        if parent.style == "flow":
            return YamlEntry(index, value.start, value.start, value.line, value.column, value)
        found = _TO_DASH.match(self.text, parent.end)
        dash = found.end() - 1 if found else value.start
        line = value.line - self.text.count("\n", dash, value.start)
        return YamlEntry(index, dash, dash + 1, line, parent.column, value)

    def refuse(self, what: str, mark: Mark, name: str = "") -> None:
        """Record the problem `what` (a key of REFUSED) at a mark; raise _StopParsing if there are too many.

        `name` is a key in the text. The message contains it if it is short and has only letters, digits, `_`.
        """
        code, message, hint = REFUSED[what]
        if name and name.replace("_", "").isalnum() and len(name) < 40:
            message = f"{message}: `{name}`"
        self.problems.append(
            Problem(self.path, mark.line + 1, mark.column + 1, "", code, "error", message, hint)
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopParsing

    def add_error(self, error: YAMLError) -> None:
        """Record an error of libyaml, in plain words."""
        problem = context = ""
        line = column = 1
        if isinstance(error, MarkedYAMLError):
            problem, context = error.problem or "", error.context or ""
            mark = error.problem_mark or error.context_mark
            if mark:
                line, column = mark.line + 1, mark.column + 1
        code, message, hint = explain_error(problem, context)
        self.problems.append(Problem(self.path, line, column, "", code, "error", message, hint))


def _collection(kind: Kind, start: Event) -> YamlNode:
    mark, style = start.start_mark, "flow" if start.flow_style else "block"
    return YamlNode(kind, style, mark.index, mark.index, mark.line + 1, mark.column + 1, None, [])


def _end_of_block(text: str, start: int, end: int, value: str) -> int:
    """Return the end of a block scalar: that of its last line, without blank lines that it does not keep."""
    raw = text[start:end]
    keeps = "+" in raw.split("\n", 1)[0].split("#")[0] or value.rstrip("\n").endswith((" ", "\t"))
    if not keeps:
        raw = raw.rstrip()
        line_end = text.find("\n", start + len(raw))
        end = len(text) if line_end < 0 else line_end
    elif raw.endswith("\n"):
        end -= 1
    return end - 1 if end > start and text[end - 1] == "\r" else end
