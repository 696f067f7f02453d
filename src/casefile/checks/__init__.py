"""Named rules over records: each has a code, a level and a page of the manual; none depends on today."""

from casefile.checks.manual import manual
from casefile.checks.rule import Finding, Rule
from casefile.checks.rules import RULES
from casefile.checks.run import check
from casefile.checks.text import private_in

__all__ = ["RULES", "Finding", "Rule", "check", "manual", "private_in"]
