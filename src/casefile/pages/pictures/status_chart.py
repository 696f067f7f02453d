"""The chart of `stats`: the number of cases for each published status on the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casefile.custody.status_text import day_words
from casefile.dates import Day
from casefile.model.visible_text import visible
from casefile.pages.pictures.fitted_labels import fit_label
from casefile.pages.pictures.picture import INK, Picture, spec
from casefile.pages.pictures.picture_styles import BARS, CUSTODY, Look, draw_legend
from casefile.pages.pictures.row_drawing import shapes
from casefile.pages.standing_marks import mark
from casefile.plural import number
from casefile.views.case_counts import STANDINGS, CaseTally, Stats

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 260, 60, 12, 26
LABEL = 38
"""The length after which a label is cut, in characters of usual width."""
LOOKS: Mapping[str, Look] = {
    "held": BARS["held"],
    "presumed": Look(STANDINGS["presumed"], {"fill": CUSTODY, "full": 0.7, "stroke": CUSTODY, "dash": []}),
    "lapsed": Look(STANDINGS["lapsed"], BARS["presumed"].drawn),
    "missing": BARS["missing"],
    "unsure": Look("unknown", {"fill": INK, "full": 0, "stroke": INK, "dash": [1, 2]}),
    "bound": BARS["bound"],
    "free": Look("not in custody", {"fill": INK, "full": 0.2, "stroke": "none", "dash": []}),
    "dead": Look("dead", {"fill": INK, "full": 1, "stroke": INK, "dash": []}),
}
"""The style of each kind of mark of a counted status (`standing_marks.mark`), as on a timeline."""


def standings(counted: Stats, labels: Sequence[str], on: Day) -> Picture:
    """Return a chart with a bar for each tally, with these labels, divided by counted status."""
    tallies = [*zip(labels, counted.tallies, strict=True)]
    by = "by status" if counted.by == "status" else counted.by
    title = f"{number(counted.total, 'case')} by {by} on {day_words(on)}"
    text = "; ".join(f"{label}: {_chart_text(tally, counted.by)}" for label, tally in tallies)
    return Picture(title, visible(f"{text}." if text else "No case."), _drawn(tallies))


def _chart_text(tally: CaseTally, by: str) -> str:
    counts = ", ".join(
        f"{count} {words}" for key, words in STANDINGS.items() if (count := tally.counts.get(key, 0))
    )
    return f"{tally.total} ({counts})" if counts and by != "status" else str(tally.total)


def _drawn(tallies: Sequence[tuple[str, CaseTally]]) -> dict[str, Any]:
    most = max((tally.total for _, tally in tallies), default=0)
    bottom = TOP + len(tallies) * ROW
    boxes = [*_boxes([tally for _, tally in tallies])]
    key = draw_legend({each["look"] for each in boxes}, bottom + 20, WIDTH - LEFT, LOOKS, 0)
    return spec(
        WIDTH,
        key.end,
        data=[
            {"name": "texts", "values": [*_texts(tallies), *key.texts]},
            {"name": "boxes", "values": [*boxes, *key.boxes]},
            {"name": "rules", "values": key.rules},
        ],
        scales=[{"name": "x", "type": "linear", "domain": [0, max(most, 1)], "range": [LEFT, WIDTH - RIGHT]}],
        marks=shapes(),
    )


def _texts(tallies: Sequence[tuple[str, CaseTally]]) -> Iterator[dict[str, Any]]:
    for at, (label, tally) in enumerate(tallies):
        y, text = TOP + at * ROW + ROW / 2 - 3, fit_label(visible(label), LABEL)
        yield {"text": text, "from": 0, "x": -12, "y": y, "size": 12, "align": "right"}
        yield {"text": str(tally.total), "from": tally.total, "x": 8, "y": y, "size": 12, "align": "left"}


def _boxes(tallies: Sequence[CaseTally]) -> Iterator[dict[str, Any]]:
    """Yield the pieces of each bar, one after the other."""
    for at, tally in enumerate(tallies):
        start = 0
        for key in STANDINGS:
            count, look = tally.counts.get(key, 0), mark(key)
            if count:
                yield {
                    "from": start, "to": start + count, "x": 0, "x2": 0, "y": TOP + at * ROW,
                    "height": ROW - 7, "round": 0, "look": look, **LOOKS[look].drawn,
                }  # fmt: skip
            start += count
