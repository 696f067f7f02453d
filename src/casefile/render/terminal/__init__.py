"""Pages on a terminal: set plainly where no colour is wanted, else drawn by Rich."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.render.blocks import Block
from casefile.render.terminal.sheet import Screen, sheet

__all__ = ["Screen", "draw"]


def draw(blocks: Iterable[Block], screen: Screen) -> str:
    """Draw a page as text; lines are never longer than the screen and nothing is cut."""
    found = [*blocks]
    plain = sheet(found, screen)
    if plain is not None:
        return plain
    from casefile.render.terminal.page import draw as draw_by_rich  # noqa: PLC0415 - Rich costs 40 ms

    return draw_by_rich(found, screen)
