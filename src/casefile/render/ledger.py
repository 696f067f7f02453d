"""The ledger of one record as `show` lays it out: what has happened, and what is recorded as still ahead."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.model.words import number
from casefile.operations.read import Shown
from casefile.render.blocks import Block, heading, muted, paragraph
from casefile.render.timeline import entries


def ledger(shown: Shown, numbers: Mapping[str, int], width: int, empty: str = "") -> list[Block]:
    """Lay out the entries of a record; `empty` is said where it has none, and nothing where that is empty."""
    if not (shown.lines or shown.ahead or shown.later):
        return [heading("Ledger"), paragraph(muted(empty))] if empty else []
    later = f"{shown.later} later not shown" if shown.later else ""
    said = "; ".join(filter(None, (f"Ledger, {number(len(shown.lines), 'event')}", later)))
    blocks: list[Block] = [heading(said)]
    for title, lines in (("", shown.lines), ("Still ahead, as recorded", shown.ahead)):
        if lines:
            blocks += [heading(title)] if title else []
            blocks += [entries(lines, shown.moment.labels, width, named=False, numbers=numbers, ids=True)]
    return blocks
