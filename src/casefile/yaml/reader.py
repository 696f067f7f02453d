"""Read the bytes of a file to plain data: strict, and without exceptions for bad content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from casefile.errors import Level, Problem, errors_of
from casefile.yaml.conflict_markers import locate_conflicts, regions
from casefile.yaml.fast_parser import read_canonical
from casefile.yaml.nodes import MAX_PROBLEMS, YamlNode, data_of
from casefile.yaml.parser import parse
from casefile.yaml.scalars import HOSTILE_IN_FILE

MAX_BYTES = 1024 * 1024
BOM = "\ufeff"

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileReading(Struct, frozen=True):
    """The content of a file: its unchanged text, its plain data, and its problems.

    `data` is None if one of the problems is an error; `text` is empty if the bytes are not text or more than
    MAX_BYTES. `laid_out` is True if the text is known to be canonical except for the order of its fields and
    events.
    """

    text: str
    data: dict[str, Any] | None
    problems: tuple[Problem, ...]
    laid_out: bool = False


class _Complaint(Struct, frozen=True):
    """A problem at an index of a text, counted in characters."""

    index: int
    code: str
    message: str
    hint: str
    level: Level = "error"
    field: str = ""


class ParsedText(Struct, frozen=True):
    """A text with its top node, None if the text is empty or one of the problems is an error.

    `text` is empty if the bytes are not text or more than MAX_BYTES.
    """

    text: str
    node: YamlNode | None
    problems: tuple[Problem, ...]


def read(blob: bytes, path: str = "") -> FileReading:
    """Read a record; errors in it become problems of the result, and no exception is raised for them.

    Raises MachineTrouble (CF801) only if PyYAML was installed without libyaml, and the text is not canonical.
    """
    found = _text_of(blob, path)
    if isinstance(found, str):
        data = read_canonical(found) if found else None
        if data is not None:
            return FileReading(found, data, (), laid_out=True)
        found = _parsed_text(found, path)
    node, problems = found.node, found.problems
    if not errors_of(problems):
        problems = (*problems, *_not_a_record(node, path))
    if node is None or errors_of(problems):
        return FileReading(found.text, None, tuple(sorted(problems)))
    return FileReading(found.text, data_of(node), problems)


def parse_text(blob: bytes, path: str = "") -> ParsedText:
    """Read a YAML text by the same strict grammar as `read`; it need not be a record.

    Errors in it become problems of the result. Raises MachineTrouble as `parser.parse` does.
    """
    text = _text_of(blob, path)
    return _parsed_text(text, path) if isinstance(text, str) else text


def _text_of(blob: bytes, path: str) -> str | ParsedText:
    """Return the text of a file, or the problems of a file that is too large or does not contain text."""
    if len(blob) > MAX_BYTES:
        hint = "a record has some hundred lines; keep files in evidence/ and name them in a source"
        return _refuse_text(path, "", [_Complaint(-1, "CF002", "the file is larger than 1 MiB", hint)])
    try:
        text = blob.decode("utf-8")
    except UnicodeDecodeError as error:
        before = blob[: error.start].decode("utf-8")
        return ParsedText("", None, (_locate_complaint(path, before, _not_text(blob, len(before))),))
    nul = text.find("\0")
    if nul >= 0:
        return ParsedText("", None, (_locate_complaint(path, text, _not_text(blob, nul, NUL)),))
    return text


def _parsed_text(text: str, path: str) -> ParsedText:
    body = text.removeprefix(BOM)
    hostile = [_hostile_character(found.start(), found.group()) for found in HOSTILE_IN_FILE.finditer(body)]
    errors = hostile[:MAX_PROBLEMS] or _conflicts(body)
    if errors:
        return _refuse_text(path, text, errors)
    warnings = tuple(_locate_complaint(path, body, complaint) for complaint in _warnings(text))
    node, problems = parse(body, path)
    empty = node is not None and node.kind == "scalar" and node.start == node.end
    return ParsedText(text, None if problems or empty else node, tuple(sorted((*warnings, *problems))))


NUL = ("the file contains a NUL byte, so it is not text", "remove it, or restore the file from git")
NOT_UTF8 = ("the file is not UTF-8 text", "save it as UTF-8 in your editor")


def _not_text(blob: bytes, index: int, otherwise: tuple[str, str] = NOT_UTF8) -> _Complaint:
    sixteen = blob.startswith(_UTF16) or b"\0" in blob[:4]
    message, hint = ("the file looks like UTF-16, not UTF-8", NOT_UTF8[1]) if sixteen else otherwise
    return _Complaint(index, "CF001", message, hint)


def _hostile_character(index: int, character: str) -> _Complaint:
    return _Complaint(
        index,
        "CF005",
        f"a control or bidi character is here (U+{ord(character):04X})",
        "remove it; such characters hide text from a reviewer or reorder it",
    )


def _conflicts(text: str) -> list[_Complaint]:
    """Return the merge conflicts in a text: each once, with the fields inside its markers."""
    hint = COMPLETE_MARKERS if regions(text) is not None else INCOMPLETE_MARKERS
    return [_conflict(place, fields, hint) for place, fields in locate_conflicts(text)[:MAX_PROBLEMS]]


COMPLETE_MARKERS = (
    "to decide field by field: casefile resolve; or keep the correct lines, and remove the marker lines"
)
INCOMPLETE_MARKERS = "its markers are incomplete: keep the correct lines, and remove the marker lines"


def _conflict(place: int, fields: Sequence[str], hint: str) -> _Complaint:
    """Return the complaint about a conflict; the first of its fields becomes the `field` of the problem."""
    several = ", ".join(f"`{field}`" for field in fields[:MAX_NAMED]) if fields[1:] else ""
    more = f" and {len(fields) - MAX_NAMED} more" if len(fields) > MAX_NAMED else ""
    message = f"a merge conflict is not resolved{': ' if several else ''}{several}{more}"
    return _Complaint(place, "CF021", message, hint, field=fields[0] if fields else "")


MAX_NAMED = 3
"""How many fields of one conflict the message names."""


def _warnings(text: str) -> list[_Complaint]:
    """Return warnings about a byte-order mark and CRLF line ends: they can be read, but are not canonical."""
    marked = text.startswith(BOM)
    found = (("a byte-order mark", 0 if marked else -1), ("line ends CRLF", text.find("\r\n") - marked))
    return [
        _Complaint(index, "CF501", f"not canonical: {unusual}", "run: casefile fmt", "warning")
        for unusual, index in found
        if index >= 0
    ]


def _not_a_record(node: YamlNode | None, path: str) -> tuple[Problem, ...]:
    if node is None:
        hint = "a record starts with `schema:`; casefile add writes one"
        return (Problem.of_file(path, "CF018", "the file is empty", hint),)
    if node.kind != "mapping":
        message, hint = (
            "the file does not contain a record, which is a mapping of fields",
            "start with `schema:`",
        )
        return (Problem(path, node.line, node.column, "", "CF019", "error", message, hint),)
    return ()


def _refuse_text(path: str, text: str, complaints: list[_Complaint]) -> ParsedText:
    body = text.removeprefix(BOM)
    return ParsedText(text, None, tuple(_locate_complaint(path, body, complaint) for complaint in complaints))


def _locate_complaint(path: str, text: str, complaint: _Complaint) -> Problem:
    """Convert the index of a complaint to line and column; a negative index means the whole file."""
    index, line, column = complaint.index, 0, 0
    if index >= 0:
        line = text.count("\n", 0, index) + 1
        column = index - text.rfind("\n", 0, index)
    details = complaint.field, complaint.code, complaint.level, complaint.message, complaint.hint
    return Problem(path, line, column, *details)
