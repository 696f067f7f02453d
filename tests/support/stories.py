"""Stories of custody: short ledgers under tests/examples/custody, with the answers that they must give.

`rules` of a story (optional) are the rules that must be the reason of the answer on one of its days; a rule
that acts but decides no day is not among them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec.structs import replace

import yaml
from casefile.custody.circumstances import Circumstances, Jurisdiction, ListedProceeding
from casefile.custody.ledger_fold import fold
from casefile.model.settings import DEFAULT_RELEASE_DAYS, DEFAULT_STALE_DAYS

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "custody"
STORIES = sorted(FOLDER.glob("*.yaml"))
KEYS = {
    "story", "rules", "sources", "stale_days", "release_days", "country", "laws", "proceedings",
    "other_cases", "requires", "open", "events", "then", "warns",
}  # fmt: skip


@cache
def read(path):
    """Read a story so that every scalar stays text, but for true and false inside entries.

    Each story is read once: the tests do not change what they get.
    """
    with path.open("rb") as file:
        story = yaml.load(file, Loader=yaml.CBaseLoader)
    assert set(story) <= KEYS, f"a story has no {set(story) - KEYS}"
    story["events"] = truth_in(story["events"])
    return story


def truth_in(value):
    if isinstance(value, dict):
        return {key: truth_in(each) for key, each in value.items()}
    if isinstance(value, list):
        return [truth_in(each) for each in value]
    return {"true": True, "false": False}.get(value, value)


def course_of(story, events):
    return fold(events, about_of(story))


def about_of(story):
    """Return what holds for the ledger of a story, beside its entries."""
    return Circumstances(
        connections=story.get("sources", {}),
        stale_days=int(story.get("stale_days", DEFAULT_STALE_DAYS)),
        release_days=int(story.get("release_days", DEFAULT_RELEASE_DAYS)),
        country=story.get("country", "KG"),
        laws={country: law_of(facts) for country, facts in story.get("laws", {}).items()},
        proceedings=dict(proceeding_of(each) for each in story.get("proceedings", ())),
        no_other_cases=story.get("other_cases") == "none",
        has_others=story.get("other_cases") == "open",
        is_new="requires" in story,
    )


def law_of(facts):
    """Return the law of a country from a story; the credit for remand is a number."""
    law = Jurisdiction(**facts)
    return law if law.remand_credit is None else replace(law, remand_credit=float(law.remand_credit))


def proceeding_of(stated):
    """Return the id and the facts of a proceeding; a story may state the id alone."""
    facts = {"id": stated} if isinstance(stated, str) else stated
    return facts["id"], ListedProceeding(facts.get("kind"), facts.get("country"))
