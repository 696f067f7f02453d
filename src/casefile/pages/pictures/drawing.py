"""Rows over days, drawn: labels at the left, bars and marks on the days, the axis and the key below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from casefile.changes.visible import shortened, visible
from casefile.custody.spoken import day_words
from casefile.model.dates import Day
from casefile.pages.pictures.looks import LOOKS, key_of
from casefile.pages.pictures.picture import INK, fixed, spec

WIDTH, LEFT, RIGHT, TOP = 760, 180, 24, 30
ROW, THIN = 22, 12
AXIS = 44
"""Pixels between the last row and the key."""
LABEL = 26
"""Characters of a label, beyond which it is cut."""
ONE_DAY = timedelta(days=1)


class Piece(NamedTuple):
    """Something on a row: from its first to its last day, in a look of its own."""

    first: Day
    last: Day
    look: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture: what it is called, and what is drawn on it."""

    label: str
    bars: tuple[Piece, ...] = ()
    marks: tuple[Piece, ...] = ()
    height: int = ROW


class Frame(NamedTuple):
    """The days that a picture shows, both ends in."""

    first: Day
    last: Day


def drawn(rows: Sequence[Row], frame: Frame, on: Day) -> dict[str, Any]:
    """Return the drawing of rows over the days of a frame; `on` is the day asked about."""
    tops = [TOP + sum(row.height for row in rows[:at]) for at in range(len(rows))]
    bottom = TOP + sum(row.height for row in rows)
    used = {piece.look for row in rows for piece in (*row.bars, *row.marks)}
    key, end = key_of(used, LEFT, bottom + AXIS, WIDTH - LEFT - RIGHT)
    placed = [*zip(rows, tops, strict=True)]
    marks = [each for row, top in placed for each in _pieces(row.marks, frame, top + row.height / 2, 9)]
    return spec(
        WIDTH,
        end,
        data=[
            {"name": "labels", "values": [*_labels(placed)]},
            {
                "name": "bars",
                "values": [
                    each
                    for row, top in placed
                    for each in _pieces(row.bars, frame, top + row.height / 2, row.height - 8)
                ],
            },
            {"name": "marks", "values": marks},
            {"name": "struck", "values": [each for each in marks if each["look"] == "fallen"]},
            {"name": "key", "values": key},
        ],
        scales=[
            {
                "name": "x", "type": "utc", "range": [LEFT, WIDTH - RIGHT],
                "domain": [_moment(frame.first), _moment(frame.last + ONE_DAY)],
            }
        ],
        marks=[_axis(frame, bottom), *_today(on, bottom), *SHAPES, *KEY],
    )  # fmt: skip


def _labels(placed: Sequence[tuple[Row, int]]) -> Iterator[dict[str, Any]]:
    for row, top in placed:
        if row.label:
            yield {"text": shortened(visible(row.label), LABEL), "y": top + row.height / 2}


def _pieces(pieces: Sequence[Piece], frame: Frame, middle: float, height: float) -> Iterator[dict[str, Any]]:
    for piece in pieces:
        look = LOOKS[piece.look]
        inset = HALF if piece.look == "day" else 0
        yield {
            "from": _moment(max(piece.first, frame.first)) + inset,
            "to": _moment(min(piece.last, frame.last) + ONE_DAY) - inset,
            "y": middle - height / 2, "middle": middle, "height": height, "look": piece.look, **look.drawn,
        }  # fmt: skip


HALF = 12 * 60 * 60 * 1000
"""Half a day in milliseconds: what is known to the day is a dot on its noon."""


def _moment(day: Day) -> int:
    """Return the first moment of a day in UTC, in milliseconds since 1970."""
    return (day - Day(1970, 1, 1)).days * 24 * 60 * 60 * 1000


def _axis(frame: Frame, bottom: int) -> dict[str, Any]:
    days = (frame.last - frame.first).days
    form = "%-d %b" if days < 75 else "%b %Y" if days < 6 * 365 else "%Y"
    axis = {
        "scale": "x", "orient": "bottom", "format": form, "formatType": "utc", "tickCount": 5,
        "labelFontSize": 11, "labelColor": INK, "tickColor": INK, "domainColor": INK, "aria": False,
        "grid": True, "gridColor": INK, "gridOpacity": 0.15, "zindex": 0,
    }  # fmt: skip
    height = {"name": "height", "value": bottom - TOP}
    return {
        "type": "group", "encode": {"enter": fixed(y=TOP, height=bottom - TOP)}, "signals": [height],
        "axes": [axis],
    }  # fmt: skip


def _today(on: Day, bottom: int) -> Iterator[dict[str, Any]]:
    """Draw the end of the day that is asked about."""
    x = {"scale": "x", "value": _moment(on + ONE_DAY)}
    yield {
        "type": "rule",
        "encode": {
            "enter": {"x": x, **fixed(y=TOP - 8, y2=bottom, stroke=INK, strokeDash=[2, 3], strokeWidth=1)}
        },
    }
    yield {
        "type": "text",
        "encode": {"enter": {"x": x, **fixed(y=TOP - 14, text=day_words(on), align="right", **TEXT)}},
    }


TEXT = {"fontSize": 12, "fill": INK}
PAINT = {
    "fill": {"field": "fill"}, "fillOpacity": {"field": "full"}, "stroke": {"field": "stroke"},
    "strokeDash": {"field": "dash"}, "strokeWidth": {"value": 1.25},
}  # fmt: skip


def _shape(data: str, over: int, radius: float) -> dict[str, Any]:
    """Return the boxes of a table of pieces, wider than their days by `over` pixels at each end."""
    return {
        "type": "rect",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"scale": "x", "field": "from", "offset": -over},
                "x2": {"scale": "x", "field": "to", "offset": over},
                "y": {"field": "y"}, "height": {"field": "height"}, **fixed(cornerRadius=radius), **PAINT,
            }
        },
    }  # fmt: skip


SHAPES = (
    {
        "type": "text",
        "from": {"data": "labels"},
        "encode": {
            "enter": {
                "text": {"field": "text"}, "y": {"field": "y"},
                **fixed(x=LEFT - 14, align="right", baseline="middle", **TEXT),
            }
        },
    },
    _shape("bars", 0, 0),
    _shape("marks", 4, 4.5),
    {
        "type": "rule",
        "from": {"data": "struck"},
        "encode": {
            "enter": {
                "x": {"scale": "x", "field": "from", "offset": -8},
                "x2": {"scale": "x", "field": "to", "offset": 8},
                "y": {"field": "middle"}, **fixed(stroke=INK, strokeWidth=1.5),
            }
        },
    },
)  # fmt: skip
KEY = (
    {
        "type": "rect",
        "from": {"data": "key"},
        "encode": {
            "enter": {
                "x": {"field": "x"}, "y": {"field": "y", "offset": -5}, **fixed(width=22, height=10),
                "cornerRadius": {"signal": "datum.bar ? 0 : 5"}, **PAINT,
            }
        },
    },
    {
        "type": "rule",
        "from": {"data": "key"},
        "encode": {
            "enter": {
                "x": {"field": "x", "offset": -4}, "x2": {"field": "x", "offset": 26}, "y": {"field": "y"},
                "stroke": {"signal": f"datum.struck ? '{INK}' : null"}, **fixed(strokeWidth=1.5),
            }
        },
    },
    {
        "type": "text",
        "from": {"data": "key"},
        "encode": {
            "enter": {
                "x": {"field": "x", "offset": 32}, "y": {"field": "y"}, "text": {"field": "means"},
                **fixed(baseline="middle", **TEXT | {"fontSize": 11}),
            }
        },
    },
)  # fmt: skip
