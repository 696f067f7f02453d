"""The kind of mark next to the words of a counted status: marks differ by form, not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping

MARKS: Mapping[str, str] = {
    "held": "held", "presumed": "presumed", "lapsed": "lapsed", "missing": "missing",
    "possibly": "unsure", "unknown": "unsure", "restricted": "bound", "dead": "dead",
}  # fmt: skip
"""The kind of mark, a CSS class, of a counted status; any other status, which is not custody, has `free`."""


def mark(standing: str) -> str:
    """Return the kind of mark for a counted status."""
    return MARKS.get(standing, "free")
