"""The end of a consent; apart from the models, which the cached deadlines do not need."""

from __future__ import annotations

from casefile.dates import Day, When


def last_sure_day(expires: When) -> Day:
    """Return the last day on which a consent is surely valid: the earliest day that may be its end."""
    return expires.earliest
