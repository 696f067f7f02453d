"""The law as one table: every rule with its name, what sets it off, what it does and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from casefile.custody.court_rules import COURT
from casefile.custody.custody_rule import CustodyRule, always, stays
from casefile.custody.measure_rules import CHARGES, RESTRICTING
from casefile.custody.physical_rules import PHYSICAL
from casefile.custody.proceeding_rules import CASES, MERGED
from casefile.custody.rule_context import RuleContext
from casefile.custody.state import State
from casefile.custody.time_rules import TIME_RULES, TimeRule
from casefile.custody.transitions import Readings

BEGINNING = CustodyRule(
    "start",
    "",
    "nothing that moves has happened yet",
    "not detained, presumed",
    "No one is detained until a source says so.",
    always,
    stays,
)
ALIVE = CustodyRule(
    "after-death",
    "detention transfer access confirmation release restriction departure disappearance death charge hearing "
    "verdict clemency case official_response",
    "any mover after a death",
    "dead stays, but for an entry that shows the person alive: then it counts, beside dead where the death "
    "may be the later one; the word of the custodian alone that the person is held or free does not; the "
    "entry should be looked at",
    "Either the order is wrong or the death is.",
    lambda now: now.state.status == "dead",
    stays,
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
    stays,
)
TABLES = (RESTRICTING, MERGED, COURT + PHYSICAL + CASES, CHARGES)
"""Looked at one after the other; in each the first row that fits acts."""
LETTING_GO = frozenset({
    "order-to-release", "extradition-refused", "absolved", "spared", "charges-closed", "case-closed",
    "released", "clemency-frees", "went-free",
})  # fmt: skip
"""Rules by which one ground ends."""
OF_ENTRIES = tuple(rule for table in TABLES for rule in table)
"""Every row that an entry sets off, in the order of the tables."""
RULES: tuple[CustodyRule | TimeRule, ...] = (BEGINNING, ALIVE, ANSWERED, *OF_ENTRIES, *TIME_RULES)
"""Every rule, each with a story of its own under tests/examples/custody."""


RuleParts = tuple[Callable[[RuleContext], bool], Callable[[RuleContext], State | Readings], str]
"""What an entry asks of a row: whether it applies, what it does, its name; the fields of a row cost more."""


@cache
def rules_for(word: str) -> tuple[tuple[RuleParts, ...], ...]:
    """Return the rows that are for a type of entries, table by table."""
    tables = (tuple(rule for rule in table if word in rule.of.split()) for table in TABLES)
    return tuple(tuple((each.applies, each.act, each.name) for each in table) for table in tables if table)


WARNINGS = {rule.name: rule.warns for rule in (ALIVE, *OF_ENTRIES) if rule.warns}
"""The codes of the warnings that rules give where they act, by the names of the rules."""
