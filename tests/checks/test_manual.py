"""The page of all codes."""

import re

import pytest

from casefile.checks.all_rules import RULES
from casefile.checks.manual import READING, manual
from casefile.validation.validation_run import validate


def test_the_manual_has_every_code_once_as_row_or_heading():
    page = manual()
    found = re.findall(r"^(?:\| |### )(CF\d{3})", page, flags=re.MULTILINE)
    assert found == [*READING, *(rule.code for rule in RULES)]
    assert [*READING] == sorted(READING)
    assert [rule.code for rule in RULES] == sorted(rule.code for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_manual_explains_each_rule_and_its_fix_in_one_paragraph(rule):
    assert f"### {rule.code} {rule.name} ({rule.level})\n\n{rule.manual}\n" in manual()
    assert rule.manual.endswith(".")
    assert rule.manual.count(". ") >= 1
    assert "  " not in rule.manual
    assert rule.level in {"error", "warning"}


def test_an_outdated_schema_is_reported(git):
    (git.folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    (git.folder / "schemas").mkdir()
    (git.folder / "schemas" / "case.schema.json").write_text("{}\n")
    found = validate(git.folder).problems
    assert [(each.path, each.code) for each in found] == [("schemas/case.schema.json", "CF502")]
