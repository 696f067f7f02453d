"""Draws what was measured, in logarithms: a bar a ratio with its must, and how the seconds grow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

from report import figure, short
from results import Row, Run, by_key

WIDTH = 900
LEFT, RIGHT, NAMES = 250, 110, 230
"""Room for what stands before the bars, behind them, and behind the lines."""
BAR, GROUP = 13, 34
SHOWN = 2
"""How many sizes have bars: the largest ones."""
PLOT = 360
"""The height of the lines."""
TOP = 74
GROWING = (
    *("validate cold", "validate", "list --status STATUS", "search in one record", "show CASE"),
    *("today", "record", "log short"),
)
"""Whose growth is drawn; all of it stands in the table."""
COLOURS = (
    *("#b3261e", "#1f77b4", "#1b9e77", "#a6761d", "#7570b3"),
    *("#d95f02", "#d01c8b", "#5c8a14", "#77777f"),
)
"""Each can be told on white and on black, and every line has its name at its end."""
STYLE = """\
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.small { font-size: 11px; fill: #59636e; }
.missed { font-weight: 700; fill: #1f2328; }
.paper { fill: #ffffff; stroke: #d0d7de; }
.grid { stroke: #d8dee4; }
.one, .must { stroke: #1f2328; }
.must { stroke-width: 2.5; }
.size0 { fill: #8ab8e8; }
.size1 { fill: #1f6feb; }
.linear { stroke: #59636e; stroke-dasharray: 5 4; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.small { fill: #9198a1; }
.missed { fill: #e6edf3; }
.paper { fill: #0d1117; stroke: #3d444d; }
.grid { stroke: #2a313c; }
.one, .must { stroke: #e6edf3; }
.size0 { fill: #2f5d8f; }
.size1 { fill: #58a6ff; }
.linear { stroke: #9198a1; }
}"""


def drawn(runs: Sequence[Run]) -> str:
    """Return the picture as SVG."""
    latest = runs[-SHOWN:]
    groups = _groups(latest)
    end = TOP + len(groups) * GROUP + 26
    height = end + PLOT + 100
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>How fast casefile is</title>",
        f"<desc>{escape(_told(groups))}</desc>",
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="paper" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        _text(20, 28, "How many times as long as its base each operation takes", "title"),
        *_key(latest),
        *_bars(groups, latest),
        _text(20, end + 38, "How many seconds, by how many cases", "title"),
        *_growth(runs, end + 60),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _groups(runs: Sequence[Run]) -> list[list[Row]]:
    """Return the rows that have a ratio, those of one operation together."""
    rows = ([row for row in group if row.value is not None and row.base] for group in by_key(runs))
    return [group for group in rows if group]


def _told(groups: Sequence[Sequence[Row]]) -> str:
    """Say in words what the bars show."""
    said = [
        f"{_plain(row)} against {row.against} at {short(row.cases)}: {figure(row.value)}"
        + (f", must {figure(row.bound.must[row.cases])}" if row.cases in row.bound.must else "")
        for rows in groups
        for row in rows
    ]
    return f"Times the base. {'; '.join(said)}."


def _plain(row: Row) -> str:
    return row.name.replace("`", "")


def _key(runs: Sequence[Run]) -> Iterator[str]:
    """Yield which bar is which size, and how a must looks."""
    x = 20.0
    for number, run in enumerate(runs):
        yield f'<rect class="size{number}" x="{x}" y="42" width="22" height="9" rx="2"/>'
        yield _text(x + 28, 51, f"{run.cases:,} cases", "small")
        x += 132
    yield _line("must", x, 40, x, 54)
    yield _text(x + 8, 51, "must not pass this", "small")
    yield _text(x + 130, 51, "left of 1: faster than the base", "small")


def _bars(groups: Sequence[Sequence[Row]], runs: Sequence[Run]) -> Iterator[str]:
    values = [value for rows in groups for row in rows for value in (row.value, *row.bound.must.values())]
    known = [value for value in values if value]
    low, high = math.floor(math.log10(min(*known, 1))), math.ceil(math.log10(max(*known, 10)))
    bottom = TOP + len(groups) * GROUP

    def at(value: float) -> float:
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    for power in range(low, high + 1):
        x = at(10**power)
        yield _line("one" if power == 0 else "grid", x, TOP - 8, x, bottom)
        yield _text(x, bottom + 14, figure(10**power), "small", "middle")
    order = [run.cases for run in runs]
    for number, rows in enumerate(groups):
        top = TOP + number * GROUP
        yield _text(20, top + 10, _plain(rows[0]))
        yield _text(20, top + 24, f"against {rows[0].against}", "small")
        for row in rows:
            place = order.index(row.cases)
            yield from _bar(row, top + place * BAR, place, at)


def _bar(row: Row, y: float, place: int, at: Callable[[float], float]) -> Iterator[str]:
    """Yield the bar of a ratio, from once the base on, with its must and its figure."""
    value, must = row.value or 1, row.bound.must.get(row.cases)
    left, right = sorted((at(value), at(1)))
    yield (
        f'<rect class="size{place}" x="{left:.1f}" y="{y + 1}" width="{max(right - left, 1):.1f}"'
        f' height="{BAR - 2}" rx="2"/>'
    )
    if must:
        yield _line("must", at(must), y - 0.5, at(must), y + BAR - 0.5)
    said = figure(value) if row.kept is not False else f"{figure(value)}, must {figure(must)}"
    behind = max(right, at(must) if must else 0) + 6
    yield _text(behind, y + 10.5, said, "small missed" if row.kept is False else "small")


def _growth(runs: Sequence[Run], top: float) -> Iterator[str]:
    """Yield a line an operation, and beside them how what grows with the cases would rise."""
    lines = [(rows[0], _points(rows)) for rows in by_key(runs) if rows[0].key in GROWING]
    lines = [(row, points) for row, points in lines if points]
    seconds = [point[1] for _, points in lines for point in points]
    low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))
    last = math.log10(runs[-1].cases)
    first = min(math.log10(runs[0].cases), last - 1)
    left, right = 70, WIDTH - NAMES

    def at(cases: float, taken: float) -> tuple[float, float]:
        x = left + (math.log10(cases) - first) / (last - first) * (right - left)
        return x, top + PLOT - (math.log10(taken) - low) / (high - low) * PLOT

    for power in range(low, high + 1):
        y = at(10**first, 10**power)[1]
        yield _line("grid", left, y, right, y)
        yield _text(left - 8, y + 4, f"{figure(10**power)} s", "small", "end")
    for run in runs:
        x = at(run.cases, 10**low)[0]
        yield _line("grid", x, top, x, top + PLOT)
        yield _text(x, top + PLOT + 18, f"{run.cases:,} cases", "small", "middle")
    rise = min(last - first, high - low)
    (x1, y1), (x2, y2) = at(10**first, 10**low), at(10 ** (first + rise), 10 ** (low + rise))
    yield _line("linear", x1, y1, x2, y2)
    yield _text(x2 - 8, y2 + 26, "linear", "small", "end")
    yield from _lines([(row, [at(*point) for point in points]) for row, points in lines], right)


def _points(rows: Sequence[Row]) -> list[tuple[int, float]]:
    return [(row.cases, row.ours.wall) for row in rows if row.ours]


def _lines(lines: Sequence[tuple[Row, list[tuple[float, float]]]], right: float) -> Iterator[str]:
    """Yield each line with its name at its end; names that would touch move apart."""
    beside = 0.0
    for number, (row, points) in enumerate(sorted(lines, key=lambda each: each[1][-1][1])):
        colour = COLOURS[number % len(COLOURS)]
        x, y = points[-1]
        beside = max(y, beside + 15)
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.2" fill="{colour}"/>' for a, b in points)
        yield (
            f'<path d="M{x + 5:.1f},{y:.1f} L{right + 18},{beside:.1f}" fill="none" stroke="{colour}"'
            ' stroke-width="1"/>'
        )
        yield _text(right + 22, beside + 4, _plain(row))


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, said: str, kind: str = "", anchor: str = "") -> str:
    kind, anchor = kind and f' class="{kind}"', anchor and f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind}{anchor}>{escape(said)}</text>'
