"""Measures commands against a base in the same run, on registers that are made for it.

`python benchmarks/run.py [SIZE]` makes a register of so many cases (10k if not said; 11, 200, 2k, 10k, 100k
or a number), and one with a long history, in temporary folders, and prints what it measured. With `--write`
the run is kept beside those of other sizes, and docs/performance.md and its chart are made anew from all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import compared
import page
import peers
import registers
import report
import results
import trail
from compared import Once, Operation, Place
from measuring import Cost, Failed, TooLong, pairs, typical
from peers import Absent
from results import Row, Run
from trail import Allowed, Judged

LARGEST_HISTORY = 10_000
"""Cases: of ten times as many each commit writes folders so large that to make them takes longest."""
DAY = 24 * 3600
FAILED, LEFT_OUT = "failed", "left out"


def main() -> int:
    """Measure every operation, and print or write what came of it; return 1 where a command failed."""
    asked = _asked()
    failed = False
    if not asked.draw:
        with tempfile.TemporaryDirectory() as folder:
            run = _measured(Path(folder), asked)
        failed = FAILED in {*(row.note for row in run.rows), *(judged.kept for judged in run.trail)}
        if asked.write:
            results.keep(run)
    if asked.draw or asked.write:
        page.write(results.read())
    return int(failed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", type=_size, nargs="?", default=10_000)
    parser.add_argument("--write", action="store_true", help="keep the run; make the page and the chart anew")
    parser.add_argument(
        "--draw", action="store_true", help="measure nothing; make the page and the chart anew"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only operations whose name holds this")
    parser.add_argument(
        "--budget", type=float, default=30, metavar="SECONDS", help="for the pairs of one row"
    )
    parser.add_argument("--limit", type=float, default=10, metavar="MINUTES", help="for one run of a command")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("a run of some operations is not kept: leave out --write or --only")
    return asked


def _size(said: str) -> int:
    """Read 10k or 10000."""
    return int(said.removesuffix("k")) * (1000 if said.endswith("k") else 1)


def _measured(folder: Path, asked: argparse.Namespace) -> Run:
    """Make the registers, measure everything on them, and tell each row as soon as it is known."""
    place = Place(folder / "register", asked.limit * 60)
    size = registers.make(place.folder, asked.size)
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    run = Run(asked.size, today, registers.machine(), registers.versions(), size)
    print("\n".join(report.head(run)), flush=True)
    # However long the first look takes: what is warm has to be there before it is measured.
    replace(place, limit=DAY).casefile("validate")()
    for operation in compared.on_register(place, run.cases):
        _add(run, operation, asked)
    for each in compared.once(place, run.cases):
        _add_once(run, each, asked)
    if run.cases <= LARGEST_HISTORY:
        _look_at_busy(run, Place(folder / "busy", asked.limit * 60), asked)
    if compared.SMALL < run.cases <= LARGEST_HISTORY:
        _look_back(run, Place(folder / "history", asked.limit * 60), asked)
    return replace(run, versions={**run.versions, **peers.versions()})


def _add(run: Run, operation: Operation, asked: argparse.Namespace) -> None:
    if asked.only in operation.name:
        _add_row(run, _row(run.cases, operation, asked), asked)


def _add_row(run: Run, row: Row, asked: argparse.Namespace) -> None:
    """Print a row, and keep the run so far: one of 10,000 cases takes an hour, and may be stopped."""
    run.rows.append(row)
    print(report.line(row), flush=True)
    if asked.write:
        results.keep(run)


def _row(cases: int, operation: Operation, asked: argparse.Namespace) -> Row:
    empty = Row(operation.key, operation.name, cases, operation.against, operation.bound)
    try:
        base = operation.base()
        measured = pairs(operation.ours, base, asked.budget, cold=operation.cold)
    except Absent as reason:
        return replace(empty, note=str(reason))
    except TooLong:
        return replace(empty, note=f"{LEFT_OUT} (over {asked.limit:g} minutes)")
    except Failed as reason:
        print(reason, file=sys.stderr)
        return replace(empty, note=FAILED)
    finally:
        operation.after()
    wall, cpu = [pair.wall for pair in measured], [pair.cpu for pair in measured]
    judged = cpu if operation.bound.by == "cpu" else wall
    return replace(
        empty,
        value=statistics.median(judged),
        wall=statistics.median(wall),
        cpu=statistics.median(cpu),
        spread=(min(judged), max(judged)),
        ours=typical([pair.ours for pair in measured]),
        base=typical([pair.base for pair in measured]),
        pairs=len(measured),
    )


def _add_once(run: Run, once: Once, asked: argparse.Namespace) -> None:
    """Measure what is measured once, and print it."""
    row = Row(once.key, once.name, run.cases, "", once.bound)
    if asked.only not in row.name:
        return
    try:
        told = replace(row, value=once.value())
    except TooLong:
        told = replace(row, note=f"{LEFT_OUT} (over {asked.limit:g} minutes)")
    except Failed as reason:
        print(reason, file=sys.stderr)
        told = replace(row, note=FAILED)
    _add_row(run, told, asked)


def _look_at_busy(run: Run, place: Place, asked: argparse.Namespace) -> None:
    """Measure what looks at a record with many commits and merges."""
    made = registers.busy_record(place.folder)
    place.casefile("list")()
    for operation in trail.on_busy(place, made):
        _add(run, operation, asked)
    for each in trail.memory_of_busy(place, made):
        _add_once(run, each, asked)


def _look_back(run: Run, place: Place, asked: argparse.Namespace) -> None:
    """Measure what looks at a long history."""
    made = registers.with_history(place.folder, run.cases, run.commits)
    # What is warm has to be there: a log is remembered where the files are.
    replace(place, limit=DAY).casefile("list")()
    for operation in trail.operations(place, made, run.commits):
        _add(run, operation, asked)
    start = place.casefile(*trail.START)
    once = typical([pair.ours for pair in pairs(start, start, asked.budget, cold=False)])
    print(f"\n{report.TRAIL_HEAD}")
    for allowed in trail.bounds(place, made):
        if asked.only in allowed.name:
            run.trail.append(_judged(allowed, once, asked))
            print(report.trail_line(run.trail[-1]), flush=True)


def _judged(allowed: Allowed, start: Cost, asked: argparse.Namespace) -> Judged:
    try:
        return trail.judged(allowed, start, asked.budget)
    except TooLong:
        kept = f"{LEFT_OUT} (over {asked.limit:g} minutes)"
    except Failed as reason:
        print(reason, file=sys.stderr)
        kept = FAILED
    return Judged(allowed.name, allowed.stated, kept=kept)


if __name__ == "__main__":
    sys.exit(main())
