"""The verb `audit`: the whole trail of a register, read once and judged."""

from casefile.history.audit.audit_trail import Audited, AuditOrder, audit
from casefile.history.audit.checkpoint import Checkpoint, CheckpointComparison

__all__ = ["AuditOrder", "Audited", "Checkpoint", "CheckpointComparison", "audit"]
