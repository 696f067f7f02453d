"""From the bytes of a file to plain data: strict, and never stopped by what a file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from casefile.document.grammar import MAX_PROBLEMS, parse
from casefile.document.nodes import Node, data_of
from casefile.document.scalars import HOSTILE_IN_FILE
from casefile.errors import Level, Problem

MAX_BYTES = 1024 * 1024
BOM = "\ufeff"

_MARKER = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its text as it stands, its plain data, and what is wrong with it.

    `data` is None where an error stands among the problems; `text` is empty where the bytes are no text.
    """

    text: str
    data: dict[str, Any] | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Complaint:
    """Something to say about a place of a text, counted in characters."""

    index: int
    code: str
    message: str
    hint: str
    level: Level = "error"


def read(blob: bytes, path: str = "") -> Reading:
    """Read a record; whatever is wrong is a problem of the reading, nothing is raised for it.

    Raises MachineTrouble (CF801) only where PyYAML came without libyaml.
    """
    if len(blob) > MAX_BYTES:
        hint = "a record is some hundred lines; keep files in evidence/ and name them in a source"
        return _refused(path, "", [_Complaint(-1, "CF002", "the file is larger than 1 MiB", hint)])
    try:
        text = blob.decode("utf-8")
    except UnicodeDecodeError as error:
        before = blob[: error.start].decode("utf-8")
        return Reading("", None, (_located(path, before, _not_text(blob, len(before))),))
    nul = text.find("\0")
    if nul >= 0:
        return Reading("", None, (_located(path, text, _not_text(blob, nul, NUL)),))
    return _read_text(text, path)


def _read_text(text: str, path: str) -> Reading:
    body = text.removeprefix(BOM)
    hostile = [_hostile(found.start(), found.group()) for found in HOSTILE_IN_FILE.finditer(body)]
    errors = hostile[:MAX_PROBLEMS] or _conflicts(body)
    if errors:
        return _refused(path, text, errors)
    warnings = tuple(_located(path, body, complaint) for complaint in _unusual(text))
    node, problems = parse(body, path)
    if not problems:
        problems = _no_record(node, path)
    if problems or node is None:
        return Reading(text, None, tuple(sorted((*warnings, *problems))))
    return Reading(text, data_of(node), warnings)


NUL = ("the file holds a NUL byte, which no text does", "take it out, or take the file from git anew")
NOT_UTF8 = ("the file is not UTF-8 text", "save it as UTF-8 in your editor")


def _not_text(blob: bytes, index: int, otherwise: tuple[str, str] = NOT_UTF8) -> _Complaint:
    sixteen = blob.startswith(_UTF16) or b"\0" in blob[:4]
    message, hint = ("the file looks like UTF-16, not UTF-8", NOT_UTF8[1]) if sixteen else otherwise
    return _Complaint(index, "CF001", message, hint)


def _hostile(index: int, character: str) -> _Complaint:
    return _Complaint(
        index,
        "CF005",
        f"a control or bidi character stands here (U+{ord(character):04X})",
        "take it away; such characters hide or reorder what a reviewer sees",
    )


def _conflicts(text: str) -> list[_Complaint]:
    """Find where a merge left its markers: each conflict once."""
    found = list(_MARKER.finditer(text))
    opened = [marker for marker in found if marker.group()[0] == "<"] or found[:1]
    message, hint = (
        "a merge conflict is not resolved here",
        "keep what is right, take the marker lines out, then: casefile commit",
    )
    return [_Complaint(marker.start(), "CF021", message, hint) for marker in opened[:MAX_PROBLEMS]]


def _unusual(text: str) -> list[_Complaint]:
    """Find what is read all the same, but is not the canonical text."""
    found = []
    if text.startswith(BOM):
        found.append(
            _Complaint(0, "CF501", "not canonical: a byte-order mark", "run: casefile fmt", "warning")
        )
    ending = text.find("\r\n")
    if ending >= 0:
        index = ending - text.startswith(BOM)
        found.append(
            _Complaint(index, "CF501", "not canonical: line ends CRLF", "run: casefile fmt", "warning")
        )
    return found


def _no_record(node: Node | None, path: str) -> tuple[Problem, ...]:
    if node is None or (node.kind == "scalar" and node.start == node.end):
        hint = "a record begins with `schema:`; casefile add writes one"
        return (Problem(path, 0, 0, "", "CF018", "error", "the file is empty", hint),)
    if node.kind != "mapping":
        message, hint = "the file does not hold a record, which is fields with values", "begin with `schema:`"
        return (Problem(path, node.line, node.column, "", "CF019", "error", message, hint),)
    return ()


def _refused(path: str, text: str, complaints: list[_Complaint]) -> Reading:
    body = text.removeprefix(BOM)
    return Reading(text, None, tuple(_located(path, body, complaint) for complaint in complaints))


def _located(path: str, text: str, complaint: _Complaint) -> Problem:
    """Turn the place of a complaint into line and column; a negative place is the whole file."""
    index, line, column = complaint.index, 0, 0
    if index >= 0:
        line = text.count("\n", 0, index) + 1
        column = index - text.rfind("\n", 0, index)
    return Problem(path, line, column, "", complaint.code, complaint.level, complaint.message, complaint.hint)
