"""The beginning and the notes of a page about one record."""

from __future__ import annotations

from casefile.operations.read import Shown
from casefile.render.blocks import Block, Heading, Paragraph, Span, heading, joined, muted, paragraph
from casefile.render.words import clocks


def page_head(shown: Shown) -> list[Block]:
    """Return the two clocks, then the name of the record with its id."""
    title = joined([Span(shown.row.name, "title"), muted(shown.row.id)], "  ")
    return [Paragraph(clocks(shown.moment)), Heading(title, level=1)]


def tier_words(shown: Shown) -> Span:
    """Return the tier of the record, as a warning if it is not public."""
    return Span(shown.row.tier, "warn" if shown.row.tier != "public" else "muted")


def page_notes(shown: Shown) -> list[Block]:
    """Return the notes of the record under a heading, line by line; empty if it has none."""
    notes = shown.data.get("notes")
    lines = str(notes).split("\n") if notes else []
    return [heading("Notes"), *(paragraph(text) for text in lines)] if lines else []
