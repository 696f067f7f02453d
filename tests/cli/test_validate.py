"""What `validate` writes for CI services, where it writes it, and what it refuses to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from casefile.cli.edge import run

ROOT = Path(__file__).resolve().parents[2]
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
PERSON = "Aleksandrov"


@pytest.fixture
def register(tmp_path, git_in):
    """Return a copy of the sample register below the top of a repository."""
    folder = tmp_path / "top/desk"
    folder.mkdir(parents=True)
    for name in ("casefile.yaml", "cases"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    git_in(tmp_path / "top")("init", "-q")
    return folder


@pytest.fixture
def casefile(register, capsys):
    """Return a function that runs a command in the register and gives exit code, stdout and stderr."""

    def command(*words):
        code = run(["-C", str(register), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def spoil(register, new="kind: caught"):
    """Give the first entry of a case a word that the model does not know."""
    path = register / A_CASE
    path.write_text(path.read_text("utf-8").replace("kind: arrest", new, 1), "utf-8")


def test_problems_beyond_ten_annotations_are_in_the_step_summary(casefile, register, monkeypatch, tmp_path):
    for number in range(14):
        text = f"schema: casefile/source/1\nid: s{number:02}\n"
        (register / f"cases/sources/s{number:02}.yaml").write_text(text)
    _, out, _ = casefile("validate", "--format", "github")
    assert [line[:7] for line in out.splitlines()] == ["::error"] * 10 + ["error C"] * 4
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    _, out, err = casefile("validate", "--format", "github")
    assert len(out.splitlines()) == 10
    assert "summary" in err
    before, heading, *table = summary.read_text().splitlines()
    assert (before, heading[:4], "4" in heading) == ("before", "### ", True)
    assert len([row for row in table if "CF" in row]) == 4
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no folder/summary.md"))
    code, out, err = casefile("validate", "--format", "github")
    assert (code, len(out.splitlines())) == (1, 14)
    assert "GITHUB_STEP_SUMMARY" in err


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_paths_are_relative_to_the_repository_and_no_value_is_shown(casefile, register, form):
    spoil(register, "kind: arrest\n    Ivan Petrov: 1.2.1990")
    code, out, err = casefile("validate", "--format", form)
    assert code == 1
    assert f"desk/{A_CASE}" in out
    assert "CF102" in out
    for said in (out, err):
        assert "Petrov" not in said
        assert PERSON not in said


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_a_hint_does_not_show_the_short_name_of_a_proceeding(casefile, register, form):
    spoil(register, "kind: arrest\n    proceeding: petrov-mian")
    path = register / A_CASE
    path.write_text(
        path.read_text("utf-8").replace("events:", "proceedings:\n  - id: petrov-main\nevents:"), "utf-8"
    )
    assert "petrov-main" in casefile("validate")[1]

    code, out, err = casefile("validate", "--format", form)

    assert (code, "CF206" in out, "petrov" in out + err) == (1, True, False)


def test_a_report_is_json_on_stdout_and_the_log_is_on_stderr(casefile, register):
    spoil(register)
    _, out, err = casefile("validate", "--format", "gitlab")
    assert [each["check_name"] for each in json.loads(out)] == ["CF103"]
    assert err.startswith(f"error CF103 desk/{A_CASE}:")
    _, out, err = casefile("-q", "validate", "--format", "sarif")
    assert json.loads(out)["runs"][0]["results"][0]["ruleId"] == "CF103"
    assert err == ""


def test_a_report_of_nothing_is_a_report(casefile):
    assert casefile("-q", "validate", "--format", "gitlab") == (0, "[]\n", "")
    assert casefile("-q", "validate", "--format", "github") == (0, "", "")
    code, out, _ = casefile("validate", "--format", "sarif")
    assert (code, json.loads(out)["runs"][0]["results"]) == (0, [])


def test_with_strict_warnings_fail_and_stay_warnings(casefile, register):
    path = register / A_CASE
    path.write_text(path.read_text("utf-8").replace("country: KG", 'country: "KG"'), "utf-8")
    assert casefile("validate", "--format", "github")[0] == 0
    code, out, _ = casefile("validate", "--format", "github", "--strict")
    assert code == 1
    assert out.startswith("::warning file=desk/cases/")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--changed", "nowhere"], 3),
        (["--changed", "nowhere", "--format", "sarif"], 3),
        (["--changed", ""], 2),
        (["--format", "junit"], 2),
        (["--format", "sarif", "--json"], 2),
    ],
)
def test_an_impossible_check_fails_with_a_message(casefile, words, code):
    ended, out, err = casefile("validate", *words)
    assert ended == code
    assert bool(out) == ("--json" in words)
    assert err or out


def test_a_file_that_is_named_from_the_top_is_annotated_from_the_top(register, capsys, monkeypatch):
    spoil(register)
    monkeypatch.chdir(register.parent)
    assert run(["validate", "--format", "github", f"desk/{A_CASE}"]) == 1
    assert capsys.readouterr().out.startswith(f"::error file=desk/{A_CASE},")
    assert run(["validate"]) == 5
    assert "casefile -C desk" in capsys.readouterr().err
