"""The verb `audit`: the whole trail of a register, read once and judged."""

from casefile.history.audit.audit_trail import Audited, Order, audit
from casefile.history.audit.checkpoint import Checkpoint, Compared

__all__ = ["Audited", "Checkpoint", "Compared", "Order", "audit"]
