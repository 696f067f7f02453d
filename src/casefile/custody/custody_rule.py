"""The type of the custody rules that an entry triggers, and the simplest condition and action."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from casefile.custody.rule_context import RuleContext
from casefile.custody.state import State
from casefile.custody.transitions import Readings


class CustodyRule(Struct, frozen=True):
    """A rule that an entry triggers: if several rules of a table apply, only the first one acts.

    `of` names the types of entries that the rule is for, separated by spaces. `when`, `then` and `because`
    are the texts of the manual page. `applies` returns whether the rule applies. `act` returns the state
    after the entry, or several states if the entry does not show which of them is true. `warns` is the code
    of a warning about the entry, empty for none. `doubts` is the part of the days before the entry that the
    rule makes uncertain: `release`, `custody` or `liberty`, empty for none.
    """

    name: str
    of: str
    when: str
    then: str
    because: str
    applies: Callable[[RuleContext], bool]
    act: Callable[[RuleContext], State | Readings]
    warns: str = ""
    doubts: str = ""


def always(_: RuleContext) -> bool:
    """Return true: the rule applies to every entry of its types."""
    return True


def keep_state(now: RuleContext) -> State:
    """Return the state unchanged."""
    return now.state
