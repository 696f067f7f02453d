"""The state of a consent on a day. This module is apart, so that the deadline cache imports no models."""

from __future__ import annotations

from typing import Literal

from casefile.dates import Day, When
from casefile.model.plain_data import Data, when

ConsentState = Literal["valid", "not_yet", "expired", "may_have_expired", "withdrawn"]
"""The states of a recorded consent; `not_yet` is one that was obtained after the day of the question."""


def consent_state(consent: Data, day: Day) -> ConsentState:
    """Return the state of a recorded consent on a day.

    A withdrawn consent is so on every day, also on earlier ones. If the end is uncertain, the earliest
    possible day of `expires` is the last one on which the consent is valid; then it `may_have_expired`, up to
    the latest possible day. So it is on all days if `expires` cannot be read. An `obtained` that cannot be
    read is ignored.
    """
    if "withdrawn" in consent:
        return "withdrawn"
    obtained, expires = when(consent.get("obtained")), when(consent.get("expires"))
    if obtained is not None and obtained.earliest > day:
        return "not_yet"
    if "expires" not in consent or (expires is not None and day <= last_sure_day(expires)):
        return "valid"
    return "expired" if expires is not None and expires.latest < day else "may_have_expired"


def last_sure_day(expires: When) -> Day:
    """Return the last day on which a consent is surely valid: the earliest day that may be its end."""
    return expires.earliest
