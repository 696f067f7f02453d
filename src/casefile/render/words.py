"""Words that every page shares: the two clocks, statuses with their role, days, what an entry is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.model.calendar import spoken_day
from casefile.model.words import number
from casefile.render.blocks import Line, Role, Span, line

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.custody.view import View
    from casefile.model.dates import Day
    from casefile.operations.clocks import Clocked

ROLES: dict[str, Role] = {
    "held": "held",
    "missing": "held",
    "restricted": "bound",
    "released": "free",
    "not_detained": "free",
    "abroad": "bound",
    "dead": "strong",
    "unknown": "unsure",
}
"""What a status is, for whoever draws it."""


def clocks(moment: Clocked) -> Line:
    """Say when is read: the day in the world and the moment of the register."""
    return line(
        "On ", Span(spoken_day(moment.on), "strong"), ", as known in ", Span(moment.known_at, "strong")
    )


def status(view: View) -> Span:
    """Say the status in a few words, with its role."""
    from casefile.custody.spoken import in_short  # noqa: PLC0415 - loaded by whoever has a view

    return Span(in_short(view), role_of(view.status, view.certainty))


def role_of(status: str, certainty: str) -> Role:
    """Return what a status is, for whoever draws it."""
    return "lapsed" if certainty == "lapsed" else ROLES[status]


def days(least_and_most: tuple[int, int | None]) -> str:
    """Say for how many days somebody was held: `14 days`, `55 days or more`; nothing for none."""
    least, most = least_and_most
    if most == 0:
        return ""
    if most is None:
        return "not known" if least == 0 else f"{number(least, 'day')} or more"
    return number(least, "day") if least == most else f"{least}\N{EN DASH}{most} days"


def until(view: View) -> str:
    """Say until when the order or the sentence runs, or ran."""
    return spoken_day(view.until) if view.until else ""


def from_now(day: Day, on: Day) -> str:
    """Say how far off a day is: `today`, `in 41 days`, `25 days ago`."""
    distance = (day - on).days
    if distance == 0:
        return "today"
    return f"in {number(distance, 'day')}" if distance > 0 else f"{number(-distance, 'day')} ago"
