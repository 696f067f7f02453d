"""Problem reports for CI services: annotations of GitHub, code quality reports of GitLab, SARIF.

Everyone with access to the project can read their logs and reports. So these contain paths, codes and field
names of the model, but no value of a record and no field name that the model does not define.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from msgspec.structs import replace

from casefile import __version__
from casefile.checks.manual import helps, names
from casefile.errors import Problem
from casefile.model.field import EVENT_ID
from casefile.model.kinds import FILE_KINDS
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.pages.markdown_escape import escape_markdown
from casefile.plural import number
from casefile.register import kind_by_path
from casefile.terminal.safe_text import inert, inert_lines

AT_MOST = 10
"""The number of annotations that GitHub shows for one step of a workflow."""
MOST_ROWS = 1000
"""Maximum rows of the summary: GitHub rejects a summary of more than one mebibyte and shows none of it."""
UNKNOWN_NAME = "…"
"""The text in place of a field name that the model does not define."""
QUOTED = re.compile(r"`([^`]*)`")
INDEX = re.compile(r"[0-9]{1,4}")


class Annotations(NamedTuple):
    """The commands that GitHub reads from a log, and a Markdown page of the problems beyond its limit."""

    commands: str
    rest: str


def for_ci(problems: Iterable[Problem], prefix: str = "") -> list[Problem]:
    """Return problems without any content of records, as a public log may show them; errors come first.

    Paths are relative to the top of the repository: `prefix` is the path from there to the register.
    """
    public_problems = [
        replace(_hide_unknown_names(problem), path=f"{prefix}{problem.path}") for problem in problems
    ]
    return sorted(public_problems, key=lambda each: (each.level != "error", each))


def _hide_unknown_names(problem: Problem) -> Problem:
    """Return a problem without field names that the model does not define: such names come from a record.

    UNKNOWN_NAME replaces them, also where the message or the hint has them in backquotes.
    """
    shape = shape_of(kind_by_path(problem.path))
    message, hint = (
        QUOTED.sub(lambda found: f"`{_hide_unknown_text(found[1], shape)}`", text)
        for text in (problem.message, problem.hint)
    )
    return replace(problem, field=_cut_field_path(problem.field, shape), message=message, hint=hint)


def _hide_unknown_text(text: str, shape: Shape) -> str:
    if text.rstrip(":") in _model_words() or not any(map(str.isalnum, text)):
        return text
    return _cut_field_path(text, shape)


def _cut_field_path(field: str, shape: Shape) -> str:
    """Return a dotted field path as far as the model defines it; the first unknown part ends it with `…`."""
    parts: list[str] = []
    here: Shape | None = shape
    for part in field.split(".") if field else ():
        if here is None or (not here.is_list and part not in here.keys):
            return ".".join((*parts, UNKNOWN_NAME))
        if here.is_list and not (INDEX.fullmatch(part) or EVENT_ID.fits(part)):
            return ".".join((*parts, UNKNOWN_NAME))
        here = here.inner if here.is_list else here.key(part)
        parts.append(part)
    return ".".join(parts)


@cache
def _model_words() -> frozenset[str]:
    """Return all field names and all vocabulary words of the model."""
    found: set[str] = set()
    waiting: list[Shape] = [shape_of(kind) for kind in FILE_KINDS]
    seen: set[int] = set()
    while waiting:
        shape = waiting.pop()
        if id(shape) not in seen:
            seen.add(id(shape))
            found |= {*shape.keys, *shape.words}
            waiting += [*shape.fields.values(), *([shape.inner] if shape.inner else [])]
    return frozenset(found)


def lines(problems: Iterable[Problem]) -> str:
    """Return problems as text for a log, one per line, without hints; no line is a command to a CI runner."""
    return "".join(
        f"{each.level} {each.code} {_disarm_commands(inert(f'{each.place}: {_problem_text(each)}'))}\n"
        for each in problems
    )


def _disarm_commands(text: str) -> str:
    """Return text in which GitHub's older commands, `##[`, have no effect: they work anywhere in a line."""
    return text.replace("##[", "# #[")


def _title(problem: Problem) -> str:
    return f"{problem.code} {names().get(problem.code, '')}".rstrip()


def _problem_text(problem: Problem) -> str:
    return f"{problem.field}: {problem.message}" if problem.field else problem.message


def github(problems: Sequence[Problem]) -> Annotations:
    """Return the first AT_MOST problems as commands for GitHub's runner, the others as a Markdown page.

    The problems are expected as `for_ci` returns them, errors first. The page has at most MOST_ROWS rows; it
    is "" if there are no others.
    """
    commands = "".join(f"{_command(problem)}\n" for problem in problems[:AT_MOST])
    rest = problems[AT_MOST:]
    return Annotations(commands, "".join(_summary_page(rest)) if rest else "")


def _command(problem: Problem) -> str:
    place = {"line": problem.line, "col": problem.column} if problem.line else {}
    properties = {"file": problem.path, **place, "title": _title(problem)}
    listed = ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())
    message = "\n".join(filter(None, (_problem_text(problem), problem.hint)))
    return f"::{problem.level} {listed}::{_escape_message(inert_lines(message))}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return inert(_escape_message(text).replace(":", "%3A").replace(",", "%2C"))


def _summary_page(problems: Sequence[Problem]) -> Iterator[str]:
    more = number(len(problems), "problem")
    yield f"### casefile validate: {more} more\n\n| | where | what |\n|---|---|---|\n"
    for each in problems[:MOST_ROWS]:
        message = " ".join(filter(None, (_problem_text(each), f"({each.hint})" if each.hint else "")))
        yield f"| {each.level} {each.code} | {escape_markdown(each.place)} | {escape_markdown(message)} |\n"
    if problems[MOST_ROWS:]:
        yield f"\nand {len(problems) - MOST_ROWS} others: `casefile validate` lists them all.\n"


def gitlab(problems: Iterable[Problem]) -> str:
    """Return problems as a code quality report of GitLab, in JSON; see `for_ci`."""
    report = [
        {
            "description": f"{_title(problem)}: {_problem_text(problem)}",
            "check_name": problem.code,
            "fingerprint": mark,
            "severity": "major" if problem.level == "error" else "minor",
            "location": {"path": problem.path, "lines": {"begin": problem.line or 1}},
        }
        for problem, mark in _add_fingerprints(problems)
    ]
    return json.dumps(report, ensure_ascii=False, indent=2)


def sarif(problems: Sequence[Problem]) -> str:
    """Return problems as a SARIF 2.1.0 log with one run, in JSON; its rules contain the manual's text."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "casefile", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes, mark) for problem, mark in _add_fingerprints(problems)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _rule(code: str) -> dict[str, object]:
    text = helps().get(code, "")
    named = {"name": names()[code]} if code in names() else {}
    first = text.partition(". ")[0].rstrip(".") or code
    return {
        "id": code,
        **named,
        "shortDescription": {"text": f"{first}."},
        "fullDescription": {"text": text or code},
        "help": {"text": text or code},
    }


def _result(problem: Problem, codes: Sequence[str], mark: str) -> dict[str, object]:
    physical: dict[str, object] = {
        "artifactLocation": {"uri": quote(problem.path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"},
    }
    if problem.line:
        physical["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    location: dict[str, object] = {"physicalLocation": physical}
    if problem.field:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.field, "kind": "member"}]
    message = f"{_problem_text(problem)}. {problem.hint}" if problem.hint else _problem_text(problem)
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.level,
        "message": {"text": inert(message)},
        "locations": [location],
        # GitHub recognises a finding in later runs by the first of these fingerprints only.
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "pathCodeField/v1": mark},
    }


def _add_fingerprints(problems: Iterable[Problem]) -> Iterator[tuple[Problem, str]]:
    """Yield each problem with a fingerprint that does not change when lines move.

    The fingerprint is the first 32 hex digits of the SHA-256 of path, code, field and a counter among equals.
    """
    met: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        key = (problem.path, problem.code, problem.field)
        content = "\0".join((*key, str(met[key])))
        met[key] += 1
        yield problem, hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()[:32]
