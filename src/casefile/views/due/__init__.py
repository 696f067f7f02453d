"""What is due: the deadlines of cases on a day, and of the ledgers of situations and organisations."""

from casefile.views.due.deadlines import EVER, RULES, deadlines, due
from casefile.views.due.row import KINDS, Due, Window

__all__ = ["EVER", "KINDS", "RULES", "Due", "Window", "deadlines", "due"]
