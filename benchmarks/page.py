"""Makes the measured part of docs/performance.md from what was kept of each size, beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import chart
from report import TRAIL_HEAD, about, figure, short, tools, trail_line, unit
from results import Row, Run, by_key

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "performance.md"
PICTURE = DOCS / "pictures" / "performance.svg"
BEGIN = "<!-- Made by `python benchmarks/run.py --write` from here on. -->"
END = "<!-- Made until here. -->"
LINEAR = 1.1
"""Growth is called linear up to so many times that of the cases: nothing is measured twice the same."""


def write(runs: Sequence[Run]) -> None:
    """Make the measured part of the page, and the chart, anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    made = "\n".join(measured(runs))
    PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
    PICTURE.write_text(chart.drawn(runs), encoding="utf-8")


def measured(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the lines of the measured part."""
    yield from _where(runs)
    yield "\n![How many times its base each operation takes, and how it grows](pictures/performance.svg)\n"
    yield from _ratios(runs)
    yield ""
    yield from _verdict(runs)
    yield "\n## Seconds\n"
    yield "By the clock (of CPU) / the base by the clock; then how many times the CPU it takes.\n"
    yield from _seconds(runs)
    if trails := [run for run in runs if run.trail]:
        last = trails[-1]
        yield f"\n## The trail\n\n{last.cases:,} cases over {last.commits:,} commits.\n"
        yield TRAIL_HEAD
        yield from map(trail_line, last.trail)


def _where(runs: Sequence[Run]) -> Iterator[str]:
    """Say what was measured on, once where all sizes were measured on the same."""
    alike = len({(run.machine, *run.versions.items()) for run in runs}) == 1
    for run in runs:
        yield f"- {about(run)}" + ("" if alike else f" {tools(run)}")
    if alike:
        yield f"\n{tools(runs[0])}"


def _ratios(runs: Sequence[Run]) -> Iterator[str]:
    yield f"| operation | against | must | aim | {' | '.join(short(run.cases) for run in runs)} |"
    yield "|---|---|---|---|" + "---|" * len(runs)
    for rows in by_key(runs):
        row = rows[-1]
        bounds = (_by_size(each, row.bound.by) for each in (row.bound.must, row.bound.aim))
        found = {each.cases: each for each in rows}
        cells = (_ratio(found.get(run.cases)) for run in runs)
        yield f"| {row.name} | {row.against or '-'} | {' | '.join([*bounds, *cells])} |"
    for note in dict.fromkeys(f"{row.name} against {row.against}: {row.note}." for row in _noted(runs)):
        yield f"\n{note}"


def _noted(runs: Sequence[Run]) -> Iterator[Row]:
    yield from (row for run in runs for row in run.rows if row.note and row.value is not None)


def _ratio(row: Row | None) -> str:
    if row is None or row.value is None:
        return row.note if row else "-"
    said = unit(row.value, row.bound.by)
    if row.kept is None:
        return said
    return f"{said}, aim met" if row.met else f"{said}, kept" if row.kept else f"**{said}, missed**"


def _by_size(bounds: Mapping[int, float], by: str) -> str:
    """Say one bound for all sizes, or each with its size."""
    said = {unit(value, by) for value in bounds.values()}
    if len(bounds) > 1 and len(said) == 1:
        return said.pop()
    return ", ".join(f"{unit(value, by)} at {short(size)}" for size, value in bounds.items()) or "-"


def _verdict(runs: Sequence[Run]) -> Iterator[str]:
    """Say how many bounds were kept, and name those that were not."""
    judged = [row for run in runs for row in run.rows if row.kept is not None]
    missed = [row for row in judged if not row.kept]
    met = sum(row.met for row in judged)
    yield f"Musts kept: {len(judged) - len(missed)} of {len(judged)}; aims met: {met}." + " Missed:\n" * bool(
        missed
    )
    for row in missed:
        value, must = (unit(each, row.bound.by) for each in (row.value or 0, row.bound.must[row.cases]))
        against = f", against {row.against}" if row.against else ""
        yield f"- {row.name}, at {short(row.cases)}{against}: {value}, must {must}"


def _seconds(runs: Sequence[Run]) -> Iterator[str]:
    steps = [*pairwise(runs)]
    grown = [f"{short(one.cases)} to {short(other.cases)}" for one, other in steps]
    columns = [*(short(run.cases) for run in runs), *grown]
    yield f"| operation | {' | '.join(columns)} |"
    yield "|---|" + "---|" * len(columns)
    for rows in by_key(runs):
        found = {row.cases: row for row in rows if row.ours}
        if found:
            cells = [_cost(found.get(run.cases)) for run in runs]
            growth = [_growth(found.get(one.cases), found.get(other.cases)) for one, other in steps]
            against = f", beside {rows[0].against}" if rows[0].key.endswith("python") else ""
            yield f"| {rows[0].name}{against} | {' | '.join([*cells, *growth])} |"


def _cost(row: Row | None) -> str:
    if row is None or not row.ours or not row.base:
        return "-"
    return f"{figure(row.ours.wall)} ({figure(row.ours.cpu)}) / {figure(row.base.wall)}"


def _growth(one: Row | None, other: Row | None) -> str:
    """Say how many times the CPU the larger takes; bold where that is more than the cases grew."""
    if not one or not other or not one.ours or not other.ours:
        return "-"
    times = other.ours.cpu / one.ours.cpu
    said = f"{figure(times)}"
    return said if times <= other.cases / one.cases * LINEAR else f"**{said}**"
