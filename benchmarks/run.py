"""Measures commands against a floor in the same run: medians of pairwise ratios, wall and CPU.

`python benchmarks/run.py [CASES]` makes a register of so many cases (1,000 if not said) in a temporary
folder, commits it, and prints a table in Markdown. The floor is Python doing nothing, or git looking at the
same files.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generate import write

RUNS = 7
CASEFILE = str(Path(sys.executable).with_name("casefile"))
NOTHING = (sys.executable, "-c", "pass")
STATUS = ("git", "--no-optional-locks", "status", "--porcelain")


@dataclass(frozen=True, slots=True)
class Operation:
    """A command, and the floor that it is measured against."""

    name: str
    words: tuple[str, ...]
    floor: tuple[str, ...]


OPERATIONS = (
    Operation("--version", (CASEFILE, "--version"), NOTHING),
    Operation("--help", (CASEFILE, "--help"), NOTHING),
    Operation("list --status held", (CASEFILE, "list", "--status", "held", "--json"), STATUS),
    Operation("validate", (CASEFILE, "validate"), STATUS),
)


def main() -> None:
    """Measure every operation and print the table."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), cases)
        _commit(folder)
        print(f"{cases} cases in {files} files, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
        print(
            "| operation | wall s | CPU s | floor s | ratio, wall | ratio, CPU |\n|---|---|---|---|---|---|"
        )
        for operation in OPERATIONS:
            print(_row(operation, folder))


def _commit(folder: str) -> None:
    identity = ("-c", "user.name=bench", "-c", "user.email=bench@register.invalid")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "register")):
        subprocess.run(("git", *words), cwd=folder, check=True)


def _row(operation: Operation, folder: str) -> str:
    _timed(operation.words, folder)
    pairs = [(_timed(operation.words, folder), _timed(operation.floor, folder)) for _ in range(RUNS)]
    wall = statistics.median(ours[0] for ours, _ in pairs)
    cpu = statistics.median(ours[1] for ours, _ in pairs)
    floor = statistics.median(theirs[0] for _, theirs in pairs)
    by_wall = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
    by_cpu = statistics.median(ours[1] / max(theirs[1], 1e-4) for ours, theirs in pairs)
    return f"| `{operation.name}` | {wall:.3f} | {cpu:.3f} | {floor:.3f} | {by_wall:.1f} | {by_cpu:.1f} |"


def _timed(words: tuple[str, ...], folder: str) -> tuple[float, float]:
    """Return wall and CPU seconds of one run as a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
