"""The chart of `stats`: how many cases stand how, what is only possible apart from what is certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casefile.changes.visible import shortened, visible
from casefile.custody.spoken import day_words
from casefile.model.dates import Day
from casefile.pages.pictures.drawing import KEY, PAINT, TEXT
from casefile.pages.pictures.looks import BARS, Look, key_of
from casefile.pages.pictures.picture import INK, Picture, fixed, spec
from casefile.views.stats import STANDINGS, Stats, Tally

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 260, 60, 12, 26
LABEL = 38
"""Characters of a label, beyond which it is cut."""
LOOKS: Mapping[str, Look] = {
    "held": BARS["held"],
    "lapsed": Look(STANDINGS["lapsed"], BARS["presumed"].drawn),
    "possibly": BARS["possibly"],
    "missing": BARS["missing"],
    "unknown": Look("unknown", {"fill": INK, "full": 0, "stroke": INK, "dash": [1, 2]}),
    "restricted": BARS["bound"],
    "free": Look("not in custody", {"fill": INK, "full": 0.2, "stroke": "none", "dash": []}),
    "dead": Look("dead", {"fill": INK, "full": 1, "stroke": INK, "dash": []}),
}
"""How each standing is drawn: as on a timeline; whoever is out, `free`, looks alike."""


def standings(counted: Stats, labels: Sequence[str], on: Day) -> Picture:
    """Draw a bar for each tally, labelled so, its cases apart by how they stand."""
    tallies = [*zip(labels, counted.tallies, strict=True)]
    by = "how they stand" if counted.by == "status" else counted.by
    title = f"{counted.total} {'case' if counted.total == 1 else 'cases'} by {by} on {day_words(on)}"
    said = "; ".join(f"{label}: {_said(tally, counted.by)}" for label, tally in tallies)
    return Picture(title, visible(f"{said}." if said else "No case."), _drawn(tallies))


def _said(tally: Tally, by: str) -> str:
    told = ", ".join(
        f"{count} {words}" for key, words in STANDINGS.items() if (count := tally.counts.get(key, 0))
    )
    return f"{tally.total} ({told})" if told and by != "status" else str(tally.total)


def _drawn(tallies: Sequence[tuple[str, Tally]]) -> dict[str, Any]:
    most = max((tally.total for _, tally in tallies), default=0)
    bottom = TOP + len(tallies) * ROW
    parts = [*_parts([tally for _, tally in tallies])]
    key, end = key_of({part["look"] for part in parts}, LEFT, bottom + 20, WIDTH - LEFT, LOOKS)
    middle = {"y": {"field": "y", "offset": ROW / 2 - 3}, "baseline": {"value": "middle"}}
    ends = [
        {"y": TOP + at * ROW, "count": tally.total, "label": shortened(visible(label), LABEL)}
        for at, (label, tally) in enumerate(tallies)
    ]
    part = {
        "x": {"scale": "x", "field": "from"}, "x2": {"scale": "x", "field": "to"}, "y": {"field": "y"},
        **fixed(height=ROW - 7), **PAINT,
    }  # fmt: skip
    label = {"text": {"field": "label"}, **middle, **fixed(x=LEFT - 12, align="right", **TEXT)}
    count = {
        "text": {"field": "count"}, "x": {"scale": "x", "field": "count", "offset": 8}, **middle,
        **fixed(**TEXT),
    }  # fmt: skip
    return spec(
        WIDTH,
        end,
        data=[
            {"name": "parts", "values": parts},
            {"name": "ends", "values": ends},
            {"name": "key", "values": key},
        ],
        scales=[{"name": "x", "type": "linear", "domain": [0, max(most, 1)], "range": [LEFT, WIDTH - RIGHT]}],
        marks=[
            {"type": "rect", "from": {"data": "parts"}, "encode": {"enter": part}},
            {"type": "text", "from": {"data": "ends"}, "encode": {"enter": label}},
            {"type": "text", "from": {"data": "ends"}, "encode": {"enter": count}},
            *KEY,
        ],
    )


def _parts(tallies: Sequence[Tally]) -> Iterator[dict[str, Any]]:
    """Yield the pieces of each bar, one after the other."""
    for at, tally in enumerate(tallies):
        start = 0
        for key in STANDINGS:
            count, look = tally.counts.get(key, 0), key if key in LOOKS else "free"
            if count:
                yield {
                    "from": start, "to": start + count, "y": TOP + at * ROW, "look": look,
                    **LOOKS[look].drawn,
                }  # fmt: skip
            start += count
