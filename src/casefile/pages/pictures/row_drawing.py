"""Draw rows over days: labels on the left, bars and marks on the days, the axis and the key below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from msgspec import Struct

from casefile.custody.status_text import day_words
from casefile.dates import Day
from casefile.model.visible_text import visible
from casefile.pages.pictures.fitted_labels import fit_label
from casefile.pages.pictures.picture import INK, fixed_channels, spec
from casefile.pages.pictures.picture_styles import LOOKS, draw_legend

WIDTH, LEFT, RIGHT, TOP = 760, 180, 24, 30
ROW, THIN = 22, 12
AXIS = 44
"""The height in pixels between the last row and the key, where the axis is."""
LABEL = 26
"""The length after which a label is cut, in characters of usual width."""
ONE_DAY = timedelta(days=1)
HALF = 12 * 60 * 60 * 1000
"""Half a day in milliseconds: a date that is known to the day is a dot at noon."""


class DrawnPiece(NamedTuple):
    """A shape on a row: its first and its last day, and the name of its look (`picture_styles.LOOKS`)."""

    first: Day
    last: Day
    look: str


class DrawnRow(Struct, frozen=True):
    """A row of the picture: its label, and the shapes on it."""

    label: str
    bars: tuple[DrawnPiece, ...] = ()
    marks: tuple[DrawnPiece, ...] = ()
    height: int = ROW


class Frame(NamedTuple):
    """The days that a picture shows, both ends included."""

    first: Day
    last: Day


def draw_rows(rows: Sequence[DrawnRow], frame: Frame, on: Day) -> dict[str, Any]:
    """Return the Vega specification of rows over the days of a frame; `on` is the day of the publication."""
    tops = [TOP + sum(row.height for row in rows[:at]) for at in range(len(rows))]
    placed = [*zip(rows, tops, strict=True)]
    bottom = TOP + sum(row.height for row in rows)
    used = {piece.look for row in rows for piece in (*row.bars, *row.marks)}
    start = _milliseconds(frame.first)
    key = draw_legend(used, bottom + AXIS, WIDTH - LEFT - RIGHT, LOOKS, start)
    bars = [each for row, top in placed for each in _bars(row, top, frame)]
    marks = [each for row, top in placed for each in _marks(row, top, frame)]
    now = _milliseconds(on + ONE_DAY)
    return spec(
        WIDTH,
        key.end,
        data=[
            {"name": "texts", "values": [*_labels(placed, start), _day(on, now), *key.texts]},
            {"name": "boxes", "values": [*bars, *marks, *key.boxes]},
            {"name": "rules", "values": [_until(now, bottom), *map(_struck, _fallen(marks)), *key.rules]},
        ],
        scales=[
            {
                "name": "x", "type": "utc", "range": [LEFT, WIDTH - RIGHT], "round": True,
                "domain": [start, _milliseconds(frame.last + ONE_DAY)],
            }
        ],
        marks=[_axis(frame, bottom), *shapes()],
    )  # fmt: skip


def _labels(placed: Sequence[tuple[DrawnRow, int]], start: int) -> Iterator[dict[str, Any]]:
    for row, top in placed:
        if row.label:
            yield {
                "text": fit_label(visible(row.label), LABEL), "from": start, "x": -14,
                "y": top + row.height / 2, "size": 12, "align": "right",
            }  # fmt: skip


def _day(on: Day, now: int) -> dict[str, Any]:
    """Return the words of the publication's day, above the end of that day; `now` is in milliseconds."""
    return {"text": day_words(on), "from": now, "x": 0, "y": TOP - 18, "size": 12, "align": "right"}


def _until(now: int, bottom: int) -> dict[str, Any]:
    return {"from": now, "to": now, "x": 0, "x2": 0, "y": TOP - 8, "y2": bottom, "dash": [2, 3], "width": 1}


def _bars(row: DrawnRow, top: int, frame: Frame) -> Iterator[dict[str, Any]]:
    for piece in row.bars:
        yield {**_box(piece, frame), "y": top + 4, "height": row.height - 8, "round": 0, "x": 0, "x2": 0}


def _marks(row: DrawnRow, top: int, frame: Frame) -> Iterator[dict[str, Any]]:
    for piece in row.marks:
        y = top + row.height / 2 - 4.5
        yield {**_box(piece, frame), "y": y, "height": 9, "round": 4.5, "x": -4, "x2": 4}


def _box(piece: DrawnPiece, frame: Frame) -> dict[str, Any]:
    inset = HALF if piece.look == "day" else 0
    return {
        "from": _milliseconds(max(piece.first, frame.first)) + inset,
        "to": _milliseconds(min(piece.last, frame.last) + ONE_DAY) - inset,
        "look": piece.look, **LOOKS[piece.look].drawn,
    }  # fmt: skip


def _fallen(marks: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (each for each in marks if each["look"] == "fallen")


def _struck(mark: dict[str, Any]) -> dict[str, Any]:
    """Return the line through the mark of an event that is not believed."""
    y = mark["y"] + mark["height"] / 2
    ends = {"from": mark["from"], "to": mark["to"], "x": -8, "x2": 8}
    return {**ends, "y": y, "y2": y, "dash": [], "width": 1.5}


def _milliseconds(day: Day) -> int:
    """Return the start of a day in UTC, in milliseconds since 1970."""
    return (day - Day(1970, 1, 1)).days * 2 * HALF


def _axis(frame: Frame, bottom: int) -> dict[str, Any]:
    days = (frame.last - frame.first).days
    form = "%-d %b" if days < 75 else "%b %Y" if days < 6 * 365 else "%Y"
    axis = {
        "scale": "x", "orient": "bottom", "format": form, "formatType": "utc", "tickCount": 5,
        "labelFontSize": 11, "labelColor": INK, "tickColor": INK, "domainColor": INK, "aria": False,
        "grid": True, "gridColor": INK, "gridOpacity": 0.15, "zindex": 0,
    }  # fmt: skip
    return {
        "type": "group", "encode": {"enter": fixed_channels(y=TOP, height=bottom - TOP)}, "axes": [axis],
        "signals": [{"name": "height", "value": bottom - TOP}],
    }  # fmt: skip


def shapes() -> tuple[dict[str, Any], ...]:
    """Return the Vega marks of a drawing: every box, every line and every word of its data tables.

    `from` and `to` are positions on the scale, `x` and `x2` are offsets from them in pixels.
    """
    x, x2 = (
        {"scale": "x", "field": name, "offset": {"field": pixels}}
        for name, pixels in (("from", "x"), ("to", "x2"))
    )
    box = {
        "x": x, "x2": x2, "y": {"field": "y"}, "height": {"field": "height"}, "fill": {"field": "fill"},
        "fillOpacity": {"field": "full"}, "stroke": {"field": "stroke"}, "strokeDash": {"field": "dash"},
        "cornerRadius": {"field": "round"}, **fixed_channels(strokeWidth=1.25),
    }  # fmt: skip
    rule = {
        "x": x, "x2": x2, "y": {"field": "y"}, "y2": {"field": "y2"}, "strokeDash": {"field": "dash"},
        "strokeWidth": {"field": "width"}, **fixed_channels(stroke=INK),
    }  # fmt: skip
    text = {
        "x": x, "y": {"field": "y"}, "text": {"field": "text"}, "fontSize": {"field": "size"},
        "align": {"field": "align"}, **fixed_channels(fill=INK, baseline="middle"),
    }  # fmt: skip
    return (
        {"type": "text", "from": {"data": "texts"}, "encode": {"enter": text}},
        {"type": "rect", "from": {"data": "boxes"}, "encode": {"enter": box}},
        {"type": "rule", "from": {"data": "rules"}, "encode": {"enter": rule}},
    )
