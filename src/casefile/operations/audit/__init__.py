"""The verb `audit`: the whole trail of a register, read once and judged."""

from casefile.operations.audit.audit import Audited, Order, audit
from casefile.operations.audit.checkpoint import Checkpoint, Compared

__all__ = ["Audited", "Checkpoint", "Compared", "Order", "audit"]
