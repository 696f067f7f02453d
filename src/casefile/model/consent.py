"""Until when a consent holds; apart from the models, which what is remembered of deadlines does without."""

from __future__ import annotations

from casefile.model.dates import Day, When


def last_sure_day(expires: When) -> Day:
    """Return the last day on which a consent surely holds: the earliest day that may be its end."""
    return expires.earliest
