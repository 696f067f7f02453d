"""Find the appeals that are filed and not withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.custody.ledger_order import list_in_order
from casefile.model.events import Appeal, Event


def appeals_filed(events: Sequence[Event]) -> list[Appeal]:
    """Return the filed appeals that count and are not withdrawn, in the order of the ledger.

    An appeal counts by its verification status, not if it is disputed. Of several entries against one
    decision the newest decides whether all of them are withdrawn, because an appeal may be filed again. A
    withdrawal that names no decision withdraws none.
    """
    steps = [each for each in events if type(each) is Appeal and each.stands]
    if not steps:
        return []
    steps = [steps[at] for at in list_in_order(steps)]
    newest = {each.against: each.step for each in steps if each.against}
    return [
        each
        for each in steps
        if each.step != "withdrawn" and (not each.against or newest[each.against] != "withdrawn")
    ]
