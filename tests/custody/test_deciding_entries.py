"""Whatever the ledger leaves open, the answer names entries that settle it, and each of them does."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.custody.ledger_fold import fold
from casefile.custody.ledger_order import place
from casefile.model.events import EVENT_TYPES
from casefile.views.deciding_entries import decisions
from support.stories import STORIES, about_of, course_of, read

SHOWN = {
    "confirmation": {"held", "missing", "released", "restricted", "not_detained"},
    "release": {"released", "restricted"},
    "disappearance": {"missing"},
    "departure": {"abroad"},
    "death": {"dead"},
    "restriction": {"restricted", "released", "not_detained"},
    "hearing": {"released", "not_detained"},
}
"""The status that each kind of entry settles."""


def made(decision):
    """Make the entry that is proposed as the command line makes it: conditions are a list."""
    fields = dict(decision.fields)
    if "conditions" in fields:
        fields["conditions"] = [fields["conditions"]]
    return EVENT_TYPES[decision.type].model_validate({"id": "e9999", "type": decision.type, **fields})


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_each_entry_that_is_proposed_settles_the_status(path, ledger):
    story = read(path)
    events = ledger(*story["events"])
    course = course_of(story, events)
    deaths = [each for each in events if each.type == "death"]
    for text in story["then"]:
        day = date.fromisoformat(text)
        view = course.on(day)
        proposed = decisions(view, day, about_of(story).country)
        doubtful = view.certainty != "stated" and view.status != "not_detained"
        assert bool(proposed) == (doubtful and view.rule.name != "start"), text
        for each in proposed:
            new = made(each)
            at = place(events, new)
            after = fold([*events[:at], new, *events[at:]], about_of(story)).on(day)
            settled = SHOWN[each.type] | {*view.possible}
            is_at_liberty = {*after.possible} <= {"released", "restricted", "not_detained"}
            may_die_later = "dead" in after.possible and any(death.date.latest >= day for death in deaths)
            is_settled = after.status in settled or is_at_liberty or may_die_later
            assert is_settled, (text, each.question, after.possible)
