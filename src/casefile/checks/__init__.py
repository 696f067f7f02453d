"""Named rules over records: each has a code, a level and a page of the manual; none depends on today."""

from casefile.checks.manual import helps, manual, names
from casefile.checks.names import Secrets
from casefile.checks.private import private_in, private_places
from casefile.checks.rule import Finding, Rule
from casefile.checks.rules import RULES
from casefile.checks.run import check, check_entry
from casefile.checks.subject import Around

__all__ = [
    "RULES",
    "Around",
    "Finding",
    "Rule",
    "Secrets",
    "check",
    "check_entry",
    "helps",
    "manual",
    "names",
    "private_in",
    "private_places",
]
