"""Check the history of a register: what its commits did to records, who made them, and who signed them."""

from casefile.views.audit.audit_rules import ELSEWHERE, RULES, AuditRule, judge_trail
from casefile.views.audit.commit_dates import DatedCommit, SealedCommits
from casefile.views.audit.lost_records import Losses, LostEntry
from casefile.views.audit.record_states import CommitDiff, Delta, Excerpt, FileState, by_commit
from casefile.views.audit.rewritten_events import DoubtfulRecord, Rewrite, Rewrites, Splits
from casefile.views.audit.trail_facts import AuditFinding, EvidenceMismatch, Signature, Trail, TrailCommit

__all__ = [
    "ELSEWHERE",
    "RULES",
    "AuditFinding",
    "AuditRule",
    "CommitDiff",
    "DatedCommit",
    "Delta",
    "DoubtfulRecord",
    "EvidenceMismatch",
    "Excerpt",
    "FileState",
    "Losses",
    "LostEntry",
    "Rewrite",
    "Rewrites",
    "SealedCommits",
    "Signature",
    "Splits",
    "Trail",
    "TrailCommit",
    "by_commit",
    "judge_trail",
]
