"""The type of a check rule: a code, a name, a level, and a function whose docstring is its manual page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from casefile.checks.rule_subject import CheckedRecord
from casefile.errors import Fix, Level
from casefile.model.shape import Path


class RuleFinding(NamedTuple):
    """A problem that a rule found in a record: its path, a message and how to fix it.

    The texts never contain a value of the record. `{fix}` in the hint is the place of the command of `fix`.
    """

    field: Path
    message: str
    hint: str = ""
    fix: Fix = Fix()

    @property
    def whole_hint(self) -> str:
        """The hint with the command of `fix` in its place."""
        return self.hint.replace("{fix}", self.fix.as_command())


Check = Callable[[CheckedRecord], Iterator[RuleFinding]]


class CheckRule(NamedTuple):
    """A check rule: its code, name and level, and the function that checks one record."""

    code: str
    name: str
    level: Level
    check: Check

    @property
    def manual(self) -> str:
        """The manual page of the rule: the docstring of its function as one paragraph."""
        return " ".join((self.check.__doc__ or "").split())
