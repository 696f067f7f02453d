"""Codes of failures: one page lists them, and none is used for two things."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import casefile
from casefile import errors
from casefile.checks.all_rules import RULES

SOURCE = Path(casefile.__file__).parent
PAGE = SOURCE.parents[1] / "docs/errors.md"
CLASSES = {
    name: each for name, each in vars(errors).items() if isinstance(each, type) and hasattr(each, "exit_code")
}


def raised():
    """Yield the code and the exit code of every failure that the code makes by name."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CLASSES
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and re.fullmatch(r"CF\d{3}", str(first.value)):
                    yield str(first.value), CLASSES[node.func.id].exit_code


def listed():
    rows = re.findall(r"^\| (CF\d{3}) \| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(dict(rows))
    return {code: int(exit_code) for code, exit_code in rows}


def test_a_code_has_one_exit_code_and_it_is_the_listed_one():
    page = listed()
    for code, exit_code in raised():
        if code in page:
            assert page[code] == exit_code, code


def test_every_code_of_usage_and_system_errors_is_listed():
    used = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'"(CF[6-9]\d{2})"', path.read_text(encoding="utf-8"))
    }
    assert used == {code for code in listed() if code >= "CF6"}


def test_codes_of_lookups_and_tiers_are_listed():
    made = {code for code, _ in raised() if code[:3] in {"CF3", "CF4"}}
    assert made - {rule.code for rule in RULES} == {code for code in listed() if code < "CF6"}
