"""The command `audit`: check the whole history (the trail) of a register for changes that need a reason."""

from casefile.history.audit.audit_trail import AuditOrder, AuditResult, audit
from casefile.history.audit.checkpoint import Checkpoint, CheckpointComparison

__all__ = ["AuditOrder", "AuditResult", "Checkpoint", "CheckpointComparison", "audit"]
