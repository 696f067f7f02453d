"""What a rule is: a code, a name, a level, and a function whose docstring is its page of the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from casefile.checks.rule_subject import CheckedRecord
from casefile.errors import Level
from casefile.model.shape import Path


class RuleFinding(NamedTuple):
    """Where in a record a rule found something, what, and how to fix it; never a value of the record."""

    field: Path
    message: str
    hint: str = ""


Check = Callable[[CheckedRecord], Iterator[RuleFinding]]


class CheckRule(NamedTuple):
    """One row of the table."""

    code: str
    name: str
    level: Level
    check: Check

    @property
    def manual(self) -> str:
        """The page of the manual."""
        return " ".join((self.check.__doc__ or "").split())
