"""Replacement of control characters in text, so that a terminal does not interpret them."""

from __future__ import annotations

from casefile.model.visible_text import visible


def inert(text: str) -> str:
    """Return text with invisible characters shown as `visible` does; line breaks and tabs become spaces."""
    return visible(text.replace("\n", " ").replace("\t", " "))


def inert_lines(text: str) -> str:
    """Return text as `inert` does, but keep its line breaks."""
    return "\n".join(inert(line) for line in text.split("\n"))
