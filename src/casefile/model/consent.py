"""The end of a consent. It has its own module, so that the deadline cache does not import the models."""

from __future__ import annotations

from casefile.dates import Day, When


def last_sure_day(expires: When) -> Day:
    """Return the last day on which a consent is surely valid: the earliest day that may be its end."""
    return expires.earliest
