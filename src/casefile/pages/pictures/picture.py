"""A picture: its shapes are placed by this package, the charting library Vega scales and draws them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import vl_convert
from msgspec import Struct

INK = "currentColor"
"""Text and lines have the text colour of the page, so they are legible on white, on black and on paper."""
FONT = "Noto Sans, DejaVu Sans, sans-serif"


class Picture(Struct, frozen=True):
    """A drawing with its title and its description in words; sizes are in CSS pixels."""

    title: str
    description: str
    spec: dict[str, Any]

    def svg(self, name: str, *, paper: bool = False) -> str:
        """Return the drawing as SVG for a page; `name` makes its ids unique there.

        With `paper` it is independent of a page: black on white.
        """
        shapes = _shapes(vl_convert.vega_to_svg(self.spec))
        width, height = self.spec["width"], self.spec["height"]
        title, description = f"{name}-title", f"{name}-told"
        ink = ' color="#1d2125"' if paper else ""
        ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>' if paper else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" role="img"{ink} font-family="{FONT}"'
            f" aria-labelledby={quoteattr(f'{title} {description}')}>"
            f"<title id={quoteattr(title)}>{escape(self.title)}</title>"
            f"<desc id={quoteattr(description)}>{escape(self.description)}</desc>{ground}{shapes}</svg>"
        )


def empty_picture(title: str, description: str) -> Picture:
    """Return a picture that contains only `description`: why there is nothing to draw."""
    words = {
        "type": "text",
        "encode": {"enter": fixed_channels(x=16, y=32, text=description, fontSize=13, fill=INK)},
    }
    return Picture(title, description, spec(760, 56, marks=[words]))


def spec(width: int, height: int, *, marks: Sequence[dict[str, Any]], **parts: Any) -> dict[str, Any]:
    """Return the Vega specification of a drawing, in pixels, whatever fonts are installed.

    Its shapes are hidden from screen readers, which read the title and the description instead.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width, "height": height, "padding": 0, "autosize": "none",
        **parts, "marks": [{**mark, "aria": False} for mark in marks],
    }  # fmt: skip


def fixed_channels(**values: Any) -> dict[str, Any]:
    """Return Vega encoding channels of a mark that have the same value for all of its shapes."""
    return {name: {"value": value} for name, value in values.items()}


def _shapes(drawn: str) -> str:
    """Return the shapes that the library drew as SVG text, without elements and attributes of no effect.

    These are about half of the text of the library.
    """
    root = ET.fromstring(f"<svg>{drawn.partition('>')[2]}")  # noqa: S314 - written by the library just before
    _lighten(root)
    _join(root)
    return "".join(ET.tostring(each, encoding="unicode") for each in root)


def _lighten(element: ET.Element) -> None:
    for child in [*element]:
        ground = child.get("class") in {"background", "foreground"}
        _lighten(child)
        if ground or (child.tag == "g" and len(child) == 0):
            element.remove(child)
    for name, value in [*element.attrib.items()]:
        if name in UNUSED or (name, value) in USUAL:
            del element.attrib[name]
        elif name in {"transform", "d"}:
            element.set(
                name, FRACTION.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value)
            )


def _join(element: ET.Element) -> None:
    """Join shapes that look alike and begin on the same row into one path, without repetitions.

    A long ledger has hundreds of such shapes.
    """
    alike: dict[tuple[object, ...], tuple[ET.Element, dict[str, None]]] = {}
    for child in [*element]:
        _join(child)
        drawn = child.attrib.pop("d", "")
        if drawn:
            row = drawn.split("L", 1)[0].partition(",")[2] if "C" in drawn else drawn
            first, shapes = alike.setdefault((row, *sorted(child.attrib.items())), (child, {}))
            shapes[_in_arcs(drawn)] = None
            if first is not child:
                element.remove(child)
    for first, shapes in alike.values():
        first.set("d", "".join(shapes))


def _in_arcs(drawn: str) -> str:
    """Return the outline of a rounded box with arcs, half as long as the curves of the library."""
    if "C" not in drawn:
        return drawn
    commands, at = [], (0.0, 0.0)
    for command, places in COMMAND.findall(drawn):
        *_, x, y = (float(each) for each in (places or "0,0").split(","))
        across, down = (
            f"{to - since:.2f}".rstrip("0").rstrip(".") for to, since in zip((x, y), at, strict=True)
        )
        if command == "C":
            commands.append(f"a{across.lstrip('-')},{down.lstrip('-')},0,0,1,{across},{down}")
        elif command != "L":
            commands.append(f"{command}{places}")
        elif (x, y) != at:
            commands.append(f"l{across},{down}")
        at = (x, y)
    return "".join(commands)


COMMAND = re.compile("([MLCZ])([^MLCZ]*)")


UNUSED = frozenset({"class", "role", "aria-roledescription", "aria-hidden", "pointer-events", "font-family"})
"""Attributes for scripts and for screen readers of each shape; the font is set once for the picture."""
USUAL = frozenset({
    ("opacity", "1"), ("fill-opacity", "1"), ("stroke-width", "1"), ("stroke-dasharray", ""),
    ("transform", "translate(0,0)"),
})  # fmt: skip
FRACTION = re.compile(r"-?[0-9]+\.[0-9]+(?:e-?[0-9]+)?")
