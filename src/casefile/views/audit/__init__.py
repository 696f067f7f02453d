"""Check the history of a register: what its commits did to records, who made them, and who signed them."""

from casefile.views.audit.audit_rules import ELSEWHERE, RULES, AuditRule, judge_trail
from casefile.views.audit.commit_dates import DatedCommit, Sealed
from casefile.views.audit.lost_records import Losses, LostEntry
from casefile.views.audit.record_states import CommitDiff, Delta, Excerpt, FileState, by_commit
from casefile.views.audit.rewritten_events import Doubtful, Rewrite, Rewrites, Splits
from casefile.views.audit.trail_facts import Act, AuditFinding, EvidenceMismatch, Signature, Trail

__all__ = [
    "ELSEWHERE",
    "RULES",
    "Act",
    "AuditFinding",
    "AuditRule",
    "CommitDiff",
    "DatedCommit",
    "Delta",
    "Doubtful",
    "EvidenceMismatch",
    "Excerpt",
    "FileState",
    "Losses",
    "LostEntry",
    "Rewrite",
    "Rewrites",
    "Sealed",
    "Signature",
    "Splits",
    "Trail",
    "by_commit",
    "judge_trail",
]
