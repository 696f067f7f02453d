"""What is judged of a trail, and what is found: commits, records, signatures, kept files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct, field

from casefile.views.audit.commit_dates import DatedCommit, Sealed
from casefile.views.audit.lost_records import Losses
from casefile.views.audit.record_states import CommitDiff, FileState
from casefile.views.audit.rewritten_events import Rewrite, Rewrites

Level = Literal["finding", "hint"]
Signature = Literal["none", "other", "allowed", "of another", "unknown key", "bad", "unchecked"]
"""Of a commit: not signed, in a way that is not checked here, by a key of the list, by one that the list
gives to somebody else than the committer, by one that it does not hold, forged; or not checked, because
nobody said which keys are allowed."""


class AuditFinding(NamedTuple):
    """Something in the trail that a reader must know; a hint is only worth a look.

    `record` and `path` are None where nothing may be said of whose it was. `mended`: what had gone is back
    today. `known`: it stood already when the checkpoint that is compared was written, or the checkpoint
    contains its commit and comes from before there was this rule. `hint` are commands that show, explain or
    fix it.
    """

    code: str
    commit: str | None
    record: str | None
    event: str | None
    message: str
    level: Level = "finding"
    mended: bool = False
    known: bool = False
    path: str | None = None
    hint: str = ""

    @property
    def place(self) -> str | None:
        """Where to look, as git takes it: `COMMIT:PATH`, or the one of both that there is."""
        return ":".join(filter(None, (self.commit, self.path))) or None

    def as_data(self) -> dict[str, object]:
        """Return it as the contract's JSON."""
        return {**self._asdict(), "place": self.place}


class Act(NamedTuple):
    """A commit that touched the register.

    `mails` are those of author and committer. `must` says that it is among those that have to be signed;
    `listed` tells of a commit that changed the list of allowed keys whether a key of the old list signed it.
    `holders` are those to whom the list gives the key that signed.
    """

    commit: str
    mails: tuple[str, str]
    signature: Signature
    must: bool
    listed: bool | None = None
    holders: tuple[str, ...] = ()


class EvidenceMismatch(NamedTuple):
    """A kept file that is not as its source says: what is wrong with it, in words, and the source's path."""

    source: str
    wrong: str
    path: str | None = None


class Trail(Struct, frozen=True, dict=True):
    """Everything that is judged, parents before children.

    `present` are the ledgers of today: event ids by record id, former ids too, but for what is withdrawn.
    `broken` are commits whose content is not that of their id; `masked` tells that git is shown another past.
    `unlisted` is the commit that took the list of allowed keys away. `dated` are all commits with their
    dates, `now` is the moment of the audit, `sealed` the checkpoint it compares with. `files` are the blobs
    that each kept file had. `merged` are the rewrites of merges that no merge of their parents gives.
    """

    steps: tuple[CommitDiff, ...]
    acts: tuple[Act, ...]
    present: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kept: tuple[EvidenceMismatch, ...] = ()
    broken: tuple[str, ...] = ()
    masked: bool = False
    unlisted: str | None = None
    dated: tuple[DatedCommit, ...] = ()
    now: int = 0
    sealed: Sealed | None = None
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    merged: tuple[Rewrite, ...] = ()
    rewrites: Rewrites = field(default_factory=Rewrites)
    losses: Losses = field(default_factory=Losses)

    @cached_property
    def fresh(self) -> tuple[tuple[str, FileState], ...]:
        """The contents of records by the commit that brought them first."""
        found: dict[tuple[str, str], tuple[str, FileState]] = {}
        for step in self.steps:
            for delta in step.deltas:
                if delta.after is not None:
                    found.setdefault((delta.path, delta.after.content), (step.commit, delta.after))
        return tuple(found.values())
