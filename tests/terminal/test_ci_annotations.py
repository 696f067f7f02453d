"""What CI services read: their formats, their limits, and that a public log tells nothing of a record."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace

from casefile.checks.all_rules import RULES
from casefile.errors import Problem
from casefile.register import read_entry
from casefile.terminal.ci_annotations import AT_MOST, for_ci, github, gitlab, lines, sarif
from support.programs import node_package

PATH = "cases/kg/2025/kg-2025-aaaaa.yaml"
ONE = Problem(PATH, 12, 5, "events.h2v5t.sources.0", "CF201", "error", "the message", "the hint")
WHOLE = Problem(PATH, 0, 0, "", "CF501", "warning", "not so", "casefile fmt")
HOSTILE = "cases/a,b:c%d\r\n::error::x\n##[add-mask]y\x1b[31m\u202e.yaml"
PROBLEMS = st.builds(
    Problem,
    path=st.text(),
    line=st.integers(0, 9),
    column=st.integers(0, 9),
    field=st.text(),
    code=st.sampled_from(["CF201", "CF501", "CF102", "CF999"]),
    level=st.sampled_from(["error", "warning"]),
    message=st.text(),
    hint=st.text(),
)


def test_an_annotation_of_github():
    assert github([ONE]).commands == (
        f"::error file={PATH},line=12,col=5,title=CF201 reference-resolves"
        "::events.h2v5t.sources.0: the message%0Athe hint\n"
    )
    assert github([WHOLE]).commands == (f"::warning file={PATH},title=CF501::not so%0Acasefile fmt\n")


def test_characters_with_a_meaning_for_github_are_escaped():
    told = replace(ONE, path="cases/a,b:c%d\r\n.yaml", message="50 % of: a, b\nc", field="", hint="")
    assert github([told]).commands == (
        "::error file=cases/a%2Cb%3Ac%25d%0D%0A.yaml,line=12,col=5,title=CF201 reference-resolves"
        "::50 %25 of: a, b%0Ac\n"
    )


def test_the_worst_come_first_ten_as_annotations_the_rest_as_a_page():
    warnings = [replace(WHOLE, path=f"cases/{number:02}.yaml") for number in range(8)]
    errors = [replace(ONE, path=f"cases/x{number}.yaml", line=number + 1) for number in range(5)]
    told = github(for_ci([*warnings, *errors]))
    commands = told.commands.splitlines()
    assert len(commands) == AT_MOST == 10
    assert [line.split(" ")[0] for line in commands] == ["::error"] * 5 + ["::warning"] * 5
    rows = told.rest.splitlines()[4:]
    assert told.rest.startswith("### casefile validate: 3 problems more\n")
    assert rows == [
        f"| warning CF501 | cases/0{number}.yaml | not so (casefile fmt) |" for number in (5, 6, 7)
    ]
    assert github(for_ci([*warnings])).rest == ""


def test_a_page_stays_below_the_limit_of_github():
    many = [replace(ONE, path=f"cases/{number}/{'x' * 180}.yaml") for number in range(5000)]
    rest = github(many).rest
    assert len(rest.encode()) < 1 << 20
    assert re.search(r"\b3990\b.*`casefile validate`.*\n$", rest)


def test_a_hostile_file_name_gives_no_command_no_markup_and_no_escape():
    told = [replace(ONE, path=HOSTILE)] * (AT_MOST + 1)
    commands, rest = github(told)
    for text in (commands, rest, lines(told)):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert all(line.startswith("::error file=cases/a%2Cb") for line in commands.splitlines())
    assert "##[" not in lines(told)
    assert [line for line in lines(told).splitlines() if not line.startswith("error CF201 ")] == []
    assert rest.count("\n") == 5
    assert "\\#\\#\\[add-mask\\]" in rest


@given(st.lists(PROBLEMS, max_size=14))
def test_any_problem_is_one_line_and_makes_no_other_command(problems):
    told = for_ci(problems)
    commands, _ = github(told)
    assert len(commands.splitlines()) == min(len(problems), AT_MOST)
    assert all(re.match("::(error|warning) file=", line) for line in commands.splitlines())
    assert len(lines(told).splitlines()) == len(problems)
    assert len(json.loads(gitlab(told))) == len(problems)
    assert len(json.loads(sarif(told))["runs"][0]["results"]) == len(problems)


def test_field_names_outside_the_model_are_not_shown():
    record = b"""schema: casefile/source/1
id: letter
Petrov Ivan: born 1990
petrov: x
kind: letters
kind: letter
"""
    entry = read_entry("cases/sources/letter.yaml", record.replace(b"kind: letter\n", b""))
    twice = read_entry("cases/sources/letter.yaml", b"schema: a\nPetrov: x\nPetrov: y\n")
    problems = [*entry.problems, *twice.problems]
    assert {problem.code for problem in problems} == {"CF102", "CF103", "CF015"}
    told = for_ci(problems)
    for text in (*github(told), lines(told), gitlab(told), sarif(told)):
        assert "petrov" not in text.lower()
    assert "kind: invalid value for `kind`" in lines(told)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("events.h2v5t.sources.0", "events.h2v5t.sources.0"),
        ("person.affiliations.1.organization", "person.affiliations.1.organization"),
        ("events.Petrov, born 1.2.1990.kind", "events.…"),
        ("events.h2v5t.petrov", "events.h2v5t.…"),
        ("996555123456", "…"),
        ("events.996555123456.kind", "events.…"),
        ("country.petrov.0", "country.…"),
        ("", ""),
    ],
)
def test_only_known_parts_of_a_field_path_are_shown(field, told):
    message = f"not this one: `{field}`" if field else ""
    (bare,) = for_ci([replace(ONE, field=field, message=message, hint="use `schema:`, not `*`")])
    assert bare.field == told
    assert bare.message == message.replace(f"`{field}`", f"`{told}`")
    assert bare.hint == "use `schema:`, not `*`"


def test_paths_count_from_the_top_of_the_repository():
    told = for_ci([ONE], "desk/register/")
    assert f"file=desk/register/{PATH}," in github(told).commands
    assert json.loads(gitlab(told))[0]["location"]["path"] == f"desk/register/{PATH}"


def test_a_report_of_gitlab():
    assert json.loads(gitlab([ONE, WHOLE])) == [
        {
            "description": "CF201 reference-resolves: events.h2v5t.sources.0: the message",
            "check_name": "CF201",
            "fingerprint": marks([ONE, WHOLE])[0],
            "severity": "major",
            "location": {"path": PATH, "lines": {"begin": 12}},
        },
        {
            "description": "CF501: not so",
            "check_name": "CF501",
            "fingerprint": marks([ONE, WHOLE])[1],
            "severity": "minor",
            "location": {"path": PATH, "lines": {"begin": 1}},
        },
    ]
    assert json.loads(gitlab([])) == []


def marks(problems):
    return [each["fingerprint"] for each in json.loads(gitlab(problems))]


def prints(problems):
    results = json.loads(sarif(problems))["runs"][0]["results"]
    return [each["partialFingerprints"]["pathCodeField/v1"] for each in results]


def test_a_finding_is_the_same_where_lines_moved_and_another_where_it_is_elsewhere():
    moved = replace(ONE, line=400, column=1, message="said otherwise", hint="")
    assert marks([ONE]) == marks([moved]) == prints([ONE]) == prints([moved])
    others = [
        replace(ONE, path="b.yaml"),
        replace(ONE, code="CF202"),
        replace(ONE, field="events.h2v5t.by.0"),
    ]
    assert len({*marks([ONE, *others, replace(ONE, line=13)])}) == 5


@pytest.fixture(scope="module")
def schema():
    folder = node_package("@microsoft/jest-sarif")
    return Draft7Validator(json.loads((folder / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8-sig")))


@pytest.mark.parametrize("problems", [[], [ONE, WHOLE, replace(ONE, path=HOSTILE, line=3, column=0)]])
def test_sarif_output_is_valid_by_its_schema(schema, problems):
    assert [*schema.iter_errors(json.loads(sarif(problems)))] == []


def test_the_schema_of_sarif_refuses_an_invalid_log(schema):
    log = json.loads(sarif([ONE]))
    del log["runs"][0]["results"][0]["message"]
    assert [*schema.iter_errors(log)]


def test_a_log_of_sarif_has_one_run_with_the_manual_s_help():
    (run,) = json.loads(sarif([ONE, WHOLE, ONE]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CF201", "CF501"]
    rule = next(each for each in RULES if each.code == "CF201")
    assert rules[0]["help"]["text"] == rule.manual
    assert rules[0]["name"] == "reference-resolves"
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": PATH, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]


def test_a_path_of_any_bytes_is_an_address_in_sarif():
    (run,) = json.loads(sarif([replace(ONE, path="cases/a b#\udcff.yaml")]))["runs"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "cases/a%20b%23%FF.yaml"
