"""Words that every page shares: the two clocks, statuses with their role, days, what an entry is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.custody.status_text import days_words
from casefile.dates.day_names import spoken_day
from casefile.pages.page_blocks import Line, Role, TextSpan, line
from casefile.pages.standing_marks import mark

if TYPE_CHECKING:  # only those ask for the page who have loaded what it shows
    from casefile.custody.custody_view import View
    from casefile.loading.indexed.index_lookup import DatedSnapshot
    from casefile.views.case_rows import CaseRow, CaseRowText

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


def clocks(moment: DatedSnapshot) -> Line:
    """Say when is read: the day in the world and the moment of the register."""
    return line(
        "On ",
        TextSpan(spoken_day(moment.on), "strong"),
        ", as known in ",
        TextSpan(moment.known_at, "strong"),
    )


def status(words: str, case: CaseRow | CaseRowText | View) -> TextSpan:
    """Return the words for the status of a case in the style of its mark."""
    return TextSpan(words, ROLES[mark(case)])


def days(held: tuple[int, int | None]) -> str:
    """Return the number of days in custody: `14 days`, `at least 55 days`; empty for none."""
    least, most = held
    many = days_words(held)
    unit = "day" if (least if most is None else most) == 1 else "days"
    return f"{many} {unit}" if many[-1:].isdigit() else many
