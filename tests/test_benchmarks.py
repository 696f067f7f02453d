"""The registers that the benchmarks are made on, what is measured on them, and how it is told."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from casefile.cli.edge import run
from casefile.dates import Day
from casefile.git.snapshots import WorkingTree
from casefile.history.record_blame import read_blame
from casefile.history.record_log import read_log
from casefile.loading.open_register import load_snapshot_register
from casefile.validation.check_files import check_register

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
DOCS = BENCHMARKS.with_name("docs")
HISTORY = BENCHMARKS / "history.py"
CASES, COMMITS = 14, 60


def test_a_generated_register_resembles_one_after_years(tmp_path):
    words = [sys.executable, str(BENCHMARKS / "generate.py"), str(tmp_path), "300"]
    subprocess.run(words, check=True, capture_output=True)
    problems = check_register(tmp_path).problems
    assert {each.code for each in problems} == {"CF501"}  # a third is laid out by hand
    assert len(problems) == 100
    day = Day(2026, 11, 26)
    rows = load_snapshot_register(WorkingTree(tmp_path)).rows
    statuses = Counter(row.course.on(day).status for row in rows if row.course)
    assert 15 <= statuses["held"] <= 30
    assert {"released", "restricted", "abroad", "missing", "unknown"} <= set(statuses)
    lines = [path.read_text(encoding="utf-8").count("\n") for path in tmp_path.glob("cases/kg/*/*.yaml")]
    assert 160 < sum(lines) / len(lines) < 200


def test_a_history_is_reproducible_and_has_its_requested_size(tmp_path, git_in):
    heads = []
    for name in ("one", "two"):
        words = [sys.executable, str(HISTORY), str(tmp_path / name), str(CASES), str(COMMITS)]
        subprocess.run(words, check=True, capture_output=True)
        heads.append(git_in(tmp_path / name)("rev-parse", "HEAD"))
    assert heads[0] == heads[1]
    git = git_in(tmp_path / "one")
    assert git("rev-list", "--count", "HEAD") == str(COMMITS)
    assert git("status", "--porcelain") == ""
    register = load_snapshot_register(WorkingTree(tmp_path / "one"))
    assert not register.unshown
    assert sum(row.kind == "case" for row in register.rows) == CASES
    assert len(read_log(tmp_path / "one").entries) == COMMITS


def test_a_busy_record_is_merged_as_often_as_it_is_written_and_each_value_has_its_commit(tmp_path, git_in):
    words = [sys.executable, str(BENCHMARKS / "busy.py"), str(tmp_path), "40"]
    made = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    git = git_in(tmp_path)
    assert git("rev-list", "--count", "HEAD") == "42"
    assert git("rev-list", "--count", "--merges", "HEAD") == "21"
    assert git("status", "--porcelain") == ""
    assert {each.code for each in check_register(tmp_path).problems} <= {"CF501"}
    (case,) = re.findall(r"/(kg-[^/]*)\.yaml", made)
    found = {each.commit for each in read_blame(tmp_path, case).rows}
    assert found <= {*git("rev-list", "--no-merges", "HEAD").split()}
    assert len(found) > 2


def test_people_are_taken_in_from_a_list(tmp_path, monkeypatch, git_in):
    monkeypatch.syspath_prepend(BENCHMARKS)
    generate = importlib.import_module("generate")
    generate.write(tmp_path / "register", 11)
    git_in(tmp_path / "register")("init", "-q")
    (tmp_path / "people.jsonl").write_text("".join(generate.people(20, "paper-0")), encoding="utf-8")
    words = ("-C", str(tmp_path / "register"), "--no-input", "add", "--from", str(tmp_path / "people.jsonl"))
    assert run([*words, "--duplicate-ok", "--no-commit"]) == 0
    assert len([*(tmp_path / "register").glob("cases/kg/*/*.yaml")]) == 31


@pytest.fixture
def measuring(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("measuring")


def test_a_run_that_fails_or_lasts_is_no_figure(measuring, tmp_path):
    command = measuring.Command((sys.executable, "-c", "pass"), tmp_path, 30)
    assert 0 < command().cpu < command().memory
    with pytest.raises(measuring.Failed, match="3: no such thing"):
        measuring.Command(("sh", "-c", "echo no such thing >&2; exit 3"), tmp_path, 30)()
    with pytest.raises(measuring.TooLong):
        measuring.Command(("sleep", "30"), tmp_path, 0.1)()


def test_runs_take_turns_with_their_base(measuring):
    turns = []

    def side(name, wall):
        return lambda number: turns.append((name, number)) or measuring.Cost(wall, wall)

    pairs = measuring.pairs(side("ours", 2.0), side("base", 0.5), 4, cold=False)
    assert [pair.wall for pair in pairs] == [4.0, 4.0]
    assert turns == [("ours", 0), ("base", 0), ("ours", 1), ("base", 1), ("ours", 2), ("base", 2)]
    turns.clear()
    assert len(measuring.pairs(side("ours", 2.0), side("base", 0.5), 1, cold=True)) == 1
    assert turns == [("ours", 0), ("base", 0)]


def test_the_runner_prints_a_row_for_each_requested_command():
    done = _run("run.py", "20", "--only=--help", "--budget=0")
    rows = [line for line in done.splitlines() if line.startswith("| `")]
    assert len(rows) == 1
    assert re.match(r"\| `--help` \| python -c pass \|( [0-9.-]+ \|){7}", rows[0])


def test_page_and_chart_show_the_stored_results():
    page = (DOCS / "performance.md").read_text(encoding="utf-8")
    told = "import page, results; print(*page.measured(results.read()), sep='\\n')"
    assert _run("-c", told).strip() in page
    drawn = "import chart, results; print(chart.drawn(results.read()), end='')"
    assert _run("-c", drawn) == (DOCS / "pictures" / "performance.svg").read_text(encoding="utf-8")


def _run(*words):
    done = subprocess.run([sys.executable, *words], cwd=BENCHMARKS, check=True, capture_output=True)
    return done.stdout.decode()
