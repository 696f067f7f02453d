"""Text that comes from a record, made harmless to a terminal."""

from __future__ import annotations

from casefile.model.visible_text import visible


def inert(text: str) -> str:
    """Show unseen characters as `visible` does; line breaks and tabs become blanks."""
    return visible(text.replace("\n", " ").replace("\t", " "))


def inert_lines(text: str) -> str:
    """As `inert`, but line breaks stay."""
    return "\n".join(inert(line) for line in text.split("\n"))
