"""The register that the benchmarks are made on: the same for a seed, and one that casefile takes."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from casefile.model.dates import Day
from casefile.operations.check import validate
from casefile.operations.load import register_of
from casefile.operations.trail.log import read_log
from casefile.storage.snapshots import WorkingTree

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
HISTORY = BENCHMARKS / "history.py"
CASES, COMMITS = 14, 60


def test_a_generated_register_holds_what_one_holds_after_years(tmp_path):
    words = [sys.executable, str(BENCHMARKS / "generate.py"), str(tmp_path), "300"]
    subprocess.run(words, check=True, capture_output=True)
    assert validate(tmp_path).problems == ()
    day = Day(2026, 11, 26)
    rows = register_of(WorkingTree(tmp_path)).rows
    statuses = Counter(row.course.on(day).status for row in rows if row.course)
    assert 30 <= statuses["held"] <= 45
    assert {"released", "restricted", "exiled", "missing", "unknown"} <= set(statuses)
    lines = [path.read_text(encoding="utf-8").count("\n") for path in tmp_path.glob("cases/kg/*/*.yaml")]
    assert 160 < sum(lines) / len(lines) < 180


def test_a_history_is_the_same_for_a_seed_and_holds_what_it_says(tmp_path, git_in):
    heads = []
    for name in ("one", "two"):
        words = [sys.executable, str(HISTORY), str(tmp_path / name), str(CASES), str(COMMITS)]
        subprocess.run(words, check=True, capture_output=True)
        heads.append(git_in(tmp_path / name)("rev-parse", "HEAD"))
    assert heads[0] == heads[1]
    git = git_in(tmp_path / "one")
    assert git("rev-list", "--count", "HEAD") == str(COMMITS)
    assert git("status", "--porcelain") == ""
    register = register_of(WorkingTree(tmp_path / "one"))
    assert not register.unshown
    assert sum(row.kind == "case" for row in register.rows) == CASES
    assert len(read_log(tmp_path / "one").entries) == COMMITS
