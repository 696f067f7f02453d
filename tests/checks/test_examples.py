"""Drop a file into tests/examples/records and it is a test.

A file in valid/ has no problem. In invalid/CODE-name/ each line that has one ends in `# ← CODE at COLUMN`,
and there is no other, of this rule or of any other. A file is one record, placed where its id says; a folder
is laid over the register as it is. The register of each example also contains the records of around/, among
them the source paper-2025-06, published on 4 June 2025.
"""

import re
from pathlib import Path

import pytest

from casefile.checks.all_rules import RULES
from casefile.checks.manual import READING
from casefile.checks.run_rules import check

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"
VALID = sorted((EXAMPLES / "valid").iterdir())
INVALID = sorted(each for folder in (EXAMPLES / "invalid").iterdir() for each in folder.iterdir())
MARK = re.compile(r"# ← (CF\d{3}) at (\d+)$")


def name(path):
    return path.relative_to(EXAMPLES).as_posix()


def marks(files):
    return sorted(
        (path, number, int(mark[2]), mark[1])
        for path, blob in files.items()
        for number, line in enumerate(blob.decode().splitlines(), 1)
        if (mark := MARK.search(line))
    )


def test_the_register_around_the_examples_has_no_problem(register_of):
    assert check(register_of({})) == ()


@pytest.mark.parametrize("example", VALID, ids=name)
def test_a_valid_example_has_no_problem(example, files, register_of):
    assert check(register_of(files(example))) == ()


@pytest.mark.parametrize("example", INVALID, ids=name)
def test_an_invalid_example_has_the_problems_that_it_marks_where_it_marks_them(example, files, register_of):
    held = files(example)
    found = [(each.path, each.line, each.column, each.code) for each in check(register_of(held))]
    assert sorted(found) == marks(held)
    assert {code for *_, code in found} == {example.parent.name[:5]}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_an_example_under_its_code_and_name(rule):
    assert any((EXAMPLES / "invalid" / f"{rule.code}-{rule.name}").iterdir())


@pytest.mark.parametrize("code", READING)
def test_every_code_of_reading_and_of_the_model_is_shown_by_a_test(code):
    tests = Path(__file__).parents[1]
    told = [path.read_text() for path in tests.rglob("test_*.py")] + [each.parent.name for each in INVALID]
    assert any(code in text for text in told)
