"""Drafts that were broken off: offered again, newest first, or erased."""

from __future__ import annotations

import re
from datetime import datetime

from casefile.cli.interview.asking import Asker
from casefile.cli.interview.steps import asked
from casefile.operations.interview.desk import Desk
from casefile.operations.interview.drafts import Draft, Drawer
from casefile.operations.interview.understood import NO, YES, cleaned, said, truth
from casefile.render.interview import Offered, offer, refused


def draft_to_use(asks: Asker, drawer: Drawer, desk: Desk, first: Draft) -> Draft:
    """Return the draft to go on with, or `first` for a new case. Raises BrokenOff where the person stops.

    A draft of a case that lies in the register meanwhile is erased.
    """
    while kept := _open_ones(drawer, desk):
        asks.tell(offer([_offered(draft) for draft in kept]))
        word = said(cleaned(asks.ask(f"Go on with the draft of {_clock(kept[0].moment)}")))
        wanted = WANTED.fullmatch(word)
        number = int(wanted["number"] or 1) if wanted else 0
        if word in NO | {"new"}:
            return first
        if wanted is None and word not in YES:
            asks.tell(refused("Enter, n, x, or a number of the list."))
        elif number > len(kept):
            asks.tell(refused(f"There is no draft {number}."))
        elif wanted and wanted["erase"]:
            _erase(asks, drawer, kept[number - 1])
        else:
            return kept[max(number, 1) - 1]
    return first


WANTED = re.compile(r"(?P<erase>x|erase)? ?(?P<number>[1-9][0-9]?)?")


def _open_ones(drawer: Drawer, desk: Desk) -> tuple[Draft, ...]:
    for draft in drawer.kept():
        if draft.filed and draft.filed in desk.register.by_id:
            drawer.erase(draft)
    return drawer.kept()


def _erase(asks: Asker, drawer: Drawer, draft: Draft) -> None:
    """Erase a draft once the person has said so twice."""
    asks.tell(refused(f"Erase the draft of {_clock(draft.moment)} for good? Nothing of it is kept."))
    if truth(cleaned(asks.ask("yes or no"))):
        drawer.erase(draft)


def _offered(draft: Draft) -> Offered:
    who = draft.answers.get("name") or draft.answers.get("role") or draft.typed.get("name", "")
    answered = sum(each.key in draft.answers for each in asked(draft.answers))
    return Offered(f"{draft.moment.astimezone():%d %b %H:%M}", who, answered)


def _clock(moment: datetime) -> str:
    """Say a moment as the clock on the wall showed it."""
    return f"{moment.astimezone():%H:%M}"
