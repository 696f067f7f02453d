"""Words that every page shares: the two clocks, statuses with their role, days, what an entry is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.model.calendar import spoken_day
from casefile.model.words import number
from casefile.render.blocks import Line, Role, Span, line

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.operations.board.looking import Glance
    from casefile.views.listing import Listed, Said

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


def clocks(moment: Glance) -> Line:
    """Say when is read: the day in the world and the moment of the register."""
    return line(
        "On ", Span(spoken_day(moment.on), "strong"), ", as known in ", Span(moment.known_at, "strong")
    )


def status(words: str, row: Listed | Said) -> Span:
    """Return the status of a case as a short text in the style of the status."""
    return Span(words, "lapsed" if row.certainty == "lapsed" else ROLES[row.status])


def days(least_and_most: tuple[int, int | None]) -> str:
    """Say for how many days somebody was held: `14 days`, `55 days or more`; nothing for none."""
    least, most = least_and_most
    if most == 0:
        return ""
    if most is None:
        return "not known" if least == 0 else f"{number(least, 'day')} or more"
    return number(least, "day") if least == most else f"{least}\N{EN DASH}{most} days"
