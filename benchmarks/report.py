"""Tells what was measured, row by row, as it is printed while a run goes on."""

from __future__ import annotations

from collections.abc import Iterator

from results import Row, Run
from trail import Judged

TRAIL_HEAD = "| operation | must | measured, wall | measured, CPU | kept |\n|---|---|---|---|---|"


def head(run: Run) -> Iterator[str]:
    """Yield what stands above the rows of one run."""
    yield f"{about(run)} {tools(run)}\n"
    columns = ("operation", "against", "wall s", "CPU s", "base s", "ratio, wall", "ratio, CPU", "spread")
    yield f"| {' | '.join((*columns, 'pairs', 'must', 'aim'))} |"
    yield "|---" * (len(columns) + 3) + "|"


def line(row: Row) -> str:
    """Return a row as it is printed while the run goes on."""
    first = f"| {row.name} | {row.against}"
    must, aim = (figure(each.get(row.cases)) for each in (row.bound.must, row.bound.aim))
    if row.bound.by in ONCE:
        cells = [unit(row.value, row.bound.by) if row.value is not None else row.note, *[""] * 6]
    elif row.ours and row.base and row.spread:
        seconds = (row.ours.wall, row.ours.cpu, row.base.wall, row.wall, row.cpu)
        low, high = map(figure, row.spread)
        cells = [*map(figure, seconds), f"{low}-{high}", str(row.pairs)]
    else:
        cells = [row.note, *[""] * 6]
    return " | ".join([first, *cells, must, f"{aim} |"])


def trail_line(judged: Judged) -> str:
    """Return a row of the trail."""
    wall, cpu = "", ""
    if judged.cost:
        wall, cpu = f"{judged.cost.wall:.2f} s", f"{judged.cost.cpu:.2f} s"
    if judged.cost and judged.allowed and judged.stated:
        wall, cpu = f"{wall} of {judged.allowed.wall:.2f} s", f"{cpu} of {judged.allowed.cpu:.2f} s"
    kept = "**no**" if judged.kept == "no" else judged.kept
    return f"| `{judged.name}` | {judged.stated} | {wall} | {cpu} | {kept} |"


def about(run: Run) -> str:
    """Say what was measured, and when."""
    size = f"{run.size.lines} lines a case, {run.size.megabytes:g} MB of cases"
    return f"{run.cases:,} cases in {run.size.files:,} files, {size}; {run.date}."


def tools(run: Run) -> str:
    """Say on what machine and with what it was measured."""
    return f"{run.machine}. {', '.join(f'{name} {number}' for name, number in run.versions.items())}."


def figure(value: float | None) -> str:
    """Write a number with as many digits as were measured."""
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


ONCE = {"memory": " MB", "seconds": " s", "share": ""}
"""What is measured once, with what is written behind the number."""


def unit(value: float, by: str) -> str:
    """Write what is judged, with its unit."""
    return f"{figure(value)}{ONCE.get(by, '')}"


def short(cases: int) -> str:
    """Write 10k for ten thousand."""
    return f"{cases // 1000}k" if cases % 1000 == 0 else f"{cases}"
