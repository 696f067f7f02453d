"""What a row of the law looks like."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from casefile.custody.rule_context import RuleContext
from casefile.custody.state import State
from casefile.custody.transitions import Readings


class CustodyRule(Struct, frozen=True):
    """A row of the law that an entry sets off: of several rows that fit, the first of its table acts.

    `of` names the types of entries that it is for. `act` returns the reading after the entry, or several
    where the entry leaves open what happened. `warns` is the code of a warning about the entry. `doubts` is
    the part of the days before the entry that it makes uncertain: a release, custody or liberty.
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
    """Fit every entry of the type."""
    return True


def stays(now: RuleContext) -> State:
    """Leave the reading as it is."""
    return now.state
