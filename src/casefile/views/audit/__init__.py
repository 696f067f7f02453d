"""The trail of a register, judged: what its commits did to records, who made them, who signed for them."""

from casefile.views.audit.rules import RULES, Rule, findings_as_markdown, judged
from casefile.views.audit.states import Delta, Excerpt, State, Step
from casefile.views.audit.trail import Act, Finding, Kept, Signature, Trail

__all__ = [
    "RULES",
    "Act",
    "Delta",
    "Excerpt",
    "Finding",
    "Kept",
    "Rule",
    "Signature",
    "State",
    "Step",
    "Trail",
    "findings_as_markdown",
    "judged",
]
