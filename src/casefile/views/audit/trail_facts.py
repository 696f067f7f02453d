"""The input and the output of an audit: commits, records, signatures, kept files, and findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from msgspec import Struct, field

from casefile.views.audit.commit_dates import DatedCommit, SealedCommits
from casefile.views.audit.lost_records import Losses
from casefile.views.audit.record_states import CommitDiff, FileState
from casefile.views.audit.rewritten_events import Rewrite, Rewrites

Level = Literal["finding", "hint"]
Signature = Literal["none", "other", "allowed", "of another", "unknown key", "bad", "unchecked"]
"""The signature of a commit. `none`: the commit is not signed. `other`: it is signed in a way that is not
checked here. `allowed`: it is signed by a key of the list of allowed keys. `of another`: the list gives the
key to another person than the committer. `unknown key`: the key is not in the list. `bad`: the signature does
not match the commit. `unchecked`: no list of allowed keys was given."""


class AuditFinding(NamedTuple):
    """One result of an audit; the level `finding` must be read, a `hint` is only worth a look.

    `record` and `path` are None where the owner of the data must not be named. `mended` is true if the lost
    data is in the register today. `known` is true if the finding existed already when the compared checkpoint
    was written, or if the checkpoint contains the commit and is older than the rule. `hint` contains commands
    that show, explain or fix the finding.
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
        """Return the place in git's notation: `COMMIT:PATH`, or the one of the two that is known, or None."""
        return ":".join(filter(None, (self.commit, self.path))) or None

    def as_data(self) -> dict[str, object]:
        """Return the finding as plain data for the output of `--json`, with `place`."""
        return {**self._asdict(), "place": self.place}


class TrailCommit(NamedTuple):
    """A commit that changed files of the register.

    `mails` are the addresses of author and committer. `must` is true if the commit has to be signed. `listed`
    is set for a commit that changed the list of allowed keys: whether a key of the old list signed it.
    `holders` are the addresses to which the list gives the key that signed.
    """

    commit: str
    mails: tuple[str, str]
    signature: Signature
    must: bool
    listed: bool | None = None
    holders: tuple[str, ...] = ()


class EvidenceMismatch(NamedTuple):
    """A kept file that does not match its source.

    `source` is the id of the source, `wrong` the problem in words, `path` the path of the source's record.
    """

    source: str
    wrong: str
    path: str | None = None


class Trail(Struct, frozen=True, dict=True):
    """The input of the audit rules; commits are in order, parents before children.

    `steps` are the differences of commits from their parents, `acts` the commits with their signatures.
    `present` are the ledgers of today: event ids by record id, including former ids, without withdrawn
    records. `kept` are kept files that do not match. `broken` are commits whose content does not match their
    id. `masked` is true if git is shown another history (grafts or replacement refs). `unlisted` is the
    commit that removed the list of allowed keys. `dated` are all commits with their dates, `now` is the time
    of the audit, `sealed` is the checkpoint that the audit compares with. `files` are the blob ids that each
    kept file had. `merged` are the rewrites in merges that no merge of their parents would produce.
    """

    steps: tuple[CommitDiff, ...]
    acts: tuple[TrailCommit, ...]
    present: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kept: tuple[EvidenceMismatch, ...] = ()
    broken: tuple[str, ...] = ()
    masked: bool = False
    unlisted: str | None = None
    dated: tuple[DatedCommit, ...] = ()
    now: int = 0
    sealed: SealedCommits | None = None
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)
    merged: tuple[Rewrite, ...] = ()
    rewrites: Rewrites = field(default_factory=Rewrites)
    losses: Losses = field(default_factory=Losses)

    @cached_property
    def fresh(self) -> tuple[tuple[str, FileState], ...]:
        """Return each content of a record with the first commit that contains it."""
        found: dict[tuple[str, str], tuple[str, FileState]] = {}
        for step in self.steps:
            for delta in step.deltas:
                if delta.after is not None:
                    found.setdefault((delta.path, delta.after.content), (step.commit, delta.after))
        return tuple(found.values())
