"""The mark next to the words of a counted status, which differs by form and not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

MARKS: Mapping[str, str] = {
    "held": "held", "lapsed": "lapsed", "missing": "missing", "possibly": "unsure", "unknown": "unsure",
    "restricted": "bound", "abroad": "bound", "dead": "dead",
}  # fmt: skip
"""The kind of mark of a counted status; any other status has `free`."""


class HasStatus(Protocol):
    """A view, or a line of a list, of a case."""

    @property
    def status(self) -> str:
        """Return the status."""

    @property
    def certainty(self) -> str:
        """Return the certainty of the status."""


def mark(case: HasStatus) -> str:
    """Return the kind of mark for the status of a case; presumed custody is not marked as held."""
    if case.status == "held" and case.certainty != "stated":
        return MARKS["lapsed"]
    return MARKS.get(case.status, "free")
