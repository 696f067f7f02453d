"""Words that every page shares: the two clocks, statuses with their role, days, what an entry is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.custody.spoken import days_words
from casefile.model.calendar import spoken_day
from casefile.pages.marks import mark
from casefile.render.blocks import Line, Role, Span, line

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.custody.view import View
    from casefile.operations.board.looking import Glance
    from casefile.views.listing import Listed, Said

ROLES: dict[str, Role] = {
    "held": "held",
    "lapsed": "lapsed",
    "missing": "held",
    "bound": "bound",
    "free": "free",
    "dead": "strong",
    "unsure": "unsure",
}
"""The style of each mark on a terminal."""


def clocks(moment: Glance) -> Line:
    """Say when is read: the day in the world and the moment of the register."""
    return line(
        "On ", Span(spoken_day(moment.on), "strong"), ", as known in ", Span(moment.known_at, "strong")
    )


def status(words: str, case: Listed | Said | View) -> Span:
    """Return the words for the status of a case in the style of its mark."""
    return Span(words, ROLES[mark(case)])


def days(held: tuple[int, int | None]) -> str:
    """Return the number of days in custody: `14 days`, `at least 55 days`; empty for none."""
    least, most = held
    many = days_words(held)
    unit = "day" if (least if most is None else most) == 1 else "days"
    return f"{many} {unit}" if many[-1:].isdigit() else many
