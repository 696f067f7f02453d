"""From a ledger to what may be said about custody on a day: entries folded into a course.

Here stands what a course says, once it is known; `folding`, `order`, `rules` and `warnings` look at the
entries themselves, and only those load them who need the model.
"""

from casefile.custody.course import Course
from casefile.custody.state import CERTAINTIES, STATUSES
from casefile.custody.turning import turning_days
from casefile.custody.view import ChargeState, RestrictionInForce, Spell, View

__all__ = [
    "CERTAINTIES",
    "STATUSES",
    "ChargeState",
    "Course",
    "RestrictionInForce",
    "Spell",
    "View",
    "turning_days",
]
