"""From a ledger to what may be said about custody on a day: entries folded into a course."""

from casefile.custody.course import Course, fold
from casefile.custody.order import in_order, order, place, woven
from casefile.custody.rules import RULES, rules_as_markdown
from casefile.custody.state import CERTAINTIES, STATUSES
from casefile.custody.turning import turning_days
from casefile.custody.view import ChargeState, RestrictionInForce, Spell, View
from casefile.custody.warnings import Remark, hangs_on_order, warnings

__all__ = [
    "CERTAINTIES", "RULES", "STATUSES", "ChargeState", "Course", "Remark", "RestrictionInForce", "Spell",
    "View", "fold", "hangs_on_order", "in_order", "order", "place", "rules_as_markdown", "turning_days",
    "warnings", "woven",
]  # fmt: skip
