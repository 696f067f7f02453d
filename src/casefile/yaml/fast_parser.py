"""A fast parser for canonical text: line by line, without the YAML parser that every other text needs.

A line is accepted only if `emit` would write exactly this line for the data read from it. So the whole is the
canonical text of the returned data, and the YAML grammar would read the same data from it. Any other text,
including one that may be invalid, is left to `yaml_grammar`. A test checks that both return the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from casefile.model.former_fields import present_names
from casefile.model.vocabularies import LEDGER
from casefile.yaml.nodes import Data
from casefile.yaml.scalars import (
    HOSTILE_IN_FILE,
    HOSTILE_IN_VALUE,
    Scalar,
    inline,
    is_literal,
    is_plain,
    is_simple,
    literal,
    value_of,
)

DEEPEST = 20
"""The most levels of indentation, each of two blanks.

Deeper text is left to the grammar. The fields of the model need fewer levels.
"""
UNKNOWN, COMMENT, VALUE, OPENING, LITERAL = range(5)
"""The kinds of lines: unknown, a comment, a value, a field of the lines below, a text in the lines below."""


class _Line(NamedTuple):
    """A line and its level of indentation; `name` is None if an item of a list is a value itself."""

    level: int
    kind: int
    item: bool = False
    name: str | None = None
    value: Scalar = None


def read_canonical(text: str) -> dict[str, Data] | None:
    """Return the data of a canonical text, None for any other text; the fields may be in any order.

    Comments are accepted if they are alone in their lines, indented like the lines below them.
    """
    lines = text.split("\n")
    data = None if lines.pop() else _read(lines)
    return None if data is None or any(map(present_names, _events(data))) else data


def _events(data: dict[str, Data]) -> list[dict[str, Data]]:
    """Return the events of a record: if one has a field under its former name, the text is not canonical."""
    events = data.get(LEDGER)
    return [each for each in events if isinstance(each, dict)] if isinstance(events, list) else []


def _read(lines: Sequence[str]) -> dict[str, Data] | None:  # noqa: C901, PLR0912 - a loop for speed
    root: dict[str, Data] = {}
    here: Any = root
    # `around` are the open collections by their level; `opened` is the field whose value comes next,
    # `commented` the level of a comment whose owner comes next, `calm` the level of `here`, else -1.
    around: list[Any] = [root] * (DEEPEST + 3)
    deepest, opened, commented, calm, end_of_text = 0, None, -1, 0, 0
    for at, full in enumerate(lines):
        if at < end_of_text:
            continue
        level, kind, item, name, value = _line(full)
        if level == calm and kind == VALUE and not item and name not in here:
            here[name] = value
            continue
        if not kind or (commented >= 0 and commented != level):
            return None
        if kind == COMMENT:
            commented, calm = level, -1
            continue
        if opened is not None and level == deepest + 1:
            around[deepest][opened] = around[level] = [] if item else {}
            opened = None
        elif opened is not None or level > deepest:
            return None
        here = around[level]
        if isinstance(here, list) != item:
            return None
        deepest, commented, calm = level, -1, -1
        if kind == LITERAL:
            end_of_text, value = _literal(lines, at + 1, level + (2 if item and name else 1), value)
            if not end_of_text:
                return None
        if item and name is None:
            here.append(value)
            continue
        if item:
            deepest += 1
            around[deepest] = {}
            here.append(around[deepest])
            here = around[deepest]
        if name in here:
            return None
        if kind == OPENING:
            opened = name
        else:
            here[name], calm = value, deepest
    return None if opened is not None or commented >= 0 else root or None


_FIELD = re.compile(r"([a-z][a-z0-9_]{0,60}):(?: (.+))?")


@lru_cache(maxsize=1 << 13)
def _line(full: str) -> _Line:
    """Parse a line; cached, since most lines of a register occur in many of its files."""
    head, _, written = full.partition(": ")
    field = _field(head) if written and written not in LITERALS else None
    if field is None:
        return _any_line(full)
    known, value = (True, written) if is_simple(written) else _scalar(written)
    return _Line(field.level, VALUE, field.item, field.name, value) if known else _UNKNOWN


@lru_cache(maxsize=1 << 12)
def _field(head: str) -> _Line | None:
    """Return the field in a line before the colon; None if it needs the full check."""
    found = _HEAD.fullmatch(head)
    if found is None or not is_plain(found[3]):
        return None
    level, odd = divmod(len(found[1]), 2)
    return None if odd or level > DEEPEST else _Line(level, OPENING, bool(found[2]), found[3])


_HEAD = re.compile(r"( *)(- )?([a-z][a-z0-9_]{0,60})")
LITERALS = frozenset({"|", "|-"})
"""The headers of a literal block, a text of several lines."""


def _any_line(full: str) -> _Line:
    """Parse a line of any form; the result is _UNKNOWN if it cannot be a line of a canonical text."""
    bare = full.lstrip(" ")
    level, odd = divmod(len(full) - len(bare), 2)
    if odd or level > DEEPEST or not _harmless(bare):
        return _UNKNOWN
    if bare.startswith("#"):
        return _Line(level, COMMENT) if bare == bare.rstrip() else _UNKNOWN
    item = bare.startswith("- ")
    found = _FIELD.fullmatch(bare, 2 if item else 0)
    if not (item if found is None else _plain(found[1])):
        return _UNKNOWN
    name, written = found.groups() if found else (None, bare[2:])
    if written is None:
        return _Line(level, OPENING, item, name)
    if written in LITERALS:
        return _Line(level, LITERAL, item, name, written)
    known, value = _scalar(written)
    return _Line(level, VALUE, item, name, value) if known else _UNKNOWN


_UNKNOWN = _Line(0, UNKNOWN)
_plain = lru_cache(maxsize=1 << 10)(is_plain)
_ESCAPED = re.compile(r'\\(["\\nt])')
_MEANT = {"n": "\n", "t": "\t"}


def _harmless(text: str) -> bool:
    """Return whether a text has no hostile characters; printable text, as nearly all is, never has any."""
    return text.isprintable() or not HOSTILE_IN_FILE.search(text)


@lru_cache(maxsize=1 << 13)
def _scalar(written: str) -> tuple[bool, Scalar]:
    """Return whether a value is written in canonical form, and the value; cached, as dates and ids recur."""
    if not _harmless(written):
        return False, None
    value = value_of(written)
    if written.startswith('"'):
        value = _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), written[1:-1])
        if HOSTILE_IN_VALUE.search(value) or is_literal(value):
            return False, None
    return inline(value) == written, value


def _literal(lines: Sequence[str], start: int, level: int, header: Scalar) -> tuple[int, str]:
    """Parse the literal block that starts at an index; return the index after its last line, and its text.

    The index is 0 if the block is not canonical. `header` is `|` or `|-`.
    """
    pad = "  " * level
    end = start
    while end < len(lines) and (lines[end].startswith(pad) or not lines[end]):
        end += 1
    text = "\n".join(line[len(pad) :] for line in lines[start:end]) + ("\n" if header == "|" else "")
    if not is_literal(text) or not _harmless(text):
        return 0, text
    written = [pad + line if line else line for line in literal(text)[1]]
    return (end if written == lines[start:end] else 0), text
