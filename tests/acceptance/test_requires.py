"""A register that needs a newer casefile: no command reads or changes it, and the hint names the upgrade."""

import json
import subprocess

import pytest

from casefile import __version__
from casefile.cli.command_table import COMMANDS
from support.branches import SETTINGS, TEXT

NEWER = 'requires: ">=9.1"\n'
CASE = "kg-2025-joomart-duulatov"
LINES = {
    "add": ["add", "Asel Primerova", "--country", "KG", "--date", "2025-06-01"],
    "import": ["import", "casefile.yaml", "--map", "casefile.yaml"],
    "record": ["record", "release", CASE, "--date", "2025-07-01"],
    "mark": ["mark", CASE, "h2v5t", "retracted", "--reason", "an error"],
    "update": ["update", CASE, "--set", "person.occupation=reporter"],
    "rename": ["rename", CASE, "kg-2025-a1a1a"],
    "withdraw": ["withdraw", CASE, "--reason", "safety", "--yes"],
    "edit": ["edit", CASE],
    "show": ["show", CASE],
    "search": ["search", "Kloop"],
    "timeline": ["timeline", CASE],
    "export": ["export", "-f", "csv"],
    "resolve": ["resolve", CASE],
    "blame": ["blame", CASE],
    "source": ["source", "list"],
    "situation": ["situation", "list"],
    "organization": ["organization", "list"],
    "statute": ["statute", "list"],
}
WITHOUT_REGISTER = {"completion", "init", "schema", "textconv", "merge-driver", "doctor"}
"""They read no register; `doctor` reports what is wrong with one."""


@pytest.fixture
def newer(register):
    """Return a register whose casefile.yaml asks for a version that does not exist yet."""
    settings = register / "casefile.yaml"
    settings.write_text(settings.read_text() + NEWER)
    return register


def files_of(folder):
    return {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts
    }


def test_no_command_reads_or_changes_it(casefile, newer):
    before = files_of(newer)
    for command in sorted({*COMMANDS} - WITHOUT_REGISTER):
        done = casefile("--no-input", *LINES.get(command, [command]))
        assert (command, done.returncode, done.stdout) == (command, 5, "")
        assert "9.1" in done.stderr
        assert __version__ in done.stderr
        assert "pipx upgrade casefile" in done.stderr
    assert files_of(newer) == before


def test_init_adds_nothing_to_it(casefile, newer):
    (newer / "schemas" / "case.schema.json").unlink()
    before = files_of(newer)
    assert casefile("--no-input", "init", ".").returncode == 5
    assert files_of(newer) == before


def test_json_carries_the_code(casefile, newer):
    done = casefile("list", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (5, "CF819")


def test_doctor_reports_it(casefile, newer):
    assert "9.1" in casefile("doctor").stdout


def test_however_it_is_written(casefile, register):
    settings = register / "casefile.yaml"
    before = settings.read_text()
    there = ['requires: ">=0.2"', "requires: '>=0.1.0'", "requires: '>= 0.0.9'  # a remark"]
    newer = ["requires:   '>=9.1'   # since spring", '"requires": ">=9.1"', "requires:\n  '>=9.1'"]
    newer.append(r'"requir\u0065s": ">=9.1"')
    for code, texts in ((0, there), (5, newer)):
        for text in texts:
            settings.write_text(f"{before}{text}\n")
            assert (text, casefile("list").returncode) == (text, code)


def test_a_newer_register_with_fields_that_are_not_known_yet(casefile, newer):
    settings = newer / "casefile.yaml"
    settings.write_text(settings.read_text() + "colour_of_pages: {light: yellow}\n")
    assert casefile("list").returncode == 5


def test_a_malformed_requirement_is_an_error_of_the_settings(casefile, register):
    settings = register / "casefile.yaml"
    before = settings.read_text()
    for value in ("0.2", '"0.2"', '">0.2"', '">=0.2,<1"', '"latest"', "[1]"):
        settings.write_text(f"{before}requires: {value}\n")
        found = json.loads(casefile("validate", "casefile.yaml", "--json").stdout)["problems"]
        wrong = {(each["path"], each["field"]) for each in found if each["level"] == "error"}
        assert (value, wrong) == (value, {("casefile.yaml", "requires")})
    written = casefile("--no-input", "update", CASE, "--set", "person.occupation=reporter")
    assert written.returncode == 1


def test_a_commit_that_needs_a_newer_version_is_not_read(casefile, register, git):
    settings = register / "casefile.yaml"
    before = settings.read_text()
    settings.write_text(before + NEWER)
    git(register, "commit", "--quiet", "--all", "--message=Use a newer casefile")
    settings.write_text(before)
    assert casefile("list").returncode == 0
    assert casefile("list", "--known-at", "HEAD").returncode == 5
    assert casefile("list", "--known-at", "HEAD~1").returncode == 0


def test_a_commit_hook_stops(casefile, register, git):
    settings = register / "casefile.yaml"
    before = settings.read_text()
    settings.write_text(before + NEWER)
    git(register, "add", "casefile.yaml")
    assert casefile("validate", "--staged").returncode == 5
    settings.write_text(before)
    assert casefile("validate", "--staged").returncode == 5


def test_a_merge_is_left_to_a_newer_program(forked):
    """Git merges the lines, and the file stays in conflict until somebody has looked at it."""
    forked.commits(SETTINGS + NEWER, "casefile.yaml")
    forked.branches(TEXT.replace("Bishkek", "Osh"), TEXT.replace("09-21", "10-21"))
    merged = forked.run("git", "merge", "theirs")
    assert merged.returncode == 1
    assert "9.1" in merged.stderr
    assert forked.case.read_text(encoding="utf-8") == TEXT.replace("Bishkek", "Osh").replace("09-21", "10-21")
    assert forked.validates().returncode == 5


def test_no_suggestions_are_made_from_it(casefile, newer, executable, environment):
    done = subprocess.run(
        [executable, "show", ""], cwd=newer, env={**environment, "_CASEFILE_COMPLETE": "bash"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert CASE not in done.stdout
    assert "Traceback" not in done.stderr
