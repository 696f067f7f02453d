"""Whole records that come from a file: YAML, JSON, or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from casefile.document import canonical, read, write
from casefile.errors import BadInput, BrokenData, Problem
from casefile.model.admit import admit, kind_of
from casefile.model.records import KINDS
from casefile.model.shape import shape_of
from casefile.operations.consequences import refusal
from casefile.operations.edits import Origin
from casefile.register import dotted

Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Taken:
    """A record as it came in; `text` is what will be written, with the comments that it came with."""

    kind: str
    data: Data
    origin: Origin
    text: str


def incoming(blob: bytes, name: str) -> list[Taken]:
    """Return every record in a file.

    Raises BadInput with all that is wrong, each with its line: nothing is taken in where one record fails.
    """
    problems: list[Problem] = []
    found = [*_taken(blob, name, problems)]
    if problems:
        raise refusal(problems, "nothing was taken in")
    if not found:
        raise BadInput("CF606", f"{name} holds no record", "YAML, JSON, or one JSON record a line")
    return found


def _taken(blob: bytes, name: str, problems: list[Problem]) -> Iterator[Taken]:
    for origin, value in _values(blob, name, problems):
        kind = kind_of(value) if isinstance(value, dict) else None
        if not isinstance(value, dict) or kind not in KINDS:
            line, column = origin.place("schema")
            hint = f"it begins with its kind: schema: casefile/case/1; the kinds are {', '.join(KINDS)}"
            problems.append(_problem(origin.name, line, column, "this is no record", hint))
            continue
        refused = [*_refused(kind, value, origin)]
        problems += refused
        if not refused:
            yield from _as_text(kind, value, origin, problems)


def _refused(kind: str, data: Data, origin: Origin) -> Iterator[Problem]:
    for each in admit(kind, data).refusals:
        field = dotted(each.field, data)
        line, column = origin.place(field)
        yield Problem(origin.name, line, column, field, each.code, "error", each.message, each.hint)


def _as_text(kind: str, data: Data, origin: Origin, problems: list[Problem]) -> Iterator[Taken]:
    shape = shape_of(kind)
    try:
        text = canonical(origin.text, shape) if origin.text else write(shape, data)
    except (BadInput, BrokenData) as error:
        problems.append(
            Problem(origin.name, origin.line, 1, "", error.code, "error", error.message, error.hint)
        )
    else:
        yield Taken(kind, data, origin, text)


def _values(blob: bytes, name: str, problems: list[Problem]) -> Iterator[tuple[Origin, object]]:
    text = _decoded(blob)
    if text.lstrip().startswith(("{", "[")):
        yield from _json(text, name, problems)
        return
    reading = read(blob, name)
    problems.extend(problem for problem in reading.problems if problem.level == "error")
    if reading.data is not None:
        yield Origin(name, 1, reading.text), reading.data


def _decoded(blob: bytes) -> str:
    """Return the text; what is none is left to the reader of YAML, which says where and why."""
    try:
        return blob.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return ""


def _json(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[Origin, object]]:
    """Read one JSON value, or one a line; a list stands for its items."""
    try:
        whole = json.loads(text, object_pairs_hook=_once)
    except _Twice as error:
        problems.append(_problem(name, 1, 1, str(error), ONE))
        return
    except (ValueError, RecursionError):
        yield from _json_lines(text, name, problems)
        return
    for value in whole if isinstance(whole, list) else [whole]:
        yield Origin(name, 1), value


ONE = "one of the two would be lost"


def _json_lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[Origin, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield Origin(name, number), json.loads(line, object_pairs_hook=_once)
        except _Twice as error:
            problems.append(_problem(name, number, 1, str(error), ONE))
        except (ValueError, RecursionError) as error:
            column = getattr(error, "colno", 1)
            problems.append(_problem(name, number, column, "this is no JSON", "one record a line"))


class _Twice(Exception):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> Data:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice("a key stands twice here")
    return found


def _problem(name: str, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(name, line, column, "", "CF606", "error", message, hint)
