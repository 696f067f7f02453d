"""The styles of shapes: certain ones are filled, uncertain ones are hollow, and grey tones differ too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from casefile.custody.custody_view import View
from casefile.pages.pictures.picture import INK

CUSTODY, BOUND = "#b0453d", "#857528"
"""Two colours of medium lightness, which are visible on white and on black."""


class Look(NamedTuple):
    """The meaning of a shape in words, and its style."""

    means: str
    drawn: Mapping[str, Any]


def _look(means: str, colour: str, full: float, dash: tuple[int, ...] = ()) -> Look:
    return Look(means, {"fill": colour, "full": full, "stroke": colour, "dash": [*dash]})


BARS: Mapping[str, Look] = {
    "held": _look("held", CUSTODY, 1),
    "presumed": _look("held when last reported", CUSTODY, 0.4, (4, 2)),
    "possibly": _look("possibly held", CUSTODY, 0, (4, 2)),
    "missing": _look("reported missing", CUSTODY, 0),
    "bound": _look("restriction as reported", BOUND, 0.5),
}
"""The styles of stretches of days."""
MARKS: Mapping[str, Look] = {
    "day": _look("on that day", INK, 1),
    "span": _look("on an unknown day in this range", INK, 0),
    "open": _look("up to this day, or from this day", INK, 0, (1, 3)),
    "fallen": _look("disputed, refuted or retracted", INK, 0, (2, 2)),
}
"""The styles of events: an event that is not believed is crossed out."""
LOOKS: Mapping[str, Look] = {**BARS, **MARKS}
ACROSS = 190
"""The distance in pixels between two words of the key."""


def look_of(view: View, *, shown: bool) -> str:
    """Return the name of the look in BARS of the custody of a day; "" if it shows no possible custody.

    `shown` is true if an event of that day or later shows the same custody. After the last such event a
    person counts as held only because no later event contradicts it.
    """
    if view.status == "missing":
        return "missing"
    if view.held_certain:
        return "held" if shown and view.certainty == "stated" else "presumed"
    return "possibly" if view.held_possible else ""


class Legend(NamedTuple):
    """The explanation of the looks of a picture: boxes, lines and words, and the y position of its end."""

    boxes: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    end: int


def draw_legend(
    used: Collection[str], top: int, width: int, looks: Mapping[str, Look], origin: int
) -> Legend:
    """Return the key below a drawing, with the meaning of each look in `used`.

    `top` and `width` are in pixels; `origin` is the value at which the scale of the drawing begins.
    """
    shown = [(name, look) for name, look in looks.items() if name in used]
    columns = max(width // ACROSS, 1)
    key = Legend([], [], [], top + -(-len(shown) // columns) * 20)
    at_origin = {"from": origin, "to": origin}
    for at, (name, look) in enumerate(shown):
        x, y = at % columns * ACROSS, top + at // columns * 20
        shape = {"height": 10, "round": 5 if name in MARKS else 0, **look.drawn}
        key.boxes.append({**at_origin, "x": x, "x2": x + 22, "y": y - 5, **shape})
        key.texts.append({**at_origin, "text": look.means, "x": x + 32, "y": y, "size": 11, "align": "left"})
        if name == "fallen":
            line = {"x": x - 4, "x2": x + 26, "y": y, "y2": y}
            key.rules.append({**at_origin, **line, "dash": [], "width": 1.5})
    return key
