"""How a standing is drawn beside its words: by form and not by colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.custody.view import View
from casefile.views.stats import standing

MARKS: Mapping[str, str] = {
    "held": "held", "lapsed": "lapsed", "missing": "missing", "unknown": "unsure",
    "restricted": "bound", "abroad": "bound", "dead": "dead",
}  # fmt: skip
"""The kind of mark of a standing; any other is `free`."""


def mark(view: View) -> str:
    """Return the kind of mark that goes with how a case stands; what is presumed is not marked as held."""
    if view.held_certain and view.certainty != "stated":
        return MARKS["lapsed"]
    return MARKS.get(standing(view), "free")
