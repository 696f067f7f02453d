"""Measures commands against a base in the same run: medians of pairwise ratios or differences, wall and CPU.

`python benchmarks/run.py [CASES] [--history CASES COMMITS]` makes two registers in temporary folders: one of
so many cases (1,000 if not said), and one with a long history (2,000 cases and 5,000 commits if not said).
It prints two tables in Markdown. The base is Python doing nothing, git looking at the same files, or a
command of casefile that only starts.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import generate
import history

RUNS = 7
FEW = 3
"""Runs of what takes many seconds."""
CASEFILE = str(Path(sys.executable).with_name("casefile"))
NOTHING = (sys.executable, "-c", "pass")
STATUS = ("git", "--no-optional-locks", "status", "--porcelain")
START = (CASEFILE, "log", "--help")
"""What every command of the trail does before it looks at anything: it loads, and reads its options."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As it is for a person: what was compiled once is not compiled again."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A command, and the base that it is measured against; `before` puts its files in place for each run.

    `must` is how many times the base it may take at most; 0 where that is not settled.
    """

    name: str
    words: tuple[str, ...]
    base: tuple[str, ...]
    runs: int = RUNS
    before: Callable[[], object] = lambda: None
    must: float = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """What a command must keep: at most so many times its base, and so many seconds more.

    `beside` is a second base, measured in the same run, that is allowed once more. `stated` says all that in
    words; nothing where no bound is set, and the cost is only shown.
    """

    operation: Operation
    times: float = 0
    seconds: float = 0
    beside: tuple[str, ...] | None = None
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one run as a whole process."""

    wall: float
    cpu: float


ANEW = (CASEFILE, "--no-cache")


def _operations(folder: Path) -> Iterator[Operation]:
    """Yield what is measured on a register: what the cache serves, the same without it, and what writes."""
    yield Operation("--version", (CASEFILE, "--version"), NOTHING, must=7)
    yield Operation("--help", (CASEFILE, "--help"), NOTHING, must=8)
    held = ("list", "--status", "held", "--json")
    yield Operation("list --status held, warm", (CASEFILE, *held), STATUS, must=6)
    yield Operation("list --status held, without the cache", (*ANEW, *held), STATUS, FEW)
    case = min(folder.glob("cases/kg/**/*.yaml")).stem
    yield Operation("show CASE, warm", (CASEFILE, "show", case), STATUS)
    yield Operation(
        "search WORD, warm", (CASEFILE, "search", "zzyzx"), ("git", "grep", "-il", "zzyzx"), must=1.5
    )
    yield Operation("validate, warm", (CASEFILE, "validate"), STATUS, FEW, must=6)
    yield Operation("validate, without the cache", (*ANEW, "validate"), STATUS, FEW)
    yield _recording(folder, case)
    every = ("sh", "-c", "cat $(git ls-files cases)")
    yield Operation("export -f jsonl, warm", (CASEFILE, "export", "-f", "jsonl"), every, FEW, must=5)


def _recording(folder: Path, case: str) -> Operation:
    """Return `record`, beside git committing a change of one file."""
    other = min(folder.glob("cases/sources/*.yaml"))
    words = (
        "record",
        "hearing",
        case,
        "--date",
        "2025-06-09",
        "--outcome",
        "adjourned",
        "--source",
        other.stem,
    )
    path = str(other.relative_to(folder))

    def put() -> None:
        other.write_text(f"{other.read_text(encoding='utf-8')}# seen\n", encoding="utf-8")

    return Operation(
        "record, warm",
        (CASEFILE, *words),
        ("git", "commit", "-qm", "seen", "--only", path),
        before=put,
        must=7,
    )


def main() -> None:
    """Measure every operation and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=int, nargs="?", default=1000)
    parser.add_argument("--history", type=int, nargs=2, default=(2000, 5000), metavar=("CASES", "COMMITS"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _print_register(Path(folder), asked.cases)
    with tempfile.TemporaryDirectory() as folder:
        _print_history(Path(folder) / "register", *asked.history)


def _print_register(folder: Path, cases: int) -> None:
    files = generate.write(folder, cases)
    _commit(folder)
    print(f"{cases} cases in {files} files, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
    print("| operation | wall s | CPU s | base s | ratio, wall | ratio, CPU | must |")
    print("|---|---|---|---|---|---|---|")
    for operation in _operations(folder):
        print(_row(operation, folder), flush=True)


def _commit(folder: Path) -> None:
    for words in (
        ("init", "-q"),
        ("config", "user.name", "bench"),
        ("config", "user.email", "bench@register.invalid"),
        ("add", "."),
        ("commit", "-qm", "register"),
    ):
        subprocess.run(("git", *words), cwd=folder, check=True)


def _row(operation: Operation, folder: Path) -> str:
    pairs = [*_pairs(operation, folder)]
    wall, cpu = _median(ours.wall for ours, _ in pairs), _median(ours.cpu for ours, _ in pairs)
    base = _median(theirs.wall for _, theirs in pairs)
    by_wall = _median(ours.wall / theirs.wall for ours, theirs in pairs)
    by_cpu = _median(ours.cpu / max(theirs.cpu, 1e-4) for ours, theirs in pairs)
    must = f"{operation.must:g}" if operation.must else "-"
    seconds = f"{wall:.3f} | {cpu:.3f} | {base:.3f}"
    return f"| `{operation.name}` | {seconds} | {by_wall:.1f} | {by_cpu:.1f} | {must} |"


def _print_history(folder: Path, cases: int, commits: int) -> None:
    made = history.write(folder, cases, commits)
    print(f"\n{cases} cases over {commits} commits; `LONG` has {made.commits} of its own, `SHORT` few\n")
    print("| operation | must | measured, wall | measured, CPU | kept |\n|---|---|---|---|---|")
    for bound in _bounds(folder, made):
        print(_judged(bound, folder), flush=True)


def _bounds(folder: Path, made: history.Made) -> Iterator[Bound]:
    """Yield what the trail must keep."""
    for name, path in (("LONG", made.long), ("SHORT", made.short)):
        of_git = ("git", "log", "-p", "--", path)
        ours = Operation(f"log {name}", (CASEFILE, "log", Path(path).stem), of_git)
        yield Bound(ours, times=3, beside=START, stated="≤ 3 * `git log -p -- path` + start-up")
    ours = Operation("log --limit 50", (CASEFILE, "log", "--limit", "50"), START)
    yield Bound(ours, 1, 1.0, stated="≤ start-up + 1 s")
    for revisions in ("HEAD~1..HEAD", "HEAD~100..HEAD"):
        changed = _changed(folder, revisions)
        ours = Operation(f"diff {revisions}", (CASEFILE, "diff", revisions), START)
        yield Bound(ours, 1, 0.2 + changed * 0.02, stated=f"≤ start-up + 0.2 s + 20 ms * {changed} records")
    words = (CASEFILE, "diff", "HEAD~100..HEAD", "--audience", "public")
    yield Bound(Operation("diff HEAD~100..HEAD --audience public", words, START, FEW))
    yield Bound(_merge(folder, made.long), seconds=0.5, stated="≤ 0.5 s")
    yield Bound(Operation("audit", (CASEFILE, "audit"), START, FEW), seconds=10, stated="≤ 10 s")


def _changed(folder: Path, revisions: str) -> int:
    words = ("git", "diff", "--name-only", revisions)
    return len(subprocess.run(words, cwd=folder, check=True, capture_output=True).stdout.split())


def _merge(folder: Path, path: str) -> Operation:
    """Return the merge driver at work on a case that both sides have changed: an entry each, and a place."""
    base = (folder / path).read_text(encoding="utf-8")
    event = base[base.rindex("  - id: ") :]
    mine = base.replace("    place: ", "    place: near ", 1)
    theirs = base + event.replace("  - id: ", "  - id: z", 1)
    sides = {name: folder.parent / f"{name}.yaml" for name in ("base", "ours", "theirs")}
    texts = dict(zip(sides.values(), (base, mine, theirs), strict=True))

    def put() -> None:
        for place, text in texts.items():
            place.write_text(text, encoding="utf-8")

    words = (CASEFILE, "merge-driver", *map(str, sides.values()), "7", path)
    of_git = ("git", "merge-file", "-p", *(str(sides[name]) for name in ("ours", "base", "theirs")))
    return Operation("merge-driver, one file", words, of_git, before=put)


def _judged(bound: Bound, folder: Path) -> str:
    operation = bound.operation
    pairs = [*_pairs(operation, folder)]
    beside = _measured(bound.beside, folder, operation.runs) if bound.beside else Cost(0, 0)
    wall, by_wall = _against(bound, [(ours.wall, base.wall) for ours, base in pairs], beside.wall)
    cpu, by_cpu = _against(bound, [(ours.cpu, base.cpu) for ours, base in pairs], beside.cpu)
    must, kept = bound.stated or "no bound", "yes" if by_wall else "by CPU alone" if by_cpu else "**no**"
    return f"| `{operation.name}` | {must} | {wall} | {cpu} | {kept if bound.stated else '-'} |"


def _against(bound: Bound, pairs: list[tuple[float, float]], beside: float) -> tuple[str, bool]:
    """Say how many seconds were measured, of how many that were allowed; and whether that was kept."""
    ours, base = _median(each for each, _ in pairs), _median(each for _, each in pairs)
    more = bound.seconds + beside
    over = _median(each - bound.times * theirs for each, theirs in pairs) - more
    allowed = f" of {bound.times * base + more:.2f} s" if bound.stated else ""
    return f"{ours:.2f} s{allowed}", over <= 0


def _measured(words: tuple[str, ...], folder: Path, runs: int) -> Cost:
    _timed(words, folder)
    costs = [_timed(words, folder) for _ in range(runs)]
    return Cost(_median(each.wall for each in costs), _median(each.cpu for each in costs))


def _pairs(operation: Operation, folder: Path) -> Iterator[tuple[Cost, Cost]]:
    """Measure a command and its base in turn, after a first run that only brings their files to memory."""
    for number in range(operation.runs + 1):
        operation.before()
        both = _timed(operation.words, folder), _timed(operation.base, folder)
        if number:
            yield both


def _timed(words: tuple[str, ...], folder: Path) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(words, cwd=folder, stdout=quiet, stderr=quiet, check=False, env=ENVIRONMENT)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


_median = statistics.median


if __name__ == "__main__":
    main()
