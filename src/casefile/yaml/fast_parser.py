"""Canonical text read at sight: line by line, without the parser that every other text needs.

A line is taken only where `emit` would write this very line for the data that are read from it. So the
whole is the canonical text of what comes back, and the one grammar would read the same from it; what is
written otherwise, or may be wrong, is left to the grammar. A test holds the two equal.
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
"""Levels of two blanks. No record has more, and what is nested far deeper the grammar refuses."""
STRANGE, COMMENT, VALUE, OPENING, LITERAL = range(5)
"""What a line holds: something else, a comment, a value, a field of the lines below, a text in them."""


class _Line(NamedTuple):
    """A line, indented by so many levels; `name` is absent where an item of a list is a value itself."""

    level: int
    holds: int
    item: bool = False
    name: str | None = None
    value: Scalar = None


def read_canonical(text: str) -> dict[str, Data] | None:
    """Return the data of a canonical text, None for any other; the fields may stand in any order.

    Comments are taken where they stand alone in their lines, indented as what is below them.
    """
    lines = text.split("\n")
    data = None if lines.pop() else _read(lines)
    return None if data is None or any(map(present_names, _events(data))) else data


def _events(data: dict[str, Data]) -> list[dict[str, Data]]:
    """Return the events of a record: with a field under its former name the text is not canonical."""
    events = data.get(LEDGER)
    return [each for each in events if isinstance(each, dict)] if isinstance(events, list) else []


def _read(lines: Sequence[str]) -> dict[str, Data] | None:  # noqa: C901, PLR0912 - a loop for speed
    root: dict[str, Data] = {}
    here: Any = root
    # The collections that the last line stands in, by their level; `opened` is the field that waits for its
    # value, `commented` the level of a comment that waits for what it is about, `calm` that of `here`.
    around: list[Any] = [root] * (DEEPEST + 3)
    deepest, opened, commented, calm, end_of_text = 0, None, -1, 0, 0
    for at, full in enumerate(lines):
        if at < end_of_text:
            continue
        level, holds, item, name, value = _line(full)
        if level == calm and holds == VALUE and not item and name not in here:
            here[name] = value
            continue
        if not holds or (commented >= 0 and commented != level):
            return None
        if holds == COMMENT:
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
        if holds == LITERAL:
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
        if holds == OPENING:
            opened = name
        else:
            here[name], calm = value, deepest
    return None if opened is not None or commented >= 0 else root or None


_FIELD = re.compile(r"([a-z][a-z0-9_]{0,60}):(?: (.+))?")


@lru_cache(maxsize=1 << 13)
def _line(full: str) -> _Line:
    """Take a line apart; most lines of a register stand in many of its files."""
    head, _, written = full.partition(": ")
    field = _field(head) if written and written not in LITERALS else None
    if field is None:
        return _any_line(full)
    known, value = (True, written) if is_simple(written) else _scalar(written)
    return _Line(field.level, VALUE, field.item, field.name, value) if known else _STRANGE


@lru_cache(maxsize=1 << 12)
def _field(head: str) -> _Line | None:
    """Return which field stands in a line before the colon; nothing where that is not told at sight."""
    found = _HEAD.fullmatch(head)
    if found is None or not is_plain(found[3]):
        return None
    level, odd = divmod(len(found[1]), 2)
    return None if odd or level > DEEPEST else _Line(level, OPENING, bool(found[2]), found[3])


_HEAD = re.compile(r"( *)(- )?([a-z][a-z0-9_]{0,60})")
LITERALS = frozenset({"|", "|-"})
"""How a text of several lines begins."""


def _any_line(full: str) -> _Line:
    """Take a line apart that may be anything."""
    bare = full.lstrip(" ")
    level, odd = divmod(len(full) - len(bare), 2)
    if odd or level > DEEPEST or not _harmless(bare):
        return _STRANGE
    if bare.startswith("#"):
        return _Line(level, COMMENT) if bare == bare.rstrip() else _STRANGE
    item = bare.startswith("- ")
    found = _FIELD.fullmatch(bare, 2 if item else 0)
    if not (item if found is None else _plain(found[1])):
        return _STRANGE
    name, written = found.groups() if found else (None, bare[2:])
    if written is None:
        return _Line(level, OPENING, item, name)
    if written in LITERALS:
        return _Line(level, LITERAL, item, name, written)
    known, value = _scalar(written)
    return _Line(level, VALUE, item, name, value) if known else _STRANGE


_STRANGE = _Line(0, STRANGE)
_plain = lru_cache(maxsize=1 << 10)(is_plain)
_ESCAPED = re.compile(r'\\(["\\nt])')
_MEANT = {"n": "\n", "t": "\t"}


def _harmless(text: str) -> bool:
    """Whether a text hides nothing; what can be printed, as nearly all can, holds nothing hostile."""
    return text.isprintable() or not HOSTILE_IN_FILE.search(text)


@lru_cache(maxsize=1 << 13)
def _scalar(written: str) -> tuple[bool, Scalar]:
    """Return whether a value is written as it would be, and which: dates and ids stand in many lines."""
    if not _harmless(written):
        return False, None
    value = value_of(written)
    if written.startswith('"'):
        value = _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), written[1:-1])
        if HOSTILE_IN_VALUE.search(value) or is_literal(value):
            return False, None
    return inline(value) == written, value


def _literal(lines: Sequence[str], start: int, level: int, header: Scalar) -> tuple[int, str]:
    """Return behind which line a text of several lines ends, 0 where it is not canonical; and the text."""
    pad = "  " * level
    end = start
    while end < len(lines) and (lines[end].startswith(pad) or not lines[end]):
        end += 1
    text = "\n".join(line[len(pad) :] for line in lines[start:end]) + ("\n" if header == "|" else "")
    if not is_literal(text) or not _harmless(text):
        return 0, text
    written = [pad + line if line else line for line in literal(text)[1]]
    return (end if written == lines[start:end] else 0), text
