"""Read JSON from a file: one value, a list, or one value a line; each value with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from casefile.editing.edits import RecordOrigin
from casefile.errors import Problem
from casefile.yaml.field_locations import Field, locate, read_any

QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
CONSTANT = re.compile(r"NaN|-?Infinity")


def read_json(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[RecordOrigin, object]]:
    """Yield the values of a text, a list as its items, each with its place; add errors to `problems`.

    A text that is not JSON as a whole is read line by line. `name` is the name of the file for messages.
    Stricter than Python: a key may occur only once in an object, NaN and Infinity are not allowed.
    """
    try:
        whole = _loaded(text)
    except _NoJson as error:
        problems.append(import_problem(name, *error.find(text), error.message, error.hint))
    except (ValueError, RecursionError):
        yield from _lines(text, name, problems)
    else:
        # In a text that libyaml cannot read, every place is the first line; places are rarely needed.
        places = cache(partial(locate, text))
        if not isinstance(whole, list):
            yield RecordOrigin(name, 1, where=places), whole
            return
        for at, value in enumerate(whole):
            yield RecordOrigin(name, 1, where=lambda at=at: places().below((at,))), value  # type: ignore[misc]


def import_problem(name: str, line: int, column: int, message: str, hint: str) -> Problem:
    """Return a problem (CF606) of a file to import, at a line and column."""
    return Problem(name, line, column, "", "CF606", "error", message, hint)


def import_problem_at(origin: RecordOrigin, field: Field, message: str, hint: str) -> Problem:
    """Return a problem (CF606) of a file to import, at the place of a field of the record at `origin`."""
    return import_problem(origin.name, *origin.place(field), message, hint)


def _lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[RecordOrigin, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield RecordOrigin(name, number, where=partial(locate, line), alone=True), _loaded(line)
        except _NoJson as error:
            problems.append(import_problem(name, number, error.find(line)[1], error.message, error.hint))
        except (ValueError, RecursionError) as error:
            problems.append(
                import_problem(name, number, getattr(error, "colno", 1), "this is not valid JSON", ONE_A_LINE)
            )


ONE_A_LINE = "write one record or person per line"


class _NoJson(Exception):
    """A text that Python accepts as JSON and casefile does not.

    `find` returns the line and column of the error in a text.
    """

    def __init__(self, message: str, hint: str, find: Callable[[str], tuple[int, int]]) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.find = find


def _loaded(text: str) -> object:
    return json.loads(text, object_pairs_hook=_refuse_repeated_keys, parse_constant=_refuse_constant)


def _refuse_repeated_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NoJson("a key occurs twice", "remove one of them", _find_twice)
    return found


def _refuse_constant(_word: str) -> object:
    raise _NoJson("NaN and Infinity are not accepted", "omit the field if nothing is known", _find_constant)


def _find_twice(text: str) -> tuple[int, int]:
    """Return line and column of a key that occurs twice in an object; (1, 1) if they are not found.

    The YAML reader finds it, which reads JSON except for a few escapes.
    """
    problems = read_any(text.encode("utf-8", "replace")).problems
    return next(((each.line, each.column) for each in problems if each.code == "CF015"), (1, 1))


def _find_constant(text: str) -> tuple[int, int]:
    """Return line and column of NaN or Infinity outside of all quotes."""
    found = CONSTANT.search(QUOTED.sub(lambda quoted: " " * len(quoted[0]), text))
    start = found.start() if found else 0
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
