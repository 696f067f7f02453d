"""The pages of due, stats and today at eighty columns, and what their commands refuse."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from casefile.cli.edge import run

ROOT = Path(__file__).resolve().parents[2]
"""The sample register of this repository, which is only read."""
ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
A_CASE = "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"


@pytest.fixture
def casefile(monkeypatch, capsys):
    """Return a function that runs a command in a register and gives exit code, stdout and stderr."""

    def command(*words, folder=ROOT, columns=80):
        monkeypatch.setenv("COLUMNS", str(columns))
        code = run(["-C", str(folder), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def kinds(casefile):
    """Return a function that gives what is due, as records and kinds."""

    def command(*words):
        code, out, _ = casefile("due", *words, "--json")
        assert code == 0
        return {(row["record"], row["kind"]) for row in json.loads(out)["data"]}

    return command


@pytest.fixture
def register(tmp_path):
    """Return a copy of the sample register, without git."""
    for name in ("casefile.yaml", "cases"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_reader_chooses_of_whom_and_how_far(kinds):
    july = ("--on", "2025-07-10")

    assert kinds(ALEKSANDROV, *july) == {(ALEKSANDROV, "order_ends")}
    assert kinds(ALEKSANDROV, *july, "--within", "10d") == set()
    held = kinds("--status", "held", "--stale", "1m", *july)
    assert (ALEKSANDROV, "stale") in held
    assert "kg-2025-xj2dw" not in {record for record, _ in held}
    assert ("kg-2025-xj2dw", "clock") in kinds("--status", "held", "--possibly", *july)


def test_due_as_markdown(casefile):
    _, page, _ = casefile("due", ALEKSANDROV, "--on", "2025-07-10", "--format", "md")

    assert "## Within 14 days, 1" in page
    assert "- 21 July 2025, in 11 days: **Aleksander Aleksandrov** · the order ends on 21 July 2025" in page


@pytest.mark.parametrize("text", ["soon", "-3d", "0d", "14", ""])
@pytest.mark.parametrize("option", ["--within", "--stale"])
def test_an_invalid_period_is_refused(casefile, option, text):
    code, _, err = casefile("due", f"{option}={text}")

    assert code == 2
    assert option in err


def test_the_json_of_statistics(casefile):
    _, out, _ = casefile("stats", "--by", "month", "--on", "2025-07-25", "--json")
    data = json.loads(out)["data"]

    assert (data["by"], data["total"]) == ("month", 11)
    assert [(row["key"], row["total"]) for row in data["rows"]] == [("2024-01", 2), ("2025-05", 8), (None, 1)]
    assert all(row["label"] for row in data["rows"])
    may = data["rows"][1]
    assert [*may][-1] == "presumed"
    assert data["rows"][0]["presumed"] == 1
    assert (may["held"], may["lapsed"], may["possibly"], may["unknown"]) == (0, 2, 1, 0)
    kloop = data["reported"][0]
    assert (kloop["situation"], kloop["what"], kloop["recorded"]) == ("kloop-2025", "detained", 8)
    assert kloop["reported"] == [{"min": 8, "max": 8, "as_of": "2025-05-30"}]


@pytest.mark.parametrize("by", ["status", "country", "authority", "statute", "month", "situation"])
@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_every_statistic_fits_the_screen_and_has_no_percentage(casefile, by, columns):
    _, page, _ = casefile("stats", "--by", by, columns=columns)

    assert max(len(each) for each in page.split("\n")) <= columns
    assert "%" not in page


def test_an_unknown_grouping_is_refused(casefile):
    code, _, err = casefile("stats", "--by", "colour")

    assert code == 2
    groupings = ("status", "country", "authority", "statute", "month", "situation")
    assert [each for each in groupings if each in err] == [*groupings]


@pytest.mark.parametrize("command", ["due", "stats", "today"])
def test_a_broken_file_is_reported_and_the_rest_is_shown(casefile, register, command):
    (register / A_CASE).write_text("schema: casefile/case/1\nid: [\n", encoding="utf-8")

    code, out, _ = casefile(command, "--on", "2025-07-10", "--json", folder=register)
    assert code == 0
    assert [problem["path"] for problem in json.loads(out)["problems"]] == [A_CASE]
    code, page, told = casefile(command, "--on", "2025-07-10", folder=register)
    assert (code, "Joomart Duulatov" in page) == (0, command != "stats")
    assert (told.startswith("1 "), "casefile validate" in told) == (True, True)


@pytest.mark.parametrize("command", ["due", "stats"])
def test_an_empty_register_suggests_the_first_command(casefile, tmp_path, command):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n", encoding="utf-8")

    code, out, told = casefile(command, folder=tmp_path)

    assert (code, out) == (0, "")
    assert "casefile add" in told


def test_without_git_today_reports_what_is_not_known(casefile, register):
    _, out, _ = casefile("today", "--json", folder=register)
    _, page, _ = casefile("today", folder=register)

    data = json.loads(out)["data"]
    assert (data["uncommitted"], data["drafts"]) == (None, None)
    known = [each.split("\n")[1] for each in page.split("\n\n") if each.startswith(("Uncommitted", "Drafts"))]
    assert len(known) == 2
    assert all("git" in each for each in known)


@pytest.mark.parametrize("command", ["due", "today"])
@pytest.mark.parametrize("columns", [40, 60, 120])
def test_every_page_fits_the_screen(casefile, register, command, columns):
    _, page, _ = casefile(command, "--on", "2025-07-25", folder=register, columns=columns)

    assert max(len(each) for each in page.split("\n")) <= columns


@pytest.mark.parametrize("command", ["due", "stats", "today"])
def test_colour_changes_no_word(casefile, register, command):
    code, plain, _ = casefile(command, "--on", "2025-07-25", folder=register)
    drawn = casefile("--color", "always", command, "--on", "2025-07-25", folder=register)[1]

    assert code == 0
    assert "\x1b[" in drawn
    lines = re.sub(r"\x1b\[[0-9;]*m", "", drawn).split("\n")
    assert [each.rstrip() for each in lines] == plain.split("\n")


@pytest.mark.parametrize("how", [[], ["--no-cache"]], ids=["kept", "in memory"])
def test_today_counts_every_error_of_two_files_of_one_id(register, casefile, git_in, how):
    git_in(register)("init", "--quiet")
    copy = A_CASE.replace("aleksander-aleksandrov", "7k3mq")
    shutil.copy2(register / A_CASE, register / copy)
    _, out, _ = casefile(*how, "today", "--json", folder=register)
    problems = {each["path"]: each["errors"] for each in json.loads(out)["data"]["problems"]}
    assert problems[copy] == 2  # the id is of another file, and of another place
