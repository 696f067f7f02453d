"""Whatever the ledger leaves open, the answer names entries that settle it, and each of them does."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.custody.ledger_fold import fold
from casefile.custody.ledger_order import find_insertion_index
from casefile.views.deciding_entries import decisions
from support.stories import STORIES, about_of, course_of, read


def asked_on(day, story, events):
    """Return the view of a day, the decisions about it, and the function that adds an event to the ledger."""
    view = course_of(story, events).on(day)

    def after(new):
        at = find_insertion_index(events, new)
        return fold([*events[:at], new, *events[at:]], about_of(story)).on(day)

    return view, decisions(view, day, about_of(story).country, after), after


@pytest.mark.sample(3)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_each_entry_that_is_proposed_gives_one_of_the_possible_statuses(path, ledger):
    story = read(path)
    for text in story["then"]:
        view, proposed, after = asked_on(date.fromisoformat(text), story, ledger(*story["events"]))
        doubtful = view.certainty != "stated" and view.status != "not_detained"
        assert bool(proposed) == (doubtful and view.rule.name != "start"), text
        if not proposed:
            continue
        offered = [each for each in proposed if each.type]
        given = [after(each.event()) for each in offered]
        assert [each.certainty for each in given if each.certainty == "uncertain"] == [], text
        assert {each.status for each in given} <= {*view.possible}, text
        assert len({each.status for each in given}) == len(offered), text
        assert {*view.possible} - {each.status for each in given} <= MAY_LACK.get(path.stem, set()), text


FIRST_DAY_OF_CUSTODY = {"not_detained"}
MAY_LACK = {
    "came-home": FIRST_DAY_OF_CUSTODY,
    "detention-on-an-uncertain-day": FIRST_DAY_OF_CUSTODY,
    "in-court-after-coming-home-unseen": FIRST_DAY_OF_CUSTODY,
    "in-court-from-abroad": FIRST_DAY_OF_CUSTODY,
    "kloop-duulatov": FIRST_DAY_OF_CUSTODY,
    "remanded-in-the-span-of-a-death": {"held", "dead"},
    "repatriated-into-the-unknown": FIRST_DAY_OF_CUSTODY,
    "sentenced-at-liberty-then-bail": FIRST_DAY_OF_CUSTODY,
    "temirov-live-tazhibek-kyzy": FIRST_DAY_OF_CUSTODY,
}
"""The statuses of stories that no single entry settles, by the story."""
