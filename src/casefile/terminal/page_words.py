"""Texts that all pages share: the day and the revision, statuses with their styles, days in custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casefile.custody.status_text import days_words
from casefile.dates.day_names import day_in_english
from casefile.pages.page_blocks import Cell, Line, Role, TextSpan, cell, line
from casefile.pages.standing_marks import mark

if TYPE_CHECKING:  # the callers of these functions have already imported these modules
    from casefile.loading.indexed.index_lookup import DatedSnapshot
    from casefile.views.reported_totals import ComparedTotal

ROLES: dict[str, Role] = {
    "held": "held",
    "presumed": "presumed",
    "lapsed": "lapsed",
    "missing": "held",
    "bound": "bound",
    "free": "free",
    "dead": "strong",
    "unsure": "unsure",
}
"""The role of a span by the kind of mark of a status (`standing_marks.mark`)."""


def day_line(snapshot: DatedSnapshot) -> Line:
    """Return the line with the day of the query, and the commit if the register is read as of one."""
    day = TextSpan(day_in_english(snapshot.on), "strong")
    if snapshot.commit is None:
        return line("On ", day)
    return line("On ", day, ", as known in ", TextSpan(snapshot.known_at, "strong"))


def status(words: str, standing: str) -> TextSpan:
    """Return the status of a case as a span, in the role of its counted status `standing`."""
    return TextSpan(words, ROLES[mark(standing)])


def days(held: tuple[int, int | None]) -> str:
    """Return the number of days in custody as text: `14 days`, `at least 55 days`; empty for none.

    `held` is the minimum and the maximum number of days; the maximum is None if it is not known.
    """
    least, most = held
    many = days_words(held)
    unit = "day" if (least if most is None else most) == 1 else "days"
    return f"{many} {unit}" if many[-1:].isdigit() else many


def reported_and_recorded(counted: ComparedTotal) -> Cell:
    """Return a cell with the totals that sources report and the number recorded in the register, in words."""
    reported = " or ".join(dict.fromkeys(each.words(" reported") for each in counted.reported))
    return cell(line(f"{reported}, ", TextSpan(f"{len(counted.recorded)} recorded", "strong")))
