"""All custody rules in one table: each has a name, a condition, an effect and a reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from casefile.custody.court_rules import COURT
from casefile.custody.custody_rule import CustodyRule, always, keep_state
from casefile.custody.departure_rules import DEPARTURES
from casefile.custody.detention_rules import DETENTIONS
from casefile.custody.measure_rules import CHARGES, RESTRICTING
from casefile.custody.proceeding_rules import CASES, MERGED
from casefile.custody.release_rules import RELEASES
from casefile.custody.rule_context import RuleContext
from casefile.custody.state import State
from casefile.custody.time_rules import TIME_RULES, TimeRule
from casefile.custody.transitions import Readings
from casefile.custody.whereabouts_rules import WHEREABOUTS

BEGINNING = CustodyRule(
    "start",
    "",
    "no event that changes the status has happened yet",
    "not detained, presumed",
    "A person is not detained until a source states it.",
    always,
    keep_state,
)
ALIVE = CustodyRule(
    "after-death",
    "detention transfer access confirmation release restriction departure disappearance death charge hearing "
    "verdict clemency case official_response",
    "any mover after a death",
    "dead stays, except with an entry that shows the person alive: then it counts, beside dead if the death "
    "may be the later one; the word of the custodian alone that the person is held or free does not; the "
    "entry should be looked at",
    "Either the order or the death is wrong.",
    lambda now: now.state.status == "dead",
    keep_state,
    warns="after-death",
)
ANSWERED = CustodyRule(
    "shown-otherwise",
    "release transfer access confirmation departure death detention restriction hearing verdict clemency",
    "an entry that could not have happened in one of the possible statuses",
    "that status is possible no longer",
    "A person who leaves prison on a day was there until then, and one who is seen is alive; a duty at "
    "liberty shows that the order of a milder measure was carried out.",
    always,
    keep_state,
)
TABLES = (RESTRICTING, MERGED, COURT + DETENTIONS + RELEASES + WHEREABOUTS + DEPARTURES + CASES, CHARGES)
"""The tables are applied one after the other; in each table only the first rule that applies acts."""
LETTING_GO = frozenset({
    "order-to-release", "extradition-refused", "absolved", "spared", "charges-closed", "case-closed",
    "released", "clemency-frees", "went-free",
})  # fmt: skip
"""Names of the rules by which one ground of custody ends."""
OF_ENTRIES = tuple(rule for table in TABLES for rule in table)
"""All rules that an entry triggers, in the order of the tables."""
RULES: tuple[CustodyRule | TimeRule, ...] = (BEGINNING, ALIVE, ANSWERED, *OF_ENTRIES, *TIME_RULES)
"""All rules, those of entries and of time; each has an example ledger under tests/examples/custody."""


RuleParts = tuple[Callable[[RuleContext], bool], Callable[[RuleContext], State | Readings], str]
"""The functions `applies` and `act` of a rule, and its name.

A tuple, because reading the fields of a `CustodyRule` for each entry is slower.
"""


@cache
def rules_for(word: str) -> tuple[tuple[RuleParts, ...], ...]:
    """Return the rules for the type of entries `word`: one tuple for each of TABLES that has any."""
    tables = (tuple(rule for rule in table if word in rule.of.split()) for table in TABLES)
    return tuple(tuple((each.applies, each.act, each.name) for each in table) for table in tables if table)


WARNINGS = {rule.name: rule.warns for rule in (ALIVE, *OF_ENTRIES) if rule.warns}
"""The code of the warning that a rule gives when it acts, by the name of the rule."""
