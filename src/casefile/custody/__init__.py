"""From a ledger to what may be said about custody on a day: entries folded into a course.

Here stands what is said in the end. `course` is the chain of states that answers for any day, `folding`,
`order`, `rules` and `warnings` look at the entries themselves, for which they need the model.
"""

from casefile.custody.state import CERTAINTIES, STATUSES
from casefile.custody.view import ChargeState, RestrictionInForce, Spell, View

__all__ = ["CERTAINTIES", "STATUSES", "ChargeState", "RestrictionInForce", "Spell", "View"]
